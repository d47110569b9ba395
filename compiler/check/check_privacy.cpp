// What may never happen, and what is kept in order: privacy, duplicates, data rules.
//
//     privacy { call only when consent is not denied   mask email in notify, log when country in eu   keep Disqualified 365 days then erase pii }
//     duplicates { same email -> keep oldest, merge others   same domain and similar company 90% -> flag }
//     data rules { owner_clear when stage is Working require owner is known "Who owns this lead?"   rejected records -> queue data_fix }
#include "compiler/check/workflow.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::check {

using diag::Code;

std::vector<std::uint32_t> activitiesMeant(Context& context, const ExprScope& where, const syntax::Name& name) {
  if (name.text != "email") return ExprChecker(context, where).activitiesOf(name);
  std::vector<std::uint32_t> activities{context.indexOf(context.emailSent(*where.scope, name.span))};
  if (context.names.look(*where.scope, Space::Activities, name.text))
    for (const std::uint32_t activity : ExprChecker(context, where).activitiesOf(name)) activities.push_back(activity);
  return activities;
}

void checkPrivacy(Context& context, const syntax::Privacy& privacy, Scope& scope, Span span) {
  if (!needStages(context, span, "privacy")) return;
  Here here;
  here.scope = &scope;
  here.block = Here::Block::Privacy;
  bool good = true;
  const ExprScope where = here.expressions();
  for (const auto& guard : privacy.guards) {
    auto& out = context.program.workflow.guards.emplace_back();
    std::vector<std::uint32_t> activities;
    for (const syntax::Name& name : guard.activities)
      for (const std::uint32_t activity : activitiesMeant(context, where, name)) activities.push_back(activity);
    const bytecode::FunctionRef only_when = checkWhen(context, here, guard.only_when, good);
    out.activities = std::move(activities);
    out.only_when = only_when;
    out.text = context.words(guard.span);
    out.place = context.placeOf(guard.span);
  }
  for (const auto& reaction : privacy.reactions) {
    bytecode::ReactionInfo out;
    out.becomes = checkWhen(context, here, reaction.becomes, good);
    checkActions(context, here, reaction.actions, out.actions);
    out.text = context.words(reaction.span);
    out.place = context.placeOf(reaction.span);
    context.program.workflow.reactions.push_back(std::move(out));
  }
  for (const auto& mask : privacy.masks) {
    bytecode::MaskInfo out;
    for (const syntax::Name& name : mask.fields)
      if (const auto field = fieldOf(context, scope, name, "a mask")) out.fields.push_back(*field);
    for (const syntax::Name& place : mask.where) {
      if (place.text == "notify") out.notify = true;
      else if (place.text == "log") out.log = true;
      else if (place.text == "report") out.report = true;
      else if (place.text == "task") out.task = true;
      else if (place.text == "remind") out.remind = true;
      else unknownWord(context, place, "place in which something is masked", {"notify", "log", "report", "task", "remind"});
    }
    out.when = checkWhen(context, here, mask.when, good);
    context.program.workflow.masks.push_back(std::move(out));
  }
  for (const auto& keep : privacy.keeps) {
    bytecode::KeepInfo out;
    for (const syntax::Name& name : keep.stages)
      if (const auto stage = stageOf(context, scope, name)) out.stages.push_back(*stage);
    checkWallTime(context, here, *keep.span_of_time, "the time for which leads are kept", out.millis);
    context.program.workflow.keeps.push_back(std::move(out));
  }
}

namespace {

std::optional<bytecode::DuplicateInfo::Key> checkKey(Context& context, const Here& here, const syntax::Duplicates::Key& key) {
  bytecode::DuplicateInfo::Key out;
  typed::ExprPtr value = checkExpression(context, nameExpression(key.field), here.expressions());
  if (!value) return std::nullopt;
  if (!isTextual(value->type.kind)) {
    context.error(Code::MatchKey, key.field.span, "leads are compared by text, and " + inBackticks(key.field.text) + " is " + describe(context, value->type));
    return std::nullopt;
  }
  out.name = key.field.text;
  out.field = value->kind == typed::ExprKind::Field ? value->index : bytecode::kAny;
  if (key.similar) {
    if (!checkShare(context, here, *key.similar, "how similar two texts are", out.similar)) return std::nullopt;
    if (out.similar <= 0 || out.similar > kWholePercent) {
      context.error(Code::MatchKey, key.similar->span, "two texts are similar by more than 0% and at most 100%");
      return std::nullopt;
    }
  }
  out.function = context.addFunction(std::move(value));
  return out;
}

}  // namespace

void checkDuplicates(Context& context, const syntax::Duplicates& duplicates, Scope& scope, Span span) {
  if (!needStages(context, span, "`duplicates`")) return;
  Here here;
  here.scope = &scope;
  using Info = bytecode::DuplicateInfo;
  for (const auto& rule : duplicates.rules) {
    Info out;
    for (const auto& key : rule.keys)
      if (const auto made = checkKey(context, here, key)) out.keys.push_back(*made);
    if (rule.keep) {
      if (rule.keep.text == "oldest") out.keep = Info::Keep::Oldest;
      else if (rule.keep.text == "newest") out.keep = Info::Keep::Newest;
      else if (rule.keep.text == "best") out.keep = Info::Keep::Best;
      else unknownWord(context, rule.keep, "lead to keep", {"oldest", "newest", "best"});
    }
    if (rule.others && rule.others.text != "merge" && rule.others.text != "flag") unknownWord(context, rule.others, "way to treat the others", {"flag", "merge"});
    out.merge = rule.others.text == "merge";
    if (out.merge && !rule.keep) out.keep = Info::Keep::Oldest;  // a bare `-> merge` merges into the oldest
    if (out.keep == Info::Keep::Best && context.program.scores.empty())
      context.error(Code::WorkflowWord, rule.keep.span, "the best lead is the one with the higher first score, and the playbook has no score").withHelp("write `keep oldest` or `keep newest`");
    out.text = context.words(rule.span);
    out.place = context.placeOf(rule.span);
    context.program.workflow.duplicates.push_back(std::move(out));
  }
  if (!duplicates.scores) return;
  using Scores = bytecode::WorkflowInfo::Scores;
  if (duplicates.scores.text == "sum") context.program.workflow.merge_scores = Scores::Sum;
  else if (duplicates.scores.text == "max") context.program.workflow.merge_scores = Scores::Max;
  else if (duplicates.scores.text == "latest") context.program.workflow.merge_scores = Scores::Latest;
  else unknownWord(context, duplicates.scores, "way to join scores", {"sum", "max", "latest"});
}

void checkDataRules(Context& context, const syntax::DataRules& rules, Scope& scope, Span span) {
  if (!needStages(context, span, "a data rule")) return;
  Here here;
  here.scope = &scope;
  bool good = true;
  auto& all = context.program.workflow.data_rules;
  for (const auto& line : rules.lines) {
    for (const auto& other : all)
      if (other.name == line.name.text)
        context.error(Code::RepeatedConstruct, line.name.span, "two data rules are called " + inBackticks(line.name.text))
            .label(context.program.workflow_spans[other.place.line - 1], "the first is here").withHelp("rename one of them");
    bytecode::DataRuleInfo out;
    out.name = line.name.text;
    out.text = line.text;
    out.when = checkWhen(context, here, line.when, good);
    out.require = checkWhen(context, here, line.require, good);
    out.place = context.placeOf(line.name.span);
    all.push_back(std::move(out));
  }
  if (!rules.rejected_queue) return;
  if (const Entity* queue = context.findQueue(scope, rules.rejected_queue)) context.program.workflow.rejected_queue = queue->index;
}

}  // namespace leadflow::check

// What is done: one case for each action, and where it may stand.
//
//     aging 48 hours { reassign at most 2 times otherwise queue review; notify slack "#sdr" tagging owner "{company} waits" }
#include "compiler/check/workflow.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::check {
namespace {

using bytecode::ActionInfo;
using bytecode::TemplateInfo;
using diag::Code;
using Block = Here::Block;
using Kind = syntax::Action::Kind;

static_assert(static_cast<int>(Kind::Erase) == static_cast<int>(ActionInfo::Kind::Erase), "actions stand in one order");

class ActionChecker {
 public:
  ActionChecker(Context& context, const Here& here, const syntax::Action& action, ActionInfo& out) : c_(context), here_(here), action_(action), out_(out) {}

  bool check() {
    out_.kind = static_cast<ActionInfo::Kind>(action_.kind);
    out_.text_written = c_.words(action_.span);
    out_.place = c_.placeOf(action_.span);
    out_.limit = static_cast<std::uint32_t>(action_.limit);
    out_.target = action_.target;
    out_.channel = action_.channel.text;
    out_.at = action_.at;
    out_.from = action_.from;
    out_.until = action_.until;
    out_.lead_time = action_.lead_time;
    bool good = mayStandHere();
    if (!good) return false;
    if (out_.lead_time) tellZoneNotRead();
    good = subject();
    out_.condition = checkWhen(c_, here_, action_.condition, good);
    good = checkReasonValue(c_, here_, action_.reason, false, out_.reason) && good;
    good = checkMessage(c_, here_, action_.text, out_.text) && good;
    for (const syntax::Who& who : action_.to) good = checkWho(c_, here_, who, out_.to.emplace_back()) && good;
    for (const syntax::Who& who : action_.tagging) good = checkWho(c_, here_, who, out_.tagging.emplace_back()) && good;
    if (action_.within) good = checkTime(c_, here_, *action_.within, action_.kind == Kind::Wait ? "a wait" : "the time of a task", out_.within) && good;
    if (action_.otherwise) good = ActionChecker(c_, here_, *action_.otherwise, out_.otherwise.emplace_back()).check() && good;
    good = variants() && good;
    return fields() && good;
  }

 private:
  bool notHere(std::string title, std::string help) {
    c_.error(Code::ActionNotHere, action_.span, std::move(title)).withHelp(std::move(help));
    return false;
  }

  /// `lead time` reads a text of the record; a field of that name that is none says no zone.
  void tellZoneNotRead() {
    std::string unread;
    const auto look = [&](const std::string& name, const char* what, bool text) {
      if (name != "timezone" && name != "time_zone") return true;
      if (!text && unread.empty()) unread = inBackticks(name) + ", which " + what;
      return !text;
    };
    for (const typed::Field& field : c_.program.fields)
      if (!look(field.name, "is no text", isTextual(field.type.kind))) return;
    for (const typed::Derived& derived : c_.program.derived) look(derived.name, "is computed", false);
    if (unread.empty()) return;
    c_.diags.report(Code::WorkflowWord, diag::Severity::Warning, action_.span, "`lead time` does not go by " + unread + ": the lead's country says its time, or the playbook")
        .withHelp("make it a text that the record has, such as `timezone text`");
  }

  bool mayStandHere() {
    const Kind kind = action_.kind;
    const std::string word = inBackticks(out_.text_written.substr(0, out_.text_written.find(' ')));
    if (here_.block == Block::Sequence) {
      switch (kind) {
        case Kind::Email: case Kind::Task: case Kind::Wait: case Kind::StopWhen: case Kind::Notify: case Kind::Remind: case Kind::Log: case Kind::Set: case Kind::Webhook: return true;
        default: return notHere(word + " is no step of a sequence", "a sequence sends and waits; let a stage do this: `to … when sequence … is finished`");
      }
    }
    if (kind == Kind::Wait || kind == Kind::StopWhen) return notHere(word + " stands only in a sequence", "start a sequence that waits: `start sequence …`");
    if (here_.block == Block::Every) {
      switch (kind) {
        case Kind::Rebalance: case Kind::Notify: case Kind::Remind: case Kind::Log: case Kind::Webhook: return true;
        default: return notHere(word + " is done to a lead, and `every` runs for none", "write `rebalance POOL`, `notify …`, `log …` or `webhook …`");
      }
    }
    if (kind == Kind::Rebalance) return notHere("a pool is rebalanced by the clock, not for one lead", "write `every quarter start { rebalance … }`");
    if (kind == Kind::Escalate && here_.escalation >= 0)
      if (const auto same = c_.names.look(*here_.scope, Space::Escalations, action_.name.text); same && same.found->index == here_.escalation)
        return notHere("an escalation that starts itself never ends", "add a further `level`");
    return true;
  }

  bool named(Space space, std::string_view what) {
    const Entity* entity = c_.findIn(*here_.scope, space, what, action_.name);
    if (entity) out_.index = static_cast<std::uint32_t>(entity->index);
    return entity != nullptr;
  }

  bool subject() {
    switch (action_.kind) {
      case Kind::Route: return named(Space::Routes, "route");
      case Kind::StartSequence: return named(Space::Sequences, "sequence");
      case Kind::StopSequence: return !action_.name || named(Space::Sequences, "sequence");
      case Kind::Move: return named(Space::Stages, "stage");
      case Kind::Reassign: return !action_.name || named(Space::Queues, "queue");
      case Kind::Queue: return named(Space::Queues, "queue");
      case Kind::Escalate: return named(Space::Escalations, "escalation");
      case Kind::Ask: return named(Space::Approvals, "approval");
      case Kind::Handoff: return named(Space::Handoffs, "handoff");
      case Kind::Rebalance: return named(Space::Pools, "pool");
      case Kind::Set: return set();
      case Kind::Task: out_.channel = action_.word.text; return true;
      case Kind::Create: out_.target = action_.word.text; return true;
      case Kind::Notify: return notify();
      case Kind::Email: return email();
      default: return true;
    }
  }

  /// A mail to the lead is the touch `email_sent`, whoever declared it.
  bool email() {
    (void)c_.emailSent(*here_.scope, action_.span);
    return true;
  }

  bool notify() {
    if (out_.channel.empty() || out_.channel == "email" || out_.channel == "slack" || out_.channel == "webhook") return true;
    unknownWord(c_, action_.channel, "channel of `notify`", {"email", "slack", "webhook"});
    return false;
  }

  bool set() {
    const auto field = fieldOf(c_, *here_.scope, action_.name, "`set`");
    if (!field) return false;
    out_.index = *field;
    const typed::Field& info = c_.program.fields[*field];
    if (info.key) {
      c_.error(Code::SetTarget, action_.name.span, inBackticks(info.name) + " tells leads apart and is never changed").label(info.span, "the key of a lead");
      return false;
    }
    const Type type = info.type;
    if (action_.value->kind == syntax::ExprKind::Missing) {
      auto made = std::make_unique<typed::Expr>(typed::ExprKind::Const, type, action_.value->span);
      made->constant = {type, kMissing, {}};
      out_.value = c_.addFunction(std::move(made));
      return true;
    }
    typed::ExprPtr value = checkExpression(c_, *action_.value, here_.expressions(), type, "the field " + inBackticks(info.name));
    out_.value = c_.addFunction(std::move(value));
    return static_cast<bool>(out_.value);
  }

  bool variants() {
    bool good = true;
    std::int64_t sum = 0;
    for (const syntax::Variant& variant : action_.variants) {
      ActionInfo::Variant made;
      made.text = variant.text;
      good = checkShare(c_, here_, *variant.percent, "a share", made.percent) && good;
      sum += made.percent;
      if (good && made.percent <= 0) {
        c_.error(Code::SplitShares, variant.percent->span, "a share is more than 0%");
        good = false;
      }
      out_.variants.push_back(std::move(made));
    }
    if (!good || action_.variants.empty() || sum == kWholePercent) return good;
    std::string total;
    appendPercent(total, sum);
    c_.error(Code::SplitShares, action_.span, "the shares of this split add up to " + total + ", not to 100%").withHelp("change the shares so that they are 100% together");
    return false;
  }

  bool fields() {
    bool good = true;
    for (const auto& [name, value] : action_.fields) {
      ActionInfo::Field made;
      made.name = name.text;
      for (const ActionInfo::Field& other : out_.fields)
        if (other.name == name.text) {
          c_.error(Code::RepeatedConstruct, name.span, inBackticks(name.text) + " is given twice");
          good = false;
        }
      good = checkValue(c_, here_, *value, made.value) && good;
      out_.fields.push_back(std::move(made));
    }
    return good;
  }

  Context& c_;
  const Here& here_;
  const syntax::Action& action_;
  ActionInfo& out_;
};

}  // namespace

bool checkActions(Context& context, const Here& here, const std::vector<syntax::Action>& written, std::vector<ActionInfo>& out) {
  bool good = true;
  for (const syntax::Action& action : written) good = ActionChecker(context, here, action, out.emplace_back()).check() && good;
  return good;
}

}  // namespace leadflow::check

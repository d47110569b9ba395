// What a test expects to have been sent, or not: a name must be that of something the playbook sends, or a `no` holds for nothing.
//
//     expect escalation chain level 1 to maria     Sent: escalation chain, level 1, to Rep maria
//     expect email "welcome"                       Sent: email welcome; the playbook writes the name in quotes, so a test may
//     expect no email "welcom"                     error: no action sends the email `welcom`
#include <algorithm>

#include "compiler/check/workflow.hpp"
#include "compiler/diag/suggest.hpp"
#include "compiler/types/mails.hpp"
#include "runtime/bytecode/actions.hpp"

namespace leadflow::check {
namespace {

using bytecode::ActionInfo;
using diag::Code;
using ActionKind = ActionInfo::Kind;

/// What actions of a kind are told apart by: the mail's template, the webhook's name, the kind of a task, the place of a notification.
struct SentWord {
  std::string_view what;
  std::initializer_list<ActionKind> kinds;
};
const SentWord kSentWords[] = {{"reminder", {ActionKind::Remind}},   {"notification", {ActionKind::Notify}}, {"task", {ActionKind::Task}}, {"email", {ActionKind::Email}},
                               {"webhook", {ActionKind::Webhook}}, {"log", {ActionKind::Log}},             {"effect", {ActionKind::Remind, ActionKind::Notify, ActionKind::Task, ActionKind::Email, ActionKind::Webhook, ActionKind::Create}}};

/// Constructs in whose name something is sent: `sla first_response at 50%`.
constexpr Space kSenders[] = {Space::Stages, Space::Reasons, Space::Slas, Space::Escalations, Space::Handoffs, Space::Sequences, Space::Approvals, Space::Queues};
/// The tasks that no action writes: an approval asked for, a handoff to be judged, fields that a stage needs.
constexpr std::string_view kOwnTasks[] = {"approval", "feedback", "complete"};

class SentChecker {
 public:
  SentChecker(Context& context, Scope& scope, const syntax::SentExpectation& written, typed::Sent& out) : c_(context), scope_(scope), written_(written), out_(out) {}

  bool check() {
    out_.none = written_.none;
    out_.what = written_.what.text;
    out_.level = written_.level;
    bool good = words();
    if (written_.level != 0 && out_.what != "escalation") good = wrong("only an escalation has levels, and this is " + article());
    if (!written_.has_to) return good;
    if (out_.what == "breach" || out_.what == "violation") return wrong(article() + " is noted and sent to nobody");
    out_.has_to = true;
    Here here;
    here.scope = &scope_;
    here.block = Here::Block::Test;
    return checkWho(c_, here, written_.to, out_.to) && good;
  }

 private:
  std::string article() const { return (out_.what == "email" || out_.what == "escalation" || out_.what == "effect" ? "an " : "a ") + out_.what; }

  bool wrong(std::string title) {
    c_.error(Code::WorkflowWord, written_.span, std::move(title));
    return false;
  }

  bool words() {
    const bool only_named = out_.what == "email" || out_.what == "webhook";   // their words are elsewhere: what is quoted is the name
    if (!only_named) out_.text = written_.text.text;
    if (only_named && written_.name && written_.text) {
      c_.error(Code::TestUnknownSent, written_.text.span, "the text of " + article() + " is not known here, only its name").withHelp("leave the quoted text out, or the name before it");
      return false;
    }
    const syntax::Name& name = only_named && written_.text ? written_.text : written_.name;
    if (!name) return true;
    if (out_.what == "violation") return violation(name);
    out_.names.push_back(name.text);
    if (out_.what == "escalation") return named(Space::Escalations, "escalation", name);
    if (out_.what == "breach") return named(Space::Slas, "SLA", name);
    if (out_.what == "handoff") return named(Space::Handoffs, "handoff", name);
    return sent(name, only_named);
  }

  bool named(Space space, std::string_view what, const syntax::Name& name) {
    const Entity* entity = c_.findIn(scope_, space, what, name);
    if (entity) out_.names.front() = entity->qualified;
    return entity != nullptr;
  }

  /// `violation call`, `violation outreach`, and `violation email` for what the guard `email only when …` guards.
  bool violation(const syntax::Name& name) {
    const ExprScope where{&scope_, Place::Outcome};
    std::vector<std::string_view> guarded;
    for (const bytecode::GuardInfo& guard : c_.program.workflow.guards)
      for (const std::uint32_t activity : guard.activities) guarded.push_back(c_.program.activities[activity].name);
    const std::vector<std::uint32_t> activities = activitiesMeant(c_, where, name);
    for (const std::uint32_t activity : activities) {
      const std::string& called = c_.program.activities[activity].name;
      if (std::find(guarded.begin(), guarded.end(), called) != guarded.end()) out_.names.push_back(called);
    }
    if (activities.empty() || !out_.names.empty()) return !activities.empty();
    c_.error(Code::TestUnknownSent, name.span, "no line of `privacy` guards " + inBackticks(name.text) + ", so nothing violates it")
        .withHelp("guard it: `" + name.text + " only when …`, or leave the expectation out");
    return false;
  }

  bool sent(const syntax::Name& name, bool only_named) {
    std::vector<std::string_view> known;
    bytecode::eachAction(c_.program.workflow, [&](const ActionInfo& action, const std::string&) {
      for (const SentWord& word : kSentWords)
        if (word.what == out_.what && std::find(word.kinds.begin(), word.kinds.end(), action.kind) != word.kinds.end()) {
          const std::string& target = action.kind == ActionKind::Task ? action.channel : action.target;
          if (!target.empty()) known.push_back(target);
        }
    });
    if (out_.what == "task" || out_.what == "effect") known.insert(known.end(), std::begin(kOwnTasks), std::end(kOwnTasks));
    if (std::find(known.begin(), known.end(), name.text) != known.end()) return true;
    if (!only_named)
      for (const Space space : kSenders) {
        if (const auto hit = c_.names.look(scope_, space, name.text)) {
          out_.names.front() = hit.found->qualified;
          return true;
        }
        for (const std::string_view candidate : c_.names.candidates(scope_, space)) known.push_back(candidate);
      }
    auto& finding = c_.error(Code::TestUnknownSent, name.span, "no action sends " + article() + " called " + inBackticks(name.text));
    if (const std::string_view near = diag::suggest(name.text, known); !near.empty())
      finding.withHelp("did you mean " + inBackticks(near) + "?").edit(name.span, name.text == c_.sources.text(name.span) ? std::string(near) : '"' + std::string(near) + '"');
    return false;
  }

  Context& c_;
  Scope& scope_;
  const syntax::SentExpectation& written_;
  typed::Sent& out_;
};

}  // namespace

bool checkSent(Context& context, Scope& scope, const syntax::SentExpectation& written, typed::Sent& out) { return SentChecker(context, scope, written, out).check(); }

}  // namespace leadflow::check

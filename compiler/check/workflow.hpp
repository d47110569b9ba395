// The parts that the checks of workflow constructs share: who is meant, what is done, what starts a clock, how long.
//
//     level role sales_director after 2 business hours { notify email }
//     checkWho -> Role sales_director     checkTime -> business, 2 hours     checkActions -> one Notify
//
// Each fills the structures of runtime/bytecode/workflow.hpp: conditions and values become functions of the program, places
// become spans of the program. A false or empty result means that an error was reported.
#pragma once
#include "compiler/check/expression.hpp"

namespace leadflow::check {

/// Where a statement of the workflow stands.
struct Here {
  enum class Block : std::uint8_t { Stage, Reasons, Sla, Escalation, Handoff, Sequence, Approval, Privacy, Every, Test };
  Scope* scope = nullptr;
  Block block = Block::Stage;
  std::int32_t sequence = -1;   ///< what a plain `in sequence` means
  bool own_calendar = false;    ///< business time has a calendar of its own here (`on us_sales`)
  std::int32_t escalation = -1; ///< the escalation being checked: it must not start itself

  ExprScope expressions() const { return {scope, Place::Lead, nullptr, {}, sequence}; }
};

inline constexpr bytecode::Type plain(Type type) { return {type.kind, type.ref}; }

// ---- workflow_parts.cpp
/// A condition as a function; none after a report, or without a condition.
bytecode::FunctionRef checkWhen(Context& context, const Here& here, const syntax::ExprPtr& condition, bool& good);
/// A positive duration known now; `what` names it: "an aging".
bool checkTime(Context& context, const Here& here, const syntax::Expr& expr, std::string_view what, bytecode::TimeSpan& out);
/// The same on the wall clock only, in milliseconds.
bool checkWallTime(Context& context, const Here& here, const syntax::Expr& expr, std::string_view what, std::int64_t& out);
bool checkWho(Context& context, const Here& here, const syntax::Who& who, bytecode::WhoInfo& out);
bool checkMessage(Context& context, const Here& here, const syntax::ExprPtr& text, bytecode::TemplateInfo& out);
bool checkValue(Context& context, const Here& here, const syntax::Expr& expr, bytecode::TemplateInfo::Value& out);
bool checkReasonValue(Context& context, const Here& here, const syntax::Reason& reason, bool by_person, bytecode::ReasonValue& out);
/// A positive percent, scaled; `what` names it.
bool checkShare(Context& context, const Here& here, const syntax::Expr& expr, std::string_view what, std::int64_t& out);
bool checkSchedule(Context& context, const Here& here, const syntax::Schedule& schedule, bytecode::ScheduleInfo& out);
/// A seat by name, or nothing after a report.
std::optional<std::uint32_t> seatOf(Context& context, const Scope& scope, const syntax::Name& name);
std::optional<std::uint32_t> stageOf(Context& context, const Scope& scope, const syntax::Name& name);
std::optional<std::uint32_t> reasonOf(Context& context, const Scope& scope, const syntax::Name& name);
/// A field of the lead that records bring; derived ones and the rest are reported. `what` says who wants it.
std::optional<std::uint32_t> fieldOf(Context& context, Scope& scope, const syntax::Name& name, std::string_view what);
/// "`x` is no … here", with the nearest of the words.
void unknownWord(Context& context, const syntax::Name& name, std::string_view what, const std::vector<std::string_view>& words);
/// Reports a construct of the workflow in a playbook without stages; true when there are stages (or the file is a module).
bool needStages(Context& context, Span span, std::string_view what);
/// A written name as the expression that it would be.
syntax::Expr nameExpression(const syntax::Name& name);

// ---- check_action.cpp
bool checkActions(Context& context, const Here& here, const std::vector<syntax::Action>& written, std::vector<bytecode::ActionInfo>& out);
// ---- check_trigger.cpp
bool checkTriggers(Context& context, const Here& here, const std::vector<syntax::Trigger>& written, std::vector<bytecode::TriggerInfo>& out);
// ---- check_report.cpp
bool checkMetric(Context& context, const Here& here, const syntax::Metric& written, bytecode::MetricInfo& out);

// ---- declarations without a name
void checkStage(Context& context, const syntax::Stage& stage, Scope& scope, Span span);
void checkPrivacy(Context& context, const syntax::Privacy& privacy, Scope& scope, Span span);
void checkDuplicates(Context& context, const syntax::Duplicates& duplicates, Scope& scope, Span span);
void checkDataRules(Context& context, const syntax::DataRules& rules, Scope& scope, Span span);
void checkScorecard(Context& context, const syntax::Scorecard& scorecard, Scope& scope, Span span);
void checkEvery(Context& context, const syntax::Every& every, Scope& scope, Span span);
void checkMigrate(Context& context, const syntax::Migrate& migrate, Scope& scope, Span span);

/// Before the items: seats, and the enums of stages and reasons. After them: what only the whole shows.
void beginWorkflow(Context& context);
void finishWorkflow(Context& context);

/// In a playbook with a `privacy` block every mail to the lead needs a guard (check_consent.cpp).
void requireConsent(Context& context);

/// The activities of a guard's name: `email` means the mails that are sent, and the activity of that name where there is one.
std::vector<std::uint32_t> activitiesMeant(Context& context, const ExprScope& where, const syntax::Name& name);

// ---- tests (check_happening.cpp, check_sent.cpp)
bool checkHappening(Context& context, Scope& scope, const syntax::Happening& written, std::int64_t test_at, const std::vector<Rep>& people, typed::Happening& out);
bool checkSent(Context& context, Scope& scope, const syntax::SentExpectation& written, typed::Sent& out);

}  // namespace leadflow::check

#include "compiler/check/personal_flow.hpp"

#include <algorithm>
#include <set>

#include "runtime/bytecode/visit.hpp"
#include "runtime/value/enum_key.hpp"

namespace leadflow::check {

using bytecode::ActionInfo;
using bytecode::ContextKind;
using bytecode::TemplateInfo;
using typed::Expr;
using typed::ExprKind;

namespace {

/// What a value is made of: fields of the lead, and kOfActivity for any personal field of an activity.
using Sources = std::set<std::uint32_t>;
constexpr std::uint32_t kOfActivity = 0xFFFFFFFF;

bool isOwn(const typed::Field& field) { return field.pii || field.type.kind == TypeKind::Email; }

/// One of a few values that everybody shares, or a colleague: a table that is asked for it only sorts the lead.
bool sorts(TypeKind kind) {
  return kind == TypeKind::Bool || kind == TypeKind::Enum || kind == TypeKind::EnumSet || kind == TypeKind::Country || kind == TypeKind::Rep;
}

/// Whether `into` grew.
bool add(Sources& into, const Sources& from) {
  const std::size_t before = into.size();
  into.insert(from.begin(), from.end());
  return into.size() != before;
}

class PersonalFlow {
 public:
  explicit PersonalFlow(typed::Program& program)
      : p_(program), derived_(program.derived.size()), scores_(program.scores.size()), matches_(program.workflow.matches.size()), given_(program.fields.size()) {}

  void run() {
    while (computed()) {}
    shareColumns();
    bytecode::eachPart<ActionInfo>(p_.workflow, [this](ActionInfo& action) {
      if (action.kind == ActionInfo::Kind::Set && action.index < given_.size()) add(given_[action.index], of(action.value));
    });
    while (handedOn()) {}
    tellFields();
    tellComputed();
    bytecode::eachPart<TemplateInfo::Value>(p_.workflow, [this](TemplateInfo::Value& value) { tell(value); });
    widenMasks();
  }

 private:
  // ---- what flows into what

  /// One round over what is worked out for every lead; whether anything was found.
  bool computed() {
    bool found = false;
    for (const typed::Computed& each : p_.order) {
      if (each.kind == typed::Computed::Kind::Derived) found = add(derived_[each.index], of(p_.derived[each.index].value)) || found;
      if (each.kind == typed::Computed::Kind::Score) found = add(scores_[each.index], points(p_.scores[each.index])) || found;
    }
    for (std::size_t i = 0; i < matches_.size(); ++i)
      for (const auto& key : p_.workflow.matches[i].keys) found = add(matches_[i], of(key.value)) || found;
    return found;
  }

  Sources points(const typed::Score& score) const {
    Sources made = of(score.formula);
    if (score.decay.since >= 0) made.insert(static_cast<std::uint32_t>(score.decay.since));
    for (const typed::Term& term : score.terms) counted(term, made);
    return made;
  }
  /// `+1 per employees`: so many points tell how many employees.
  void counted(const typed::Term& term, Sources& made) const {
    add(made, of(term.per_field));
    for (const typed::Term& each : term.best_of) counted(each, made);
  }

  /// Fields that read a column in common hold the same value.
  void shareColumns() {
    std::unordered_map<std::string, std::vector<std::uint32_t>> readers;
    for (std::uint32_t i = 0; i < p_.fields.size(); ++i) {
      readers[enumKey(p_.fields[i].name)].push_back(i);
      for (const std::string& column : p_.fields[i].columns) readers[enumKey(column)].push_back(i);
    }
    for (const auto& [column, fields] : readers)
      for (const std::uint32_t field : fields) given_[field].insert(fields.begin(), fields.end());
  }

  /// What a field was given goes on to those that are given its value.
  bool handedOn() {
    bool found = false;
    for (Sources& sources : given_) {
      Sources further;
      for (const std::uint32_t source : sources)
        if (source != kOfActivity) add(further, given_[source]);
      found = add(sources, further) || found;
    }
    return found;
  }

  Sources of(const typed::ExprPtr& expr) const {
    Sources sources;
    if (expr) flow(*expr, sources);
    return sources;
  }
  Sources of(bytecode::FunctionRef function) const { return function ? of(p_.workflow_functions[static_cast<std::size_t>(function.index)]) : Sources(); }

  void arguments(const Expr& expr, Sources& into) const {
    for (const auto& argument : expr.args) flow(*argument, into);
  }

  void flow(const Expr& expr, Sources& into) const {
    switch (expr.kind) {
      case ExprKind::Field: into.insert(expr.index); return;
      case ExprKind::Derived: add(into, derived_[expr.index]); return;
      case ExprKind::Score: add(into, scores_[expr.index]); return;
      case ExprKind::Context: {
        const bytecode::ContextInfo& info = p_.workflow.context[expr.index];
        const bool column = info.kind == ContextKind::AccountColumn || info.kind == ContextKind::AccountParentColumn;
        if (column && !sorts(expr.type.kind)) add(into, matches_[info.index]);
        return;
      }
      case ExprKind::TableLookup:
        if (!sorts(expr.type.kind)) arguments(expr, into);
        return;
      case ExprKind::Last:   // without a column: when it was
        if (expr.column >= 0)
          for (const std::uint32_t activity : expr.query->activities)
            if (isOwn(p_.activities[activity].fields[static_cast<std::size_t>(expr.column)])) into.insert(kOfActivity);
        return;
      case ExprKind::FirstOf:
        for (std::size_t i = 0; i < expr.args.size(); ++i)
          if (i % 2 == 1 || i + 1 == expr.args.size()) flow(*expr.args[i], into);
        return;

      case ExprKind::IntToNumber:
      case ExprKind::Retype:
      case ExprKind::Add:
      case ExprKind::Subtract:
      case ExprKind::Multiply:
      case ExprKind::Divide:
      case ExprKind::Negate:
      case ExprKind::Coalesce:
      case ExprKind::Call:
      case ExprKind::EmailDomain: arguments(expr, into); return;

      // What is everybody's.
      case ExprKind::Const:
      case ExprKind::MilestoneAt:
      case ExprKind::Now:
      case ExprKind::ActivityField:   // only inside a `where`, which asks
      case ExprKind::ActivityAt:
      case ExprKind::RepField:
      case ExprKind::RouteRule:
      case ExprKind::RouteOwner:
      case ExprKind::RouteQueue:
      // What asks and picks.
      case ExprKind::Grade:
      case ExprKind::MilestoneReached:
      case ExprKind::Equal:
      case ExprKind::NotEqual:
      case ExprKind::Less:
      case ExprKind::LessEqual:
      case ExprKind::Greater:
      case ExprKind::GreaterEqual:
      case ExprKind::And:
      case ExprKind::Or:
      case ExprKind::Not:
      case ExprKind::IsKnown:
      case ExprKind::InSet:
      case ExprKind::InRange:
      case ExprKind::InTable:
      case ExprKind::InEnumSet:
      case ExprKind::InTextSet:
      case ExprKind::Contains:
      case ExprKind::BeginsWith:
      case ExprKind::EndsWith:
      case ExprKind::Matches:
      case ExprKind::DecisionOutput:
      case ExprKind::CalendarOpen:
      case ExprKind::Had:
      case ExprKind::Count:
      case ExprKind::RangesOf: return;
    }
  }

  // ---- what follows from it

  bool isPersonal(const Sources& sources) const {
    return std::any_of(sources.begin(), sources.end(), [this](std::uint32_t source) { return source == kOfActivity || p_.personal.fields[source]; });
  }

  void tellFields() {
    p_.personal.fields.resize(p_.fields.size());
    for (std::size_t i = 0; i < p_.fields.size(); ++i) p_.personal.fields[i] = isOwn(p_.fields[i]);
    std::vector<bool> given(p_.fields.size());
    for (std::size_t i = 0; i < p_.fields.size(); ++i) given[i] = p_.personal.fields[i] || isPersonal(given_[i]);
    p_.personal.fields = std::move(given);
  }

  void tellComputed() {
    typed::Personal& personal = p_.personal;
    for (const Sources& sources : derived_) personal.derived.push_back(isPersonal(sources));
    for (const Sources& sources : scores_) personal.scores.push_back(isPersonal(sources));
    for (const typed::Grade& grade : p_.grades) personal.graded.push_back(isPersonal(of(grade.of)));
    for (std::uint32_t i = 0; i < p_.workflow.context.size(); ++i) {
      Expr asked(ExprKind::Context, p_.context_types[i], {});
      asked.index = i;
      Sources sources;
      flow(asked, sources);
      personal.context.push_back(isPersonal(sources));
    }
  }

  void tell(TemplateInfo::Value& value) {
    Sources sources = of(value.function);
    value.personal = isPersonal(sources);
    sources.erase(kOfActivity);
    value.fields.assign(sources.begin(), sources.end());
  }

  void widenMasks() {
    for (bytecode::MaskInfo& mask : p_.workflow.masks) {
      const Sources named(mask.fields.begin(), mask.fields.end());
      for (std::uint32_t field = 0; field < given_.size(); ++field) {
        const bool given = std::any_of(given_[field].begin(), given_[field].end(), [&](std::uint32_t source) { return named.count(source) != 0; });
        if (given && named.count(field) == 0) mask.fields.push_back(field);
      }
    }
  }

  typed::Program& p_;
  std::vector<Sources> derived_, scores_, matches_;
  std::vector<Sources> given_;   ///< by field: what else its value may be made of
};

}  // namespace

void findPersonal(typed::Program& program) { PersonalFlow(program).run(); }

}  // namespace leadflow::check

#include "runtime/workflow/bound.hpp"

#include <algorithm>

#include "runtime/bytecode/context_name.hpp"
#include "runtime/workflow/carry_over.hpp"

namespace leadflow::workflow {

using bytecode::ActionInfo;

namespace {

constexpr std::size_t kDesksKept = 6;       // versions and rosters in flight at once
constexpr std::size_t kNamesRemembered = 5000;

bool asksConditions(const bytecode::SlaInfo& sla) {
  const auto asks = [](const std::vector<bytecode::TriggerInfo>& triggers) {
    return std::any_of(triggers.begin(), triggers.end(), [](const auto& trigger) { return trigger.kind == bytecode::TriggerInfo::Kind::Condition; });
  };
  return asks(sla.starts) || asks(sla.stops) || asks(sla.pauses) || sla.pauses_until;
}

}  // namespace

Scratch::Scratch() = default;
Scratch::~Scratch() = default;

Scratch::Bound& Scratch::of(const World& world) {
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    if (bound_[i]->desk != world.desk) continue;
    if (i > 0) std::swap(bound_[i], bound_[i - 1]);  // those in use move to the front
    return *bound_[i > 0 ? i - 1 : 0];
  }
  if (bound_.size() >= kDesksKept) bound_.pop_back();
  bound_.insert(bound_.begin(), std::make_unique<Bound>(world.desk));
  return *bound_.front();
}

Scratch::Bound::Bound(std::shared_ptr<const decide::Desk> of)
    : desk(std::move(of)), machine(desk->names().sharedProgram(), &desk->people().names()), context_names(desk->chunk().registers.size()) {
  const bytecode::Chunk& chunk = desk->chunk();
  for (const bytecode::StageInfo& stage : chunk.workflow.stages) {
    line_offsets.push_back(lines);
    lines += stage.transitions.size();
    sequences_of.push_back(startedBy(stage));
  }
  context.resize(chunk.workflow.context.size(), kMissing);
  timed_of.resize(chunk.functions.size(), -1);
  for (std::size_t i = 0; i < chunk.workflow.timed.size(); ++i)
    if (const bytecode::FunctionRef condition = chunk.workflow.timed[i].condition) timed_of[static_cast<std::size_t>(condition.index)] = static_cast<std::int32_t>(i);
  boundary_next.resize(chunk.workflow.boundaries.size(), kMissing);
  boundary_plan.resize(chunk.workflow.boundaries.size(), 0);
  for (const bytecode::ContextInfo& info : chunk.workflow.context)
    if (info.reg < context_names.size()) context_names[info.reg] = bytecode::contextName(chunk, info);
  for (const bytecode::GuardInfo& guard : chunk.workflow.guards) remembers = remembers || guard.time_dependent;
  for (const bytecode::SlaInfo& sla : chunk.workflow.slas) {
    sla_asks.push_back(asksConditions(sla));
    remembers = remembers || sla_asks.back() || std::any_of(sla.targets.begin(), sla.targets.end(), [](const auto& target) { return static_cast<bool>(target.when); });
  }
  for (const bytecode::FieldInfo& field : chunk.fields) exacting = exacting || field.required || field.strict;
  activity_targets_.resize(chunk.activities.size());
  for (std::size_t i = 0; i < chunk.activities.size(); ++i) {
    activity_names_.add(chunk.activities[i].name, static_cast<std::int32_t>(i));
    if (chunk.activities[i].name == "email_sent") email_sent = static_cast<std::int32_t>(i);
  }

  const std::string& pattern = chunk.record_link;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = pattern.find('{', at);
    const std::size_t close = open == std::string::npos ? open : pattern.find('}', open);
    LinkPart part;
    part.text = pattern.substr(at, close == std::string::npos ? close : open - at);
    if (close != std::string::npos) {
      const std::string name = pattern.substr(open + 1, close - open - 1);
      part.reg = desk->names().registerOf(name);
      const int key = desk->schema()->keyField();
      part.key = name == "id" || (key >= 0 && part.reg == key);
    }
    link.push_back(std::move(part));
    at = close == std::string::npos ? pattern.size() : close + 1;
  }
}

std::int32_t Scratch::Bound::targetOf(std::string_view name) {
  if (const std::int32_t known = targets_.find(name); known >= 0) return known - 1;
  const std::int32_t target = desk->schema()->target(name, scratch);
  if (targets_.size() < kNamesRemembered) targets_.add(name, target + 1);
  return target;
}

std::int32_t Scratch::Bound::activityOf(std::string_view name) {
  const std::int32_t known = activity_names_.find(name);
  return known >= 0 ? known : desk->schema()->findActivity(name, scratch);
}

std::int32_t Scratch::Bound::activityTarget(std::uint32_t activity, std::string_view name) {
  ingest::TextIndex& targets = activity_targets_[activity];
  if (const std::int32_t known = targets.find(name); known >= 0) return known - 1;
  const std::int32_t target = desk->schema()->activities()[activity].names.find(name, scratch);
  if (targets.size() < kNamesRemembered) targets.add(name, target + 1);
  return target;
}

bool Scratch::Bound::sameField(std::int32_t a, std::int32_t b) const {
  if (a < 0 || b < 0) return false;
  if (a == b) return true;
  for (const ingest::Feed one : desk->schema()->feeds(a))
    for (const ingest::Feed other : desk->schema()->feeds(b))
      if (one.field == other.field) return true;
  return false;
}

}  // namespace leadflow::workflow

#include "runtime/run/staged_decider.hpp"

#include <algorithm>

#include "runtime/run/tally.hpp"
#include "runtime/workflow/scribe.hpp"

namespace leadflow::run {

/// Turns of all, held while a step takes them, and the leads that went before.
class StagedDecider::LeadsBefore final : public workflow::Surroundings {
 public:
  explicit LeadsBefore(std::shared_ptr<Turns> turns) : turns_(std::move(turns)) {}
  decide::Pools& turns() override {
    if (!held_) held_.emplace(*turns_);
    return held_->pools();
  }
  void release() { held_.reset(); }
  std::vector<std::pair<std::string, std::string>> sameKey(std::uint32_t rule, const std::string& key, const std::string& except) override {
    std::vector<std::pair<std::string, std::string>> found;
    const auto [begin, end] = keys_.equal_range(std::to_string(rule) + '/' + key);
    for (auto at = begin; at != end; ++at)
      if (at->second != except) found.emplace_back(at->second, key);
    std::sort(found.begin(), found.end());
    return found;
  }
  bool peek(const std::string& lead, port::LeadState& state) override {
    const auto found = leads_.find(lead);
    if (found == leads_.end()) return false;
    state = found->second;
    return true;
  }
  void keep(const workflow::Step& step, const std::vector<std::string>& merged) {
    for (const std::string& lead : merged) {
      port::LeadState& gone = leads_[lead];
      for (const port::Seat& seat : gone.seats)
        if (!gone.final && !seat.rep.empty()) turns_->closed(seat.rep);
      gone.merged_into = step.after.id;
      gone.final = true;
    }
    for (const auto& [rule, key] : step.duplicate_keys) keys_.emplace(std::to_string(rule) + '/' + key, step.after.id);
    leads_[step.after.id] = step.after;
  }

 private:
  std::shared_ptr<Turns> turns_;
  std::optional<Turns::Held> held_;
  std::unordered_multimap<std::string, std::string> keys_;
  std::unordered_map<std::string, port::LeadState> leads_;
};

void StagedDecider::bind() {
  auto world = std::make_shared<workflow::World>();
  world->desk = desk_;
  world->version = desk_->chunk().content_hash;
  world_ = std::move(world);
  scratch_.tell_unread = false;   // the reader tells it, with line and column
  view_ = std::make_unique<workflow::View>(world_, scratch_);
  head_ = std::make_unique<HeadWriter>(desk_->names());
  if (!before_) forget();
}

void StagedDecider::forget() { before_ = std::make_shared<LeadsBefore>(turns_); }

void StagedDecider::begin(const LeadInput& input, std::int64_t now, Wanted wanted, Decided& decided) {
  decided.row = input.row;
  decided.at = now;
  decided.wanted = wanted;
  decided.staged = true;
}

void StagedDecider::settle(const LeadInput& input, Decided& decided) {
  const bytecode::WorkflowInfo& flow = desk_->chunk().workflow;
  const bool keeps = !flow.duplicates.empty();
  const bool whole = keeps || flow.rejected_queue >= 0;   // later leads want the record; what is amiss in it says where the lead goes
  port::Event event;
  event.type = port::EventType::LeadCreated;
  event.lead = decided.row.key;
  event.id = "run/" + event.lead;
  event.at = decided.at;
  if (whole) event.body = input.record.json();
  scratch_.explain = decided.wanted.explain;
  const bytecode::LeadRow* const row = whole ? nullptr : &decided.row;
  const std::unique_ptr<LeadsBefore, void (*)(LeadsBefore*)> releasing(before_.get(), [](LeadsBefore* before) { before->release(); });
  workflow::Step& step = view_->happen(*before_, workflow::freshState(*world_, event.lead), event, decided.at, row, row ? &input.record : nullptr);
  before_->release();
  decided.merged.clear();
  for (const port::Event& message : step.messages)
    if (message.type == port::EventType::Absorbed) decided.merged.push_back(message.lead);
  if (keeps) before_->keep(step, decided.merged);

  vm::Machine& machine = view_->machine();
  if (!step.after.merged_into.empty())   // a column `stage` says what the record says
    for (const bytecode::ContextInfo& info : desk_->chunk().workflow.context)
      if (info.kind == bytecode::ContextKind::Stage) machine.setReg(info.reg, kMissing);
  decided.machine = &machine;
  decided.faults = std::max(step.faults, machine.arithmeticFaults());
  decided.tallied.clear();
  Tally::appendValues(decided.tallied, desk_->chunk(), machine);
  decided.head.clear();
  if (decided.wanted.record) head_->append(decided.head, machine, view_->row());
  decided.routes = std::move(step.taken);
  rest(step.after, decided);
  decided.effects = std::move(step.effects);
  for (port::Effect& effect : decided.effects) effect.simulated = true;
  decided.account = std::move(step.account);
  decided.explanation = std::move(step.explained);
  if (decided.explanation || !decided.wanted.explain) return;
  decided.explanation = std::make_shared<decide::Explanation>();
  view_->explain(*decided.explanation);
}

void StagedDecider::rest(const port::LeadState& state, Decided& decided) const {
  decided.merged_into = state.merged_into;
  decided.stage = state.merged_into.empty() ? workflow::stageName(*world_, state) : std::string();
  decided.owner = workflow::ownerOf(*world_, state);
  decided.queue = workflow::queueName(*world_, state);
  decided.due.clear();
  for (std::uint32_t sla = 0; sla < state.clocks.size(); ++sla)
    if (const std::int64_t due = view_->due(sla); !isMissing(due)) {
      decided.due.push_back({desk_->chunk().workflow.slas[sla].name, due, {}});
      if (decided.wanted.explain) decide::appendWallClock(decided.due.back().words, due, desk_->program().zone());
    }
}

}  // namespace leadflow::run

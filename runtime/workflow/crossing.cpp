#include "runtime/workflow/crossing.hpp"

#include "runtime/value/percent.hpp"

namespace leadflow::workflow {

using bytecode::Chunk;
using namespace crossing;

bool Crossing::run() {
  const std::int32_t old_stage = s_.stage;
  visits();
  stay(old_stage);
  aging(old_stage);
  seats();
  queue();
  clocks();
  sequences();
  handoffs();
  approvals();
  climbs();
  checklists();
  byName(m_.milestones_, from_.milestones, to_.milestones, s_.milestones, kMissing, "milestone");
  byName(m_.scores_, from_.scores, to_.scores, s_.carried_points, std::int64_t{0}, "points");
  handoffsHeld();
  reactions();
  guards();
  moveCounts();
  reassigned();
  timers(old_stage);
  if (changes_ != nullptr)
    for (const std::string& rule : m_.new_rules_) changes_->add("duplicates", "`" + rule + "` is new: compared by it from now on");
  close();
  s_.version = to_.content_hash;
  return ok_;
}

void Crossing::lost(const char* kind, const std::string& name, std::string near, std::string why) {
  ok_ = false;
  for (Lacking& missing : missing_)
    if (missing.kind == kind && missing.name == name && missing.why == why) {
      ++missing.leads;
      return;
    }
  missing_.push_back({kind, name, std::move(near), std::move(why), 1});
}

void Crossing::visits() {
  const auto reasonOf = [&](std::int32_t old, const std::string& name) -> std::int32_t {
    std::string before;
    if (old < 0) return take(name, before) ? placeOrPut(now_.reasons, before, name) : -1;
    if (static_cast<std::size_t>(old) >= m_.reasons_.size()) return -1;
    const int place = m_.reasons_[static_cast<std::size_t>(old)];
    if (place < 0) put(name, old_.reasons[static_cast<std::size_t>(old)].name);
    return place;
  };
  for (std::size_t i = 0; i < s_.visits.size(); ++i) {
    port::Visit& visit = s_.visits[i];
    const std::string number = std::to_string(i);
    std::string before;
    if (visit.stage < m_.stages_.size()) {
      const int place = m_.stages_[visit.stage];
      if (place < 0) put(key("visit", number), old_.stages[visit.stage].name);
      visit.stage = place < 0 ? bytecode::kAny : static_cast<std::uint32_t>(place);
    } else if (take(key("visit", number), before)) {   // of a stage that only an earlier version had
      const int place = stageNamed(to_, before);
      if (place < 0) put(key("visit", number), before);
      visit.stage = place < 0 ? bytecode::kAny : static_cast<std::uint32_t>(place);
    }
    visit.reason = reasonOf(visit.reason, key("visit reason", number));
  }
  s_.reason = reasonOf(s_.reason, key("reason", {}));
  if (s_.stage < 0) return;
  const std::string& name = old_.stages[static_cast<std::size_t>(s_.stage)].name;
  const int place = m_.stages_[static_cast<std::size_t>(s_.stage)];
  if (place < 0 && !s_.final) lost("stage", name, nearestOf(now_.stages, name));
  s_.stage = place;
}

void Crossing::stay(std::int32_t old_stage) {
  const std::string entered = std::to_string(s_.entered);
  std::vector<std::string> bound;
  for (auto& [name, since] : takeAll(std::string(kOfStay)))
    if (since == entered) bound.push_back(std::move(name));
  if (old_stage < 0 || s_.stage < 0) return;
  if (now_.stages[static_cast<std::size_t>(s_.stage)].final && !s_.final && !s_.set_aside) tell("stage " + now_.stages[static_cast<std::size_t>(s_.stage)].name, "final from here on, which ends all in it");
  const std::vector<std::uint32_t> began = startedBy(old_.stages[static_cast<std::size_t>(old_stage)]), begins = startedBy(now_.stages[static_cast<std::size_t>(s_.stage)]);
  for (std::size_t i = 0; i < old_.sequences.size() && i < s_.sequences.size(); ++i) {
    const std::string& name = old_.sequences[i].name;
    if (!runs(s_.sequences[i]) || m_.sequences_[i] < 0) continue;
    const bool of_stay = std::count(began.begin(), began.end(), i) != 0 || std::count(bound.begin(), bound.end(), name) != 0;
    if (of_stay && std::count(begins.begin(), begins.end(), static_cast<std::uint32_t>(m_.sequences_[i])) == 0) put(std::string(kOfStay) + name, entered);
  }
}

void Crossing::aging(std::int32_t old_stage) {
  if (old_stage < 0 || s_.stage < 0) return;
  const bytecode::StageInfo &before = old_.stages[static_cast<std::size_t>(old_stage)], &after = now_.stages[static_cast<std::size_t>(s_.stage)];
  const CarryOver::StageLines& lines = m_.of_stage_[static_cast<std::size_t>(old_stage)];
  std::vector<std::uint8_t> aged(after.aging.size(), 0);
  for (std::size_t i = 0; i < lines.aging.size() && i < s_.aged.size(); ++i) {
    if (lines.aging[i] >= 0) aged[static_cast<std::size_t>(lines.aging[i])] = s_.aged[i];
    else if (s_.aged[i] != 0) put(key("aging", after.name, before_(before.aging[i].written)), s_.entered);
    if (lines.aging[i] < 0 && s_.aged[i] == 0) tell("stage " + after.name, "aging " + before.aging[i].text + " is gone");
  }
  for (std::size_t line = 0; line < aged.size(); ++line) {
    if (!lines.aging_new[line]) continue;
    std::int64_t stay = kMissing;
    const bool known = take(key("aging", after.name, after_(after.aging[line].written)), stay);
    if (known && stay == s_.entered) {
      aged[line] = 1;
      continue;
    }
    tellPlanned("stage " + after.name, "aging " + after.aging[line].text + " added", port::TimerKind::Aging, line);
  }
  s_.aged = std::move(aged);
}

void Crossing::moveCounts() {
  std::vector<std::uint32_t> moved(m_.offsets_to_.back(), 0);
  std::vector<bool> given(moved.size(), false);
  for (std::size_t stage = 0; stage < m_.of_stage_.size(); ++stage)
    for (std::size_t line = 0; line < old_.stages[stage].transitions.size(); ++line) {
      const std::size_t at = m_.offsets_from_[stage] + line;
      if (at >= s_.move_counts.size()) continue;
      const auto& places = m_.of_stage_[stage].lines;
      if (line < places.size() && places[line] >= 0) {
        const std::size_t place = m_.offsets_to_[static_cast<std::size_t>(m_.stages_[stage])] + static_cast<std::size_t>(places[line]);
        moved[place] += s_.move_counts[at];
        given[place] = true;
      } else if (s_.move_counts[at] > 0) {
        put(key("line", before_.stage(old_.stages[stage].name), before_(old_.stages[stage].transitions[line].text)), s_.move_counts[at]);
      }
    }
  for (std::size_t stage = 0; stage < now_.stages.size(); ++stage)
    for (std::size_t line = 0; line < now_.stages[stage].transitions.size(); ++line) {
      const std::size_t place = m_.offsets_to_[stage] + line;
      std::int64_t count = 0;
      while (!given[place] && take(key("line", now_.stages[stage].name, after_(now_.stages[stage].transitions[line].text)), count)) moved[place] += static_cast<std::uint32_t>(count);
    }
  s_.move_counts = std::move(moved);
}

void Crossing::reassigned() {
  std::vector<std::uint32_t> moved(now_.stages.size(), 0);
  for (std::size_t i = 0; i < old_.stages.size() && i < s_.reassigned.size(); ++i) {
    if (m_.stages_[i] >= 0) moved[static_cast<std::size_t>(m_.stages_[i])] += s_.reassigned[i];
    else if (s_.reassigned[i] > 0) put(key("reassigned", old_.stages[i].name), s_.reassigned[i]);
  }
  std::int64_t count = 0;
  for (std::size_t i = 0; i < moved.size(); ++i)
    while (take(key("reassigned", now_.stages[i].name), count)) moved[i] += static_cast<std::uint32_t>(count);
  s_.reassigned = std::move(moved);
}

void Crossing::reactions() {
  std::vector<std::uint8_t> moved(now_.reactions.size(), 0);
  std::vector<bool> given(moved.size(), false);
  for (std::size_t i = 0; i < m_.reactions_.size() && i < s_.reactions.size(); ++i) {
    if (m_.reactions_[i] >= 0) {
      moved[static_cast<std::size_t>(m_.reactions_[i])] = s_.reactions[i];
      given[static_cast<std::size_t>(m_.reactions_[i])] = true;
    } else if (s_.reactions[i] != 0) {
      put(key("reaction", {}, before_(old_.reactions[i])), 1);
    }
  }
  std::int64_t held = 0;   // laid aside under what it waits for; by an earlier program under its whole text
  for (std::size_t i = 0; i < moved.size(); ++i)
    if (!given[i] && (take(key("reaction", {}, after_(now_.reactions[i])), held) || take(key("reaction", {}, after_(now_.reactions[i].text)), held))) moved[i] = 1;
  s_.reactions = std::move(moved);
}

void Crossing::guards() {
  std::vector<std::vector<port::GuardEdge>> moved(now_.guards.size());
  for (std::size_t i = 0; i < m_.guards_.size() && i < s_.guards.size(); ++i) {
    if (m_.guards_[i] >= 0) {
      moved[static_cast<std::size_t>(m_.guards_[i])] = s_.guards[i];
      continue;
    }
    std::string history;
    for (const port::GuardEdge& edge : s_.guards[i]) history += std::to_string(edge.since) + (edge.held ? "+" : "-") + std::to_string(edge.behind) + ";";
    if (!history.empty()) put(key("guard", {}, before_(old_.guards[i].text)), history);
  }
  for (std::size_t i = 0; i < moved.size(); ++i) {
    std::string history;
    if (!moved[i].empty() || !take(key("guard", {}, after_(now_.guards[i].text)), history)) continue;
    for (const char* at = history.c_str(); *at != '\0';) {
      char* end = nullptr;
      const std::int64_t since = std::strtoll(at, &end, 10);
      const bool held = *end == '+';
      moved[i].push_back({since, held, static_cast<std::uint32_t>(std::strtoul(end + 1, &end, 10))});
      at = end + 1;
    }
  }
  s_.guards = std::move(moved);
}

void Crossing::seats() {
  std::vector<port::Seat> moved(std::max<std::size_t>(1, now_.seats.size()));
  for (std::size_t i = 0; i < s_.seats.size(); ++i) {
    const int place = i < m_.seats_.size() ? m_.seats_[i] : 0;   // without declared seats there is one
    if (place < 0) {
      if (!s_.seats[i].rep.empty() && !s_.final) lost("seat", old_.seats[i], {});
      continue;
    }
    port::Seat& seat = moved[static_cast<std::size_t>(place)];
    seat = s_.seats[i];
    if (seat.pool >= 0) seat.pool = static_cast<std::size_t>(seat.pool) < m_.pools_.size() ? m_.pools_[static_cast<std::size_t>(seat.pool)] : -1;
  }
  s_.seats = std::move(moved);
  for (auto& [what, at] : s_.words)   // a version that declares the one seat may call it otherwise
    for (std::size_t i = 0; i < m_.seats_.size(); ++i)
      if (m_.seats_[i] >= 0 && what == port::seatWord(old_.seats[i])) {
        what = port::seatWord(now_.seats[static_cast<std::size_t>(m_.seats_[i])]);
        break;
      }
  if (s_.queue_seat >= 0) s_.queue_seat = static_cast<std::size_t>(s_.queue_seat) < m_.seats_.size() ? m_.seats_[static_cast<std::size_t>(s_.queue_seat)] : -1;
}

void Crossing::queue() {
  old_queue_ = s_.queue;
  if (s_.queue < 0) return;
  const std::string& name = from_.queues[static_cast<std::size_t>(s_.queue)].name;
  s_.queue = m_.queues_[static_cast<std::size_t>(s_.queue)];
  if (s_.queue < 0) lost("queue", name, nearestOf(to_.queues, name));
}

bool CarryOver::carry(port::LeadState& state, std::vector<Lacking>& missing, Changes* changes) const { return Crossing(*this, state, missing, changes).run(); }

}  // namespace leadflow::workflow

#include "runtime/workflow/carry_over.hpp"

#include <algorithm>

#include "runtime/workflow/carry_over_inside.hpp"

namespace leadflow::workflow {

using bytecode::ActionInfo;
using bytecode::Chunk;
using namespace crossing;

namespace {

template <class Info>
std::vector<int> placesOf(const std::vector<Info>& from, const std::vector<Info>& to) {
  std::vector<int> places;
  for (const Info& info : from) places.push_back(placeOf(to, info.name));
  return places;
}

std::string spanText(const bytecode::TimeSpan& span) { return (span.business ? "business " : "wall ") + std::to_string(span.slot); }

Levels agingTexts(const Said& said, const bytecode::StageInfo& stage) {
  Levels levels(3);
  for (const bytecode::AgingInfo& line : stage.aging) {
    levels[0].push_back(said(line.written));
    levels[1].push_back(said(line.actions));
    levels[2].push_back(spanText(line.after));
  }
  return levels;
}

/// `to Working when C, at most 2 times`: the target as the new version calls it, then the rest with and without how often.
Levels lineTexts(const Said& said, const bytecode::StageInfo& stage) {
  const std::vector<bytecode::StageInfo>& stages = said.of.workflow.stages;
  Levels levels(3);
  for (const bytecode::TransitionInfo& line : stage.transitions) {
    const std::string& written = line.to < stages.size() ? stages[line.to].name : std::string();
    std::string rest = line.text;
    if (const std::size_t at = rest.find(written); !written.empty() && at != std::string::npos) rest.erase(0, at + written.size());
    rest = said(rest);
    std::string once = rest;
    if (const std::size_t at = once.find("at most "); at != std::string::npos) {
      const std::size_t end = once.find(" times", at);
      once.erase(at, end == std::string::npos ? std::string::npos : end + 6 - at);
      while (!once.empty() && (once.back() == ' ' || once.back() == ',')) once.pop_back();
    }
    const std::string target = said.stage(written) + (line.by_person ? " by a person" : line.reopens ? " reopens" : " by rule");
    levels[0].push_back(target + '|' + rest);
    levels[1].push_back(target + '|' + once);
    levels[2].push_back(target);
  }
  return levels;
}

Levels pointTexts(const Said& said, const bytecode::SlaInfo& sla) {
  Levels levels(3);
  for (const bytecode::SlaInfo::Point& point : sla.points) {
    const std::string percent = std::to_string(point.percent);
    levels[0].push_back(percent + '|' + said(point.actions));
    levels[1].push_back(percent);
    levels[2].push_back(said(point.actions));
  }
  return levels;
}

/// Lines that are known by nothing but their text.
Levels textsOf(const Said& said, const auto& lines) {
  Levels levels(1);
  for (const auto& line : lines) levels[0].push_back(said(line.text));
  return levels;
}

Levels reactionTexts(const Said& said, const std::vector<bytecode::ReactionInfo>& reactions) {
  Levels levels(2);
  for (const bytecode::ReactionInfo& reaction : reactions) {
    levels[0].push_back(said(reaction.text));
    levels[1].push_back(said(reaction));
  }
  return levels;
}

Levels askTexts(const Said& said, const bytecode::ApprovalInfo& approval) {
  Levels levels(2);
  for (const auto& ask : approval.asks) {
    levels[0].push_back(said(ask.text));
    levels[1].push_back(said(ask.who.text));
  }
  return levels;
}

std::vector<StepLine> stepsOf(const Said& said, const bytecode::SequenceInfo& sequence) {
  std::vector<StepLine> lines;
  for (const ActionInfo& step : sequence.steps) {
    StepLine& line = lines.emplace_back(stepLine(said.of, step));
    if (line.what == line.written) line.what = said(line.what);
    line.said = said(line.written);
  }
  return lines;
}

/// Levels are known by whom they tell and what they do then, where that is not told by whom they tell.
Levels levelTexts(const Said& said, const bytecode::EscalationInfo& escalation) {
  Levels levels(2);
  for (const auto& level : escalation.levels) {
    levels[0].push_back(said(level.who.text) + '|' + said(level.actions));
    levels[1].push_back(said(level.who.text));
  }
  return levels;
}
SideBySide levelsOf(const Said& before, const bytecode::EscalationInfo& old, const Said& after, const bytecode::EscalationInfo& now) {
  std::vector<StepLine> from, to;
  for (const auto& level : now.levels) to.push_back({"new " + std::to_string(to.size()), "level " + level.who.text, true, false, {}});
  const std::vector<int> places = sameLines(levelTexts(before, old), levelTexts(after, now));
  for (const auto& level : old.levels) {
    const int place = places[from.size()];
    from.push_back({place < 0 ? "old " + std::to_string(from.size()) : to[static_cast<std::size_t>(place)].what, "level " + level.who.text, true, false, {}});
  }
  return SideBySide(std::move(from), std::move(to));
}

/// By name. A version without `owners` has one seat, which needs none: it is that of a version that has one as well.
std::vector<int> seatPlaces(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  std::vector<int> places;
  for (const std::string& name : from) {
    const auto found = std::find(to.begin(), to.end(), name);
    places.push_back(found == to.end() ? -1 : static_cast<int>(found - to.begin()));
  }
  const auto undeclared = [](const std::vector<std::string>& seats) { return seats.size() == 1 && seats.front() == "owner"; };
  if (from.size() == 1 && to.size() == 1 && (undeclared(from) || undeclared(to))) places.front() = 0;
  return places;
}

std::vector<std::size_t> offsetsOf(const bytecode::WorkflowInfo& flow) {
  std::vector<std::size_t> offsets;
  std::size_t at = 0;
  for (const bytecode::StageInfo& stage : flow.stages) {
    offsets.push_back(at);
    at += stage.transitions.size();
  }
  offsets.push_back(at);
  return offsets;
}

}  // namespace

std::vector<std::uint32_t> startedBy(const bytecode::StageInfo& stage) {
  std::vector<std::uint32_t> started;
  const auto add = [&started](const auto& self, const std::vector<ActionInfo>& actions) -> void {
    for (const ActionInfo& action : actions) {
      if (action.kind == ActionInfo::Kind::StartSequence && std::find(started.begin(), started.end(), action.index) == started.end()) started.push_back(action.index);
      self(self, action.otherwise);
    }
  };
  add(add, stage.enter);
  for (const bytecode::AgingInfo& aging : stage.aging) add(add, aging.actions);
  return started;
}

std::string keyedBy(const bytecode::DuplicateInfo& rule) {
  std::string text;
  for (const bytecode::DuplicateInfo::Key& key : rule.keys) {
    if (!text.empty()) text += " & ";
    if (key.similar > 0) text += '~';
    text += key.name;
  }
  return text;
}
std::string wholeKey(const bytecode::DuplicateInfo& rule, const std::string& key) { return keyedBy(rule) + '\x1e' + key; }

void Changes::first(Of& entry, std::int64_t due) {
  if (!isMissing(due) && (isMissing(entry.first_due) || due < entry.first_due)) entry.first_due = due;
}
void Changes::add(std::string of, std::string what, std::int64_t due) {
  Of& entry = all[{std::move(of), std::move(what)}];
  ++entry.leads;
  first(entry, due);
}
void Changes::plan(std::string of, std::string what, port::TimerKind kind, std::uint32_t index) {
  planned.push_back({{of, what}, kind, index});
  add(std::move(of), std::move(what));
}
void Changes::dueBy(const std::vector<port::Timer>& timers) {
  for (const Planned& each : planned)
    for (const port::Timer& timer : timers)
      if (timer.kind == each.kind && timer.index == each.index) first(all[each.words], timer.due);
  planned.clear();
}

CarryOver::CarryOver(const Chunk& from, const Chunk& to) : from_(from), to_(to) {
  const bytecode::WorkflowInfo &old = from.workflow, &now = to.workflow;
  const Said before{from, to}, after{to, to};
  for (const bytecode::StageInfo& stage : old.stages) stages_.push_back(stageNamed(from, to, stage.name));
  seats_ = seatPlaces(old.seats, now.seats);
  reasons_ = placesOf(old.reasons, now.reasons);
  pools_ = placesOf(from.pools, to.pools);
  queues_ = placesOf(from.queues, to.queues);
  calendars_ = placesOf(from.calendars, to.calendars);
  slas_ = placesOf(old.slas, now.slas);
  sequences_ = placesOf(old.sequences, now.sequences);
  handoffs_ = placesOf(old.handoffs, now.handoffs);
  approvals_ = placesOf(old.approvals, now.approvals);
  escalations_ = placesOf(old.escalations, now.escalations);
  checklists_ = placesOf(old.checklists, now.checklists);
  milestones_ = placesOf(from.milestones, to.milestones);
  scores_ = placesOf(from.scores, to.scores);
  reactions_ = sameLines(reactionTexts(before, old.reactions), reactionTexts(after, now.reactions));
  guards_ = sameLines(textsOf(before, old.guards), textsOf(after, now.guards));
  offsets_from_ = offsetsOf(old);
  offsets_to_ = offsetsOf(now);
  for (std::size_t i = 0; i < old.stages.size(); ++i) {
    StageLines& lines = of_stage_.emplace_back();
    if (stages_[i] < 0) continue;
    const bytecode::StageInfo& stage = now.stages[static_cast<std::size_t>(stages_[i])];
    lines.lines = sameLines(lineTexts(before, old.stages[i]), lineTexts(after, stage));
    lines.aging = sameLines(agingTexts(before, old.stages[i]), agingTexts(after, stage));
    lines.aging_new.assign(stage.aging.size(), true);
    lines.aging_as_was.assign(stage.aging.size(), false);
    for (std::size_t line = 0; line < lines.aging.size(); ++line) {
      if (lines.aging[line] < 0) continue;
      const auto place = static_cast<std::size_t>(lines.aging[line]);
      lines.aging_new[place] = false;
      lines.aging_as_was[place] = spanText(old.stages[i].aging[line].after) == spanText(stage.aging[place].after);
    }
  }
  for (std::size_t i = 0; i < old.slas.size(); ++i) {
    ClockLines& lines = of_clock_.emplace_back();
    if (slas_[i] < 0) continue;
    const bytecode::SlaInfo& sla = now.slas[static_cast<std::size_t>(slas_[i])];
    lines.points = sameLines(pointTexts(before, old.slas[i]), pointTexts(after, sla));
    lines.held = sameLines(heldTexts(before, old.slas[i].starts), heldTexts(after, sla.starts));
    lines.targets = sameLines(textsOf(before, old.slas[i].targets), textsOf(after, sla.targets));
  }
  for (std::size_t i = 0; i < old.handoffs.size(); ++i)
    handoffs_held_.push_back(handoffs_[i] < 0 ? std::vector<int>() : sameLines(heldTexts(before, old.handoffs[i].when), heldTexts(after, now.handoffs[static_cast<std::size_t>(handoffs_[i])].when)));
  for (std::size_t i = 0; i < old.sequences.size(); ++i)
    steps_.push_back(sequences_[i] < 0 ? nullptr : std::make_unique<SideBySide>(stepsOf(before, old.sequences[i]), stepsOf(after, now.sequences[static_cast<std::size_t>(sequences_[i])])));
  for (std::size_t i = 0; i < old.escalations.size(); ++i)
    levels_.push_back(escalations_[i] < 0 ? nullptr : std::make_unique<SideBySide>(levelsOf(before, old.escalations[i], after, now.escalations[static_cast<std::size_t>(escalations_[i])])));
  for (std::size_t i = 0; i < old.approvals.size(); ++i)
    asks_.push_back(approvals_[i] < 0 ? std::vector<int>() : sameLines(askTexts(before, old.approvals[i]), askTexts(after, now.approvals[static_cast<std::size_t>(approvals_[i])])));
  for (const bytecode::DuplicateInfo& rule : now.duplicates)
    if (std::none_of(old.duplicates.begin(), old.duplicates.end(), [&](const auto& other) { return keyedBy(other) == keyedBy(rule); })) new_rules_.push_back(rule.text);
}

}  // namespace leadflow::workflow

#include "runtime/workflow/same_lines.hpp"

#include <algorithm>

namespace leadflow::workflow {

using bytecode::ActionInfo;

std::vector<int> sameLines(const std::vector<std::vector<std::string>>& from, const std::vector<std::vector<std::string>>& to) {
  std::vector<int> places(from.empty() ? 0 : from.front().size(), -1);
  std::vector<bool> taken(to.empty() ? 0 : to.front().size(), false);
  for (std::size_t level = 0; level < from.size() && level < to.size(); ++level)
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i] >= 0 || from[level][i].empty()) continue;
      for (std::size_t j = 0; j < taken.size(); ++j) {
        if (taken[j] || to[level][j] != from[level][i]) continue;
        places[i] = static_cast<int>(j);
        taken[j] = true;
        break;
      }
    }
  return places;
}

StepLine stepLine(const bytecode::Chunk& chunk, const ActionInfo& step) {
  const bytecode::WorkflowInfo& flow = chunk.workflow;
  const auto named = [&step](const auto& list) { return step.index < list.size() ? list[step.index].name : std::string("all"); };
  StepLine line;
  line.written = step.text_written;
  std::string words;
  for (const std::string& part : step.text.parts) words += (words.empty() ? "" : "{}") + part;
  using Kind = ActionInfo::Kind;
  switch (step.kind) {
    case Kind::Wait:
      line.what = "wait";
      line.waits = true;
      line.acts = false;
      break;
    case Kind::StopWhen:
      line.what = step.text_written;
      line.acts = false;
      break;
    case Kind::Email: line.what = "email " + step.target + ' ' + words; break;
    case Kind::Task: line.what = "task " + step.channel + ' ' + words; break;
    case Kind::Remind: line.what = "remind " + step.channel + ' ' + step.target + ' ' + words; break;
    case Kind::Notify: line.what = "notify " + step.channel + ' ' + step.target + ' ' + words; break;
    case Kind::Log: line.what = "log " + words; break;
    case Kind::Webhook: line.what = "webhook " + step.target + ' ' + words; break;
    case Kind::Create: line.what = "create " + step.channel + ' ' + step.target + ' ' + words; break;
    case Kind::Set: line.what = "set " + named(chunk.fields); break;
    case Kind::Route: line.what = "route " + named(chunk.routes); break;
    case Kind::StartSequence: line.what = "start " + named(flow.sequences); break;
    case Kind::StopSequence: line.what = "stop " + named(flow.sequences); break;
    case Kind::Escalate: line.what = "escalate " + named(flow.escalations); break;
    case Kind::Ask: line.what = "ask " + named(flow.approvals); break;
    case Kind::Handoff: line.what = "handoff " + named(flow.handoffs); break;
    default: line.what = step.text_written; break;
  }
  return line;
}

namespace {

// A step that acts outweighs all waits; of equals the one that reads the same.
int likeness(const StepLine& a, const StepLine& b) {
  if (a.acts != b.acts || a.waits != b.waits || a.what != b.what) return 0;
  const bool whole = a.wholly() == b.wholly();
  if (a.acts) return whole ? 10'010 : 10'000;
  return whole ? 3 : 1;
}

}  // namespace

SideBySide::SideBySide(std::vector<StepLine> from, std::vector<StepLine> to) : from_(std::move(from)), to_(std::move(to)) {
  const std::size_t old_count = from_.size(), new_count = to_.size();
  same_ = old_count == new_count && std::equal(from_.begin(), from_.end(), to_.begin(), [](const StepLine& a, const StepLine& b) { return a.wholly() == b.wholly(); });
  partner_.assign(old_count, -1);
  taken_.assign(new_count, false);
  std::vector<std::vector<int>> best(old_count + 1, std::vector<int>(new_count + 1, 0));
  for (std::size_t i = old_count; i-- > 0;)
    for (std::size_t j = new_count; j-- > 0;) {
      best[i][j] = std::max(best[i + 1][j], best[i][j + 1]);
      if (const int like = likeness(from_[i], to_[j]); like > 0) best[i][j] = std::max(best[i][j], like + best[i + 1][j + 1]);
    }
  for (std::size_t i = 0, j = 0; i < old_count && j < new_count;) {
    const int like = likeness(from_[i], to_[j]);
    if (like > 0 && best[i][j] == like + best[i + 1][j + 1]) {
      partner_[i] = static_cast<int>(j);
      taken_[j] = true;
      ++i, ++j;
    } else if (best[i][j] == best[i + 1][j]) {
      ++i;
    } else {
      ++j;
    }
  }
}

SideBySide::Goal SideBySide::goal(std::uint32_t next, const std::set<std::string>& done) const {
  Goal goal;
  const std::size_t reached = std::min<std::size_t>(next, from_.size());
  int before = -1, behind = static_cast<int>(to_.size());   // the last new step that is done, the first that is to come
  bool any = false;
  std::multiset<std::string> did(done.begin(), done.end()), will;
  for (std::size_t i = 0; i < from_.size(); ++i) {
    const int place = partner_[i];
    any = any || place >= 0;
    if (place >= 0) {
      if (i < reached) before = std::max(before, place);
      else behind = std::min(behind, place);
    } else if (from_[i].acts) {
      (i < reached ? did : will).insert(from_[i].what);
    }
  }
  const auto quoted = [](const StepLine& step) { return "`" + step.written + "`"; };
  // What was done already, and stands elsewhere now, is not done again.
  for (int j = static_cast<int>(to_.size()) - 1; j > before; --j) {
    const StepLine& step = to_[static_cast<std::size_t>(j)];
    if (!step.acts || taken_[static_cast<std::size_t>(j)] || did.count(step.what) == 0) continue;
    if (behind < j) {
      goal.step = static_cast<std::uint32_t>(before + 1);
      goal.about = step.written;
      goal.problem = quoted(step) + " was done, and comes again behind " + quoted(to_[static_cast<std::size_t>(behind)]) + ", which is still to come";
      return goal;
    }
    before = j;
    any = true;
    break;
  }
  goal.step = static_cast<std::uint32_t>(before + 1);
  for (int j = 0; j <= before; ++j) {
    const StepLine& step = to_[static_cast<std::size_t>(j)];
    if (!step.acts || taken_[static_cast<std::size_t>(j)] || will.count(step.what) == 0 || did.count(step.what) != 0) continue;
    goal.about = step.written;
    goal.problem = quoted(step) + " is still to come, and stands before " + quoted(to_[static_cast<std::size_t>(before)]) + ", which was done";
    return goal;
  }
  if (reached > 0 && !any && !to_.empty()) {
    goal.about = from_[reached - 1].written;
    goal.problem = "none of its steps is there any more";
  }
  return goal;
}

std::vector<std::string> SideBySide::leftBehind(std::uint32_t next) const {
  std::vector<std::string> left;
  for (std::size_t i = 0; i < std::min<std::size_t>(next, from_.size()); ++i)
    if (partner_[i] < 0 && from_[i].acts) left.push_back(from_[i].what);
  return left;
}

std::string SideBySide::place(const std::vector<StepLine>& steps, std::uint32_t next, bool in_wait) {
  const std::uint32_t at = in_wait && next > 0 && next <= steps.size() && steps[next - 1].waits ? next - 1 : next;
  return at < steps.size() ? "step " + std::to_string(at + 1) + " `" + steps[at].written + "`" : std::string("its end");
}

}  // namespace leadflow::workflow

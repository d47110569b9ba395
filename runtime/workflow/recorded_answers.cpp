#include "runtime/workflow/recorded_answers.hpp"

#include <algorithm>
#include <limits>

namespace leadflow::workflow {

namespace {

constexpr int kMostTries = 1'000;   // several rules of one decision that kept erased leads each; more than that is no journal of ours

}  // namespace

void RecordedAnswers::of(std::vector<Answer> answers, const World* world, const std::unordered_set<std::string>& erased, const std::string& entry, const port::LeadState& lead) {
  answers_ = std::move(answers);
  begin();
  guesses_.clear();
  erased_.clear();
  leans_ = false;
  tries_ = 0;
  if (world == nullptr) return;
  const auto& rules = world->workflow().duplicates;
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    if (answers_[i].rule >= rules.size()) continue;
    const bytecode::DuplicateInfo& rule = rules[answers_[i].rule];
    const bool best = rule.keep == bytecode::DuplicateInfo::Keep::Best;
    const bool similar = std::any_of(rule.keys.begin(), rule.keys.end(), [](const auto& key) { return key.similar > 0; });
    if (!best && !similar) continue;
    Guess guess{i, {}, 0};
    for (const auto& [other, key] : answers_[i].leads) {
      if (erased.count(other) == 0) continue;
      leans_ = true;
      erased_.insert(other);
      const auto flagged = [&, &id = other](const auto& flag) { return flag.first == id; };
      if (best && (entry.find(other) != std::string::npos || std::any_of(lead.flags.begin(), lead.flags.end(), flagged))) guess.leads.push_back(other);
    }
    if (!guess.leads.empty()) guesses_.push_back(std::move(guess));
  }
}

void RecordedAnswers::begin() {
  asked_.clear();
  next_ = 0;
}

bool RecordedAnswers::guessAgain() {
  if (++tries_ >= kMostTries) return false;
  for (Guess& guess : guesses_) {
    if (++guess.most <= guess.leads.size()) return true;
    guess.most = 0;
  }
  return false;
}

const Answer* RecordedAnswers::find(std::uint32_t rule, const std::string& key) {
  const auto same = [&](const Answer& answer) { return answer.rule == rule && answer.key == key; };
  const auto behind = answers_.begin() + static_cast<std::ptrdiff_t>(std::min(next_, answers_.size()));
  auto found = std::find_if(behind, answers_.end(), same);
  if (found == answers_.end()) found = std::find_if(answers_.begin(), behind, same);
  if (found == answers_.end()) return nullptr;
  next_ = static_cast<std::size_t>(found - answers_.begin()) + 1;
  asked_.push_back(*found);
  return &*found;
}

std::vector<std::pair<std::string, std::string>> RecordedAnswers::sameKey(std::uint32_t rule, const std::string& key) {
  const Answer* answer = find(rule, key);
  return answer == nullptr ? std::vector<std::pair<std::string, std::string>>() : answer->leads;
}

std::optional<bool> RecordedAnswers::yes(std::uint32_t question, const std::string& key) {
  const Answer* answer = find(question, key);
  return answer == nullptr ? std::nullopt : std::optional(!answer->leads.empty());
}

bool RecordedAnswers::peek(const std::string& lead, port::LeadState& state) const {
  for (const Answer& answer : answers_)
    for (const Answer::Seen& seen : answer.seen)
      if (seen.lead == lead && !seen.gone) {
        state = {};
        state.id = lead;
        state.created = seen.created;
        return true;
      }
  return false;
}

std::optional<std::int64_t> RecordedAnswers::remembered(const std::string& lead) const {
  if (erased_.count(lead) == 0 || next_ == 0) return std::nullopt;
  for (const Guess& guess : guesses_)
    if (guess.answer + 1 == next_ && guess.most > 0 && guess.leads[guess.most - 1] == lead)
      return std::numeric_limits<std::int64_t>::max();
  return std::numeric_limits<std::int64_t>::min() + 1;   // below whatever anybody has, and not kMissing
}

}  // namespace leadflow::workflow

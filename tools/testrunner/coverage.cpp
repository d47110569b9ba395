#include "tools/testrunner/coverage.hpp"

#include <algorithm>

namespace leadflow::testrunner {

namespace {
constexpr std::size_t kNoGroup = SIZE_MAX;
}

std::size_t CoverGroup::covered() const {
  return static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [](const CoverItem& item) { return item.reach == Reach::Covered; }));
}

int CoverGroup::percent() const { return items.empty() ? 100 : static_cast<int>(covered() * 100 / items.size()); }

Coverage::Coverage(const decide::Names& names) : chunk_(names.chunk()) {
  const auto group = [&](const char* kind, const std::string& name, const char* item_kind, std::string line) {
    groups_.push_back({kind, name, item_kind, std::move(line), {}});
    return groups_.size() - 1;
  };
  for (const auto& route : chunk_.routes) {
    route_groups_.push_back(group("route", route.name, "rules", route.rules.empty() ? std::string() : names.line(route.rules[0].place)));
    for (const auto& rule : route.rules) groups_.back().items.push_back({rule.name, names.line(rule.place), Reach::Never});
  }
  for (const auto& score : chunk_.scores) {
    score_groups_.push_back(score.terms.empty() ? kNoGroup : group("score", score.name, "terms", names.line(score.place)));
    for (const auto& term : score.terms) groups_.back().items.push_back({term.text, names.line(term.place), Reach::Never});
  }
  for (const auto& decision : chunk_.decisions) {
    const bool known = decision.row_register != bytecode::kNone && !decision.rules.rules.empty();
    decision_groups_.push_back(known ? group("decision", decision.name, "rows", decision.row_places.empty() ? std::string() : names.line(decision.row_places[0])) : kNoGroup);
    if (!known) continue;
    for (std::size_t row = 0; row < decision.rules.rules.size(); ++row)
      groups_.back().items.push_back({"row " + std::to_string(row + 1), row < decision.row_places.size() ? names.line(decision.row_places[row]) : std::string(), Reach::Never});
  }
  for (const auto& grade : chunk_.grades) {
    grade_groups_.push_back(group("grade", grade.name, "grades", names.line(grade.place)));
    for (const auto& value : chunk_.enums[grade.type.ref].values) groups_.back().items.push_back({value.name, names.line(grade.place), Reach::Never});
  }
}

/// The rules above `rule` were looked at and did not hold; -1: all of them.
void Coverage::tried(std::uint32_t route, std::int64_t rule) {
  auto& items = groups_[route_groups_[route]].items;
  const std::size_t end = rule < 0 ? items.size() : static_cast<std::size_t>(rule);
  for (std::size_t i = 0; i < end && i < items.size(); ++i)
    if (!chunk_.routes[route].rules[i].is_otherwise) raise(items[i], Reach::Tried);
}

void Coverage::took(std::uint32_t route, std::int64_t rule) {
  if (rule >= 0) raise(groups_[route_groups_[route]].items[static_cast<std::size_t>(rule)], Reach::Covered);
}

void Coverage::add(std::span<const decide::Taken> routes) {
  for (const auto& [route, assignment] : routes) {
    tried(route, assignment.first_rule);
    took(route, assignment.first_rule);
    took(route, assignment.rule);
    for (const decide::Attempt& attempt : assignment.attempts) {
      took(attempt.route, attempt.rule);
      if (attempt.route != route) tried(attempt.route, attempt.rule);
    }
  }
}

void Coverage::add(const vm::Machine& machine) {
  for (std::size_t s = 0; s < chunk_.scores.size(); ++s)
    for (std::size_t t = 0; t < chunk_.scores[s].terms.size(); ++t) {
      const Slot points = machine.reg(chunk_.scores[s].terms[t].reg);
      raise(groups_[score_groups_[s]].items[t], !isMissing(points) && points != 0 ? Reach::Covered : Reach::Tried);
    }
  for (std::size_t d = 0; d < chunk_.decisions.size(); ++d) {
    if (decision_groups_[d] == kNoGroup) continue;
    const Slot row = machine.reg(chunk_.decisions[d].row_register);
    auto& items = groups_[decision_groups_[d]].items;
    if (!isMissing(row) && row >= 0 && static_cast<std::size_t>(row) < items.size()) raise(items[static_cast<std::size_t>(row)], Reach::Covered);
  }
  for (std::size_t g = 0; g < chunk_.grades.size(); ++g) {
    const Slot value = machine.reg(chunk_.grades[g].reg);
    auto& items = groups_[grade_groups_[g]].items;
    if (!isMissing(value) && static_cast<std::size_t>(value) < items.size()) raise(items[static_cast<std::size_t>(value)], Reach::Covered);
  }
}

std::size_t Coverage::items() const {
  std::size_t sum = 0;
  for (const CoverGroup& group : groups_) sum += group.items.size();
  return sum;
}

std::size_t Coverage::covered() const {
  std::size_t sum = 0;
  for (const CoverGroup& group : groups_) sum += group.covered();
  return sum;
}

}  // namespace leadflow::testrunner

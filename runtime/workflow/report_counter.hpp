// What one line of a report counts, lead by lead: `count leads by stage`, `rate sla first_response met by owner.team`.
//
//     Counter counter(world, metric);
//     counter.lead(view, now);          // for every lead
//     FigureTable table = counter.finish();
//
// Only the groups are held, and of medians the times. Groups come out in the order of their values: stages and grades as the
// playbook lists them, numbers by size, texts by letter, what has no value last.
#pragma once
#include <compare>
#include <map>

#include "runtime/workflow/report.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::workflow {

/// What every lead has, in `standing` of a value without a function: standard reports ask for it though no rule reads it.
inline constexpr std::int32_t kByStage = -2, kByOwner = -3, kByTeam = -4, kByResolver = -5;   ///< kByResolver: of escalations

class Counter {
 public:
  Counter(const World& world, const bytecode::MetricInfo& metric);
  /// `view` looks at a lead with the counter's world.
  void lead(View& view, std::int64_t now) { lead(view, now, nullptr); }
  /// Only what is this person's: what they kept or missed, what happened while they had the lead, and what is now of leads that
  /// they have. For scorecards.
  void lead(View& view, std::int64_t now, const std::string* whose);
  FigureTable finish();

 private:
  struct Key {
    std::int64_t order = 0;
    std::string text;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  using Keys = std::vector<Key>;
  struct Cell {
    std::int64_t value = 0, of = 0;
    std::vector<std::int64_t> times;   ///< of medians
  };
  using Row = std::vector<Cell>;

  void addBands(const std::vector<std::int64_t>& limits, bool open);
  void band(const Keys& keys, std::int64_t ms);
  /// The row of the group and that of all, both to be counted in.
  template <typename Visit>
  void each(const Keys& keys, const Visit& visit);
  void count(const Keys& keys, std::size_t column, std::int64_t value, std::int64_t of = 0);
  Key keyOf(View& view, std::size_t column, const std::string& owner);
  Keys keysOf(View& view, const std::string& owner);
  Keys under(Keys keys, std::int64_t order, const std::string& first);
  void kept(View& view, std::int64_t now, const std::string* whose);
  template <typename Then>
  void theirs(View& view, const std::string& who, const std::string* whose, const Then& then);
  std::string whoHadIt(const port::LeadState& state, std::int64_t at) const;
  std::string whoDid(const port::LeadState& state, const port::ActivityEntry& touch) const;
  bool masked(vm::Machine& machine, const bytecode::TemplateInfo::Value& value) const;
  enum class By : std::uint8_t { Anybody, Person, Automation };
  const port::ActivityEntry* firstOf(const port::LeadState& state, const std::vector<std::uint32_t>& types, By by) const;
  std::int64_t point(const port::LeadState& state, const bytecode::MetricInfo::Point& point, By outreach) const;
  Figure figure(Cell& cell, std::size_t column) const;

  const bytecode::MetricInfo& metric_;
  const World& world_;
  FigureTable table_;
  std::map<Keys, Row> groups_;
  std::vector<std::map<std::string, std::string>> shown_;   ///< by column: texts that compare as equal, and how they are written
  Row all_;
  std::vector<std::int64_t> limits_;
  std::vector<std::uint32_t> outreach_;
  bool automatic_ = false;              ///< the playbook sends touches itself: theirs stand beside those of people
};

}  // namespace leadflow::workflow

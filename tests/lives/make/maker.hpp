// The maker of random playbooks: a member function for each part, a file for each room.
//
//     Book book = makeBook(random, features);      // one version, or two
//
// The order in which parts are made is the order in which numbers are drawn: a seed gives the same playbook for ever.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/lives/make/story.hpp"

namespace leadflow::lives {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

inline Span wall(std::int64_t ms) { return {true, false, 0, ms}; }
inline Span businessHours(std::int64_t hours) { return {true, true, 0, hours * kHour}; }
inline Span businessDays(std::int64_t days) { return {true, true, days, 0}; }

class Maker {
 public:
  Maker(Random& random, const Features& features, std::vector<Person>& roster) : r_(random), f_(features), roster_(roster) {}

  Playbook make();

 private:
  using Is = Condition::Is;
  using K = Action::Kind;

  bool has(Feature feature) const { return f_.has(feature); }
  std::string text() { return "t-" + std::to_string(++texts_); }
  Who role(const std::string& name) {
    Who who;
    who.kind = Who::Kind::Role;
    who.name = name;
    return who;
  }
  Who manager() {
    Who who;
    who.up = 1;
    return who;
  }
  Span someSpan(int most_hours) {
    switch (r_.below(4)) {
      case 0: return businessHours(r_.between(1, std::min(16, most_hours)));
      case 1: return most_hours >= 24 ? businessDays(r_.between(1, 2)) : wall(r_.between(1, most_hours) * kHour);
      case 2: return wall(r_.between(1, most_hours) * kHour);
      default: return wall(r_.between(1, 6) * 30 * kMinute);
    }
  }

  // ---- the frame, people and names (people.cpp)
  void frame();
  void people();
  void names();

  // ---- what is asked (conditions.cpp)
  std::vector<std::string> someStages(int count);
  Condition leaf(bool flow);
  Condition condition(int depth, bool flow);
  Condition leafInStage();
  Condition timedLeaf();
  Condition flowLeaf();
  Condition oftenTimed(int percent);

  // ---- routes, actions, stages (stages.cpp)
  Choice choiceOf(const std::string& pool);
  Choice queueOf(const std::string& name);
  void routes();
  Action plainAction();
  Action startOf(const std::string& sequence);
  Action mail(const std::string& name);
  std::vector<Action> someActions(int least, int most);
  void stage(std::size_t index);

  // ---- what time brings (clocks.cpp)
  void sequences();
  Trigger touchTrigger(bool starts);
  void clocks();
  void escalations();

  // ---- who agrees, who is left alone (agreements.cpp)
  void handoffs();
  void approvals();
  void privacy();
  void duplicates();

  Random& r_;
  const Features& f_;
  std::vector<Person>& roster_;
  Playbook b_;
  int texts_ = 0;
  bool uses_mail_ = false;
  std::vector<std::string> sequence_names_, clock_names_, chains_, approval_names_, handoff_names_;
};

/// Another version: everything in another order, something more, and where asked for, names and steps changed.
Playbook nextVersion(Random& random, const Features& features, Playbook book);

}  // namespace leadflow::lives

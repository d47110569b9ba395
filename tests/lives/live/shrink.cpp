#include "tests/lives/live/shrink.hpp"

#include <algorithm>
#include <functional>

namespace leadflow::lives {

namespace {

class Shrinker {
 public:
  Shrinker(const Features& features, Book book, Story story, std::uint64_t chance) : features_(features), chance_(chance) { best_.book = std::move(book), best_.story = std::move(story); }

  Shrunk go() {
    keep(best_.book, best_.story);
    for (bool smaller = true; smaller && left_ > 0;) {
      smaller = false;
      smaller |= events();
      if (best_.book.versions.size() == 1) smaller |= declarations();
      else smaller |= oneVersion();
    }
    std::string& text = best_.text;
    for (std::size_t i = 0; i < best_.book.versions.size(); ++i) text += textOf(best_.book.versions[i], best_.book.roster) + "\n";
    for (const Delivery& delivery : best_.story.deliveries) {
      text += "-- at " + instantText(delivery.at) + (delivery.deploy >= 0 ? " version " + std::to_string(delivery.deploy + 1) + " is deployed\n" : "\n");
      for (const Event& event : delivery.events) text += jsonOf(event) + "\n";
    }
    text += "-- until " + instantText(best_.story.end) + "\n" + difference_.way + "\n" + difference_.fact;
    return best_;
  }

 private:
  /// Whether it still differs; then it is the best so far.
  bool keep(const Book& book, const Story& story) {
    if (left_-- <= 0) return false;
    for (const Playbook& each : book.versions)
      if (std::none_of(each.stages.begin(), each.stages.end(), [](const Stage& stage) { return stage.initial; })) return false;
    const Compiled compiled = compile(book);
    if (!compiled.error.empty()) return false;
    Compared compared;
    const Difference difference = differs(features_, book, compiled, story, chance_, compared);
    if (!difference.any() || (!difference_.way.empty() && difference.way != difference_.way)) return false;   // else it would be another one
    best_.book = book;
    best_.story = story;
    difference_ = difference;
    return true;
  }

  bool events() {
    bool smaller = false;
    for (std::size_t d = best_.story.deliveries.size(); d-- > 0;) {
      for (std::size_t e = best_.story.deliveries[d].events.size(); e-- > 0;) {
        Story story = best_.story;
        story.deliveries[d].events.erase(story.deliveries[d].events.begin() + static_cast<std::ptrdiff_t>(e));
        smaller |= keep(best_.book, story);
      }
      if (best_.story.deliveries.size() > 1) {
        Story story = best_.story;
        story.deliveries.erase(story.deliveries.begin() + static_cast<std::ptrdiff_t>(d));
        smaller |= keep(best_.book, story);
      }
    }
    for (std::size_t d = 0; d < best_.story.deliveries.size(); ++d)
      for (std::size_t e = 0; e < best_.story.deliveries[d].events.size(); ++e)
        for (std::size_t f = best_.story.deliveries[d].events[e].record.size(); f-- > 0;) {
          Story story = best_.story;
          auto& record = story.deliveries[d].events[e].record;
          record.erase(record.begin() + static_cast<std::ptrdiff_t>(f));
          smaller |= keep(best_.book, story);
        }
    return smaller;
  }

  bool oneVersion() {
    Story story = best_.story;
    std::erase_if(story.deliveries, [](const Delivery& delivery) { return delivery.deploy >= 0; });
    Book book = best_.book;
    book.versions.resize(1);
    return keep(book, story);
  }

  template <class List>
  bool drop(const std::function<List*(Playbook&)>& list) {
    bool smaller = false;
    const List* there = list(best_.book.versions.front());
    for (std::size_t i = there == nullptr ? 0 : there->size(); i-- > 0;) {
      Book book = best_.book;
      List* here = list(book.versions.front());
      if (here == nullptr || i >= here->size()) continue;
      here->erase(here->begin() + static_cast<std::ptrdiff_t>(i));
      smaller |= keep(book, best_.story);
    }
    return smaller;
  }

  bool declarations() {
    bool smaller = false;
    const auto all = [&](auto member) {
      using List = std::remove_reference_t<decltype(std::declval<Playbook&>().*member)>;
      smaller |= drop<List>([member](Playbook& book) { return &(book.*member); });
    };
    all(&Playbook::slas);
    all(&Playbook::sequences);
    all(&Playbook::escalations);
    all(&Playbook::handoffs);
    all(&Playbook::approvals);
    all(&Playbook::guards);
    all(&Playbook::reactions);
    all(&Playbook::keeps);
    all(&Playbook::duplicates);
    all(&Playbook::milestones);
    all(&Playbook::checklists);
    all(&Playbook::routes);
    for (std::size_t s = 0; s < best_.book.versions.front().stages.size(); ++s) {
      const auto in = [s](auto member) {
        using List = std::remove_reference_t<decltype(std::declval<Stage&>().*member)>;
        return std::function<List*(Playbook&)>([s, member](Playbook& book) -> List* { return s < book.stages.size() ? &(book.stages[s].*member) : nullptr; });
      };
      smaller |= drop<std::vector<Action>>(in(&Stage::enter));
      smaller |= drop<std::vector<Line>>(in(&Stage::lines));
      smaller |= drop<std::vector<Aging>>(in(&Stage::aging));
      for (std::size_t a = 0; a < best_.book.versions.front().stages[s].aging.size(); ++a)
        smaller |= drop<std::vector<Action>>([s, a](Playbook& book) -> std::vector<Action>* { return a < book.stages[s].aging.size() ? &book.stages[s].aging[a].actions : nullptr; });
    }
    for (std::size_t i = 0; i < best_.book.versions.front().slas.size(); ++i) {
      smaller |= drop<std::vector<Point>>([i](Playbook& book) -> std::vector<Point>* { return i < book.slas.size() ? &book.slas[i].points : nullptr; });
      smaller |= drop<std::vector<Trigger>>([i](Playbook& book) -> std::vector<Trigger>* { return i < book.slas.size() ? &book.slas[i].pauses : nullptr; });
      smaller |= drop<std::vector<Trigger>>([i](Playbook& book) -> std::vector<Trigger>* { return i < book.slas.size() ? &book.slas[i].stops : nullptr; });
      smaller |= drop<std::vector<Target>>([i](Playbook& book) -> std::vector<Target>* { return i < book.slas.size() ? &book.slas[i].targets : nullptr; });
    }
    for (std::size_t i = 0; i < best_.book.versions.front().sequences.size(); ++i)
      smaller |= drop<std::vector<Action>>([i](Playbook& book) -> std::vector<Action>* { return i < book.sequences.size() ? &book.sequences[i].steps : nullptr; });
    for (std::size_t i = 0; i < best_.book.versions.front().routes.size(); ++i)
      smaller |= drop<std::vector<Rule>>([i](Playbook& book) -> std::vector<Rule>* { return i < book.routes.size() && book.routes[i].rules.size() > 1 ? &book.routes[i].rules : nullptr; });
    all(&Playbook::stages);
    return smaller;
  }

  const Features features_;
  std::uint64_t chance_;
  Shrunk best_;
  Difference difference_;
  int left_ = 1'500;
};

}  // namespace

Shrunk shrink(const Features& features, const Book& book, const Story& story, std::uint64_t chance) { return Shrinker(features, book, story, chance).go(); }

}  // namespace leadflow::lives

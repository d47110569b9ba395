// Another version of a random playbook, as somebody would bring it in over leads in flight.
#include "tests/lives/make/maker.hpp"

namespace leadflow::lives {

namespace {

template <class T>
void shuffle(Random& random, std::vector<T>& list) {
  for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
}

}  // namespace

Playbook nextVersion(Random& random, const Features& features, Playbook book) {
  book.version = "2";
  const std::string initial = book.stages.front().name;
  shuffle(random, book.stages);
  shuffle(random, book.slas);
  shuffle(random, book.sequences);
  shuffle(random, book.escalations);
  shuffle(random, book.queues);
  shuffle(random, book.reasons);
  shuffle(random, book.pools);
  shuffle(random, book.every);
  if (random.chance(50)) {
    Reason reason;
    reason.name = "no_need";
    book.reasons.insert(book.reasons.begin(), reason);
  }
  if (!book.required.empty() && random.chance(40)) book.required.clear();   // leads that were set aside begin
  if (!book.slas.empty() && random.chance(50)) {
    Sla more = book.slas.front();
    more.name = "added_clock";
    book.slas.insert(book.slas.begin(), more);
  }
  if (features.has(Feature::VersionSteps)) {
    for (Sequence& sequence : book.sequences)
      if (random.chance(75)) {
        Action log;
        log.kind = Action::Kind::Log;
        log.text = "t-new-step-" + sequence.name;
        sequence.steps.insert(sequence.steps.begin(), log);
      }
    for (Stage& stage : book.stages)
      if (!stage.final && random.chance(50)) {
        Aging more;
        more.after = wall(random.between(5, 70) * kHour);
        Action log;
        log.kind = Action::Kind::Log;
        log.text = "t-new-aging-" + stage.name;
        more.actions = {log};
        stage.aging.insert(stage.aging.begin(), more);
      }
  }
  if (features.has(Feature::VersionFinal) && random.chance(40))
    for (Stage& stage : book.stages)
      if (!stage.final && stage.name != initial && random.chance(40)) {
        stage.final = true;   // it lets go whom it takes back, and does nothing any more
        std::erase_if(stage.lines, [](const Line& line) { return !line.reopens; });
        stage.aging.clear();
        break;
      }
  if (features.has(Feature::VersionDuplicates) && !book.duplicates.empty()) {
    Duplicate more;
    more.same = {Field::Company};
    book.duplicates.insert(book.duplicates.begin(), more);
  }
  if (features.has(Feature::VersionRenames) && random.chance(70)) {
    const std::string old = "Work", now = "Working";
    const auto rename = [&](std::string& name) {
      if (name == old) name = now;
    };
    const auto renameAll = [&](std::vector<std::string>& names) {
      for (std::string& name : names) rename(name);
    };
    const auto actions = [&](std::vector<Action>& list) {
      for (Action& action : list)
        if (action.kind == Action::Kind::Move) rename(action.name);
    };
    const auto triggers = [&](std::vector<Trigger>& list) {
      for (Trigger& trigger : list) {
        if (trigger.kind == Trigger::Kind::StageBecomes || trigger.kind == Trigger::Kind::InStage) renameAll(trigger.names);
        for (Condition& part : trigger.when.of) renameAll(part.names);
      }
    };
    for (Stage& stage : book.stages) {
      if (stage.name == old) stage.was = {old};
      rename(stage.name);
      actions(stage.enter);
      for (Line& line : stage.lines) rename(line.to);
      for (Aging& line : stage.aging) actions(line.actions);
    }
    for (Sla& sla : book.slas) triggers(sla.starts), triggers(sla.stops), triggers(sla.pauses);
    for (Handoff& handoff : book.handoffs) {
      triggers(handoff.when);
      for (Rejection& rejection : handoff.rejections) rename(rejection.to);
    }
    for (Keep& keep : book.keeps) rename(keep.stage);
  }
  return book;
}

}  // namespace leadflow::lives

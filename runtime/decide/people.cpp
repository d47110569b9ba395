#include "runtime/decide/people.hpp"

#include <algorithm>

#include "runtime/value/text.hpp"

namespace leadflow::decide {

std::shared_ptr<const People> People::bind(std::shared_ptr<const bytecode::Program> program, std::vector<Rep> roster) {
  auto people = std::shared_ptr<People>(new People());
  people->program_ = program;
  people->reps_ = std::move(roster);
  const auto& chunk = program->chunk();
  auto& reps = people->reps_;
  for (std::uint32_t i = 0; i < reps.size(); ++i) {
    people->by_id_.try_emplace(reps[i].id, i);
    people->by_folded_id_.try_emplace(normalText(reps[i].id), i);
    std::vector<std::string> skills;
    for (const auto& skill : reps[i].skills) skills.push_back(normalText(skill));
    std::sort(skills.begin(), skills.end());
    people->skills_.push_back(std::move(skills));
    std::int32_t calendar = chunk.calendar;
    if (!reps[i].calendar.empty()) {
      calendar = -1;
      for (std::size_t c = 0; c < chunk.calendars.size(); ++c)
        if (chunk.calendars[c].name == reps[i].calendar) calendar = static_cast<std::int32_t>(c);
      if (calendar < 0) {
        people->issues_.push_back({i, "`" + reps[i].id + "` works by the calendar `" + reps[i].calendar + "`, which the playbook does not declare"});
        calendar = chunk.calendar;
      }
    }
    people->calendars_.push_back(calendar);
    people->hours_.push_back(calendar);
    if (reps[i].timezone.empty()) continue;
    const TimeZone* zone = readTimeZone(reps[i].timezone);
    if (zone == nullptr) people->issues_.push_back({i, "the time zone of `" + reps[i].id + "`, `" + reps[i].timezone + "`, is not one"});
    else people->hours_.back() = program->hoursIn(calendar, zone->name());
  }
  for (std::uint32_t i = 0; i < reps.size(); ++i) {
    if (!reps[i].manager.empty() && isMissing(people->find(reps[i].manager)))
      people->issues_.push_back({i, "the manager of `" + reps[i].id + "`, `" + reps[i].manager + "`, is not in the roster"});
    if (!reps[i].stand_in.empty() && isMissing(people->find(reps[i].stand_in)))
      people->issues_.push_back({i, "the stand-in of `" + reps[i].id + "`, `" + reps[i].stand_in + "`, is not in the roster"});
  }
  for (const auto& name : chunk.rep_names) people->names_.rep_of_name.push_back(people->find(name));

  // A pool's condition is bytecode over the rep registers; each rep is shown to it once.
  vm::Machine machine(program, &people->names_);
  Arena arena;
  const auto& symbols = program->symbols();
  std::vector<Slot> blank(chunk.fields.size(), kMissing);
  bytecode::LeadRow nobody;
  nobody.fields = blank.data();
  machine.begin(nobody, 0);
  people->pools_.resize(chunk.pools.size());
  for (std::uint32_t i = 0; i < reps.size(); ++i) {
    const Rep& rep = reps[i];
    auto text = [&](const std::string& value) { return value.empty() ? kMissing : slotOf(makeText(arena, symbols, value)); };
    auto code = [&](const std::string& value) { return value.empty() ? kMissing : slotOf(makeCode(arena, symbols, value)); };
    std::vector<std::uint32_t> skills;
    for (const auto& skill : people->skills_[i]) skills.push_back(symbols.find(skill));
    auto set = [&](RepFieldId field, Slot value) { machine.setReg(static_cast<std::uint16_t>(chunk.rep_registers + static_cast<std::uint16_t>(field)), value); };
    if (chunk.rep_registers != bytecode::kNone) {
      set(RepFieldId::id, code(rep.id));
      set(RepFieldId::name, text(rep.name));
      set(RepFieldId::email, text(rep.email));
      set(RepFieldId::manager, code(rep.manager));
      set(RepFieldId::team, text(rep.team));
      set(RepFieldId::role, text(rep.role));
      set(RepFieldId::skills, slotOfPointer(makeTextSet(arena, skills)));
      set(RepFieldId::weight, rep.weight);
      set(RepFieldId::capacity, rep.capacity < 0 ? kMissing : rep.capacity);
      set(RepFieldId::calendar, text(rep.calendar));
      set(RepFieldId::timezone, text(rep.timezone));
      set(RepFieldId::active, rep.active ? 1 : 0);
    }
    for (std::size_t p = 0; p < chunk.pools.size(); ++p)
      if (chunk.pools[p].where < 0 || machine.run(static_cast<std::uint32_t>(chunk.pools[p].where)) == 1) people->pools_[p].push_back(i);
  }
  return people;
}

Slot People::find(std::string_view id) const {
  if (auto found = by_id_.find(std::string(id)); found != by_id_.end()) return found->second;
  if (auto found = by_folded_id_.find(normalText(id)); found != by_folded_id_.end()) return found->second;
  return kMissing;
}

Slot People::exactly(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? kMissing : found->second;
}

Slot People::inRole(std::string_view role) const {
  std::string wanted = normalText(role);
  for (std::uint32_t i = 0; i < reps_.size(); ++i)
    if (reps_[i].active && normalText(reps_[i].role) == wanted) return i;
  return kMissing;
}

bool People::hasSkill(std::uint32_t rep, const std::string& folded_skill) const {
  return std::binary_search(skills_[rep].begin(), skills_[rep].end(), folded_skill);
}

bool People::atWork(std::uint32_t rep, std::int64_t now) const {
  return hours_[rep] < 0 || program_->calendar(static_cast<std::uint32_t>(hours_[rep])).isOpen(now);
}

Slot People::standIn(Slot rep, std::int64_t now) const {
  for (std::size_t steps = 0; steps <= reps_.size() && !isMissing(rep); ++steps) {
    const Rep& candidate = reps_[static_cast<std::size_t>(rep)];
    if (!candidate.active) return kMissing;
    if (!candidate.outAt(now)) return rep;
    rep = candidate.stand_in.empty() ? kMissing : find(candidate.stand_in);
  }
  return kMissing;
}

}  // namespace leadflow::decide

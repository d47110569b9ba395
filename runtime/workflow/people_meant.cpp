#include "runtime/workflow/people_meant.hpp"

#include <algorithm>

#include "runtime/value/text.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/scribe.hpp"

namespace leadflow::workflow {

using bytecode::WhoInfo;

std::vector<std::string> peopleMeant(const World& world, const port::LeadState& lead, const WhoInfo& who, std::int64_t now) {
  const decide::People& people = world.desk->people();
  std::vector<Slot> found;
  const auto add = [&](const std::string& rep) {
    if (!rep.empty()) found.push_back(people.exactly(rep));
  };
  switch (who.kind) {
    case WhoInfo::Kind::Owner: add(ownerOf(world, lead)); break;
    case WhoInfo::Kind::Rep: found.push_back(people.find(who.name)); break;
    case WhoInfo::Kind::Seat:
      if (who.index < lead.seats.size()) add(lead.seats[who.index].rep);
      break;
    case WhoInfo::Kind::QueueOwner:
      if (lead.queue >= 0) add(queueOwner(world, static_cast<std::uint32_t>(lead.queue)));
      break;
    case WhoInfo::Kind::Role: {
      const std::string role = normalText(who.name);
      std::vector<Slot> away;
      for (std::uint32_t i = 0; i < people.reps().size(); ++i) {
        const Rep& rep = people.reps()[i];
        if (!rep.active || normalText(rep.role) != role) continue;
        (rep.outAt(now) ? away : found).push_back(i);
      }
      if (found.empty()) found = std::move(away);
      break;
    }
  }
  std::vector<std::string> ids;
  for (Slot rep : found) {
    for (std::uint32_t up = 0; up < who.up && !isMissing(rep); ++up) rep = people.rep(rep).manager.empty() ? kMissing : people.find(people.rep(rep).manager);
    if (isMissing(rep) || !people.rep(rep).active) continue;
    const std::string& id = people.rep(rep).id;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

}  // namespace leadflow::workflow

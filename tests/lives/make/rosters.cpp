// Who comes and goes, and is away for a time.
#include <algorithm>
#include <functional>

#include "tests/lives/make/teller.hpp"

namespace leadflow::lives {

void Teller::rosters() {
  const int changes = r_.below(8);
  for (int i = 0; i < changes; ++i) {
    const Instant at = some(s_.start + 2 * kHour);
    RosterRow row;
    const bool turns = f_.has(Feature::RosterTurns);
    const int what = r_.below(turns ? 18 : 2);
    row.person.id = r_.chance(85) ? book_.roster[static_cast<std::size_t>(r_.below(static_cast<int>(book_.roster.size()) - 2))].id : someRep();
    switch (what) {
      case 0:
      case 1:
        row.says = {"out_from", "out_until"};
        row.person.out_from = at + r_.below(10) * kHour;
        row.person.out_until = row.person.out_from + r_.between(1, 4) * kDay;
        break;
      case 2:
        row.person.id = "zoe";
        row.person.team = r_.chance(50) ? "a" : "b";
        row.says = {"team"};
        break;
      case 3:
        row.gone = true;
        if (r_.chance(15)) row.person.id = "nobody_here";
        break;
      case 5:
        row.person.active = false;
        row.says = {"active"};
        if (r_.chance(80)) {
          RosterRow again = row;
          again.person.active = true;
          add(Kind::Roster, "", at + r_.between(1, 40) * kHour).rows.push_back(again);
        }
        break;
      case 6:
        row.person.manager = r_.chance(70) ? someRep() : "nobody_here";
        row.says = {"manager"};
        break;
      case 7:
        row.person.capacity = r_.between(1, 4);
        row.person.weight = r_.between(1, 3);
        row.says = {"capacity", "weight"};
        break;
      default: {   // what conditions ask of an owner
        const auto person = std::find_if(book_.roster.begin(), book_.roster.end(), [&](const Person& each) { return each.id == row.person.id; });
        row.person.team = person != book_.roster.end() && person->team == "a" && r_.chance(70) ? "b" : "a";
        row.says = {"team"};
        break;
      }
    }
    add(Kind::Roster, "", at).rows.push_back(row);
  }
  if (!f_.has(Feature::RosterTurns)) return;
  if (!b_.approvals.empty() && r_.chance(50)) inPlaceOfMax();
  for (int i = b_.routes.empty() ? 0 : r_.below(3); i > 0; --i) otherWeight();
}

/// Whoever is asked to approve goes, and somebody else has the role from then on, or some time before or after that.
void Teller::inPlaceOfMax() {
  RosterRow max, yan;
  max.person.id = "max";
  if (r_.chance(50)) max.gone = true;
  else max.person.active = false, max.says = {"active"};
  yan.person.id = r_.chance(50) ? "yan" : book_.roster.front().id;
  yan.person.role = "lead_desk";
  yan.says = {"role"};
  const Instant at = some(s_.start + 2 * kHour);
  if (r_.chance(25)) {
    add(Kind::Roster, "", at).rows = {max, yan};
  } else {
    add(Kind::Roster, "", at).rows = {max};
    add(Kind::Roster, "", at + r_.between(-6, 66) * kHour).rows = {yan};
  }
}

/// Another weight for somebody of a pool that is shared by weights.
void Teller::otherWeight() {
  std::vector<std::string> people;
  const std::function<void(const std::vector<Choice>&)> look = [&](const std::vector<Choice>& choices) {
    for (const Choice& choice : choices) {
      look(choice.shares);
      for (const Pool& pool : b_.pools)
        if (choice.kind == Choice::Kind::Weighted && choice.name == pool.name)
          for (const Person& person : book_.roster)
            if (person.team == pool.team) people.push_back(person.id);
    }
  };
  for (const Route& route : b_.routes)
    for (const Rule& rule : route.rules) look(rule.choices);
  if (people.empty()) return;
  RosterRow row;
  row.person.id = r_.pick(people);
  row.person.weight = r_.between(1, 4);
  row.says = {"weight"};
  add(Kind::Roster, "", some(s_.start + 6 * kHour)).rows.push_back(row);
}

}  // namespace leadflow::lives

// Random lives under a playbook: leads that come, what they and people do, at round instants so that much falls together.
#include "tests/lives/make/story.hpp"

#include <algorithm>
#include <map>

#include "runtime/value/instant.hpp"

namespace leadflow::lives {

namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

class Teller {
 public:
  Teller(Random& random, const Features& features, const Book& book) : r_(random), f_(features), book_(book), b_(book.versions.front()) {}

  Story tell() {
    s_.start = daysFromCivil({2026, 3, 2}) * kDay + r_.below(5) * kDay;
    days_ = r_.between(3, 12);
    s_.end = s_.start + days_ * kDay + r_.below(24) * kHour;
    const int leads = r_.between(1, 4);
    for (int i = 0; i < leads; ++i) lead("L" + std::to_string(i + 1), i);
    if (f_.has(Feature::Rosters)) rosters();
    wild();
    std::stable_sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return a.at != b.at ? a.at < b.at : rank(a) < rank(b); });
    deliver();
    return std::move(s_);
  }

 private:
  static int rank(const Event& event) { return event.kind == Kind::Roster ? 0 : event.kind == Kind::Created ? 1 : event.kind == Kind::Activity ? 2 : 3; }

  Instant some(Instant from) {
    // Round instants, near the beginning more often, so that what is due and what happens meet.
    const std::int64_t span = s_.end - from;
    const std::int64_t reach = r_.chance(50) ? std::min<std::int64_t>(span, kDay) : span;
    const std::int64_t grid = r_.chance(70) ? kHour : r_.chance(50) ? 30 * kMinute : kMinute;
    return from + std::max<std::int64_t>(0, static_cast<std::int64_t>(r_.below(static_cast<int>(reach / grid) + 1))) * grid;
  }

  Event& add(Kind kind, const std::string& lead, Instant at) {
    Event event;
    event.id = "e" + std::to_string(++count_);
    event.kind = kind;
    event.lead = lead;
    event.at = at;
    events_.push_back(event);
    return events_.back();
  }

  Value known(std::int64_t number) { return {true, number, {}}; }
  Value textValue(const std::string& text) { return {true, 0, text}; }

  std::pair<Field, Value> someField(Instant at) {
    switch (r_.below(8)) {
      case 0: return {Field::Company, textValue(r_.chance(50) ? "Acme" : "Borg")};
      case 1: return {Field::Size, known(r_.between(1, 6) * 10)};
      case 2: return {Field::Vip, known(r_.below(2))};
      case 3: return {Field::Ready, known(r_.below(2))};
      case 4: return {Field::Due, known(at + r_.between(-2, 4) * kDay + r_.below(24) * kHour)};
      case 5: return {Field::Callback, known(at + r_.between(-4, 60) * kHour)};
      case 6: return {Field::Email, textValue("p" + std::to_string(r_.between(1, 4)) + "@home.example")};
      default: return {Field::FirstName, textValue("Kim")};
    }
  }

  std::string someRep() { return r_.pick(book_.roster).id; }

  void lead(const std::string& id, int number) {
    const Instant at = number == 0 ? s_.start + r_.below(12) * kHour : some(s_.start);
    created_[id] = at;
    Event& created = add(Kind::Created, id, at);
    std::map<Field, Value> record;
    if (r_.chance(75)) record[Field::Email] = textValue("p" + std::to_string(r_.chance(b_.duplicates.empty() ? 50 : 25) ? number + 5 : r_.between(1, 4)) + "@home.example");
    for (int i = 0; i < 4; ++i) {
      const auto [field, value] = someField(at);
      if (field != Field::Email) record[field] = value;
    }
    if (r_.chance(50)) record[Field::Consent] = known(r_.below(3));
    if (!b_.guards.empty() && r_.chance(75)) record[Field::Ready] = known(1);
    for (const auto& each : record) created.record.push_back(each);
    if (f_.has(Feature::Adoption) && r_.chance(12)) {
      const Stage& stage = r_.pick(b_.stages);
      created.name = stage.name;
      if (r_.chance(60)) created.value = someRep();
      else if (r_.chance(30)) created.queue = "later";
    }
    const int things = r_.between(3, 14);
    for (int i = 0; i < things; ++i) something(id, some(at));
    if (r_.chance(25)) {   // somebody works late, after all desks have closed
      Event& call = add(Kind::Activity, id, (at / kDay + r_.between(0, 2)) * kDay + r_.between(21, 23) * kHour);
      call.act = Act::Call;
      call.where = 0;
      call.by = someRep();
      if (call.at < at) call.at += kDay;
    }
    if (f_.has(Feature::LateGuards) && !b_.guards.empty() && r_.chance(80)) {   // what a guard asks, and a call behind it
      const Instant from = some(at);
      Event& asked = add(r_.chance(75) ? Kind::Updated : Kind::Activity, id, from);
      if (asked.kind == Kind::Activity) asked.act = Act::Demo;
      else if (r_.chance(65)) asked.record.push_back({Field::Ready, known(r_.chance(85) ? 0 : 1)});
      else asked.record.push_back({Field::Due, known(from + r_.between(-2, 2) * kDay)});
      Event& call = add(Kind::Activity, id, some(from));
      call.act = Act::Call;
      call.by = someRep();
    }
    for (int i = b_.seats.empty() ? 0 : r_.between(0, 3); i > 0; --i) add(Kind::Claimed, id, some(at)).by = someRep();
    if (!b_.handoffs.empty() && r_.chance(60)) {   // what a handoff waits for
      Event& answer = add(r_.chance(75) ? Kind::Accepted : Kind::Rejected, id, some(at));
      answer.by = someRep();
      answer.reason = answer.kind == Kind::Rejected ? "no_fit" : "";
      const Instant answered = answer.at;
      Event& mark = add(Kind::Feedback, id, some(answered));
      mark.number = r_.between(1, 5);
    }
    if (!b_.approvals.empty() && r_.chance(40)) add(Kind::Updated, id, some(at)).record.push_back({Field::Size, known(10)});   // nothing to agree to
    if (!b_.approvals.empty() && r_.chance(50)) {
      Event& answer = add(Kind::Decided, id, some(at));
      answer.name = "terms";
      answer.value = r_.chance(50) ? "granted" : "refused";
      answer.by = "dora";
    }
    if (r_.chance(8)) {
      Event again = add(Kind::Created, id, some(at));
      again.record = {someField(at)};
      events_.back() = again;
    }
  }

  void something(const std::string& id, Instant at) {
    switch (r_.below(22)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
      case 5: {
        Event& event = add(Kind::Activity, id, at);
        event.act = static_cast<Act>(r_.below(3));
        if (event.act == Act::Call) {
          if (r_.chance(80)) event.where = r_.below(2);
          if (r_.chance(80)) event.by = someRep();
        }
        if (event.act == Act::Reply && r_.chance(85)) event.where = 2 + r_.below(2);
        if (r_.chance(3)) event.known_act = false, event.where = -1;
        return;
      }
      case 6:
      case 7:
      case 8: {
        Event& event = add(Kind::Updated, id, at);
        event.record.push_back(someField(at));
        if (r_.chance(15)) event.record.back().second = {};
        return;
      }
      case 9: {
        Event& event = add(Kind::Consent, id, at);
        event.record.push_back({Field::Consent, known(r_.below(3))});
        return;
      }
      case 10:
      case 11:
      case 12:
      case 13: {
        Event& event = add(Kind::Moved, id, at);
        event.name = r_.pick(b_.stages).name;
        event.by = r_.chance(60) ? (r_.chance(50) ? "max" : "dora") : someRep();
        if (r_.chance(50)) event.reason = r_.chance(90) ? (r_.chance(50) ? "no_fit" : "no_time") : "bored";
        return;
      }
      case 14: {
        Event& event = add(Kind::Assigned, id, at);
        event.value = someRep();
        event.by = "max";
        if (!b_.seats.empty() && r_.chance(40)) event.name = r_.pick(b_.seats);
        return;
      }
      case 15: add(Kind::Claimed, id, at).by = someRep(); return;
      case 16: {
        if (b_.checklists.empty()) break;
        Event& event = add(Kind::Answered, id, at);
        event.name = "bant";
        event.answers.push_back({"budget", r_.between(-1, 1)});
        if (r_.chance(50)) event.answers.push_back({"need", r_.between(-1, 1)});
        return;
      }
      case 17: {
        if (b_.handoffs.empty()) break;
        const int what = r_.below(3);
        Event& event = add(what == 0 ? Kind::Accepted : what == 1 ? Kind::Rejected : Kind::Feedback, id, at);
        if (r_.chance(50)) event.name = "pass_on";
        event.by = someRep();
        event.reason = what == 1 ? (r_.chance(80) ? "no_fit" : "no_time") : "";
        event.number = what == 2 ? r_.between(1, 6) : 0;
        return;
      }
      case 18: {
        if (b_.approvals.empty()) break;
        Event& event = add(Kind::Decided, id, at);
        event.name = "terms";
        event.value = r_.chance(70) ? "granted" : "refused";
        event.by = r_.chance(80) ? (r_.chance(50) ? "max" : "dora") : someRep();
        return;
      }
      case 19: {
        if (b_.escalations.empty()) break;
        Event& event = add(r_.chance(60) ? Kind::Acknowledged : Kind::Resolved, id, at);
        if (r_.chance(60)) event.name = r_.pick(b_.escalations).name;
        event.by = "max";
        if (event.kind == Kind::Acknowledged && r_.chance(60)) event.number = r_.between(1, 20) * kHour;
        return;
      }
      default: break;
    }
    Event& event = add(Kind::Activity, id, at);
    event.act = Act::Demo;
  }

  std::string anotherLead() { return "L" + std::to_string(r_.between(1, static_cast<int>(created_.size()))); }

  /// Mergers, erasure, events of nobody.
  void wild() {
    if (f_.has(Feature::Merges) && created_.size() > 1 && r_.chance(35)) {
      const std::string kept = anotherLead(), other = anotherLead();
      add(Kind::Merged, kept, some(s_.start)).value = other;
    }
    if (f_.has(Feature::Circles) && created_.size() > 1 && r_.chance(10)) {
      const Instant at = some(s_.start + kDay);
      add(Kind::Merged, "L1", at).value = "L2";
      add(Kind::Merged, "L2", at).value = "L1";
    }
    if (f_.has(Feature::Erasure) && r_.chance(25)) {
      const std::string id = anotherLead();   // one that is there by then
      add(Kind::Erased, id, some(std::min(s_.end, created_[id] + kHour)));
    }
    if (f_.has(Feature::MergeErased) && created_.size() > 1 && r_.chance(10)) {
      const Instant at = some(s_.start + kDay / 2);
      add(Kind::Merged, "L1", at).value = "L2";
      add(Kind::Erased, "L1", at);
    }
    if (r_.chance(10)) {
      Event& event = add(Kind::Activity, "nobody", some(s_.start));
      event.act = Act::Call;
    }
  }

  void rosters() {
    const int changes = r_.below(3);
    for (int i = 0; i < changes; ++i) {
      const Instant at = some(s_.start + 2 * kHour);
      RosterRow row;
      const bool turns = f_.has(Feature::RosterTurns);
      const int what = r_.below(turns ? 8 : 2);
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
        case 4:
          row.person.team = r_.chance(50) ? "a" : "b";
          row.says = {"team"};
          break;
        case 5:
          row.person.active = false;
          row.says = {"active"};
          if (r_.chance(60)) {
            RosterRow again = row;
            again.person.active = true;
            add(Kind::Roster, "", at + r_.between(1, 40) * kHour).rows.push_back(again);
          }
          break;
        case 6:
          row.person.manager = r_.chance(70) ? someRep() : "nobody_here";
          row.says = {"manager"};
          break;
        default:
          row.person.capacity = r_.between(1, 4);
          row.person.weight = r_.between(1, 3);
          row.says = {"capacity", "weight"};
          break;
      }
      add(Kind::Roster, "", at).rows.push_back(row);
    }
  }

  static bool asksGuard(const Event& event) {
    if (event.kind == Kind::Activity) return event.act == Act::Demo;
    return event.kind == Kind::Updated && (event.record.front().first == Field::Ready || event.record.front().first == Field::Due);
  }

  /// Everything at once, but for what is told late and what comes twice; versions come between.
  void deliver() {
    std::vector<Event> rest = std::move(events_);
    s_.deliveries.push_back({s_.start, {}, -1});
    std::vector<std::pair<Instant, Event>> late;
    std::vector<std::string> with;   // those that late ones come with are not told late themselves
    if (f_.has(Feature::Late) && r_.chance(b_.guards.empty() ? 70 : 90)) {
      const int count = r_.between(1, 4);
      for (int i = 0; i < count; ++i) {
        // Told together with another event of its lead, so that it is told at a time that everybody agrees on.
        const int which_kind = !b_.guards.empty() && r_.chance(60) ? 2 : r_.below(2);   // any, calls, what guards ask
        std::vector<std::size_t> choices;
        for (std::size_t e = 0; e < rest.size(); ++e) {
          if (rest[e].lead.empty() || rest[e].kind == Kind::Created || rest[e].kind == Kind::Merged || rest[e].kind == Kind::Erased) continue;
          if (which_kind == 1 && (rest[e].kind != Kind::Activity || rest[e].act != Act::Call)) continue;
          if (which_kind == 2 && !asksGuard(rest[e])) continue;
          if (std::find(with.begin(), with.end(), rest[e].id) == with.end()) choices.push_back(e);
        }
        if (choices.empty()) break;
        const std::size_t which = r_.pick(choices);
        if (rest[which].kind == Kind::Activity && !f_.has(Feature::LateTouches)) continue;
        const bool guarded = rest[which].kind == Kind::Activity || rest[which].kind == Kind::Updated || rest[which].kind == Kind::Consent || rest[which].kind == Kind::Answered;
        if (guarded && !f_.has(Feature::LateGuards) && !b_.guards.empty()) continue;
        Instant told = kMissing;
        std::string beside;
        for (const Event& event : rest)
          if (event.lead == rest[which].lead && (event.kind == Kind::Updated || (event.kind == Kind::Activity && event.known_act)) && event.at > rest[which].at && event.at < s_.end &&
              (isMissing(told) || r_.chance(30)))
            told = event.at, beside = event.id;
        if (isMissing(told)) continue;
        with.push_back(beside);
        late.emplace_back(told, rest[which]);
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(which));
      }
    }
    if (r_.chance(20) && !rest.empty()) {   // given twice
      const Event again = r_.pick(rest);
      late.emplace_back(std::min(s_.end, again.at + r_.below(20) * kHour), again);
    }
    s_.deliveries.front().events = rest;
    std::stable_sort(late.begin(), late.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [told, event] : late) {
      if (s_.deliveries.back().at == told && s_.deliveries.size() > 1) s_.deliveries.back().events.push_back(event);
      else s_.deliveries.push_back({told, {event}, -1});
    }
    if (book_.versions.size() > 1) {
      Delivery over;
      over.at = some(s_.start + 3 * kHour);
      over.deploy = 1;
      s_.deliveries.push_back(over);
      std::stable_sort(s_.deliveries.begin() + 1, s_.deliveries.end(), [](const Delivery& a, const Delivery& b) { return a.at < b.at; });
    }
  }

  Random& r_;
  const Features& f_;
  const Book& book_;
  const Playbook& b_;
  Story s_;
  int days_ = 0, count_ = 0;
  std::vector<Event> events_;
  std::map<std::string, Instant> created_;
};

}  // namespace

Story makeStory(Random& random, const Features& features, const Book& book) { return Teller(random, features, book).tell(); }

}  // namespace leadflow::lives

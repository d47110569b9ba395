// Random lives under a playbook: leads that come, and when the world is told of what happens.
#include <algorithm>

#include "runtime/value/instant.hpp"
#include "tests/lives/make/teller.hpp"

namespace leadflow::lives {

namespace {

int rank(const Event& event) { return event.kind == Kind::Roster ? 0 : event.kind == Kind::Created ? 1 : event.kind == Kind::Activity ? 2 : 3; }

/// Whatever the lead is like: an activity that is known, an update that only says what can be read.
bool isTaken(const Event& event) {
  if (event.kind == Kind::Activity) return event.known_act;
  return event.kind == Kind::Updated && !event.record.empty() && std::all_of(event.record.begin(), event.record.end(), [](const auto& each) { return each.second.known; });
}

bool asksGuard(const Event& event) {
  if (event.kind == Kind::Activity) return event.act == Act::Demo;
  return event.kind == Kind::Updated && !event.record.empty() && (event.record.front().first == Field::Ready || event.record.front().first == Field::Due);
}

}  // namespace

Story Teller::tell() {
  s_.start = daysFromCivil({2026, 3, 2}) * kDay + r_.below(5) * kDay;
  days_ = r_.between(3, 12);
  s_.end = s_.start + days_ * kDay + r_.below(24) * kHour;
  const int leads = r_.between(1, 4);
  for (int i = 0; i < leads; ++i) lead("L" + std::to_string(i + 1), i);
  if (f_.has(Feature::Rosters)) rosters();
  wild();
  if (f_.has(Feature::LikeIds)) likeIds();
  std::stable_sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return a.at != b.at ? a.at < b.at : rank(a) < rank(b); });
  deliver();
  return std::move(s_);
}

Instant Teller::some(Instant from) {
  // Round instants, near the beginning more often, so that what is due and what happens meet.
  const std::int64_t span = s_.end - from;
  const std::int64_t reach = r_.chance(50) ? std::min<std::int64_t>(span, kDay) : span;
  const std::int64_t grid = r_.chance(70) ? kHour : r_.chance(50) ? 30 * kMinute : kMinute;
  return from + std::max<std::int64_t>(0, static_cast<std::int64_t>(r_.below(static_cast<int>(reach / grid) + 1))) * grid;
}

Event& Teller::add(Kind kind, const std::string& lead, Instant at) {
  Event event;
  event.id = "e" + std::to_string(++count_);
  event.kind = kind;
  event.lead = lead;
  event.at = at;
  events_.push_back(event);
  return events_.back();
}

/// Leads that are merged sooner or later, of which one says nothing where a guard asks, though it names the field. Drawn beside the
/// other draws, so that whoever is no twin lives as before.
bool Teller::twin(std::map<Field, Value>& record, Instant at, int number) {
  Random words(static_cast<std::uint64_t>(at) * 64 + static_cast<std::uint64_t>(number));
  if (!words.chance(60)) return false;
  record[Field::Email] = textValue("p1@home.example");
  for (const Field field : {Field::Consent, Field::Ready})
    if (words.chance(85)) record[field] = words.chance(45) ? known(words.below(2)) : words.chance(45) ? Value{} : unreadable(field);
  return true;
}

void Teller::lead(const std::string& id, int number) {
  Instant at = number == 0 ? s_.start + r_.below(12) * kHour : some(s_.start);
  const bool opening = f_.has(Feature::BusinessClocks) && r_.chance(30);   // when desks open, so that a day's work is due when they close
  if (opening) at = at / kDay * kDay + (b_.zone == "UTC" ? 9 : b_.zone == "Europe/Berlin" ? 8 : 14) * kHour;
  created_[id] = at;
  Event& created = add(Kind::Created, id, at);
  std::map<Field, Value> record;
  if (r_.chance(75)) record[Field::Email] = textValue("p" + std::to_string(r_.chance(b_.duplicates.empty() ? 50 : 8) ? number + 5 : r_.between(1, 4)) + "@home.example");
  for (int i = 0; i < 4; ++i) {
    const auto [field, value] = someField(at);
    if (field != Field::Email) record[field] = value;
  }
  if (r_.chance(50)) record[Field::Consent] = known(r_.below(3));
  if (!b_.guards.empty() && r_.chance(75)) record[Field::Ready] = known(1);
  const bool is_twin = !b_.guards.empty() && !b_.duplicates.empty() && b_.duplicates.front().merge && twin(record, at, number);
  for (const auto& each : record) created.record.push_back(each);
  if (f_.has(Feature::Adoption) && r_.chance(b_.seats.empty() ? 12 : 30)) {
    const Stage& stage = r_.pick(b_.stages);
    created.name = stage.name;
    if (r_.chance(60)) created.value = someRep();
    else if (r_.chance(30)) created.queue = "later";
  } else if (f_.has(Feature::GivenQueue) && r_.chance(10)) {   // it enters the initial stage, with somebody or in a queue
    if (r_.chance(70)) created.queue = r_.pick(b_.queues).name;
    else created.value = someRep();
  }
  if (f_.has(Feature::RecordTouches) && r_.chance(20)) deeds(created, at);
  oddities(created);
  if (created.name.empty()) complete(id, at);
  if (is_twin) {   // a call that goes with it when it is merged
    Event& call = add(Kind::Activity, id, at + r_.below(8) * kHour / 2);
    call.act = Act::Call, call.where = r_.below(2), call.by = someRep();
  }
  const int things = r_.between(5, 17);
  for (int i = 0; i < things; ++i) something(id, some(at));
  if (f_.has(Feature::LateTouches) && r_.chance(80)) answeredBefore(id, at);
  if (f_.has(Feature::LateTouches) && f_.has(Feature::LateGuards) && r_.chance(90)) doneBefore(id, at);
  if (f_.has(Feature::Late) && r_.chance(75)) wordsBefore(id, at);
  for (int i = r_.chance(97) ? r_.between(1, 2) : 0; i > 0; --i) {   // somebody works late, after all desks have closed
    Event& call = add(Kind::Activity, id, (at / kDay + (opening ? 0 : r_.between(0, 2))) * kDay + r_.between(21, 23) * kHour);
    call.act = Act::Call;
    call.where = 0;
    call.by = someRep();
    if (call.at < at) call.at += kDay;
  }
  if (f_.has(Feature::LateGuards) && !b_.guards.empty() && r_.chance(95)) {   // what a guard asks, and a call behind it
    const Instant from = some(at);
    Event& asked = add(r_.chance(75) ? Kind::Updated : Kind::Activity, id, from);
    if (asked.kind == Kind::Activity) asked.act = Act::Demo;
    else if (r_.chance(65)) asked.record.push_back({Field::Ready, known(r_.chance(85) ? 0 : 1)});
    else asked.record.push_back({Field::Due, known(from + r_.between(-2, 2) * kDay)});
    Event& call = add(Kind::Activity, id, some(from));
    call.act = Act::Call;
    call.by = someRep();
  }
  for (int i = b_.seats.empty() ? 0 : r_.between(2, 7); i > 0; --i) add(Kind::Claimed, id, some(at)).by = someRep();
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

/// What was done at that instant or before it stands in the record.
void Teller::deeds(Event& event, Instant from) {
  for (int i = r_.between(1, 3); i > 0; --i) {
    Deed deed;
    deed.at = r_.chance(60) ? from : from - r_.between(1, 72) * kHour;
    if (r_.chance(8)) deed.at = from + r_.between(1, 48) * kHour;   // a meeting that is arranged
    deed.act = r_.chance(65) ? Act::Call : static_cast<Act>(r_.below(3));
    if (std::any_of(event.deeds.begin(), event.deeds.end(), [&](const Deed& each) { return each.act == deed.act && each.at == deed.at; })) continue;
    if (deed.act == Act::Call && r_.chance(80)) deed.where = r_.below(2), deed.by = someRep();
    event.deeds.push_back(deed);
  }
}

/// What of a new lead cannot be read or is not known; and what its playbook demands.
void Teller::oddities(Event& created) {
  const auto said = [&](Field field) { return std::find_if(created.record.begin(), created.record.end(), [&](const auto& each) { return each.first == field; }); };
  const auto say = [&](Field field, const Value& value) {
    if (const auto known = said(field); known != created.record.end()) known->second = value;
    else created.record.emplace_back(field, value);
  };
  const bool adopted = !created.name.empty();
  for (const Field field : b_.required)
    if (said(field) == created.record.end() && (adopted || r_.chance(b_.rejected.empty() ? 90 : 60))) say(field, good(field, created.at));
  if (!f_.has(Feature::Unread)) return;
  if (!adopted)
    for (const Field field : b_.strict)
      if (r_.chance(20)) say(field, unreadable(field));
  if (!adopted && r_.chance(10)) {
    const auto field = static_cast<Field>(r_.below(kFields));
    if (!isText(field)) say(field, unreadable(field));
  }
  created.odd_name = r_.chance(5);
  if (!created.deeds.empty() && r_.chance(15)) created.deeds.front().known = false;
  if (!created.value.empty() && r_.chance(15)) created.value = "nobody_here";
  if (!created.queue.empty() && r_.chance(15)) created.queue = "nowhere";
}

/// What the record lacked is brought, or somebody moves the lead as it is.
void Teller::complete(const std::string& id, Instant at) {
  if (b_.rejected.empty()) return;
  if (r_.chance(60)) {
    Event& update = add(Kind::Updated, id, some(at));
    for (const std::vector<Field>* fields : {&b_.required, &b_.strict})
      for (const Field field : *fields)
        if (r_.chance(85)) update.record.emplace_back(field, good(field, update.at));
  }
  if (r_.chance(50)) {
    Event& taken = add(Kind::Assigned, id, at + r_.below(6) * kHour / 2);
    taken.value = taken.by = "max";
  }
  if (r_.chance(70)) {
    std::vector<std::string> ways;   // where a person may move it to
    for (const Line& line : b_.stages.front().lines)
      if (line.by_person) ways.push_back(line.to);
    Event& move = add(Kind::Moved, id, r_.chance(50) ? some(at) : at + r_.below(8) * kHour / 2);
    move.name = ways.empty() || r_.chance(20) ? r_.pick(b_.stages).name : r_.pick(ways);
    move.by = r_.chance(50) ? "max" : someRep();
    move.reason = "no_fit";
  }
}

/// Everything at once, but for what is told late and what comes twice; versions come between.
void Teller::deliver() {
  std::vector<Event> rest = std::move(events_);
  s_.deliveries.push_back({s_.start, {}, -1});
  std::vector<std::pair<Instant, Event>> late;
  std::vector<std::string> with;   // those that late ones come with are not told late themselves
  if (f_.has(Feature::Late) && r_.chance(b_.guards.empty() ? 70 : 90)) {
    const std::size_t count = late_first_.size() + static_cast<std::size_t>(r_.between(6, 12));
    for (std::size_t i = 0; i < count; ++i) {
      // Told together with another event of its lead, so that it is told at a time that everybody agrees on.
      enum { Any, Calls, Asked, Owners };
      const int which_kind = !b_.guards.empty() && r_.chance(55) ? Asked : r_.pick(std::vector<int>{Any, Calls, Calls, Calls, Owners, Owners});
      const auto fits = [&](const Event& event) {
        if (i < late_first_.size()) return event.id == late_first_[i];
        if (event.lead.empty() || event.kind == Kind::Created || event.kind == Kind::Merged || event.kind == Kind::Erased) return false;
        switch (which_kind) {
          case Owners: return event.kind == Kind::Claimed || event.kind == Kind::Assigned;
          case Calls: return event.kind == Kind::Activity && (event.act == Act::Call || event.act == Act::Demo);
          case Asked: return asksGuard(event);
          default: return true;
        }
      };
      std::vector<std::size_t> choices;
      for (std::size_t e = 0; e < rest.size(); ++e)
        if (fits(rest[e]) && std::find(with.begin(), with.end(), rest[e].id) == with.end()) choices.push_back(e);
      if (choices.empty()) continue;
      const std::size_t which = r_.pick(choices);
      if (rest[which].kind == Kind::Activity && !f_.has(Feature::LateTouches)) continue;
      const bool guarded = rest[which].kind == Kind::Activity || rest[which].kind == Kind::Updated || rest[which].kind == Kind::Consent || rest[which].kind == Kind::Answered;
      if (guarded && !f_.has(Feature::LateGuards) && !b_.guards.empty()) continue;
      Instant told = kMissing;
      std::string beside;
      for (const Event& event : rest)
        if (event.lead == rest[which].lead && isTaken(event) && event.at > rest[which].at && event.at < s_.end &&
            (isMissing(told) || r_.chance(i < late_first_.size() ? 30 : 45)))
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

Story makeStory(Random& random, const Features& features, const Book& book) { return Teller(random, features, book).tell(); }

}  // namespace leadflow::lives

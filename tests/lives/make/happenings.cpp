// What happens to leads: what they do, what people say of them; mergers, erasure, events of nobody.
#include <algorithm>

#include "tests/lives/make/teller.hpp"

namespace leadflow::lives {

Value Teller::good(Field field, Instant at) {
  switch (field) {
    case Field::Company: return textValue(r_.chance(50) ? "Acme" : "Borg");
    case Field::Size: return known(r_.between(1, 6) * 10);
    case Field::Vip:
    case Field::Ready: return known(r_.below(2));
    case Field::Due: return known(at + r_.between(-2, 4) * kDay + r_.below(24) * kHour);
    case Field::Callback: return known(at + r_.between(-4, 60) * kHour);
    case Field::Email: return textValue("p" + std::to_string(r_.between(1, 4)) + "@home.example");
    case Field::FirstName: return textValue("Kim");
    case Field::Consent: return known(r_.below(3));
  }
  return {};
}

std::pair<Field, Value> Teller::someField(Instant at) {
  static const std::vector<Field> fields = {Field::Company, Field::Size, Field::Vip, Field::Ready, Field::Due, Field::Callback, Field::Email, Field::FirstName};
  const Field field = r_.pick(fields);
  return {field, good(field, at)};
}

/// What in it cannot be read, or nobody knows.
void Teller::oddly(Event& event) {
  if (!f_.has(Feature::Unread)) return;
  if (event.kind == Kind::Activity && event.known_act) {
    event.odd_name = r_.chance(4);
    if (event.act != Act::Demo && r_.chance(6)) event.odd_value = true, event.where = -1;
  }
  if (event.kind == Kind::Updated || event.kind == Kind::Consent) {
    if (r_.chance(15) && !isText(event.record.front().first)) event.record.front().second = unreadable(event.record.front().first);
    event.odd_name = r_.chance(8);
    if (event.kind == Kind::Updated && r_.chance(4)) event.record.clear();
  }
  if (event.kind == Kind::Answered && r_.chance(15)) {
    if (r_.chance(40)) event.answers.clear();
    event.answers.push_back({"colour", 1});
  }
  event.odd_member = r_.chance(3);
}

void Teller::something(const std::string& id, Instant at) {
  anything(id, at);
  oddly(events_.back());
}

void Teller::anything(const std::string& id, Instant at) {
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
      if (!b_.rejected.empty() && r_.chance(50)) {   // whom a person takes on though its record cannot be used
        Event& taken = add(Kind::Assigned, id, at);
        taken.value = taken.by = "max";
        return;
      }
      Event& event = add(Kind::Updated, id, at);
      event.record.push_back(someField(at));
      if (r_.chance(15)) event.record.back().second = {};
      if (f_.has(Feature::RecordTouches) && r_.chance(25)) deeds(event, at - r_.between(0, 5) * kHour / 2);
      return;
    }
    case 9: {
      Event& event = add(Kind::Consent, id, at);
      event.record.push_back({Field::Consent, known(r_.chance(40) ? 1 : r_.below(3))});
      return;
    }
    case 10:
    case 11:
    case 12:
    case 13: {
      if (!b_.seats.empty() && r_.chance(25)) {
        add(Kind::Claimed, id, at).by = someRep();
        return;
      }
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

/// Mergers, erasure, events of nobody.
void Teller::wild() {
  if (f_.has(Feature::Merges) && created_.size() > 1 && r_.chance(50)) {
    const std::string kept = anotherLead(), other = anotherLead();
    const Instant at = some(s_.start + kHour);
    Event& call = add(Kind::Activity, other, at - r_.below(5) * kHour / 2);   // comes with it
    call.act = Act::Call, call.where = r_.below(2), call.by = someRep();
    add(Kind::Merged, kept, at).value = other;
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
    const Instant heard = event.at;
    if (f_.has(Feature::Erasure) && r_.chance(50)) {
      const Instant erased = heard + r_.between(1, 12) * kHour;
      add(Kind::Erased, "nobody", erased);
      if (r_.chance(40)) add(Kind::Created, "nobody", erased + r_.between(1, 6) * kHour).record.push_back({Field::Size, known(10)});
    }
  }
}

/// Events whose ids are as the engine might call its own messages: about who left, about mergers. They are events like any other.
void Teller::likeIds() {
  std::vector<std::pair<std::string, std::string>> ids;   // and of which lead
  for (const Event& event : events_)
    if (event.kind == Kind::Roster && (event.rows.front().gone || !event.rows.front().person.active))
      for (const auto& [lead, at] : created_) ids.emplace_back(event.id + "/" + lead, lead);
  if (created_.size() > 1)
    for (const char* what : {"absorb/", "merge/", "forward/", "flag/"}) {
      const std::string from = anotherLead(), to = anotherLead(), id = what + from + "/" + std::to_string(r_.between(1, 6));
      ids.emplace_back(what[0] == 'a' || what[1] == 'l' ? id + "/" + to : id, from);
    }
  if (ids.empty() || !r_.chance(35)) return;
  for (const auto& [id, lead] : ids) {
    Event& event = add(Kind::Activity, lead, created_[lead]);
    event.id = id;
    event.act = Act::Demo;
  }
}

}  // namespace leadflow::lives

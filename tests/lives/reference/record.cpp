// What a record says, what people did and answered; and what of it nobody can read (docs/language/events.md, "What nobody reads").
//
//     {"size":"many","vip":true,"sze":1}      vip is known, size is missing, and the event stands as refused in part
#include <algorithm>

#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

void Step::change(const std::vector<std::pair<Field, Value>>& record) {
  for (const auto& [field, value] : record) {
    const auto found = l_.record.find(field);
    const bool same = value.known ? found != l_.record.end() && found->second == value : found == l_.record.end();
    if (value.bad) in_part_ = true, say("a value could not be read");
    if (same && value.bad == (l_.bad.count(field) != 0)) continue;
    if (value.bad) l_.bad.insert(field);
    else l_.bad.erase(field);
    record_changed_ = true;
    if (field == Field::Consent && value.known && value.number == 1 &&
        std::any_of(l_.sequences.begin(), l_.sequences.end(), [](const auto& each) { return each.second.state == SequenceLife::State::Running; }))
      say("consent withdrawn in mid-sequence");
    if (value.known) l_.record[field] = value;
    else l_.record.erase(field);
  }
}

void Step::touch(const Event& event) {
  if (!event.known_act) return refuse("no such activity");
  stranger(event, event.by);
  if (event.odd_value) in_part_ = true, say("a value of an activity could not be read");
  const Touch touch{std::min(event.at, now_), event.act, event.where, event.by};
  l_.touches.push_back(touch);
  touches_.push_back(touch);
  judge(touch, l_.touches.size() - 1);
}

/// The activities of a record: what was done before the lead came, or is still to come, is history; the others are touches.
void Step::takeDeeds(const Event& event) {
  for (const Deed& deed : event.deeds) {
    if (!deed.known) in_part_ = true, say("an activity of a record that nobody knows");
    if (!deed.known) continue;
    stranger(event, deed.by);
    const Touch touch{deed.at, deed.act, deed.where, deed.by};
    l_.touches.push_back(touch);
    if (deed.at < l_.created || deed.at > now_) {
      say(deed.at > now_ ? "a record told what is still to come" : "a record told what was done before");
      continue;
    }
    touches_.push_back(touch);
    say(first_ ? "a touch in the record of a new lead" : "a touch in a later record");
  }
  recorded_ = touches_.size();
}

/// What lay ahead when a record told of it has come by now.
void Step::foretold() {
  if (isMissing(last_)) return;
  for (const Touch& touch : l_.touches)
    if (touch.at > last_ && touch.at <= now_) touches_.push_back(touch), say("a touch came that had been told before");
  recorded_ = touches_.size();
  for (std::size_t i = 0; i < book_->guards.size(); ++i)
    judge(i, [&](const Touch& touch) { return std::any_of(touches_.begin(), touches_.end(), [&](const Touch& each) { return each.at == touch.at && each.act == touch.act; }); });
}

void Step::judge(const Touch& touch, std::size_t place) {
  for (std::size_t i = 0; i < book_->guards.size(); ++i)
    if (book_->guards[i].act == touch.act && !heldAt(i, touch.at, false, place)) {
      l_.violations.emplace_back(i, touch);
      say(touch.at < now_ ? "a violation told late" : "violation");
    }
}

/// What somebody outside may have done is taken; that nobody of the roster is called so is told.
void Step::stranger(const Event& event, const std::string& by) {
  if (event.id.empty() || by.empty() || by == "automation" || world_.person(by) != nullptr) return;
  in_part_ = true;
  say("done by nobody of the roster");
}

void Step::answer(const Event& event) {
  const Checklist* list = named(book_->checklists, event.name);
  if (list == nullptr) return refuse("no such checklist");
  const auto known = [&](const auto& each) { return std::find(list->items.begin(), list->items.end(), each.first) != list->items.end(); };
  if (std::none_of(event.answers.begin(), event.answers.end(), known)) return refuse("nothing in it can be read");
  stranger(event, event.by);
  for (const auto& each : event.answers) {
    if (known(each) && overtaken(event, "answer " + list->name + ' ' + each.first)) say("an answer of later stands");
    else if (known(each)) l_.lists[list->name][each.first] = each.second;
    else in_part_ = true, say("an answer to what the checklist does not ask");
  }
}

// ---- what cannot be used

/// What an event tells of the record; false: it is refused, and the record stays as it was.
bool Step::update(const Event& event) {
  if (event.kind != Kind::Created && event.record.empty() && event.deeds.empty() && !event.odd_name) return refuse("it says nothing"), false;
  if (event.odd_name && !l_.knows_odd) record_changed_ = l_.knows_odd = true;   // kept with the lead: a later version may have such a field
  std::vector<Since> later = saidLater(event);
  change(event.record);
  for (const auto& [field, value] : event.record) {
    const auto is = [&, of = field](const std::vector<Field>& fields) { return std::find(fields.begin(), fields.end(), of) != fields.end(); };
    if ((is(book_->required) && !value.known) || (is(book_->strict) && value.bad)) {
      say("an update was refused for what a record must have");
      return refuse("a record must have it"), false;
    }
  }
  if (event.kind == Kind::Consent && std::all_of(event.record.begin(), event.record.end(), [](const auto& each) { return each.second.bad; })) {
    say("a consent that could not be read was refused");
    return refuse("nothing in it can be read"), false;
  }
  keepLater(event, std::move(later));
  const std::size_t before = l_.touches.size();
  takeDeeds(event);
  if (!touches_.empty()) noteGuards(std::min(event.at, now_), before);   // the values first, then each touch as an event of its own time
  for (std::size_t i = 0; i < book_->guards.size(); ++i)
    judge(i, [&](const Touch& touch) { return std::any_of(touches_.begin(), touches_.end(), [&](const Touch& each) { return each.at == touch.at && each.act == touch.act; }); });
  setRight();
  return true;
}

bool Step::unusable() const {
  return std::any_of(book_->required.begin(), book_->required.end(), [&](Field field) { return l_.record.count(field) == 0; }) ||
         std::any_of(book_->strict.begin(), book_->strict.end(), [&](Field field) { return l_.bad.count(field) != 0; });
}

/// It stands where leads begin, and waits: nothing is done there.
void Step::setAside() {
  if (book_->rejected.empty()) {
    say("a record that cannot be used was refused");
    return refuse("the record cannot be used");
  }
  l_.set_aside = true;
  say("set aside");
  adopted_ = false;
  l_.stage.clear();
  for (const Stage& stage : book_->stages)
    if (stage.initial) moveTo(stage.name, {});
  arriving_ = false;
  enqueue(book_->rejected, seat(), {});
}

/// It begins as if it had come now.
void Step::setRight() {
  if (!l_.set_aside || unusable()) return;
  l_.set_aside = false;
  say("set right");
  if (!owner().empty()) owner_assigned_ = true, say("set right, and somebody had taken it");
  if (l_.queue == book_->rejected) leaveQueue();
  l_.entered = now_;
  l_.aged.clear();
  l_.deferred.clear();
  entered_.push_back(l_.stage);
  created_ = record_changed_ = arriving_ = true;
}

void Step::noteOdd(const Event& event) {
  if (!event.odd_name && !event.odd_member) return;
  in_part_ = true;
  say(event.odd_name ? "a name that nobody knows" : "a member that the event does not take");
}

}  // namespace leadflow::lives

// What is forgotten, what consent changes, and who repeats whom.
#include <algorithm>

#include "runtime/value/duration.hpp"
#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

void Step::react() {
  l_.reacted.resize(book_->reactions.size());
  for (std::size_t i = 0; i < book_->reactions.size(); ++i) {
    const bool held = holds(book_->reactions[i].when), before = l_.reacted[i];
    l_.reacted[i] = held;
    if (!held || before || !reacted_.insert(i).second) continue;
    say("a reaction of privacy");
    act(book_->reactions[i].actions, {"privacy", book_->calendar, {}});
  }
}

void Step::erase() {
  l_.record.erase(Field::Email);
  l_.record.erase(Field::FirstName);
  end();
  arriving_ = false;
  l_.erased = l_.final = true;
  for (const auto& [id, other] : world_.lives_)   // with all that were merged into it
    if (other.merged_into == l_.id && !other.erased) send(Kind::Erased, id);
  say("erased");
}

void Step::planKeeps() {
  for (std::size_t i = 0; i < book_->keeps.size(); ++i) {
    if (book_->keeps[i].stage == l_.stage) l_.keeps[i] = l_.entered + book_->keeps[i].days * kDayMs;
    else l_.keeps.erase(i);
  }
}

// ---- duplicates

Event& Step::send(Kind kind, const std::string& lead) {
  Event& message = messages.emplace_back();
  message.kind = kind;
  message.lead = lead;
  message.at = now_;
  return message;
}

void Step::duplicates() {
  if (book_->duplicates.empty() || (!created_ && !record_changed_)) return;
  record_changed_ = false;
  if (l_.final && !created_) return;
  for (const Duplicate& rule : book_->duplicates) {
    const auto key = [&](const Life& life) {
      std::string text;
      for (const Field field : rule.same) {
        const auto found = life.record.find(field);
        if (found == life.record.end()) return std::string();
        text += found->second.text + "\x1f";
      }
      return text;
    };
    const std::string own = key(l_);
    if (own.empty()) continue;
    std::vector<const Life*> alike{&l_};
    for (const auto& [id, other] : world_.lives_)
      if (id != l_.id && other.there() && !other.erased && other.merged_into.empty() && key(other) == own) alike.push_back(&other);
    if (alike.size() == 1) continue;
    const auto older = [](const Life* a, const Life* b) { return a->created != b->created ? a->created < b->created : a->id < b->id; };
    std::sort(alike.begin(), alike.end(), older);
    const Life* kept = rule.keep == Duplicate::Keep::Newest ? alike.back() : alike.front();
    if (!rule.merge) {
      // `flag` alone says so on both, on each pair; after `keep …` it is said on the others only.
      const auto knows = [&](const std::string& id) { return std::find(l_.flags.begin(), l_.flags.end(), id) != l_.flags.end(); };
      for (const Life* other : alike) {
        if (other == &l_) continue;
        const bool on_both = rule.keep == Duplicate::Keep::Nothing, here_too = on_both || (kept != &l_ && other == kept);
        if (here_too && knows(other->id)) continue;
        if (here_too) l_.flags.push_back(other->id), say("flagged as a duplicate");
        if (on_both || kept == &l_) send(Kind::Flagged, other->id).value = l_.id;
      }
      continue;
    }
    if (kept != &l_) {
      sendAway(kept->id);
      return;
    }
    for (const Life* other : alike)
      if (other != &l_) send(Kind::Absorb, other->id).value = l_.id;
  }
}

void Step::sendAway(const std::string& kept) {
  Event& message = send(Kind::Brought, kept);
  message.value = l_.id;
  for (const auto& [field, value] : l_.record) message.record.emplace_back(field, value);
  end();
  arriving_ = false;
  l_.merged_into = kept;
  l_.final = true;
  l_.keeps.clear();
  say("merged");
}

void Step::bring(const Event& event) {
  for (const auto& [field, value] : event.record)
    if (l_.record.count(field) == 0) change({{field, value}});
  const auto from = world_.lives_.find(event.value);
  if (from != world_.lives_.end())
    for (const Touch& touch : from->second.touches) l_.touches.push_back(touch);
  std::erase(l_.flags, event.value);
  say("took in another lead");
}

bool Step::forward(const Event& event) {
  switch (event.kind) {
    case Kind::Timer:
    case Kind::Left:
    case Kind::Deployed:
    case Kind::Flagged:
    case Kind::Absorb:
    case Kind::Roster:
    case Kind::Tick: ignore("merged"); return true;
    default: break;
  }
  l_.now = now_;
  Event copy = event;
  copy.lead = l_.merged_into;
  copy.id.clear();
  if (copy.kind == Kind::Created) {
    copy.kind = Kind::Updated;
    copy.name = copy.value = copy.queue = {};
  }
  messages.push_back(copy);
  say("handed on to the lead that was kept");
  return event.kind != Kind::Erased;
}

}  // namespace leadflow::lives

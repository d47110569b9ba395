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
    if (looked_) say("privacy reacted to time");
    act(book_->reactions[i].actions, {"privacy", book_->calendar, {}});
  }
}

namespace {

bool asks(const Condition& c, Field field) {
  using Is = Condition::Is;
  const bool of_field = c.is == Is::Known || c.is == Is::True || c.is == Is::AtLeast || c.is == Is::TextIs || c.is == Is::BeforeNow;
  if ((of_field && c.field == field) || (c.is == Is::ConsentIs && field == Field::Consent)) return true;
  return std::any_of(c.of.begin(), c.of.end(), [&](const Condition& each) { return asks(each, field); });
}

}  // namespace

// ---- touches of people: each is judged by the guard as it was at its own time

namespace {

bool timeChanges(const Condition& c) {
  using Is = Condition::Is;
  if (c.is == Is::BeforeNow || c.is == Is::CreatedBefore || c.is == Is::Open || (c.is == Is::Had && c.since != Condition::Since::Stage)) return true;
  return std::any_of(c.of.begin(), c.of.end(), timeChanges);
}

}  // namespace

bool Step::heldAt(std::size_t guard, Instant at, bool again, std::size_t touch) {
  const Condition& condition = book_->guards[guard].only_when;
  if (!timeChanges(condition)) {
    if (guard >= l_.guarded.size() || l_.guarded[guard].empty()) return holds(condition);
    bool held = l_.guarded[guard].front().held;
    for (const Life::Held& each : l_.guarded[guard])
      if (each.from < at || (each.from == at && touch >= each.behind)) held = each.held;
    return held;
  }
  if (at >= now_ && !again) {
    judged_ = touch;
    const bool held = holds(condition);
    judged_ = SIZE_MAX;
    return held;
  }
  // One that time changes is asked for that instant, with the record of then: of each field what was said of the latest time up to it.
  const std::map<Field, Value> record = l_.record;
  const Instant now = now_;
  std::map<Field, Instant> latest;
  l_.record.clear();
  for (const Life::Said& each : l_.said) {
    const auto known = latest.find(each.field);
    if (!isMissing(each.from) && (each.from > at || (each.from == at && touch < each.behind) || (known != latest.end() && !isMissing(known->second) && each.from < known->second))) continue;
    latest[each.field] = each.from;
    if (each.value.known) l_.record[each.field] = each.value;
    else l_.record.erase(each.field);
  }
  now_ = at;
  judged_ = touch;
  const bool held = holds(condition);
  judged_ = SIZE_MAX;
  now_ = now;
  l_.record = record;
  return held;
}

void Step::noteSaid(Instant said, std::size_t behind) {
  const Instant from = first_ ? kMissing : said;
  for (int i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    const auto was = l_.noted.find(field), is = l_.record.find(field);
    const Value before = was == l_.noted.end() ? Value{} : was->second, after_it = is == l_.record.end() ? Value{} : is->second;
    const bool another = l_.noted_bad.count(field) != l_.bad.count(field);   // a word that cannot be read is a word
    if (!(before == after_it) || another) l_.said.push_back({from, field, after_it, behind});
  }
  l_.noted = l_.record;
  l_.noted_bad = l_.bad;
}

/// Of each field the last word by its own time stands: those of the event of which something later was said, with what stands.
std::vector<Step::Since> Step::saidLater(const Event& event) {
  const Instant said = std::min(event.at, now_);
  std::vector<Since> later;
  for (const auto& [field, value] : event.record) {
    const auto last = l_.last_said.find(field);
    const auto stands = l_.record.find(field);
    const bool bad = l_.bad.count(field) != 0;
    if (last == l_.last_said.end() && said < l_.created && (stands != l_.record.end() || bad)) {   // it came with the lead, read or not
      later.push_back({l_.created, field, stands == l_.record.end() ? Value{} : stands->second, bad});
      say("what a lead came with stands against an earlier word");
    } else if (last == l_.last_said.end() || last->second <= said) l_.last_said[field] = said;
    else later.push_back({last->second, field, stands == l_.record.end() ? Value{} : stands->second, bad});
  }
  std::stable_sort(later.begin(), later.end(), [](const Since& a, const Since& b) { return a.at < b.at; });
  return later;
}

/// What was told of them late held until then.
void Step::keepLater(const Event& event, std::vector<Since> later) {
  if (later.empty()) return;
  Instant from = std::min(event.at, now_);
  noteSaid(from, l_.touches.size());
  for (const Since& since : later) {   // also where it says what stands now: it has been so since then
    const auto told = l_.record.find(since.field);
    l_.said.push_back({from, since.field, told == l_.record.end() ? Value{} : told->second, l_.touches.size()});
  }
  std::vector<std::size_t> unchanged;   // since then by anything else: what of the event stands counts on
  for (std::size_t i = 0; i < l_.guarded.size() && i < book_->guards.size(); ++i)
    if (!timeChanges(book_->guards[i].only_when) && !l_.guarded[i].empty() && l_.guarded[i].back().from < from) unchanged.push_back(i);
  // A guard that something else has changed since, or whose other fields were spoken of since, has no answer of then.
  std::set<std::size_t> of_then;
  for (std::size_t i = 0; i < l_.guarded.size() && i < book_->guards.size(); ++i) {
    bool sure = !timeChanges(book_->guards[i].only_when) && !l_.guarded[i].empty();
    if (std::none_of(later.begin(), later.end(), [&](const Since& since) { return asks(book_->guards[i].only_when, since.field); })) continue;
    for (const Life::Held& each : l_.guarded[i])
      if (each.from > from && std::none_of(later.begin(), later.end(), [&](const Since& since) { return since.at == each.from; })) sure = false;
    for (const auto& [field, at] : l_.last_said)
      if (at > std::max(from, l_.created) && asks(book_->guards[i].only_when, field) && std::none_of(later.begin(), later.end(), [&, field = field](const Since& since) { return since.field == field; })) sure = false;
    if (sure) of_then.insert(i);
    else if (!timeChanges(book_->guards[i].only_when)) say("of a late update a guard has no answer of then");
  }
  for (std::size_t i = 0; i < later.size();) {
    const Instant until = later[i].at;
    rewriteGuards(of_then, from, until, i == 0);
    for (; i < later.size() && later[i].at == until; ++i) {
      if (later[i].stands.known) l_.record[later[i].field] = later[i].stands;
      else l_.record.erase(later[i].field);
      if (later[i].bad) l_.bad.insert(later[i].field);
      else l_.bad.erase(later[i].field);
      say("what was said later stands");
      const auto then = std::find_if(l_.said.rbegin(), l_.said.rend(), [&](const Life::Said& each) { return each.from == until && each.field == later[i].field; });
      noteSaid(until, then == l_.said.rend() ? 0 : then->behind);   // said again, or with the lead: from the beginning of its instant
    }
    from = until;
  }
  for (const std::size_t i : unchanged) {
    bool& held = l_.guarded[i].back().held;
    const bool now_holds = holds(book_->guards[i].only_when);
    if (l_.guarded[i].back().from == from && held != now_holds) held = now_holds, say("of a late update a part stands");
  }
  for (auto& answers : l_.guarded)   // an answer that stays as it was is none
    for (std::size_t i = 1; i < answers.size();)
      if (answers[i].held == answers[i - 1].held) answers.erase(answers.begin() + static_cast<std::ptrdiff_t>(i));
      else ++i;
}

void Step::rewriteGuards(const std::set<std::size_t>& guards, Instant from, Instant until, bool told) {
  for (const std::size_t i : guards) {
    auto& answers = l_.guarded[i];
    if (until <= answers.front().from) continue;
    const Instant begin = std::max(from, answers.front().from);
    const bool own = told && begin == from;   // it comes behind what was told before it of that very instant
    Life::Held anew{begin, holds(book_->guards[i].only_when), own ? l_.touches.size() : 0};
    bool after_it = answers.front().held, changed_then = false, spoken = own;
    std::vector<Life::Held> all, later;
    for (const Life::Held& answer : answers) {
      if (answer.from < until) after_it = answer.held;
      if (answer.from < begin || (own && answer.from == begin)) all.push_back(answer);
      else if (answer.from == begin && !spoken) anew.behind = answer.behind, spoken = true;
      if (answer.from >= until) later.push_back(answer);   // what was said at that instant changes it again
      changed_then = changed_then || answer.from == until;
    }
    all.push_back(anew);
    if (!changed_then) all.push_back({until, after_it});
    all.insert(all.end(), later.begin(), later.end());
    answers = all;
    if (isMissing(rewritten_) || begin < rewritten_) rewritten_ = begin;
  }
}

/// What an event says counts from its own time; where the guard has changed since then, from when it is told. Touches since then
/// are judged again.
void Step::noteGuards(Instant said, std::size_t touches) {
  noteSaid(said, touches);
  l_.guarded.resize(book_->guards.size());
  for (std::size_t i = 0; i < book_->guards.size(); ++i) {
    if (timeChanges(book_->guards[i].only_when)) {
      if (said < now_) judgeAgain(i, said);
      continue;
    }
    if (!isMissing(rewritten_)) judgeAgain(i, rewritten_);
    auto& answers = l_.guarded[i];
    const bool held = holds(book_->guards[i].only_when);
    if (answers.empty()) {
      answers.push_back({l_.created, held});
      continue;
    }
    if (answers.back().held == held) continue;
    const Instant from = said > answers.back().from ? said : now_;
    if (answers.back().from == from && answers.back().behind == touches) answers.back().held = held;   // what a merger of the same instant brought
    else answers.push_back({from, held, touches});
    if (from < now_) judgeAgain(i, from);
  }
}

void Step::judgeAgain(std::size_t guard, Instant from) {
  judge(guard, [from](const Touch& touch) { return touch.at > from; });
}

/// So many violations of touches of one instant as there are touches that were against the guard then. What another lead brings was
/// judged there, and what was told there is not told again.
void Step::judge(std::size_t guard, const std::function<bool(const Touch&)>& of) {
  const auto like = [](const Touch& a, const Touch& b) { return a.at == b.at && a.act == b.act && b.by != "automation"; };
  std::vector<Touch> done;
  const std::vector<Touch> all = l_.touches;
  for (std::size_t place = 0; place < all.size(); ++place) {
    const Touch& touch = all[place];
    if (place >= own_touches_ && touch.by != "automation" && touch.act == book_->guards[guard].act && of(touch)) say("a touch that came with another lead was judged there");
    if (place >= own_touches_ || !of(touch) || touch.act != book_->guards[guard].act || touch.by == "automation") continue;
    if (std::any_of(done.begin(), done.end(), [&](const Touch& other) { return like(other, touch); })) continue;
    done.push_back(touch);
    int wanted = 0;
    for (std::size_t i = 0; i < l_.touches.size(); ++i) wanted += like(l_.touches[i], touch) && !heldAt(guard, touch.at, true, i);
    const auto told = [&](const auto& each) { return each.first == guard && like(each.second, touch); };
    const int known = static_cast<int>(std::count_if(l_.violations.begin(), l_.violations.end(), told));
    for (int more = known; more > wanted; --more) {
      l_.violations.erase(std::find_if(l_.violations.begin(), l_.violations.end(), told));
      say("a touch was not against privacy after all");
    }
    const int there = static_cast<int>(std::count_if(l_.told_there.begin(), l_.told_there.end(), told));
    if (there > 0 && wanted > known) say("what was told of a merged lead is not told again");
    for (int more = known + there; more < wanted; ++more) {
      l_.violations.emplace_back(guard, touch);
      say(touches_.empty() ? "a touch turned out to be against privacy" : "a violation in a later record");
    }
  }
}

void Step::erase() {
  // Who did something stays where that was a rep: somebody of the roster, or who had the lead.
  std::set<std::string> reps;
  for (const Person& person : world_.roster_) reps.insert(person.id);
  for (const Had& had : l_.had) reps.insert(had.rep);
  for (const auto& [rep, at] : l_.taken) reps.insert(rep);
  for (const auto& [name, holder] : l_.seats) reps.insert(holder.rep);
  for (const auto& [name, life] : l_.handoffs) reps.insert({life.from, life.to});
  const auto forget = [&](std::string& by) {
    if (!by.empty() && reps.count(by) == 0) by.clear(), say("who did something was forgotten");
  };
  for (auto& [name, life] : l_.handoffs) forget(life.by);
  for (auto& [name, life] : l_.approvals) forget(life.by);
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
    if (own.empty() || !duplicates_asked_.insert(std::to_string(&rule - book_->duplicates.data()) + own).second) continue;
    // A lead is found by the fields that a rule of its own version compares, wherever that rule stands.
    const auto place = [&](const Life& life) {
      const std::vector<Duplicate>& rules = world_.versions_[static_cast<std::size_t>(life.version)].duplicates;
      return std::find_if(rules.begin(), rules.end(), [&](const Duplicate& each) { return each.same == rule.same; }) - rules.begin();
    };
    const auto compared = [&](const Life& life) { return static_cast<std::size_t>(place(life)) < world_.versions_[static_cast<std::size_t>(life.version)].duplicates.size(); };
    std::vector<const Life*> alike{&l_};
    for (const auto& [id, other] : world_.lives_)
      if (id != l_.id && other.there() && !forgets(other) && other.merged_into.empty() && compared(other) && key(other) == own && !goesInto(id, l_.id)) {
        alike.push_back(&other);
        if (place(other) != place(l_)) say("found by a rule that stands elsewhere in its version");
      }
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

/// Whether it was merged into that lead or is about to be, be it by way of others: an order waits until it is asked for.
bool Step::goesInto(const std::string& lead, const std::string& kept) const {
  std::set<std::string> seen;
  std::vector<std::string> open{lead};
  while (!open.empty()) {
    const std::string one = open.back();
    open.pop_back();
    const auto life = world_.lives_.find(one);
    if (!seen.insert(one).second || life == world_.lives_.end()) continue;
    std::vector<std::string> next{life->second.merged_into};
    for (const Event& waiting : life->second.waiting)
      if (waiting.kind == Kind::Absorb && waiting.at <= now_) next.push_back(waiting.value);
    for (const std::string& each : next) {
      if (each == kept) return true;
      open.push_back(each);
    }
  }
  return false;
}

/// Erased, or at this very instant about to be.
bool Step::forgets(const Life& life) const {
  return life.erased || std::any_of(life.waiting.begin(), life.waiting.end(), [&](const Event& event) { return event.kind == Kind::Erased && event.at <= now_; });
}

void Step::orderMerger(const std::string& other) {
  if (other.empty() || other == l_.id) return refuse("itself");
  if (goesInto(l_.id, other)) {
    say("mergers in a circle");
    return refuse("it goes into the other one already");
  }
  if (const auto found = world_.lives_.find(other); found == world_.lives_.end() || !found->second.there() || forgets(found->second) || !found->second.merged_into.empty()) return refuse("no such lead");
  send(Kind::Absorb, other).value = l_.id;
}

/// Asked to go into another lead.
void Step::absorb(const std::string& kept) {
  if (kept.empty() || kept == l_.id) return refuse("itself");
  const auto other = world_.lives_.find(kept);
  if (other == world_.lives_.end()) return refuse("no lead");
  const bool crossing = std::any_of(other->second.waiting.begin(), other->second.waiting.end(), [&](const Event& event) { return event.kind == Kind::Absorb && event.value == l_.id; });
  if (crossing ? l_.id < kept : goesInto(kept, l_.id)) {   // each asked the other: who comes first stays
    say("mergers in a circle");
    return refuse("the other one goes into this one");
  }
  if (forgets(other->second)) {
    say("an order to merge into a lead that is erased");
    return refuse("nobody would be left");
  }
  sendAway(kept);
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

bool Step::guardsAsk(Field field) const {
  return std::any_of(book_->guards.begin(), book_->guards.end(), [&](const auto& guard) { return asks(guard.only_when, field); });
}

/// What takes it away, or in a strict field cannot be read, is refused in an update, and no word of another lead either.
bool Step::mustHave(const Playbook& book, Field field, bool bad) {
  const auto is = [field](const std::vector<Field>& fields) { return std::find(fields.begin(), fields.end(), field) != fields.end(); };
  return is(book.required) || (bad && is(book.strict));
}

/// Where one lead had a word and the other one has nothing there, but later: the word goes, unless something would be allowed without it
/// that is not with it.
void Step::weigh(const std::map<Field, Silence>& silences, const Life& other) {
  const auto allowed = [&] {
    std::vector<bool> all;
    for (const Guard& guard : book_->guards) all.push_back(holds(guard.only_when));
    return all;
  };
  const std::map<Field, Value> record = l_.record;
  for (const auto& [field, each] : silences) l_.record[field] = each.word;
  const std::vector<bool> with = allowed();
  std::set<Field> stand;
  for (const auto& [field, each] : silences) {
    l_.record.erase(field);
    const std::vector<bool> without = allowed();
    for (std::size_t i = 0; i < with.size(); ++i)
      if (without[i] && !with[i]) stand.insert(field);
    if (stand.count(field) != 0) l_.record[field] = each.word;
  }
  l_.record = record;
  for (const auto& [field, each] : silences) {
    const bool stands = stand.count(field) != 0;
    if (stands) say("what forbids stood against silence");
    else if (each.theirs) say(other.bad.count(field) != 0 ? "what cannot be read came with another lead as the later word" : each.at == other.created ? "a new lead's null was the later word" : "a word that the other lead had taken back");
    if (each.theirs == stands) continue;
    l_.last_said[field] = each.at;
    brought_since_ = std::min(now_, isMissing(brought_since_) ? each.at : std::max(brought_since_, each.at));
    change({{field, stands ? each.word : Value{}}});
  }
}

void Step::bring(const Event& event) {
  const auto from = world_.lives_.find(event.value);
  // What a guard of privacy asks for goes by who said it last, `null` too; of one instant that is the lead that came last.
  const auto laterThan = [&](Field field) {
    const auto word = [field](const Life& life) {
      const auto said = life.last_said.find(field);
      return std::make_tuple(said == life.last_said.end() ? life.created : said->second, life.created, life.id);
    };
    return word(from->second) > word(l_);
  };
  std::set<Field> brought;
  std::map<Field, Silence> silences;
  for (const auto& [field, value] : event.record) {
    brought.insert(field);
    const auto own = l_.record.find(field);
    const bool asked = guardsAsk(field), was_said = l_.last_said.count(field) != 0;
    const bool unread = l_.bad.count(field) != 0 && asked && !mustHave(*book_, field, true);   // a word, though nobody knows which
    const bool known = own != l_.record.end() || unread;
    if (known && (from == world_.lives_.end() || !asked)) continue;
    if (own != l_.record.end() && own->second == value) {   // said again
      const auto said = from->second.last_said.find(field);
      if (laterThan(field)) l_.last_said[field] = said == from->second.last_said.end() ? from->second.created : said->second, say("both said the same");
      continue;
    }
    if (asked && from != world_.lives_.end() && (known || was_said) && !laterThan(field)) {
      if (own == l_.record.end()) say(unread ? "a word that cannot be read stands against another lead's" : "a word taken back that another lead still had");
      const auto said = from->second.last_said.find(field);
      if (own == l_.record.end()) silences[field] = {value, said == from->second.last_said.end() ? from->second.created : said->second, false};
      continue;
    }
    if (known) say("the later word of a merged lead");
    if (asked && from != world_.lives_.end()) {
      const auto said = from->second.last_said.find(field);
      const Instant since = said == from->second.last_said.end() ? from->second.created : said->second;
      brought_since_ = std::min(now_, isMissing(brought_since_) ? since : std::max(brought_since_, since));
    }
    l_.last_said.erase(field);
    if (from != world_.lives_.end()) {
      const auto said = from->second.last_said.find(field);
      if (said != from->second.last_said.end()) l_.last_said[field] = said->second;
      else if ((known || was_said) && asked) l_.last_said[field] = from->second.created;
    }
    change({{field, value}});
  }
  if (from != world_.lives_.end()) {
    std::map<Field, Instant> silent = from->second.last_said;   // what it does not know, by when it said so
    for (const Field field : from->second.bad)
      if (!mustHave(world_.versions_[static_cast<std::size_t>(from->second.version)], field, true)) silent.emplace(field, from->second.created);
    for (const auto& [field, at] : silent) {
      if (brought.count(field) != 0 || !guardsAsk(field) || mustHave(*book_, field, false) || !laterThan(field)) continue;
      if (const auto word = l_.record.find(field); word != l_.record.end()) {
        silences[field] = {word->second, at, true};
        continue;
      }
      l_.last_said[field] = at;
      if (l_.record.count(field) == 0 && l_.bad.count(field) == 0) continue;
      brought_since_ = std::min(now_, isMissing(brought_since_) ? at : std::max(brought_since_, at));
      change({{field, Value{}}});
    }
    weigh(silences, from->second);
  }
  if (from != world_.lives_.end() && from->second.knows_odd && !l_.knows_odd) record_changed_ = l_.knows_odd = true;
  if (from != world_.lives_.end())
    own_touches_ = l_.touches.size();
  if (from != world_.lives_.end())
    for (const auto* told : {&from->second.violations, &from->second.told_there}) l_.told_there.insert(l_.told_there.end(), told->begin(), told->end());
  if (from != world_.lives_.end())
    for (const Touch& touch : from->second.touches) {
      l_.touches.push_back(touch);
      if (touch.at < l_.created || touch.at > now_) continue;
      touches_.push_back(touch);   // the same person was called, whichever of the two was known then
      say("a touch came with another lead");
    }
  recorded_ = touches_.size();
  took_in_ = true;
  std::erase(l_.flags, event.value);
  setRight();
  say("took in another lead");
}

bool Step::forward(const Event& event) {
  switch (event.kind) {
    case Kind::Timer:
    case Kind::Left:
    case Kind::Rebalanced:
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

// Handing over, and asking for agreement.
#include <algorithm>

#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

namespace {

/// Accepted, but at a later instant.
bool acceptedBehind(const HandoffLife& life, Instant at) { return life.state == HandoffLife::State::Accepted && life.offered <= at && at < life.answered; }
bool waits(const HandoffLife& life) { return life.state == HandoffLife::State::Waiting || life.state == HandoffLife::State::Late; }
/// In time an answer is theirs who had to give it then, whoever gave it for them; who let the time pass keeps that, and who answers then
/// has one of their own.
void credit(HandoffLife& life, const std::string& by, const std::string& holder, Instant at, bool accepted) {
  if (life.state == HandoffLife::State::Accepted) {   // somebody had accepted it before, as is told late
    life.shares = life.shares_before;
    life.state = isMissing(life.due) || life.answered <= life.due ? HandoffLife::State::Waiting : HandoffLife::State::Late;
  }
  life.shares_before = life.shares;
  std::string& asked = life.shares.back().first;
  if (life.state == HandoffLife::State::Late && at > life.due) {
    if (asked.empty() || by.empty()) asked = by.empty() ? asked : by;
    else if (by != asked) life.shares.emplace_back(by, false);
  } else {
    asked = holder.empty() ? by : holder;
  }
  life.shares.back().second = accepted;
}
bool asked(const ApprovalLife& life) { return life.state == ApprovalLife::State::Asked || life.state == ApprovalLife::State::Late; }

}  // namespace

void Step::startHandoffs() {
  for (const Handoff& handoff : book_->handoffs) {
    HandoffLife& life = l_.handoffs[handoff.name];
    life.held.resize(handoff.when.size());
    bool begins = false;
    for (std::size_t i = 0; i < handoff.when.size(); ++i) {
      const bool level = handoff.when[i].kind == Trigger::Kind::Holds || handoff.when[i].kind == Trigger::Kind::InStage;
      const bool now_so = happened(handoff.when[i]);
      begins = begins || (now_so && !(level && life.held[i]));
      if (handoff.when[i].kind == Trigger::Kind::Holds && now_so && !life.held[i] && !waits(life)) {
        say("a condition began a handoff");
        if (looked_) say("time began a handoff");
      }
      if (level) life.held[i] = now_so;
    }
    if (begins) offer(handoff);
  }
}

void Step::offer(const Handoff& handoff) {
  if (waits(l_.handoffs[handoff.name])) return;
  const std::string place = handoff.to.empty() ? seat() : handoff.to;
  const std::string from = handoff.from.empty() ? std::string() : l_.seats[handoff.from].rep;
  if (!handoff.route.empty()) route(handoff.route, place, {}, {"handoff " + handoff.name, book_->calendar, {}});
  HandoffLife& life = l_.handoffs[handoff.name];
  const int offers = life.offers + 1;
  const std::vector<bool> held = life.held;
  const std::vector<std::pair<std::string, bool>> shares = life.shares;
  life = {};
  life.held = held;
  life.shares = shares;
  life.offers = offers;
  life.state = HandoffLife::State::Waiting;
  life.from = from;
  life.to = l_.seats[place].rep;
  life.offered = now_;
  begins("handoff " + handoff.name, answered_at_);
  life.shares.emplace_back(life.to, false);
  life.holders = {{life.to, now_}};
  if (handoff.accept_within.given) life.due = after(world_, *book_, handoff.accept_within, now_, world_.calendarOf(*book_, life.to));
  say("handoff offered");
  tellOffer(handoff);
}

void Step::tellOffer(const Handoff& handoff) {
  Who who;
  who.kind = Who::Kind::Seat;
  who.name = handoff.to.empty() ? seat() : handoff.to;
  word("notify", handoff.name, {who});
}

/// Who has the seat now is asked, and told; nobody: it is nobody's.
void Step::offerOn(const std::string& place, const std::string& rep) {
  for (const Handoff& handoff : book_->handoffs) {
    HandoffLife& life = l_.handoffs[handoff.name];
    if (!waits(life) || life.to == rep || (handoff.to.empty() ? seat() : handoff.to) != place) continue;
    life.to = rep;
    life.holders.emplace_back(rep, now_);
    if (life.state == HandoffLife::State::Waiting) life.shares.back().first = rep;
    if (rep.empty()) {
      say("a handoff was nobody's for a time");
      continue;
    }
    say("a handoff was offered on");
    tellOffer(handoff);
  }
}

std::string Step::offeredTo(const Handoff& handoff, Instant at) {
  if (at >= now_) return l_.seats[handoff.to.empty() ? seat() : handoff.to].rep;
  const HandoffLife& life = l_.handoffs[handoff.name];
  std::string holder = life.holders.front().first;
  for (const auto& [rep, since] : life.holders)
    if (since <= at) holder = rep;
  return holder;
}

/// The first touch of the one who takes it accepts; what automation sends does not.
void Step::touchHandoffs() {
  std::vector<Touch> news(touches_.begin() + static_cast<std::ptrdiff_t>(news_), touches_.end());
  std::stable_sort(news.begin(), news.end(), [](const Touch& a, const Touch& b) { return a.at < b.at; });
  for (const Touch& touch : news) {
    if (std::find(book_->outreach.begin(), book_->outreach.end(), touch.act) == book_->outreach.end()) continue;
    for (const Handoff& handoff : book_->handoffs) {
      const HandoffLife& life = l_.handoffs[handoff.name];
      if (!(waits(life) || acceptedBehind(life, touch.at)) || touch.at < life.offered) continue;
      const std::string holder = offeredTo(handoff, touch.at);
      if (touch.at < now_ && holder != l_.seats[handoff.to.empty() ? seat() : handoff.to].rep) say("a touch told late of a handoff that went on");
      if (!touch.by.empty() && touch.by != holder) continue;
      say("a touch accepted a handoff");
      if (recorded_ > 0 && !took_in_) say("a touch in a later record accepted a handoff");
      accept(handoff, touch.at, touch.by.empty() ? holder : touch.by);
    }
  }
}

void Step::accept(const Handoff& handoff, Instant at, const std::string& by) {
  HandoffLife& life = l_.handoffs[handoff.name];
  if (life.state == HandoffLife::State::Accepted) {
    say("a handoff had been accepted before, as was told late");
    credit(life, by, offeredTo(handoff, at), at, true);
    life.state = HandoffLife::State::Accepted;
    life.answered = at;
    life.by = by;
    had_accepted_.push_back(handoff.name);
    return;
  }
  if (life.state == HandoffLife::State::Late) say("a late handoff was accepted");
  const std::string holder = offeredTo(handoff, at);
  if (!by.empty() && !holder.empty() && by != holder && by != life.to && life.state == HandoffLife::State::Waiting) say("somebody else answered a handoff in time");
  credit(life, by, holder, at, true);
  life.state = HandoffLife::State::Accepted;
  life.answered = at;
  life.by = by;
  accepted_.push_back(handoff.name);
  say("handoff accepted");
  closeClimbs("handoff " + handoff.name);
  if (handoff.feedback == 0) return;
  const std::vector<std::string> judges = meant(Who{});
  if (handoff.feedback_within.given)
    life.feedback_due = after(world_, *book_, handoff.feedback_within, now_, world_.calendarOf(*book_, judges.empty() ? std::string() : judges.front()));
  life.feedback_until = life.feedback_due;
  life.judges = judges;
  if (judges.empty()) say("feedback was asked of nobody");
  Effect& made = effect("task");
  made.target = "feedback";
  address(made, {Who{}});
}

void Step::answerHandoff(const Event& event) {
  if (!event.by.empty() && world_.person(event.by) == nullptr) return refuse("nobody of the roster");
  const Handoff* handoff = nullptr;
  int open = 0;
  const Instant said = std::min(event.at, now_);
  const auto answers = [&](const Handoff& each) {
    const HandoffLife& life = l_.handoffs[each.name];
    return (waits(life) || (event.kind == Kind::Accepted && acceptedBehind(life, said))) && waitsSince("handoff " + each.name, life.offered) <= said;
  };
  for (const Handoff& each : book_->handoffs) {
    const bool meant_one = event.name.empty() ? answers(each) : each.name == event.name;
    if (meant_one) handoff = &each, ++open;
  }
  if (handoff == nullptr || !answers(*handoff) || open > 1) {
    for (const Handoff& each : book_->handoffs)
      if (waits(l_.handoffs[each.name]) && before(event, "handoff " + each.name, l_.handoffs[each.name].offered)) say("an answer to what began behind it");
    return refuse("which one?");
  }
  const Instant at = std::max(said, l_.handoffs[handoff->name].offered);
  if (event.kind == Kind::Accepted) return accept(*handoff, at, event.by);
  const Rejection* line = nullptr;
  for (const Rejection& each : handoff->rejections)
    if (line == nullptr && std::find(each.reasons.begin(), each.reasons.end(), event.reason) != each.reasons.end()) line = &each;
  if (line == nullptr) return refuse("not for that reason");
  HandoffLife& life = l_.handoffs[handoff->name];
  credit(life, event.by, offeredTo(*handoff, at), at, false);
  life.state = HandoffLife::State::Rejected;
  life.answered = at;
  life.by = event.by;
  say("handoff rejected");
  closeClimbs("handoff " + handoff->name);
  if (!life.from.empty()) {
    Who who;
    who.kind = Who::Kind::Rep;
    who.name = life.from;
    word("notify", handoff->name, {who});
  }
  release(handoff->to.empty() ? seat() : handoff->to, true);
  moveTo(line->to, event.reason, event.by);
}

void Step::feedback(const Event& event) {
  const Handoff* handoff = nullptr;
  int candidates = 0;
  for (const Handoff& each : book_->handoffs) {
    const HandoffLife& life = l_.handoffs[each.name];
    const bool wanted = each.feedback > 0 && !isMissing(life.answered) && life.state != HandoffLife::State::Rejected && isMissing(life.feedback_at);
    if (event.name.empty() ? wanted : each.name == event.name) handoff = &each, ++candidates;
  }
  if (handoff == nullptr || candidates > 1 || handoff->feedback == 0) return refuse("on which one?");
  HandoffLife& life = l_.handoffs[handoff->name];
  if (isMissing(life.answered) || life.state == HandoffLife::State::Rejected || before(event, {}, life.answered) || event.number < 1 || event.number > handoff->feedback) return refuse("no such mark");
  stranger(event, event.by);
  life.feedback = static_cast<int>(event.number);
  life.feedback_at = std::min(event.at, now_);
  life.feedback_due = kMissing;
  say("feedback given");
}

// ---- approvals

void Step::askApprovals() {
  for (const Approval& approval : book_->approvals) {
    ApprovalLife& life = l_.approvals[approval.name];
    int line = -1;   // the highest that holds decides whom; one without a condition holds
    for (std::size_t i = 0; i < approval.asks.size(); ++i)
      if (!approval.asks[i].conditional || holds(approval.asks[i].when)) line = static_cast<int>(i);
    if (line >= 0) {
      if (life.state != ApprovalLife::State::None && line <= life.ask) continue;
      if (life.state != ApprovalLife::State::None) say("a higher one is asked");
      life = {};
      life.state = ApprovalLife::State::Asked;
      life.asked = now_;
      begins("approval " + approval.name, answered_at_);
      life.ask = line;
      closeClimbs("approval " + approval.name);
      const std::vector<std::string> people = meant(approval.asks[static_cast<std::size_t>(line)].who);
      life.of = people;
      if (approval.within.given) life.due = after(world_, *book_, approval.within, now_, world_.calendarOf(*book_, people.empty() ? std::string() : people.front()));
      say("approval asked");
      if (looked_) say("time let somebody be asked");
      Effect& made = effect("task");
      made.target = "approval";
      made.to = people;
      if (people.empty()) say("an approval was asked of nobody");
    } else if (life.state != ApprovalLife::State::None) {
      say("approval no longer needed");
      life.state = ApprovalLife::State::None;
      life.ask = -1;
      closeClimbs("approval " + approval.name);
    }
  }
  askAnew();
}

/// Who stands there for it, where nobody who was asked does (any more).
std::vector<std::string> Step::instead(const Approval& approval) const {
  const auto found = l_.approvals.find(approval.name);
  if (found == l_.approvals.end() || !asked(found->second) || found->second.ask < 0) return {};
  for (const std::string& rep : found->second.of)
    if (world_.person(rep) != nullptr && world_.person(rep)->active) return {};
  return meant(approval.asks[static_cast<std::size_t>(found->second.ask)].who);
}

bool Step::hasToAsk() const {
  return std::any_of(book_->approvals.begin(), book_->approvals.end(), [this](const Approval& approval) { return !instead(approval).empty(); });
}

void Step::askAnew() {
  for (const Approval& approval : book_->approvals) {
    const std::vector<std::string> people = instead(approval);
    if (people.empty()) continue;
    ApprovalLife& life = l_.approvals[approval.name];
    say(life.of.empty() ? "an approval that was asked of nobody was asked" : "an approval was asked of somebody else");
    life.of = people;
    Effect& made = effect("task");
    made.target = "approval";
    made.to = people;
  }
}

void Step::decide(const Event& event) {
  const Approval* approval = nullptr;
  for (const Approval& each : book_->approvals)
    if (event.name.empty() ? asked(l_.approvals[each.name]) : each.name == event.name) approval = &each;
  if (approval == nullptr || !asked(l_.approvals[approval->name])) return refuse("nothing is asked");
  ApprovalLife& life = l_.approvals[approval->name];
  if (before(event, "approval " + approval->name, life.asked)) return say("an answer to what began behind it"), refuse("nothing was asked then");
  const Person* by = world_.person(event.by);
  bool may = by != nullptr && std::find(life.of.begin(), life.of.end(), by->id) != life.of.end();
  for (std::size_t i = static_cast<std::size_t>(life.ask); i < approval->asks.size() && by != nullptr; ++i) {
    const Who& who = approval->asks[i].who;
    if (who.kind == Who::Kind::Role && who.up == 0 && by->role == who.name) may = true;
    for (const std::string& id : meant(who)) {
      const Person* above = world_.person(id);
      for (std::size_t up = 0; up <= world_.roster_.size() && above != nullptr; ++up) {
        may = may || above->id == by->id;
        above = above->manager.empty() ? nullptr : world_.person(above->manager);
      }
    }
  }
  if (!may) return refuse("not for them to decide");
  life.state = event.value == "granted" ? ApprovalLife::State::Granted : ApprovalLife::State::Refused;
  life.decided = std::max(life.asked, std::min(event.at, now_));
  life.by = event.by;
  say(event.value == "granted" ? "approval granted" : "approval refused");
  closeClimbs("approval " + approval->name);
}

}  // namespace leadflow::lives

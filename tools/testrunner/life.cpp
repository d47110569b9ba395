#include "tools/testrunner/life.hpp"

#include <algorithm>
#include <numeric>

#include "runtime/run/record.hpp"
#include "runtime/value/text.hpp"
#include "runtime/workflow/roster_change.hpp"
#include "runtime/workflow/roster_json.hpp"
#include "runtime/workflow/stepper.hpp"
#include "tools/testrunner/test_lead.hpp"

namespace leadflow::testrunner {

using port::EffectKind;
using port::Event;
using port::EventType;

namespace {

bool contains(const std::string& text, const std::string& part) { return part.empty() || text.find(part) != std::string::npos; }

bool hasAny(const std::vector<std::string>& list, const std::vector<std::string>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) { return std::find(list.begin(), list.end(), one) != list.end(); });
}

/// "escalation chain level 1 to ana, ben: sla s" -> ana, ben
std::vector<std::string> toldIn(const std::string& text) {
  std::vector<std::string> names;
  const std::size_t begin = text.find(" to "), end = text.find(':');
  if (begin == std::string::npos) return names;
  std::string list = text.substr(begin + 4, end == std::string::npos ? end : end - begin - 4);
  for (std::size_t at = 0; at <= list.size();) {
    std::size_t comma = std::min(list.find(", ", at), list.size());
    names.push_back(list.substr(at, comma - at));
    at = comma + 2;
  }
  return names;
}

/// Whether `words` stand in the text as whole words: `level 1` does not stand in `level 10`, `sales` not in `sales_to_success`.
bool hasWords(const std::string& text, const std::string& words) {
  const auto isOf = [](char c) { return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    if ((at == 0 || !isOf(text[at - 1])) && (end == text.size() || !isOf(text[end]))) return true;
  }
  return false;
}

/// What concerns everybody; the engine takes it before the leads of its instant, timers included.
bool ofTheWorld(const Event& event) {
  return event.lead.empty() && (event.type == EventType::RosterChanged || event.type == EventType::TableChanged || event.type == EventType::Tick);
}

struct EffectWord {
  const char* what;
  EffectKind kind;
};
constexpr EffectWord kEffectWords[] = {{"reminder", EffectKind::Remind}, {"notification", EffectKind::Notify}, {"notify", EffectKind::Notify}, {"task", EffectKind::Task},
                                       {"email", EffectKind::Email},     {"webhook", EffectKind::Webhook},     {"log", EffectKind::Log}};

}  // namespace

/// Turns of this test alone; no other leads.
class Life::Around final : public workflow::Surroundings {
 public:
  Around(const bytecode::Chunk& chunk, std::shared_ptr<const decide::People> people) : pools_(chunk, std::move(people)) {}
  decide::Pools& turns() override { return pools_; }
  void rebind(std::shared_ptr<const decide::People> people) { pools_.rebind(std::move(people)); }
  std::vector<std::pair<std::string, std::string>> sameKey(std::uint32_t, const std::string&, const std::string&) override { return {}; }
  bool peek(const std::string&, port::LeadState&) override { return false; }

 private:
  decide::Pools pools_;
};

Life::Life(std::shared_ptr<const decide::Desk> desk, const typed::Test& test) : test_(test), now_(test.at), order_(test.happenings.size()) {
  auto world = std::make_shared<workflow::World>();
  world->version = desk->chunk().content_hash;
  world->desk = desk;
  world_ = world;
  around_ = std::make_unique<Around>(desk->chunk(), desk->names().sharedPeople());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    const typed::Happening &one = test_.happenings[a], &other = test_.happenings[b];
    return one.at != other.at ? one.at < other.at : ofTheWorld(one.event) && !ofTheWorld(other.event);
  });
  view_ = std::make_unique<workflow::View>(world_, scratch_);

  const TestLead lead(*desk, test);
  for (std::size_t i = 0; i < desk->chunk().fields.size(); ++i) {   // a test says what matters to it: only what it calls `missing` is missing to `required`
    const bool named = std::any_of(test.fields.begin(), test.fields.end(), [&](const auto& given) { return given.first == i; });
    if ((desk->chunk().fields[i].required || desk->chunk().fields[i].key) && !named) scratch_.not_asked.push_back(static_cast<std::uint16_t>(i));
  }
  state_ = workflow::freshState(*world_, std::string(lead.row().key));
  Event created;
  created.id = "created";
  created.type = EventType::LeadCreated;
  created.lead = state_.id;
  created.at = test.at;
  created.body = lead.json();
  take(created, test.at);
}

Life::~Life() = default;

void Life::take(const Event& event, std::int64_t now) {
  workflow::Step step = workflow::transition(*world_, *around_, std::move(state_), event, now, scratch_);
  state_ = std::move(step.after);
  std::move(step.effects.begin(), step.effects.end(), std::back_inserter(effects_));
  std::move(step.taken.begin(), step.taken.end(), std::back_inserter(taken_));
  for (workflow::Reasoning& line : step.account) account_.emplace_back(now, std::move(line));
  if (step.refused) refusals_.push_back(step.outcome);
}

bool Life::toldIsNext() const { return !told_.empty() && (next_ >= order_.size() || told_.front().at <= test_.happenings[order_[next_]].at); }

const Event* Life::nextEvent() const {
  if (toldIsNext()) return &told_.front();
  return next_ < order_.size() ? &test_.happenings[order_[next_]].event : nullptr;
}

void Life::fireTimer() {
  const port::Timer due = state_.timers.front();
  const Event event = workflow::timerEvent(state_, due);
  state_.timers.erase(state_.timers.begin());
  take(event, due.due);
}

void Life::takeNext() {
  Event event = *nextEvent();
  if (toldIsNext()) {
    told_.erase(told_.begin());
    return take(event, event.at);
  }
  event.id = "happening " + std::to_string(next_++);
  if (ofTheWorld(event)) return changeWorld(event, event.at);
  event.lead = state_.id;
  take(event, event.at);
}

void Life::runTo(std::int64_t instant) {
  for (;;) {
    const port::Timer* timer = state_.timers.empty() ? nullptr : &state_.timers.front();
    const Event* event = nextEvent();
    const bool by_timer = timer != nullptr && (event == nullptr || timer->due < event->at || (timer->due == event->at && !ofTheWorld(*event) && !workflow::ofRoster(*event)));
    if (!by_timer && event == nullptr) break;
    if ((by_timer ? timer->due : event->at) > instant) break;
    if (by_timer) fireTimer();
    else takeNext();
  }
  now_ = std::max(now_, instant);
}

void Life::changeWorld(const Event& event, std::int64_t now) {
  if (event.type != EventType::RosterChanged) return;
  const auto& program = world_->desk->names().sharedProgram();
  std::vector<Rep> reps = world_->desk->people().reps();
  if (const std::string wrong = workflow::changeRoster(reps, event, program.get()); !wrong.empty()) {
    refusals_.push_back("refused: " + wrong);
    return;
  }
  const std::shared_ptr<const decide::Desk> before = world_->desk;
  auto world = std::make_shared<workflow::World>(*world_);
  world->desk = decide::Desk::open(program, decide::People::bind(program, std::move(reps)));
  world_ = world;
  around_->rebind(world_->desk->names().sharedPeople());
  view_ = std::make_unique<workflow::View>(world_, scratch_);
  for (decide::Taken& taken : taken_)   // reps go by their place in the roster
    for (Slot* rep : {&taken.assignment.rep, &taken.assignment.stands_in_for})
      if (!isMissing(*rep)) *rep = world_->desk->people().find(before->people().rep(*rep).id);
  const workflow::RosterChange change = workflow::rosterChange(before->people().reps(), world_->desk->people().reps());
  if (std::optional<Event> told = workflow::toldBy(change, world_.get(), state_, now)) {
    told->id = event.id + "/told";
    told->at = now;
    told_.push_back(*std::move(told));
  }
}

std::vector<std::string> Life::people(const bytecode::WhoInfo& who) const {
  const decide::People& people = world_->desk->people();
  std::vector<std::string> ids;
  switch (who.kind) {
    case bytecode::WhoInfo::Kind::Rep: {
      const Slot rep = people.find(who.name);
      ids.push_back(isMissing(rep) ? who.name : people.rep(rep).id);
      break;
    }
    case bytecode::WhoInfo::Kind::Role:
      for (const Rep& rep : people.reps())   // whoever fills it: who of them was told, the engine decided when it told them
        if (normalText(rep.role) == normalText(who.name)) ids.push_back(rep.id);
      break;
    case bytecode::WhoInfo::Kind::Seat:
      if (who.index < state_.seats.size()) ids.push_back(state_.seats[who.index].rep);
      break;
    case bytecode::WhoInfo::Kind::Owner:
      for (const port::Seat& seat : state_.seats)
        if (!seat.rep.empty()) ids.push_back(seat.rep);
      break;
    case bytecode::WhoInfo::Kind::QueueOwner:
      if (state_.queue >= 0) {
        const bytecode::QueueInfo& queue = world_->chunk().queues[static_cast<std::size_t>(state_.queue)];
        for (const Rep& rep : people.reps())
          if (queue.owner_is_role ? normalText(rep.role) == normalText(queue.owner) : normalText(rep.id) == normalText(queue.owner)) ids.push_back(rep.id);
      }
      break;
  }
  for (std::uint32_t up = 0; up < who.up; ++up)
    for (std::string& id : ids) {
      const Slot rep = people.find(id);
      id = isMissing(rep) ? std::string() : people.rep(rep).manager;
    }
  return ids;
}

bool Life::sent(const typed::Sent& wanted) const {
  const std::vector<std::string> to = wanted.has_to ? people(wanted.to) : std::vector<std::string>();
  const auto accounted = [&](const char* what, const std::string& begin) {
    return std::any_of(account_.begin(), account_.end(), [&](const auto& told) {
      const workflow::Reasoning& line = told.second;
      return line.what == what && line.text.compare(0, begin.size(), begin) == 0 && contains(line.text, wanted.text) && (!wanted.has_to || hasAny(toldIn(line.text), to));
    });
  };
  if (wanted.what == "escalation") {
    std::string begin = "escalation ";
    if (!wanted.names.empty()) begin += wanted.names.front() + (wanted.level > 0 ? " level " + std::to_string(wanted.level) + ' ' : std::string(" "));
    return accounted("escalated", begin);
  }
  // The account begins with the name: "first is overdue: …".
  if (wanted.what == "breach") return accounted("breached", wanted.names.empty() ? std::string() : wanted.names.front() + " is overdue");
  if (wanted.what == "violation")   // those that stand: a consent told late may have taken one back. "call at 2026-…"
    return std::any_of(state_.violations.begin(), state_.violations.end(), [&](const std::string& line) {
      const bool of_these = std::any_of(wanted.names.begin(), wanted.names.end(), [&](const std::string& name) { return line.compare(0, name.size() + 4, name + " at ") == 0; });
      return (wanted.names.empty() || of_these) && contains(line, wanted.text);
    });
  const bool only_named = wanted.what == "email" || wanted.what == "webhook";
  return std::any_of(effects_.begin(), effects_.end(), [&](const port::Effect& effect) {
    for (const EffectWord& word : kEffectWords)
      if (wanted.what == word.what && effect.kind != word.kind) return false;
    if (wanted.what == "handoff" && effect.why.compare(0, 8, "handoff ") != 0) return false;
    if (!wanted.names.empty() && effect.target != wanted.names.front() && (only_named || !hasWords(effect.why, wanted.names.front()))) return false;
    return (contains(effect.text, wanted.text) || effect.target == wanted.text) && (!wanted.has_to || hasAny(effect.to, to));
  });
}

std::vector<std::string> Life::sentLines() const {
  std::vector<std::string> lines;
  for (const port::Effect& effect : effects_) {
    std::string line;
    decide::appendWallClock(line, effect.at, world_->desk->program().zone());
    line += std::string("  ") + port::effectName(effect.kind);
    if (!effect.channel.empty()) line += ' ' + effect.channel;
    if (!effect.target.empty()) line += ' ' + effect.target;
    for (std::size_t i = 0; i < effect.to.size(); ++i) line += (i == 0 ? " to " : ", ") + effect.to[i];
    if (!effect.text.empty()) line += ": " + effect.text;
    line += " (" + effect.why + ')';
    lines.push_back(std::move(line));
  }
  return lines;
}

workflow::View& Life::view() {
  view_->look(state_, now_);
  run::showRoutes(world_->desk->names(), taken_, view_->machine());   // `route is fast_track`: the rule by which the lead went
  return *view_;
}

}  // namespace leadflow::testrunner

#include "tests/lives/live/test_block.hpp"

#include <algorithm>
#include <set>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "runtime/decide/value_text.hpp"
#include "runtime/value/timezone.hpp"
#include "tests/lives/reference/step.hpp"
#include "tools/testrunner/report.hpp"
#include "tools/testrunner/run_tests.hpp"

namespace leadflow::lives {

namespace {

constexpr std::int64_t kMinute = 60'000;

std::string quoted(const std::string& text) { return '"' + text + '"'; }

class TestBlock {
 public:
  TestBlock(const Book& book, const Story& story, std::uint64_t chance) : book_(book), b_(book.versions.front()), random_(chance ^ 0x7e57), end_(story.end) { tell(story); }

  bool possible() const { return created_ != nullptr && created_->name.empty(); }

  std::string text() {
    std::string out = "test \"the life of " + created_->lead + "\" {\n  at " + wallClock(created_->at) + "\n  given lead { id " + quoted(created_->lead);
    for (const auto& [field, value] : created_->record) out += ", " + fieldIs(field, value);
    out += " }\n";
    for (const Event& event : events_)
      if (event.kind != Kind::Created) out += "  " + after(event.at) + "happens " + happens(event) + "\n";
    return out + expected() + "}\n";
  }
  int expectations() const { return expectations_; }

 private:
  // ---- the story as a test can tell it

  void tell(const Story& story) {
    std::set<std::string> known;
    for (const Delivery& delivery : story.deliveries)
      for (const Event& event : delivery.events)
        if (known.insert(event.id).second) events_.push_back(event);
    std::stable_sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
    const auto first = std::find_if(events_.begin(), events_.end(), [](const Event& event) { return event.kind == Kind::Created; });
    if (first == events_.end()) return;
    const Event created = *first;
    const auto another = [&](const Event& event) { return event.kind == Kind::Created && event.lead != created.lead; };
    if (std::any_of(events_.begin(), events_.end(), another) || !created.value.empty() || !created.queue.empty() || !created.deeds.empty() || !readable(created)) return;
    const auto says = [&](Field field) { return std::any_of(created.record.begin(), created.record.end(), [&](const auto& each) { return each.first == field; }); };
    if (!std::all_of(b_.required.begin(), b_.required.end(), says)) return;
    std::erase_if(events_, [&](const Event& event) { return event.id != created.id && !hasWords(event, created); });
    // The roster, which is everybody's, stands before what happens to the lead at the same instant.
    const auto rank = [](const Event& event) { return event.kind == Kind::Roster ? 0 : 1; };
    std::stable_sort(events_.begin(), events_.end(), [&](const Event& a, const Event& b) { return a.at != b.at ? a.at < b.at : rank(a) < rank(b); });
    // `back` ends an absence too.
    for (Event& event : events_)
      if (event.kind == Kind::Roster && event.rows.front().says.front() == "active" && event.rows.front().person.active) event.rows.front().says = {"active", "out_from", "out_until"};
    created_ = &events_.front();
  }

  bool hasWords(const Event& event, const Event& created) const {
    if (event.at <= created.at || event.at > end_ || (event.kind != Kind::Roster && event.lead != created.lead) || !readable(event)) return false;
    switch (event.kind) {
      case Kind::Activity: return event.known_act;
      case Kind::Answered: {
        const Checklist* list = named(b_.checklists, event.name);
        return list != nullptr && std::all_of(event.answers.begin(), event.answers.end(), [&](const auto& each) { return std::find(list->items.begin(), list->items.end(), each.first) != list->items.end(); });
      }
      case Kind::Moved: return event.reason.empty() || named(b_.reasons, event.reason) != nullptr;
      case Kind::Roster: return rosterHasWords(event);
      case Kind::Created:
      case Kind::Merged:
      case Kind::Tick: return false;
      default: return true;
    }
  }

  static bool readable(const Event& event) {
    return !event.odd_name && !event.odd_value && !event.odd_member && event.deeds.empty() && std::none_of(event.record.begin(), event.record.end(), [](const auto& each) { return each.second.bad; });
  }

  bool rosterHasWords(const Event& event) const {
    const RosterRow& row = event.rows.front();
    if (event.rows.size() != 1 || row.gone || std::none_of(book_.roster.begin(), book_.roster.end(), [&](const Person& each) { return each.id == row.person.id; })) return false;
    if (row.says == std::vector<std::string>{"active"}) return true;
    return row.says == std::vector<std::string>{"out_from", "out_until"} && row.person.out_from == event.at;
  }

  std::string wallClock(Instant at) const {
    std::string text;
    decide::appendWallClock(text, at, *findTimeZone(b_.zone));
    return text;
  }
  std::string after(Instant at) const { return at == created_->at ? "" : "after " + std::to_string((at - created_->at) / kMinute) + " minutes "; }

  static std::string fieldIs(Field field, const Value& value) {
    std::string text = std::string(kFieldNames[static_cast<int>(field)]) + " ";
    if (!value.known) return text + "missing";
    switch (field) {
      case Field::Vip:
      case Field::Ready: return text + (value.number != 0 ? "true" : "false");
      case Field::Size: return text + std::to_string(value.number);
      case Field::Consent: return text + kConsents[value.number];
      case Field::Due:
      case Field::Callback: return text + quoted(instantText(value.number));
      default: return text + quoted(value.text);
    }
  }

  std::string happens(const Event& e) const {
    const auto name = [&] { return e.name.empty() ? std::string() : e.name + " "; };
    std::string text;
    switch (e.kind) {
      case Kind::Updated:
      case Kind::Consent: {
        for (const auto& [field, value] : e.record) text += (text.empty() ? "" : ", ") + fieldIs(field, value);
        text = (e.kind == Kind::Updated ? "lead updated { " : "consent changed { ") + text + " }";
        break;
      }
      case Kind::Activity:
        text = kActNames[static_cast<int>(e.act)];
        if (e.where >= 0) text += std::string(e.where < 2 ? " { outcome " : " { sentiment ") + kWheres[e.where] + " }";
        break;
      case Kind::Moved: text = "stage moved to " + e.name; break;
      case Kind::Assigned: text = (e.name.empty() ? "owner" : e.name) + " assigned to " + e.value; break;
      case Kind::Claimed: text = "queue claimed"; break;
      case Kind::Answered:
        for (const auto& [item, answer] : e.answers) text += (text.empty() ? "" : ", ") + item + (answer == 1 ? " yes" : answer == 0 ? " no" : " open");
        text = e.name + " answered { " + text + " }";
        break;
      case Kind::Accepted: text = "handoff " + name() + "accepted"; break;
      case Kind::Rejected: text = "handoff " + name() + "rejected"; break;
      case Kind::Feedback: text = "feedback " + std::to_string(e.number) + (e.name.empty() ? "" : " for handoff " + e.name); break;
      case Kind::Decided: text = "approval " + name() + e.value; break;
      case Kind::Acknowledged: text = "escalation " + name() + "acknowledged" + (e.number > 0 ? " for " + std::to_string(e.number / kMinute) + " minutes" : ""); break;
      case Kind::Resolved: text = "escalation " + name() + "resolved"; break;
      case Kind::Erased: text = "lead erased"; break;
      case Kind::Roster: return roster(e);
      default: break;
    }
    if (!e.by.empty()) text += " by " + e.by;
    if (!e.reason.empty()) text += " reason " + e.reason;
    return text;
  }

  std::string roster(const Event& e) const {
    const RosterRow& row = e.rows.front();
    if (row.says.front() == "active") return row.person.id + (row.person.active ? " back" : " left");
    return row.person.id + " out until " + wallClock(row.person.out_until);
  }

  // ---- what the reference says of it

  std::string expected() {
    Interpreter reference({b_}, book_.roster, created_->at);
    reference.deliver(events_);
    // At an instant in between - where something happens, or any - and at the end.
    const Instant anywhere = created_->at + static_cast<Instant>(random_.next() % static_cast<std::uint64_t>((end_ - created_->at) / kMinute + 1)) * kMinute;
    const Instant between = random_.chance(50) ? random_.pick(events_).at : anywhere;
    reference.runUntil(between);
    std::string text = so(reference, between, false);
    reference.runUntil(end_);
    return text + so(reference, end_, true);
  }

  std::string so(const Interpreter& reference, Instant at, bool whole) {
    const Life& life = reference.lives().at(created_->lead);
    if (life.erased) return {};
    const std::string begin = "  " + after(at) + "expect ";
    std::string text;
    const auto expect = [&](const std::string& what) {
      text += begin + what + "\n";
      ++expectations_;
    };
    const auto word = [&](const std::string& thing, const std::string& state, bool holds) { expect((holds ? "" : "not ") + thing + " is " + state); };
    expect("stage is " + life.stage);
    for (const std::string& seat : b_.seats.empty() ? std::vector<std::string>{"owner"} : b_.seats) {
      const auto holder = life.seats.find(seat);
      expect(seat + " is " + (holder == life.seats.end() || holder->second.rep.empty() ? "missing" : holder->second.rep));
    }
    expect("queue is " + (life.queue.empty() ? "missing" : life.queue));
    for (const Sla& sla : b_.slas) {
      const auto found = life.clocks.find(sla.name);
      const std::string state = found == life.clocks.end() || found->second.runs.empty() ? "idle" : Step::clockWord(found->second, reference);
      const std::string clock = "sla " + sla.name;
      word(clock, "running", state == "running" || state == "overdue");
      word(clock, "paused", state == "paused");
      word(clock, "met", state == "met");
      word(clock, "breached", state == "overdue" || state == "missed");
    }
    for (const Sequence& sequence : b_.sequences) {
      const auto found = life.sequences.find(sequence.name);
      const auto state = found == life.sequences.end() ? SequenceLife::State::Idle : found->second.state;
      word("sequence " + sequence.name, "running", state == SequenceLife::State::Running);
      word("sequence " + sequence.name, "finished", state == SequenceLife::State::Finished);
      word("sequence " + sequence.name, "stopped", state == SequenceLife::State::Stopped);
    }
    const auto stateOf = [](const auto& of, const std::string& name) {
      const auto found = of.find(name);
      return found == of.end() ? decltype(found->second.state)::None : found->second.state;
    };
    for (const Handoff& handoff : b_.handoffs) {
      using State = HandoffLife::State;
      const State state = stateOf(life.handoffs, handoff.name);
      word("handoff " + handoff.name, "waiting", state == State::Waiting || state == State::Late);
      word("handoff " + handoff.name, "accepted", state == State::Accepted);
      word("handoff " + handoff.name, "rejected", state == State::Rejected);
      word("handoff " + handoff.name, "late", state == State::Late);
    }
    for (const Approval& approval : b_.approvals) {
      using State = ApprovalLife::State;
      const State state = stateOf(life.approvals, approval.name);
      word("approval " + approval.name, "asked", state == State::Asked || state == State::Late);
      word("approval " + approval.name, "granted", state == State::Granted);
      word("approval " + approval.name, "refused", state == State::Refused);
    }
    for (const Milestone& milestone : b_.milestones) word(milestone.name, "reached", life.milestones.count(milestone.name) != 0);
    for (int act = 0; act < kActs; ++act)
      expect(std::string("count ") + kActNames[act] + " is " + std::to_string(std::count_if(life.touches.begin(), life.touches.end(), [&](const Touch& touch) { return static_cast<int>(touch.act) == act; })));
    expect(life.violations.empty() ? "no violation" : std::string("violation ") + kActNames[static_cast<int>(life.violations.front().second.act)]);
    for (const Climb& climb : life.climbs)
      for (const std::string& told : climb.told) expect("escalation " + climb.escalation + " level " + told.substr(0, told.find(':')) + " to " + told.substr(told.find(':') + 1));
    for (const Effect& effect : life.effects) sent(effect, expect);
    if (whole) unsent(life, expect);
    return text;
  }

  template <class Expect>
  static void sent(const Effect& effect, const Expect& expect) {
    static const std::pair<const char*, const char*> words[] = {{"remind", "reminder"}, {"notify", "notification"}, {"task", "task"}, {"email", "email"}, {"log", "log"}, {"escalate", "escalation"}};
    for (const auto& [kind, word] : words) {   // what is set has no word
      if (effect.kind != kind) continue;
      std::string what = word;
      const bool place = effect.kind == "notify" && !effect.target.empty();   // a channel goes by its whole name
      if (place) expect(what + " " + quoted(effect.target));
      else if (!effect.target.empty()) what += " " + (effect.kind == "email" ? quoted(effect.target) : effect.target);
      const std::string said = effect.text.empty() ? "" : " " + quoted(effect.text);
      if (effect.to.empty() || effect.kind == "email") expect(what + said);   // a mail goes to the lead
      else
        for (const std::string& to : effect.to) expect(what + " to " + to + said);
    }
  }

  /// What the playbook would say and did not. A text is a part of what was said: `t-1` of `t-12`.
  template <class Expect>
  void unsent(const Life& life, const Expect& expect) const {
    const std::string playbook = textOf(b_, book_.roster);
    std::set<std::string> texts;
    for (std::size_t at = playbook.find("\"t-"); at != std::string::npos; at = playbook.find("\"t-", at + 1)) texts.insert(playbook.substr(at + 1, playbook.find('"', at + 1) - at - 1));
    for (const std::string& said : texts)
      if (std::none_of(life.effects.begin(), life.effects.end(), [&](const Effect& effect) { return effect.text.find(said) != std::string::npos; })) expect("no effect " + quoted(said));
  }

  const Book& book_;
  const Playbook& b_;
  Random random_;
  Instant end_;
  std::vector<Event> events_;
  const Event* created_ = nullptr;
  int expectations_ = 0;
};

}  // namespace

std::string asTest(const Book& book, const Compiled& compiled, const Story& story, std::uint64_t chance, int& tests, int& expectations) {
  TestBlock block(book, story, chance);
  if (!block.possible()) return {};
  const std::string test = block.text();
  if (block.expectations() == 0) return {};
  resolve::MemoryFiles files;
  files.texts["lives.leadflow"] = compiled.versions.front().text + test;
  driver::Options options;
  options.lints = false;
  options.tests = true;
  const auto made = driver::compile("lives.leadflow", files, options);
  if (!made->ok()) return diag::renderText(made->diags.sorted(), made->sources) + test;
  const testrunner::TestRun run = testrunner::runTests("lives.leadflow", *made);
  if (!run.error.empty() || run.tests.size() != 1) return "  the test cannot be run: " + run.error + "\n" + test;
  ++tests;
  expectations += block.expectations();
  return run.failed() == 0 ? std::string() : testrunner::reportText({run}, {}) + test;
}

}  // namespace leadflow::lives

#include "tests/lives/live/creation.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "compiler/api/leadflow.h"
#include "compiler/api/leadflow.hpp"
#include "runtime/decide/explain_json.hpp"
#include "runtime/ingest/event_file.hpp"
#include "runtime/ingest/lead_reader.hpp"
#include "runtime/run/decider.hpp"
#include "runtime/run/explain_text.hpp"
#include "runtime/run/file_records.hpp"
#include "runtime/run/record.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/engine.hpp"
#include "runtime/workflow/scribe.hpp"
#include "tests/lives/live/facts.hpp"
#include "tests/lives/reference/interpreter.hpp"

namespace leadflow::lives {

/// A book's first version as programs that embed LeadFlow open it.
struct Doors {
  std::shared_ptr<const decide::Desk> desk;
  std::shared_ptr<const ::leadflow::Playbook> playbook;
  std::shared_ptr<lf_playbook> c_playbook;
};

std::shared_ptr<const Doors> openDoors(const Compiled::Version& version) {
  auto doors = std::make_shared<Doors>();
  ::leadflow::Error error;
  lf_playbook* c = nullptr;
  doors->desk = decide::Desk::open(version.program, decide::People::bind(version.program, version.program->chunk().roster));
  doors->playbook = ::leadflow::Playbook::fromBytes(version.bytes, error);
  lf_playbook_from_bytes(version.bytes.data(), version.bytes.size(), &c);
  doors->c_playbook = {c, lf_playbook_free};
  return doors->playbook && doors->c_playbook ? doors : nullptr;
}

namespace {

/// What one way says of a lead: named parts, each a text.
struct Answer {
  std::map<std::string, std::string> parts;
  std::string json, readable;                    ///< the decision record and the readable account, of ways that have them

  void effect(const std::string& text) { parts["effects"] += text + "\n"; }
  void told(const std::string& text) { parts["account"] += text + "\n"; }
  void due(const std::string& clock, Instant at) { parts["due"] += clock + " " + instantText(at) + "\n"; }
  /// Of a route that was taken twice, the last time counts.
  void route(const std::string& name, const std::string& rule, const std::string& rep, const std::string& queue, const std::string& via) {
    parts["route " + name] = rule + " -> " + rep + queue + " by " + via;
  }
};

std::string firstDifference(const std::string& lead, const std::string& one, const Answer& a, const std::string& other, const Answer& b) {
  std::set<std::string> names;
  for (const auto& [name, text] : a.parts) names.insert(name);
  for (const auto& [name, text] : b.parts) names.insert(name);
  for (const std::string& name : names) {
    const auto here = a.parts.find(name), there = b.parts.find(name);
    const std::string left = here == a.parts.end() ? "" : here->second, right = there == b.parts.end() ? "" : there->second;
    if (left != right) return "  " + lead + ", " + name + "\n  " + one + ": " + left + "\n  " + other + ": " + right + "\n";
  }
  return {};
}

std::string textDifference(const std::string& lead, const std::string& one, const std::string& a, const std::string& other, const std::string& b) {
  return a == b ? std::string() : "  " + lead + "\n  " + one + ": " + a + "\n  " + other + ": " + b + "\n";
}

struct Newcomer {
  Event event;
  std::string record;   ///< as a line of a file of leads
};

class AtCreation {
 public:
  AtCreation(const Book& book, const Compiled& compiled, const Story& story, std::uint64_t chance)
      : book_(book), compiled_(compiled), version_(compiled.versions.front()), doors_(*compiled.doors), desk_(*doors_.desk) {
    find(story, chance);
  }

  std::string go(int& asked) {
    if (leads_.empty()) return {};
    if (std::string wrong = worked(); !wrong.empty()) return wrong;
    if (std::string wrong = decided(); !wrong.empty()) return wrong;
    if (std::string wrong = throughCpp(); !wrong.empty()) return wrong;
    if (std::string wrong = throughC(); !wrong.empty()) return wrong;
    for (std::size_t i = 0; i < work_.size(); ++i) {
      const std::string& lead = leads_[i].event.lead;
      if (std::string wrong = firstDifference(lead, "work", work_[i], "run", run_[i]); !wrong.empty()) return wrong;
      for (const auto& [name, ways] : {std::pair{"explain", &explain_}, {"C++", &cpp_}, {"C", &c_}})
        if (std::string wrong = firstDifference(lead, "run", run_[i], name, (*ways)[i]); !wrong.empty()) return wrong;
      if (std::string wrong = records(i); !wrong.empty()) return wrong;
    }
    asked += static_cast<int>(work_.size());
    return {};
  }

 private:
  /// The leads that come as new ones, by their ids, all at the instant at which one of them did.
  void find(const Story& story, std::uint64_t chance) {
    std::map<std::string, Event> first;
    for (const Delivery& delivery : story.deliveries)
      for (const Event& event : delivery.events)
        if (event.kind == Kind::Created && (first.count(event.lead) == 0 || event.at < first[event.lead].at)) first[event.lead] = event;
    std::erase_if(first, [&](const auto& each) { return !plain(each.second); });
    for (const auto& [id, event] : first) leads_.push_back({event, {}});
    if (leads_.empty()) return;
    now_ = leads_[chance % leads_.size()].event.at;
    for (Newcomer& lead : leads_) {
      lead.event.at = now_;
      const std::string json = jsonOf(lead.event), mark = "\"record\":{";
      const std::size_t begin = json.find(mark) + mark.size();
      const std::string fields = json.substr(begin, json.size() - begin - 1);
      lead.record = "{\"id\":\"" + lead.event.lead + "\"" + (fields == "}" ? "" : ",") + fields;
    }
  }

  /// What comes with a stage, an owner or a queue is adopted, and no file of leads says such a thing. Records that a file's reader sets aside or tells of in words of its own are left to tests/agreement (`aside`), and activities within
  /// records as well: those of a story happened at instants of their own.
  bool plain(const Event& event) const {
    const auto says = [&](Field field) { return std::any_of(event.record.begin(), event.record.end(), [&](const auto& each) { return each.first == field && each.second.known; }); };
    const auto& required = book_.versions.front().required;
    return event.name.empty() && event.value.empty() && event.queue.empty() && event.deeds.empty() && !event.odd_name && !event.odd_member && !event.odd_value && std::all_of(required.begin(), required.end(), says) &&
           std::none_of(event.record.begin(), event.record.end(), [](const auto& each) { return each.second.bad; });
  }

  std::string batch() const {
    std::string text;
    for (std::size_t i = 0; i < work_.size(); ++i) text += leads_[i].record + "\n";
    return text;
  }

  // ---- work, held against the reference

  std::string worked() {
    store::StoreOptions how;
    how.durable = false;
    store::Opened opened = store::openStore("memory:", how);
    std::vector<workflow::Step> steps;
    workflow::EngineOptions options;
    options.watch = [&](const workflow::Step& step, const port::Event&, std::int64_t) { steps.push_back(step); };
    const auto salts = workflow::seededSalts(7);
    workflow::Engine engine(*opened.store, options, *salts);
    if (const port::Status status = engine.adopt(version_.program, version_.bytes, repsOf(compiled_.roster), now_); !status.ok()) return status.error;
    Interpreter reference({book_.versions.front()}, book_.roster, now_);
    for (const Newcomer& lead : leads_) {
      steps.clear();
      std::vector<port::Event> read(1);
      if (std::string wrong = ingest::readEvent(jsonOf(lead.event), utcZone(), kMissing, read.front()); !wrong.empty()) return wrong;
      port::Appended appended;
      if (const port::Status status = engine.feed(read, appended); !status.ok()) return status.error;
      if (const port::Status status = engine.runUntil(now_); !status.ok()) return status.error;
      if (steps.empty()) return "  " + lead.event.lead + ": nothing happened\n";
      const workflow::World& world = *engine.current();
      work_.push_back(answerOf(world, steps.front()));
      reference.deliver({lead.event});
      reference.runUntil(now_);
      if (steps.size() > 1) return {};
      std::vector<std::string> facts, expected;
      leadFacts(world, steps.front().after, steps.front().effects, facts);
      for (const std::string& fact : reference.facts())
        if (fact.compare(0, lead.event.lead.size() + 3, lead.event.lead + " | ") == 0) expected.push_back(fact);
      std::sort(facts.begin(), facts.end());
      std::sort(expected.begin(), expected.end());
      if (std::string differs = difference(expected, facts, "work"); !differs.empty()) return differs;
    }
    return {};
  }

  Answer answerOf(const workflow::World& world, const workflow::Step& step) const {
    Answer answer;
    answer.parts["merged into"] = step.after.merged_into;
    answer.parts["stage"] = step.after.merged_into.empty() ? workflow::stageName(world, step.after) : "";
    answer.parts["owner"] = workflow::ownerOf(world, step.after);
    answer.parts["queue"] = workflow::queueName(world, step.after);
    for (std::size_t i = 0; i < step.after.clocks.size(); ++i)
      if (const Instant at = dueOf(world, step.after.clocks[i]); !isMissing(at)) answer.due(world.workflow().slas[i].name, at);
    for (port::Effect effect : step.effects) {
      effect.simulated = true;
      answer.effect(port::toJson(effect));
    }
    for (const workflow::Reasoning& told : step.account) answer.told(told.text);
    for (const decide::Taken& taken : step.taken) routeInto(answer, decide::outcomeOf(world.desk->names(), taken.route, taken.assignment));
    answer.json = step.taken.empty() ? "" : step.routed;   // why, as the journal has it
    return answer;
  }

  static void routeInto(Answer& answer, const decide::RouteOutcome& outcome) { answer.route(outcome.route, outcome.rule, outcome.rep, outcome.queue, outcome.via); }

  // ---- run and explain

  std::string decided() {
    const std::string text = batch();
    ingest::MemorySource source(text);
    ingest::ReadOptions options;
    options.format = ingest::Format::Lines;
    ingest::LeadReader reader(desk_.schema(), source, options);
    const run::RecordForm form{desk_, reader.format(), &reader.layout()};
    ingest::Batch rows;
    if (!reader.next(rows, 512) || rows.rows.size() != work_.size() || !rows.issues.empty()) return "  the records cannot be read: " + text;
    const auto decide = [&](run::Decider& decider, std::size_t i, run::Wanted wanted, run::Decided& lead) { decider.decide({rows.rows[i], run::FileRecord(form, rows, i)}, now_, wanted, lead); };
    const auto running = run::Decider::open(std::make_shared<run::Turns>(doors_.desk));
    for (std::size_t i = 0; i < work_.size(); ++i) {
      run::Decided lead, before;
      decide(*running, i, {.record = true, .explain = false}, lead);
      run_.push_back(answerOf(lead));
      // `explain` decides the leads before the one that is asked about, and tells nothing of them.
      const auto explaining = run::Decider::open(std::make_shared<run::Turns>(doors_.desk));
      for (std::size_t other = 0; other < i; ++other) decide(*explaining, other, {.record = false, .explain = false}, before);
      decide(*explaining, i, {.record = true, .explain = true}, lead);
      explain_.push_back(answerOf(lead));
      explain_.back().readable = run::explainText(lead, *lead.explanation, {});
    }
    return {};
  }

  Answer answerOf(const run::Decided& lead) const {
    Answer answer;
    answer.parts["merged into"] = lead.merged_into;
    answer.parts["stage"] = lead.stage;
    answer.parts["owner"] = lead.owner;
    answer.parts["queue"] = lead.queue;
    for (const run::Due& due : lead.due) answer.due(due.clock, due.at);
    for (const port::Effect& effect : lead.effects) answer.effect(port::toJson(effect));
    for (const workflow::Reasoning& told : lead.account) answer.told(told.text);
    for (const decide::Taken& taken : lead.routes) routeInto(answer, decide::outcomeOf(desk_.names(), taken.route, taken.assignment));
    run::RecordWriter(desk_.names()).append(answer.json, lead);
    return answer;
  }

  // ---- the C++ and the C API, each without and with explanations

  std::string throughCpp() {
    for (const bool explain : {false, true}) {
      ::leadflow::Error error;
      ::leadflow::Decider decider(::leadflow::Team::ownOf(doors_.playbook, error));
      decider.setNow(now_);
      decider.setExplain(explain);
      const auto decisions = decider.decideBatch(batch(), error);
      if (error || decisions.size() != work_.size()) return "  the C++ API decides another number of leads: " + error.message + "\n";
      std::vector<Answer> answers;
      for (const ::leadflow::Decision& lead : decisions) {
        Answer& answer = answers.emplace_back();
        answer.parts["merged into"] = lead.mergedInto();
        answer.parts["stage"] = lead.stage();
        answer.parts["owner"] = lead.owner();
        answer.parts["queue"] = lead.queue();
        for (const ::leadflow::DueClock& due : lead.due()) answer.due(due.name, due.at);
        for (const std::string& effect : lead.effects()) answer.effect(effect);
        for (const std::string& told : lead.account()) answer.told(told);
        for (const std::string& route : doors_.playbook->routes())
          if (const std::string rule = lead.rule(route), via = lead.via(route); !rule.empty() || !via.empty()) answer.route(route, rule, lead.owner(route), lead.queue(route), via);
        answer.json = lead.json();
        answer.readable = lead.explanation();
      }
      (explain ? cpp_explained_ : cpp_) = std::move(answers);
    }
    return {};
  }

  std::string throughC() {
    for (const bool explain : {false, true}) {
      lf_team* team = nullptr;
      lf_decider* decider = nullptr;
      lf_batch* batch_of = nullptr;
      const std::string text = batch();
      std::vector<Answer> answers;
      const bool good = lf_team_own(doors_.c_playbook.get(), &team) == LF_OK && lf_decider_new(team, &decider) == LF_OK;
      if (good) {
        lf_decider_set_now(decider, now_);
        lf_decider_set_explain(decider, explain ? 1 : 0);
        lf_decide_batch(decider, text.data(), text.size(), &batch_of);
      }
      for (std::size_t i = 0; batch_of != nullptr && i < lf_batch_size(batch_of); ++i) {
        const lf_decision* lead = lf_batch_at(batch_of, i);
        Answer& answer = answers.emplace_back();
        answer.parts["merged into"] = lf_decision_merged_into(lead);
        answer.parts["stage"] = lf_decision_stage(lead);
        answer.parts["owner"] = lf_decision_owner(lead, nullptr);
        answer.parts["queue"] = lf_decision_queue(lead, nullptr);
        for (std::size_t n = 0; n < lf_decision_due_count(lead); ++n) answer.due(lf_decision_due_name(lead, n), lf_decision_due_at(lead, n));
        for (std::size_t n = 0; n < lf_decision_effect_count(lead); ++n) answer.effect(lf_decision_effect(lead, n));
        for (std::size_t n = 0; n < lf_decision_account_count(lead); ++n) answer.told(lf_decision_account(lead, n));
        for (const std::string& route : doors_.playbook->routes()) {
          const std::string rule = lf_decision_rule(lead, route.c_str()), via = lf_decision_via(lead, route.c_str());
          if (!rule.empty() || !via.empty()) answer.route(route, rule, lf_decision_owner(lead, route.c_str()), lf_decision_queue(lead, route.c_str()), via);
        }
        answer.json = lf_decision_json(lead);
        answer.readable = lf_decision_explanation(lead);
      }
      const std::string error = lf_last_error();
      lf_batch_free(batch_of);
      lf_decider_free(decider);
      lf_team_free(team);
      if (answers.size() != work_.size()) return "  the C API decides another number of leads: " + error + "\n";
      (explain ? c_explained_ : c_) = std::move(answers);
    }
    return {};
  }

  /// The records byte for byte, and why: the record of `explain` is that of `run` with `account` and `why` behind it.
  std::string records(std::size_t i) const {
    const std::string& lead = leads_[i].event.lead;
    for (const auto& [one, a, other, b] : {std::tuple{"run", &run_[i].json, "C++", &cpp_[i].json},
                                           {"run", &run_[i].json, "C", &c_[i].json},
                                           {"explain", &explain_[i].json, "C++", &cpp_explained_[i].json},
                                           {"explain", &explain_[i].json, "C", &c_explained_[i].json},
                                           {"explain, readable", &explain_[i].readable, "C++", &cpp_explained_[i].readable},
                                           {"explain, readable", &explain_[i].readable, "C", &c_explained_[i].readable}})
      if (std::string wrong = textDifference(lead, one, *a, other, *b); !wrong.empty()) return wrong;
    const std::string& whole = explain_[i].json;
    const std::string begin = run_[i].json.substr(0, run_[i].json.size() - 1) + ",\"account\":", end = ",\"why\":" + work_[i].json + "}";
    if (whole.compare(0, begin.size(), begin) != 0) return "  " + lead + "\n  run: " + run_[i].json + "\n  explain: " + whole + "\n";
    if (!work_[i].json.empty() && (whole.size() < end.size() || whole.compare(whole.size() - end.size(), end.size(), end) != 0)) return "  " + lead + ", why\n  work: " + work_[i].json + "\n  explain: " + whole + "\n";
    return {};
  }

  const Book& book_;
  const Compiled& compiled_;
  const Compiled::Version& version_;
  const Doors& doors_;
  const decide::Desk& desk_;
  Instant now_ = 0;
  std::vector<Newcomer> leads_;
  std::vector<Answer> work_, run_, explain_, cpp_, cpp_explained_, c_, c_explained_;
};

}  // namespace

std::string atCreation(const Book& book, const Compiled& compiled, const Story& story, std::uint64_t chance, int& asked) { return AtCreation(book, compiled, story, chance).go(asked); }

}  // namespace leadflow::lives

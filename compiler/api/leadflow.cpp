#include "compiler/api/leadflow.hpp"

#include <chrono>
#include <filesystem>
#include <mutex>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "runtime/bytecode/codec.hpp"
#include "runtime/ingest/roster.hpp"
#include "runtime/ingest/source.hpp"
#include "runtime/run/evaluator.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/instant.hpp"

namespace leadflow {

namespace {

bool endsWith(const std::string& text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

bool readWhole(const std::string& path, std::string& text, Error& error, std::size_t (*enough)(std::string_view first) = nullptr) {
  std::error_code status;
  if (!std::filesystem::exists(path, status)) error = {ErrorCode::FileNotFound, "there is no file `" + path + "`"};
  else if (std::filesystem::is_directory(path, status))
    error = {ErrorCode::FileNotFound, "`" + path + "` is a directory, not a file"};
  if (!error.message.empty()) return false;
  ingest::FileSource source(path);
  std::string why = source.error();
  if (why.empty() && ingest::readWhole(source, text, why, enough)) return true;
  error = {ErrorCode::FileNotFound, "`" + path + "` cannot be read: " + why};
  return false;
}

}  // namespace

std::int64_t instant(std::string_view iso) {
  auto parsed = parseInstant(iso, utcZone(), "");
  return parsed ? *parsed : kMissing;
}

// ---- Playbook

struct Playbook::State {
  std::shared_ptr<const bytecode::Program> program;
  std::string findings;
  std::string bytes;  ///< loading numbers the texts anew, so the .lfb form is made before
};

Playbook::Playbook(std::unique_ptr<State> state) : state_(std::move(state)) {}
Playbook::~Playbook() = default;

namespace {

/// Verifies and prepares a chunk; null with an error otherwise.
std::unique_ptr<Playbook::State> prepare(bytecode::Chunk chunk, std::string findings, Error& error) {
  std::string bytes = bytecode::encode(chunk);
  auto loaded = bytecode::Program::load(std::move(chunk));
  if (!loaded.program) {
    error = {ErrorCode::Refused, loaded.error};
    return nullptr;
  }
  auto state = std::make_unique<Playbook::State>();
  state->program = std::move(loaded.program);
  state->findings = std::move(findings);
  state->bytes = std::move(bytes);
  return state;
}

std::unique_ptr<Playbook::State> accept(driver::Compilation& compiled, Error& error) {
  std::string account = diag::renderText(compiled.diags.sorted(), compiled.sources);
  if (compiled.compile_errors) {
    // A missing main file has no place in any file: it is the caller's path that is wrong.
    bool absent = compiled.sources.files().empty();
    error = {absent ? ErrorCode::FileNotFound : ErrorCode::DoesNotCompile, std::move(account)};
    return nullptr;
  }
  if (compiled.program.is_module) {
    error = {ErrorCode::NotAPlaybook, "this is a module: it has no `playbook` block"};
    return nullptr;
  }
  return prepare(std::move(compiled.chunk), std::move(account), error);
}

}  // namespace

std::shared_ptr<const Playbook> Playbook::load(const std::string& path, Error& error) {
  error = {};
  if (endsWith(path, ".lfb")) {
    std::string bytes;
    return readWhole(path, bytes, error, bytecode::wholeSize) ? fromBytes(bytes, error) : nullptr;
  }
  auto state = accept(*driver::compileFile(path), error);
  return state ? std::shared_ptr<const Playbook>(new Playbook(std::move(state))) : nullptr;
}

std::shared_ptr<const Playbook> Playbook::compile(std::string_view text, const std::string& name, Error& error) {
  error = {};
  std::string path = name.empty() ? "playbook.leadflow" : endsWith(name, ".leadflow") ? name : name + ".leadflow";
  resolve::MemoryFiles files;
  files.texts[path] = std::string(text);
  auto state = accept(*driver::compile(path, files), error);
  return state ? std::shared_ptr<const Playbook>(new Playbook(std::move(state))) : nullptr;
}

std::shared_ptr<const Playbook> Playbook::fromBytes(std::string_view bytes, Error& error) {
  error = {};
  auto decoded = bytecode::decode(bytes);
  if (!decoded.ok) {
    error = {ErrorCode::Refused, decoded.error};
    return nullptr;
  }
  auto state = prepare(std::move(decoded.chunk), {}, error);
  return state ? std::shared_ptr<const Playbook>(new Playbook(std::move(state))) : nullptr;
}

const std::string& Playbook::name() const { return state_->program->chunk().name; }
const std::string& Playbook::version() const { return state_->program->chunk().version; }
const std::string& Playbook::findings() const { return state_->findings; }
std::string Playbook::toBytes() const { return state_->bytes; }

namespace {
template <class List>
std::vector<std::string> namesOf(const List& list) {
  std::vector<std::string> names;
  for (const auto& item : list) names.push_back(item.name);
  return names;
}
}  // namespace

std::vector<std::string> Playbook::fields() const { return namesOf(state_->program->chunk().fields); }
std::vector<std::string> Playbook::scores() const { return namesOf(state_->program->chunk().scores); }
std::vector<std::string> Playbook::grades() const { return namesOf(state_->program->chunk().grades); }
std::vector<std::string> Playbook::routes() const { return namesOf(state_->program->chunk().routes); }
std::vector<std::string> Playbook::stages() const { return namesOf(state_->program->chunk().workflow.stages); }

// ---- Team

struct Team::State {
  std::shared_ptr<const Playbook> playbook;
  std::shared_ptr<run::Turns> turns;
};

Team::Team(std::unique_ptr<State> state) : state_(std::move(state)) {}
Team::~Team() = default;

namespace {

std::shared_ptr<const decide::Desk> deskOf(const Playbook& playbook, std::vector<Rep> reps) {
  const auto& program = playbook.state().program;
  return decide::Desk::open(program, decide::People::bind(program, std::move(reps)));
}

bool readReps(const Playbook& playbook, std::string_view csv, std::vector<Rep>& reps, Error& error) {
  ingest::MemorySource source(csv);
  ingest::RosterFile file = ingest::readRoster(source, playbook.state().program->zone());
  if (file.hasErrors()) {
    error = {ErrorCode::BadRoster, file.error};
    for (const auto& issue : file.issues)
      if (issue.severity == ingest::RosterSeverity::Error)
        error.message += (error.message.empty() ? "" : "\n") + std::string("line ") + std::to_string(issue.line) +
                         ": " + issue.message;
    return false;
  }
  reps = std::move(file.reps);
  return true;
}

std::unique_ptr<Team::State> gather(std::shared_ptr<const Playbook> playbook, std::vector<Rep> reps) {
  auto state = std::make_unique<Team::State>();
  state->turns = std::make_shared<run::Turns>(deskOf(*playbook, std::move(reps)));
  state->playbook = std::move(playbook);
  return state;
}

}  // namespace

std::shared_ptr<Team> Team::load(std::shared_ptr<const Playbook> playbook, const std::string& roster_path,
                                 Error& error) {
  error = {};
  std::string text;
  if (!playbook) error = {ErrorCode::BadArgument, "no playbook"};
  return playbook && readWhole(roster_path, text, error) ? fromText(std::move(playbook), text, error) : nullptr;
}

std::shared_ptr<Team> Team::fromText(std::shared_ptr<const Playbook> playbook, std::string_view roster_csv,
                                     Error& error) {
  error = {};
  std::vector<Rep> reps;
  if (!playbook) error = {ErrorCode::BadArgument, "no playbook"};
  if (!playbook || !readReps(*playbook, roster_csv, reps, error)) return nullptr;
  return std::shared_ptr<Team>(new Team(gather(std::move(playbook), std::move(reps))));
}

std::shared_ptr<Team> Team::ownOf(std::shared_ptr<const Playbook> playbook, Error& error) {
  error = {};
  if (!playbook) {
    error = {ErrorCode::BadArgument, "no playbook"};
    return nullptr;
  }
  auto reps = playbook->state().program->chunk().roster;
  return std::shared_ptr<Team>(new Team(gather(std::move(playbook), std::move(reps))));
}

bool Team::replaceRoster(std::string_view roster_csv, Error& error) {
  error = {};
  std::vector<Rep> reps;
  if (!readReps(*state_->playbook, roster_csv, reps, error)) return false;
  state_->turns->rebind(deskOf(*state_->playbook, std::move(reps)));
  return true;
}

bool Team::setOpenLeads(std::string_view rep, std::int64_t leads) { return state_->turns->setOpen(rep, leads); }
bool Team::leadClosed(std::string_view rep) { return state_->turns->closed(rep); }

// ---- Decision

struct Decision::State {
  run::Outcome outcome;
  std::vector<std::string> account, effects;   ///< as texts
};

namespace {
const std::string kEmpty;
const std::vector<std::string> kNone;
}  // namespace

bool Decision::decided() const { return state_ && state_->outcome.decision.has_value(); }
const std::string& Decision::rejected() const { return state_ ? state_->outcome.rejected : kEmpty; }
const std::vector<std::string>& Decision::issues() const { return state_ ? state_->outcome.issues : kNone; }
const std::string& Decision::lead() const { return decided() ? state_->outcome.decision->lead : kEmpty; }
const std::string& Decision::json() const { return decided() ? state_->outcome.decision->json : kEmpty; }

std::string Decision::value(std::string_view name) const {
  const decide::Value* found = decided() ? state_->outcome.decision->find(name) : nullptr;
  return found && found->known ? found->text : std::string();
}

std::int64_t Decision::scaledScore(std::string_view name) const {
  if (!decided()) return kMissing;
  for (const auto& score : state_->outcome.decision->scores)
    if (score.name == name && score.value.known) {
      auto parsed = parseDecimal(score.value.json);
      return parsed ? *parsed : kMissing;
    }
  return kMissing;
}

namespace {
const decide::RouteOutcome* routeOf(const run::Outcome& outcome, std::string_view route) {
  return outcome.decision ? outcome.decision->route(route) : nullptr;
}

std::shared_ptr<const Decision::State> keep(run::Outcome outcome) {
  auto made = std::make_shared<Decision::State>();
  made->outcome = std::move(outcome);
  if (made->outcome.decision) {
    for (const port::Effect& effect : made->outcome.decision->effects) made->effects.push_back(port::toJson(effect));
    for (const auto& told : made->outcome.decision->account) made->account.push_back(told.text);
  }
  return made;
}
}  // namespace

std::string Decision::rule(std::string_view route) const {
  const auto* found = state_ ? routeOf(state_->outcome, route) : nullptr;
  return found ? found->rule : std::string();
}
std::string Decision::owner(std::string_view route) const {
  if (route.empty() && staged()) return state_->outcome.decision->owner;
  const auto* found = state_ ? routeOf(state_->outcome, route) : nullptr;
  return found ? found->rep : std::string();
}
std::string Decision::queue(std::string_view route) const {
  if (route.empty() && staged()) return state_->outcome.decision->queue;
  const auto* found = state_ ? routeOf(state_->outcome, route) : nullptr;
  return found ? found->queue : std::string();
}
std::string Decision::via(std::string_view route) const {
  const auto* found = state_ ? routeOf(state_->outcome, route) : nullptr;
  return found ? found->via : std::string();
}
bool Decision::staged() const { return decided() && state_->outcome.decision->staged; }
const std::string& Decision::stage() const { return decided() ? state_->outcome.decision->stage : kEmpty; }
const std::string& Decision::mergedInto() const { return decided() ? state_->outcome.decision->merged_into : kEmpty; }
std::vector<DueClock> Decision::due() const {
  std::vector<DueClock> clocks;
  if (decided())
    for (const run::Due& due : state_->outcome.decision->due) clocks.push_back({due.clock, due.at});
  return clocks;
}
const std::vector<std::string>& Decision::effects() const { return state_ ? state_->effects : kNone; }
const std::vector<std::string>& Decision::account() const { return state_ ? state_->account : kNone; }
std::string Decision::explanation() const { return decided() ? state_->outcome.decision->explain() : std::string(); }

// ---- Decider

struct Decider::State {
  std::shared_ptr<Team> team;
  run::Evaluator evaluator;
  std::int64_t now = kMissing;
  bool explain = false;

  explicit State(std::shared_ptr<Team> team_in) : team(std::move(team_in)), evaluator(team->state().turns) {}
  std::int64_t instantOfCall() const {
    if (now != kMissing) return now;
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

Decider::Decider(std::shared_ptr<Team> team) : state_(std::make_unique<State>(std::move(team))) {}
Decider::~Decider() = default;
Decider::Decider(Decider&&) noexcept = default;
Decider& Decider::operator=(Decider&&) noexcept = default;

void Decider::setNow(std::int64_t milliseconds) { state_->now = milliseconds; }
void Decider::setExplain(bool explain) { state_->explain = explain; }

Decision Decider::decide(std::string_view json) {
  return Decision(keep(state_->evaluator.decideJson(json, state_->instantOfCall(), state_->explain)));
}

std::vector<Decision> Decider::decideBatch(std::string_view text, Error& error) {
  error = {};
  auto outcomes = state_->evaluator.decideText(text, state_->instantOfCall(), ingest::Format::Auto, state_->explain);
  if (!outcomes.error.empty()) error = {ErrorCode::BadRecord, outcomes.error};
  std::vector<Decision> decisions;
  decisions.reserve(outcomes.outcomes.size());
  for (auto& outcome : outcomes.outcomes) decisions.emplace_back(keep(std::move(outcome)));
  return decisions;
}

}  // namespace leadflow

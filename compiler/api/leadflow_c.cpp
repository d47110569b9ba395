#include <cstring>
#include <exception>
#include <mutex>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/api/leadflow.h"
#include "compiler/api/leadflow.hpp"

using namespace leadflow;

struct lf_playbook {
  std::shared_ptr<const Playbook> playbook;
};
struct lf_team {
  std::shared_ptr<Team> team;
};
struct lf_decider {
  Decider decider;
};
struct lf_decision {
  Decision decision;
  std::vector<DueClock> due;
  // Texts handed out live as long as the handle; several threads may read one decision.
  mutable std::mutex mutex;
  mutable std::unordered_map<std::string, std::string> texts;
  explicit lf_decision(Decision made) : decision(std::move(made)), due(decision.due()) {}
  const char* keep(const std::string& key, const std::string& text) const {
    std::lock_guard<std::mutex> lock(mutex);
    return texts.try_emplace(key, text).first->second.c_str();
  }
};
struct lf_batch {
  std::vector<std::unique_ptr<lf_decision>> decisions;
};

namespace {

thread_local std::string last_error;

lf_status failed(lf_status status, const char* message) noexcept {
  try {
    last_error = message;
  } catch (...) {
    last_error.clear();
  }
  return status;
}
lf_status failed(const Error& error) { return failed(static_cast<lf_status>(error.code), error.message.c_str()); }
lf_status noPointer() { return failed(LF_BAD_ARGUMENT, "a pointer that must be given is null"); }

/// Runs the body; no exception leaves.
template <class Body>
lf_status guarded(Body&& body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return failed(LF_OUT_OF_MEMORY, "out of memory");
  } catch (const std::exception& fault) {
    return failed(LF_INTERNAL, fault.what());
  } catch (...) {
    return failed(LF_INTERNAL, "internal fault");
  }
}

template <class Body>
const char* text(const lf_decision* decision, const char* kind, const char* name, Body&& body) noexcept {
  if (!decision) return "";
  try {
    return decision->keep(std::string(kind) + '\n' + (name ? name : ""), body());
  } catch (...) {
    return "";
  }
}

lf_status give(std::shared_ptr<const Playbook> playbook, const Error& error, lf_playbook** out) {
  if (!playbook) return failed(error);
  *out = new lf_playbook{std::move(playbook)};
  return LF_OK;
}
lf_status give(std::shared_ptr<Team> team, const Error& error, lf_team** out) {
  if (!team) return failed(error);
  *out = new lf_team{std::move(team)};
  return LF_OK;
}

}  // namespace

extern "C" {

const char* lf_last_error(void) { return last_error.c_str(); }

const char* lf_status_text(lf_status status) {
  switch (status) {
    case LF_OK: return "ok";
    case LF_FILE_NOT_FOUND: return "a file is missing or cannot be read";
    case LF_DOES_NOT_COMPILE: return "the playbook has errors";
    case LF_REFUSED: return "the compiled playbook is refused";
    case LF_BAD_ROSTER: return "the roster cannot be read";
    case LF_BAD_RECORD: return "the record was set aside";
    case LF_BAD_ARGUMENT: return "an argument is wrong";
    case LF_NOT_A_PLAYBOOK: return "the file is a module, not a playbook";
    case LF_OUT_OF_MEMORY: return "out of memory";
    case LF_INTERNAL: return "internal fault";
  }
  return "unknown status";
}

int64_t lf_instant(const char* iso) { return iso ? leadflow::instant(iso) : INT64_MIN; }

lf_status lf_playbook_load(const char* path, lf_playbook** out) {
  if (!path || !out) return noPointer();
  *out = nullptr;
  return guarded([&] {
    Error error;
    auto playbook = Playbook::load(path, error);
    return give(std::move(playbook), error, out);
  });
}

lf_status lf_playbook_compile(const char* source, size_t size, const char* name, lf_playbook** out) {
  if (!source || !out) return noPointer();
  *out = nullptr;
  return guarded([&] {
    Error error;
    auto playbook = Playbook::compile({source, size}, name ? name : "", error);
    return give(std::move(playbook), error, out);
  });
}

lf_status lf_playbook_from_bytes(const void* bytes, size_t size, lf_playbook** out) {
  if (!bytes || !out) return noPointer();
  *out = nullptr;
  return guarded([&] {
    Error error;
    auto playbook = Playbook::fromBytes({static_cast<const char*>(bytes), size}, error);
    return give(std::move(playbook), error, out);
  });
}

const char* lf_playbook_name(const lf_playbook* playbook) { return playbook ? playbook->playbook->name().c_str() : ""; }
const char* lf_playbook_version(const lf_playbook* playbook) {
  return playbook ? playbook->playbook->version().c_str() : "";
}
const char* lf_playbook_findings(const lf_playbook* playbook) {
  return playbook ? playbook->playbook->findings().c_str() : "";
}
void lf_playbook_free(lf_playbook* playbook) { delete playbook; }

lf_status lf_team_load(const lf_playbook* playbook, const char* roster_path, lf_team** out) {
  if (!playbook || !roster_path || !out) return noPointer();
  *out = nullptr;
  return guarded([&] {
    Error error;
    auto team = Team::load(playbook->playbook, roster_path, error);
    return give(std::move(team), error, out);
  });
}

lf_status lf_team_from_text(const lf_playbook* playbook, const char* csv, size_t size, lf_team** out) {
  if (!playbook || !csv || !out) return noPointer();
  *out = nullptr;
  return guarded([&] {
    Error error;
    auto team = Team::fromText(playbook->playbook, {csv, size}, error);
    return give(std::move(team), error, out);
  });
}

lf_status lf_team_own(const lf_playbook* playbook, lf_team** out) {
  if (!playbook || !out) return noPointer();
  *out = nullptr;
  return guarded([&] {
    Error error;
    auto team = Team::ownOf(playbook->playbook, error);
    return give(std::move(team), error, out);
  });
}

lf_status lf_team_replace_roster(lf_team* team, const char* csv, size_t size) {
  if (!team || !csv) return noPointer();
  return guarded([&] {
    Error error;
    return team->team->replaceRoster({csv, size}, error) ? LF_OK : failed(error);
  });
}

lf_status lf_team_set_open_leads(lf_team* team, const char* rep, int64_t leads) {
  if (!team || !rep) return noPointer();
  return guarded([&] {
    return team->team->setOpenLeads(rep, leads) ? LF_OK : failed(LF_BAD_ARGUMENT, "the roster has no such rep");
  });
}

lf_status lf_team_lead_closed(lf_team* team, const char* rep) {
  if (!team || !rep) return noPointer();
  return guarded(
      [&] { return team->team->leadClosed(rep) ? LF_OK : failed(LF_BAD_ARGUMENT, "the roster has no such rep"); });
}

void lf_team_free(lf_team* team) { delete team; }

lf_status lf_decider_new(lf_team* team, lf_decider** out) {
  if (!team || !out) return noPointer();
  *out = nullptr;
  return guarded([&] {
    *out = new lf_decider{Decider(team->team)};
    return LF_OK;
  });
}

void lf_decider_set_now(lf_decider* decider, int64_t milliseconds) {
  if (decider) decider->decider.setNow(milliseconds);
}
void lf_decider_set_explain(lf_decider* decider, int explain) {
  if (decider) decider->decider.setExplain(explain != 0);
}
void lf_decider_free(lf_decider* decider) { delete decider; }

lf_status lf_decide(lf_decider* decider, const char* json, size_t size, lf_decision** out) {
  if (!decider || !json || !out) return noPointer();
  *out = nullptr;
  return guarded([&] {
    *out = new lf_decision(decider->decider.decide({json, size}));
    return (*out)->decision.decided() ? LF_OK : failed(LF_BAD_RECORD, (*out)->decision.rejected().c_str());
  });
}

lf_status lf_decide_batch(lf_decider* decider, const char* source, size_t size, lf_batch** out) {
  if (!decider || !source || !out) return noPointer();
  *out = nullptr;
  return guarded([&] {
    Error error;
    auto batch = std::make_unique<lf_batch>();
    for (auto& decision : decider->decider.decideBatch({source, size}, error))
      batch->decisions.push_back(std::make_unique<lf_decision>(std::move(decision)));
    *out = batch.release();
    return error ? failed(error) : LF_OK;
  });
}

size_t lf_batch_size(const lf_batch* batch) { return batch ? batch->decisions.size() : 0; }
const lf_decision* lf_batch_at(const lf_batch* batch, size_t index) {
  return batch && index < batch->decisions.size() ? batch->decisions[index].get() : nullptr;
}
void lf_batch_free(lf_batch* batch) { delete batch; }

int lf_decision_decided(const lf_decision* decision) { return decision && decision->decision.decided() ? 1 : 0; }
const char* lf_decision_rejected(const lf_decision* decision) {
  return decision ? decision->decision.rejected().c_str() : "";
}
size_t lf_decision_issue_count(const lf_decision* decision) {
  return decision ? decision->decision.issues().size() : 0;
}
const char* lf_decision_issue(const lf_decision* decision, size_t index) {
  return decision && index < decision->decision.issues().size() ? decision->decision.issues()[index].c_str() : "";
}
const char* lf_decision_lead(const lf_decision* decision) { return decision ? decision->decision.lead().c_str() : ""; }
const char* lf_decision_json(const lf_decision* decision) { return decision ? decision->decision.json().c_str() : ""; }
const char* lf_decision_value(const lf_decision* decision, const char* name) {
  return text(decision, "value", name, [&] { return decision->decision.value(name ? name : ""); });
}
int64_t lf_decision_scaled_score(const lf_decision* decision, const char* name) {
  try {
    return decision && name ? decision->decision.scaledScore(name) : INT64_MIN;
  } catch (...) {
    return INT64_MIN;
  }
}
const char* lf_decision_rule(const lf_decision* decision, const char* route) {
  return text(decision, "rule", route, [&] { return decision->decision.rule(route ? route : ""); });
}
const char* lf_decision_owner(const lf_decision* decision, const char* route) {
  return text(decision, "owner", route, [&] { return decision->decision.owner(route ? route : ""); });
}
const char* lf_decision_queue(const lf_decision* decision, const char* route) {
  return text(decision, "queue", route, [&] { return decision->decision.queue(route ? route : ""); });
}
const char* lf_decision_via(const lf_decision* decision, const char* route) {
  return text(decision, "via", route, [&] { return decision->decision.via(route ? route : ""); });
}
const char* lf_decision_stage(const lf_decision* decision) { return decision ? decision->decision.stage().c_str() : ""; }
const char* lf_decision_merged_into(const lf_decision* decision) { return decision ? decision->decision.mergedInto().c_str() : ""; }
size_t lf_decision_due_count(const lf_decision* decision) { return decision ? decision->due.size() : 0; }
const char* lf_decision_due_name(const lf_decision* decision, size_t index) {
  return decision && index < decision->due.size() ? decision->due[index].name.c_str() : "";
}
int64_t lf_decision_due_at(const lf_decision* decision, size_t index) {
  return decision && index < decision->due.size() ? decision->due[index].at : INT64_MIN;
}
size_t lf_decision_effect_count(const lf_decision* decision) { return decision ? decision->decision.effects().size() : 0; }
const char* lf_decision_effect(const lf_decision* decision, size_t index) {
  return decision && index < decision->decision.effects().size() ? decision->decision.effects()[index].c_str() : "";
}
size_t lf_decision_account_count(const lf_decision* decision) { return decision ? decision->decision.account().size() : 0; }
const char* lf_decision_account(const lf_decision* decision, size_t index) {
  return decision && index < decision->decision.account().size() ? decision->decision.account()[index].c_str() : "";
}
const char* lf_decision_explanation(const lf_decision* decision) {
  return text(decision, "why", nullptr, [&] { return decision->decision.explanation(); });
}
void lf_decision_free(lf_decision* decision) { delete decision; }

}  // extern "C"

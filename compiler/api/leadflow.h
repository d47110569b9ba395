/* LeadFlow for C programs. The same as leadflow.hpp, behind handles; no exception crosses this border.
 *
 *     lf_playbook* playbook = NULL;
 *     if (lf_playbook_load("inbound.leadflow", &playbook) != LF_OK) { puts(lf_last_error()); return 1; }
 *     lf_team* team = NULL;
 *     lf_team_load(playbook, "roster.csv", &team);
 *     lf_decider* decider = NULL;
 *     lf_decider_new(team, &decider);
 *     lf_decider_set_now(decider, lf_instant("2026-03-02T15:00:00Z"));
 *     lf_decision* decision = NULL;
 *     if (lf_decide(decider, json, strlen(json), &decision) == LF_OK) puts(lf_decision_json(decision));
 *     lf_decision_free(decision); lf_decider_free(decider); lf_team_free(team); lf_playbook_free(playbook);
 *
 * Every function that can fail gives an lf_status and leaves its message for lf_last_error() of the same thread. Handles may
 * be freed in any order; freeing NULL is allowed. Texts belong to the handle that gave them and live as long as it. */
#ifndef LEADFLOW_H
#define LEADFLOW_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum lf_status {
  LF_OK = 0,
  LF_FILE_NOT_FOUND = 1,   /* no such file, a directory, or not readable */
  LF_DOES_NOT_COMPILE = 2, /* the playbook has errors; the message is what `leadflow check` prints */
  LF_REFUSED = 3,          /* an .lfb that is damaged, of another format version, or refused by the verifier */
  LF_BAD_ROSTER = 4,       /* the roster cannot be read */
  LF_BAD_RECORD = 5,       /* the record was set aside; the decision exists and says why */
  LF_BAD_ARGUMENT = 6,     /* a null pointer or an unknown name */
  LF_NOT_A_PLAYBOOK = 7,   /* a module */
  LF_OUT_OF_MEMORY = 8,
  LF_INTERNAL = 9
} lf_status;

typedef struct lf_playbook lf_playbook; /* immutable; any thread */
typedef struct lf_team lf_team;         /* people and whose turn it is; any thread */
typedef struct lf_decider lf_decider;   /* one thread at a time */
typedef struct lf_decision lf_decision; /* immutable */
typedef struct lf_batch lf_batch;       /* decisions of one call */

/* The message of this thread's last failed call; never NULL. */
const char* lf_last_error(void);
const char* lf_status_text(lf_status status);
/* Milliseconds since 1970 of an ISO 8601 instant; INT64_MIN when it is none. */
int64_t lf_instant(const char* iso);

lf_status lf_playbook_load(const char* path, lf_playbook** out);
lf_status lf_playbook_compile(const char* text, size_t size, const char* name, lf_playbook** out);
lf_status lf_playbook_from_bytes(const void* bytes, size_t size, lf_playbook** out);
const char* lf_playbook_name(const lf_playbook* playbook);
const char* lf_playbook_version(const lf_playbook* playbook);
const char* lf_playbook_findings(const lf_playbook* playbook);
void lf_playbook_free(lf_playbook* playbook);

lf_status lf_team_load(const lf_playbook* playbook, const char* roster_path, lf_team** out);
lf_status lf_team_from_text(const lf_playbook* playbook, const char* csv, size_t size, lf_team** out);
lf_status lf_team_own(const lf_playbook* playbook, lf_team** out);
lf_status lf_team_replace_roster(lf_team* team, const char* csv, size_t size);
lf_status lf_team_set_open_leads(lf_team* team, const char* rep, int64_t leads);
lf_status lf_team_lead_closed(lf_team* team, const char* rep);
void lf_team_free(lf_team* team);

lf_status lf_decider_new(lf_team* team, lf_decider** out);
void lf_decider_set_now(lf_decider* decider, int64_t milliseconds);
void lf_decider_set_explain(lf_decider* decider, int explain);
void lf_decider_free(lf_decider* decider);

/* One JSON object. LF_BAD_RECORD also gives a decision, which says why it was set aside. */
lf_status lf_decide(lf_decider* decider, const char* json, size_t size, lf_decision** out);
/* NDJSON, a JSON array, or CSV with a header. */
lf_status lf_decide_batch(lf_decider* decider, const char* text, size_t size, lf_batch** out);
size_t lf_batch_size(const lf_batch* batch);
const lf_decision* lf_batch_at(const lf_batch* batch, size_t index); /* belongs to the batch; NULL past its end */
void lf_batch_free(lf_batch* batch);

int lf_decision_decided(const lf_decision* decision);
const char* lf_decision_rejected(const lf_decision* decision);
size_t lf_decision_issue_count(const lf_decision* decision);
const char* lf_decision_issue(const lf_decision* decision, size_t index);
const char* lf_decision_lead(const lf_decision* decision);
const char* lf_decision_json(const lf_decision* decision);
/* A derived field, score, grade or milestone as text; "" when missing or unknown. */
const char* lf_decision_value(const lf_decision* decision, const char* name);
/* A score times 10,000; INT64_MIN when missing. */
int64_t lf_decision_scaled_score(const lf_decision* decision, const char* name);
/* `route` NULL: the first route; with stages, who has the lead and its queue where it came to rest, rule and way of the route
 * that its stages took last. "" when it does not apply. */
const char* lf_decision_rule(const lf_decision* decision, const char* route);
const char* lf_decision_owner(const lf_decision* decision, const char* route);
const char* lf_decision_queue(const lf_decision* decision, const char* route);
const char* lf_decision_via(const lf_decision* decision, const char* route);
/* Where the playbook has stages: the stage that the lead came to rest in, the lead that it was merged into as a duplicate, the
 * clocks that run with the milliseconds since 1970 at which their time is out, what would be sent (JSON objects), what happened
 * (sentences). "" and 0 without stages, or where it does not apply. */
const char* lf_decision_stage(const lf_decision* decision);
const char* lf_decision_merged_into(const lf_decision* decision);
size_t lf_decision_due_count(const lf_decision* decision);
const char* lf_decision_due_name(const lf_decision* decision, size_t index);
int64_t lf_decision_due_at(const lf_decision* decision, size_t index); /* INT64_MIN past the end */
size_t lf_decision_effect_count(const lf_decision* decision);
const char* lf_decision_effect(const lf_decision* decision, size_t index);
size_t lf_decision_account_count(const lf_decision* decision);
const char* lf_decision_account(const lf_decision* decision, size_t index);
const char* lf_decision_explanation(const lf_decision* decision);
void lf_decision_free(lf_decision* decision);

#ifdef __cplusplus
}
#endif
#endif

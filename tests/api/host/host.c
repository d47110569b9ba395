/* A host in C: the same through handles, with every kind of error met once. */
#include <leadflow/leadflow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEED(what)                                                          \
  do {                                                                      \
    if (!(what)) {                                                          \
      fprintf(stderr, "host.c:%d: %s does not hold (%s)\n", __LINE__, #what, lf_last_error()); \
      exit(1);                                                              \
    }                                                                       \
  } while (0)

int main(int argc, char** argv) {
  char path[4096], roster[4096];
  lf_playbook* playbook = NULL;
  lf_team* team = NULL;
  lf_decider* decider = NULL;
  lf_decision* decision = NULL;
  lf_batch* batch = NULL;
  const char* json = "{\"id\":\"a\",\"company_size\":800,\"title\":\"CEO\",\"country\":\"US\"}";
  const char* lines = "{\"id\":\"x\",\"country\":\"DE\"}\n{\"country\":\"DE\"}\n";
  NEED(argc == 2);
  snprintf(path, sizeof path, "%s/first.leadflow", argv[1]);
  snprintf(roster, sizeof roster, "%s/roster.csv", argv[1]);

  NEED(lf_playbook_load("nothing.leadflow", &playbook) == LF_FILE_NOT_FOUND && playbook == NULL && strlen(lf_last_error()) > 0);
  NEED(lf_playbook_load(NULL, &playbook) == LF_BAD_ARGUMENT);
  NEED(lf_playbook_compile("playbook p {", 12, "p", &playbook) == LF_DOES_NOT_COMPILE);
  NEED(lf_playbook_from_bytes("LFB1 and no more", 16, &playbook) == LF_REFUSED);

  NEED(lf_playbook_load(path, &playbook) == LF_OK);
  NEED(strcmp(lf_playbook_name(playbook), "first") == 0);
  NEED(lf_team_load(playbook, roster, &team) == LF_OK);
  NEED(lf_decider_new(team, &decider) == LF_OK);
  lf_playbook_free(playbook); /* handles may go in any order */
  lf_decider_set_now(decider, lf_instant("2026-03-02T15:00:00Z"));
  lf_decider_set_explain(decider, 1);
  NEED(lf_decide(decider, json, strlen(json), &decision) == LF_OK);
  NEED(lf_decision_decided(decision) && lf_decision_scaled_score(decision, "fit") == 750000);
  NEED(strcmp(lf_decision_value(decision, "rating"), "A") == 0 && strcmp(lf_decision_owner(decision, NULL), "ana") == 0);
  NEED(strcmp(lf_decision_rule(decision, "inbound"), "rest") == 0 && strcmp(lf_decision_queue(decision, NULL), "") == 0);
  NEED(strlen(lf_decision_explanation(decision)) > 100);
  printf("%s\n", lf_decision_json(decision));
  lf_decision_free(decision);
  NEED(lf_decide(decider, "{}", 2, &decision) == LF_BAD_RECORD && decision != NULL && !lf_decision_decided(decision));
  NEED(strlen(lf_decision_rejected(decision)) > 0);
  lf_decision_free(decision);
  NEED(lf_decide(decider, "no json", 7, &decision) == LF_BAD_RECORD);
  lf_decision_free(decision);
  NEED(lf_decide_batch(decider, lines, strlen(lines), &batch) == LF_OK && lf_batch_size(batch) == 2);
  NEED(lf_decision_decided(lf_batch_at(batch, 0)) && !lf_decision_decided(lf_batch_at(batch, 1)) && lf_batch_at(batch, 2) == NULL);
  lf_batch_free(batch);
  NEED(lf_team_set_open_leads(team, "nobody", 1) == LF_BAD_ARGUMENT && lf_team_set_open_leads(team, "ana", 1) == LF_OK);
  lf_decider_free(decider);
  lf_team_free(team);

  /* A playbook with stages. */
  snprintf(path, sizeof path, "%s/../sla_desk/sla_desk.leadflow", argv[1]);
  NEED(lf_playbook_load(path, &playbook) == LF_OK && lf_team_own(playbook, &team) == LF_OK && lf_decider_new(team, &decider) == LF_OK);
  lf_decider_set_now(decider, lf_instant("2026-03-02T15:00:00Z"));
  json = "{\"id\":\"D01\",\"company\":\"Arbor Labs\",\"priority\":\"high\"}";
  NEED(lf_decide(decider, json, strlen(json), &decision) == LF_OK);
  NEED(strcmp(lf_decision_stage(decision), "New") == 0 && strcmp(lf_decision_owner(decision, NULL), "ana") == 0);
  NEED(lf_decision_due_count(decision) == 1 && lf_decision_due_at(decision, 0) == lf_instant("2026-03-02T19:00:00Z"));
  NEED(strlen(lf_decision_due_name(decision, 0)) > 0 && lf_decision_due_at(decision, 1) == INT64_MIN);
  NEED(lf_decision_effect_count(decision) == 0 && lf_decision_account_count(decision) >= 3);
  printf("%s in %s: %s\n", lf_decision_lead(decision), lf_decision_stage(decision), lf_decision_account(decision, 0));
  lf_decision_free(decision);
  lf_decider_free(decider);
  lf_team_free(team);
  lf_playbook_free(playbook);
  lf_decision_free(NULL);
  return 0;
}

// What happens and to whom: the actions that stages, clocks, escalations, sequences and schedules share.
//
//     aging 48 hours { reassign at most 2 times otherwise queue review; notify slack "#sdr" tagging owner "{company} waits" }
//
// INVARIANT: an action may end with `when CONDITION`; the one after an action's `otherwise` may not, so that the condition
// can only belong to the whole.
#pragma once
#include "grammar/routing.hpp"

namespace leadflow::grammar {

struct action;
struct action_body;
struct action_statement;

// ---- names and values that several constructs want
struct given_value : seq<sum> {};
struct given_property : seq<name, must<given_value>> {};
struct wanted_property : seq<given_property> {};
struct given_separator : seq<case_separator> {};
struct packet : seq<cases_of<wanted_property, given_separator>> {};
struct stage_name : seq<name> {};
struct sequence_name : seq<dotted_name> {};
struct reason_name : seq<name> {};
struct approval_name : seq<dotted_name> {};
struct handoff_name : seq<dotted_name> {};
struct to_word : word<"to"> {};
struct by_word : word<"by"> {};
struct queue_word : word<"queue"> {};
struct after_time : seq<sum> {};
struct after_clause : seq<word<"after">, must<after_time>> {};
struct within_time : seq<sum> {};
struct within_clause : seq<word<"within">, must<within_time>> {};
struct limit_count : seq<amount> {};
struct times_noun : sor<word<"times">, word<"time">> {};
struct times_limit : seq<word<"at">, word<"most">, must<limit_count>, must<times_noun>> {};
/// Working | [Working, Qualifying]
struct set_name : seq<name> {};
struct name_set : sor<seq<symbol<"[">, must<set_name>, star<symbol<",">, must<set_name>>, must<close_list>>, must<set_name>> {};

struct reason_required : word<"required"> {};
struct reason_value : sor<reason_required, first_of, postfix> {};
struct reason : seq<word<"reason">, must<reason_value>> {};

// ---- who is meant
struct manager_word : word<"manager"> {};
struct who_up : seq<one<'.'>, must<manager_word>> {};
struct role_name : seq<name> {};
struct who_role : seq<word<"role">, must<role_name>> {};
struct who_queue : seq<word<"queue">, word<"owner">> {};
struct who : sor<who_role, who_queue, seq<reference, star<who_up>, blanks>> {};
struct wanted_who : seq<who> {};
struct next_who : seq<who> {};
struct who_list : seq<must<wanted_who>, star<symbol<",">, must<next_who>>> {};

// ---- leads
struct route_action : seq<word<"route">, must<route_name>> {};
struct sequence_word : word<"sequence"> {};
struct start_sequence : seq<word<"start">, must<sequence_word>, must<sequence_name>> {};
struct all_sequences : word<"sequences"> {};
struct stop_what : sor<all_sequences, sequence_word> {};
struct stop_sequence : seq<word<"stop">, sor<all_sequences, seq<must<stop_what>, must<sequence_name>>>> {};
struct stop_when : seq<word<"stop">, word<"when">, must<when_condition>> {};
struct move_action : seq<word<"move">, must<to_word>, must<stage_name>, opt<reason>> {};
struct otherwise_action : seq<not_at<word<"reassign">>, action_body> {};
struct reassign_to : seq<word<"to">, must<queue_word>, must<queue_name>> {};
struct reassign_action : seq<word<"reassign">, opt<reassign_to>, opt<times_limit>, opt<word<"otherwise">, must<otherwise_action>>> {};
struct queue_action : seq<word<"queue">, must<queue_name>> {};
struct set_field : seq<name> {};
struct set_value : seq<sum> {};
struct set_action : seq<word<"set">, must<set_field>, must<to_word>, must<set_value>> {};
struct pii_word : word<"pii"> {};
struct erase_action : seq<word<"erase">, must<pii_word>> {};

// ---- messages
struct message : seq<text> {};
struct remind_action : seq<word<"remind">, who_list, must<message>> {};
struct channel_target : seq<text> {};
struct channel_email : word<"email"> {};
struct channel_hook : sor<word<"slack">, word<"webhook">> {};
struct tagging : seq<word<"tagging">, who_list> {};
struct notified : seq<operand_name_ahead, not_at<word<"tagging">>, who_list> {};
struct notify_email : seq<channel_email, opt<notified>, opt<tagging>, opt<text>> {};
struct notify_hook : seq<channel_hook, must<channel_target>, opt<tagging>, opt<text>> {};
struct notify_people : seq<notified, must<message>> {};
struct notify_body : sor<notify_email, notify_hook, notify_people> {};
struct notify_action : seq<word<"notify">, must<notify_body>> {};
struct log_action : seq<word<"log">, must<message>> {};
struct escalate_action : seq<word<"escalate">, must<escalate_name>> {};
struct task_word : sor<word<"call">, word<"email">, word<"meeting">, word<"message">> {};
struct task_action : seq<word<"task">, opt<task_word>, opt<operand_name_ahead, who>, must<message>, opt<within_clause>> {};
struct send_time : seq<clock_time> {};
struct send_and : word<"and"> {};
struct lead_time : seq<word<"lead">, word<"time">> {};
struct send_at : seq<word<"at">, must<send_time>, opt<lead_time>> {};
struct send_between : seq<word<"between">, must<send_time>, must<send_and>, must<send_time>, opt<lead_time>> {};
struct variant_text : seq<text> {};
struct variant : seq<amount, must<variant_text>> {};
struct wanted_variant : seq<variant> {};
struct send_split : seq<word<"split">, must<wanted_variant>, star<symbol<",">, must<wanted_variant>>> {};
struct email_template : seq<text> {};
struct email_action : seq<word<"email">, must<email_template>, star<sor<send_at, send_between, send_split>>> {};

// ---- other systems and people's decisions
struct packet_ahead : at<one<'{'>> {};
struct webhook_action : seq<word<"webhook">, must<channel_target>, opt<packet_ahead, packet>> {};
struct created_thing : seq<name> {};
struct create_action : seq<word<"create">, must<created_thing>, opt<packet_ahead, packet>> {};
struct approval_word : word<"approval"> {};
struct ask_action : seq<word<"ask">, must<approval_word>, must<approval_name>> {};
struct hand_over : word<"over"> {};
struct handoff_action : seq<word<"hand">, must<hand_over>, must<by_word>, must<handoff_name>> {};

// ---- schedules and sequences
struct most_word : word<"most"> {};
struct moves_words : seq<word<"moves">, word<"a">, word<"rep">> {};
struct moves_limit : seq<word<"at">, must<most_word>, must<limit_count>, must<moves_words>> {};
struct rebalance_action : seq<word<"rebalance">, must<pool_name>, opt<symbol<",">>, opt<moves_limit>> {};
struct wait_time : seq<sum> {};
struct unless_condition : seq<condition> {};
struct wait_unless : seq<word<"unless">, must<unless_condition>> {};
struct wait_action : seq<word<"wait">, must<wait_time>, opt<wait_unless>> {};

// ---- actions
struct action_body
    : sor<route_action, start_sequence, stop_when, stop_sequence, move_action, reassign_action, queue_action, set_action, erase_action,
          remind_action, notify_action, log_action, escalate_action, task_action, email_action, webhook_action, create_action, ask_action,
          handoff_action, rebalance_action, wait_action> {};
struct action : seq<action_body, opt<when_clause>> {};
struct action_end : seq<statement_end> {};
struct action_statement : seq<action, must<action_end>> {};
struct action_block : seq<at<one<'{'>>, block_of<action_statement>> {};
struct arrow_action : seq<action> {};
/// { action; action }  or  -> action
struct actions : sor<action_block, seq<symbol<"->">, must<arrow_action>>> {};
struct wanted_actions : seq<actions> {};
/// After a word or sign that announces it, one action stands alone: `otherwise escalate chain`, `-> task role revops "…"`.
struct announced_actions : sor<action_block, action> {};
struct wanted_announced : seq<announced_actions> {};

}  // namespace leadflow::grammar

// Clocks and who hears when they run out.
//
//     sla first_response { starts when owner assigned   stops when outreach   target 1 business hour   at 100% { escalate chain } }
//     escalation chain { level owner.manager { notify email }   level role revops after 1 business day { reassign to queue review } }
#pragma once
#include "grammar/actions.hpp"

namespace leadflow::grammar {

// ---- what starts or stops something
struct owner_assigned : seq<word<"owner">, word<"assigned">> {};
struct owner_changes : seq<word<"owner">, word<"changes">> {};
struct stage_becomes : seq<word<"stage">, word<"becomes">, name_set> {};
struct in_stage_word : sor<word<"stages">, word<"stage">> {};
struct in_stage : seq<word<"in">, must<in_stage_word>, name_set> {};
struct trigger_end : at<sor<one<'\n', ';', '}', ',', missing_brace>, word<"or">, eof>> {};
struct lead_queued : seq<word<"queued">, trigger_end> {};
struct lead_created : seq<word<"lead">, word<"created">> {};
struct handoff_accepted : seq<word<"handoff">, operand_name_ahead, dotted_name, word<"accepted">> {};
struct trigger_activity : seq<name, opt<where>, trigger_end> {};
struct trigger
    : sor<owner_assigned, owner_changes, stage_becomes, in_stage, lead_queued, lead_created, handoff_accepted, trigger_activity, condition> {};
struct wanted_trigger : seq<trigger> {};
struct triggers : seq<must<wanted_trigger>, star<sor<symbol<",">, word<"or">>, must<wanted_trigger>>> {};

// ---- clocks
struct sla_when : word<"when"> {};
struct sla_starts : seq<word<"starts">, must<sla_when>, triggers> {};
struct sla_stops : seq<word<"stops">, must<sla_when>, triggers> {};
struct until_value : seq<sum> {};
struct until_time : seq<sum> {};
struct pause_limit : seq<word<"at">, word<"most">, must<until_time>> {};
struct pause_until : seq<word<"until">, must<until_value>, opt<pause_limit>> {};
struct sla_pauses : seq<word<"pauses">, sor<pause_until, seq<opt<word<"when">>, triggers>>> {};
struct restart_when : seq<word<"when">, word<"owner">, word<"changes">> {};
struct sla_restarts : seq<word<"restarts">, must<restart_when>> {};
struct target_value : seq<sum> {};
struct sla_target : seq<word<"target">, must<target_value>, opt<when_clause>> {};
struct calendar_name : seq<name> {};
struct owner_calendar : seq<word<"owner">, one<'.'>, word<"calendar">> {};
struct clock_calendar : sor<owner_calendar, name> {};
struct sla_on : seq<word<"on">, must<clock_calendar>, opt<word<"otherwise">, must<calendar_name>>> {};
struct at_share : seq<amount> {};
struct sla_at : seq<word<"at">, must<at_share>, must<wanted_actions>> {};
struct sla_end : seq<statement_end> {};
struct sla_statement : seq<sor<sla_starts, sla_stops, sla_pauses, sla_restarts, sla_target, sla_on, sla_at>, must<sla_end>> {};
struct sla_declaration : seq<word<"sla">, must<declared_name>, block_of<sla_statement>> {};

// ---- escalations
struct level_end : seq<statement_end> {};
struct level_statement : seq<word<"level">, must<wanted_who>, opt<after_clause>, must<wanted_actions>, must<level_end>> {};
struct escalation_declaration : seq<word<"escalation">, must<declared_name>, block_of<level_statement>> {};

}  // namespace leadflow::grammar

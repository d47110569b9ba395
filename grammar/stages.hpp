// The life of a lead: the stages, what each one says to do and where it lets a lead go, the standard reasons, the seats.
//
//     stage Working { enter { route inbound }   to Nurturing when rating is D   aging 48 hours { reassign } }
#pragma once
#include "grammar/actions.hpp"

namespace leadflow::grammar {

// ---- the list of stages
struct initial_flag : word<"initial"> {};
struct final_flag : word<"final"> {};
struct stages_end : seq<statement_end> {};
struct stages_line : seq<name, star<sor<text, initial_flag, final_flag>>, must<stages_end>> {};
struct stages_declaration : seq<word<"stages">, block_of<stages_line>> {};

// ---- reasons, seats, versions
struct reasons_end : seq<statement_end> {};
struct reasons_line : seq<name, star<symbol<",">, must<next_name>>, opt<text>, opt<symbol<"->">, must<wanted_announced>>, must<reasons_end>> {};
struct reasons_declaration : seq<word<"reasons">, block_of<reasons_line>> {};
struct owners_declaration : seq<word<"owners">, name_list> {};
struct migrate_declaration : seq<word<"migrate">, must<stage_name>, must<to_word>, must<stage_name>> {};

// ---- how a lead leaves a stage
struct reopens_word : word<"reopens"> {};
struct transition_otherwise : word<"otherwise"> {};
struct transition_by : seq<word<"by">, must<wanted_who>> {};
struct transition_condition : sor<transition_otherwise, when_clause, transition_by> {};
struct transition_clause : sor<when_clause, transition_by, times_limit, reason> {};
struct transition : seq<sor<seq<reopens_word, must<to_word>>, word<"to">>, must<stage_name>, must<transition_condition>,
                        star<opt<symbol<",">>, transition_clause>> {};

// ---- one stage
struct stage_enter : seq<word<"enter">, must<wanted_actions>> {};
struct stage_requires : seq<word<"requires">, name_list> {};
struct aging_time : seq<sum> {};
struct aging_body : seq<actions> {};
struct aging : seq<word<"aging">, must<aging_time>, opt<when_clause>, must<aging_body>> {};
struct stage_end : seq<statement_end> {};
struct stage_statement : seq<sor<stage_enter, stage_requires, transition, aging>, must<stage_end>> {};
struct stage_was : seq<word<"was">, must<stage_name>> {};
struct seat_name : seq<name> {};
struct stage_owned : seq<word<"owned">, must<by_word>, must<seat_name>> {};
struct stage_owner_word : word<"owner"> {};
struct stage_releases : seq<word<"releases">, must<stage_owner_word>> {};
struct stage_body : sor<seq<at<one<'{'>>, block_of<stage_statement>>, statement_end> {};
struct stage_declaration : seq<word<"stage">, must<declared_name>, star<sor<stage_was, stage_owned, stage_releases>>, must<stage_body>> {};

}  // namespace leadflow::grammar

// How one team hands a lead to another, and who must agree to something.
//
//     handoff sdr_to_ae { when stage becomes Scheduling   from sdr to ae by route to_ae   carries source, fit   accept within 4 business hours }
//     approval special_terms { ask role sales_manager when discount > 15%   within 1 business day otherwise escalate sales_chain }
//
// In these blocks a line that begins with `when` is a statement (compiler/parse/layout.cpp knows them by their keyword).
#pragma once
#include "grammar/sla.hpp"
#include "grammar/stages.hpp"

namespace leadflow::grammar {

struct late_actions : seq<word<"otherwise">, must<wanted_announced>> {};
struct within_word : word<"within"> {};

// ---- handoffs
struct handoff_when : seq<word<"when">, triggers> {};
struct route_word : word<"route"> {};
struct handoff_route : seq<word<"by">, must<route_word>, must<route_name>> {};
struct handoff_from : seq<word<"from">, must<seat_name>, must<to_word>, must<seat_name>, opt<handoff_route>> {};
struct handoff_to : seq<word<"to">, must<seat_name>, opt<handoff_route>> {};
struct carried_last : word<"last"> {};
struct carried_time : seq<sum> {};
struct carried : seq<name, opt<word<"in">, must<carried_last>, must<carried_time>>> {};
struct wanted_carried : seq<carried> {};
struct handoff_carries : seq<word<"carries">, must<wanted_carried>, star<symbol<",">, must<wanted_carried>>> {};
struct handoff_accept : seq<word<"accept">, must<within_word>, must<within_time>, opt<late_actions>> {};
struct reason_word : word<"reason"> {};
struct reject_arrow : symbol<"->"> {};
struct handoff_reject : seq<word<"reject">, must<reason_word>, opt<sor<word<"in">, word<"is">>>, name_set, must<reject_arrow>, must<stage_name>> {};
struct feedback_low : seq<amount> {};
struct feedback_dots : symbol<".."> {};
struct feedback_from : seq<word<"from">, must<wanted_who>> {};
struct handoff_feedback : seq<word<"feedback">, must<feedback_low>, must<feedback_dots>, must<limit_count>, opt<feedback_from>, opt<within_clause>> {};
struct handoff_end : seq<statement_end> {};
struct handoff_statement
    : seq<sor<handoff_when, handoff_from, handoff_to, handoff_carries, handoff_accept, handoff_reject, handoff_feedback>, must<handoff_end>> {};
struct handoff_declaration : seq<word<"handoff">, must<declared_name>, block_of<handoff_statement>> {};

// ---- sequences
struct sequence_declaration : seq<word<"sequence">, must<declared_name>, block_of<action_statement>> {};

// ---- approvals
struct approval_ask : seq<word<"ask">, must<wanted_who>, opt<when_clause>> {};
struct approval_within : seq<word<"within">, must<within_time>, opt<late_actions>> {};
struct approval_end : seq<statement_end> {};
struct approval_statement : seq<sor<approval_ask, approval_within>, must<approval_end>> {};
struct approval_declaration : seq<word<"approval">, must<declared_name>, block_of<approval_statement>> {};

}  // namespace leadflow::grammar

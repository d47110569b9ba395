// How good a lead is: scores of terms with caps and decay, scores of scores, grades, milestones.
//
//     score engagement max 150 points { decay half every 30 days   +10 per pricing_view max 4 times }
#pragma once
#include "grammar/lead.hpp"

namespace leadflow::grammar {

struct because_text : seq<text> {};
struct because : seq<word<"because">, must<because_text>> {};

// ---- terms
struct plus_sign : symbol<"+"> {};
struct minus_sign : symbol<"-"> {};
struct points : seq<sor<amount, paren, postfix>> {};
struct term_start : at<sor<word<"when">, word<"per">>> {};
struct when_clause : seq<word<"when">, must<when_condition>> {};
struct per_name : seq<name> {};
struct per_clause : seq<word<"per">, must<per_name>> {};
struct points_word : word<"points"> {};
struct times_word : word<"times"> {};
struct max_unit : sor<points_word, times_word> {};
struct max_amount : seq<sum> {};
struct max_clause : seq<word<"max">, must<max_amount>, must<max_unit>> {};
struct term : seq<sor<plus_sign, minus_sign>, must<points>, must<term_start>, star<sor<when_clause, per_clause, where, max_clause, because>>> {};
struct best_term : seq<term> {};
struct best_separator : seq<case_separator> {};
struct best_of : seq<word<"best">, word<"of">, cases_of<best_term, best_separator>> {};

// ---- decay
struct every_word : word<"every"> {};
struct over_word : word<"over"> {};
struct decay_time : seq<sum> {};
struct decay_half : seq<word<"half">, must<every_word>, must<decay_time>> {};
struct decay_linear : seq<word<"linear">, must<over_word>, must<decay_time>> {};
struct step_share : seq<amount> {};
struct step_time : seq<amount> {};
struct decay_step : seq<must<step_time>, must<step_share>> {};
struct step_separator : seq<case_separator> {};
struct decay_steps : seq<word<"steps">, cases_of<decay_step, step_separator>> {};
struct decay_kind : sor<decay_half, decay_linear, decay_steps> {};
struct since_name : seq<name> {};
struct decay_since : seq<word<"since">, must<since_name>> {};
struct decay : seq<word<"decay">, must<decay_kind>, opt<decay_since>> {};

// ---- scores
struct term_end : seq<statement_end> {};
struct score_statement : seq<sor<term, decay, best_of>, must<term_end>> {};
struct limit_amount : seq<sum> {};
struct score_max : seq<word<"max">, must<limit_amount>, opt<word<"points">>> {};
struct score_min : seq<word<"min">, must<limit_amount>, opt<word<"points">>> {};
struct formula : seq<condition> {};
struct score_body : sor<seq<symbol<"=">, must<formula>>, seq<at<one<'{'>>, block_of<score_statement>>> {};
struct score_declaration : seq<word<"score">, must<declared_name>, star<sor<score_max, score_min>>, must<score_body>> {};

struct of_word : word<"of"> {};
struct grade_declaration : seq<word<"grade">, must<declared_name>, must<of_word>, must<right_value>, bands> {};
struct wanted_when : word<"when"> {};
struct milestone_declaration : seq<word<"milestone">, must<declared_name>, must<wanted_when>, must<when_condition>> {};

}  // namespace leadflow::grammar

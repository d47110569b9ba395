// Expressions in three levels: a condition joins comparisons with and/or/not, a comparison relates sums, a sum is
// operands with ?? + - * /. Precedence inside a level is the builder's business: the rules read each operand once.
//
//     country in emea and not (revenue ?? 0 < 50k USD or had call in last 7 days where outcome is connected)
//
// Names are contextual: `count`, `had`, `last`, `first` are fields unless what an activity form needs comes next.
#pragma once
#include "grammar/literals.hpp"

namespace leadflow::grammar {

struct condition;
struct comparison;
struct sum;
struct range_or_sum;
struct not_sign;
struct reference;

// ---- what must follow
struct right_value : seq<sum> {};
struct right_range : seq<range_or_sum> {};
struct right_pattern : seq<pattern> {};
struct when_condition : seq<condition> {};
struct close_paren : symbol<")"> {};
struct close_list : symbol<"]"> {};
struct inner_condition : seq<condition> {};
struct list_item : seq<range_or_sum> {};
struct list_next : seq<range_or_sum> {};

// ---- operands
struct true_word : word<"true"> {};
struct false_word : word<"false"> {};
struct missing_word : word<"missing"> {};
struct list_literal : seq<symbol<"[">, opt<range_or_sum, star<symbol<",">, opt<not_at<one<']'>>, must<list_next>>>>, must<close_list>> {};
struct paren : seq<symbol<"(">, must<inner_condition>, must<close_paren>> {};

struct arm_otherwise : word<"otherwise"> {};
struct arm_condition : sor<arm_otherwise, seq<word<"when">, must<when_condition>>> {};
struct arm : seq<sum, must<arm_condition>> {};
struct arm_separator : seq<case_separator> {};
struct first_of : seq<word<"first">, word<"of">, cases_of<arm, arm_separator>> {};

struct below : seq<word<"below">, must<right_value>> {};
struct at_least : seq<word<"at">, word<"least">, must<right_value>> {};
struct at_most : seq<word<"at">, word<"most">, must<right_value>> {};
struct above : seq<word<"above">, must<right_value>> {};
struct band_otherwise : word<"otherwise"> {};
struct band_range : seq<opt<word<"in">>, range_or_sum> {};
struct band_bound : sor<below, at_least, at_most, above, band_otherwise, band_range> {};
struct band : seq<name, must<band_bound>> {};
struct band_separator : seq<case_separator> {};
struct bands : cases_of<band, band_separator> {};
struct ranges_of : seq<word<"ranges">, word<"of">, must<right_value>, bands> {};

struct last_window : seq<word<"last">, must<right_value>> {};
struct since_stage : word<"stage"> {};
struct since_sequence : seq<word<"sequence">, opt<operand_name_ahead, dotted_name>> {};
struct window : seq<word<"in">, sor<last_window, since_stage, since_sequence>> {};
struct where_body : seq<star<not_sign>, comparison> {};
struct where_condition : deeper<where_body> {};
struct where : seq<word<"where">, must<where_condition>> {};
struct activity_form : seq<operand_name_ahead, name, star<sor<window, where>>> {};
struct had : seq<word<"had">, activity_form> {};
struct count : seq<word<"count">, activity_form> {};
struct last_field : seq<one<'.'>, member_word, blanks> {};
struct last : seq<word<"last">, operand_name_ahead, reference, opt<last_field>, blanks,
                  star<sor<window, where>>> {};

struct call_name : seq<name_rule<Names::Free, false>, at<one<'('>>> {};
struct argument : seq<condition> {};
struct call : seq<call_name, symbol<"(">, opt<condition, star<symbol<",">, must<argument>>>, must<close_paren>> {};
struct reference : name_rule<Names::Free, false> {};
struct member_name : seq<member_word> {};
struct member : seq<one<'.'>, not_at<one<'.'>>, must<member_name>> {};
struct index_value : seq<sum> {};
struct close_index : one<']'> {};
struct index : seq<symbol<"[">, must<index_value>, must<close_index>> {};
struct postfix : seq<sor<call, reference>, star<sor<member, index>>, blanks> {};
/// A pattern where a value stands: the builder says where patterns may stand.
struct stray_pattern : seq<one<'/'>, star<sor<seq<one<'\\'>, not_one<'\n'>>, not_one<'/', '\n', missing_brace>>>, one<'/'>, opt<one<'i'>>, blanks> {};

struct primary : sor<text, instant, amount, list_literal, paren, true_word, false_word, missing_word, first_of, ranges_of, had,
                     count, last, postfix, stray_pattern> {};

// ---- sums
struct minus : seq<one<'-'>, not_at<one<'>'>>, blanks> {};
struct sum_operator : sor<symbol<"??">, symbol<"+">, minus, symbol<"*">, symbol<"/">> {};
struct sum_operand : seq<star<minus>, primary> {};
struct next_operand : seq<sum_operand> {};
struct sum_body : seq<sum_operand, star<sum_operator, must<next_operand>>> {};
struct sum : deeper<sum_body> {};

struct dots : symbol<".."> {};
struct range_end_ahead : at<sor<digit, one<'-', '('>, seq<name_rule<Names::Free, false>, one<'.'>>, name_rule<Names::Operand, false>>> {};
struct range_or_sum : sor<seq<dots, must<right_value>>, seq<sum, opt<dots, opt<range_end_ahead, sum>>>> {};

// ---- comparisons
struct is_negation : word<"not"> {};
struct known_word : word<"known"> {};
struct state_word : seq<sor<word<"open">, word<"closed">, word<"reached">, word<"complete">, word<"failed">, word<"finished">>,
                        not_at<one<'.', '[', '('>>> {};
struct value_ahead : at<sor<digit, one<'(', '"'>, name_rule<Names::Operand, false>>> {};
struct is_before : seq<word<"before">, value_ahead, must<right_value>> {};
struct is_after : seq<word<"after">, value_ahead, must<right_value>> {};
struct is_in : seq<word<"in">, must<right_range>> {};
struct is_value : seq<sum> {};
struct is_relation : seq<word<"is">, opt<is_negation>, sor<known_word, missing_word, is_before, is_after, is_in, state_word, must<is_value>>> {};
struct in_relation : seq<word<"in">, must<right_range>> {};
struct not_in_relation : seq<word<"not">, word<"in">, must<right_range>> {};
struct comparison_sign : sor<symbol<"==">, symbol<"!=">, symbol<"<>">, symbol<"<=">, symbol<">=">, symbol<"=<">, symbol<"=>">, symbol<"<">,
                             symbol<">">, symbol<"=">> {};
struct sign_relation : seq<comparison_sign, must<right_value>> {};
struct contains_relation : seq<word<"contains">, must<right_value>> {};
struct with_word : word<"with"> {};
struct begins_relation : seq<word<"begins">, must<with_word>, must<right_value>> {};
struct ends_relation : seq<word<"ends">, must<with_word>, must<right_value>> {};
struct matches_relation : seq<word<"matches">, must<right_pattern>> {};
struct relation : sor<is_relation, in_relation, sign_relation, contains_relation, begins_relation, ends_relation, matches_relation,
                      not_in_relation> {};
/// sequence first_touch is finished, sla first_response is not breached, handoff h is waiting, approval a is granted
struct workflow_kind : sor<word<"sequence">, word<"sla">, word<"handoff">, word<"approval">> {};
struct workflow_is : word<"is"> {};
struct workflow_state : sor<word<"finished">, word<"running">, word<"stopped">, word<"breached">, word<"met">, word<"paused">, word<"accepted">, word<"rejected">,
                            word<"waiting">, word<"late">, word<"granted">, word<"refused">, word<"asked">> {};
struct wanted_state : seq<workflow_state> {};
/// `approval contains "x"`: a field of that name is compared
struct compared : sor<word<"contains">, word<"begins">, word<"ends">, word<"matches">> {};
struct workflow_test : seq<workflow_kind, not_at<compared>, operand_name_ahead, dotted_name, must<workflow_is>, opt<is_negation>, must<wanted_state>> {};
/// no outreach in stage: only where a comparison begins, because `no` is also an answer (`bant.budget is no`)
struct no_had : seq<word<"no">, not_at<compared>, activity_form> {};
/// One comparison, as `where` takes it.
struct comparison : sor<workflow_test, no_had, seq<sum, opt<relation>>> {};
/// Elsewhere a second relation in a row is read too, so that the builder can say what is wrong with `a < b < c`.
struct whole_comparison : sor<workflow_test, no_had, seq<sum, star<relation>>> {};

// ---- conditions
struct not_sign : sor<word<"not">, seq<one<'!'>, not_at<one<'='>>, blanks>> {};
struct and_sign : sor<word<"and">, symbol<"&&">> {};
struct or_sign : sor<word<"or">, symbol<"||">> {};
struct condition_operand : seq<star<not_sign>, whole_comparison> {};
struct next_condition : seq<condition_operand> {};
struct condition : seq<condition_operand, star<sor<and_sign, or_sign>, must<next_condition>>> {};

/// An expression alone: a column of --columns, a cell of a decision file.
struct lone_end : seq<gap, eof> {};
struct lone_condition : seq<condition> {};
struct lone_expression : seq<gap, must<lone_condition>, must<lone_end>> {};

}  // namespace leadflow::grammar

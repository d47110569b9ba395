// Tests beside the rules: a lead, what it did, what must become of it.
//
//     test "a hot lead" { at 2026-03-02 10:00   given lead { country DE }   given demo_request 10 minutes ago   expect rating is A }
#pragma once
#include "grammar/routing.hpp"

namespace leadflow::grammar {

struct wanted_instant : seq<instant> {};
struct test_at : seq<word<"at">, must<wanted_instant>> {};
struct test_roster : seq<roster_declaration> {};
struct given_value : seq<sum> {};
struct given_property : seq<name, must<given_value>> {};
struct wanted_property : seq<given_property> {};
struct given_separator : seq<case_separator> {};
struct given_name : seq<name> {};
struct ago_word : word<"ago"> {};
struct given_ago : seq<at<digit>, sum, must<ago_word>> {};
struct given_at : seq<word<"at">, must<wanted_instant>> {};
struct given : seq<word<"given">, must<given_name>, opt<at<one<'{'>>, cases_of<wanted_property, given_separator>>,
                   opt<sor<given_ago, given_at>>> {};

/// `expect reminder to ana`: words that only the workflow gives a meaning.
struct workflow_word : sor<word<"reminder">, word<"escalation">, word<"notification">, word<"notify">, word<"task">, word<"email">,
                           word<"webhook">, word<"log">, word<"no">, word<"effect">, word<"handoff">, word<"breach">, word<"violation">> {};
struct workflow_ahead : at<workflow_word, sor<one<'"'>, name_rule<Names::Operand, false>>> {};
struct workflow_words : plus<sor<text, not_one<'\n', ';', '}', '{', missing_brace>>> {};
struct workflow_expectation : seq<workflow_ahead, workflow_words> {};
struct expected_condition : seq<condition> {};
struct expect_body : sor<workflow_expectation, expected_condition> {};
struct expect_word : word<"expect"> {};
struct after_time : seq<sum> {};
struct expect_after : seq<word<"after">, must<after_time>> {};
struct expect : sor<seq<expect_after, must<expect_word>, must<expect_body>>, seq<expect_word, must<expect_body>>> {};

struct test_end : seq<statement_end> {};
struct test_statement : seq<sor<test_at, test_roster, given, expect>, must<test_end>> {};
struct test_title : seq<text> {};
struct test_declaration : seq<word<"test">, must<test_title>, block_of<test_statement>> {};

}  // namespace leadflow::grammar

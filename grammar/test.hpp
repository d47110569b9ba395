// Tests beside the rules: a lead, what it did, what happens afterwards, what must become of it and what must be sent.
//
//     test "a hot lead" { at 2026-03-02 10:00   given lead { country DE }   given demo_request 10 minutes ago   expect rating is A
//                         after 2 hours happens reply { sentiment positive }   after 3 minutes expect reminder to ana }
#pragma once
#include "grammar/report.hpp"

namespace leadflow::grammar {

struct wanted_instant : seq<instant> {};
struct test_at : seq<word<"at">, must<wanted_instant>> {};
struct test_roster : seq<roster_declaration> {};
struct given_name : seq<name> {};
struct ago_word : word<"ago"> {};
struct given_ago : seq<at<digit>, sum, must<ago_word>> {};
struct given_at : seq<word<"at">, must<wanted_instant>> {};
struct given : seq<word<"given">, must<given_name>, opt<at<one<'{'>>, cases_of<wanted_property, given_separator>>,
                   opt<sor<given_ago, given_at>>> {};

// ---- what must have been sent
struct sent_what : sor<word<"reminder">, word<"escalation">, word<"notification">, word<"task">, word<"email">, word<"webhook">, word<"log">,
                       word<"handoff">, word<"breach">, word<"violation">, word<"effect">> {};
struct sent_none : word<"no"> {};
struct sent_compared : sor<compared, seq<name, word<"is">>> {};
struct sent_detail_ahead : sor<one<'"'>, statement_end, seq<not_at<sent_compared>, name_rule<Names::Free, false>>> {};
struct sent_ahead : at<sor<seq<sent_none, sent_what>, seq<sent_what, sent_detail_ahead>>> {};
struct level_number : seq<amount> {};
struct sent_level : seq<word<"level">, must<level_number>> {};
struct sent_to : seq<word<"to">, must<wanted_who>> {};
struct sent : seq<sent_ahead, opt<sent_none>, sent_what, star<sor<sent_level, sent_to, text, dotted_name>>> {};

// ---- what must hold
struct expected_condition : seq<condition> {};
struct expect_body : sor<sent, expected_condition> {};
struct expect : seq<word<"expect">, must<expect_body>> {};

// ---- what happens meanwhile
struct happening_reason : seq<word<"reason">, must<reason_name>> {};
struct happening_word : name_rule<Names::Any, true> {};
struct happening_body : plus<sor<happening_reason, instant, amount, happening_word>> {};
struct happening : seq<word<"happens">, must<happening_body>, opt<packet_ahead, packet>, star<sor<happening_reason, happening_word>>> {};
struct after_what : sor<happening, expect> {};
struct timed : seq<after_clause, must<after_what>> {};

struct test_end : seq<statement_end> {};
struct test_statement : seq<sor<test_at, test_roster, given, timed, expect>, must<test_end>> {};
struct test_title : seq<text> {};
struct test_declaration : seq<word<"test">, must<test_title>, block_of<test_statement>> {};

}  // namespace leadflow::grammar

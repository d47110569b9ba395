// Where a lead goes: rules in order, each a condition and a chain of targets.
//
//     route inbound exclusive { hot urgent when rating is A -> round robin seniors available otherwise queue review }
#pragma once
#include "grammar/people.hpp"

namespace leadflow::grammar {

struct choice;
struct pool_name : seq<dotted_name> {};
struct queue_name : seq<dotted_name> {};
struct route_name : seq<dotted_name> {};
struct robin_word : word<"robin"> {};
struct loaded_word : word<"loaded"> {};
struct waiting_word : word<"waiting"> {};
struct queue_choice : seq<word<"queue">, must<queue_name>> {};
struct route_choice : seq<word<"route">, must<route_name>> {};
struct round_robin : seq<word<"round">, operand_name_ahead, must<robin_word>, must<pool_name>> {};
struct weighted : seq<word<"weighted">, operand_name_ahead, must<pool_name>> {};
struct least_loaded : seq<word<"least">, operand_name_ahead, must<loaded_word>, must<pool_name>> {};
struct longest_waiting : seq<word<"longest">, operand_name_ahead, must<waiting_word>, must<pool_name>> {};
struct share_target : deeper<choice> {};
struct share : seq<amount, must<share_target>> {};
struct next_share : seq<share> {};
struct split : seq<word<"split">, at<digit>, share, star<symbol<",">, must<next_share>>> {};
struct rep_choice : seq<postfix> {};
struct available : word<"available"> {};
struct capacity_word : word<"capacity"> {};
struct under_capacity : seq<word<"under">, must<capacity_word>> {};
struct skill_word : word<"skill"> {};
struct skill_value : seq<sor<text, postfix>> {};
struct with_skill : seq<word<"with">, must<skill_word>, must<skill_value>> {};
struct preferring_skill : seq<word<"preferring">, must<skill_word>, must<skill_value>> {};
struct choice : seq<sor<queue_choice, route_choice, round_robin, weighted, least_loaded, longest_waiting, split, rep_choice>,
                    star<sor<available, under_capacity, with_skill, preferring_skill>>> {};

struct urgent : word<"urgent"> {};
struct rule_otherwise : word<"otherwise"> {};
struct rule_condition : sor<rule_otherwise, seq<word<"when">, must<when_condition>>> {};
struct rule_arrow : symbol<"->"> {};
struct rule_target : seq<choice> {};
struct otherwise_target : seq<choice> {};
struct rule_end : seq<statement_end> {};
struct route_rule : seq<name, opt<urgent>, must<rule_condition>, must<rule_arrow>, must<rule_target>,
                        star<word<"otherwise">, must<otherwise_target>>, opt<because>, must<rule_end>> {};
struct exclusive : word<"exclusive"> {};
struct route_declaration : seq<word<"route">, must<declared_name>, opt<exclusive>, block_of<route_rule>> {};

}  // namespace leadflow::grammar

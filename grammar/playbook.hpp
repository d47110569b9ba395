// A file: declarations in any order, and what only stands at the top (playbook, use, param, template, instance).
//
//     playbook inbound { timezone "America/New_York" }   use std.geo   param hot number = 80
#pragma once
#include "grammar/tables.hpp"
#include "grammar/test.hpp"

namespace leadflow::grammar {

struct declaration;

struct playbook_declaration : seq<word<"playbook">, must<declared_name>, block_of<property>> {};

struct std_module : seq<word<"std">, one<'.'>, must<member_name>, blanks> {};
struct use_target : sor<std_module, text> {};
struct use_declaration : seq<word<"use">, must<use_target>> {};

struct param_value : seq<condition> {};
struct param_item : seq<name, must<wanted_type>, opt<symbol<"=">, must<param_value>>> {};
struct wanted_param : seq<param_item> {};
struct param_declaration : seq<word<"param">, must<wanted_param>> {};

struct open_params : symbol<"("> {};
struct template_declaration : seq<word<"template">, must<declared_name>, must<open_params>, opt<param_item, star<symbol<",">, must<wanted_param>>>,
                                  must<close_paren>, block_of<declaration>> {};
struct template_name : seq<dotted_name> {};
struct instance_declaration : seq<word<"instance">, must<declared_name>, must<of_word>, must<template_name>,
                                  opt<word<"with">, cases_of<wanted_property, given_separator>>> {};

// ---- what this version does not know (`model`, `rates`): balanced text
struct later_block;
struct later_piece : sor<later_block, text, seq<word<"matches">, opt<stray_pattern>>, member_word, not_one<'{', '}', missing_brace>> {};
struct later_block : seq<one<'{'>, star<later_piece>, sor<one<'}'>, at<closer>>> {};
struct later_rest : star<not_at<one<'\n', ';'>>, later_piece> {};
struct later_keyword : word_of_class<WordClass::Later> {};
struct later_declaration : seq<later_keyword, opt<name>, later_rest> {};

struct declaration_end : sor<statement_end> {};
struct declaration_body
    : sor<playbook_declaration, use_declaration, param_declaration, template_declaration, instance_declaration, list_declaration,
          table_declaration, decision_declaration, lead_declaration, activity_declaration, outreach_declaration, checklist_declaration,
          score_declaration, grade_declaration, milestone_declaration, calendar_declaration, holidays_declaration, roster_declaration,
          pool_declaration, role_declaration, queue_declaration, route_declaration, stages_declaration, stage_declaration, reasons_declaration, owners_declaration,
          migrate_declaration, sla_declaration, escalation_declaration, handoff_declaration, sequence_declaration, approval_declaration,
          privacy_declaration, duplicates_declaration, data_declaration, report_declaration, scorecard_declaration, every_declaration,
          match_declaration, test_declaration, later_declaration> {};
struct declaration : seq<declaration_body, must<declaration_end>> {};

/// What is left of a statement that could not be read, up to its end.
struct skipped_statement : star<not_at<one<'\n', ';'>>, later_piece> {};

struct file : star<gap, opt<plus<one<missing_brace>>>, gap, not_at<eof>, declaration> {};
struct file_end : seq<star<sor<one<missing_brace, ' ', '\t', '\r', '\n', ';'>>>, eof> {};
struct whole_file : seq<file, file_end> {};

}  // namespace leadflow::grammar

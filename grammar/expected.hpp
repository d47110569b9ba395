// What to say when a rule that must not fail fails: LEADFLOW_EXPECTED(rule, "kebab-name of the code", "message", "words").
// `words` are the words that could stand there: a misspelt one gets "did you mean".
//
//     +20 wen company_size > 500         expected `when` or `per` after the points; did you mean `when`?
//
// INVARIANT: every rule under must<> has a row (the parser's build fails without) and no message speaks of the grammar.
#pragma once
#include "grammar/playbook.hpp"

namespace leadflow::grammar {

struct Expected {
  const char* code = nullptr;
  const char* text = nullptr;
  const char* words = "";
};
template <typename Rule>
inline constexpr Expected expected{};

#define LEADFLOW_EXPECTED(rule, code, text, words) \
  template <>                                      \
  inline constexpr Expected expected<rule>{code, text, words};

// what values need
LEADFLOW_EXPECTED(right_value, "missing-value", "expected a value after this", "")
LEADFLOW_EXPECTED(next_operand, "missing-value", "expected a value after the sign", "")
LEADFLOW_EXPECTED(right_range, "missing-value", "expected a value, a list such as `[a, b]` or a range such as `50..500`", "")
LEADFLOW_EXPECTED(right_pattern, "missing-pattern", "expected a pattern such as `/chief/i` after `matches`", "")
LEADFLOW_EXPECTED(when_condition, "missing-condition", "expected a condition", "")
LEADFLOW_EXPECTED(next_condition, "missing-condition", "expected a condition after `and` or `or`", "")
LEADFLOW_EXPECTED(where_condition, "missing-condition", "expected a condition after `where`", "")
LEADFLOW_EXPECTED(inner_condition, "missing-value", "expected a value or a condition after `(`", "")
LEADFLOW_EXPECTED(lone_condition, "missing-value", "expected a value or a condition", "")
LEADFLOW_EXPECTED(lone_end, "unexpected-text", "expected nothing more here", "and or is in not contains matches")
LEADFLOW_EXPECTED(argument, "missing-value", "expected a value after `,`", "")
LEADFLOW_EXPECTED(close_paren, "unclosed-parenthesis", "expected `)`", "and or is in not contains matches")
LEADFLOW_EXPECTED(close_list, "unclosed-list", "expected `,` or `]`", "")
LEADFLOW_EXPECTED(close_index, "unclosed-list", "expected `]`", "")
LEADFLOW_EXPECTED(list_next, "missing-value", "expected a value after `,`", "")
LEADFLOW_EXPECTED(index_value, "missing-value", "expected a value between `[` and `]`", "")
LEADFLOW_EXPECTED(is_value, "missing-value", "expected a value after `is`", "known missing before after not")
LEADFLOW_EXPECTED(with_word, "misspelt-word", "expected `with`", "with")
LEADFLOW_EXPECTED(pattern_end, "unclosed-pattern", "expected `/` at the end of the pattern", "")
LEADFLOW_EXPECTED(member_name, "missing-name", "expected a name after `.`", "")
LEADFLOW_EXPECTED(business_unit, "bad-duration-unit", "expected `minutes`, `hours` or `days` after `business`", "minutes hours days minute hour day")

// choices
LEADFLOW_EXPECTED(arm, "missing-value", "expected a value, then `when` a condition or `otherwise`", "")
LEADFLOW_EXPECTED(arm_condition, "missing-when", "expected `when` or `otherwise` after the value", "when otherwise")
LEADFLOW_EXPECTED(arm_separator, "missing-comma", "expected a comma or a new line before the next case", "and or is in when otherwise")
LEADFLOW_EXPECTED(band, "missing-name", "expected a name, then `at least`, `below` or `otherwise`", "")
LEADFLOW_EXPECTED(band_bound, "missing-bound", "expected `at least`, `at most`, `below`, `above` or `otherwise` after the name", "at below above otherwise")
LEADFLOW_EXPECTED(band_separator, "missing-comma", "expected a comma before the next case", "")

// names, texts, braces
LEADFLOW_EXPECTED(declared_name, "missing-name", "expected a name", "")
LEADFLOW_EXPECTED(next_name, "missing-name", "expected a name after `,`", "")
LEADFLOW_EXPECTED(open_brace, "missing-open-brace", "expected `{`", "")
LEADFLOW_EXPECTED(open_params, "missing-open-parenthesis", "expected `(` and the parameters", "")
LEADFLOW_EXPECTED(quoted, "missing-text", "expected a text in quotes", "")
LEADFLOW_EXPECTED(label, "missing-text", "expected a text in quotes, as the data spell this value", "")
LEADFLOW_EXPECTED(from_text, "missing-text", "expected a column's name in quotes", "")
LEADFLOW_EXPECTED(missing_text, "missing-text", "expected a text in quotes that stands for nothing", "")
LEADFLOW_EXPECTED(format_text, "missing-text", "expected a format in quotes", "")
LEADFLOW_EXPECTED(file_text, "missing-text", "expected a file's path in quotes", "")
LEADFLOW_EXPECTED(because_text, "missing-text", "expected a reason in quotes after `because`", "")
LEADFLOW_EXPECTED(test_title, "missing-text", "expected what the test shows, in quotes", "")
LEADFLOW_EXPECTED(use_target, "missing-use-target", "expected a module such as `std.geo` or a file's path in quotes", "")

// leads
LEADFLOW_EXPECTED(field, "missing-name", "expected a field: its name and its type", "")
LEADFLOW_EXPECTED(field_body, "missing-type", "expected a type, or `=` and a value, after the field's name", "")
LEADFLOW_EXPECTED(field_end, "missing-line-end", "expected the end of the line after this field", "key required strict pii from missing format default otherwise and or is in when")
LEADFLOW_EXPECTED(activity_field, "missing-name", "expected a field: its name and its type", "")
LEADFLOW_EXPECTED(activity_field_end, "missing-line-end", "expected the end of the line after this field", "key required strict pii from missing format default otherwise")
LEADFLOW_EXPECTED(type_value_first, "missing-name", "expected the first of the values", "")
LEADFLOW_EXPECTED(type_value_next, "missing-name", "expected a value's name after `,`", "")
LEADFLOW_EXPECTED(otherwise_value, "missing-name", "expected the value that others become after `otherwise`", "")
LEADFLOW_EXPECTED(wanted_type, "missing-type", "expected a type such as `text`, `int` or `one of a, b`", "")
LEADFLOW_EXPECTED(default_value, "missing-value", "expected a value after `default`", "")
LEADFLOW_EXPECTED(derived_value, "missing-value", "expected a value after `=`", "")
LEADFLOW_EXPECTED(wanted_item, "missing-name", "expected a name", "")
LEADFLOW_EXPECTED(item_separator, "missing-comma", "expected a comma before the next name", "")
LEADFLOW_EXPECTED(complete_amount, "missing-value", "expected a number", "")

// scores
LEADFLOW_EXPECTED(score_statement, "unexpected-text", "expected points such as `+20 when`, `best of` or `decay`", "best decay")
LEADFLOW_EXPECTED(points, "missing-value", "expected the points", "")
LEADFLOW_EXPECTED(term_start, "missing-when", "expected `when` or `per` after the points", "when per")
LEADFLOW_EXPECTED(term_end, "missing-line-end", "expected the end of the line after this term", "when per where max because and or is in not contains matches")
LEADFLOW_EXPECTED(best_term, "unexpected-text", "expected points such as `+20 when`", "")
LEADFLOW_EXPECTED(best_separator, "missing-comma", "expected a comma or a new line before the next term", "when per where max because and or is in")
LEADFLOW_EXPECTED(per_name, "missing-name", "expected an activity or a field after `per`", "")
LEADFLOW_EXPECTED(max_amount, "missing-value", "expected a number after `max`", "")
LEADFLOW_EXPECTED(max_unit, "missing-unit", "expected `points` or `times` after the number", "points times")
LEADFLOW_EXPECTED(every_word, "misspelt-word", "expected `every` after `half`", "every")
LEADFLOW_EXPECTED(over_word, "misspelt-word", "expected `over` after `linear`", "over")
LEADFLOW_EXPECTED(decay_kind, "unexpected-text", "expected `half every`, `linear over` or `steps` after `decay`", "half linear steps")
LEADFLOW_EXPECTED(decay_time, "missing-duration", "expected a duration such as `30 days`", "")
LEADFLOW_EXPECTED(step_time, "missing-duration", "expected a duration such as `30 days`", "")
LEADFLOW_EXPECTED(decay_step, "missing-duration", "expected a duration and a share, such as `30 days 100%`", "")
LEADFLOW_EXPECTED(step_share, "missing-value", "expected a share such as `50%` after the duration", "")
LEADFLOW_EXPECTED(step_separator, "missing-comma", "expected a comma before the next step", "")
LEADFLOW_EXPECTED(since_name, "missing-name", "expected a field after `since`", "")
LEADFLOW_EXPECTED(limit_amount, "missing-value", "expected a number", "")
LEADFLOW_EXPECTED(score_body, "missing-open-brace", "expected `{` and the terms, or `=` and a value", "max min")
LEADFLOW_EXPECTED(formula, "missing-value", "expected a value after `=`", "")
LEADFLOW_EXPECTED(of_word, "misspelt-word", "expected `of`", "of")
LEADFLOW_EXPECTED(wanted_when, "missing-when", "expected `when` and a condition", "when")

// people
LEADFLOW_EXPECTED(property, "missing-name", "expected a property's name", "")
LEADFLOW_EXPECTED(property_value, "missing-value", "expected a value after the property's name", "")
LEADFLOW_EXPECTED(calendar_statement, "unexpected-text", "expected `timezone`, `hours`, `holidays`, `closed` or `on`", "timezone hours holidays closed on")
LEADFLOW_EXPECTED(wanted_day, "bad-weekday", "expected a day: `mon`, `tue`, `wed`, `thu`, `fri`, `sat` or `sun`", "mon tue wed thu fri sat sun")
LEADFLOW_EXPECTED(first_span, "missing-hours", "expected opening hours such as `09:00-17:30`", "")
LEADFLOW_EXPECTED(time_dash, "missing-hours", "expected `-` and the closing time", "")
LEADFLOW_EXPECTED(wanted_time, "missing-hours", "expected a closing time such as `17:30`", "")
LEADFLOW_EXPECTED(wanted_holiday, "missing-name", "expected holidays: a name, or `from` and a file", "")
LEADFLOW_EXPECTED(day_date, "bad-date", "expected a date such as `2026-12-24`", "")
LEADFLOW_EXPECTED(roster_entry, "missing-name", "expected a rep's id", "")
LEADFLOW_EXPECTED(roster_body, "missing-open-brace", "expected `from` and a file, or `{` and the reps", "from")
LEADFLOW_EXPECTED(entry_end, "missing-line-end", "expected the end of the line after this rep", "")
LEADFLOW_EXPECTED(equals_sign, "missing-equals", "expected `=`", "")
LEADFLOW_EXPECTED(reps_word, "misspelt-word", "expected `reps`", "reps")
LEADFLOW_EXPECTED(pool_condition, "missing-condition", "expected a condition after `where`", "")
LEADFLOW_EXPECTED(owner_name, "missing-name", "expected who owns it: a rep, or `role` and a role", "")
LEADFLOW_EXPECTED(escalate_word, "misspelt-word", "expected `escalate` and a name", "escalate")
LEADFLOW_EXPECTED(escalate_name, "missing-name", "expected the escalation's name", "")
LEADFLOW_EXPECTED(queue_time, "missing-duration", "expected a duration such as `1 business day`", "")
LEADFLOW_EXPECTED(queue_statement, "unexpected-text", "expected `owner`, `within` or a description in quotes", "owner within")

// routes
LEADFLOW_EXPECTED(route_rule, "missing-name", "expected a rule: its name, then `when` a condition or `otherwise`", "")
LEADFLOW_EXPECTED(rule_condition, "missing-rule-condition", "expected `when` and a condition, or `otherwise`, after the rule's name", "when otherwise urgent")
LEADFLOW_EXPECTED(rule_arrow, "missing-target", "expected `->` and where the lead goes", "and or is in not contains matches")
LEADFLOW_EXPECTED(rule_target, "missing-target", "expected where the lead goes: `queue`, a pool or a rep", "")
LEADFLOW_EXPECTED(otherwise_target, "missing-otherwise-target", "expected where the lead goes otherwise", "")
LEADFLOW_EXPECTED(rule_end, "missing-line-end", "expected the end of the line after this rule", "otherwise available under with preferring because")
LEADFLOW_EXPECTED(pool_name, "missing-name", "expected a pool's name", "")
LEADFLOW_EXPECTED(queue_name, "missing-name", "expected a queue's name", "")
LEADFLOW_EXPECTED(route_name, "missing-name", "expected a route's name", "")
LEADFLOW_EXPECTED(robin_word, "misspelt-word", "expected `robin` after `round`", "robin")
LEADFLOW_EXPECTED(loaded_word, "misspelt-word", "expected `loaded` after `least`", "loaded")
LEADFLOW_EXPECTED(waiting_word, "misspelt-word", "expected `waiting` after `longest`", "waiting")
LEADFLOW_EXPECTED(share_target, "missing-target", "expected where this share goes", "")
LEADFLOW_EXPECTED(next_share, "missing-value", "expected a share such as `30%` and where it goes", "")
LEADFLOW_EXPECTED(capacity_word, "misspelt-word", "expected `capacity` after `under`", "capacity")
LEADFLOW_EXPECTED(skill_word, "misspelt-word", "expected `skill`", "skill")
LEADFLOW_EXPECTED(skill_value, "missing-text", "expected a skill in quotes", "")

// lists, tables, decisions
LEADFLOW_EXPECTED(column_word, "misspelt-word", "expected `column`", "column")
LEADFLOW_EXPECTED(wanted_column, "missing-name", "expected a column's name", "")
LEADFLOW_EXPECTED(list_body, "missing-equals", "expected `=` and a list, or `from` and a file", "from")
LEADFLOW_EXPECTED(list_value, "unclosed-list", "expected a list such as `[a, b]`", "")
LEADFLOW_EXPECTED(cell_bar, "unclosed-row", "expected `|` at the end of the cell", "")
LEADFLOW_EXPECTED(next_alternative, "missing-value", "expected a value after `,`", "")
LEADFLOW_EXPECTED(row, "unexpected-text", "expected a row that begins with `|`", "")
LEADFLOW_EXPECTED(column, "missing-name", "expected a column: its name and its type", "")
LEADFLOW_EXPECTED(column_cell, "missing-name", "expected a column: its name and its type", "")
LEADFLOW_EXPECTED(column_separator, "missing-comma", "expected a comma before the next column", "key from")
LEADFLOW_EXPECTED(wanted_body, "missing-open-brace", "expected `{` and the columns", "from live")
LEADFLOW_EXPECTED(wanted_header_cell, "missing-name", "expected what this column tests, or `->` and what it gives", "")
LEADFLOW_EXPECTED(output_name, "missing-name", "expected a name for the result", "")
LEADFLOW_EXPECTED(wanted_operator, "missing-operator", "expected `is`, `in`, `begins with` or another comparison", "is in begins ends contains matches")
LEADFLOW_EXPECTED(decision_line, "unexpected-text", "expected a column's test, `valid from` or `gives`", "valid gives")
LEADFLOW_EXPECTED(decision_end, "missing-line-end", "expected the end of the line", "until from column")

// tests
LEADFLOW_EXPECTED(test_statement, "unknown-test-line", "expected `at`, `roster`, `given`, `after` or `expect`", "at roster given after expect")
LEADFLOW_EXPECTED(test_end, "missing-line-end", "expected the end of the line", "and or is in not ago at contains matches")
LEADFLOW_EXPECTED(wanted_instant, "bad-date", "expected a date and time such as `2026-03-02 10:00`", "")
LEADFLOW_EXPECTED(given_name, "missing-name", "expected `lead` or an activity after `given`", "")
LEADFLOW_EXPECTED(given_value, "missing-value", "expected a value after the name", "")
LEADFLOW_EXPECTED(wanted_property, "missing-name", "expected a name and its value", "")
LEADFLOW_EXPECTED(given_separator, "missing-comma", "expected a comma before the next name", "")
LEADFLOW_EXPECTED(ago_word, "misspelt-word", "expected `ago` after the duration", "ago")
LEADFLOW_EXPECTED(expect_word, "misspelt-word", "expected `expect`", "expect")
LEADFLOW_EXPECTED(expect_body, "missing-condition", "expected what must hold", "")
LEADFLOW_EXPECTED(after_time, "missing-duration", "expected a duration after `after`", "")

// files
LEADFLOW_EXPECTED(declaration, "unknown-declaration", "expected a declaration", "")
LEADFLOW_EXPECTED(declaration_end, "missing-line-end", "expected the end of the line", "and or is in not contains matches where otherwise when column from max min exclusive")
LEADFLOW_EXPECTED(param_value, "missing-value", "expected a value after `=`", "")
LEADFLOW_EXPECTED(wanted_param, "missing-name", "expected a parameter: its name and its type", "")
LEADFLOW_EXPECTED(template_name, "missing-name", "expected a template's name", "")

#undef LEADFLOW_EXPECTED

}  // namespace leadflow::grammar

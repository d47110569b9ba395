// The house style. `leadflow fmt` prints a playbook in it; every example and every fix that an editor applies is in it.
//
//     route inbound {                                          route inbound {
//     bought when source is paid->queue review     becomes       bought   when source is paid         -> queue review
//       existing when account_owner is known ->x                 existing when account_owner is known -> x
//     }                                                        }
//
// The author decides where lines end; the formatter decides everything between. Two columns in for each open bracket, two
// more for a line that goes on with the statement before it (or under the `when` of that statement, where it has one in a
// column of its own); one space between words, none inside ( ) and [ ], one round operators and inside an inline { }.
// In rows that follow each other the parts that mean the same stand under each other: `when` and `->` of rules, `when`, `per`,
// `max` and `because` of score terms, type and attributes of fields, `=` of lists and derived fields, cells of `| |` tables,
// trailing comments. One long row does not push the others: it overflows. At most one blank line is kept.
//
// It works over words, not over the syntax tree, so that comments stay where they are and text with mistakes survives.
//
// INVARIANT: the result has the same words on the same lines in the same order; otherwise `source` comes back unchanged.
// INVARIANT: formatText(formatText(x)) == formatText(x).
#pragma once
#include <string>
#include <string_view>

namespace leadflow::format {

/// Formats any text; never fails. The result ends in one line end unless it is empty.
std::string formatText(std::string_view source);

}  // namespace leadflow::format

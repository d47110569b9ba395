// unmapped-column: a column of the lead file that no field reads, and a field that no column feeds.
#include <algorithm>
#include <unordered_set>

#include "compiler/diag/suggest.hpp"
#include "compiler/lint/registry.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::lint {

void unmappedColumn(const Facts& facts, diag::Diagnostics& diags) {
  if (facts.lead_columns.empty()) return;
  std::unordered_set<std::string> columns, read;
  for (const std::string& column : facts.lead_columns) columns.insert(normalText(column));
  std::vector<std::string_view> unread;
  for (const typed::Field& field : facts.program.fields) {
    bool fed = columns.count(normalText(field.name)) != 0;
    read.insert(normalText(field.name));
    for (const std::string& column : field.columns) {
      read.insert(normalText(column));
      fed = fed || columns.count(normalText(column)) != 0;
    }
    if (fed) continue;
    auto& finding = diags.report(diag::Code::UnmappedColumn, field.span, "no column of the leads feeds the field `" + field.name + '`');
    finding.note("it is missing for every lead of this file");
    std::vector<std::string_view> names(facts.lead_columns.begin(), facts.lead_columns.end());
    std::string_view near = diag::suggest(field.name, names);
    for (std::size_t i = 0; near.empty() && i < field.columns.size(); ++i) near = diag::suggest(field.columns[i], names);
    if (!near.empty()) finding.withHelp("did you mean the column `" + std::string(near) + "`? write `from \"" + std::string(near) + "\"`");
    else finding.withHelp("name its column: `from \"…\"`");
  }
  for (const std::string& column : facts.lead_columns)
    if (const std::string key = normalText(column); key != "activities" && !key.empty() && read.count(key) == 0) unread.push_back(column);
  if (unread.empty()) return;
  const Span where = facts.program.fields.empty() ? Span{} : facts.program.fields.front().span;
  std::string list;
  for (std::size_t i = 0; i < unread.size() && i < 12; ++i) list += (i ? ", `" : "`") + std::string(unread[i]) + '`';
  if (unread.size() > 12) list += " and " + std::to_string(unread.size() - 12) + " more";
  diags.report(diag::Code::UnmappedColumn, where, unread.size() == 1 ? "no field reads the column " + list + " of the leads" : "no field reads the columns " + list + " of the leads")
      .note("what stands there plays no part in any decision")
      .withHelp("add a field for what matters: `name text from \"" + std::string(unread.front()) + "\"`");
}

}  // namespace leadflow::lint

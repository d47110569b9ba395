#include "runtime/ingest/rejects.hpp"

#include <algorithm>

#include "runtime/ingest/activity_file.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/rim_text.hpp"

namespace leadflow::ingest {

namespace {

std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

constexpr std::size_t kLabelWidth = 11, kNumberWidth = 9, kExamples = 1, kFieldsListed = 20;

// Rows of three columns: a label, a number, what it consists of.
class Lines {
 public:
  void row(std::string_view label, std::uint64_t number, std::string_view note = {}) {
    text_ += label;
    text_.append(label.size() < kLabelWidth ? kLabelWidth - label.size() : 1, ' ');
    const std::string digits = grouped(number);
    text_.append(digits.size() < kNumberWidth ? kNumberWidth - digits.size() : 0, ' ');
    text_ += digits;
    tail(note);
  }
  void more(std::string_view note) {
    text_.append(kLabelWidth + kNumberWidth, ' ');
    tail(note);
  }
  std::string take() { return std::move(text_); }

 private:
  void tail(std::string_view note) {
    if (!note.empty()) {
      text_ += "   ";
      text_ += oneLine(note);
    }
    text_ += '\n';
  }
  std::string text_;
};

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kFieldsListed; ++i) text += (i == 0 ? "`" : ", `") + names[i] + "`";
  if (names.size() > kFieldsListed) text += " and " + std::to_string(names.size() - kFieldsListed) + " more";
  return text;
}

/// Names that nobody reads, each with the field that was meant, if it lacks one: `Sze` (did you mean `size`?)
std::string listedWithNearest(const std::vector<std::string>& names, const LeadSchema& schema, const std::vector<std::string>& unfed) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kFieldsListed; ++i) {
    text += (i == 0 ? "`" : ", `") + names[i] + "`";
    const std::string near = schema.nearestField(names[i]);
    const bool activity = names[i].find('.') != std::string::npos;
    std::string scratch;
    bool open = activity;
    if (const std::int32_t target = near.empty() || activity ? -1 : schema.target(near, scratch); target >= 0)
      for (const Feed feed : schema.feeds(target)) open = open || std::find(unfed.begin(), unfed.end(), schema.fields()[feed.field].info().name) != unfed.end();
    if (!near.empty() && open) text += " (did you mean `" + near + "`?)";
  }
  if (names.size() > kFieldsListed) text += " and " + std::to_string(names.size() - kFieldsListed) + " more";
  return text;
}

std::string example(const KeptIssue& issue) {
  std::string text = issue.text + " (line " + std::to_string(issue.line);
  if (!issue.place.empty()) text += issue.column != 0 ? ", column `" + issue.place + "`" : ", " + issue.place;
  return text + ")";
}

}  // namespace

void appendReject(std::string& out, const Reject& reject, std::string_view file) {
  out += '{';
  if (!file.empty()) {
    out += "\"file\":";
    appendJsonString(out, file);
    out += ',';
  }
  out += "\"line\":";
  appendInt(out, static_cast<std::int64_t>(reject.line));
  out += ",\"key\":";
  if (reject.key.empty()) out += "null";
  else appendJsonString(out, reject.key);
  out += ",\"reason\":";
  appendJsonString(out, reject.reason);
  out += ",\"record\":";
  appendJsonString(out, reject.record);
  out += "}\n";
}

void appendIssue(std::string& out, std::string_view file, const KeptIssue& issue) {
  out += file;
  out += ':';
  appendInt(out, static_cast<std::int64_t>(issue.line));
  if (issue.column != 0) {
    out += ':';
    appendInt(out, issue.column);
  } else if (!issue.place.empty()) {
    out += ": ";
    out += issue.place;
  }
  out += ": ";
  if (!issue.field_name.empty()) {
    out += issue.field_name;
    out += ": ";
  }
  out += issue.text;
}

void RunSummary::add(const Batch& batch, std::int64_t now) {
  for (const bytecode::LeadRow& row : batch.rows)
    for (const bytecode::ActivityRow& activity : row.activities) {   // the newest first
      if (activity.at <= now) break;
      ++ahead_;
    }
  for (const ValueIssue& issue : batch.issues) {
    KeptIssue& kept = issues_.emplace_back();
    kept.line = issue.line;
    kept.column = issue.column;
    kept.place = issue.place;
    kept.field_name = issue.field_name;
    kept.value = issue.value;
    kept.text = issueText(issue);
    kept.field = issue.field;
    kept.counter = issue.counter;
    kept.kind = issue.kind;
  }
}

std::string RunSummary::render(const LeadReader& reader, const ActivityFile* activities) const {
  const ReadTotals& totals = reader.totals();
  Lines lines;
  lines.row("read", totals.records, totals.records == 1 ? "lead" : "leads");
  lines.row("decided", totals.rows);
  if (merged_ != 0) lines.row("merged", merged_, merged_ == 1 ? "of these leads, into another one" : "of these leads, into others");
  if (totals.activities != 0 || totals.repeated_activities != 0) lines.row("activities", totals.activities, "of these leads");
  if (totals.repeated_activities != 0)
    lines.more(grouped(totals.repeated_activities) + (totals.repeated_activities == 1 ? " repeated: its id was there before" : " repeated: their ids were there before"));
  if (ahead_ != 0) lines.more(grouped(ahead_) + (ahead_ == 1 ? " lies" : " lie") + " after --now and " + (ahead_ == 1 ? "counts" : "count") + " nothing yet");

  const std::uint64_t of_activities = activities != nullptr ? activities->rejected() : 0;
  std::vector<std::pair<std::uint64_t, std::string_view>> reasons;
  for (int i = 0; i < kRejectKindCount; ++i)
    if (totals.by_reason[i] != 0) reasons.emplace_back(totals.by_reason[i], rejectWords(static_cast<RejectKind>(i)));
  if (of_activities != 0) reasons.emplace_back(of_activities, "of the file of activities");
  std::stable_sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (reasons.empty()) lines.row("set aside", 0);
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    const std::string note = grouped(reasons[i].first) + " " + std::string(reasons[i].second);
    if (i == 0) lines.row("set aside", totals.rejected + of_activities, note);
    else lines.more(note);
  }

  std::vector<std::pair<std::uint64_t, std::size_t>> missed;
  for (std::size_t i = 0; i < totals.bad_values.size(); ++i)
    if (totals.bad_values[i] != 0) missed.emplace_back(totals.bad_values[i], i);
  std::stable_sort(missed.begin(), missed.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  const auto& fields = reader.schema().fields();
  std::size_t width = 0;
  const auto nameOf = [&](std::size_t counter) -> std::string {
    if (counter < fields.size()) return fields[counter].info().name;
    std::size_t behind = counter - fields.size();
    if (behind < 3) return behind == 0 ? "activities" : behind == 1 ? "records" : "activities.at";
    behind -= 3;
    for (const ActivitySchema& activity : reader.schema().activities()) {
      if (behind < activity.fields.size()) return std::string(activity.fields[behind].fullName());
      behind -= activity.fields.size();
    }
    return "activities";
  };
  for (const auto& [count, counter] : missed) width = std::max(width, nameOf(counter).size());
  for (std::size_t i = 0; i < missed.size(); ++i) {
    const auto [count, counter] = missed[i];
    std::string name = nameOf(counter);
    name.append(width - name.size() + 1, ' ');
    std::string note = name + grouped(count);
    std::size_t shown = 0;
    for (const KeptIssue& issue : issues_) {
      if (issue.counter != counter || shown == kExamples) continue;
      note += (shown == 0 ? "   " : "; ") + example(issue);
      ++shown;
    }
    if (i == 0) lines.row("missed", totals.badValues(), note);
    else lines.more(note);
  }
  if (arithmetic_faults_ != 0) lines.row("arithmetic", arithmetic_faults_, "results too large or divided by zero: taken as missing");
  if (totals.blank != 0) lines.row("blank", totals.blank, totals.blank == 1 ? "line of empty cells" : "lines of empty cells");
  if (activities != nullptr) {
    lines.row("activity", activities->read(), activities->read() == 1 ? "record in their own file" : "records in their own file");
    if (activities->problems() != 0) lines.more(grouped(activities->problems()) + (activities->problems() == 1 ? " problem in it" : " problems in it"));
    if (activities->repeated() != 0) lines.more(grouped(activities->repeated()) + " repeated, counted once: " + activities->firstRepeated());
    std::string first;
    if (const std::uint64_t orphans = activities->orphans(first); orphans != 0)
      lines.more(grouped(orphans) + " of leads that the file of leads does not have: " + first);
    if (!activities->repeatedColumns().empty()) lines.more("repeated " + grouped(activities->repeatedColumns().size()) + ": " + listed(activities->repeatedColumns()));
    const auto& unread = activities->unread();
    std::string names;
    for (std::size_t i = 0; i < unread.size() && i < kFieldsListed; ++i)
      names += (i == 0 ? "`" : ", `") + unread[i].name + "` (line " + std::to_string(unread[i].line) + (unread[i].nearest.empty() ? "" : ", did you mean `" + unread[i].nearest + "`?") + ")";
    if (unread.size() > kFieldsListed) names += " and " + std::to_string(unread.size() - kFieldsListed) + " more";
    if (!unread.empty()) lines.more("unread " + grouped(unread.size()) + ": " + names);
    if (!activities->unfed().empty()) lines.more("unfed " + grouped(activities->unfed().size()) + ": " + listed(activities->unfed()));
  }
  const ColumnReport columns = reader.columns();
  if (!columns.unread.empty()) lines.row("unread", columns.unread.size(), listedWithNearest(columns.unread, reader.schema(), columns.unfed));
  if (!columns.repeated.empty()) lines.row("repeated", columns.repeated.size(), listed(columns.repeated));
  if (!columns.unfed.empty()) lines.row("unfed", columns.unfed.size(), listed(columns.unfed));
  return lines.take();
}

}  // namespace leadflow::ingest

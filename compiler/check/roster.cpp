#include "compiler/check/roster.hpp"

#include <algorithm>
#include <unordered_map>

#include "compiler/check/data_file.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/ingest/roster.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::check {
namespace {

using diag::Code;

/// What may be said about a rep; the same words head the columns of a roster file.
enum class Said : std::uint8_t { Id, Name, Email, Manager, Team, Role, Skills, Weight, Capacity, Calendar, Timezone, Active, StandIn, OutFrom, OutUntil };
constexpr std::string_view said_words[] = {"id",       "name",     "email",    "manager", "team",     "role",     "skills",   "weight",
                                           "capacity", "calendar", "timezone", "active",  "stand_in", "out_from", "out_until"};

std::optional<Said> saidBy(std::string_view word) {
  std::string key = normalText(word);
  for (char& c : key)
    if (c == ' ' || c == '-') c = '_';
  for (std::size_t i = 0; i < std::size(said_words); ++i)
    if (said_words[i] == key) return static_cast<Said>(i);
  return std::nullopt;
}

std::string_view expectedOf(Said said) {
  switch (said) {
    case Said::Weight: return "a number of at least 0";
    case Said::Capacity: return "a whole number of at least 0, or nothing for no limit";
    case Said::Active: return "yes or no";
    case Said::OutFrom:
    case Said::OutUntil: return "a date such as `2026-03-02`";
    default: return "text";
  }
}

/// Takes a written value; false when it cannot be read.
/// Absences are days of the person's own zone, so `timezone` is taken before them (readRosterEntries).
bool take(Context& context, Rep& rep, Said said, std::string_view text) {
  const auto instant = [&](std::int64_t& out) {
    const TimeZone* own = readTimeZone(rep.timezone);
    const auto value = parseInstant(trim(text), own != nullptr ? *own : *context.zone, "");
    if (value) out = *value;
    return value.has_value();
  };
  switch (said) {
    case Said::Id: rep.id = text; return !text.empty();
    case Said::Name: rep.name = text; return true;
    case Said::Email: rep.email = text; return true;
    case Said::Manager: rep.manager = text; return true;
    case Said::Team: rep.team = text; return true;
    case Said::Role: rep.role = text; return true;
    case Said::Calendar: rep.calendar = text; return true;
    case Said::Timezone: {
      const TimeZone* zone = readTimeZone(text);
      rep.timezone = zone != nullptr ? zone->name() : std::string(text);  // checkReps says that it is none
      return true;
    }
    case Said::StandIn: rep.stand_in = text; return true;
    case Said::Skills: {
      for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(";|,", at), text.size());
        const std::string_view skill = trim(text.substr(at, end - at));
        if (!skill.empty()) rep.skills.emplace_back(skill);
        at = end + 1;
      }
      return true;
    }
    case Said::Weight: {
      if (text.empty()) return true;
      const auto value = parseDecimal(text);
      if (value) rep.weight = *value;
      return value && *value >= 0;
    }
    case Said::Capacity: {
      if (text.empty()) return true;
      const auto value = parseInt(text);
      if (value) rep.capacity = *value;
      return value && *value >= 0;
    }
    case Said::Active: {
      if (text.empty()) return true;
      const auto value = constantOfText(context, text, {TypeKind::Bool, 0});
      if (value) rep.active = value->bits == 1;
      return value.has_value();
    }
    case Said::OutFrom: return text.empty() || instant(rep.out_from);
    case Said::OutUntil: return text.empty() || instant(rep.out_until);
  }
  return false;
}

bool checkAbsence(Context& context, const Rep& rep, Span span) {
  if (rep.out_from == kMissing || rep.out_until == kMissing || rep.out_from < rep.out_until) return true;
  context.error(Code::AbsenceReversed, span, "the absence of " + backticked(rep.id) + " ends before it begins")
      .note("`out_until` is the first day at work again");
  return false;
}

/// The words of a roster entry's value: a name, a text, a number, a date, or `[a, b]`.
std::optional<std::string> wordsOf(Context& context, const syntax::Expr& value) {
  using Kind = syntax::ExprKind;
  switch (value.kind) {
    case Kind::Name:
    case Kind::Text:
    case Kind::Instant: return value.text;
    case Kind::Bool: return value.scaled ? "yes" : "no";
    case Kind::Number:
    case Kind::Negate: return std::string(context.sources.text(value.span));
    case Kind::List: {
      std::string all;
      for (const auto& part : value.args) {
        if (part->kind != Kind::Name && part->kind != Kind::Text) return std::nullopt;
        all += (all.empty() ? "" : ";") + part->text;
      }
      return all;
    }
    default: return std::nullopt;
  }
}

Code codeOf(const ingest::RosterIssue& issue) {
  if (issue.name.empty()) return issue.message.find("quote") != std::string::npos ? Code::DataFileQuotes : Code::DataRowWidth;
  if (issue.name == "id" && issue.message.find("already") != std::string::npos) return Code::DuplicateRep;
  if (issue.name == "timezone") return Code::RosterCalendar;
  if (issue.name == "out_until" && issue.severity == ingest::RosterSeverity::Warning) return Code::AbsenceReversed;
  if (issue.message.find("stands twice") != std::string::npos) return Code::RepeatedHeader;
  if (issue.message.find("is not read") != std::string::npos) return Code::RosterProperty;
  return Code::RosterValue;
}

/// The runtime's own reader, its issues as findings. A person named who is not there, and ids that differ in case alone, are checkReps' business.
std::optional<RosterRead> readRows(Context& context, const DataFile& file, Span from) {
  ingest::MemorySource memory(file.source->text);
  ingest::RosterFile rows = ingest::readRoster(memory, *context.zone);
  if (!rows.error.empty()) {
    if (file.column("id") < 0) findColumn(context, file, "id", from, "the roster");
    else context.error(Code::RosterValue, from, rows.error);
    return std::nullopt;
  }
  CellReports reports(context);
  for (const ingest::RosterIssue& issue : rows.issues) {
    if (issue.name == "manager" || issue.name == "stand_in" || (issue.name == "id" && issue.severity == ingest::RosterSeverity::Warning)) continue;
    if (auto* finding = reports.report(codeOf(issue), spanAt(*file.source, issue.line, issue.column), issue.message))
      if (const auto said = saidBy(issue.name); said && codeOf(issue) == Code::RosterValue && said != Said::Id)
        finding->withHelp("the column `" + issue.name + "` holds " + std::string(expectedOf(*said)));
  }
  if (!reports.finish()) return std::nullopt;
  std::vector<int> known;
  const auto header = file.row(0);
  for (std::size_t i = 0; i < header.size(); ++i)
    if (std::find(rows.unknown_columns.begin(), rows.unknown_columns.end(), header[i].text) == rows.unknown_columns.end()) known.push_back(static_cast<int>(i));
  noteUnreadColumns(context, file, known, from, "the roster");
  RosterRead read;
  for (const Rep& rep : rows.reps) read.spans.push_back(spanAt(*file.source, rep.line, 1));
  read.reps = std::move(rows.reps);
  return read;
}

}  // namespace

std::optional<RosterRead> readRosterEntries(Context& context, const syntax::Roster& roster, Scope&) {
  RosterRead read;
  bool good = true;
  for (const syntax::RosterEntry& entry : roster.entries) {
    Rep rep;
    rep.id = entry.id.text;
    if (const std::string wrong = ingest::unfitRepId(rep.id); !wrong.empty()) {
      context.error(Code::RosterValue, entry.id.span, wrong).withHelp("give the person an id of their own");
      good = false;
    }
    std::unordered_map<std::string_view, Span> seen;
    for (const syntax::Property& property : entry.properties)
      if (saidBy(property.key.text) == Said::Timezone && property.value)
        if (const auto words = wordsOf(context, *property.value)) take(context, rep, Said::Timezone, *words);
    for (const syntax::Property& property : entry.properties) {
      const auto said = saidBy(property.key.text);
      if (!said || said == Said::Id) {
        auto& finding = context.error(Code::RosterProperty, property.key.span, "a roster does not know " + backticked(property.key.text));
        const std::vector<std::string_view> words(std::begin(said_words) + 1, std::end(said_words));
        if (const std::string_view near = diag::suggest(property.key.text, words); !near.empty())
          finding.withHelp("did you mean " + backticked(near) + "?").edit(property.key.span, std::string(near));
        else finding.note("it knows " + listed(words, words.size()));
        good = false;
        continue;
      }
      const auto [place, added] = seen.emplace(property.key.text, property.key.span);
      if (!added) {
        context.error(Code::RepeatedProperty, property.key.span, backticked(property.key.text) + " is said twice about " + backticked(rep.id)).label(place->second, "the first is here");
        good = false;
        continue;
      }
      if (!property.value && *said == Said::Active) continue;  // `active` alone
      const auto words = property.value ? wordsOf(context, *property.value) : std::nullopt;
      if (words && take(context, rep, *said, *words)) continue;
      context.error(Code::RosterValue, property.value ? property.value->span : property.key.span,
                    property.value ? backticked(context.sources.text(property.value->span)) + " is not " + std::string(expectedOf(*said)) : backticked(property.key.text) + " has no value");
      good = false;
    }
    rep.line = context.sources.locate(entry.span.begin).line;
    good = checkAbsence(context, rep, entry.span) && good;
    read.reps.push_back(std::move(rep));
    read.spans.push_back(entry.id.span);
  }
  if (!good) return std::nullopt;
  return read;
}

std::optional<RosterRead> readRosterFile(Context& context, const syntax::FileRef& from, Scope&) {
  const std::unique_ptr<DataFile> file = readDataFile(context, from);
  return file ? readRows(context, *file, from.span) : std::nullopt;
}

std::optional<RosterRead> readRosterText(Context& context, const std::string& path, std::string text, Scope&) {
  const std::unique_ptr<DataFile> file = readDataText(context, path, std::move(text));
  return file ? readRows(context, *file, file->rowSpan(0)) : std::nullopt;
}

namespace {

/// Two people may stand in for each other (when both are out, the target falls to the route's `otherwise`); nobody for themselves.
bool checkStandIns(Context& context, const RosterRead& roster) {
  bool good = true;
  for (std::size_t i = 0; i < roster.reps.size(); ++i) {
    if (roster.reps[i].stand_in.empty() || roster.reps[i].stand_in != roster.reps[i].id) continue;
    context.error(Code::StandInSelf, roster.spans[i], backticked(roster.reps[i].id) + " stands in for themselves").withHelp("name somebody else, or leave the cell empty");
    good = false;
  }
  return good;
}

}  // namespace

bool checkReps(Context& context, const RosterRead& roster, Scope& scope, bool small) {
  bool good = true;
  std::unordered_map<std::string_view, std::size_t> by_id;
  std::unordered_map<std::string, std::size_t> by_folded_id;
  CellReports duplicates(context), calendars(context), people(context);
  for (std::size_t i = 0; i < roster.reps.size(); ++i) {
    const std::string& own = roster.reps[i].id;
    const auto [place, added] = by_id.emplace(own, i);
    const auto [same, alone] = by_folded_id.emplace(normalText(own), i);
    if (added && !alone)
      context.diags.report(Code::DuplicateRep, diag::Severity::Warning, roster.spans[i], backticked(own) + " differs from " + backticked(roster.reps[same->second].id) + " in case alone: an event that spells neither exactly means the first")
          .label(roster.spans[same->second], "the first is here").withHelp("give each person an id of their own");
    if (added) continue;
    if (auto* finding = duplicates.report(Code::DuplicateRep, roster.spans[i], "two people have the id " + backticked(roster.reps[i].id)))
      finding->label(roster.spans[place->second], "the first is here").withHelp("give each person an id of their own");
  }
  std::vector<std::string_view> ids;
  for (const auto& [id, index] : by_id) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  for (std::size_t i = 0; i < roster.reps.size(); ++i) {
    const Rep& rep = roster.reps[i];
    if (!rep.calendar.empty() && !context.names.look(scope, Space::Calendars, rep.calendar)) {
      if (auto* finding = calendars.report(Code::RosterCalendar, roster.spans[i], "there is no calendar " + backticked(rep.calendar) + " for " + backticked(rep.id)))
        if (const std::string_view near = diag::suggest(rep.calendar, context.names.candidates(scope, Space::Calendars)); !near.empty())
          finding->withHelp("did you mean " + backticked(near) + "?");
    } else if (!rep.calendar.empty()) {
      Entity* entity = context.names.find(scope, Space::Calendars, rep.calendar, roster.spans[i], context.diags);
      good = context.require(*entity, roster.spans[i]) && good;
    }
    if (!rep.timezone.empty() && !findTimeZone(rep.timezone)) {
      if (auto* finding = calendars.report(Code::RosterCalendar, roster.spans[i], "there is no time zone " + backticked(rep.timezone) + " for " + backticked(rep.id)))
        if (const std::string near = nearestTimeZone(rep.timezone); !near.empty()) finding->withHelp("did you mean " + backticked(near) + "?");
    }
    const auto person = [&](const std::string& id, std::string_view as) {
      if (id.empty() || by_id.count(id) != 0) return;
      if (auto* finding = people.report(Code::UnknownRep, roster.spans[i], "nobody in the roster has the id " + backticked(id) + ", the " + std::string(as) + " of " + backticked(rep.id)))
        if (const std::string_view near = diag::suggest(id, ids); !near.empty()) finding->withHelp("did you mean " + backticked(near) + "?");
    };
    if (!small) person(rep.manager, "manager");
    person(rep.stand_in, "stand-in");
  }
  good = duplicates.finish() && good;
  good = calendars.finish() && good;
  good = people.finish() && good;
  return checkStandIns(context, roster) && good;
}

// ---- a roster that is not looked at

void knowPeople(Context& context, const syntax::Roster& roster) {
  context.roster_known = true;
  for (const syntax::RosterEntry& entry : roster.entries) context.rep_ids.insert(entry.id.text);
  if (!roster.from) return;
  diag::Diagnostics unheard;
  typed::Program apart;
  Context quiet(context.sources, unheard, context.files, context.names, apart);
  if (const std::unique_ptr<DataFile> file = readDataFile(quiet, roster.from)) knowPeople(context, file->source->text);
}

void knowPeople(Context& context, std::string_view rows) {
  context.roster_known = true;
  ingest::MemorySource memory(rows);
  for (const Rep& rep : ingest::readRoster(memory, *context.zone).reps) context.rep_ids.insert(rep.id);
}

// ---- the playbook's roster

bool checkRoster(Context& context, const syntax::Roster& roster, Scope& scope, Span span) {
  if (context.program.roster) {
    context.error(Code::SecondRoster, span, "the playbook has two rosters")
        .label(context.program.roster_span, "the first is here").withHelp("put everybody into one");
    return false;
  }
  context.program.roster_span = roster.from ? roster.from.span : span;
  context.program.roster_path = roster.from.path;
  auto read = roster.from ? readRosterFile(context, roster.from, scope) : readRosterEntries(context, roster, scope);
  context.program.roster.emplace();
  if (!read) return false;
  const bool good = checkReps(context, *read, scope, false);
  for (const Rep& rep : read->reps) context.rep_ids.insert(rep.id);
  context.roster_known = true;
  context.program.roster = std::move(read->reps);
  return good;
}

}  // namespace leadflow::check

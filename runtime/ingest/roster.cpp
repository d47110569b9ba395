#include "runtime/ingest/roster.hpp"

#include <algorithm>
#include <unordered_map>

#include "runtime/ingest/batch.hpp"
#include "runtime/ingest/csv.hpp"
#include "runtime/ingest/enum_index.hpp"
#include "runtime/port/lead_state.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/email.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::ingest {

namespace {

constexpr const char* kColumns[] = {"id",       "name",     "email",  "manager",  "team",     "role",    "skills", "weight",
                                    "capacity", "calendar", "timezone", "active", "stand_in", "out_from", "out_until"};
constexpr int kColumnCount = static_cast<int>(std::size(kColumns));

class RosterReader {
 public:
  RosterReader(Source& source, const TimeZone& zone) : csv_(source), zone_(&zone) {}

  RosterFile read() {
    if (!readHeader()) return std::move(file_);
    for (;;) {
      const CsvReader::Status status = csv_.next(cells_);
      if (status == CsvReader::Status::End) break;
      if (status == CsvReader::Status::IoError) {
        file_.error = csv_.error();
        break;
      }
      if (status == CsvReader::Status::TooLong) issue(nullptr, "", "the line is longer than 16 MiB: it is left out");
      else if (status == CsvReader::Status::Unclosed) issue(nullptr, "", "a quote that opens on this line is never closed: it is left out");
      else readRep();
    }
    checkPeople();
    std::stable_sort(file_.issues.begin(), file_.issues.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    return std::move(file_);
  }

 private:
  bool readHeader() {
    const CsvReader::Status status = csv_.next(cells_);
    if (status == CsvReader::Status::IoError) file_.error = csv_.error();
    else if (status == CsvReader::Status::End) file_.error = "the roster is empty: not even a header";
    else if (status != CsvReader::Status::Row) file_.error = "the roster's header has no end";
    if (!file_.error.empty()) return false;
    KeyIndex known;
    for (int i = 0; i < kColumnCount; ++i) known.add(kColumns[i], i);
    std::fill(std::begin(place_), std::end(place_), -1);
    std::string scratch;
    std::vector<std::string> names;
    header_size_ = cells_.size();
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const std::string name = repairUtf8(trim(cells_[i].text));
      names.push_back(name);
      const int column = known.find(name, scratch);
      if (column >= 0 && place_[column] < 0) {
        place_[column] = static_cast<int>(i);
      } else if (column >= 0) {
        issue(&cells_[i], name, "column `" + name + "` stands twice: the first one counts", RosterSeverity::Warning);
      } else if (!name.empty()) {
        file_.unknown_columns.push_back(name);
        const int near = nearest(name, kColumns);
        if (near >= 0 && editDistance(name, kColumns[near]) <= 2)
          issue(&cells_[i], name, "column `" + name + "` is not read; did you mean `" + kColumns[near] + "`?", RosterSeverity::Warning);
      }
    }
    if (place_[0] >= 0) return true;
    file_.error = "the roster has no column `id`";
    const int near = nearest("id", names);
    if (near >= 0) file_.error += "; did you mean `" + names[static_cast<std::size_t>(near)] + "`?";
    return false;
  }

  const CsvCell* cell(int column) const {
    const int place = place_[column];
    return place < 0 || static_cast<std::size_t>(place) >= cells_.size() ? nullptr : &cells_[static_cast<std::size_t>(place)];
  }

  void issue(const CsvCell* at, std::string_view name, std::string message, RosterSeverity severity = RosterSeverity::Error) {
    RosterIssue& found = file_.issues.emplace_back();
    found.line = csv_.line();
    if (at != nullptr) {
      found.column = at->column;
      found.value = repairUtf8(at->text.substr(0, kShownValueBytes));
    }
    found.name = name;
    found.message = std::move(message);
    found.severity = severity;
  }

  void bad(int column, std::string_view why) {
    const CsvCell* at = cell(column);
    issue(at, kColumns[column], "`" + repairUtf8(trim(at->text).substr(0, kShownValueBytes)) + "` " + std::string(why));
  }

  // The cell's text, trimmed; empty when it is missing or no text.
  std::string_view text(int column) {
    const CsvCell* at = cell(column);
    if (at == nullptr) return {};
    if (at->text.find('\0') != std::string_view::npos || !isValidUtf8(at->text)) {
      bad(column, at->text.find('\0') != std::string_view::npos ? "holds a NUL character" : "is not valid UTF-8");
      return {};
    }
    return trim(at->text);
  }

  std::int64_t instant(int column, const TimeZone& zone) {
    const std::string_view value = text(column);
    if (value.empty()) return kMissing;
    const auto read = value.size() <= 64 ? parseInstant(value, zone, "") : std::nullopt;
    if (!read) bad(column, "is not a date or time, such as 2026-03-02");
    return read ? *read : kMissing;
  }

  void readRep() {
    if (std::all_of(cells_.begin(), cells_.end(), [](const CsvCell& each) { return trim(each.text).empty(); })) return;
    if (cells_.size() > header_size_)
      issue(&cells_[header_size_], "", "the line has " + std::to_string(cells_.size()) + " cells, the header " + std::to_string(header_size_),
            RosterSeverity::Warning);
    enum { Id, Name, Email, Manager, Team, Role, Skills, Weight, Capacity, Calendar, Timezone, Active, StandIn, OutFrom, OutUntil };
    Rep rep;
    rep.line = static_cast<std::uint32_t>(csv_.line());
    rep.id = text(Id);
    if (rep.id.empty()) return issue(cell(Id), "id", "the rep has no `id`: the line is left out");
    if (const std::string wrong = unfitRepId(rep.id); !wrong.empty()) return issue(cell(Id), "id", wrong + ": the line is left out");
    const auto [first, fresh] = by_id_.try_emplace(rep.id, file_.reps.size());
    if (!fresh)
      return issue(cell(Id), "id", "`" + rep.id + "` already stands on line " + std::to_string(file_.reps[first->second].line) +
                                       ": this line is left out");
    if (const auto [other, alone] = by_folded_id_.try_emplace(normalText(rep.id), file_.reps.size()); !alone) {
      const Rep& same = file_.reps[other->second];
      issue(cell(Id), "id", "`" + rep.id + "` differs from `" + same.id + "` on line " + std::to_string(same.line) + " in case alone: an event that spells neither exactly means `" + same.id + "`", RosterSeverity::Warning);
    }
    rep.name = text(Name);
    rep.email = text(Email);
    rep.manager = text(Manager);
    rep.team = text(Team);
    rep.role = text(Role);
    rep.calendar = text(Calendar);
    rep.timezone = text(Timezone);
    rep.stand_in = text(StandIn);
    if (!rep.email.empty() && !looksLikeEmail(rep.email)) bad(Email, "is not an email address");
    const TimeZone* own_zone = readTimeZone(rep.timezone);
    if (own_zone != nullptr) {
      rep.timezone = own_zone->name();
    } else if (!rep.timezone.empty()) {
      const std::string near = nearestTimeZone(rep.timezone);
      bad(Timezone, near.empty() ? std::string("is not a time zone") : "is not a time zone; did you mean `" + near + "`?");
      rep.timezone.clear();
    }
    rep.skills = skillsOf(text(Skills));
    if (const std::string_view value = text(Weight); !value.empty()) {
      const auto weight = value.size() <= 64 ? parseDecimal(value) : std::nullopt;
      if (weight && *weight >= 0) rep.weight = *weight;
      else bad(Weight, weight ? "is below 0" : "is not a number");
    }
    if (const std::string_view value = text(Capacity); !value.empty()) {
      const auto capacity = value.size() <= 64 ? parseInt(value) : std::nullopt;
      if (capacity && *capacity >= 0) rep.capacity = *capacity;
      else bad(Capacity, capacity ? "is below 0" : "is not a whole number");
    }
    if (const std::string_view value = text(Active); !value.empty()) {
      const std::string word = fold(value.substr(0, 16));
      if (word == "true" || word == "yes" || word == "1" || word == "on" || word == "y" || word == "t") rep.active = true;
      else if (word == "false" || word == "no" || word == "0" || word == "off" || word == "n" || word == "f") rep.active = false;
      else bad(Active, "is neither yes nor no");
    }
    const TimeZone& days = own_zone != nullptr ? *own_zone : *zone_;  // whose midnights absences begin and end at
    rep.out_from = instant(OutFrom, days);
    rep.out_until = instant(OutUntil, days);
    if (rep.out_from != kMissing && rep.out_until != kMissing && rep.out_until <= rep.out_from)
      issue(cell(OutUntil), "out_until", "`out_until` is not after `out_from`: the rep is never out", RosterSeverity::Warning);
    file_.reps.push_back(std::move(rep));
  }

  void checkPeople() {
    std::vector<std::string_view> ids;
    for (const Rep& rep : file_.reps) ids.push_back(rep.id);
    const auto check = [&](const Rep& rep, const std::string& other, const char* column, const char* words) {
      if (other.empty() || by_id_.count(other) != 0) return;
      RosterIssue& found = file_.issues.emplace_back();
      found.line = rep.line;
      found.name = column;
      found.value = other;
      found.severity = RosterSeverity::Warning;
      found.message = "`" + other + "`, " + words + " of `" + rep.id + "`, is not in the roster";
      const int near = nearest(other, ids);
      if (near >= 0) found.message += "; did you mean `" + std::string(ids[static_cast<std::size_t>(near)]) + "`?";
    };
    for (const Rep& rep : file_.reps) {
      check(rep, rep.manager, "manager", "the manager");
      check(rep, rep.stand_in, "stand_in", "the stand-in");
      if (!rep.stand_in.empty() && rep.stand_in == rep.id) {
        RosterIssue& found = file_.issues.emplace_back();
        found.line = rep.line;
        found.name = "stand_in";
        found.value = rep.stand_in;
        found.severity = RosterSeverity::Warning;
        found.message = "`" + rep.id + "` stands in for themselves";
      }
    }
  }

  CsvReader csv_;
  const TimeZone* zone_;
  RosterFile file_;
  std::vector<CsvCell> cells_;
  int place_[kColumnCount] = {};
  std::size_t header_size_ = 0;
  std::unordered_map<std::string, std::size_t> by_id_, by_folded_id_;
};

}  // namespace

bool RosterFile::hasErrors() const {
  return !error.empty() ||
         std::any_of(issues.begin(), issues.end(), [](const RosterIssue& issue) { return issue.severity == RosterSeverity::Error; });
}

std::vector<std::string> skillsOf(std::string_view cell) {
  std::vector<std::string> skills;
  for (std::size_t at = 0; at < cell.size();) {
    const std::size_t end = std::min(cell.find_first_of(";,|", at), cell.size());
    if (const std::string_view skill = trim(cell.substr(at, end - at)); !skill.empty()) skills.emplace_back(skill);
    at = end + 1;
  }
  return skills;
}

std::string unfitRepId(std::string_view id) {   // ids are found in any case
  return normalText(id) == port::kAutomation ? "`" + std::string(id) + "` is no person's id, it stands for the program itself" : std::string();
}

RosterFile readRoster(Source& source, const TimeZone& zone) { return RosterReader(source, zone).read(); }

}  // namespace leadflow::ingest

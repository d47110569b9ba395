// A helpdesk's 13,710 events as activities: the share of kept service levels against a plain loop over the log, with business time
// counted minute by minute.
#include <algorithm>
#include <cstdio>
#include <map>

#include "tests/real/over_time.hpp"

namespace leadflow::real {

namespace {

struct Happening {
  std::int64_t at = 0;   ///< ms; within a second in the order of the log
  int code = 0;
};

/// How much of the office's time lies before an instant: one flag a minute, summed up.
class Office {
 public:
  Office() : first_(daysOf(2009, 12, 1) * 1'440), open_(static_cast<std::size_t>(1'440 * 1'500)), before_(open_.size() + 1) {
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const std::int64_t local = first_ + static_cast<std::int64_t>(i) - 7 * 60;   // the office's clock is seven hours behind
      const std::int64_t day = local / 1'440, minute = local % 1'440;
      const std::int64_t weekday = (day + 3) % 7;   // 1970-01-01 was a Thursday; 0: Monday
      bool open = weekday < 5 && ((minute >= 8 * 60 && minute < 12 * 60) || (minute >= 13 * 60 && minute < 18 * 60));
      if (day == daysOf(2010, 12, 24) || day == daysOf(2011, 12, 26)) open = false;
      if (day == daysOf(2011, 12, 30)) open = minute >= 8 * 60 && minute < 12 * 60;
      open_[i] = open;
      before_[i + 1] = before_[i] + (open ? 60'000 : 0);
    }
  }
  std::int64_t between(std::int64_t from, std::int64_t to) const { return upTo(to) - upTo(from); }
  /// The first instant at which so much open time has passed, minute by minute.
  std::int64_t after(std::int64_t from, std::int64_t open_ms) const {
    std::int64_t at = from;
    while (between(from, at) < open_ms) {
      const std::int64_t next = (at / 60'000 + 1) * 60'000, missing = open_ms - between(from, at);
      at = between(at, next) >= missing ? at + missing : next;   // within a minute all is open, or nothing
    }
    return at;
  }

 private:
  std::int64_t upTo(std::int64_t at) const {
    const auto minute = static_cast<std::size_t>(at / 60'000 - first_);
    return before_.at(minute) + (open_[minute] ? at % 60'000 : 0);
  }
  std::int64_t first_;
  std::vector<bool> open_;
  std::vector<std::int64_t> before_;
};

/// Kept and counted, of one group. A time is kept when the answer came at or before the instant at which it was used up: an answer at
/// night comes too late for what was used up at the closing, though no open time lies between. `due` -1: never used up, as far as the
/// log goes. A case that is not answered counts once its time is over.
struct Share {
  std::int64_t kept = 0, of = 0;
  void add(std::int64_t answer, std::int64_t due) {
    if (answer >= 0) kept += due < 0 || answer <= due ? 1 : 0;
    if (answer >= 0 || due >= 0) ++of;
  }
};

Json shares(const Json& table) {
  Json all = Json::object();
  for (const Json& row : table.at("rows")) {
    std::string key;
    for (const Json& part : row.at("keys")) key += part.get<std::string>();
    all[key] = {row.at("figures").at(0).at("value"), row.at("figures").at(0).at("of")};
  }
  return all;
}

Json shares(const std::map<std::string, Share>& groups) {
  Json all = Json::object();
  for (const auto& [key, share] : groups)
    if (share.of > 0) all[key] = {share.kept, share.of};
  return all;
}

}  // namespace

int helpdeskLog(const Settings& settings) {
  const auto log = readCsv(settings.data + "/helpdesk.csv");
  if (log.empty()) {
    std::printf("SKIPPED: helpdesk.csv is not in %s\n", settings.data.c_str());
    return 77;
  }
  std::map<std::string, std::vector<Happening>> cases;
  for (const Record& row : log) {
    auto& happenings = cases[row[0]];
    std::int64_t at = secondsOf(row[2]) * 1'000;
    if (!happenings.empty() && happenings.back().at >= at) at = happenings.back().at + 1;   // one second, two events: in the order of the log
    happenings.push_back({at, std::stoi(row[1])});
  }

  std::vector<std::pair<std::int64_t, std::string>> events;
  for (const auto& [id, happenings] : cases) {
    const std::int64_t opened = happenings[0].at;
    events.emplace_back(opened, Json{{"event", "case/" + id}, {"type", "lead.created"}, {"lead", id}, {"at", isoText(opened)},
                                     {"record", {{"opened", isoText(opened).substr(0, 7)}, {"first", happenings[0].code}}}}.dump());
    for (std::size_t i = 0; i < happenings.size(); ++i)
      events.emplace_back(happenings[i].at, Json{{"event", "case/" + id + "/" + std::to_string(i)}, {"type", "activity"}, {"lead", id}, {"at", isoText(happenings[i].at)},
                                                 {"activity", "worked"}, {"fields", {{"code", happenings[i].code}}}}.dump());
  }
  if (events.size() != log.size() + cases.size()) return 1;
  const std::int64_t end = secondsOf("2012-12-01 00:00:00") * 1'000;
  const Json report = workAndReport(settings, events, isoText(end));
  if (!report.is_object()) return 1;

  // ---- the same by a loop
  constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute;
  const Office office;
  std::map<std::string, Share> taken, resolved_by_month, resolved_by_first, answered;
  std::map<std::string, std::int64_t> stages;
  std::vector<std::int64_t> times;
  for (const auto& [id, happenings] : cases) {
    const std::int64_t opened = happenings[0].at;
    const std::string month = isoText(opened).substr(0, 7), first = std::to_string(happenings[0].code);
    std::int64_t charge = -1, resolution = -1, counted = opened, spent = 0, due = -1;
    const std::int64_t target = (happenings[0].code == 1 ? 4 : 9) * kHour;
    bool waiting = false;
    const auto spend = [&](std::int64_t to) {
      if (waiting) return;
      const std::int64_t more = office.between(counted, to);
      if (due < 0 && spent + more >= target) due = office.after(counted, target - spent);
      spent += more;
    };
    for (const Happening& each : happenings) {
      if (charge < 0 && each.code == 8) charge = each.at;
      if (resolution >= 0) continue;
      spend(each.at);
      counted = each.at;
      waiting = each.code == 9;
      if (each.code == 6) resolution = each.at;
    }
    if (resolution < 0) spend(end);
    const std::int64_t take_by = office.after(opened, 10 * kMinute), answer_by = opened + 72 * kHour;
    taken[month].add(charge, charge >= 0 || take_by <= end ? take_by : -1);
    resolved_by_month[month].add(resolution, due);
    resolved_by_first[first].add(resolution, due);
    answered[""].add(resolution, resolution >= 0 || answer_by <= end ? answer_by : -1);
    if (resolution >= 0) times.push_back(resolution - opened);
    const int last = happenings.back().code;
    ++stages[last == 6 ? "Done" : last == 9 ? "Waiting" : "Open"];
  }
  Comparison comparison;
  comparison.same("cases", report.at("reports").at(0).at("leads"), cases.size());
  Json counted_stages = Json::object();
  for (const Json& row : tableOf(report, "count leads by stage").at("rows")) counted_stages[row.at("keys").at(0).get<std::string>()] = row.at("figures").at(0);
  comparison.same("cases by stage", counted_stages, stages);
  comparison.same("taken in charge, by month", shares(tableOf(report, "rate sla taken_in_charge met by opened")), shares(taken));
  comparison.same("resolved, by month", shares(tableOf(report, "rate sla resolution met by opened")), shares(resolved_by_month));
  comparison.same("resolved, by first activity", shares(tableOf(report, "rate sla resolution met by first")), shares(resolved_by_first));
  comparison.same("answered", shares(tableOf(report, "rate sla answered met")), shares(answered));
  std::sort(times.begin(), times.end());
  const std::size_t middle = times.size() / 2;
  const std::int64_t median = times.size() % 2 == 1 ? times[middle] : times[middle - 1] + (times[middle] - times[middle - 1]) / 2;
  comparison.same("median time to the end", tableOf(report, "median time from created to stage Done").at("rows").at(0).at("figures"), Json::array({median, times.size()}));
  return comparison.result();
}

}  // namespace leadflow::real

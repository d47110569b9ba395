// Real logs as leads over time: what `leadflow work` and `leadflow report` make of them, against figures computed here without them.
//
//     over_time olist    --data DIR --playbook olist_funnel.leadflow --leadflow BIN --work DIR
//     over_time helpdesk --data DIR --playbook helpdesk.leadflow     --leadflow BIN --work DIR
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace leadflow::real {

using Json = nlohmann::json;

struct Settings {
  std::string data, playbook, leadflow, work;
};

using Record = std::vector<std::string>;
/// Records of a CSV file with a header, which is left out. Quoted fields may hold commas, quotes and line ends. Empty: it cannot be read.
std::vector<Record> readCsv(const std::string& path);
bool exists(const std::string& path);

/// `2012-04-03 16:55:38` as seconds since 1970, read as UTC.
std::int64_t secondsOf(const std::string& text);
/// Days since 1970-01-01 of a date of the Gregorian calendar.
std::int64_t daysOf(int year, int month, int day);
/// `2012-04-03T16:55:38.001Z`
std::string isoText(std::int64_t milliseconds);

/// Writes the events in the order of their times, lets them happen up to `until` in a new store, and gives the JSON report as of
/// then. Null after the fault was printed.
Json workAndReport(const Settings& settings, const std::vector<std::pair<std::int64_t, std::string>>& events, const std::string& until);
/// The table of the first report with that title; null and a fault where there is none.
const Json& tableOf(const Json& reports, const std::string& title);

/// Counts what differs and tells it.
class Comparison {
 public:
  void same(const std::string& what, const Json& was, const Json& expected);
  int result() const;

 private:
  int compared_ = 0, differing_ = 0;
};

int olistFunnel(const Settings& settings);
int helpdeskLog(const Settings& settings);

}  // namespace leadflow::real

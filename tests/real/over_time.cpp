#include "tests/real/over_time.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

namespace leadflow::real {

namespace {
constexpr int kSkipped = 77;
}

bool exists(const std::string& path) {
  struct stat info{};
  return stat(path.c_str(), &info) == 0;
}

std::vector<Record> readCsv(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  const std::string text = all.str();
  std::vector<Record> records;
  Record record;
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') cell += text[++i];
      else if (c == '"') quoted = false;
      else cell += c;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      record.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      record.push_back(std::move(cell));
      cell.clear();
      records.push_back(std::move(record));
      record.clear();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (!cell.empty() || !record.empty()) {
    record.push_back(std::move(cell));
    records.push_back(std::move(record));
  }
  if (!records.empty()) records.erase(records.begin());
  return records;
}

std::int64_t daysOf(int year, int month, int day) {
  static const int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  std::int64_t days = 0;
  for (int y = 1970; y < year; ++y) days += (y % 4 == 0 && y % 100 != 0) || y % 400 == 0 ? 366 : 365;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days + kBefore[month - 1] + (leap && month > 2 ? 1 : 0) + day - 1;
}

std::int64_t secondsOf(const std::string& text) {
  int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  std::sscanf(text.c_str(), "%d-%d-%d %d:%d:%d", &year, &month, &day, &hour, &minute, &second);
  return daysOf(year, month, day) * 86'400 + hour * 3'600 + minute * 60 + second;
}

std::string isoText(std::int64_t milliseconds) {
  std::int64_t days = milliseconds / 86'400'000, rest = milliseconds % 86'400'000;
  int year = 1970, month = 1;
  const auto length = [](int y, int m) {
    static const int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return kDays[m - 1] + (m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0) ? 1 : 0);
  };
  while (days >= length(year, month)) {
    days -= length(year, month);
    if (++month == 13) month = 1, ++year;
  }
  char text[96];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, static_cast<int>(days) + 1, static_cast<int>(rest / 3'600'000),
                static_cast<int>(rest / 60'000 % 60), static_cast<int>(rest / 1'000 % 60), static_cast<int>(rest % 1'000));
  return text;
}

Json workAndReport(const Settings& settings, const std::vector<std::pair<std::int64_t, std::string>>& events, const std::string& until) {
  const std::string name = settings.playbook.substr(settings.playbook.rfind('/') + 1);
  const std::string base = settings.work + "/" + name;
  for (const char* end : {".db", ".db-wal", ".db-shm", ".db.lock", ".report.json"}) std::remove((base + end).c_str());
  std::vector<const std::pair<std::int64_t, std::string>*> order;
  for (const auto& event : events) order.push_back(&event);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  {
    std::ofstream file(base + ".ndjson", std::ios::binary);
    for (const auto* event : order) file << event->second << '\n';
    if (!file.flush()) {
      std::fprintf(stderr, "%s.ndjson cannot be written\n", base.c_str());
      return {};
    }
  }
  const std::string store = " --store 'sqlite:" + base + ".db'";
  for (const std::string& command : {"'" + settings.leadflow + "' work '" + settings.playbook + "'" + store + " --events '" + base + ".ndjson' --batch 4096 --until " + until,
                                     "'" + settings.leadflow + "' report '" + settings.playbook + "'" + store + " --at " + until + " --format json -o '" + base + ".report.json'"}) {
    if (std::system(command.c_str()) == 0) continue;
    std::fprintf(stderr, "this went wrong: %s\n", command.c_str());
    return {};
  }
  std::ifstream report(base + ".report.json");
  return Json::parse(report, nullptr, false);
}

const Json& tableOf(const Json& reports, const std::string& title) {
  for (const Json& table : reports.at("reports").at(0).at("tables"))
    if (table.at("title") == title) return table;
  static const Json none;
  std::fprintf(stderr, "the report has no table `%s`\n", title.c_str());
  return none;
}

void Comparison::same(const std::string& what, const Json& was, const Json& expected) {
  ++compared_;
  if (was == expected) return;
  ++differing_;
  std::fprintf(stderr, "%s\n  report:   %s\n  computed: %s\n", what.c_str(), was.dump().c_str(), expected.dump().c_str());
}

int Comparison::result() const {
  std::printf("%d tables compared, %d differ\n", compared_, differing_);
  return differing_ == 0 && compared_ > 0 ? 0 : 1;
}

}  // namespace leadflow::real

int main(int argc, char** argv) {
  using namespace leadflow::real;
  Settings settings;
  for (int i = 2; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    (name == "--data" ? settings.data : name == "--playbook" ? settings.playbook : name == "--leadflow" ? settings.leadflow : settings.work) = argv[i + 1];
  }
  if (argc < 10) {
    std::fprintf(stderr, "over_time olist|helpdesk --data DIR --playbook FILE --leadflow BIN --work DIR\n");
    return 2;
  }
  if (!exists(settings.data)) {
    std::printf("SKIPPED: there is no %s\n", settings.data.c_str());
    return kSkipped;
  }
  mkdir(settings.work.c_str(), 0755);
  if (std::strcmp(argv[1], "olist") == 0) return olistFunnel(settings);
  if (std::strcmp(argv[1], "helpdesk") == 0) return helpdeskLog(settings);
  std::fprintf(stderr, "there is no set `%s`\n", argv[1]);
  return 2;
}

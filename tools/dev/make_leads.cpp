// make_leads: writes the leads and activities of examples/inbound, with the dirt that real exports have.
//
//   make_leads --seed 7 --count 5000 --format csv    --out leads.csv --activities activities.ndjson
//   make_leads --seed 7 --count 5000 --format ndjson --out leads.ndjson            (activities nested in each lead)
//
// The same arguments give the same bytes on every machine: the generator is splitmix64 and all arithmetic is on
// integers. Dirt per 1,000 leads: about 2 without a usable created date, 1 whose id stood before (both are set aside by
// `leadflow run`), 20 e-mail addresses that stood before, some 10 values of each kind that cannot be read (country,
// number, money, consent, account owner), stray spaces and mixed case everywhere. `--truth FILE` writes how much of it
// there is, as key=value lines, so that a test can compare.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tools/dev/lead_data.hpp"

namespace leadflow::dev {
namespace {

constexpr std::int64_t now_seconds = 1772463600;  // 2026-03-02T15:00:00Z, the `now` of examples/inbound
constexpr std::int64_t day = 86400;

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(n)); }
  bool chance(int per_thousand) { return below(1000) < per_thousand; }
  template <class Table>
  const auto& pick(const Table& table) {
    return table[static_cast<std::size_t>(below(static_cast<std::int64_t>(table.size())))];
  }
  template <class Table>
  const auto& weighted(const Table& table) {
    std::int64_t total = 0;
    for (const auto& row : table) total += row.weight;
    std::int64_t at = below(total);
    for (const auto& row : table) {
      if (at < row.weight) return row;
      at -= row.weight;
    }
    return table.back();
  }

 private:
  std::uint64_t state_;
};

/// Seconds since 1970 as `2026-03-02T15:00:00Z`; with `separator` ' ' and no zone as spreadsheets save it.
std::string instant(std::int64_t seconds, char separator = 'T', bool zone = true) {
  std::int64_t days = seconds / day, rest = seconds % day;
  // Days to civil date, proleptic Gregorian, for dates after 1970.
  const std::int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365,
                     doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153, d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
  const std::int64_t y = yoe + era * 400 + (m <= 2 ? 1 : 0);
  char text[96];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d%c%02d:%02d:%02d%s", static_cast<int>(y), static_cast<int>(m),
                static_cast<int>(d), separator, static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60),
                static_cast<int>(rest % 60), zone ? "Z" : "");
  return text;
}

std::string grouped(std::int64_t n) {
  std::string digits = std::to_string(n), out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string upper(Text text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

struct Activity {
  std::string type, outcome;
  std::int64_t at = 0;
};

// Columns in the order of the export. The NDJSON form uses the playbook's field names, the CSV form the CRM's.
struct Column {
  Text crm, field;
};
constexpr std::array<Column, 18> columns = {{{"Id", "id"},
                                             {"Email", "email"},
                                             {"FirstName", "first_name"},
                                             {"LastName", "last_name"},
                                             {"Company", "company"},
                                             {"Title", "title"},
                                             {"Industry", "industry"},
                                             {"NumberOfEmployees", "company_size"},
                                             {"AnnualRevenue", "revenue"},
                                             {"Country", "country"},
                                             {"State", "state"},
                                             {"PostalCode", "zip"},
                                             {"ProductInterest", "products"},
                                             {"LeadSource", "source"},
                                             {"UsesCompetitor", "uses_competitor"},
                                             {"Consent", "consent"},
                                             {"AccountOwner", "account_owner"},
                                             {"CreatedDate", "created_at"}}};
enum At {
  id,
  email,
  first_name,
  last_name,
  company,
  title,
  industry,
  size,
  revenue,
  country,
  state,
  zip,
  products,
  source,
  competitor,
  consent,
  owner,
  created
};

struct Lead {
  std::array<std::string, columns.size()> cells;
  std::vector<Activity> activities;
};

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  Lead make(int number) {
    Lead lead;
    auto& cells = lead.cells;
    char key[32];
    std::snprintf(key, sizeof key, "00Q%06d", number);
    cells[id] = key;
    if (number > 10 && random_.chance(1)) {
      std::snprintf(key, sizeof key, "00Q%06d", number - 7);
      cells[id] = key;
    }
    person(cells);
    firm(cells);
    place(cells);
    interest(cells);
    history(cells);
    for (int i = 0; i < static_cast<int>(cells.size()); ++i)
      if (i != id && !cells[static_cast<std::size_t>(i)].empty() && random_.chance(12))
        cells[static_cast<std::size_t>(i)] = "  " + cells[static_cast<std::size_t>(i)] + " ";
    act(lead);
    ++truth_["leads"];
    if (!keys_.insert(cells[id]).second) ++truth_["id_repeated"], ++truth_["rejected"];
    else if (!created_readable_) ++truth_["rejected"];
    return lead;
  }
  const std::map<std::string, std::int64_t>& truth() const { return truth_; }

 private:
  void person(std::array<std::string, columns.size()>& cells) {
    const auto first = static_cast<std::size_t>(random_.below(40)), last = static_cast<std::size_t>(random_.below(40));
    cells[first_name] = random_.chance(40) ? upper(first_ascii[first]) : std::string(first_names[first]);
    cells[last_name] = last_names[last];
    const auto head = static_cast<std::size_t>(random_.below(24)), tail = static_cast<std::size_t>(random_.below(8));
    cells[company] = std::string(company_heads[head]) + " " + std::string(company_tails[tail]);
    if (random_.chance(10)) cells[company] += "\nc/o Reception, 2nd floor";
    std::string domain = std::string(company_domains[head]) + std::string(domain_tails[tail]) + ".example";
    if (random_.chance(180)) domain = random_.pick(free_domains);
    else if (random_.chance(25)) domain = random_.pick(named_domains);
    cells[email] = std::string(first_ascii[first]) + "." + std::string(last_ascii[last]) +
                   std::to_string(random_.below(1000)) + "@" + domain;
    if (random_.chance(30)) cells[email] = upper(cells[email]);
    if (!earlier_email_.empty() && random_.chance(20)) {
      cells[email] = earlier_email_;
      ++truth_["email_repeated"];
    } else if (random_.chance(15)) {
      cells[email].clear();
    } else if (random_.chance(6)) {
      cells[email] = std::string(first_ascii[first]) + " at " + domain;
      ++truth_["email_unreadable"];
    } else if (random_.chance(100)) {
      earlier_email_ = cells[email];
    }
    cells[title] = random_.chance(60) ? "N/A" : std::string(random_.pick(titles));
    if (random_.chance(15) && cells[title] != "N/A") cells[title] += " \"acting\"";
  }

  void firm(std::array<std::string, columns.size()>& cells) {
    cells[industry] =
        random_.chance(80) ? std::string(random_.pick(nothing_words)) : std::string(random_.pick(industries));
    if (random_.chance(50)) cells[industry] = upper(cells[industry]);
    if (cells[industry] == "SELECT") cells[industry] = "Select";
    const std::int64_t scale[] = {9, 40, 200, 700, 3000, 20000};
    const std::int64_t people = 1 + random_.below(scale[random_.below(6)]);
    cells[size] = people >= 1000 && random_.chance(500) ? grouped(people) : std::to_string(people);
    if (random_.chance(70)) cells[size] = random_.chance(500) ? "" : "N/A";
    else if (random_.chance(8)) {
      cells[size] = random_.chance(500) ? "about 50" : "50-200";
      ++truth_["company_size_unreadable"];
    } else if (random_.chance(2)) {
      cells[size] = "-5";
      ++truth_["company_size_out_of_range"];
    }
    const std::int64_t dollars = people * (40000 + random_.below(260000));
    char text[64];
    switch (random_.below(5)) {
      case 0: cells[revenue] = std::to_string(dollars); break;
      case 1: cells[revenue] = "$" + grouped(dollars); break;
      case 2:
        std::snprintf(text, sizeof text, "$%s.%02dK", grouped(dollars / 1000).c_str(),
                      static_cast<int>(dollars / 10 % 100));
        cells[revenue] = text;
        break;
      case 3:
        std::snprintf(text, sizeof text, "$%d.%dM", static_cast<int>(dollars / 1000000),
                      static_cast<int>(dollars / 100000 % 10));
        cells[revenue] = text;
        break;
      default: cells[revenue] = random_.chance(500) ? "" : "N/A";
    }
    if (random_.chance(6)) {
      cells[revenue] = "undisclosed";
      ++truth_["revenue_unreadable"];
    }
  }

  void place(std::array<std::string, columns.size()>& cells) {
    const Place& place = random_.weighted(places);
    cells[country] = random_.chance(550) ? std::string(place.country) : std::string(random_.pick(place.spellings));
    if (place.country == "US" && random_.chance(920)) {
      const State& at = random_.pick(us_states);
      cells[state] = random_.chance(100) ? " " + std::string(at.code) : std::string(at.code);
      char digits[8];
      std::snprintf(digits, sizeof digits, "%02d", static_cast<int>(random_.below(100)));
      cells[zip] = std::string(at.zip) + digits;
    } else if (place.country == "CA" && random_.chance(900)) {
      const State& at = random_.pick(ca_provinces);
      cells[state] = at.code;
      cells[zip] = std::string(at.zip) + " 1A" + std::to_string(random_.below(10));
    } else {
      cells[state] = random_.chance(200) ? "Select" : "";
      cells[zip] = random_.chance(700) ? std::to_string(10000 + random_.below(89999)) : "";
    }
    if (random_.chance(12)) cells[country] = random_.pick(nothing_words);
    if (cells[country] == "N/A") cells[country].clear();
    else if (random_.chance(8)) {
      cells[country] = random_.pick(bad_countries);
      ++truth_["country_unreadable"];
    }
  }

  void interest(std::array<std::string, columns.size()>& cells) {
    cells[products] = random_.pick(product_sets);
    if (!random_.chance(250)) cells[products].clear();
    if (random_.chance(4)) {
      cells[products] = "platfrom";
      ++truth_["products_unreadable"];
    }
    cells[source] = random_.weighted(sources).label;
    if (cells[source] == "Wbinar" || cells[source] == "Refferal" || cells[source] == "Partner Portal")
      ++truth_["source_unlisted"];
    if (random_.chance(700))
      cells[competitor] = random_.chance(300) ? random_.pick(true_words) : random_.pick(false_words);
    if (random_.chance(4)) {
      cells[competitor] = "maybe";
      ++truth_["uses_competitor_unreadable"];
    }
    cells[consent] = random_.pick(consents);
    if (random_.chance(5)) {
      cells[consent] = "grnated";
      ++truth_["consent_unreadable"];
    }
    if (random_.chance(40)) cells[owner] = random_.pick(owners);
    if (random_.chance(3)) {
      cells[owner] = "nobody";
      ++truth_["account_owner_unknown"];
    }
  }

  void history(std::array<std::string, columns.size()>& cells) {
    created_ = now_seconds - random_.below(120 * day);
    switch (random_.below(3)) {
      case 0: cells[created] = instant(created_, ' ', false); break;
      case 1: cells[created] = instant(created_).substr(0, 10); break;
      default: cells[created] = instant(created_);
    }
    created_readable_ = true;
    if (random_.chance(1)) {
      created_readable_ = false;
      cells[created].clear();
      ++truth_["created_missing"];
    } else if (random_.chance(1)) {
      created_readable_ = false;
      cells[created] = random_.pick(bad_dates);
      ++truth_["created_unreadable"];
    }
  }

  void act(Lead& lead) {
    const int warmth = static_cast<int>(random_.below(10));  // most leads do little, a few do much
    const std::int64_t many = warmth < 3 ? 0 : warmth < 8 ? random_.below(6) : random_.below(24);
    for (std::int64_t i = 0; i < many; ++i) {
      Activity one;
      one.type = random_.weighted(acts).type;
      one.at = now_seconds - random_.below(120 * day);
      if (random_.chance(3)) one.at = now_seconds + 1 + random_.below(3 * day), ++truth_["activities_after_now"];
      if (one.type == "call") one.outcome = random_.pick(outcomes);
      lead.activities.push_back(one);
    }
    if (random_.chance(40)) lead.activities.push_back({"demo_request", "", now_seconds - random_.below(3600)});
    if (random_.chance(2)) {
      lead.activities.push_back({"chat_opened", "", now_seconds - random_.below(30 * day)});
      ++truth_["activities_of_unknown_type"];
    }
    truth_["activities"] += static_cast<std::int64_t>(lead.activities.size());
  }

  Random random_;
  std::string earlier_email_;
  std::int64_t created_ = 0;
  bool created_readable_ = true;
  std::set<std::string> keys_;
  std::map<std::string, std::int64_t> truth_;
};

std::string csvCell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string jsonText(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\', out += c;
    else if (c == '\n') out += "\\n";
    else out += c;
  }
  return out + "\"";
}

std::string json(const Activity& activity) {
  std::string out = "\"type\":" + jsonText(activity.type) + ",\"at\":\"" + instant(activity.at) + "\"";
  if (!activity.outcome.empty()) out += ",\"outcome\":" + jsonText(activity.outcome);
  return out;
}

/// NDJSON keeps JSON's own kinds where the value has one: a plain whole number is a number, a list a list.
std::string jsonValue(std::size_t column, const std::string& text) {
  if (text.empty()) return "null";
  if (column == size && text.find_first_not_of("0123456789") == std::string::npos) return text;
  if (column == competitor && (text == "true" || text == "false")) return text;
  if (column == products) {
    std::string out = "[", one;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (i < text.size() && text[i] != ';') one += text[i];
      else out += (out.size() > 1 ? "," : "") + jsonText(one), one.clear();
    }
    return out + "]";
  }
  return jsonText(text);
}

struct Options {
  std::uint64_t seed = 7;
  int count = 5000;
  std::string format = "csv", out, activities, truth;
};

struct File {
  explicit File(const std::string& path) : handle(std::fopen(path.c_str(), "wb")) {}
  ~File() { close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  void write(const std::string& text) {
    good = good && std::fwrite(text.data(), 1, text.size(), handle) == text.size();
  }
  bool close() {
    if (handle != nullptr) good = std::fclose(handle) == 0 && good;
    handle = nullptr;
    return good;
  }
  std::FILE* handle;
  bool good = true;
};

int fail(const std::string& message) {
  std::fprintf(stderr, "make_leads: %s\n", message.c_str());
  return 2;
}

int run(const Options& options) {
  Maker maker(options.seed);
  File out(options.out);
  if (out.handle == nullptr) return fail("cannot write `" + options.out + "`");
  const bool csv = options.format == "csv";
  std::string second;
  if (csv) {
    std::string head = "\xEF\xBB\xBF";  // Excel writes a byte order mark
    for (std::size_t i = 0; i < columns.size(); ++i) head += (i > 0 ? "," : "") + std::string(columns[i].crm);
    out.write(head + "\r\n");
  }
  for (int i = 1; i <= options.count; ++i) {
    const Lead lead = maker.make(i);
    std::string line;
    if (csv) {
      for (std::size_t c = 0; c < columns.size(); ++c) line += (c > 0 ? "," : "") + csvCell(lead.cells[c]);
      line += "\r\n";
      for (const Activity& one : lead.activities)
        second += "{\"lead\":" + jsonText(lead.cells[id]) + "," + json(one) + "}\n";
    } else {
      for (std::size_t c = 0; c < columns.size(); ++c)
        line += (c > 0 ? "," : "{") + ("\"" + std::string(columns[c].field) + "\":") + jsonValue(c, lead.cells[c]);
      line += ",\"activities\":[";
      for (std::size_t a = 0; a < lead.activities.size(); ++a)
        line += (a > 0 ? ",{" : "{") + json(lead.activities[a]) + "}";
      line += "]}\n";
    }
    out.write(line);
  }
  if (!out.close()) return fail("cannot write `" + options.out + "`");
  if (csv && !options.activities.empty()) {
    File activities(options.activities);
    if (activities.handle == nullptr) return fail("cannot write `" + options.activities + "`");
    activities.write(second);
    if (!activities.close()) return fail("cannot write `" + options.activities + "`");
  }
  if (!options.truth.empty()) {
    File truth(options.truth);
    if (truth.handle == nullptr) return fail("cannot write `" + options.truth + "`");
    for (const auto& [key, value] : maker.truth()) truth.write(key + "=" + std::to_string(value) + "\n");
    if (!truth.close()) return fail("cannot write `" + options.truth + "`");
  }
  return 0;
}

/// A whole number from `least` up, or false.
bool readNumber(const char* text, std::int64_t least, std::int64_t most, std::int64_t& number) {
  char* end = nullptr;
  const long long value = std::strtoll(text, &end, 10);
  number = value;
  return end != text && *end == '\0' && value >= least && value <= most;
}

}  // namespace
}  // namespace leadflow::dev

int main(int argc, char** argv) {
  using namespace leadflow::dev;
  const char* usage =
      "usage: make_leads [--seed N] [--count N] [--format csv|ndjson] --out FILE [--activities FILE] [--truth FILE]";
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--help" || i + 1 == argc) return name == "--help" ? (std::puts(usage), 0) : fail(usage);
    const char* value = argv[i + 1];
    std::int64_t number = 0;
    if (name == "--seed" && readNumber(value, 0, INT64_MAX, number)) options.seed = static_cast<std::uint64_t>(number);
    else if (name == "--count" && readNumber(value, 1, 10'000'000, number)) options.count = static_cast<int>(number);
    else if (name == "--format" && (std::strcmp(value, "csv") == 0 || std::strcmp(value, "ndjson") == 0))
      options.format = value;
    else if (name == "--out") options.out = value;
    else if (name == "--activities") options.activities = value;
    else if (name == "--truth") options.truth = value;
    else return fail("cannot read `" + name + " " + value + "`\n" + usage);
  }
  if (options.out.empty()) return fail(usage);
  if (options.format == "ndjson" && !options.activities.empty())
    return fail("with --format ndjson the activities stand in each lead; leave out --activities");
  return run(options);
}

// Olist's 8,000 leads and 842 wins as events; the report's counts against plain SQL over the raw exports.
#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "tests/real/over_time.hpp"

namespace leadflow::real {

namespace {

/// A database in memory with the cells as they stand in the files.
class Raw {
 public:
  Raw() { sqlite3_open(":memory:", &db_); }
  ~Raw() { sqlite3_close(db_); }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;

  bool load(const std::string& table, const std::string& columns, std::size_t count, const std::vector<Record>& records) {
    std::string marks;
    for (std::size_t i = 0; i < count; ++i) marks += i == 0 ? "?" : ",?";
    sqlite3_stmt* insert = nullptr;
    if (sqlite3_exec(db_, ("CREATE TABLE " + table + "(" + columns + "); BEGIN").c_str(), nullptr, nullptr, nullptr) != SQLITE_OK ||
        sqlite3_prepare_v2(db_, ("INSERT INTO " + table + " VALUES(" + marks + ")").c_str(), -1, &insert, nullptr) != SQLITE_OK)
      return false;
    bool ok = true;
    for (const Record& record : records) {
      ok = ok && record.size() == count;
      for (std::size_t i = 0; i < count && ok; ++i) sqlite3_bind_text(insert, static_cast<int>(i + 1), record[i].data(), static_cast<int>(record[i].size()), SQLITE_STATIC);
      ok = ok && sqlite3_step(insert) == SQLITE_DONE;
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    return ok && sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  /// Rows as arrays: whole numbers as such, the rest as text.
  Json rows(const std::string& query) {
    Json all = Json::array();
    sqlite3_stmt* select = nullptr;
    if (sqlite3_prepare_v2(db_, query.c_str(), -1, &select, nullptr) != SQLITE_OK) return sqlite3_errmsg(db_);
    while (sqlite3_step(select) == SQLITE_ROW) {
      Json row = Json::array();
      for (int i = 0; i < sqlite3_column_count(select); ++i) {
        if (sqlite3_column_type(select, i) == SQLITE_INTEGER) row.push_back(sqlite3_column_int64(select, i));
        else row.push_back(reinterpret_cast<const char*>(sqlite3_column_text(select, i)));
      }
      all.push_back(std::move(row));
    }
    sqlite3_finalize(select);
    return all;
  }

 private:
  sqlite3* db_ = nullptr;
};

/// Keys and figures of a table in one array a row, ordered by the keys as SQL orders texts.
Json flat(const Json& table) {
  std::vector<Json> rows;
  for (const Json& row : table.at("rows")) {
    Json line = row.at("keys");
    for (const Json& figure : row.at("figures")) {
      if (!figure.is_object()) line.push_back(figure);
      else line.insert(line.end(), {figure.at("value"), figure.at("of")});
    }
    rows.push_back(std::move(line));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace

int olistFunnel(const Settings& settings) {
  const auto leads = readCsv(settings.data + "/olist_marketing_qualified_leads_dataset.csv");
  const auto deals = readCsv(settings.data + "/olist_closed_deals_cleaned.csv");
  if (leads.empty() || deals.empty()) {
    std::printf("SKIPPED: the exports are not in %s\n", settings.data.c_str());
    return 77;
  }
  // ---- events: a lead comes at midnight of its first contact (DD-MM-YYYY) and is contacted then
  std::vector<std::pair<std::int64_t, std::string>> events;
  std::map<std::string, std::int64_t> created;
  const auto add = [&](std::int64_t at, const std::string& id, const std::string& type, const std::string& lead, Json more) {
    Json event = {{"event", id}, {"type", type}, {"lead", lead}, {"at", isoText(at)}};
    event.update(more);
    events.emplace_back(at, event.dump());
  };
  for (const Record& lead : leads) {
    const std::string& date = lead[1];
    const std::int64_t at = secondsOf(date.substr(6, 4) + "-" + date.substr(3, 2) + "-" + date.substr(0, 2)) * 1'000;
    created[lead[0]] = at;
    Json record = {{"landing_page", lead[2]}};
    if (!lead[3].empty()) record["origin"] = lead[3];
    add(at, "lead/" + lead[0], "lead.created", lead[0], {{"record", record}});
    add(at, "contact/" + lead[0], "activity", lead[0], {{"activity", "first_contact"}});
  }
  for (const Record& deal : deals) {
    // One was won before its first contact: a lead that is not there cannot be won, so it counts as won that day.
    const std::int64_t at = std::max(secondsOf(deal[4]) * 1'000, created[deal[0]]);
    add(at, "deal/" + deal[0], "activity", deal[0], {{"activity", "deal_won"}, {"fields", {{"segment", deal[5]}}}});
  }
  const Json report = workAndReport(settings, events, "2019-01-01T00:00:00Z");
  if (!report.is_object()) return 1;

  // ---- the same by SQL
  Raw raw;
  if (!raw.load("mql", "id, first_contact, page, origin", 4, leads) ||
      !raw.load("deal", "id, seller, sdr, sr, won, segment, type, profile, company, gtin, stock, business, catalog, revenue", 14, deals)) {
    std::fprintf(stderr, "the exports do not fit their tables\n");
    return 1;
  }
  const std::string origin = "CASE WHEN origin IN ('', 'unknown') THEN '-' ELSE origin END", stage = "CASE WHEN id IN (SELECT id FROM deal) THEN 'Won' ELSE 'Contacted' END";
  const std::string came = "(substr(first_contact, 7, 4) || '-' || substr(first_contact, 4, 2) || '-' || substr(first_contact, 1, 2))";
  const Json& first = report.at("reports").at(0);
  Comparison comparison;
  comparison.same("leads", Json::array({Json::array({first.at("leads")})}), raw.rows("SELECT count(*) FROM mql"));
  comparison.same("nothing left out", first.at("left_out"), 0);
  comparison.same("leads by stage", flat(tableOf(report, "count leads by stage")), raw.rows("SELECT " + stage + " s, count(*) FROM mql GROUP BY s ORDER BY s"));
  comparison.same("leads by origin and stage", flat(tableOf(report, "count leads by origin, stage")), raw.rows("SELECT " + origin + " o, " + stage + " s, count(*) FROM mql GROUP BY o, s ORDER BY o, s"));
  comparison.same("wins by origin", flat(tableOf(report, "rate Won of leads by origin")),
                  raw.rows("SELECT " + origin + " o, sum(id IN (SELECT id FROM deal)), count(*) FROM mql GROUP BY o ORDER BY o"));
  comparison.same("median time to the win", flat(tableOf(report, "median time from created to first deal_won")),
                  raw.rows("WITH t AS (SELECT max(0, strftime('%s', deal.won) - strftime('%s', " + came + ")) * 1000 AS took FROM deal JOIN mql USING (id)), "
                           "n AS (SELECT count(*) AS n FROM t), middle AS (SELECT took FROM t ORDER BY took LIMIT (SELECT 2 - n % 2 FROM n) OFFSET (SELECT (n - 1) / 2 FROM n)) "
                           "SELECT min(took) + (max(took) - min(took)) / 2, (SELECT n FROM n) FROM middle"));
  comparison.same("all contacted at once", flat(tableOf(report, "response bands 5 minutes, 1 hour")), raw.rows("SELECT count(*), 0, 0, 0 FROM mql"));
  return comparison.result();
}

}  // namespace leadflow::real

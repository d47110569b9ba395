#include "tools/cli/lead_columns.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/ingest/format.hpp"
#include "runtime/ingest/source.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::cli {

namespace {

constexpr int kRecordsLookedAt = 100;

void add(std::vector<std::string>& columns, std::string name) {
  if (!name.empty() && std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(std::move(name));
}

}  // namespace

bool leadColumns(const std::string& path, std::vector<std::string>& columns, std::string& error) {
  ingest::FileSource source(path);
  if (!source.ok()) {
    error = "`" + path + "` cannot be read: " + source.error();
    return false;
  }
  ingest::OpenedRecords records(source, ingest::Format::Auto, path);
  ingest::RawRecord record;
  if (auto* csv = records.csv()) {
    if (csv->next(record) && record.state == ingest::RecordState::Whole) {
      std::vector<ingest::RawCell> cells;
      ingest::splitCells(record.bytes, csv->separator(), cells);
      for (const ingest::RawCell& cell : cells) {
        std::string name(record.bytes.substr(cell.begin, cell.size));
        if (cell.escaped) name.resize(ingest::unescapeCell(record.bytes, cell, name.data()));
        add(columns, repairUtf8(trim(name)));
      }
    }
  } else {
    for (int i = 0; i < kRecordsLookedAt && records.splitter().next(record); ++i) {
      const auto object = nlohmann::ordered_json::parse(record.bytes, nullptr, false);
      if (!object.is_object()) continue;
      for (const auto& [name, value] : object.items())
        if (name != "activities") add(columns, name);
    }
  }
  if (!records.splitter().error().empty()) {
    error = "`" + path + "` cannot be read: " + records.splitter().error();
    return false;
  }
  if (columns.empty()) {
    error = "`" + path + "` has no columns to compare with";
    return false;
  }
  return true;
}

}  // namespace leadflow::cli

#include "runtime/ingest/json_check.hpp"

#include <simdjson.h>

#include "runtime/value/json_scan.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::ingest {

namespace {

/// An escape that is one half of a pair (`\ud83d`) stands for no character. `text`: valid JSON.
bool hasHalfAPair(std::string_view text) {
  std::string scratch;
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 2)) {
    if (text[at + 1] != 'u' || (text[at + 2] != 'd' && text[at + 2] != 'D') || text[at + 3] < '8') continue;
    constexpr unsigned char kFourBytes = 0xF0;   // what a whole pair becomes in UTF-8
    if (static_cast<unsigned char>(json::unescaped(text.substr(at, 12), scratch).front()) < kFourBytes) return true;
    at += 6;
  }
  return false;
}

}  // namespace

std::string notJson(std::string_view record) {
  const bool sound = json::valid(record);
  simdjson::error_code code = simdjson::SUCCESS;
  if (!sound) {   // only for its words: what is at fault
    const std::size_t end = json::skipValue(record, json::skipSpace(record, 0));
    if (end != json::kBad && json::skipSpace(record, end) < record.size()) return "not JSON: something stands behind the record";
    simdjson::dom::parser parser;
    code = parser.parse(record.data(), record.size(), true).error();
    if (code == simdjson::SUCCESS) return "not JSON: brackets are nested too deep";
  } else if (!isValidUtf8(record)) {
    code = simdjson::UTF8_ERROR;
  } else if (hasHalfAPair(record)) {
    code = simdjson::STRING_ERROR;
  }
  return code == simdjson::SUCCESS ? std::string() : std::string("not JSON: ") + simdjson::error_message(code);
}

}  // namespace leadflow::ingest

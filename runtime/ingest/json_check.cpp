#include "runtime/ingest/json_check.hpp"

#include <simdjson.h>

#include "runtime/value/json_scan.hpp"

namespace leadflow::ingest {

namespace {

/// The same value with a 0 for each number.
std::string withoutNumbers(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const bool number = c == '-' || (c >= '0' && c <= '9');
    if (c != '"' && !number) {
      out += c;
      ++at;
      continue;
    }
    const std::size_t end = json::skipValue(text, at);
    if (end == json::kBad) return std::string(text);
    out += number ? std::string_view("0") : text.substr(at, end - at);
    at = end;
  }
  return out;
}

}  // namespace

struct JsonCheck::Impl {
  simdjson::dom::parser parser;
  simdjson::error_code parse(std::string_view text) {
    simdjson::dom::element root;
    return parser.parse(text.data(), text.size(), true).get(root);
  }
};

JsonCheck::JsonCheck() : impl_(std::make_unique<Impl>()) {}
JsonCheck::~JsonCheck() = default;

std::string JsonCheck::wrong(std::string_view record) {
  simdjson::error_code code = impl_->parse(record);
  const bool sound = json::valid(record);
  // A number that no double or 64 bits hold is a number all the same; the rest is looked at without it.
  if (code != simdjson::SUCCESS && sound) code = impl_->parse(withoutNumbers(record));
  if (code != simdjson::SUCCESS) return std::string("not JSON: ") + simdjson::error_message(code);
  return sound ? std::string() : "not JSON: brackets are nested too deep";
}

}  // namespace leadflow::ingest

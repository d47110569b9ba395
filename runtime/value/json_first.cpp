#include "runtime/value/json_first.hpp"

#include <unordered_map>
#include <unordered_set>

#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"

namespace leadflow::json {

namespace {

void append(std::string& out, std::string_view value, bool apart) {
  const char begin = value.empty() ? '\0' : value.front();
  if (begin != '{' && begin != '[') {
    out += value;
    return;
  }
  const std::size_t start = out.size();
  const auto comma = [&] { if (out.size() > start + 1) out += ','; };
  out += begin;
  if (begin == '[') {
    eachItem(value, [&](std::string_view item) {
      comma();
      append(out, item, apart);
    });
  } else {
    std::unordered_map<std::string, int> seen;   // by name: how often it came
    eachMember(value, [&](std::string_view name, std::string_view of) {
      std::string own(name);
      for (int* times = &seen[own]; ++*times > 1; times = &seen[own]) {
        if (!apart) return;
        own = std::string(name) + " (" + std::to_string(*times) + ")";
      }
      comma();
      appendJsonString(out, own);
      out += ':';
      append(out, of, apart);
    });
  }
  out += begin == '[' ? ']' : '}';
}

std::string rewritten(std::string_view value, bool apart) {
  value = bare(value);
  if (!valid(value)) return std::string(value);
  std::string out;
  out.reserve(value.size());
  append(out, value, apart);
  return out;
}

}  // namespace

std::optional<std::string> repeatedName(std::string_view object) {
  std::unordered_set<std::string> seen;
  std::optional<std::string> again;
  eachMember(object, [&](std::string_view name, std::string_view) {
    if (!seen.emplace(name).second && !again) again = std::string(name);
  });
  return again;
}

std::string firstOfEach(std::string_view value) { return rewritten(value, false); }
std::string eachApart(std::string_view value) { return rewritten(value, true); }

}  // namespace leadflow::json

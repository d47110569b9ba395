#include "runtime/ingest/json_value.hpp"

#include "runtime/value/json_scan.hpp"

namespace leadflow::ingest {

JsonValue jsonValue(std::string_view raw, Arena& arena, std::string& scratch, std::vector<std::string_view>& items) {
  JsonValue value;
  value.text = raw;
  const auto text = [&](std::string_view quoted) {
    const std::string_view written = json::plain(quoted, scratch);
    if (written.size() + 2 == quoted.size()) return written;
    value.escaped = true;
    return arena.copy(written);
  };
  switch (raw.empty() ? 'n' : raw.front()) {
    case '"':
      value.text = text(raw);
      break;
    case 'n': value.kind = JsonValue::Kind::Null; break;
    case '{': value.kind = JsonValue::Kind::Nested; break;
    case '[':
      value.kind = JsonValue::Kind::Items;
      items.clear();
      if (!json::eachItem(raw, [&](std::string_view item) {
            if (item.front() == '{' || item.front() == '[') value.kind = JsonValue::Kind::Nested;
            else if (item != "null") items.push_back(item.front() == '"' ? text(item) : item);
          }))
        value.kind = JsonValue::Kind::Nested;
      value.items_end = static_cast<std::uint32_t>(items.size());
      break;
    default: value.kind = JsonValue::Kind::Scalar;
  }
  return value;
}

}  // namespace leadflow::ingest

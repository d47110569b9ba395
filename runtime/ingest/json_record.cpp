#include "runtime/ingest/json_record.hpp"

#include <simdjson.h>

#include <cstring>

#include "runtime/value/json_scan.hpp"

namespace leadflow::ingest {

namespace {

namespace od = simdjson::ondemand;
using simdjson::error_code;

static_assert(kReadablePadding >= simdjson::SIMDJSON_PADDING);

std::string_view withoutSpaceBehind(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// JSON's own grammar of numbers.
bool isNumber(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t start = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - start;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const std::size_t first = at;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

std::string_view errorWords(error_code error) {
  switch (error) {
    case simdjson::EMPTY: return "there is nothing";
    case simdjson::UNCLOSED_STRING: return "a text is never closed";
    case simdjson::UNESCAPED_CHARS: return "a text holds a control character";
    case simdjson::STRING_ERROR: return "a text has a wrong escape";
    case simdjson::UTF8_ERROR: return "the text is not valid UTF-8";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return "the record is cut off: a bracket is never closed";
    case simdjson::INCORRECT_TYPE: return "a record is an object, `{\"name\": value, …}`";
    case simdjson::TRAILING_CONTENT: return "something stands behind the record";
    case simdjson::DEPTH_ERROR: return "brackets are nested too deep";
    case simdjson::NUMBER_ERROR: return "a number is not written as JSON writes numbers";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR: return "a word that is neither true, false nor null";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC: return "the record is too long";
    default: return "a comma, colon, quote or bracket is missing or too many";
  }
}

}  // namespace

struct JsonRecordReader::Impl {
  od::parser parser;
  std::string copy;                       ///< the record with its ill-formed bytes replaced, and padding
  std::vector<std::string_view> items;
  std::vector<NamedValue> members;

  // A scalar that is not consumed: the iteration steps over it by itself.
  error_code scalar(od::value& value, JsonValue& out) {
    const std::string_view token = withoutSpaceBehind(value.raw_json_token());
    if (token.empty()) return simdjson::TAPE_ERROR;
    switch (token.front()) {
      case '"': {
        if (token.size() < 2 || token.back() != '"') return simdjson::TAPE_ERROR;
        out.kind = JsonValue::Kind::Text;
        out.text = token.substr(1, token.size() - 2);
        if (std::memchr(out.text.data(), '\\', out.text.size()) == nullptr) return simdjson::SUCCESS;
        out.escaped = true;
        std::string_view text;
        if (value.get_string().get(text) == simdjson::SUCCESS) out.text = text;
        else out.kind = JsonValue::Kind::BadEscape;
        return simdjson::SUCCESS;
      }
      case 't':
        if (token != "true") return simdjson::T_ATOM_ERROR;
        break;
      case 'f':
        if (token != "false") return simdjson::F_ATOM_ERROR;
        break;
      case 'n':
        if (token != "null") return simdjson::N_ATOM_ERROR;
        out.kind = JsonValue::Kind::Null;
        out.text = token;
        return simdjson::SUCCESS;
      case '-':
      case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        if (!isNumber(token)) return simdjson::NUMBER_ERROR;
        break;
      default: return simdjson::TAPE_ERROR;
    }
    out.kind = JsonValue::Kind::Scalar;
    out.text = token;
    return simdjson::SUCCESS;
  }

  /// A list as written, once all of it is read; nothing is nested in it.
  static std::string_view listText(const char* begin) {
    const char* end = begin;
    for (bool quoted = false; quoted || *end != ']'; ++end) {
      if (*end == '"') quoted = !quoted;
      else if (*end == '\\') ++end;
    }
    return {begin, static_cast<std::size_t>(end - begin) + 1};
  }

  error_code any(od::value& value, JsonValue& out) {
    const char* const begin = value.raw_json_token().data();
    const char first = value.raw_json_token().empty() ? '\0' : *begin;
    if (first != '[' && first != '{') return scalar(value, out);
    out.kind = JsonValue::Kind::Nested;
    out.text = first == '[' ? "[…]" : "{…}";
    if (first == '{') return simdjson::SUCCESS;
    od::array array;
    if (const error_code error = value.get_array().get(array)) return error;
    out.items_begin = static_cast<std::uint32_t>(items.size());
    bool flat = true;
    for (auto element : array) {
      od::value item;
      if (const error_code error = std::move(element).get(item)) return error;
      const std::string_view token = item.raw_json_token();
      if (!flat || token.empty() || token.front() == '[' || token.front() == '{') {
        flat = false;
        continue;
      }
      JsonValue one;
      if (const error_code error = scalar(item, one)) return error;
      if (one.kind == JsonValue::Kind::BadEscape) flat = false;
      else if (one.kind != JsonValue::Kind::Null) items.push_back(one.text);
    }
    out.items_end = static_cast<std::uint32_t>(items.size());
    if (!flat) return simdjson::SUCCESS;
    out.kind = JsonValue::Kind::Items;
    out.text = listText(begin);
    return simdjson::SUCCESS;
  }

  // A key as it is written where it holds no escape, which is always.
  error_code nameOf(od::field& field, std::string_view& name) {
    const char* raw = field.key().raw();
    const char* end = raw;
    while (*end != '"' && *end != '\\') ++end;  // stage 1 saw the closing quote
    if (*end == '"') {
      name = {raw, static_cast<std::size_t>(end - raw)};
      return simdjson::SUCCESS;
    }
    return field.unescaped_key().get(name);
  }

  error_code activities(od::value& value, JsonHandler& handler) {
    const std::string_view token = value.raw_json_token();
    JsonValue other;
    if (token.empty() || token.front() != '[') {
      if (const error_code error = any(value, other)) return error;
      if (other.kind != JsonValue::Kind::Null) handler.activity(nullptr, other, items, 0);
      return simdjson::SUCCESS;
    }
    od::array array;
    if (const error_code error = value.get_array().get(array)) return error;
    std::size_t index = 0;
    for (auto element : array) {
      od::value item;
      if (const error_code error = std::move(element).get(item)) return error;
      items.clear();
      const std::string_view first = item.raw_json_token();
      if (first.empty() || first.front() != '{') {
        if (const error_code error = any(item, other)) return error;
        handler.activity(nullptr, other, items, index++);
        continue;
      }
      od::object object;
      if (const error_code error = item.get_object().get(object)) return error;
      members.clear();
      for (auto member : object) {
        od::field field;
        if (const error_code error = std::move(member).get(field)) return error;
        NamedValue named;
        if (const error_code error = nameOf(field, named.name)) return error;
        if (const error_code error = any(field.value(), named.value)) return error;
        members.push_back(named);
      }
      handler.activity(&members, other, items, index++);
    }
    return simdjson::SUCCESS;
  }

  error_code record(od::document& document, JsonHandler& handler) {
    od::object object;
    if (const error_code error = document.get_object().get(object)) return error;
    std::size_t position = 0;
    for (auto member : object) {
      od::field field;
      if (const error_code error = std::move(member).get(field)) return error;
      std::string_view name;
      if (const error_code error = nameOf(field, name)) return error;
      const JsonHandler::Want want = handler.name(name, position++);
      od::value& value = field.value();
      items.clear();
      if (want == JsonHandler::Want::Activities) {
        if (const error_code error = activities(value, handler)) return error;
        continue;
      }
      const std::string_view token = value.raw_json_token();
      const bool nested = !token.empty() && (token.front() == '[' || token.front() == '{');
      if (nested && want == JsonHandler::Want::Skip) continue;
      JsonValue out;
      if (const error_code error = any(value, out)) return error;
      if (want == JsonHandler::Want::Value) handler.value(out, items);
    }
    const char* behind = nullptr;
    return document.current_location().get(behind) == simdjson::SUCCESS ? simdjson::TRAILING_CONTENT : simdjson::SUCCESS;
  }
};

JsonRecordReader::JsonRecordReader() : impl_(std::make_unique<Impl>()) {}
JsonRecordReader::~JsonRecordReader() = default;

const std::string& JsonRecordReader::read(std::string_view record, JsonHandler& handler) {
  error_.clear();
  repaired_ = false;
  od::document document;
  const char* start = record.data();
  std::size_t size = record.size();
  error_code error = impl_->parser.iterate(record.data(), record.size(), record.size() + kReadablePadding).get(document);
  if (error == simdjson::UTF8_ERROR) {
    repaired_ = true;
    impl_->copy = repairUtf8(record);
    size = impl_->copy.size();
    impl_->copy.append(kReadablePadding, '\0');
    start = impl_->copy.data();
    error = impl_->parser.iterate(start, size, impl_->copy.size()).get(document);
  }
  const bool found = error == simdjson::SUCCESS;
  if (found) error = impl_->record(document, handler);
  if (error == simdjson::INCOMPLETE_ARRAY_OR_OBJECT) {   // the library says so of every record that does not end with its bracket
    const std::string_view text(start, size);
    const std::size_t end = json::skipValue(text, json::skipSpace(text, 0));
    const std::size_t behind = end == json::kBad ? size : json::skipSpace(text, end);
    if (behind < size) return readBefore(text, end, behind, handler);
  }
  if (error == simdjson::SUCCESS) return error_;
  const char* where = nullptr;
  if (found && document.current_location().get(where) == simdjson::SUCCESS && where > start && where < start + size) {
    error_ = "character " + std::to_string(placeIn({start, size}, static_cast<std::size_t>(where - start)).column) + ": ";
  }
  error_ += errorWords(error);
  return error_;
}

/// A whole record with something behind it: what it says is read, so that the finding names it by its key.
const std::string& JsonRecordReader::readBefore(std::string_view text, std::size_t end, std::size_t behind, JsonHandler& handler) {
  error_ = "character " + std::to_string(placeIn(text, behind).column) + ": " + std::string(errorWords(simdjson::TRAILING_CONTENT));
  impl_->copy = std::string(text.substr(0, end));
  impl_->copy.append(kReadablePadding, '\0');
  od::document document;
  if (impl_->parser.iterate(impl_->copy.data(), end, impl_->copy.size()).get(document) == simdjson::SUCCESS) (void)impl_->record(document, handler);
  return error_;
}

}  // namespace leadflow::ingest

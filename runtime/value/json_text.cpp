#include "runtime/value/json_text.hpp"

#include <charconv>

#include "runtime/value/text.hpp"

namespace leadflow {

void appendJsonString(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;  // start of the run that needs no escape
  std::size_t at = 0;
  const auto flush = [&](std::size_t end) { out.append(text.data() + plain, end - plain); };
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++at;
      continue;
    }
    if (c >= 0x80) {
      const std::size_t start = at;
      if (decodeUtf8(text, at) == 0xFFFD && text.substr(start, at - start) != "\xEF\xBF\xBD") {
        flush(start);
        out += "\xEF\xBF\xBD";
        plain = at;
      }
      continue;
    }
    flush(at);
    out += '\\';
    switch (c) {
      case '"': out += '"'; break;
      case '\\': out += '\\'; break;
      case '\b': out += 'b'; break;
      case '\f': out += 'f'; break;
      case '\n': out += 'n'; break;
      case '\r': out += 'r'; break;
      case '\t': out += 't'; break;
      default:
        out += "u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
    }
    plain = ++at;
  }
  flush(at);
  out += '"';
}

void appendInt(std::string& out, std::int64_t value) {
  char buffer[24];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

}  // namespace leadflow

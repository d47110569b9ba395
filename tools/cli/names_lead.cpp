#include "tools/cli/names_lead.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/value/json_scan.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::cli {

namespace {

using Json = nlohmann::json;

constexpr int kDeepest = 4;   // JSON within a text within JSON

bool inWord(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-'; }

bool holdsWord(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !inWord(text[at - 1])) && (end == text.size() || !inWord(text[end]))) return true;
  }
  return false;
}

/// A text that is no whole JSON, with JSON's escapes as far as they can be read.
std::string withoutEscapes(std::string_view text) {
  std::string scratch;
  return std::string(json::unescaped(text, scratch));
}

/// A quoted cell of CSV writes a quote as two.
std::string withoutDoubledQuotes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    out += text[at];
    if (text[at] == '"' && at + 1 < text.size() && text[at + 1] == '"') ++at;
  }
  return out;
}

bool textNames(std::string_view text, std::string_view lead) {
  return holdsWord(text, lead) || (text.find('\\') != std::string_view::npos && holdsWord(withoutEscapes(text), lead)) ||
         (text.find("\"\"") != std::string_view::npos && holdsWord(withoutDoubledQuotes(text), lead));
}

bool names(std::string_view text, std::string_view lead, int depth);

/// Reads each member, also where a key comes twice.
class Members final : public nlohmann::json_sax<Json> {
 public:
  Members(std::string_view lead, int depth) : lead_(lead), depth_(depth) {}
  bool found() const { return found_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t value) override { return compare(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return compare(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& written) override { return compare(written); }
  bool string(string_t& value) override {
    if (ofTheEvent()) return true;
    // What a file of lines set aside says of one is its text: JSON, cells, or neither.
    const bool whole = open_ == 1 && key_ == "record";
    const std::string_view bare = trim(value);
    if (whole || bare.starts_with('{') || bare.starts_with('[')) found_ = found_ || (depth_ < kDeepest && names(bare, lead_, depth_ + 1));
    return compare(value);
  }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return ++open_, true; }
  bool key(string_t& name) override {
    key_ = name;
    found_ = found_ || (open_ > 1 && trim(name) == lead_);
    return true;
  }
  bool end_object() override { return --open_, true; }
  bool start_array(std::size_t) override { return ++open_, true; }
  bool end_array() override { return --open_, true; }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override { return false; }

 private:
  /// Says of which event and which line, not of whom.
  bool ofTheEvent() const {
    constexpr std::string_view kOthers[] = {"event", "type", "at", "file", "line", "reason", "field", "nearest"};
    return open_ == 1 && std::find(std::begin(kOthers), std::end(kOthers), key_) != std::end(kOthers);
  }
  bool compare(std::string_view value) {
    found_ = found_ || (!ofTheEvent() && trim(value) == lead_);
    return true;
  }

  std::string_view lead_;
  int depth_, open_ = 0;
  std::string key_;
  bool found_ = false;
};

bool names(std::string_view text, std::string_view lead, int depth) {
  Members members(lead, depth);
  const bool json = Json::sax_parse(text.begin(), text.end(), &members);
  return members.found() || (!json && textNames(text, lead));
}

}  // namespace

bool namesLead(std::string_view line, const std::string& lead) { return !trim(lead).empty() && names(line, trim(lead), 0); }

bool namesAny(std::string_view line, const std::vector<std::string>& leads) {
  std::string all(line);   // with its escapes, and without them, as deep as they are read
  std::string level(line);
  for (int depth = 0; depth <= kDeepest && level.find('\\') != std::string::npos; ++depth) all += '\n' + (level = withoutEscapes(level));
  if (all.find("\"\"") != std::string::npos) all += '\n' + withoutDoubledQuotes(all);
  return std::any_of(leads.begin(), leads.end(), [&](const std::string& lead) { return all.find(trim(lead)) != std::string::npos && namesLead(line, lead); });
}

}  // namespace leadflow::cli

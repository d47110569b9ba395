#include "runtime/port/effect.hpp"

#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>

#include "runtime/value/json_text.hpp"

namespace leadflow::port {

namespace {

constexpr std::array<const char*, 10> kNames = {"notify", "remind", "escalate", "task",   "email",
                                                "set",    "log",    "webhook",  "create", "report"};
static_assert(kNames.size() == static_cast<std::size_t>(EffectKind::Report) + 1);

void appendKey(std::string& out, std::string_view key) {
  out += out.size() > 1 ? ",\"" : "\"";
  out += key;
  out += "\":";
}

void appendText(std::string& out, std::string_view key, std::string_view text) {
  appendKey(out, key);
  appendJsonString(out, text);
}

void appendList(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  appendKey(out, key);
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i != 0) out += ',';
    appendJsonString(out, texts[i]);
  }
  out += ']';
}

using Json = nlohmann::json;

bool readText(const Json& object, const char* key, std::string& text) {
  const auto found = object.find(key);
  if (found == object.end()) return true;
  if (!found->is_string()) return false;
  text = found->get<std::string>();
  return true;
}

bool readList(const Json& object, const char* key, std::vector<std::string>& texts) {
  texts.clear();
  const auto found = object.find(key);
  if (found == object.end()) return true;
  if (!found->is_array()) return false;
  for (const Json& item : *found) {
    if (!item.is_string()) return false;
    texts.push_back(item.get<std::string>());
  }
  return true;
}

bool readFlag(const Json& object, const char* key, bool& flag) {
  const auto found = object.find(key);
  if (found == object.end()) return true;
  if (!found->is_boolean()) return false;
  flag = found->get<bool>();
  return true;
}

bool readPlaces(const Json& object, const char* key, std::vector<std::uint32_t>& places) {
  places.clear();
  const auto found = object.find(key);
  if (found == object.end()) return true;
  if (!found->is_array()) return false;
  for (const Json& item : *found) {
    if (!item.is_number_unsigned()) return false;
    places.push_back(item.get<std::uint32_t>());
  }
  return true;
}

bool readKind(const Json& object, EffectKind& kind) {
  std::string name;
  if (!readText(object, "kind", name)) return false;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name == kNames[i]) {
      kind = static_cast<EffectKind>(i);
      return true;
    }
  }
  return false;
}

// Takes the values of `fields` out again as they were written: numbers keep every digit (`12.50`, amounts beyond a double).
class FieldReader final : public nlohmann::json_sax<Json> {
 public:
  explicit FieldReader(std::vector<std::pair<std::string, std::string>>& fields) : fields_(fields) {}

  bool null() override { return put("null"); }
  bool boolean(bool value) override { return put(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return put(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return put(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return put(text); }
  bool binary(binary_t&) override { return false; }
  bool string(string_t& value) override {
    std::string text;
    appendJsonString(text, value);
    return put(text);
  }
  bool start_object(std::size_t) override { return open('{'); }
  bool start_array(std::size_t) override { return open('['); }
  bool end_object() override { return close('}'); }
  bool end_array() override { return close(']'); }
  bool key(string_t& name) override {
    if (depth_ == 1) in_fields_ = name == "fields";
    if (!in_fields_ || depth_ < 2) return true;
    if (depth_ == 2) {
      fields_.emplace_back(name, "");
    } else {
      separate();
      appendJsonString(fields_.back().second, name);
      fields_.back().second += ':';
    }
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  bool inValue() const { return in_fields_ && depth_ >= 2 && !fields_.empty(); }
  void separate() {
    std::string& out = fields_.back().second;
    if (!out.empty() && out.back() != '{' && out.back() != '[' && out.back() != ':') out += ',';
  }
  bool put(std::string_view text) {
    if (inValue()) {
      separate();
      fields_.back().second += text;
    }
    return true;
  }
  bool open(char bracket) {
    put(std::string_view(&bracket, 1));
    ++depth_;
    return true;
  }
  bool close(char bracket) {
    --depth_;
    if (inValue()) fields_.back().second += bracket;
    return true;
  }

  std::vector<std::pair<std::string, std::string>>& fields_;
  int depth_ = 0;
  bool in_fields_ = false;
};

}  // namespace

const char* effectName(EffectKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::string toJson(const Effect& effect) {
  std::string out = "{";
  appendText(out, "key", effect.key);
  appendText(out, "kind", effectName(effect.kind));
  appendText(out, "lead", effect.lead);
  appendKey(out, "at");
  appendInt(out, effect.at);
  appendText(out, "channel", effect.channel);
  appendText(out, "target", effect.target);
  appendList(out, "to", effect.to);
  appendList(out, "to_email", effect.to_email);
  appendList(out, "tagging", effect.tagging);
  appendText(out, "text", effect.text);
  appendKey(out, "fields");
  out += '{';
  for (std::size_t i = 0; i < effect.fields.size(); ++i) {
    if (i != 0) out += ',';
    appendJsonString(out, effect.fields[i].first);
    out += ':';
    out += effect.fields[i].second.empty() ? "null" : effect.fields[i].second;
  }
  out += '}';
  appendText(out, "link", effect.link);
  appendText(out, "why", effect.why);
  appendKey(out, "pii");
  out += effect.pii ? "true" : "false";
  appendKey(out, "simulated");
  out += effect.simulated ? "true" : "false";
  out += '}';
  return out;
}

std::string toStored(const Effect& effect) {
  std::string out = toJson(effect);
  if (effect.links.empty()) return out;
  out.pop_back();
  appendKey(out, "links");
  out += '[';
  for (std::size_t i = 0; i < effect.links.size(); ++i) {
    if (i != 0) out += ',';
    appendInt(out, effect.links[i]);
  }
  return out += "]}";
}

bool fromJson(std::string_view json, Effect& effect) {
  const Json object = Json::parse(json.begin(), json.end(), nullptr, false);
  if (!object.is_object()) return false;
  Effect read;
  const auto at = object.find("at");
  if (at == object.end() || !at->is_number_integer()) return false;
  read.at = at->get<std::int64_t>();
  const auto fields = object.find("fields");
  if (fields != object.end()) {
    FieldReader reader(read.fields);
    if (!fields->is_object() || !Json::sax_parse(json.begin(), json.end(), &reader)) return false;
  }
  const bool whole = readText(object, "key", read.key) && readKind(object, read.kind) && readText(object, "lead", read.lead) &&
                     readText(object, "channel", read.channel) && readText(object, "target", read.target) &&
                     readList(object, "to", read.to) && readList(object, "to_email", read.to_email) &&
                     readList(object, "tagging", read.tagging) && readText(object, "text", read.text) && readPlaces(object, "links", read.links) &&
                     readText(object, "link", read.link) && readText(object, "why", read.why) &&
                     readFlag(object, "pii", read.pii) && readFlag(object, "simulated", read.simulated);
  if (!whole || read.key.empty()) return false;
  effect = std::move(read);
  return true;
}

}  // namespace leadflow::port

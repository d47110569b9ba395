#include "tools/cli/opened_entry.hpp"

namespace leadflow::cli {

using Json = nlohmann::ordered_json;

std::string Opened::text(const Json& value) const {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() && value.contains("$pii")) {
    const std::string hash = value["$pii"].get<std::string>();
    for (const port::Secret& secret : entry_.secrets)
      if (secret.hash == hash) return secret.value;
    return "(erased)";
  }
  return value.is_null() ? std::string() : value.dump();
}

std::int64_t Opened::happenedAt() const {
  if (entry_.kind == "timer" || !readable() || !body_.contains("event")) return kMissing;
  const Json& event = body_["event"];
  const std::int64_t at = event.contains("at") && event["at"].is_number_integer() ? event["at"].get<std::int64_t>() : kMissing;
  return !isMissing(at) && at < entry_.at ? at : kMissing;
}

void Opened::eachTold(const std::function<void(const std::string&, const std::string&)>& visit) const {
  if (!readable() || !body_.contains("account")) return;
  for (const Json& told : body_["account"]) visit(told.value("what", ""), told.contains("text") ? text(told["text"]) : std::string());
}

}  // namespace leadflow::cli

// What a store holds of one person, as one document: `leadflow subject` prints it as JSON, text or HTML.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

/// The document (docs/schemas/subject-1.json). `found`: something is there.
port::Status subjectOf(StoreSession& session, const std::string& lead, const std::vector<std::string>& rejects, nlohmann::ordered_json& document, bool& found);

/// For people: instants by the clocks of `zone`, as the sentences beside them have it.
std::string subjectText(const nlohmann::ordered_json& document, const TimeZone& zone);
std::string subjectHtml(const nlohmann::ordered_json& document, const TimeZone& zone);

}  // namespace leadflow::cli

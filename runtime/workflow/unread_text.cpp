#include "runtime/workflow/unread_text.hpp"

#include <algorithm>

namespace leadflow::workflow {

namespace {

constexpr std::size_t kSaid = 100;
constexpr std::string_view kOfValue = "the value of `";

/// The tick that ends the name which begins behind the one at `open`.
std::size_t closing(std::string_view text, std::size_t open) {
  for (std::size_t at = text.find('`', open + 1); at != std::string_view::npos; at = text.find('`', at + 2))
    if (!text.substr(at + 1).starts_with('`')) return at;
  return text.size();
}

bool begins(std::string_view text) { return text.starts_with('`') || text.starts_with(kOfValue); }

/// Where the reason that begins the text ends: before the next one, or before what else is said.
std::size_t endOfReason(std::string_view text) {
  const auto ends = [&](std::size_t at) {
    const std::string_view rest = text.substr(at);
    return rest.starts_with("; the rest changes nothing: ") || (rest.starts_with(", ") && begins(rest.substr(2)));
  };
  std::size_t end = 0;
  for (; end < text.size() && !ends(end); ++end)
    if (text[end] == '`') end = closing(text, end);
  text = text.substr(0, end);
  const std::size_t more = text.ends_with(" more") ? text.rfind(" and ") : std::string_view::npos;
  const bool counts = more != std::string_view::npos && text.substr(more + 5, text.size() - more - 10).find_first_not_of("0123456789") == std::string_view::npos;
  return counts ? more : text.size();
}

}  // namespace

std::string ticked(std::string_view name) {
  std::string text = "`";
  for (const char c : name) text.append(c == '`' ? 2 : 1, c);
  return text + '`';
}

std::string unreadText(const std::vector<Unread>& unread) {
  std::string text;
  for (std::size_t i = 0; i < unread.size() && i < kSaid; ++i) text += (i > 0 ? ", " : "") + unread[i].reason();
  if (unread.size() > kSaid) text += " and " + std::to_string(unread.size() - kSaid) + " more";
  return text;
}

std::vector<UnreadReason> unreadReasons(std::string_view text) {
  std::vector<UnreadReason> all;
  while (begins(text)) {
    const std::string_view reason = text.substr(0, endOfReason(text));
    const std::size_t open = reason.find('`'), close = closing(reason, open);
    UnreadReason& each = all.emplace_back();
    each.text = reason;
    each.fault = reason.substr(std::min(close + 2, reason.size()));
    for (std::size_t at = open + 1; at < close; ++at) {
      each.field += reason[at];
      if (reason[at] == '`') ++at;
    }
    text.remove_prefix(reason.size());
    if (!text.starts_with(", ")) break;
    text.remove_prefix(2);
  }
  return all;
}

}  // namespace leadflow::workflow

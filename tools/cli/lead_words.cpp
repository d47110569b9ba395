#include "tools/cli/lead_words.hpp"

#include <algorithm>

#include "runtime/decide/flat_rows.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/text.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/progress.hpp"

namespace leadflow::cli {

std::string wallText(std::int64_t instant, const TimeZone& zone) {
  std::string text;
  if (!isMissing(instant)) decide::appendWallClock(text, instant, zone);
  return text;
}

std::string isoText(std::int64_t instant) {
  std::string text;
  if (!isMissing(instant)) appendInstant(text, instant);
  return text;
}

std::string byWallClock(std::string sentence, const TimeZone& zone) {
  constexpr std::string_view kAt = " at ";
  if (!sentence.starts_with(kAgainstPrivacy) && !sentence.starts_with("not against privacy after all: ")) return sentence;
  for (std::size_t at = sentence.find(kAt); at != std::string::npos; at = sentence.find(kAt, at + 1)) {
    const std::size_t begin = at + kAt.size(), end = sentence.find('Z', begin);
    if (end == std::string::npos) break;
    const auto instant = parseInstant(sentence.substr(begin, end + 1 - begin), utcZone(), "");
    if (!instant) continue;   // an activity may be called so
    return sentence.replace(begin, end + 1 - begin, wallText(*instant, zone));
  }
  return sentence;
}

std::string spanText(std::int64_t ms) {
  ms = std::max<std::int64_t>(0, ms);
  const auto two = [](std::int64_t large, const char* large_name, std::int64_t small, const char* small_name) {
    std::string text = std::to_string(large) + ' ' + large_name;
    if (small > 0) text += ' ' + std::to_string(small) + ' ' + small_name;
    return text;
  };
  if (ms >= kDayMs) return two(ms / kDayMs, "d", ms % kDayMs / kHourMs, "h");
  if (ms >= kHourMs) return two(ms / kHourMs, "h", ms % kHourMs / kMinuteMs, "min");
  if (ms >= kMinuteMs) return two(ms / kMinuteMs, "min", ms % kMinuteMs / kSecondMs, "s");
  return std::to_string(ms / kSecondMs) + " s";
}

std::string peopleText(const std::vector<std::string>& who, const std::string& queue) {
  std::string text;
  for (const std::string& one : who) text += (text.empty() ? "" : ", ") + one;
  if (text.empty()) text = "nobody";
  return queue.empty() ? text : text + " (queue " + queue + ")";
}

void printRows(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows, const std::string& none) {
  if (rows.empty()) {
    if (!none.empty()) printLine(none);
    return;
  }
  std::string text;
  const decide::TableLayout layout(titles, rows, static_cast<std::size_t>(terminal().width));
  layout.appendHeader(text, titles);
  for (const auto& row : rows) layout.appendRow(text, row);
  print(text);
}

std::function<std::string(std::string&)> leadId() {
  return [](std::string& id) {
    id = std::string(trim(id));
    return id.empty() ? std::string("a lead's id is not empty") : std::string();
  };
}

std::string counted(std::uint64_t number, const std::string& one, const std::string& many) {
  return groupedNumber(number) + " " + (number == 1 ? one : many.empty() ? one + "s" : many);
}

}  // namespace leadflow::cli

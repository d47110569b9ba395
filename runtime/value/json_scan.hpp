// JSON as it stands in a lead's state and in the bodies of events, walked where it stands: no document is built, a value is a
// piece of the text.
//
//     {"company":"Acme","company_size":800}      company -> "Acme" (with its quotes), company_size -> 800
//
// Strict: what is not JSON is told, never half taken.
#pragma once
#include <string>
#include <string_view>

namespace leadflow::json {

inline constexpr std::size_t kBad = std::string_view::npos;

/// Without white space around.
std::string_view bare(std::string_view text);
std::size_t skipSpace(std::string_view text, std::size_t at);
/// Where the value that begins at `at` ends; kBad: it is none.
std::size_t skipValue(std::string_view text, std::size_t at, int depth = 0);
/// The text that a quoted one stands for. A view of `quoted` when nothing is escaped, else of `scratch`.
std::string_view plain(std::string_view quoted, std::string& scratch);
/// The same without the quotes around it. What is no escape stands for the character behind the backslash.
std::string_view unescaped(std::string_view inner, std::string& scratch);
/// One value, with nothing behind it.
bool valid(std::string_view text);
/// A valid value without white space between its parts, texts escaped no more than they must be, numbers to the letter: `1.10` is not `1.1`.
std::string tight(std::string_view text);

/// `visit(name, raw value)` for each member of an object, in order. False: it is no object (what was visited stays visited).
template <class Visit>
bool eachMember(std::string_view object, Visit visit) {
  std::size_t at = skipSpace(object, 0);
  if (at >= object.size() || object[at] != '{') return false;
  at = skipSpace(object, at + 1);
  if (at < object.size() && object[at] == '}') return skipSpace(object, at + 1) == object.size();
  std::string scratch;
  for (;;) {
    if (at >= object.size() || object[at] != '"') return false;
    const std::size_t name_end = skipValue(object, at);
    if (name_end == kBad) return false;
    const std::string_view name = plain(object.substr(at, name_end - at), scratch);
    at = skipSpace(object, name_end);
    if (at >= object.size() || object[at] != ':') return false;
    at = skipSpace(object, at + 1);
    const std::size_t end = skipValue(object, at);
    if (end == kBad) return false;
    visit(name, object.substr(at, end - at));
    at = skipSpace(object, end);
    if (at < object.size() && object[at] == '}') return skipSpace(object, at + 1) == object.size();
    if (at >= object.size() || object[at] != ',') return false;
    at = skipSpace(object, at + 1);
  }
}

/// `visit(raw value)` for each item of an array.
template <class Visit>
bool eachItem(std::string_view array, Visit visit) {
  std::size_t at = skipSpace(array, 0);
  if (at >= array.size() || array[at] != '[') return false;
  at = skipSpace(array, at + 1);
  if (at < array.size() && array[at] == ']') return skipSpace(array, at + 1) == array.size();
  for (;;) {
    const std::size_t end = skipValue(array, at);
    if (end == kBad) return false;
    visit(array.substr(at, end - at));
    at = skipSpace(array, end);
    if (at < array.size() && array[at] == ']') return skipSpace(array, at + 1) == array.size();
    if (at >= array.size() || array[at] != ',') return false;
    at = skipSpace(array, at + 1);
  }
}

}  // namespace leadflow::json

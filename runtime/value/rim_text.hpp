// Words of strangers on their way out: what leads wrote must neither steer a terminal nor run in a spreadsheet.
//
//     company  ESC ]0;PWNED BEL           a terminal shows  \u001b]0;PWNED\u0007
//     company  Acme LF 10:05 moved        a told line stays one:  Acme\n10:05 moved
//     company  =HYPERLINK("http://…")     a spreadsheet gets  '=HYPERLINK("http://…")
//     company  https://evil.example        a chat has no link to show: what would make one is broken at its place
//
// One function for each rim. Terminal text escapes as JSON does, so that JSON printed through it means the same.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leadflow {

/// Whether a terminal would act on the character instead of showing it: controls (C0, DEL, C1), marks that turn the direction of
/// writing, line and paragraph separators, invisible tags.
bool steersTerminal(char32_t code);

/// What stands for such a character, or for a byte that is no UTF-8: `\u009b`, ASCII.
std::string escapedCode(char32_t code);

/// Whether all is visible ASCII, blanks, line feeds and tabs: then there is nothing to escape.
bool isPlain(std::string_view text);

/// Text for a terminal: such characters, and bytes that are no UTF-8, as `\u009b`. Line feeds, tabs and CR LF stay; with `styles`
/// the colours that LeadFlow itself uses stay too (ESC [ digits m, none that hides or blinks).
std::string terminalText(std::string_view text, bool styles);

/// Text that is told as one line: line ends and tabs, which only a value can hold there, as `\n`, `\r`, `\t`. So no value begins a
/// line of its own, as if LeadFlow had written it.
std::string oneLine(std::string_view text);

/// A cell for a CSV file that may be opened as a spreadsheet: text that would be taken for a formula (it begins with = + - @, a tab
/// or a carriage return, also behind blanks) gets a `'` in front. Numbers and telephone numbers (+49 30 1234) stay as they are.
std::string spreadsheetText(std::string_view cell);
bool looksLikeFormula(std::string_view cell);

/// Where a chat begins a link in plain text, as the byte before which something invisible breaks it, in order: `https:|//x.example`,
/// `www|.x.example`, `mailto:|a@x.example`, `tel:|1234`.
std::vector<std::uint32_t> linkPlaces(std::string_view text);

}  // namespace leadflow

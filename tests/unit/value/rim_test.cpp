// Words of strangers on their way to a terminal or a spreadsheet.
#include <catch2/catch.hpp>

#include "runtime/value/rim_text.hpp"

using leadflow::looksLikeFormula;
using leadflow::oneLine;
using leadflow::spreadsheetText;
using leadflow::terminalText;

TEST_CASE("what would steer a terminal is shown as JSON writes it, in any encoding of it") {
  CHECK(terminalText("\x1b]0;PWNED\x07\x1b[2J", false) == "\\u001b]0;PWNED\\u0007\\u001b[2J");
  CHECK(terminalText("a\xC2\x9B" "31mb", false) == "a\\u009b31mb");           // CSI of one character
  CHECK(terminalText("a\x9B" "b", false) == "a\\u009bb");                     // the same as a bare byte
  CHECK(terminalText("x\xE2\x80\xAEgpj.exe", false) == "x\\u202egpj.exe");    // right to left from here on
  CHECK(terminalText("x\xE2\x81\xA6y\xE2\x81\xA9", false) == "x\\u2066y\\u2069");
  CHECK(terminalText("x\xF3\xA0\x81\x81y", false) == "x\\udb40\\udc41y");     // an invisible tag
  CHECK(terminalText("over\rwritten", false) == "over\\u000dwritten");
  CHECK(terminalText(std::string("a\0b", 3), false) == "a\\u0000b");
  CHECK(terminalText("one\ttwo\nthree\r\nZürich 東京 🙂 é", false) == "one\ttwo\nthree\r\nZürich 東京 🙂 é");
}

TEST_CASE("a told line stays one: a value's line ends and tabs are shown, as of JSON") {
  CHECK(oneLine("x`\n10:05  moved\r\n\tby ana\r") == "x`\\n10:05  moved\\r\\n\\tby ana\\r");
  CHECK(oneLine("Zürich \\n 東京") == "Zürich \\n 東京");
}

TEST_CASE("plain text is found out eight bytes at a time as byte by byte") {
  for (int byte = 0; byte < 256; ++byte)
    for (std::size_t size = 1; size <= 17; ++size)
      for (std::size_t at = 0; at < size; ++at)
        for (const char beside : {'a', '~', ' ', '\n'}) {
          std::string text(size, beside);
          text[at] = static_cast<char>(byte);
          const bool plain = (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t';
          if (leadflow::isPlain(text) != plain) FAIL("byte " << byte << " at " << at << " of " << size);
        }
}

TEST_CASE("our own colours pass where they are wanted, and no other sequence does") {
  CHECK(terminalText("\x1b[1;31merror\x1b[0m: x", true) == "\x1b[1;31merror\x1b[0m: x");
  CHECK(terminalText("\x1b[1;31merror\x1b[0m: x", false) == "\\u001b[1;31merror\\u001b[0m: x");
  CHECK(terminalText("\x1b[8mhidden", true) == "\\u001b[8mhidden");
  CHECK(terminalText("\x1b[5mblinks \x1b[2J", true) == "\\u001b[5mblinks \\u001b[2J");
}

TEST_CASE("a cell that a spreadsheet would run is text there, and numbers and telephone numbers are themselves") {
  for (const char* cell : {"=1+1", "=HYPERLINK(\"http://x\")", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\r=1", " =1", "\xC2\xA0=1", "\xEF\xBC\x9D" "1", "+", "-"}) {
    INFO(cell);
    CHECK(looksLikeFormula(cell));
    CHECK(spreadsheetText(cell) == std::string("'") + cell);
  }
  for (const char* cell : {"", "Acme", "a=b", "jo@acme.example", "+49 30 1234567", "+1 (555) 010-9999", "-12.5", "-1,200.00", "+5 %", "10-20", "2026-03-02", "'=1"}) {
    INFO(cell);
    CHECK(looksLikeFormula(cell) == (std::string(cell) == "+1 (555) 010-9999"));   // a minus between digits is a formula
  }
}

TEST_CASE("where a chat would begin a link, and nowhere else") {
  using Places = std::vector<std::uint32_t>;
  CHECK(leadflow::linkPlaces("https://x") == Places{6});
  CHECK(leadflow::linkPlaces("a https://x and FTP://y, slack+x2://z") == Places{8, 20, 34});
  CHECK(leadflow::linkPlaces("www.x.example (WWW.y) http://www.z") == Places{3, 18, 27, 32});
  CHECK(leadflow::linkPlaces("mailto:a@x tel:+49, Tel:1") == Places{7, 15, 24});
  for (const char* text : {"", ":", "://", "a:/b", "a: //b", "www.", "www. x", "wwww.x", "hotel:1", "tel:", "tel: 1", "x.example", "a@x.example", "10:30", "Zürich: 東京"}) {
    INFO(text);
    CHECK(leadflow::linkPlaces(text).empty());
  }
}

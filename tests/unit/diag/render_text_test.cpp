#include <catch2/catch.hpp>
#include <string>

#include "compiler/diag/render.hpp"

using namespace leadflow;
using namespace leadflow::diag;

namespace {

struct Sheet {
  SourceMap sources;
  Diagnostics findings;

  const SourceFile* add(const std::string& path, const std::string& text) { return sources.add(path, text); }
  Span find(const SourceFile* file, std::string_view what, std::size_t skip = 0) const {
    std::size_t at = file->text.find(what);
    for (; skip > 0; --skip) at = file->text.find(what, at + 1);
    REQUIRE(at != std::string::npos);
    const auto begin = static_cast<std::uint32_t>(file->base + at);
    return {begin, static_cast<std::uint32_t>(begin + what.size())};
  }
  std::string text(RenderOptions options = {}) const { return renderText(findings.all(), sources, options); }
};

std::string blankLines(int count) { return std::string(static_cast<std::size_t>(count), '\n'); }

}  // namespace

TEST_CASE("a mark, a label beside it and one below it") {
  Sheet sheet;
  const SourceFile* file = sheet.add("inbound.leadflow", blankLines(40) + "  +20 when revenue > 500k\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, ">"), "cannot compare an amount of money with a plain number")
      .label(sheet.find(file, "revenue"), "money in USD, declared at inbound.leadflow:19")
      .label(sheet.find(file, "500k"), "a number, without a currency")
      .note("money compares only with money of the same currency")
      .withHelp("write the currency: `500k USD`");
  CHECK(sheet.text() ==
        "error[LF0001]: cannot compare an amount of money with a plain number\n"
        "  ┌─ inbound.leadflow:41:20\n"
        "41│  +20 when revenue > 500k\n"
        "  │           ------- ^ ---- a number, without a currency\n"
        "  │           money in USD, declared at inbound.leadflow:19\n"
        "  = money compares only with money of the same currency\n"
        "  help: write the currency: `500k USD`\n\n");
}

TEST_CASE("a label on an earlier line stands above the primary one") {
  Sheet sheet;
  const SourceFile* file = sheet.add("inbound.leadflow", blankLines(85) +
      "  emea      when country in emea\n\n  emea_vip  when country in emea and priority is A\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "emea_vip"), "route rule `emea_vip` can never take a lead")
      .label(sheet.find(file, "country in emea"), "takes every such lead first");
  CHECK(sheet.text() ==
        "error[LF0001]: route rule `emea_vip` can never take a lead\n"
        "  ┌─ inbound.leadflow:88:3\n"
        "86│  emea      when country in emea\n"
        "  │                 --------------- takes every such lead first\n"
        "88│  emea_vip  when country in emea and priority is A\n"
        "  │  ^^^^^^^^\n\n");
}

TEST_CASE("several labels on a line hang from right to left") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "aa bb cc dd\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "bb"), "t")
      .at("second").label(sheet.find(file, "aa"), "first").label(sheet.find(file, "cc"), "third")
      .label(sheet.find(file, "dd"), "fourth");
  CHECK(sheet.text() ==
        "error[LF0001]: t\n"
        "  ┌─ a:1:4\n"
        " 1│aa bb cc dd\n"
        "  │-- ^^ -- -- fourth\n"
        "  ││  │  third\n"
        "  ││  second\n"
        "  │first\n\n");
}

TEST_CASE("a mark inside another is seen on top of it") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "a > 5 and a < 2\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "a > 5 and a < 2"), "t")
      .label(sheet.find(file, "a < 2"), "rules out").label(sheet.find(file, "a > 5"), "what this asks for");
  CHECK(sheet.text() ==
        "error[LF0001]: t\n"
        "  ┌─ a:1:1\n"
        " 1│a > 5 and a < 2\n"
        "  │-----^^^^^----- rules out\n"
        "  │what this asks for\n\n");
}

TEST_CASE("of two marks on one stretch the primary one is seen") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "abc\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "abc"), "t").label(sheet.find(file, "abc"), "here");
  CHECK(sheet.text() == "error[LF0001]: t\n  ┌─ a:1:1\n 1│abc\n  │^^^ here\n\n");
}

TEST_CASE("a span over several lines shows its first and last") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "route r {\n  x\n  y\n  } end\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "r {\n  x\n  y\n  }"), "t").at("all of this");
  CHECK(sheet.text() ==
        "error[LF0001]: t\n"
        "  ┌─ a:1:7\n"
        " 1│route r {\n"
        "  │      ^^^\n"
        " 4│  } end\n"
        "  │  ^ all of this\n\n");
}

TEST_CASE("a span in another file gets its own header") {
  Sheet sheet;
  const SourceFile* a = sheet.add("a.leadflow", "pool x\n");
  const SourceFile* b = sheet.add("shared/b.leadflow", blankLines(120) + "pool x\n");
  sheet.findings.report(Code::FileMissing, sheet.find(b, "x"), "`x` is declared twice").label(sheet.find(a, "x"), "the first one");
  CHECK(sheet.text() ==
        "error[LF0001]: `x` is declared twice\n"
        "   ┌─ shared/b.leadflow:121:6\n"
        "121│pool x\n"
        "   │     ^\n"
        "   ┌─ a.leadflow:1:6\n"
        "  1│pool x\n"
        "   │     - the first one\n\n");
}

TEST_CASE("tabs, wide and combining characters keep marks under their text") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "\t\xE6\x9D\xB1\xE4\xBA\xAC e\xCC\x81 x\ty\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "x"), "t").label(sheet.find(file, "\xE4\xBA\xAC"), "wide");
  CHECK(sheet.text() ==
        "error[LF0001]: t\n"
        "  ┌─ a:1:8\n"
        " 1│    東京 e\xCC\x81 x    y\n"
        "  │      --   ^\n"
        "  │      wide\n\n");
}

TEST_CASE("a combining character at the end of a line is kept") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "x e\xCC\x81");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "x"), "t");
  CHECK(sheet.text() == "error[LF0001]: t\n  ┌─ a:1:1\n 1│x e\xCC\x81\n  │^\n\n");
}

TEST_CASE("Windows line ends do not show") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "one\r\ntwo\r\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "two"), "t");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "one\r\n"), "u");
  CHECK(sheet.text() ==
        "error[LF0001]: t\n  ┌─ a:2:1\n 2│two\n  │^^^\n\n"
        "error[LF0001]: u\n  ┌─ a:1:1\n 1│one\n  │^^^\n\n");
}

TEST_CASE("the end of the file can be marked") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "ab");
  sheet.findings.report(Code::FileMissing, {file->base + 2, file->base + 2}, "t").at("here");
  CHECK(sheet.text() == "error[LF0001]: t\n  ┌─ a:1:3\n 1│ab\n  │  ^ here\n\n");
}

TEST_CASE("a finding without a place has only its words") {
  Sheet sheet;
  sheet.findings.report(Code::FileMissing, {}, "no file `x.leadflow`").note("looked in one place\nand another");
  CHECK(sheet.text() == "error[LF0001]: no file `x.leadflow`\n  = looked in one place\n    and another\n\n");
}

TEST_CASE("a long line is cut around its mark") {
  Sheet sheet;
  std::string long_line;
  for (int i = 0; i < 60; ++i) long_line += "word" + std::to_string(i) + " ";
  const SourceFile* file = sheet.add("a", long_line + "\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "word40"), "t").at("here").label(sheet.find(file, "word1 "), "far away");
  const std::string text = sheet.text({false, 60});
  CHECK(text ==
        "error[LF0001]: t\n"
        "  ┌─ a:1:271\n"
        " 1│…36 word37 word38 word39 word40 word41 word42 word43 wor…\n"
        "  │-                        ^^^^^^ here\n"
        "  │far away\n\n");
}

TEST_CASE("a line of megabytes is cut without being measured whole") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", std::string(40'000'000, 'x') + "HERE" + std::string(1000, 'y'));
  sheet.findings.report(Code::FileMissing, sheet.find(file, "HERE"), "t");
  const std::string text = sheet.text({false, 40});
  CHECK(text.size() < 400);
  CHECK(text.find("xHEREy") != std::string::npos);
  CHECK(text.find("^^^^\n") != std::string::npos);
}

TEST_CASE("text cannot steer the terminal") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "x \x1b[31m \xE2\x80\xAE y \xFF\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "y"), "unknown `\x1b[2J`");
  const std::string text = sheet.text();
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(text.find("\xFF") == std::string::npos);
  CHECK(text.find(" 1│x \\u001b[31m \\u202e y \\u00ff\n  │                    ^\n") != std::string::npos);
}

TEST_CASE("colours wrap the parts and change nothing else") {
  Sheet sheet;
  const SourceFile* file = sheet.add("a", "aa bb\n");
  sheet.findings.report(Code::FileMissing, sheet.find(file, "aa"), "t").label(sheet.find(file, "bb"), "l").note("n").withHelp("h");
  const std::string coloured = sheet.text({true, 120});
  CHECK(coloured.find("\x1b[1;31merror[LF0001]\x1b[0m") == 0);
  std::string plain;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') {
      i = coloured.find('m', i);
      continue;
    }
    plain += coloured[i];
  }
  CHECK(plain == sheet.text());
}

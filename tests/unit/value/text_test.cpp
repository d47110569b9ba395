// Text: folding, trimming, repair, cells, symbols, sets, arena, enum keys, JSON, emails.
#include "runtime/value/text.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "runtime/value/email.hpp"
#include "runtime/value/enum_key.hpp"
#include "runtime/value/hash.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/text_fold.hpp"

using namespace leadflow;

TEST_CASE("Folding is simple case folding over NFC") {
  CHECK(fold("SOFTWARE") == "software");
  CHECK(fold("") == "");
  CHECK(fold("@[`{AZaz09") == "@[`{azaz09");
  CHECK(fold("ÄÖÜ") == "äöü");
  CHECK(fold("Straße") == "straße");  // ß stays: simple folding never grows a letter into two
  CHECK(fold("STRASSE") != fold("Straße"));
  CHECK(fold("STRAẞE") == "straße");
  CHECK(fold("ΣΊΣΥΦΟΣ") == fold("σίσυφος"));  // final sigma too
  CHECK(fold("İstanbul") == "İstanbul");      // no simple folding outside Turkic languages
  CHECK(fold("I") == "i");
  CHECK(fold("ı") == "ı");
  CHECK(fold("\u212a") == "k");  // Kelvin sign
  CHECK(fold("ſ") == "s");
  CHECK(fold("ᾈ") == "ᾀ");
  CHECK(fold("ДЖ") == "дж");
  CHECK(fold("日本") == "日本");
  CHECK(fold("e\u0301") == "é");  // NFC
  CHECK(fold("E\u0301") == fold("É"));
  CHECK(fold("\u1100\u1161") == "가");
  CHECK(fold(std::string_view("A\0B", 3)) == std::string_view("a\0b", 3));
}

TEST_CASE("Folding twice changes nothing more, for every character") {
  int checked = 0;
  for (char32_t c = 1; c <= 0x10FFFF; c += c < 0x30000 ? 1 : 997) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text, with_mark;
    appendUtf8(text, c);
    with_mark = text + "\u0301";
    for (const std::string& one : {text, with_mark}) {
      const std::string once = fold(one);
      if (fold(once) != once) FAIL("U+" << std::hex << static_cast<unsigned>(c));
      if (!isValidUtf8(once)) FAIL("invalid after U+" << std::hex << static_cast<unsigned>(c));
    }
    ++checked;
  }
  CHECK(checked > 190'000);
}

TEST_CASE("The Latin road agrees with the general one for every character below U+0300") {
  for (char32_t c = 1; c < 0x300; ++c) {
    std::string letter;
    appendUtf8(letter, c);
    const std::string far = fold(letter + "日");  // the ideograph forces the general road
    if (fold("é" + letter) + "日" != "é" + far) FAIL("U+" << std::hex << static_cast<unsigned>(c));
  }
}

TEST_CASE("The wide ASCII road agrees with the narrow one at every length and byte") {
  for (std::size_t size = 0; size < 40; ++size) {
    std::string text, expected;
    for (std::size_t i = 0; i < size; ++i) {
      text += static_cast<char>((i * 37 + size * 11) % 128);
      expected += lowerAscii(text.back());
    }
    CHECK(fold(text) == expected);
  }
  for (int byte = 0; byte < 256; ++byte) {
    const auto word = static_cast<std::uint64_t>(byte) * 0x0101010101010101u;
    const bool capital = byte >= 'A' && byte <= 'Z';
    CHECK(lowerWord(word) == (capital ? word | 0x2020202020202020u : word));
  }
}

TEST_CASE("Trimming knows Unicode's white space") {
  CHECK(trim("  a b \t\r\n") == "a b");
  CHECK(trim("\u00a0\u3000x\u2003\u202f") == "x");
  CHECK(trim("\ufeffid") == "id");
  CHECK(trim(" \u00a0 ") == "");
  CHECK(trim("") == "");
  CHECK(trim("à") == "à");        // ends in the byte A0
  CHECK(trim("\xA0") == "\xA0");  // a lone continuation byte is no space
  CHECK(trim(" \xE2\x80 ") == "\xE2\x80");
  CHECK(normalText("  Financial SERVICES ") == "financial services");
}

TEST_CASE("Ill-formed UTF-8 is found and repaired") {
  CHECK(isValidUtf8("plain, é, 日本, 😀"));
  CHECK(isValidUtf8("\xEF\xBF\xBD"));
  for (const char* bad : {"\x80", "a\xC0\xAF", "\xC2", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80", "\xE2\x82", "12345678\xFF", "\xF0\x9F\x98"}) {
    CAPTURE(bad);
    CHECK_FALSE(isValidUtf8(bad));
    CHECK(isValidUtf8(repairUtf8(bad)));
    CHECK(isValidUtf8(fold(bad)));
  }
  CHECK(repairUtf8("a\xE2\x82z") == "a\uFFFDz");  // one mark for the longest valid start
  CHECK(repairUtf8("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
  CHECK(repairUtf8("\xF0\x9F\x98") == "\uFFFD");
  CHECK(fold("CAF\xC9") == "caf\uFFFD");  // Latin-1 read as UTF-8
}

TEST_CASE("Cells hold the trimmed original, the folded form and the symbol") {
  Arena arena;
  const SymbolTable symbols({"software", "financial services", "é"});
  const TextCell& soft = *makeText(arena, symbols, "  SOFTWARE ");
  CHECK(soft.rawText() == "SOFTWARE");
  CHECK(soft.foldedText() == "software");
  CHECK(soft.symbol == 1);
  CHECK(soft.hash == hashText("software"));
  CHECK(makeText(arena, symbols, "E\u0301")->symbol == 3);
  const TextCell& lower = *makeText(arena, symbols, "already lower");
  CHECK(lower.raw == lower.folded);  // no second copy
  CHECK(lower.symbol == 0);
  const TextCell& broken = *makeText(arena, symbols, " Caf\xC9 ");
  CHECK(broken.rawText() == "Caf\uFFFD");
  CHECK(broken.foldedText() == "caf\uFFFD");
  const TextCell& empty = *makeText(arena, symbols, "   ");
  CHECK(empty.rawText().empty());
  const TextCell& code = *makeCode(arena, symbols, " SOFTWARE ");
  CHECK(code.foldedText() == "SOFTWARE");
  CHECK(code.symbol == 0);
  CHECK(makeCode(arena, symbols, "software")->symbol == 1);
  const TextCell& wide = *makeText(arena, symbols, "ÜBER Größe");
  CHECK(wide.rawText() == "ÜBER Größe");
  CHECK(wide.foldedText() == "über größe");
}

TEST_CASE("Texts are equal without regard to case, form and symbols") {
  Arena arena;
  const SymbolTable symbols({"acme"});
  const auto same = [&](const char* a, const char* b) {
    return equalText(*makeText(arena, symbols, a), *makeText(arena, symbols, b));
  };
  CHECK(same("Acme", " ACME "));
  CHECK_FALSE(same("Acme", "Acme Inc"));
  CHECK(same("Unknown GmbH", "unknown gmbh"));
  CHECK_FALSE(same("Unknown GmbH", "unknown gmbx"));
  CHECK(same("Caf\u00e9", "cafe\u0301"));
  CHECK(same("", " "));
  CHECK_FALSE(same("", "a"));
}

TEST_CASE("The symbol table finds what it holds and nothing else") {
  SymbolTable table;
  CHECK(table.find("a") == 0);
  CHECK(table.add("a") == 1);
  CHECK(table.add("") == 2);
  CHECK(table.add("a") == 1);
  for (int i = 0; i < 50'000; ++i) table.add("text " + std::to_string(i));
  CHECK(table.size() == 50'002);
  for (int i = 0; i < 50'000; ++i) {
    const auto id = table.find("text " + std::to_string(i));
    if (id != static_cast<std::uint32_t>(i + 3)) FAIL(i);
    if (table.text(id) != "text " + std::to_string(i)) FAIL(i);
  }
  CHECK(table.find("") == 2);
  CHECK(table.find("text 50000") == 0);
  const SymbolTable repeated({"x", "y", "x", "z"});
  CHECK(repeated.find("x") == 1);
  CHECK(repeated.find("z") == 4);
  CHECK(repeated.text(3) == "x");
}

TEST_CASE("The hash spreads and depends on every byte and on the length") {
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 20'000; ++i) seen.insert(hashText("L" + std::to_string(i)));
  CHECK(seen.size() > 19'990);
  CHECK(hashText("") != hashText(std::string_view("\0", 1)));
  CHECK(hashText(std::string_view("\0", 1)) != hashText(std::string_view("\0\0", 2)));
  const std::string base(33, 'a');
  for (std::size_t i = 0; i < base.size(); ++i) {
    std::string other = base;
    other[i] = 'b';
    CHECK(hashText(other) != hashText(base));
  }
}

TEST_CASE("An arena that is reset allocates nothing more") {
  Arena arena(1024);
  const auto batch = [&] {
    for (int i = 0; i < 200; ++i) {
      auto* at = static_cast<char*>(arena.allocate(static_cast<std::size_t>(i % 97), 8));
      REQUIRE(reinterpret_cast<std::uintptr_t>(at) % 8 == 0);
      std::memset(at, i, static_cast<std::size_t>(i % 97));
    }
    arena.allocate(5'000);  // larger than a block
  };
  batch();
  const std::size_t held = arena.capacity();
  for (int i = 0; i < 10; ++i) {
    arena.reset();
    batch();
    CHECK(arena.capacity() == held);
  }
  CHECK(arena.copy("kept") == "kept");
  CHECK(*arena.make<int>(7) == 7);
}

TEST_CASE("Arena pieces never overlap") {
  Arena arena(256);
  std::vector<std::pair<unsigned char*, std::size_t>> pieces;
  for (std::size_t i = 0; i < 300; ++i) {
    const std::size_t size = i * 31 % 120;
    auto* at = static_cast<unsigned char*>(arena.allocate(size, std::size_t{1} << (i % 5)));
    std::memset(at, static_cast<int>(i % 251), size);
    pieces.emplace_back(at, size);
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    for (std::size_t k = 0; k < pieces[i].second; ++k) REQUIRE(pieces[i].first[k] == i % 251);
  }
}

TEST_CASE("Sets of texts keep the known symbols in order") {
  Arena arena;
  const TextSet& set = *makeTextSet(arena, {5, 0, 3, 5, 9});
  CHECK(set.count == 3);
  CHECK(std::vector<std::uint32_t>(set.begin(), set.end()) == std::vector<std::uint32_t>{3, 5, 9});
  CHECK(set.contains(5));
  CHECK_FALSE(set.contains(4));
  CHECK_FALSE(set.contains(0));
  CHECK(makeTextSet(arena, {})->count == 0);
  CHECK(textSetOf(slotOfPointer(&set)) == &set);
}

TEST_CASE("Enum keys fold case and gaps") {
  for (const char* written : {"Trade Show", "trade_show", "TRADE-SHOW", "  trade   show ", "trade - show",
                              "Trade\u00a0Show", "-trade_show-"}) {
    CAPTURE(written);
    CHECK(enumKey(written) == "trade_show");
  }
  CHECK(enumKey("tradeshow") != enumKey("trade show"));
  CHECK(enumKey("Größe A") == "größe_a");
  CHECK(enumKey("") == "");
  CHECK(enumKey(" - _ ") == "");
  std::string out = "x";
  appendEnumKey(out, "A b");
  CHECK(out == "xa_b");
}

TEST_CASE("JSON strings are escaped and always valid") {
  const auto json = [](std::string_view text) {
    std::string out;
    appendJsonString(out, text);
    return out;
  };
  CHECK(json("plain") == "\"plain\"");
  CHECK(json("a\"b\\c") == "\"a\\\"b\\\\c\"");
  CHECK(json("\b\f\n\r\t") == "\"\\b\\f\\n\\r\\t\"");
  CHECK(json(std::string_view("\0\x1f", 2)) == "\"\\u0000\\u001f\"");
  CHECK(json("é日😀\x7f") == "\"é日😀\x7f\"");
  CHECK(json("a\xFFz") == "\"a\uFFFDz\"");
  CHECK(json("\xEF\xBF\xBD") == "\"\uFFFD\"");
  CHECK(json("") == "\"\"");
  std::string out;
  appendInt(out, INT64_MIN);
  out += ' ';
  appendInt(out, 0);
  CHECK(out == "-9223372036854775808 0");
}

TEST_CASE("Emails and hosts") {
  CHECK(emailDomain("Ana@Acme.Example") == "acme.example");
  CHECK(emailDomain(" ana@acme.example. ") == "acme.example");
  CHECK(emailDomainPart("ana@acme.example") == "acme.example");
  CHECK(emailDomain("o'neil+tag@mail.acme.co.uk") == "mail.acme.co.uk");
  CHECK(emailDomain("jörg@müller.de") == "müller.de");
  for (const char* bad : {"", "@", "a@", "@b.c", "a@b", "a b@c.de", "a@b@c.de", "a@.de", "a@b..de", "a@b.de-",
                          "a@-b.de", "n/a", "a@b c.de", "<a@b.de>", "a@b_c.de"}) {
    CAPTURE(bad);
    CHECK_FALSE(looksLikeEmail(bad));
    CHECK(emailDomain(bad).empty());
  }
  CHECK(hostOf("https://www.Acme.com:8080/path?q=1#x") == "acme.com");
  CHECK(hostOf("acme.com") == "acme.com");
  CHECK(hostOf("ACME.com/about") == "acme.com");
  CHECK(hostOf("//cdn.acme.com/x") == "cdn.acme.com");
  CHECK(hostOf("http://user:pw@acme.com.") == "acme.com");
  CHECK(hostOf("acme.com/?next=http://other.org") == "acme.com");
  CHECK(hostOf("www.com") == "www.com");
  CHECK(hostPart("https://www.acme.com") == "www.acme.com");
  for (const char* bad : {"", "localhost", "http://", "n/a", "not a host", "http://[::1]/", "mailto:a"}) {
    CAPTURE(bad);
    CHECK(hostOf(bad).empty());
  }
}

TEST_CASE("FNV-1a gives the published values") {
  CHECK(fnv1a64("") == 0xcbf29ce484222325u);
  CHECK(fnv1a64("a") == 0xaf63dc4c8601ec8cu);
  CHECK(fnv1a64("foobar") == 0x85944171f73967e8u);
  CHECK(fnv1a64("bar", fnv1a64("foo")) == fnv1a64("foobar"));
  CHECK(mixHash(0) == 0);
  CHECK(mixHash(1) != mixHash(2));
}

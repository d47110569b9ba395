#include <catch2/catch.hpp>

#include "compiler/source/source_map.hpp"

using namespace leadflow;

TEST_CASE("a file's offsets start at its base and never overlap another's") {
  SourceMap map;
  const SourceFile* a = map.add("a.leadflow", "one\ntwo\n");
  const SourceFile* b = map.add("b.leadflow", "three");
  REQUIRE(a->base == 1);
  REQUIRE(b->base == 10);
  CHECK(map.fileAt(0) == nullptr);
  CHECK(map.fileAt(1) == a);
  CHECK(map.fileAt(9) == a);  // just past the end
  CHECK(map.fileAt(10) == b);
  CHECK(map.fileAt(15) == b);
  CHECK(map.fileAt(16) == nullptr);
  CHECK(map.text({5, 8}) == "two");
  CHECK(map.text({10, 15}) == "three");
  CHECK(map.text({0, 0}).empty());
}

TEST_CASE("locations count characters, and UTF-16 units for editors") {
  SourceMap map;
  const SourceFile* file = map.add("x", "a\n\xC3\xA9\xF0\x9F\x98\x80z\n");
  const Location z = map.locate(file->base + 8);
  CHECK(z.line == 2);
  CHECK(z.column == 3);
  CHECK(z.utf16_column == 4);
  const Location end = map.locate(file->base + 10);
  CHECK(end.line == 3);
  CHECK(end.column == 1);
  CHECK(map.locate(0).file == nullptr);
}

TEST_CASE("bytes that are not UTF-8 count as one character each") {
  SourceMap map;
  const SourceFile* file = map.add("x", "\xFF\xC3(z");
  CHECK(map.locate(file->base + 3).column == 4);
}

TEST_CASE("lines end at LF and at CRLF") {
  SourceMap map;
  const SourceFile* file = map.add("x", "one\r\n\r\ntwo");
  CHECK(map.line(*file, 1) == "one");
  CHECK(map.line(*file, 2).empty());
  CHECK(map.line(*file, 3) == "two");
  CHECK(map.line(*file, 4).empty());
  CHECK(map.line(*file, 0).empty());
  CHECK(map.locate(file->base + 7).line == 3);
}

TEST_CASE("an empty file has one empty line") {
  SourceMap map;
  const SourceFile* file = map.add("x", "");
  CHECK(map.line(*file, 1).empty());
  CHECK(map.locate(file->base).line == 1);
  CHECK(map.add("y", "a")->base == 2);
}

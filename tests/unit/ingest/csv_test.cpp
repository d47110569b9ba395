#include "runtime/ingest/csv.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "runtime/ingest/records.hpp"

namespace {

using leadflow::ingest::CsvCell;
using leadflow::ingest::CsvReader;
using leadflow::ingest::MemorySource;
using leadflow::ingest::Source;
using Rows = std::vector<std::vector<std::string>>;

// Hands out the text in pieces of a few bytes, so that every state meets the end of a chunk.
class DrippingSource final : public Source {
 public:
  DrippingSource(std::string_view text, std::size_t piece) : text_(text), piece_(piece) {}
  std::int64_t read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min({size, piece_, text_.size()});
    text_.copy(buffer, count);
    text_.remove_prefix(count);
    return static_cast<std::int64_t>(count);
  }

 private:
  std::string_view text_;
  std::size_t piece_;
};

// `length` times the same byte between two texts, without holding them.
class LongSource final : public Source {
 public:
  LongSource(std::string before, std::uint64_t length, char fill, std::string after)
      : before_(std::move(before)), after_(std::move(after)), left_(length), fill_(fill) {}
  std::int64_t read(char* buffer, std::size_t size) override {
    std::size_t count = take(before_, buffer, size);
    if (count == 0 && left_ > 0) {
      count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, size));
      std::fill_n(buffer, count, fill_);
      left_ -= count;
    }
    if (count == 0) count = take(after_, buffer, size);
    return static_cast<std::int64_t>(count);
  }

 private:
  static std::size_t take(std::string& text, char* buffer, std::size_t size) {
    const std::size_t count = text.copy(buffer, size);
    text.erase(0, count);
    return count;
  }
  std::string before_, after_;
  std::uint64_t left_;
  char fill_;
};

Rows readAll(Source& source, std::string* statuses = nullptr, char* separator = nullptr) {
  CsvReader reader(source);
  Rows rows;
  std::vector<CsvCell> cells;
  for (;;) {
    const auto status = reader.next(cells);
    if (statuses != nullptr) *statuses += "RELUI"[static_cast<int>(status)];
    if (separator != nullptr) *separator = reader.separator();
    if (status == CsvReader::Status::End || status == CsvReader::Status::IoError) return rows;
    if (status != CsvReader::Status::Row) continue;
    rows.emplace_back();
    for (const CsvCell& cell : cells) rows.back().emplace_back(cell.text);
  }
}

Rows read(std::string_view text) {
  MemorySource whole(text);
  const Rows rows = readAll(whole);
  for (const std::size_t piece : {1U, 2U, 3U, 7U}) {
    DrippingSource drips(text, piece);
    INFO("in pieces of " << piece);
    CHECK(readAll(drips) == rows);
  }
  return rows;
}

}  // namespace

TEST_CASE("csv: cells, quotes, line ends") {
  CHECK(read("a,b\n1,2\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(read("a,b\r\n1,2\r\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(read("a,b\r1,2\r") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(read("a,b\n1,2") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(read("\xEF\xBB\xBF" "a,b\n1,2") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(read("a,b\n\"Acme, Inc.\",\"said \"\"call me\"\"\ntomorrow\"\nx,y\n") ==
        Rows{{"a", "b"}, {"Acme, Inc.", "said \"call me\"\ntomorrow"}, {"x", "y"}});
  CHECK(read("a,b\n\"x\"tail,\"\"\n") == Rows{{"a", "b"}, {"xtail", ""}});
  CHECK(read("a,b\n5\" pipe,6\"\n1,2\n") == Rows{{"a", "b"}, {"5\" pipe", "6\""}, {"1", "2"}});
  CHECK(read("a,b\n,\n\n\n1,\n") == Rows{{"a", "b"}, {"", ""}, {"1", ""}});
  CHECK(read("a\n\"\"\"\"\n\"\"\n") == Rows{{"a"}, {"\""}, {""}});
  CHECK(read("a,b\n1,\"x\"") == Rows{{"a", "b"}, {"1", "x"}});  // the file ends with the closing quote
  CHECK(read("\"a\"") == Rows{{"a"}});
  CHECK(read("\"a\";\"b\"\r") == Rows{{"a", "b"}});
  CHECK(read("").empty());
  CHECK(read("\n\r\n\r").empty());
  CHECK(read("\xEF\xBB\xBF").empty());
  CHECK(read(std::string_view("a,b\n\0x,\xFF\n", 9)) == Rows{{"a", "b"}, {std::string("\0x", 2), "\xFF"}});
}

TEST_CASE("csv: the separator comes from the header, outside quotes") {
  const auto separatorOf = [](std::string_view text) {
    MemorySource source(text);
    char separator = 0;
    readAll(source, nullptr, &separator);
    return separator;
  };
  CHECK(separatorOf("a;b;c\n1,5;2;3\n") == ';');
  CHECK(separatorOf("a\tb\n1\t2\n") == '\t');
  CHECK(separatorOf("a|b|c\n") == '|');
  CHECK(separatorOf("\"a,b,c,d\";e;f\n") == ';');
  CHECK(separatorOf("only\n") == ',');
  CHECK(read("sep=;\na,x;b\n1;2\n") == Rows{{"a,x", "b"}, {"1", "2"}});
  CHECK(read("\n\na;b\n1;2\n") == Rows{{"a", "b"}, {"1", "2"}});
}

TEST_CASE("csv: lines, offsets and columns name the place of a cell") {
  MemorySource source("id,name\r\n1,\"two\r\nlines\",x\n\n\n2,Zoë,\"q\"\n");
  CsvReader reader(source);
  std::vector<CsvCell> cells;
  REQUIRE(reader.next(cells) == CsvReader::Status::Row);
  CHECK(reader.line() == 1);
  CHECK(cells[1].column == 4);
  REQUIRE(reader.next(cells) == CsvReader::Status::Row);
  CHECK(reader.line() == 2);
  CHECK(reader.byteOffset() == 9);
  CHECK(cells[1].column == 3);
  CHECK(cells[1].quoted);
  CHECK(cells[2].column == 8);  // behind `lines",`
  REQUIRE(reader.next(cells) == CsvReader::Status::Row);
  CHECK(reader.line() == 6);
  CHECK(cells[2].column == 7);
  CHECK(reader.next(cells) == CsvReader::Status::End);
}

TEST_CASE("csv: a quote that nothing closes costs its line, not the file") {
  std::string statuses;
  MemorySource source("a,b\n1,\"open\n2,x\n3,y\n");
  CHECK(readAll(source, &statuses) == Rows{{"a", "b"}, {"2", "x"}, {"3", "y"}});
  CHECK(statuses == "RURRE");

  statuses.clear();
  MemorySource last("a,b\n1,\"open");
  CHECK(readAll(last, &statuses) == Rows{{"a", "b"}});
  CHECK(statuses == "RUE");

  // Each line ends inside a quote whichever way it is entered: starting anew behind each would take quadratic time.
  std::string hostile = "a,b\n";
  for (int i = 0; i < 200'000; ++i) hostile += "a\"b,\"c\n";
  statuses.clear();
  MemorySource many(hostile);
  readAll(many, &statuses);
  CHECK(statuses.size() < 100);
}

TEST_CASE("csv: a record above 16 MiB is skipped in bounded memory") {
  std::string statuses;
  LongSource line("a,b\n1,2\n", 1'000'000'000, 'x', "\n3,4\n");
  CHECK(readAll(line, &statuses) == Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}});
  CHECK(statuses == "RRLRE");

  statuses.clear();
  LongSource quoted("a,b\n\"", 40'000'000, 'x', "\",1\n3,4\n");
  CHECK(readAll(quoted, &statuses) == Rows{{"a", "b"}, {"3", "4"}});
  CHECK(statuses == "RLRE");

  statuses.clear();
  LongSource last("a,b\n", 20'000'000, 'x', "");
  CHECK(readAll(last, &statuses) == Rows{{"a", "b"}});
  CHECK(statuses == "RLE");

  // Exactly at the limit it is still read.
  LongSource fits("a\n", leadflow::ingest::kMaxRecordBytes, 'x', "\n");
  CHECK(readAll(fits).back().back().size() == leadflow::ingest::kMaxRecordBytes);
}

TEST_CASE("csv: line numbers go on behind a skipped record") {
  LongSource source("a,b\n\"x\n", 20'000'000, '\n', "\",1\n3,4\n");
  leadflow::ingest::CsvSplitter splitter(source);
  leadflow::ingest::RawRecord record;
  std::uint64_t line = 0;
  while (splitter.next(record)) line = record.line;
  CHECK(line == 20'000'004);
}

TEST_CASE("csv: files that are none") {
  leadflow::ingest::FileSource missing("/nowhere/leads.csv"), directory("/tmp");
  CHECK(missing.error() == "no such file");
  CHECK(directory.error() == "this is a directory, not a file");
  std::string statuses;
  readAll(directory, &statuses);
  CHECK(statuses == "I");
  MemorySource utf16(std::string_view("\xFF\xFE" "a\0b\0", 6));
  CsvReader reader(utf16);
  std::vector<CsvCell> cells;
  CHECK(reader.next(cells) == CsvReader::Status::IoError);
  CHECK(reader.error() == "the file is UTF-16; save it as UTF-8");
}

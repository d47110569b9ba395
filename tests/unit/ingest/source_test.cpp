#include "runtime/ingest/source.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

using leadflow::ingest::FileSource;
using leadflow::ingest::MemorySource;
using leadflow::ingest::readWhole;

TEST_CASE("a pipe is waited for until somebody says that it is enough") {
  namespace fs = std::filesystem;
  const fs::path path = fs::temp_directory_path() / ("leadflow_pipe_" + std::to_string(::getpid()));
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  static int asked = 0;
  char bytes[8];
  {
    FileSource source(path.string());   // nobody writes to it: opened all the same
    CHECK(source.ok());
    CHECK(source.sizeBytes() == -1);
    source.stopWhen([] { return ++asked == 2; });
    CHECK(source.read(bytes, sizeof bytes) == -1);
    CHECK(source.error() == "stopped by a signal");
    CHECK(asked == 2);
    CHECK(source.read(bytes, sizeof bytes) == -1);
  }
  FileSource source(path.string());
  std::thread writer([&] {
    std::ofstream out(path);
    out << "one" << std::flush << "two";
  });
  std::string text, error;
  CHECK(readWhole(source, text, error));
  writer.join();
  CHECK(text == "onetwo");
  CHECK(error.empty());
  fs::remove(path);
}

TEST_CASE("a text that is read whole ends somewhere") {
  FileSource endless("/dev/zero");
  std::string text, error;
  CHECK(readWhole(endless, text, error, [](std::string_view first) { return first.size() < 3 ? std::size_t{3} : std::size_t{100'000}; }));
  CHECK(text.size() > 100'000);   // more than enough shows that there is more
  CHECK(text.size() < 300'000);
  MemorySource four("four");
  CHECK(readWhole(four, text, error, [](std::string_view) { return std::size_t{4}; }));
  CHECK(text == "four");
}

#include "runtime/bytecode/codec.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <set>

#include "runtime/bytecode/native_info.hpp"
#include "runtime/bytecode/program.hpp"
#include "runtime/value/hash.hpp"
#include "tests/unit/bytecode/assembler.hpp"
#include "tests/unit/bytecode/exercise.hpp"

using namespace leadflow;
using namespace leadflow::bytecode;
using namespace leadflow::bytecode::test;

namespace {

/// Puts the right length and checksum in front, as someone would who forges a file.
std::string forged(std::string bytes) {
  const std::uint64_t length = bytes.size() - 24;
  const std::uint64_t checksum = fnv1a64(std::string_view(bytes).substr(24));
  std::memcpy(bytes.data() + 8, &length, 8);
  std::memcpy(bytes.data() + 16, &checksum, 8);
  return bytes;
}

}  // namespace

TEST_CASE("a chunk written and read is the same chunk") {
  const Inbound inbound;
  REQUIRE(verify(inbound.a.chunk) == "");
  const std::string bytes = encode(inbound.a.chunk);
  const Decoded decoded = decode(bytes);
  REQUIRE(decoded.error == "");
  REQUIRE(decoded.ok);
  CHECK(encode(decoded.chunk) == bytes);
  CHECK(verify(decoded.chunk) == "");
  CHECK(decoded.chunk.scores[0].terms[1].text == "+25 when industry in target_industries");
  CHECK(decoded.chunk.calendars[0] == inbound.a.chunk.calendars[0]);
  CHECK(decoded.chunk.roster[0].skills == std::vector<std::string>{"senior"});
  CHECK(disassemble(decoded.chunk) == disassemble(inbound.a.chunk));
}

TEST_CASE("what is no compiled playbook is refused in words") {
  const std::string bytes = encode(Inbound().a.chunk);
  CHECK(decode("").error == "not a compiled playbook");
  CHECK(decode("playbook inbound { }").error == "not a compiled playbook");
  CHECK(decode(bytes.substr(0, 12)).error == "damaged: the file is cut short");
  CHECK(decode(bytes.substr(0, bytes.size() - 1)).error == "damaged: the file is cut short");
  CHECK(decode(bytes + "x").error == "damaged: bytes follow the end");
  std::string other = bytes;
  other[100] = static_cast<char>(other[100] ^ 1);
  CHECK(decode(other).error == "damaged: checksum differs");
  other = bytes;
  other[4] = 9;
  CHECK(decode(other).error == "made by format 9, this reads 5");
  for (std::size_t cut = 25; cut < bytes.size(); cut += 7) CHECK_FALSE(decode(forged(bytes.substr(0, cut))).ok);
}

TEST_CASE("the first bytes say how long a file is") {
  const std::string bytes = encode(Inbound().a.chunk);
  CHECK(wholeSize(bytes.substr(0, 24)) == bytes.size());
  CHECK(wholeSize(bytes) == bytes.size());
  CHECK(wholeSize(bytes.substr(0, 7)) == 24);          // as many as say it
  CHECK(wholeSize(std::string(1000, '\0')) == 24);     // as many as show that it is none
  std::string boasting = bytes;
  boasting.replace(8, 8, 8, '\xff');
  CHECK(wholeSize(boasting) == 24 + (std::size_t{1} << 30));
}

TEST_CASE("a length beyond the file does not make memory") {
  std::string bytes = encode(Chunk{});
  // every aligned word in turn becomes a huge length
  for (std::size_t at = 24; at + 4 <= bytes.size(); ++at) {
    std::string hostile = bytes;
    const std::uint32_t huge = 0xFFFFFFF0;
    std::memcpy(hostile.data() + at, &huge, 4);
    const Decoded decoded = decode(forged(hostile));
    if (decoded.ok) verify(decoded.chunk);
  }
  SUCCEED();
}

TEST_CASE("every instruction has a row, a name of its own and operands that the verifier knows") {
  std::set<std::string_view> names;
  for (const OpInfo& op : kOps) {
    CHECK(names.insert(op.name).second);
    CHECK(op.operands.size() >= 2);
    CHECK(op.operands.find_first_not_of("drksqptenmcyfi-") == std::string_view::npos);
    CHECK(!op.meaning.empty());
  }
  CHECK(names.size() == kOpCount);
  for (const NativeInfo& native : kNatives) {
    CHECK(!native.name.empty());
    CHECK(nativeKind(native.result) != TypeKind::Missing);
    for (const char letter : native.arguments) CHECK(nativeKind(letter) != TypeKind::Missing);
  }
}

TEST_CASE("the listing names registers, constants, sets and where things come from") {
  const std::string text = disassemble(Inbound().a.chunk);
  INFO(text);
  for (const char* part : {"playbook inbound", "r1:company_size  int", "s0:target_industries  [\"Software\", \" BANKING \"]",
                           "Native r12:domain, r4:email, email_domain", "ScorePer ", "10 per q0 max 4 times decay half every 30 days",
                           "decision d0:first_touch", "r2:country in [DE, FR] and r1:company_size within 10..",
                           "+20 when company_size in 50..500   # inbound.leadflow:5:3", "route inbound"})
    CHECK(text.find(part) != std::string::npos);
}

TEST_CASE("a mutated file is refused, or runs without harm") {
  const Inbound inbound;
  const std::string bytes = encode(inbound.a.chunk);
  std::mt19937_64 random(20261122);
  int refused = 0, ran = 0, unreadable = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string mutant;
    if (i % 2 == 0) {
      mutant = bytes;
      for (std::uint64_t n = 1 + random() % 3; n > 0; --n) {
        const std::size_t at = 24 + random() % (bytes.size() - 24);
        mutant[at] = random() % 2 ? static_cast<char>(random()) : static_cast<char>(mutant[at] + static_cast<char>(random() % 5) - 2);
      }
      mutant = forged(mutant);
    } else {
      Chunk chunk = inbound.a.chunk;
      for (std::uint64_t n = 1 + random() % 2; n > 0; --n) {
        Instruction& x = chunk.code[random() % chunk.code.size()];
        std::uint16_t* parts[] = {&x.op, &x.a, &x.b, &x.c};
        *parts[random() % 4] = random() % 8 == 0 ? static_cast<std::uint16_t>(random()) : static_cast<std::uint16_t>(random() % 60);
      }
      mutant = encode(chunk);
    }
    Decoded decoded = decode(mutant);
    if (!decoded.ok) {
      ++unreadable;
      continue;
    }
    const Program::Loaded loaded = Program::load(std::move(decoded.chunk));
    if (!loaded.program) {
      CHECK(!loaded.error.empty());
      ++refused;
      continue;
    }
    exercise(loaded.program, random(), 3);
    ++ran;
  }
  INFO("unreadable " << unreadable << " refused " << refused << " ran " << ran);
  CHECK(unreadable > 1000);
  CHECK(refused > 5000);
  CHECK(ran > 5000);
}

// A file of bytes as an .lfb: refused, or run on leads made up from its own schema. The header is put right first, so that
// the fuzzer does not have to guess a checksum; a first byte of 0 leaves the bytes as they are.
#include <cstring>

#include "runtime/value/hash.hpp"
#include "tests/unit/bytecode/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leadflow;
  using namespace leadflow::bytecode;
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  if (data[0] != 0) {
    std::string header(24, '\0');
    const std::uint64_t length = bytes.size(), checksum = fnv1a64(bytes);
    std::memcpy(header.data(), "LFB1", 4);
    std::memcpy(header.data() + 4, &kFormatVersion, 4);
    std::memcpy(header.data() + 8, &length, 8);
    std::memcpy(header.data() + 16, &checksum, 8);
    bytes.insert(0, header);
  }
  Decoded decoded = decode(bytes);
  if (!decoded.ok) return 0;
  const Program::Loaded loaded = Program::load(std::move(decoded.chunk));
  if (loaded.program) test::exercise(loaded.program, data[0], 2);
  return 0;
}

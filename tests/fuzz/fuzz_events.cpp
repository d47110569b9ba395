// Any bytes as events: NDJSON or a JSON array, and each line as one event. Batches of one and of many must tell the same.
#include <cstdint>
#include <cstdlib>

#include "runtime/ingest/event_file.hpp"

namespace {

std::string readAll(std::string_view text, std::size_t limit) {
  leadflow::ingest::MemorySource source(text);
  leadflow::ingest::EventReader reader(source, {});
  std::vector<leadflow::port::Event> events;
  std::string told;
  for (bool more = true; more;) {
    more = reader.next(events, limit);
    for (const auto& event : events) told += leadflow::port::toJson(event) + '\n';
  }
  for (const auto& reject : reader.rejects()) told += std::to_string(reject.line) + reject.reason + '\n';
  return told + reader.error();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (readAll(text, 1) != readAll(text, 1000)) std::abort();
  return 0;
}

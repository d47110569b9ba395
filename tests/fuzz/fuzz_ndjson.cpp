// Any bytes as leads: NDJSON, a JSON array, CSV, activities. Batches of one record and of many must tell the same.
#include <cstdint>
#include <cstdlib>

#include "runtime/ingest/activity_file.hpp"
#include "tests/fuzz/ingest_schema.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const leadflow::fuzz::IngestSchema schema;
  using namespace leadflow::ingest;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Format format : {Format::Lines, Format::Array, Format::Csv}) {
    MemorySource once(text), twice(text);
    if (schema.readAll(once, format, 1) != schema.readAll(twice, format, 100)) std::abort();
  }
  MemorySource source(text);
  ActivityFile::load(*schema.schema, source, size % 2 == 0 ? "x.ndjson" : "x.csv");
  return 0;
}

// Once its buffers have grown, reading a lead allocates nothing. count_allocations.cpp counts.
#include "tests/unit/ingest/leads_fixture.hpp"

namespace leadflow::ingest::test {
extern std::size_t allocations;
}

using namespace leadflow;
using namespace leadflow::ingest;
using namespace leadflow::ingest::test;

TEST_CASE("leads: a steady state allocates nothing per lead") {
  const Fixture f;
  std::string csv = "id,created_at,company_size,country,industry,source,email,revenue,products\n", json;
  for (int i = 0; i < 6000; ++i) {
    const std::string id = std::to_string(1'000'000 + i);
    csv += id + ",2026-01-01T10:00:00Z,12,Germany,\"Soft, \"\"ware\"\"\",Trade Show,a@b.example,\"$50,000\",platform;security\n";
    json += "{\"id\":\"" + id + "\",\"created_at\":\"2026-01-01T10:00:00Z\",\"company_size\":12,\"country\":\"Germany\",\"industry\":\"Soft, "
            "\\\"ware\\\"\",\"source\":\"Trade Show\",\"email\":\"a@b.example\",\"revenue\":\"$50,000\",\"products\":[\"platform\"],"
            "\"activities\":[{\"type\":\"reply\",\"at\":\"2026-01-01\",\"sentiment\":\"positive\"},{\"type\":\"website_visit\",\"at\":\"2026-01-02\"}]}\n";
  }
  for (const bool is_csv : {true, false}) {
    MemorySource source(is_csv ? csv : json);
    LeadReader reader(f.schema, source, {.name = is_csv ? "x.csv" : "x.ndjson"});
    Batch batch;
    for (int i = 0; i < 10; ++i) REQUIRE(reader.next(batch, 100));
    std::size_t before = allocations, leads = 0;
    while (reader.next(batch, 100)) leads += batch.rows.size();
    CHECK(leads == 5000);
    CHECK(allocations - before < 20);  // the set of seen keys doubles a few times
    CHECK(reader.totals().badValues() == 0);
  }
}

// Decoding: the bytes of a batch's records into its rows. A worker belongs to one thread; several decode different batches
// at once over one schema and layout.
#pragma once
#include <memory>

#include "runtime/ingest/batch.hpp"
#include "runtime/ingest/lead_schema.hpp"

namespace leadflow::ingest {

class ActivityFile;

class Worker {
 public:
  virtual ~Worker() = default;
  /// Fills the batch from its records. Never throws but std::bad_alloc.
  virtual void decode(Batch& batch) = 0;
};

/// All three arguments outlive the worker; `activities` may be null.
std::unique_ptr<Worker> makeCsvWorker(const LeadSchema& schema, const CsvLayout& layout, const ActivityFile* activities);
std::unique_ptr<Worker> makeJsonWorker(const LeadSchema& schema, const ActivityFile* activities);

}  // namespace leadflow::ingest

// The record behind a row of a file, as `lead.created` carries it: the bytes of a JSON record, a CSV record by its header's names,
// and the activities that a second file has of the lead.
//
//     id,Company                      {"id":"00Q1","Company":"Acme","activities":[{"type":"demo_request","at":"…"}]}
//     00Q1,Acme
#pragma once
#include "runtime/decide/desk.hpp"
#include "runtime/ingest/activity_file.hpp"
#include "runtime/ingest/lead_reader.hpp"
#include "runtime/workflow/step.hpp"

namespace leadflow::run {

/// What the records of one reader have in common.
struct RecordForm {
  const decide::Desk& desk;
  ingest::Format format = ingest::Format::Lines;
  const ingest::CsvLayout* layout = nullptr;             ///< of CSV
  const ingest::ActivityFile* activities = nullptr;
};

class FileRecord final : public workflow::RecordSource {
 public:
  /// Row `index` of the batch. All three outlive it.
  FileRecord(const RecordForm& form, const ingest::Batch& batch, std::size_t index) : form_(form), batch_(batch), index_(index) {}
  std::string json() const override;

 private:
  const RecordForm& form_;
  const ingest::Batch& batch_;
  std::size_t index_;
};

}  // namespace leadflow::run

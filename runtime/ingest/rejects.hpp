// What is told about records that could not be used: the rejects file, one JSON line each, and the summary at the end of a
// run.
//
//     {"line":17,"key":"00Q9","reason":"required field `created_at` is missing","record":"00Q9,,,"}
//
//     read         5,000 leads
//     decided      4,987
//     set aside       13   9 the key was already seen
//                          4 a required value is missing
//     missed          41   company_size 12   `many` is not a whole number (line 17, column `NumberOfEmployees`)
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ingest/lead_reader.hpp"

namespace leadflow::ingest {

/// Appends the reject as one JSON line. The record is given whole (bytes that are not UTF-8 as U+FFFD).
/// `file`: where another than the file of leads holds it.
void appendReject(std::string& out, const Reject& reject, std::string_view file = {});

/// A ValueIssue that outlives its batch.
struct KeptIssue {
  std::uint64_t line = 0;
  std::uint32_t column = 0;
  std::string place, field_name, value, text;
  int field = kNoField;
  std::size_t counter = 0;
  FaultKind kind{};
};

/// Appends `leads.csv:17:23: company_size: ` and what is wrong, or `leads.ndjson:17: /company_size: …`.
void appendIssue(std::string& out, std::string_view file, const KeptIssue& issue);

class RunSummary {
 public:
  /// Call for each batch after LeadReader::finish, in order.
  void add(const Batch& batch, std::int64_t now = INT64_MAX);
  void addArithmeticFaults(std::uint64_t count) { arithmetic_faults_ += count; }
  void addMerged(std::uint64_t count) { merged_ += count; }   ///< of the leads decided, duplicates that went into another

  const std::vector<KeptIssue>& issues() const { return issues_; }  ///< as many as the reader gives in detail
  std::uint64_t arithmeticFaults() const { return arithmetic_faults_; }
  /// The text above. `activities`: the second file, or null.
  std::string render(const LeadReader& reader, const ActivityFile* activities = nullptr) const;

 private:
  std::vector<KeptIssue> issues_;
  std::uint64_t arithmetic_faults_ = 0, merged_ = 0, ahead_ = 0;   ///< ahead_: activities that lie after `now`
};

}  // namespace leadflow::ingest

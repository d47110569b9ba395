// A batch of leads on its way: the bytes of some hundred records, and the rows, rejects and issues made of them. Batches are
// reused: once their buffers have grown, reading a lead allocates nothing.
//
//     id,company_size,country
//     00Q1,800,Germany          -> rows[0] = { text "00Q1", 800, country DE }
//     00Q2,many,Germnay         -> rows[1] = { text "00Q2", missing, missing } and two issues, the second with "Germany"
//     ,12,DE                    -> rejects[0] = line 4, "the key `id` is missing"
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/bytecode/row.hpp"
#include "runtime/ingest/records.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::ingest {

enum class RejectKind : std::uint8_t {
#define LEADFLOW_REJECT(kind, words) kind,
#include "runtime/ingest/reject_kinds.def"
#undef LEADFLOW_REJECT
};
inline constexpr int kRejectKindCount = 0
#define LEADFLOW_REJECT(kind, words) +1
#include "runtime/ingest/reject_kinds.def"
#undef LEADFLOW_REJECT
    ;
std::string_view rejectWords(RejectKind kind);

enum class FaultKind : std::uint8_t {
#define LEADFLOW_FAULT(kind, words) kind,
#include "runtime/ingest/value_faults.def"
#undef LEADFLOW_FAULT
};
std::string_view faultWords(FaultKind kind);

/// A record set aside. Texts live as long as the batch.
struct Reject {
  std::uint64_t line = 0;
  RejectKind kind{};
  std::string_view key;     ///< empty when unknown
  std::string_view reason;  ///< "required field `created_at` is missing"
  std::string_view record;  ///< the bytes as they stand in the file (of a record that is too long, its beginning)
  std::uint32_t index = 0;  ///< in Batch::records
};

inline constexpr std::size_t kShownValueBytes = 120;  ///< a longer value is clipped in issues
inline constexpr int kNoField = -1;

/// A value that could not be used. Texts live as long as the batch.
struct ValueIssue {
  std::uint64_t line = 0;
  std::uint32_t column = 0;     ///< CSV: character in that line, from 1; 0: see `place`
  std::string_view place;       ///< CSV: the header's name of the column; JSON: a pointer, `/activities/3/at`
  int field = kNoField;         ///< of the lead; kNoField: an activity's value or the record itself
  std::size_t counter = 0;      ///< in Batch::bad_values
  std::string_view field_name;  ///< `company_size`, `reply.sentiment`
  std::string_view value;
  FaultKind kind{};
  std::string_view nearest;     ///< the nearest known value, or empty
  std::uint32_t record = 0;     ///< index in Batch::records
};

/// "`Germnay` is not a country; did you mean `Germany`?"
std::string issueText(const ValueIssue& issue);

struct RecordRange {
  std::size_t begin = 0, size = 0;  ///< in Batch::bytes
  std::uint64_t line = 0, number = 0;
  RecordState state = RecordState::Whole;
  bool recovered = false;
};

struct Batch {
  // What splitting made; kReadablePadding bytes stand behind the last record.
  std::string bytes;
  std::vector<RecordRange> records;
  std::size_t issue_room = 0;  ///< so many issues are wanted in detail; all are counted

  // What decoding makes.
  Arena arena;
  std::vector<Slot> slots;
  std::vector<bytecode::LeadRow> rows;
  std::vector<std::uint64_t> key_hashes;       ///< one a row: where to look for its key (LeadRow::key), never the key itself
  std::vector<std::uint32_t> row_records;      ///< index in `records`, one a row
  std::vector<Reject> rejects;                 ///< by line
  std::vector<ValueIssue> issues;
  std::vector<std::uint64_t> bad_values;       ///< as faultCounters (row_builder.hpp) counts them
  struct BadPlace {
    std::uint32_t record = 0, counter = 0;     ///< index in `records`; index in `bad_values`
  };
  std::vector<BadPlace> bad_places;            ///< one for each that bad_values counts, by record
  std::vector<std::uint8_t> fed;               ///< one a field: some record had a value for it
  std::vector<std::string_view> unread_names;  ///< columns and keys that nobody reads, first met in this batch
  std::uint64_t blank = 0;                     ///< CSV records of empty cells only: no leads
  std::uint64_t activities = 0;
  std::uint64_t repeated_activities = 0;       ///< left out: their id was there already

  std::string_view bytesOf(const RecordRange& record) const { return {bytes.data() + record.begin, record.size}; }
  void clear();         ///< ready for other records; keeps what it holds allocated
  void clearDecoded();  ///< keeps the records
};

}  // namespace leadflow::ingest

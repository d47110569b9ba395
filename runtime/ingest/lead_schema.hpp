// How a program's leads are read: a decoder for each field, which column or JSON key feeds which field, the activities.
// Made once from a program and a roster, then only read, by every thread.
//
//     lead { id text key   email email from "Email", "E-mail address"   … }
//
// A field is fed by the first of its `from` columns that the data have, else by its own name; case, spaces, `-` and `_`
// do not matter.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ingest/field_decoder.hpp"
#include "runtime/ingest/lead_zone.hpp"

namespace leadflow::bytecode { class Program; }

namespace leadflow::ingest {

/// Where to look for a key; keys of one hash are compared. A lead is its key as written, white space around it aside: case
/// counts, and 007 is not 7 (docs/adr/0018).
std::uint64_t keyHash(std::string_view key);

/// A field that a name feeds; the lowest rank wins where a record has several.
struct Feed {
  std::uint16_t field = 0, rank = 0;
};

struct ActivitySchema {
  const bytecode::ActivityInfo* info = nullptr;
  std::vector<FieldDecoder> fields;
  KeyIndex names;                         ///< to `targets`
  std::vector<std::vector<Feed>> targets;
};

class LeadSchema {
 public:
  /// `constant` gives a chunk constant as a slot (texts: a TextCell* that outlives the schema); reps go through `reps`,
  /// which may be null. Everything given outlives the schema.
  LeadSchema(const bytecode::Chunk& chunk, const SymbolTable& symbols, const TimeZone& zone, const RepTable* reps,
             const std::function<Slot(std::uint32_t)>& constant);
  static std::shared_ptr<const LeadSchema> of(std::shared_ptr<const bytecode::Program> program, const RepTable* reps);
  LeadSchema(const LeadSchema&) = delete;
  LeadSchema& operator=(const LeadSchema&) = delete;

  const bytecode::Chunk& chunk() const { return *context_.chunk; }
  const SymbolTable& symbols() const { return *context_.symbols; }
  const TimeZone& zone() const { return *context_.zone; }
  const std::vector<FieldDecoder>& fields() const { return fields_; }
  const std::vector<ActivitySchema>& activities() const { return activities_; }
  /// What a column or JSON key feeds: an index for feeds() (the name `activities`: one that feeds no field), or -1.
  std::int32_t target(std::string_view name, std::string& scratch) const { return names_.find(name, scratch); }
  std::int32_t targetOfColumn(std::string_view name, std::string& scratch) const;  ///< the same without `activities`
  const std::vector<Feed>& feeds(std::int32_t target) const { return targets_[static_cast<std::size_t>(target)]; }
  int findActivity(std::string_view name, std::string& scratch) const { return activity_names_.find(name, scratch); }
  std::string nearestActivity(std::string_view name) const;
  const RepTable* reps() const { return context_.reps; }   ///< null: there is no roster
  std::string nearestRep(std::string_view id) const;
  const LeadZone& leadZone() const { return lead_zone_; }
  int keyField() const { return key_field_; }  ///< -1: none
  /// Fields whose value has to be looked at when a record is complete: key, required, strict, with a default; key first.
  const std::vector<std::uint16_t>& checkedFields() const { return checked_; }
  /// The field, or column, that somebody who wrote `name` may have meant; `call.outcom`: of that activity. Empty: none is near.
  std::string nearestField(std::string_view name) const;

 private:
  DecodeContext context_;
  std::vector<FieldDecoder> fields_;
  std::vector<ActivitySchema> activities_;
  KeyIndex names_, activity_names_;
  std::vector<std::vector<Feed>> targets_;
  std::vector<std::uint16_t> checked_;
  LeadZone lead_zone_;
  int key_field_ = -1;
  std::int32_t activities_target_ = -1;
  std::shared_ptr<const bytecode::Program> program_;
};

/// What the names of a file's columns mean for a program.
struct ColumnReport {
  std::vector<std::string> unread;      ///< columns that feed no field
  std::vector<std::string> repeated;    ///< a second column of that name: not read
  std::vector<std::string> unfed;       ///< fields that no column feeds
};

/// Which columns feed which fields, decided from a CSV header.
struct CsvLayout {
  struct Column {
    std::uint32_t column = 0;
    std::uint16_t field = 0;
  };
  char separator = ',';
  std::uint32_t columns = 0;
  std::vector<std::string> names;
  std::vector<Column> feeds;            ///< by column
  ColumnReport report;
  std::string error;                    ///< why no record can be read: "no column feeds the key `id`; …"
};
CsvLayout layoutOf(const LeadSchema& schema, const std::vector<std::string>& names, char separator);

}  // namespace leadflow::ingest

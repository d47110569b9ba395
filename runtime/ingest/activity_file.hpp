// A second file of activities, for exports that keep them apart from the leads: NDJSON, a JSON array or CSV, each with the
// lead's key, a type and a time, and whatever fields the activity has.
//
//     {"lead":"00Q2","type":"call","at":"2026-02-28T07:34:05Z","outcome":"connected"}
//     leadflow run inbound.leadflow leads.csv --activities activities.ndjson
//
// It is held in memory whole, about 32 bytes an activity and its fields, because leads and activities come in different
// orders; the leads themselves are streamed.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/bytecode/row.hpp"
#include "runtime/ingest/lead_schema.hpp"
#include "runtime/ingest/source.hpp"

namespace leadflow::ingest {

class ActivityFile {
 public:
  /// An issue that outlives the file's bytes. `number`: the record's line.
  struct Issue {
    std::uint64_t line = 0;
    std::string place, value, text;  ///< place: "column `at`" or "/at"; text: what is wrong
  };

  /// `name` chooses the format by its extension, else the first byte does. error() says why nothing could be read.
  static std::unique_ptr<ActivityFile> load(const LeadSchema& schema, Source& source, std::string_view name,
                                            std::size_t issue_limit = 1000);

  /// The activities of the lead whose key has this hash (LeadSchema::keyHash), newest first.
  std::span<const bytecode::ActivityRow> of(std::uint64_t key_hash) const {
    const auto found = groups_.find(key_hash);
    if (found == groups_.end()) return {};
    return std::span(rows_).subspan(found->second.begin, found->second.size);
  }
  const std::string& error() const { return error_; }
  std::uint64_t read() const { return read_; }          ///< records
  std::uint64_t kept() const { return rows_.size(); }   ///< activities that can be used
  std::uint64_t problems() const { return problems_; }  ///< all of them
  const std::vector<Issue>& issues() const { return issues_; }
  std::size_t leads() const { return groups_.size(); }

 private:
  friend class ActivityLoader;
  struct Group {
    std::size_t begin = 0, size = 0;
  };
  Arena arena_;
  std::vector<bytecode::ActivityRow> rows_;
  std::unordered_map<std::uint64_t, Group> groups_;
  std::vector<Issue> issues_;
  std::uint64_t read_ = 0, problems_ = 0;
  std::string error_;
};

}  // namespace leadflow::ingest

// A second file of activities, for exports that keep them apart from the leads: NDJSON, a JSON array or CSV, each with the
// lead's key, a type and a time, and whatever fields the activity has. `lead`, or `lead_id`, names the lead; only where a file has
// neither, the key's own names do, so that an export may begin with the activity's own `id`. An activity of a lead whose id
// (`event`, else `event_id`, else `id` with the same type and time) was there before counts once.
//
//     {"lead":"00Q2","type":"call","at":"2026-02-28T07:34:05Z","outcome":"connected"}
//     leadflow run inbound.leadflow leads.csv --activities activities.ndjson
//
// What can be used is held in memory, about 32 bytes an activity and its fields, because leads and activities come in different
// orders; the leads themselves are streamed, and so is what is set aside: records that are none, of no lead, of a type the playbook
// does not have, of a time that cannot be read.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/bytecode/row.hpp"
#include "runtime/ingest/batch.hpp"
#include "runtime/ingest/lead_schema.hpp"
#include "runtime/ingest/source.hpp"

namespace leadflow::ingest {

/// The names under which an activity names its lead, best first: `lead`, `lead_id`, then those that feed the key.
class LeadNames {
 public:
  explicit LeadNames(const LeadSchema& schema);
  /// The best of these names, or of members by their names: its place; -1: none is one.
  template <class Names>
  std::int32_t among(const Names& names, std::string& scratch) const {
    std::int32_t best = -1, best_rank = INT32_MAX;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (const std::int32_t rank = ranks_.find(nameOf(names[i]), scratch); rank >= 0 && rank < best_rank) {
        best = static_cast<std::int32_t>(i);
        best_rank = rank;
      }
    return best;
  }
  /// Why a file of this header (empty: it has none, being JSON) is none of activities; empty: it is one.
  std::string unfit(const std::vector<std::string>& header) const;

 private:
  static std::string_view nameOf(std::string_view name) { return name; }
  template <class Member>
  static auto nameOf(const Member& member) -> decltype(std::string_view(member.name)) { return member.name; }
  KeyIndex ranks_;
  bool keyed_;   ///< the lead has a key
};

class ActivityFile {
 public:
  /// An issue that outlives the file's bytes. `number`: the record's line.
  struct Issue {
    std::uint64_t line = 0;
    std::string place, value, text;  ///< place: "column `at`" or "/at"; text: what is wrong
  };

  /// Takes each record that is set aside, as it stood in the file; its views hold for the call.
  using Aside = std::function<void(const Reject&)>;

  /// `name` chooses the format by its extension, else the first byte does. error() says why nothing could be read.
  static std::unique_ptr<ActivityFile> load(const LeadSchema& schema, Source& source, std::string_view name, const Aside& aside = {},
                                            std::size_t issue_limit = 1000);

  /// A name that nobody reads: `call.outcom` of an activity, or a column that feeds no activity at all.
  struct Unread {
    std::string name, nearest;
    std::uint64_t count = 0, line = 0;  ///< line: of the first one
  };

  /// The activities of the lead with this key, newest first.
  std::span<const bytecode::ActivityRow> of(std::string_view key) const {
    const auto found = groups_.find(key);
    if (found == groups_.end()) return {};
    return std::span(rows_).subspan(found->second.begin, found->second.size);
  }
  const std::string& error() const { return error_; }
  std::uint64_t read() const { return read_; }          ///< records
  std::uint64_t kept() const { return rows_.size(); }   ///< activities that can be used
  std::uint64_t problems() const { return problems_; }  ///< all of them
  const std::vector<Issue>& issues() const { return issues_; }
  std::uint64_t rejected() const { return rejected_; }  ///< records that are left out whole, each of them a problem
  std::size_t leads() const { return groups_.size(); }
  const std::vector<Unread>& unread() const { return unread_; }
  const std::vector<std::string>& unfed() const { return unfed_; }   ///< fields of the activities that are there, `call.outcome`, which nothing feeds
  const std::vector<std::string>& repeatedColumns() const { return repeated_columns_; }   ///< CSV: a column of that name stands before it
  std::uint64_t repeated() const { return repeated_; }               ///< left out: their id was there before
  const std::string& firstRepeated() const { return first_repeated_; }  ///< "`z1` (line 2)"
  /// The id of an activity that of() gave, as ActivityId::whole has it; empty: it has none.
  std::string_view idOf(const bytecode::ActivityRow& activity) const {
    return ids_.empty() ? std::string_view() : ids_[static_cast<std::size_t>(&activity - rows_.data())];
  }
  /// The leads' file has this lead, used or set aside. Not for several threads at once.
  void claim(std::string_view key) const {
    if (const auto found = groups_.find(key); found != groups_.end()) found->second.claimed = true;
  }
  /// Activities of leads that nobody claimed, and the first of those leads: "`L9` (line 3)".
  std::uint64_t orphans(std::string& first) const;

 private:
  friend class ActivityLoader;
  struct Group {
    std::size_t begin = 0, size = 0;
    std::uint64_t line = 0;          ///< of the first record
    mutable bool claimed = false;
  };
  Arena arena_;
  std::vector<bytecode::ActivityRow> rows_;
  std::vector<std::string_view> ids_;                     ///< as many as rows, or none at all
  std::unordered_map<std::string_view, Group> groups_;    ///< by key, exactly
  std::vector<Issue> issues_;
  std::vector<Unread> unread_;
  std::vector<std::string> unfed_, repeated_columns_;
  std::uint64_t read_ = 0, problems_ = 0, rejected_ = 0, repeated_ = 0;
  std::string first_repeated_;
  std::string error_;
};

}  // namespace leadflow::ingest

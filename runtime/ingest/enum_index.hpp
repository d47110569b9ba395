// From what the data say to a small integer, without allocating: an enum's values by name and label, a header's columns,
// an object's keys, the reps of a roster. Built once, then only read, by many threads.
//
//     source one of website = "Web", tradeshow = "Trade Show"       # "web", "WEBSITE", "trade-show", "trade_show"
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/value/enum_key.hpp"
#include "runtime/value/rep.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::ingest {

/// Exact bytes to integers.
class TextIndex {
 public:
  /// The first owner of a text keeps it; false when it was there.
  bool add(std::string_view text, std::int32_t value);
  std::int32_t find(std::string_view text) const;  ///< -1 if none
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string text;
    std::uint32_t hash;
    std::int32_t value;
  };
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> buckets_;  ///< entry + 1; a power of two, at most half full
};

/// Texts whose case, spaces, `-` and `_` do not matter (enum_key.hpp). `scratch` is the caller's.
class KeyIndex {
 public:
  bool add(std::string_view written, std::int32_t value) { return index_.add(enumKey(written), value); }
  std::int32_t find(std::string_view written, std::string& scratch) const {
    scratch.clear();
    appendEnumKey(scratch, written);
    return index_.find(scratch);
  }

 private:
  TextIndex index_;
};

/// Which slot the reps of a roster have, by their id as it is written (surrounding white space aside).
class RepTable {
 public:
  RepTable() = default;
  explicit RepTable(const std::vector<Rep>& reps);
  std::int32_t find(std::string_view id) const { return index_.find(trim(id)); }
  /// In any case, as people are told of in events: ` Ana ` is ana.
  bool knows(std::string_view id) const { return folded_.find(normalText(trim(id))) >= 0; }
  /// Whom somebody who is not there may have meant; empty: nobody.
  std::string nearest(std::string_view id) const;
  const std::vector<std::string>& ids() const { return ids_; }

 private:
  TextIndex index_, folded_;
  std::vector<std::string> ids_;
};

}  // namespace leadflow::ingest

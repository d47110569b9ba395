// One JSON record, read on demand: no document tree, a value is looked at where it stands. Shared by the readers of leads
// and of activities; simdjson is seen only in json_record.cpp.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ingest/row_builder.hpp"

namespace leadflow::ingest {

/// Takes a record's members as they come.
class JsonHandler {
 public:
  virtual ~JsonHandler() = default;
  /// What to do with a member. `position`: which member of the record it is, from 0.
  enum class Want : std::uint8_t { Skip, Value, Activities };
  virtual Want name(std::string_view name, std::size_t position) = 0;
  /// The value of the member just named; texts live until the next record.
  virtual void value(const JsonValue& value, const std::vector<std::string_view>& items) = 0;
  /// A member of the array asked for: an activity's members, or (`members` null) something that is no object.
  virtual void activity(const std::vector<NamedValue>* members, const JsonValue& other,
                        const std::vector<std::string_view>& items, std::size_t index) = 0;
};

class JsonRecordReader {
 public:
  JsonRecordReader();
  ~JsonRecordReader();
  JsonRecordReader(const JsonRecordReader&) = delete;
  JsonRecordReader& operator=(const JsonRecordReader&) = delete;

  /// Reads one record; kReadablePadding bytes may be read behind it. Empty: fine, else what is wrong and where, as
  /// "character 17: a value is cut off". repaired(): ill-formed bytes became U+FFFD.
  const std::string& read(std::string_view record, JsonHandler& handler);
  bool repaired() const { return repaired_; }

 private:
  const std::string& readBefore(std::string_view text, std::size_t end, std::size_t behind, JsonHandler& handler);
  struct Impl;
  std::unique_ptr<Impl> impl_;
  bool repaired_ = false;
  std::string error_;
};

}  // namespace leadflow::ingest

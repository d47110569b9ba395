// One field's way from text to slot: what the export writes for "nothing", the type's reader, the range.
//
//     company_size int 0..  missing "n/a"          # "1,200" -> 1200   "" and "N/A" -> missing   "-4", "many" -> bad
//     source one of website = "Web", other  otherwise other
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/bytecode/chunk.hpp"
#include "runtime/ingest/batch.hpp"
#include "runtime/ingest/enum_index.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::ingest {

/// What decoding needs of a program, so that a test can have it without one.
struct DecodeContext {
  const bytecode::Chunk* chunk = nullptr;
  const SymbolTable* symbols = nullptr;
  const TimeZone* zone = nullptr;
  const RepTable* reps = nullptr;             ///< null: no roster, every rep is unknown
  std::vector<Slot> fallbacks, activity_fallbacks;  ///< of the fields; of all activities' fields, one activity after the other
};

enum class Outcome : std::uint8_t { Absent, Known, Missing, Bad };

class FieldDecoder {
 public:
  /// `context` and `info` outlive the decoder.
  FieldDecoder(const DecodeContext& context, const bytecode::FieldInfo& info, std::string full_name, Slot fallback);

  /// Reads one text. Bad: `fault` says why. Texts go into the arena. `suspect`: the record holds a NUL or invalid UTF-8, so
  /// the value has to be looked at. `scratch` is any string of the caller's thread.
  Outcome decode(std::string_view text, Arena& arena, std::string& scratch, bool suspect, Slot& slot, FaultKind& fault) const;

  /// Several values for a `some of` field, each as decode takes it.
  Outcome decodeItems(std::span<const std::string_view> items, std::string& scratch, Slot& slot, FaultKind& fault) const;

  /// The nearest known value (enum value, country, rep), as data would write it, or empty.
  std::string nearestKnown(std::string_view text) const;
  /// Of a list's items: of the first that is unknown.
  std::string nearestKnown(std::span<const std::string_view> items) const;

  const bytecode::FieldInfo& info() const { return *info_; }
  const std::string& fullName() const { return full_name_; }
  /// Whether it stands for no value: white space, or a word of `missing`.
  bool saysNothing(std::string_view text, std::string& scratch) const;
  Slot fallback() const { return fallback_; }  ///< kMissing when the field has none

 private:
  bool saysMissing(std::string_view trimmed, std::string& scratch) const;
  Outcome inRange(Slot value, Slot& slot, FaultKind& fault) const;
  std::int32_t enumValue(std::string_view text, std::string& scratch) const;

  const DecodeContext* context_;
  const bytecode::FieldInfo* info_;
  const bytecode::EnumInfo* values_ = nullptr;
  KeyIndex enum_index_;
  std::string full_name_;
  std::vector<std::string> missing_texts_;  ///< folded
  std::size_t longest_missing_ = 0;         ///< in bytes of the original, at most
  Slot fallback_;
};

}  // namespace leadflow::ingest

// A lead as the VM sees it: one slot a field, and its activities newest first. Readers fill it, nothing copies it.
//
//     {"id":"00Q1","company_size":800,"country":"Germany","activities":[{"type":"demo_request","at":"2026-03-02T14:50:00Z"}]}
//     fields = [ text "00Q1", …, 800, …, country DE, … ]    activities = [ {demo_request, 2026-03-02T14:50:00Z, []} ]
//
// Texts point into an Arena that lives as long as the batch. INVARIANT: every TextCell was looked up in the program's
// SymbolTable; activities are sorted by `at`, newest first, ties in the order read; none has a missing `at`.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/value/slot.hpp"

namespace leadflow::bytecode {

struct ActivityRow {
  std::int64_t at = 0;
  std::uint32_t type = 0;         ///< index in Chunk::activities
  const Slot* fields = nullptr;   ///< as many as the activity has
};

struct LeadRow {
  const Slot* fields = nullptr;   ///< as many as Chunk::fields
  std::span<const ActivityRow> activities;
  std::string_view key;           ///< the key field's trimmed original, or the record's number (`#17`) without a key field
  std::uint64_t line = 0;         ///< where the record begins in its file, from 1
};

}  // namespace leadflow::bytecode

// Slots as people and programs read them: the same value as JSON, as a CSV cell, and in an explanation's words.
//
//     discount 15%      JSON 15           cell 15           words 15%
//     revenue           JSON 50000        cell 50000        words 50000 USD
//     products          JSON ["a","b"]    cell a;b          words platform, security
//     created_at        JSON "2026-03-02T15:00:00Z"         words 2026-03-02 10:00 (the playbook's wall clock)
//
// Also which name a register has, because explanations speak of fields, not of registers.
#pragma once
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/bytecode/program.hpp"
#include "runtime/decide/people.hpp"

namespace leadflow::decide {

/// A value that has left its batch: safe to keep. `json` is a JSON literal, `text` the cell.
struct Value {
  TypeKind kind = TypeKind::Missing;
  bool known = false;
  std::string json = "null", text, words = "missing";
};

class Names {
 public:
  Names(std::shared_ptr<const bytecode::Program> program, std::shared_ptr<const People> people);

  void appendJson(std::string& out, bytecode::Type type, Slot slot) const;
  void appendCell(std::string& out, bytecode::Type type, Slot slot) const;   ///< missing: nothing
  void appendWords(std::string& out, bytecode::Type type, Slot slot) const;  ///< missing: `missing`
  Value value(bytecode::Type type, Slot slot) const;

  bytecode::Type typeOf(std::uint16_t reg) const { return program_->chunk().registers[reg]; }
  /// Field, derived field, score, grade or milestone in that register; empty for the others.
  const std::string& nameOf(std::uint16_t reg) const { return names_[reg]; }
  /// The register of that name, kNone when nothing has it.
  std::uint16_t registerOf(std::string_view name) const;
  /// Whether what stands there is somebody's own, or worked out from it: a field, a derived field, a score, a column of an account.
  bool isPersonal(std::uint16_t reg) const { return std::binary_search(chunk().personal.begin(), chunk().personal.end(), reg); }
  /// `inbound.leadflow:41`, or empty.
  std::string line(const bytecode::Place& place) const;
  /// Constant k as a slot, reps by the roster.
  Slot constant(std::uint32_t k) const;
  std::string_view rep(Slot slot) const { return people_->rep(slot).id; }

  const bytecode::Program& program() const { return *program_; }
  const bytecode::Chunk& chunk() const { return program_->chunk(); }
  const People& people() const { return *people_; }
  const std::shared_ptr<const bytecode::Program>& sharedProgram() const { return program_; }
  const std::shared_ptr<const People>& sharedPeople() const { return people_; }

 private:
  std::shared_ptr<const bytecode::Program> program_;
  std::shared_ptr<const People> people_;
  std::vector<std::string> names_;  ///< by register
};

/// `2026-03-02 10:00` on the zone's wall clock, seconds only where there are some.
void appendWallClock(std::string& out, Slot instant, const TimeZone& zone);

}  // namespace leadflow::decide

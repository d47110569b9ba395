// The machine that decides a lead: a register file and a dispatch loop. One per thread; nothing is allocated while a
// lead is decided.
//
//     Machine machine(program, people);
//     machine.begin(row, now);            // loads the lead's fields, forgets the lead before
//     machine.compute();                  // derived fields, scores, grades, milestones, decisions
//     int rule = machine.matchRoute(0);   // first rule that holds, through the index; -1: none
//     Slot fit = machine.reg(chunk.scores[0].reg);
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/bytecode/program.hpp"
#include "runtime/bytecode/row.hpp"
#include "runtime/vm/live_table.hpp"

namespace leadflow::vm {

/// What the machine must know of the roster: which slot (index of the rep) each name of Chunk::rep_names has.
struct People {
  std::vector<Slot> rep_of_name;   ///< one a rep name, kMissing when the roster has no such rep
};

class Machine {
 public:
  Machine(std::shared_ptr<const bytecode::Program> program, const People* people);

  /// The context of the workflow is missing after it, statuses at their first value: set what is known with setReg before compute().
  void begin(const bytecode::LeadRow& row, std::int64_t now);
  /// Runs Chunk::compute. Registers of derived fields, scores, terms, grades, milestones and decisions are set after it.
  void compute();
  /// The first rule of the route that holds, or -1. Needs compute().
  std::int32_t matchRoute(std::uint32_t route);
  /// Runs one function and gives its result register's slot.
  Slot run(std::uint32_t function);
  Slot reg(std::uint16_t r) const { return registers_[r]; }
  void setReg(std::uint16_t r, Slot value) { registers_[r] = value; }
  std::int64_t now() const { return now_; }
  /// Overflows and divisions by zero since `begin`.
  std::uint32_t arithmeticFaults() const { return faults_; }
  const bytecode::Program& program() const { return *program_; }
  Arena& arena() { return arena_; }
  void setPeople(const People* people) { people_ = people; }
  /// Rows that live tables have now, made for this program; null: those compiled in. Takes effect at once: set it between leads.
  void setLiveTables(std::shared_ptr<const LiveTables> tables) { tables_ = std::move(tables); }

 private:
  void execute(std::uint32_t function);
  bool where(const bytecode::QueryInfo& query, const bytecode::ActivityRow& activity);
  template <class Visit>
  void eachActivity(std::uint32_t query, Slot window, Visit visit);
  Slot windowOf(std::uint16_t reg) const;
  Slot newest(std::uint32_t query, Slot window, bool field);
  Slot faded(Slot points, std::int64_t age, std::int32_t decay) const;
  Slot scorePer(const bytecode::PerInfo& per);
  Slot scoreField(const bytecode::PerInfo& per, Slot count);
  Slot repOfName(std::uint64_t name) const;
  Slot cell(std::uint32_t constant) const;
  Slot tableCell(std::uint32_t table, Slot key, std::uint16_t column) const;
  bool inTable(std::uint32_t table, Slot key) const;
  bool inRepSet(Slot rep, const bytecode::SetInfo& set) const;
  std::shared_ptr<const bytecode::Program> program_;
  const People* people_;
  std::shared_ptr<const LiveTables> tables_;
  std::vector<std::uint16_t> statuses_;   // registers of the context that begin at their first value
  std::vector<Slot> registers_;
  std::vector<std::vector<bool>> wanted_;  // by query: whether it looks at an activity type
  bytecode::LeadRow row_{};
  std::int64_t now_ = 0;
  std::uint32_t faults_ = 0;
  Arena arena_;   ///< texts made while deciding (email.domain); reset by begin
};

}  // namespace leadflow::vm

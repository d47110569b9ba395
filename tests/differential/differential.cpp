// VM = reference: generated playbooks and records, compiled with and without the optimizer, every value compared.
//
//     differential --programs 1000 --records 100 --seed 1      exits 1 at the first difference and prints it whole
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "runtime/bytecode/context_name.hpp"
#include "runtime/bytecode/visit.hpp"
#include "runtime/vm/machine.hpp"
#include "tests/differential/generate.hpp"

using namespace leadflow;
using namespace leadflow::reference;

namespace {

struct Engine {
  std::shared_ptr<const bytecode::Program> program;
  std::unique_ptr<vm::Machine> machine;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> functions;  ///< of the typed workflow, of the chunk
};

/// Which function of the chunk each condition and value of the typed workflow became: both name them in the same places.
std::vector<std::pair<std::uint32_t, std::uint32_t>> functionsOf(const typed::Program& typed_program,
                                                                 const bytecode::Chunk& chunk) {
  bytecode::WorkflowInfo before = typed_program.workflow, after = chunk.workflow;
  std::vector<std::int32_t> from, to;
  bytecode::eachPart<bytecode::FunctionRef>(before, [&](bytecode::FunctionRef& f) { from.push_back(f.index); });
  bytecode::eachPart<bytecode::FunctionRef>(after, [&](bytecode::FunctionRef& f) { to.push_back(f.index); });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::size_t i = 0; i < from.size() && i < to.size(); ++i)
    if (from[i] >= 0) pairs.emplace_back(from[i], to[i]);
  return pairs;
}

/// The record as the readers would leave it: slots, text cells, activities newest first.
struct Row {
  Arena arena;
  std::vector<Slot> fields;
  std::vector<std::vector<Slot>> activity_fields;
  std::vector<bytecode::ActivityRow> activities;
  bytecode::LeadRow row;
};

Slot slot(Arena& arena, const SymbolTable& symbols, typed::Type type, const Value& value) {
  if (!value.known) return kMissing;
  if (type.kind == TypeKind::Code) return slotOf(makeCode(arena, symbols, value.raw));
  if (type.kind == TypeKind::Text || type.kind == TypeKind::Email) return slotOf(makeText(arena, symbols, value.raw));
  return value.number;
}

void build(Row& out, const typed::Program& typed_program, const bytecode::Program& program, const Record& record) {
  for (std::size_t i = 0; i < record.fields.size(); ++i)
    out.fields.push_back(slot(out.arena, program.symbols(), typed_program.fields[i].type, record.fields[i]));
  std::vector<const Activity*> order;
  for (const auto& activity : record.activities) order.push_back(&activity);
  std::stable_sort(order.begin(), order.end(), [](auto* a, auto* b) { return a->at > b->at; });
  for (const Activity* activity : order) {
    std::vector<Slot> slots;
    for (std::size_t i = 0; i < activity->fields.size(); ++i)
      slots.push_back(slot(out.arena, program.symbols(), typed_program.activities[activity->type].fields[i].type,
                           activity->fields[i]));
    out.activity_fields.push_back(std::move(slots));
    out.activities.push_back({activity->at, activity->type, nullptr});
  }
  for (std::size_t i = 0; i < out.activities.size(); ++i) out.activities[i].fields = out.activity_fields[i].data();
  out.row.fields = out.fields.data();
  out.row.activities = out.activities;
}

std::string show(const bytecode::Program&, typed::Type type, Slot value) {
  if (isMissing(value)) return "missing";
  if (type.kind == TypeKind::Text || type.kind == TypeKind::Code || type.kind == TypeKind::Email)
    return "\"" + std::string(textOf(value)->foldedText()) + "\"";
  return std::to_string(value);
}

std::string show(const Value& value) {
  if (!value.known) return "missing";
  return value.raw.empty() ? std::to_string(value.number) : "\"" + value.folded + "\"";
}

bool agree(typed::Type type, Slot actual, const Value& expected) {
  if (isMissing(actual) != !expected.known) return false;
  if (isMissing(actual)) return true;
  if (type.kind == TypeKind::Text || type.kind == TypeKind::Code || type.kind == TypeKind::Email)
    return textOf(actual)->foldedText() == expected.folded;
  return actual == expected.number;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t programs = 1000, records = 100, seed = 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    std::uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
    if (!std::strcmp(argv[i], "--programs")) programs = value;
    else if (!std::strcmp(argv[i], "--records")) records = value;
    else if (!std::strcmp(argv[i], "--seed")) seed = value;
  }
  const std::int64_t now = 1'772'463'600'000;
  std::uint64_t pairs = 0, held[32] = {}, missing = 0, values = 0, asked = 0;
  for (std::uint64_t n = 0; n < programs; ++n) {
    Random random(seed * 1'000'003 + n);
    std::string text = generatePlaybook(random);
    resolve::MemoryFiles files;
    files.texts["generated.leadflow"] = text;
    std::unique_ptr<driver::Compilation> compilations[2];
    Engine engines[2];
    for (int o = 0; o < 2; ++o) {
      driver::Options options;
      options.lints = false;
      options.optimize = o == 1;
      compilations[o] = driver::compile("generated.leadflow", files, options);
      if (!compilations[o]->ok()) {
        std::printf("program %llu of seed %llu does not compile:\n%s\n%s\n", static_cast<unsigned long long>(n),
                    static_cast<unsigned long long>(seed), text.c_str(),
                    diag::renderText(compilations[o]->diags.sorted(), compilations[o]->sources).c_str());
        return 1;
      }
      auto loaded = bytecode::Program::load(std::move(compilations[o]->chunk));
      if (!loaded.program) {
        std::printf("program %llu: the verifier refuses it: %s\n%s\n", static_cast<unsigned long long>(n),
                    loaded.error.c_str(), text.c_str());
        return 1;
      }
      engines[o].program = loaded.program;
      engines[o].functions = functionsOf(compilations[o]->program, loaded.program->chunk());
      asked += engines[o].functions.size();
      static const vm::People nobody;
      engines[o].machine = std::make_unique<vm::Machine>(loaded.program, &nobody);
    }
    const typed::Program& typed_program = compilations[0]->program;
    Interpreter interpreter(typed_program);
    for (std::uint64_t k = 0; k < records; ++k, ++pairs) {
      Record record = generateRecord(random, typed_program, now);
      Outcome expected = interpreter.decide(record, now);
      for (int o = 0; o < 2; ++o) {
        const auto& chunk = engines[o].program->chunk();
        vm::Machine& machine = *engines[o].machine;
        Row row;
        build(row, typed_program, *engines[o].program, record);
        machine.begin(row.row, now);
        for (std::size_t i = 0; i < record.context.size(); ++i)
          machine.setReg(chunk.workflow.context[i].reg,
                         slot(row.arena, engines[o].program->symbols(), typed_program.context_types[i], record.context[i]));
        machine.compute();
        std::string difference;
        auto check = [&](const std::string& name, typed::Type type, Slot actual, const Value& wanted) {
          ++values;
          if (isMissing(actual)) ++missing;
          if (difference.empty() && !agree(type, actual, wanted))
            difference =
                name + ": the VM says " + show(*engines[o].program, type, actual) + ", the reference " + show(wanted);
        };
        for (std::size_t i = 0; i < chunk.derived.size(); ++i)
          check(chunk.derived[i].name, typed_program.derived[i].type, machine.reg(chunk.derived[i].reg),
                expected.derived[i]);
        for (std::size_t i = 0; i < chunk.scores.size(); ++i)
          check(chunk.scores[i].name, {TypeKind::Points, 0}, machine.reg(chunk.scores[i].reg), expected.scores[i]);
        for (std::size_t i = 0; i < chunk.grades.size(); ++i)
          check(chunk.grades[i].name, typed_program.grades[i].type, machine.reg(chunk.grades[i].reg),
                expected.grades[i]);
        for (std::size_t i = 0; i < chunk.milestones.size(); ++i) {
          check(chunk.milestones[i].name, {TypeKind::Bool, 0}, machine.reg(chunk.milestones[i].reached),
                expected.reached[i]);
          check(chunk.milestones[i].name + ".at", {TypeKind::Instant, 0}, machine.reg(chunk.milestones[i].at),
                expected.reached_at[i]);
        }
        for (std::size_t i = 0; i < chunk.decisions.size(); ++i)
          check(chunk.decisions[i].name, {TypeKind::Int, 0}, machine.reg(chunk.decisions[i].row_register),
                expected.decision_rows[i] < 0 ? Value::missing() : Value::of(expected.decision_rows[i]));
        for (std::uint32_t i = 0; i < chunk.routes.size(); ++i) {
          std::int32_t rule = machine.matchRoute(i);
          ++held[static_cast<std::size_t>(rule + 1) % 32];
          if (difference.empty() && rule != expected.rules[i])
            difference = "route " + chunk.routes[i].name + ": the index finds rule " + std::to_string(rule) +
                         ", the reference " + std::to_string(expected.rules[i]);
        }
        for (const auto& [from, to] : engines[o].functions)
          check("workflow function " + std::to_string(from), typed_program.workflow_functions[from]->type,
                machine.run(to), expected.workflow[from]);
        if (!difference.empty()) {
          std::printf("program %llu, record %llu (seed %llu, %s): %s\n%s\n", static_cast<unsigned long long>(n),
                      static_cast<unsigned long long>(k), static_cast<unsigned long long>(seed),
                      o ? "optimized" : "not optimized", difference.c_str(), text.c_str());
          for (std::size_t i = 0; i < record.fields.size(); ++i)
            std::printf("  %s = %s\n", typed_program.fields[i].name.c_str(), show(record.fields[i]).c_str());
          for (std::size_t i = 0; i < record.context.size(); ++i)
            std::printf("  %s = %s\n", bytecode::contextName(chunk, chunk.workflow.context[i]).c_str(), show(record.context[i]).c_str());
          for (const auto& activity : record.activities)
            std::printf("  %s at now - %lld ms\n", typed_program.activities[activity.type].name.c_str(),
                        static_cast<long long>(now - activity.at));
          return 1;
        }
      }
    }
  }
  std::size_t rules_seen = 0;
  for (auto count : held) rules_seen += count != 0;
  std::printf(
      "%llu pairs of program and record, none different; %llu values compared, %llu%% missing; rules at %zu positions "
      "held\n",
      static_cast<unsigned long long>(pairs), static_cast<unsigned long long>(values),
      static_cast<unsigned long long>(values ? missing * 100 / values : 0), rules_seen);
  // a generator whose rules never hold, or whose playbooks never ask about a stage, would prove nothing
  return (rules_seen >= 5 && asked > programs) || programs < 20 ? 0 : 1;
}

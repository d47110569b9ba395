#include "tests/expressions/engine.hpp"

#include "compiler/diag/render.hpp"
#include "runtime/ingest/lead_reader.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/vm/machine.hpp"
#include "tests/differential/reference.hpp"

namespace leadflow::cases {

namespace {

bool isText(TypeKind kind) { return kind == TypeKind::Text || kind == TypeKind::Code || kind == TypeKind::Email; }

std::string showDuration(std::int64_t millis) {
  if (millis == 0) return "0 seconds";
  std::string out = millis < 0 ? "-" : "";
  std::uint64_t rest = millis < 0 ? -static_cast<std::uint64_t>(millis) : static_cast<std::uint64_t>(millis);
  static constexpr std::pair<std::uint64_t, const char*> kUnits[] = {{86'400'000, "day"}, {3'600'000, "hour"}, {60'000, "minute"}, {1'000, "second"}, {1, "millisecond"}};
  bool first = true;
  for (const auto& [size, name] : kUnits) {
    const std::uint64_t count = rest / size;
    rest %= size;
    if (count == 0) continue;
    out += (first ? "" : " ") + std::to_string(count) + ' ' + name + (count == 1 ? "" : "s");
    first = false;
  }
  return out;
}

std::string show(const Answer& answer, typed::Type type, const typed::Program& program) {
  if (!answer.known) return "missing";
  std::string out;
  switch (type.kind) {
    case TypeKind::Bool: return answer.number ? "true" : "false";
    case TypeKind::Number:
    case TypeKind::Points: appendDecimal(out, answer.number); return out;
    case TypeKind::Money: appendDecimal(out, answer.number); return out + " USD";
    case TypeKind::Percent: appendDecimal(out, answer.number); return out + "%";
    case TypeKind::Instant: appendInstant(out, answer.number); return out;
    case TypeKind::Duration: return showDuration(answer.number);
    case TypeKind::Text:
    case TypeKind::Code:
    case TypeKind::Email: return '"' + answer.text + '"';
    case TypeKind::Country: return std::string(countryCode(static_cast<int>(answer.number)));
    case TypeKind::Enum: return program.enums[type.ref].values[static_cast<std::size_t>(answer.number)].name;
    default: return std::to_string(answer.number);
  }
}

reference::Value valueOf(TypeKind kind, Slot slot) {
  if (isMissing(slot)) return reference::Value::missing();
  if (isText(kind)) return reference::Value::text(std::string(textOf(slot)->rawText()), kind == TypeKind::Code);
  return reference::Value::of(slot);
}

Answer answerOf(typed::Type type, Slot slot) {
  Answer answer;
  answer.kind = type.kind;
  answer.known = !isMissing(slot);
  if (!answer.known) return answer;
  if (isText(type.kind)) answer.text = std::string(textOf(slot)->foldedText());
  else answer.number = slot;
  return answer;
}

Answer answerOf(typed::Type type, const reference::Value& value) {
  Answer answer;
  answer.kind = type.kind;
  answer.known = value.known;
  if (!answer.known) return answer;
  if (isText(type.kind)) answer.text = value.folded;
  else answer.number = value.number;
  return answer;
}

}  // namespace

std::unique_ptr<Engine> Engine::make(const std::string& playbook, std::string& error) {
  auto engine = std::make_unique<Engine>();
  for (int o = 0; o < 2; ++o) {
    resolve::MemoryFiles files;
    files.texts["cases.leadflow"] = playbook;
    driver::Options options;
    options.lints = false;
    options.optimize = o == 1;
    engine->compiled_[o] = driver::compile("cases.leadflow", files, options);
    auto& compiled = *engine->compiled_[o];
    if (!compiled.ok()) {
      error = diag::renderText(compiled.diags.sorted(), compiled.sources);
      return nullptr;
    }
    auto loaded = bytecode::Program::load(std::move(compiled.chunk));
    if (!loaded.program) {
      error = "the verifier refuses it: " + loaded.error;
      return nullptr;
    }
    engine->programs_[o] = loaded.program;
  }
  return engine;
}

std::vector<std::map<std::string, Answer>> Engine::decide(const std::vector<std::string>& records, std::int64_t now, std::string& error, bool bad_values_allowed) {
  std::string lines;
  for (const std::string& record : records) lines += record + "\n";
  std::vector<std::map<std::string, Answer>> out;
  static const vm::People nobody;
  for (int o = 0; o < 2; ++o) {
    const typed::Program& typed_program = compiled_[o]->program;
    const bytecode::Chunk& chunk = programs_[o]->chunk();
    auto schema = ingest::LeadSchema::of(programs_[o], nullptr);
    ingest::MemorySource source(lines);
    ingest::ReadOptions options;
    options.name = "cases.ndjson";
    ingest::LeadReader reader(schema, source, options);
    vm::Machine machine(programs_[o], &nobody);
    reference::Interpreter interpreter(typed_program);
    std::size_t done = 0;
    ingest::Batch batch;
    while (reader.next(batch, 1000)) {
      if (!batch.rejects.empty()) {
        error = "a record was set aside: " + std::string(batch.rejects[0].reason);
        return {};
      }
      if (!batch.issues.empty() && !bad_values_allowed) {
        error = "a value cannot be read: " + ingest::issueText(batch.issues[0]);
        return {};
      }
      for (const bytecode::LeadRow& row : batch.rows) {
        reference::Record record;
        for (std::size_t i = 0; i < typed_program.fields.size(); ++i) record.fields.push_back(valueOf(typed_program.fields[i].type.kind, row.fields[i]));
        for (const auto& activity : row.activities) {
          reference::Activity copy;
          copy.type = activity.type;
          copy.at = activity.at;
          const auto& fields = typed_program.activities[activity.type].fields;
          for (std::size_t i = 0; i < fields.size(); ++i) copy.fields.push_back(valueOf(fields[i].type.kind, activity.fields[i]));
          record.activities.push_back(std::move(copy));
        }
        const reference::Outcome outcome = interpreter.decide(record, now);
        machine.begin(row, now);
        machine.compute();
        std::map<std::string, Answer> answers;
        for (std::size_t i = 0; i < chunk.derived.size(); ++i) {
          const typed::Type type = typed_program.derived[i].type;
          const std::string& name = chunk.derived[i].name;
          Answer actual = answerOf(type, machine.reg(chunk.derived[i].reg));
          Answer expected = answerOf(type, outcome.derived[i]);
          actual.shown = show(actual, type, typed_program);
          expected.shown = show(expected, type, typed_program);
          if (actual.known != expected.known || actual.number != expected.number || actual.text != expected.text) {
            error = "`" + name + "` of record " + std::to_string(done + 1) + ": the " + (o ? "optimized VM" : "VM") + " says " + actual.shown + ", the reference " + expected.shown;
            return {};
          }
          answers.emplace(name, std::move(actual));
        }
        if (o == 0) {
          out.push_back(std::move(answers));
        } else {
          for (const auto& [name, answer] : answers)
            if (out[done].at(name).shown != answer.shown) {
              error = "`" + name + "` of record " + std::to_string(done + 1) + ": " + out[done].at(name).shown + " plainly, " + answer.shown + " optimized";
              return {};
            }
        }
        ++done;
      }
    }
    if (!reader.error().empty() || done != records.size()) {
      error = "only " + std::to_string(done) + " of " + std::to_string(records.size()) + " records were read: " + reader.error();
      return {};
    }
  }
  return out;
}

}  // namespace leadflow::cases

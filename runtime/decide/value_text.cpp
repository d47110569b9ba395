#include "runtime/decide/value_text.hpp"

#include "runtime/bytecode/context_name.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::decide {

using bytecode::Type;

namespace {

void appendTwo(std::string& out, std::int64_t number) {
  out += static_cast<char>('0' + number / 10);
  out += static_cast<char>('0' + number % 10);
}

/// Calls `each(name)` for the values of an enum set, in the order declared.
template <class Each>
void eachOfSet(const bytecode::EnumInfo& info, Slot set, Each each) {
  for (std::size_t i = 0; i < info.values.size() && i < 63; ++i)
    if ((set >> i) & 1) each(info.values[i].name);
}

std::string_view enumName(const bytecode::Chunk& chunk, Type type, Slot slot) {
  const auto& values = chunk.enums[type.ref].values;
  return slot >= 0 && static_cast<std::size_t>(slot) < values.size() ? std::string_view(values[static_cast<std::size_t>(slot)].name)
                                                                     : std::string_view();
}

}  // namespace

void appendWallClock(std::string& out, Slot instant, const TimeZone& zone) {
  if (isMissing(instant)) {
    out += "missing";
    return;
  }
  const DayTime local = splitDays(toLocal(instant, zone));
  appendDate(out, civilFromDays(local.days));
  out += ' ';
  appendTwo(out, local.ms / kHourMs);
  out += ':';
  appendTwo(out, local.ms / kMinuteMs % 60);
  if (const std::int64_t seconds = local.ms / kSecondMs % 60; seconds != 0) {
    out += ':';
    appendTwo(out, seconds);
  }
}

Names::Names(std::shared_ptr<const bytecode::Program> program, std::shared_ptr<const People> people)
    : program_(std::move(program)), people_(std::move(people)), names_(program_->chunk().registers.size()) {
  const bytecode::Chunk& chunk = program_->chunk();
  for (std::size_t i = 0; i < chunk.fields.size(); ++i) names_[i] = chunk.fields[i].name;
  const auto name = [&](std::uint16_t reg, const std::string& text) {
    if (reg != bytecode::kNone && names_[reg].empty()) names_[reg] = text;
  };
  for (const auto& context : chunk.workflow.context) name(context.reg, bytecode::contextName(chunk, context));
  for (const auto& derived : chunk.derived) name(derived.reg, derived.name);
  for (const auto& score : chunk.scores) name(score.reg, score.name);
  for (const auto& grade : chunk.grades) name(grade.reg, grade.name);
  for (const auto& milestone : chunk.milestones) {
    name(milestone.reached, milestone.name + " is reached");
    name(milestone.at, milestone.name + ".at");
  }
}

std::uint16_t Names::registerOf(std::string_view name) const {
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (!names_[i].empty() && names_[i] == name) return static_cast<std::uint16_t>(i);
  return bytecode::kNone;
}

std::string Names::line(const bytecode::Place& place) const {
  if (place.line == 0 || place.file >= chunk().files.size()) return {};
  return chunk().files[place.file] + ":" + std::to_string(place.line);
}

Slot Names::constant(std::uint32_t k) const {
  const bytecode::ConstantInfo& info = chunk().constants[k];
  if (info.type.kind != TypeKind::Rep) return program_->constant(k);
  const auto& reps = people_->names().rep_of_name;
  return info.bits >= 0 && static_cast<std::size_t>(info.bits) < reps.size() ? reps[static_cast<std::size_t>(info.bits)] : kMissing;
}

void Names::appendJson(std::string& out, Type type, Slot slot) const {
  if (isMissing(slot)) {
    out += "null";
    return;
  }
  switch (type.kind) {
    case TypeKind::Missing: out += "null"; return;
    case TypeKind::Bool: out += slot == 0 ? "false" : "true"; return;
    case TypeKind::Int: appendInt(out, slot); return;
    case TypeKind::Number: case TypeKind::Points: case TypeKind::Money: case TypeKind::Percent: appendDecimal(out, slot); return;
    case TypeKind::EnumSet: {
      out += '[';
      bool first = true;
      eachOfSet(chunk().enums[type.ref], slot, [&](const std::string& name) {
        if (!first) out += ',';
        first = false;
        appendJsonString(out, name);
      });
      out += ']';
      return;
    }
    case TypeKind::TextSet: {
      out += '[';
      bool first = true;
      for (const std::uint32_t symbol : *textSetOf(slot)) {
        if (!first) out += ',';
        first = false;
        appendJsonString(out, program_->symbols().text(symbol));
      }
      out += ']';
      return;
    }
    case TypeKind::Text: case TypeKind::Code: case TypeKind::Email: appendJsonString(out, textOf(slot)->rawText()); return;
    case TypeKind::Enum: appendJsonString(out, enumName(chunk(), type, slot)); return;
    case TypeKind::Rep: appendJsonString(out, rep(slot)); return;
    default:  // country, instant, durations: letters, digits, blanks and signs only
      out += '"';
      appendCell(out, type, slot);
      out += '"';
  }
}

void Names::appendCell(std::string& out, Type type, Slot slot) const {
  if (isMissing(slot)) return;
  switch (type.kind) {
    case TypeKind::Missing: return;
    case TypeKind::Bool: out += slot == 0 ? "false" : "true"; return;
    case TypeKind::Int: appendInt(out, slot); return;
    case TypeKind::Number: case TypeKind::Points: case TypeKind::Money: case TypeKind::Percent: appendDecimal(out, slot); return;
    case TypeKind::Duration: appendDuration(out, slot); return;
    case TypeKind::BusinessDuration: appendDuration(out, slot, true); return;
    case TypeKind::Text: case TypeKind::Code: case TypeKind::Email: out += textOf(slot)->rawText(); return;
    case TypeKind::Country: out += countryCode(static_cast<int>(slot)); return;
    case TypeKind::Enum: out += enumName(chunk(), type, slot); return;
    case TypeKind::EnumSet: {
      const std::size_t begin = out.size();
      eachOfSet(chunk().enums[type.ref], slot, [&](const std::string& name) {
        if (out.size() > begin) out += ';';
        out += name;
      });
      return;
    }
    case TypeKind::Instant: appendInstant(out, slot); return;
    case TypeKind::Rep: out += rep(slot); return;
    case TypeKind::TextSet: {
      const std::size_t begin = out.size();
      for (const std::uint32_t symbol : *textSetOf(slot)) {
        if (out.size() > begin) out += ';';
        out += program_->symbols().text(symbol);
      }
      return;
    }
  }
}

void Names::appendWords(std::string& out, Type type, Slot slot) const {
  if (isMissing(slot)) {
    out += "missing";
    return;
  }
  switch (type.kind) {
    case TypeKind::Bool: out += slot == 0 ? "no" : "yes"; return;
    case TypeKind::Percent: appendPercent(out, slot); return;
    case TypeKind::Money: appendMoney(out, slot, chunk().currency); return;
    case TypeKind::Instant: appendWallClock(out, slot, program_->zone()); return;
    case TypeKind::Text: case TypeKind::Code: case TypeKind::Email:
      out += '"';
      out += textOf(slot)->rawText();
      out += '"';
      return;
    case TypeKind::EnumSet: case TypeKind::TextSet: {
      std::string cell;
      appendCell(cell, type, slot);
      if (cell.empty()) out += "none";
      for (const char c : cell) {
        if (c == ';') out += ", ";
        else out += c;
      }
      return;
    }
    default: appendCell(out, type, slot);
  }
}

Value Names::value(Type type, Slot slot) const {
  Value value;
  value.kind = type.kind;
  value.known = !isMissing(slot);
  value.json.clear();
  value.words.clear();
  appendJson(value.json, type, slot);
  appendCell(value.text, type, slot);
  appendWords(value.words, type, slot);
  return value;
}

}  // namespace leadflow::decide

#include "runtime/bytecode/program.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <map>

#include "runtime/bytecode/codec.hpp"
#include "runtime/value/enum_key.hpp"
#include "runtime/value/hash.hpp"

namespace leadflow::bytecode {

SlotSet::SlotSet(std::vector<std::int64_t> ascending) {
  small_ = std::all_of(ascending.begin(), ascending.end(), [](std::int64_t v) { return v >= 0 && v < 64; });
  if (small_) {
    for (const std::int64_t value : ascending) mask_ |= std::uint64_t{1} << value;
    return;
  }
  std::size_t size = 2;
  while (size < ascending.size() * 2) size *= 2;
  table_.assign(size, kMissing);
  table_mask_ = size - 1;
  for (const std::int64_t value : ascending) {
    std::uint64_t at = mixHash(static_cast<std::uint64_t>(value)) & table_mask_;
    while (table_[at] != kMissing && table_[at] != value) at = (at + 1) & table_mask_;
    table_[at] = value;
  }
}

bool SlotSet::find(std::int64_t value) const {
  if (isMissing(value)) return false;
  for (std::uint64_t at = mixHash(static_cast<std::uint64_t>(value)) & table_mask_;; at = (at + 1) & table_mask_) {
    if (table_[at] == value) return true;
    if (isMissing(table_[at])) return false;
  }
}

Program::~Program() = default;

Program::Loaded Program::load(Chunk chunk) {
  if (std::string error = verify(chunk); !error.empty()) return {nullptr, std::move(error)};
  std::shared_ptr<Program> program(new Program);
  program->chunk_ = std::move(chunk);
  if (std::string error = program->prepare(); !error.empty()) return {nullptr, std::move(error)};
  return {std::move(program), {}};
}

std::uint32_t Program::symbolOf(std::uint32_t text, const Type& type) const {
  return (type.kind == TypeKind::Code ? code_symbols_ : text_symbols_)[text];
}

/// Numbers every text that something is compared with, in the form in which it is compared.
void Program::collectTexts() {
  text_symbols_.assign(chunk_.texts.size(), 0);
  code_symbols_ = text_symbols_;
  Arena scratch;
  const SymbolTable none;
  const auto use = [&](std::int64_t text, const Type& type) {
    if (isMissing(text)) return;
    const bool exact = type.kind == TypeKind::Code;
    std::uint32_t& symbol = (exact ? code_symbols_ : text_symbols_)[static_cast<std::size_t>(text)];
    if (symbol != 0) return;
    const std::string& written = chunk_.texts[static_cast<std::size_t>(text)];
    symbol = symbols_.add((exact ? makeCode(scratch, none, written) : makeText(scratch, none, written))->foldedText());
  };
  const auto useRules = [&](const match::RuleSet& rules) {
    // runs of values that rules share are looked at once
    std::map<std::tuple<std::uint32_t, std::uint32_t, bool>, Type> runs;
    for (const match::Atom& atom : rules.atoms) {
      const Type type = chunk_.registers[atom.reg];
      if (atom.text && isTextual(type.kind) && atom.kind != match::AtomKind::InRange && atom.kind < match::AtomKind::Known)
        runs.emplace(std::tuple{atom.first, atom.count, type.kind == TypeKind::Code}, type);
    }
    for (const auto& [run, type] : runs)
      for (std::uint32_t i = 0; i < std::get<1>(run); ++i) use(rules.values[std::get<0>(run) + i], type);
  };
  for (const ConstantInfo& constant : chunk_.constants)
    if (isTextual(constant.type.kind)) use(constant.bits, constant.type);
  for (const SetInfo& set : chunk_.sets)
    if (isTextual(set.type.kind))
      for (const std::int64_t text : set.values) use(text, set.type);
  for (const DecisionInfo& decision : chunk_.decisions) useRules(decision.rules);
  for (const RouteInfo& route : chunk_.routes) useRules(route.match);
  for (const ChoiceInfo& choice : chunk_.choices)
    for (const auto* skills : {&choice.with_skill, &choice.preferring_skill})
      for (const std::string& skill : *skills) symbols_.add(normalText(skill));
}

/// From indexes of texts to symbols, ascending again.
void Program::useSymbols(match::RuleSet& rules) {
  std::map<std::tuple<std::uint32_t, std::uint32_t, TypeKind>, std::pair<std::uint32_t, std::uint32_t>> moved;
  std::vector<std::int64_t> values;
  for (match::Atom& atom : rules.atoms) {
    if (atom.kind == match::AtomKind::InRange || atom.kind >= match::AtomKind::Known) {
      atom.first = atom.count = 0;
      continue;
    }
    const Type type = chunk_.registers[atom.reg];
    const TypeKind form = isTextual(type.kind) ? (type.kind == TypeKind::Code ? TypeKind::Code : TypeKind::Text) : TypeKind::Int;
    const auto [at, fresh] = moved.try_emplace({atom.first, atom.count, form});
    if (fresh) {
      std::vector<std::int64_t> run(rules.values.begin() + atom.first, rules.values.begin() + atom.first + atom.count);
      if (form != TypeKind::Int) {
        for (std::int64_t& value : run) value = symbolOf(static_cast<std::uint32_t>(value), type);
        std::sort(run.begin(), run.end());
        run.erase(std::unique(run.begin(), run.end()), run.end());
      }
      at->second = {static_cast<std::uint32_t>(values.size()), static_cast<std::uint32_t>(run.size())};
      values.insert(values.end(), run.begin(), run.end());
    }
    atom.first = at->second.first;
    atom.count = at->second.second;
  }
  rules.values = std::move(values);
}

/// Each function with a Return behind it, and instructions that depend on types chosen.
void Program::layOutCode() {
  for (const Function& function : chunk_.functions) {
    entries_.push_back(static_cast<std::uint32_t>(code_.size()));
    for (std::uint32_t i = function.begin; i < function.end; ++i) {
      Instruction x = chunk_.code[i];
      if (static_cast<Op>(x.op) == Op::LoadConst) {
        const ConstantInfo& constant = chunk_.constants[wide(x.b, x.c)];
        if (constant.type.kind == TypeKind::Rep && !isMissing(constant.bits)) {
          const auto name = static_cast<std::uint32_t>(constant.bits);
          x = {static_cast<std::uint16_t>(Op::LoadRep), x.a, static_cast<std::uint16_t>(name), static_cast<std::uint16_t>(name >> 16)};
        }
      }
      if (static_cast<Op>(x.op) == Op::InSet) {
        const TypeKind kind = chunk_.sets[x.c].type.kind;
        if (isTextual(kind)) x.op = static_cast<std::uint16_t>(LoadedOp::InSetText);
        if (kind == TypeKind::Rep) x.op = static_cast<std::uint16_t>(LoadedOp::InSetRep);
      }
      code_.push_back(x);
    }
    code_.push_back({static_cast<std::uint16_t>(Op::Return), 0, 0, 0});
  }
}

std::string Program::prepare() {
  zone_ = findTimeZone(chunk_.timezone);
  if (!zone_) return "there is no time zone `" + chunk_.timezone + "`";
  for (const auto& rules : chunk_.calendars) {
    calendars_.push_back(calendar::Calendar::bind(rules));
    if (!calendars_.back()) return "calendar `" + rules.name + "` cannot be used";
  }
  for (const PatternInfo& pattern : chunk_.patterns) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(!pattern.ignore_case);
    patterns_.push_back(std::make_unique<RE2>(pattern.regex, options));
    if (!patterns_.back()->ok()) return "pattern `" + pattern.regex + "`: " + patterns_.back()->error();
  }

  collectTexts();
  for (const ConstantInfo& constant : chunk_.constants) {
    Slot slot = constant.bits;
    if (isTextual(constant.type.kind) && !isMissing(slot)) {
      const std::string& text = chunk_.texts[static_cast<std::size_t>(slot)];
      slot = slotOf(constant.type.kind == TypeKind::Code ? makeCode(arena_, symbols_, text) : makeText(arena_, symbols_, text));
    } else if (constant.type.kind == TypeKind::Rep) {
      slot = kMissing;
    }
    constants_.push_back(slot);
  }
  for (const SetInfo& set : chunk_.sets) {
    std::vector<std::int64_t> values = set.values;
    if (isTextual(set.type.kind)) {
      for (std::int64_t& value : values) value = symbolOf(static_cast<std::uint32_t>(value), set.type);
      std::sort(values.begin(), values.end());
    }
    sets_.emplace_back(std::move(values));
  }
  for (const TableInfo& table : chunk_.tables) {
    auto& rows = table_rows_.emplace_back();
    if (table.key == kAny) continue;  // only `match` looks into it
    const bool textual = isTextual(table.columns[table.key].type.kind);
    for (std::size_t row = 0; row < table.cells.size() / table.columns.size(); ++row) {
      const Slot key = constants_[table.cells[row * table.columns.size() + table.key]];
      if (!isMissing(key)) rows.emplace(textual ? textOf(key)->symbol : key, static_cast<std::uint32_t>(row));
    }
  }
  for (const DecayInfo& decay : chunk_.decays) {
    auto& steps = decay_steps_.emplace_back();
    for (const auto& step : decay.steps) steps.push_back({step.until_millis, step.percent});
  }
  for (DecisionInfo& decision : chunk_.decisions) {
    useSymbols(decision.rules);
    decision_indexes_.push_back(match::Index::build(decision.rules, symbols_));
  }
  for (RouteInfo& route : chunk_.routes) {
    useSymbols(route.match);
    route_indexes_.push_back(match::Index::build(route.match, symbols_));
  }
  for (std::size_t i = 0; i < chunk_.fields.size(); ++i) field_names_.emplace(fold(chunk_.fields[i].name), static_cast<int>(i));
  for (std::size_t i = 0; i < chunk_.activities.size(); ++i)
    activity_names_.emplace(enumKey(chunk_.activities[i].name), static_cast<int>(i));
  layOutCode();
  return {};
}

std::int64_t Program::tableRow(std::uint32_t t, Slot key) const {
  if (isMissing(key)) return -1;
  const TableInfo& table = chunk_.tables[t];
  if (table.key == kAny) return -1;
  if (isTextual(table.columns[table.key].type.kind)) key = textOf(key)->symbol;
  const auto row = table_rows_[t].find(key);
  return row == table_rows_[t].end() ? -1 : static_cast<std::int64_t>(row->second);
}

int Program::findField(std::string_view name) const {
  const auto found = field_names_.find(fold(name));
  return found == field_names_.end() ? -1 : found->second;
}

int Program::findActivity(std::string_view name) const {
  const auto found = activity_names_.find(enumKey(name));
  return found == activity_names_.end() ? -1 : found->second;
}

// ---- calendars in other zones

std::int32_t Program::hoursIn(std::int32_t calendar, std::string_view zone) const {
  if (calendar < 0 || zone.empty()) return calendar;
  const auto base = static_cast<std::uint32_t>(calendar) < calendars_.size() ? calendar : calendarOfHours(calendar);
  if (calendars_[static_cast<std::size_t>(base)]->zone().name() == zone) return base;
  const std::unique_lock lock(moved_lock_);
  for (std::size_t i = 0; i < moved_.size(); ++i)
    if (moved_[i].calendar == base && moved_[i].hours->zone().name() == zone) return static_cast<std::int32_t>(calendars_.size() + i);
  const TimeZone* found = findTimeZone(zone);
  if (found == nullptr) return base;   // a zone that this machine does not know any more
  moved_.push_back({base, calendars_[static_cast<std::size_t>(base)]->in(*found)});
  return static_cast<std::int32_t>(calendars_.size() + moved_.size() - 1);
}

std::int32_t Program::calendarOfHours(std::int32_t hours) const {
  if (hours < 0 || static_cast<std::size_t>(hours) < calendars_.size()) return hours;
  const std::shared_lock lock(moved_lock_);
  return moved_[static_cast<std::size_t>(hours) - calendars_.size()].calendar;
}

std::string Program::zoneOfHours(std::int32_t hours) const {
  if (hours < 0 || static_cast<std::size_t>(hours) < calendars_.size()) return {};
  return moved(static_cast<std::uint32_t>(hours)).zone().name();
}

const calendar::Calendar& Program::moved(std::uint32_t hours) const {
  const std::shared_lock lock(moved_lock_);
  return *moved_[hours - calendars_.size()].hours;
}

}  // namespace leadflow::bytecode

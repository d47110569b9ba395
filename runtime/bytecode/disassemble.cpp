#include <algorithm>
#include <map>

#include "runtime/bytecode/codec.hpp"
#include "runtime/bytecode/context_name.hpp"
#include "runtime/bytecode/disassemble_workflow.hpp"
#include "runtime/bytecode/native_info.hpp"
#include "runtime/bytecode/opcode.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::bytecode {
namespace {

/// Writes a verified chunk as text; a damaged one as far as its tables reach.
class Lister {
 public:
  explicit Lister(const Chunk& chunk) : c_(chunk) {
    const auto call = [&](std::uint16_t r, const std::string& name) {
      if (r != kNone) names_.emplace(r, name);
    };
    for (std::size_t i = 0; i < c_.fields.size(); ++i) call(static_cast<std::uint16_t>(i), c_.fields[i].name);
    for (const DerivedInfo& derived : c_.derived) call(derived.reg, derived.name);
    for (const ScoreInfo& score : c_.scores) {
      call(score.reg, score.name);
      for (std::size_t t = 0; t < score.terms.size(); ++t) call(score.terms[t].reg, score.name + "." + std::to_string(t + 1));
    }
    for (const GradeInfo& grade : c_.grades) call(grade.reg, grade.name);
    for (const MilestoneInfo& milestone : c_.milestones) {
      call(milestone.reached, milestone.name);
      call(milestone.at, milestone.name + ".at");
    }
    for (const ContextInfo& context : c_.workflow.context) call(context.reg, contextName(c_, context));
    for (const DecisionInfo& decision : c_.decisions) call(decision.row_register, decision.name + ".row");
    if (c_.rep_registers != kNone)
      for (std::size_t i = 0; i < std::size(kRepFields); ++i)
        call(static_cast<std::uint16_t>(c_.rep_registers + i), std::string("rep.") + kRepFields[i].name);
  }

  std::string list() {
    heading();
    registers();
    tables();
    queries();
    functions();
    outputs();
    decisions();
    routes();
    listWorkflow(out_, c_);
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }
  static std::string number(std::uint64_t value) { return std::to_string(value); }
  std::string reg(std::uint16_t r) const {
    if (r == kNone) return "-";
    const auto name = names_.find(r);
    return "r" + number(r) + (name == names_.end() ? "" : ":" + name->second);
  }
  std::string typeName(const Type& type) const {
    std::string name(typeKindName(type.kind));
    if ((type.kind == TypeKind::Enum || type.kind == TypeKind::EnumSet) && type.ref < c_.enums.size()) name += " " + c_.enums[type.ref].name;
    return name;
  }
  std::string place(const Place& p) const {
    if (p.line == 0 || p.file >= c_.files.size()) return {};
    return "   # " + c_.files[p.file] + ":" + number(p.line) + ":" + number(p.column);
  }
  std::string quoted(const std::string& text) const {
    std::string out;
    appendJsonString(out, text);
    return out;
  }
  static std::string decimal(Slot scaled) {
    std::string out;
    appendDecimal(out, scaled);
    return out;
  }

  /// A slot as a playbook would write it; texts and reps are indexes here.
  std::string slot(const Type& type, Slot bits) const {
    if (isMissing(bits)) return "missing";
    const auto index = static_cast<std::size_t>(bits);
    std::string out;
    switch (type.kind) {
      case TypeKind::Bool: return bits != 0 ? "true" : "false";
      case TypeKind::Number:
      case TypeKind::Points: return decimal(bits);
      case TypeKind::Money: appendMoney(out, bits, type.ref < static_cast<std::uint32_t>(currencyCount()) ? static_cast<int>(type.ref) : kNoCurrency); return out;
      case TypeKind::Percent: appendPercent(out, bits); return out;
      case TypeKind::Duration: appendDuration(out, bits); return out;
      case TypeKind::BusinessDuration: appendDuration(out, bits, true); return out;
      case TypeKind::Instant: appendInstant(out, bits); return out;
      case TypeKind::Text:
      case TypeKind::Code:
      case TypeKind::Email: return index < c_.texts.size() ? quoted(c_.texts[index]) : "text " + number(index);
      case TypeKind::Country: return index < static_cast<std::size_t>(kCountryCount) ? std::string(countryCode(static_cast<int>(bits))) : std::to_string(bits);
      case TypeKind::Rep: return index < c_.rep_names.size() ? c_.rep_names[index] : "rep " + number(index);
      case TypeKind::Enum:
        if (type.ref < c_.enums.size() && index < c_.enums[type.ref].values.size()) return c_.enums[type.ref].values[index].name;
        break;
      case TypeKind::EnumSet:
        for (std::size_t i = 0; type.ref < c_.enums.size() && i < c_.enums[type.ref].values.size() && i < 62; ++i)
          if ((bits >> i) & 1) out += (out.empty() ? "" : ", ") + c_.enums[type.ref].values[i].name;
        return "[" + out + "]";
      default: break;
    }
    return std::to_string(bits);
  }
  std::string constant(std::uint32_t k) const {
    return "k" + number(k) + (k < c_.constants.size() ? " (" + slot(c_.constants[k].type, c_.constants[k].bits) + ")" : "");
  }
  template <class T>
  static std::string named(const std::vector<T>& all, std::uint32_t index, char letter) {
    const std::string name = index < all.size() ? all[index].name : std::string();
    return letter + number(index) + (name.empty() ? "" : ":" + name);
  }

  void heading() {
    line("playbook " + (c_.name.empty() ? std::string("-") : c_.name) + (c_.version.empty() ? "" : "  version " + c_.version) + "  timezone " + c_.timezone);
    line("cost at most " + number(c_.cost_bound) + " steps a lead, " + number(c_.cost_per_activity) + " more an activity");
  }
  void registers() {
    line("\nregisters");
    for (std::size_t r = 0; r < c_.registers.size(); ++r)
      line("  " + reg(static_cast<std::uint16_t>(r)) + "  " + typeName(c_.registers[r]) + (std::binary_search(c_.personal.begin(), c_.personal.end(), r) ? "  personal" : ""));
  }
  void tables() {
    if (!c_.sets.empty()) line("\nsets");
    for (std::uint32_t s = 0; s < c_.sets.size(); ++s) {
      std::string values;
      for (std::size_t i = 0; i < std::min<std::size_t>(c_.sets[s].values.size(), 12); ++i)
        values += (i > 0 ? ", " : "") + slot(c_.sets[s].type, c_.sets[s].values[i]);
      if (c_.sets[s].values.size() > 12) values += ", … " + number(c_.sets[s].values.size()) + " in all";
      line("  " + named(c_.sets, s, 's') + "  [" + values + "]");
    }
    if (!c_.tables.empty()) line("\ntables");
    for (std::uint32_t t = 0; t < c_.tables.size(); ++t) {
      std::string columns;
      for (std::size_t i = 0; i < c_.tables[t].columns.size(); ++i)
        columns += (i > 0 ? ", " : "") + c_.tables[t].columns[i].name + " " + typeName(c_.tables[t].columns[i].type) + (i == c_.tables[t].key ? " key" : "");
      const std::size_t rows = c_.tables[t].columns.empty() ? 0 : c_.tables[t].cells.size() / c_.tables[t].columns.size();
      line("  " + named(c_.tables, t, 't') + (c_.tables[t].live ? " live" : "") + "  { " + columns + " }  " + number(rows) + " rows");
    }
  }
  void queries() {
    if (!c_.queries.empty()) line("\nqueries");
    for (std::uint32_t q = 0; q < c_.queries.size(); ++q) {
      const QueryInfo& query = c_.queries[q];
      std::string text;
      for (const std::uint32_t activity : query.activities)
        text += (text.empty() ? "" : ", ") + (activity < c_.activities.size() ? c_.activities[activity].name : number(activity));
      if (query.where >= 0) text += " where f" + number(static_cast<std::uint32_t>(query.where)) + " reading from " + reg(query.first_register);
      line("  q" + number(q) + "  " + text);
    }
    if (!c_.pers.empty()) line("\nper");
    for (std::uint32_t p = 0; p < c_.pers.size(); ++p) {
      const PerInfo& per = c_.pers[p];
      std::string text = decimal(per.points) + " per q" + number(per.query);
      if (per.has_max_points) text += " max " + decimal(per.max_points) + " points";
      if (per.has_max_times) text += " max " + std::to_string(per.max_times) + " times";
      if (per.decay >= 0 && static_cast<std::size_t>(per.decay) < c_.decays.size()) text += " " + decay(c_.decays[static_cast<std::size_t>(per.decay)]);
      if (per.since != kNone) text += " since " + reg(per.since);
      line("  p" + number(p) + "  " + text);
    }
  }
  std::string decay(const DecayInfo& info) const {
    std::string out = "decay";
    if (info.kind == DecayInfo::Kind::Half) out += " half every ", appendDuration(out, info.millis);
    if (info.kind == DecayInfo::Kind::Linear) out += " linear over ", appendDuration(out, info.millis);
    if (info.kind == DecayInfo::Kind::Steps)
      for (const auto& step : info.steps) out += " ", appendDuration(out, step.until_millis), out += " ", appendPercent(out, step.percent);
    return out;
  }

  /// Where the instructions of a function come from, as far as the chunk says.
  std::map<std::uint32_t, std::string> origins() const {
    std::map<std::uint32_t, std::string> from;
    from[c_.compute] = "  computes every field, score and grade";
    for (const RouteInfo& route : c_.routes)
      for (const RuleInfo& rule : route.rules)
        for (const Conjunct& part : rule.conjuncts) from[part.function] = "  " + route.name + "." + rule.name + ": " + part.text + place(part.place);
    for (const ScoreInfo& score : c_.scores)
      for (const TermInfo& term : score.terms)
        if (term.when >= 0) from[static_cast<std::uint32_t>(term.when)] = "  " + score.name + ": " + term.text + place(term.place);
    for (const PoolInfo& pool : c_.pools)
      if (pool.where >= 0) from[static_cast<std::uint32_t>(pool.where)] = "  pool " + pool.name + ": " + pool.text + place(pool.place);
    for (const ChoiceInfo& choice : c_.choices)
      if (choice.function >= 0) from[static_cast<std::uint32_t>(choice.function)] = "  -> " + choice.text;
    return from;
  }
  void functions() {
    const auto from = origins();
    for (std::uint32_t f = 0; f < c_.functions.size(); ++f) {
      const Function& function = c_.functions[f];
      const auto origin = from.find(f);
      line("\nfunction f" + number(f) + " -> " + reg(function.result) + (origin == from.end() ? "" : origin->second));
      for (std::uint32_t i = function.begin; i < function.end && i < c_.code.size(); ++i) instruction(i);
    }
  }
  void instruction(std::uint32_t at) {
    const Instruction& x = c_.code[at];
    std::string text = number(at);
    text.insert(0, text.size() < 4 ? 4 - text.size() : 0, '0');
    if (x.op >= kOpCount) return line("  " + text + " unknown " + number(x.op));
    const OpInfo& op = info(static_cast<Op>(x.op));
    text += " " + std::string(op.name);
    const std::uint16_t values[] = {x.a, x.b, x.c};
    bool first = true;
    for (std::size_t n = 0; n < op.operands.size(); ++n) {
      if (op.operands[n] == '-') continue;
      text += (first ? " " : ", ") + operand(op.operands[n], values[n], at, x);
      first = false;
    }
    line("  " + text);
  }
  std::string operand(char kind, std::uint16_t narrow, std::uint32_t at, const Instruction& x) const {
    const std::uint32_t value = kind == 'k' || kind == 'y' ? wide(x.b, x.c) : narrow;
    switch (kind) {
      case 'd':
      case 'r': return reg(narrow);
      case 'k': return constant(value);
      case 's': return named(c_.sets, value, 's');
      case 'q': return "q" + number(value);
      case 'p': return "p" + number(value);
      case 't': return named(c_.tables, value, 't');
      case 'e': return named(c_.decisions, value, 'd');
      case 'n': return value < kNativeCount ? std::string(kNatives[value].name) : number(value);
      case 'm': return value < c_.patterns.size() ? "/" + c_.patterns[value].regex + (c_.patterns[value].ignore_case ? "/i" : "/") : number(value);
      case 'c': return named(c_.calendars, value, 'c');
      case 'y': return value < c_.rep_names.size() ? c_.rep_names[value] : number(value);
      case 'f': return "to " + number(std::uint64_t{at} + 1 + wide(x.b, x.c));
      default: return number(value);
    }
  }

  void outputs() {
    if (!c_.scores.empty()) line("\nscores");
    for (const ScoreInfo& score : c_.scores) {
      line("  " + score.name + " in " + reg(score.reg) + (score.has_max ? " max " + decimal(score.max) : "") + (score.has_min ? " min " + decimal(score.min) : "") +
           (score.formula.empty() ? "" : " = " + score.formula) + place(score.place));
      for (const TermInfo& term : score.terms) line("    " + reg(term.reg) + "  " + term.text + place(term.place));
    }
    if (!c_.grades.empty()) line("\ngrades");
    for (const GradeInfo& grade : c_.grades) line("  " + grade.name + " in " + reg(grade.reg) + " of " + reg(grade.of) + place(grade.place));
  }
  std::string rule(const match::RuleSet& set, const match::Rule& r) const {
    std::string text;
    for (std::uint64_t a = r.first_atom; a < std::uint64_t{r.first_atom} + r.atom_count && a < set.atoms.size(); ++a) {
      const match::Atom& atom = set.atoms[a];
      const Type type = atom.reg < c_.registers.size() ? c_.registers[atom.reg] : Type{};
      static constexpr const char* kWords[] = {"in", "not in", "within", "begins with", "known", "missing"};
      text += (text.empty() ? "" : " and ") + reg(atom.reg) + " " + kWords[static_cast<int>(atom.kind)];
      if (atom.kind == match::AtomKind::InRange)
        text += " " + (atom.low == kMissing || atom.low == kMissing + 1 ? "" : slot(type, atom.low)) + ".." + (atom.high == INT64_MAX ? "" : slot(type, atom.high));
      if (atom.kind == match::AtomKind::Known || atom.kind == match::AtomKind::Missing || atom.kind == match::AtomKind::InRange) continue;
      text += " [";
      for (std::uint32_t i = 0; i < atom.count && i < 6 && std::uint64_t{atom.first} + i < set.values.size(); ++i)
        text += (i > 0 ? ", " : "") + slot(type, set.values[atom.first + i]);
      text += atom.count > 6 ? ", … " + number(atom.count) + " in all]" : "]";
    }
    if (r.residue >= 0) text += (text.empty() ? "f" : " and f") + number(static_cast<std::uint32_t>(r.residue));
    return text.empty() ? "always" : text;
  }
  void decisions() {
    for (std::uint32_t d = 0; d < c_.decisions.size(); ++d) {
      const DecisionInfo& decision = c_.decisions[d];
      line("\ndecision " + named(c_.decisions, d, 'd') + "  row in " + reg(decision.row_register));
      for (std::size_t i = 0; i < decision.rules.rules.size(); ++i) {
        std::string text = "  " + number(i) + "  " + rule(decision.rules, decision.rules.rules[i]) + " ->";
        for (std::size_t o = 0; o < decision.outputs.size() && i * decision.outputs.size() + o < decision.cells.size(); ++o)
          text += " " + constant(decision.cells[i * decision.outputs.size() + o]);
        line(text + (i < decision.row_places.size() ? place(decision.row_places[i]) : ""));
      }
    }
  }
  void routes() {
    for (const RouteInfo& route : c_.routes) {
      line("\nroute " + route.name);
      for (std::size_t i = 0; i < route.rules.size(); ++i) {
        std::string text = "  " + route.rules[i].name + "  " + (i < route.match.rules.size() ? rule(route.match, route.match.rules[i]) : "");
        for (const std::uint32_t choice : route.rules[i].choices)
          if (choice < c_.choices.size()) text += " -> " + c_.choices[choice].text;
        line(text + place(route.rules[i].place));
      }
    }
  }

  const Chunk& c_;
  std::map<std::uint16_t, std::string> names_;
  std::string out_;
};

}  // namespace

std::string disassemble(const Chunk& chunk) { return Lister(chunk).list(); }

}  // namespace leadflow::bytecode

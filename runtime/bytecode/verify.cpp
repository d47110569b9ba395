#include <algorithm>
#include <tuple>

#include "runtime/bytecode/codec.hpp"
#include "runtime/bytecode/verifier.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/money.hpp"

namespace leadflow::bytecode {
namespace {

constexpr std::int64_t kMaxMillis = std::int64_t{1} << 50;  // 35,000 years
constexpr std::size_t kMaxNesting = 256;                    // routes and splits inside one another
constexpr std::size_t kMaxSetEnum = 62;
constexpr std::uint64_t kMaxRunValues = std::uint64_t{1} << 24;

}  // namespace

bool sameForm(const Type& expected, const Type& given) {
  if (expected == given || given.kind == TypeKind::Missing) return true;
  if (isTextual(expected.kind)) return isTextual(given.kind);
  if (isScaled(expected.kind)) return isScaled(given.kind);
  if (expected.kind != given.kind) return false;
  return expected.kind != TypeKind::Enum && expected.kind != TypeKind::EnumSet;
}

bool Verifier::fail(std::string what) {
  if (error_.empty()) error_ = std::move(what);
  return false;
}

bool Verifier::inTable(std::uint64_t index, std::size_t size, const char* what) {
  return index < size || fail(std::string(what) + " " + std::to_string(index) + " does not exist");
}

bool Verifier::type(const Type& t) {
  if (t.kind == TypeKind::Enum || t.kind == TypeKind::EnumSet) {
    if (!inTable(t.ref, c_.enums.size(), "enum")) return false;
    if (t.kind == TypeKind::EnumSet && c_.enums[t.ref].values.size() > kMaxSetEnum) return fail("too many values for a set");
  }
  if (t.kind == TypeKind::Money && t.ref != UINT32_MAX)
    return inTable(t.ref, static_cast<std::size_t>(currencyCount()), "currency");
  return true;
}

bool Verifier::place(const Place& p) { return p.line == 0 || inTable(p.file, c_.files.size(), "file"); }

bool Verifier::anyReg(std::uint16_t r) { return inTable(r, c_.registers.size(), "register"); }

/// The register exists and holds the kind (Points stands for every scaled number).
bool Verifier::reg(std::uint16_t r, TypeKind kind) {
  if (!anyReg(r)) return false;
  const TypeKind is = c_.registers[r].kind;
  if (is == kind || (isScaled(is) && isScaled(kind))) return true;
  return fail("register " + std::to_string(r) + " holds another type than its use");
}

/// The function exists and gives a Bool.
bool Verifier::condition(std::int64_t function) {
  return inTable(static_cast<std::uint64_t>(function), c_.functions.size(), "function") &&
         reg(c_.functions[static_cast<std::size_t>(function)].result, TypeKind::Bool);
}

bool Verifier::constantFits(std::uint32_t constant, const Type& t) {
  return inTable(constant, c_.constants.size(), "constant") &&
         (sameForm(t, c_.constants[constant].type) || c_.constants[constant].bits == kMissing ||
          fail("constant " + std::to_string(constant) + " has another type than its use"));
}

bool Verifier::run() {
  restricted_.assign(c_.functions.size(), 0);
  return head() && schema() && constants() && tables() && queries() && decisions() && outputs() && people() && routes() &&
         noCircle() && workflow() && code();
}

bool Verifier::head() {
  if (c_.rep_names.size() > UINT32_MAX || c_.constants.size() > UINT32_MAX) return fail("too many constants");
  if (c_.registers.size() >= kNone) return fail("too many registers");
  if (c_.currency < -1 || c_.currency >= currencyCount()) return fail("unknown currency");
  if (c_.calendar != -1 && !inTable(static_cast<std::uint32_t>(c_.calendar), c_.calendars.size(), "calendar")) return false;
  if (c_.review_millis <= 0) return fail("no time between reviews");
  for (const auto& rules : c_.calendars)
    if (std::string problem = calendar::validate(rules); !problem.empty()) return fail("calendar: " + problem);
  for (const auto& [kind, index] : c_.output_order) {
    const std::size_t sizes[] = {c_.derived.size(), c_.scores.size(), c_.grades.size(), c_.milestones.size()};
    if (kind > 3) return fail("unknown kind of output");
    if (!inTable(index, sizes[kind], "output")) return false;
  }
  return true;
}

bool Verifier::fields(const std::vector<FieldInfo>& all) {
  for (const FieldInfo& field : all) {
    if (!type(field.type) || !place(field.place)) return false;
    if (field.type.kind == TypeKind::TextSet || field.type.kind == TypeKind::Missing)
      return fail("field `" + field.name + "` has a type that no data has");
    if (field.has_fallback && !constantFits(field.fallback, field.type)) return false;
  }
  return true;
}

bool Verifier::schema() {
  for (const EnumInfo& info : c_.enums)
    if (info.otherwise < -1 || (info.otherwise >= 0 && !inTable(static_cast<std::uint32_t>(info.otherwise), info.values.size(), "enum value")))
      return fail("enum `" + info.name + "` has an unknown default");
  for (const Type& t : c_.registers)
    if (!type(t)) return false;
  if (!fields(c_.fields)) return false;
  if (c_.fields.size() > c_.registers.size()) return fail("more fields than registers");
  for (std::size_t i = 0; i < c_.fields.size(); ++i)
    if (c_.fields[i].type != c_.registers[i]) return fail("register of field `" + c_.fields[i].name + "` has another type");
  for (const ActivityInfo& activity : c_.activities)
    if (!fields(activity.fields)) return false;
  for (const std::uint16_t r : c_.personal)
    if (!anyReg(r)) return false;
  if (!std::is_sorted(c_.personal.begin(), c_.personal.end())) return fail("personal registers out of order");
  if (c_.rep_registers != kNone)
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(RepFieldId::Count_); ++i) {
      if (!anyReg(static_cast<std::uint16_t>(std::min<std::uint32_t>(c_.rep_registers + i, kNone)))) return false;
      if (c_.registers[c_.rep_registers + i].kind != kRepFields[i].kind) return fail("rep registers have other types");
    }
  return true;
}

bool Verifier::constants() {
  for (const ConstantInfo& constant : c_.constants) {
    if (!type(constant.type)) return false;
    if (constant.bits == kMissing) continue;
    const auto bits = static_cast<std::uint64_t>(constant.bits);
    switch (constant.type.kind) {
      case TypeKind::Text:
      case TypeKind::Code:
      case TypeKind::Email:
        if (!inTable(bits, c_.texts.size(), "text")) return false;
        break;
      case TypeKind::Rep:
        if (!inTable(bits, c_.rep_names.size(), "rep")) return false;
        break;
      case TypeKind::Bool:
        if (bits > 1) return fail("a yes or no that is neither");
        break;
      case TypeKind::Country:
        if (!inTable(bits, kCountryCount, "country")) return false;
        break;
      case TypeKind::Enum:
        if (!inTable(bits, c_.enums[constant.type.ref].values.size(), "enum value")) return false;
        break;
      case TypeKind::EnumSet:
        if ((bits >> c_.enums[constant.type.ref].values.size()) != 0) return fail("a set of values that do not exist");
        break;
      case TypeKind::BusinessDuration:
        if (constant.bits < 0) return fail("a negative business duration");
        break;
      case TypeKind::TextSet:
      case TypeKind::Missing: return fail("a constant of a type that has none");
      default: break;
    }
  }
  return true;
}

bool Verifier::tables() {
  for (const SetInfo& set : c_.sets) {
    if (!type(set.type)) return false;
    if (set.type.kind == TypeKind::TextSet || set.type.kind == TypeKind::Missing) return fail("a set of a type that has none");
    const bool textual = isTextual(set.type.kind), rep = set.type.kind == TypeKind::Rep;
    for (std::size_t i = 0; i < set.values.size(); ++i) {
      const auto value = static_cast<std::uint64_t>(set.values[i]);
      if (textual || rep) {
        if (!inTable(value, textual ? c_.texts.size() : c_.rep_names.size(), textual ? "text" : "rep")) return false;
      } else if (set.values[i] == kMissing || (i > 0 && set.values[i] <= set.values[i - 1])) {
        return fail("set `" + set.name + "` is not in order");
      }
    }
  }
  for (const TableInfo& table : c_.tables) {
    for (const auto& column : table.columns)
      if (!type(column.type)) return false;
    if (table.columns.empty()) return fail("table `" + table.name + "` has no columns");
    if (table.key != kAny && !inTable(table.key, table.columns.size(), "key column")) return false;
    const TypeKind key = table.key == kAny ? TypeKind::Text : table.columns[table.key].type.kind;
    if (key == TypeKind::Rep || key == TypeKind::TextSet) return fail("table `" + table.name + "` has a key of a type that changes");
    if (table.cells.size() % table.columns.size() != 0) return fail("table `" + table.name + "` has a row cut short");
    for (std::size_t i = 0; i < table.cells.size(); ++i)
      if (!constantFits(table.cells[i], table.columns[i % table.columns.size()].type)) return false;
  }
  return true;
}

bool Verifier::queries() {
  for (const QueryInfo& query : c_.queries) {
    for (const std::uint32_t activity : query.activities)
      if (!inTable(activity, c_.activities.size(), "activity")) return false;
    if (query.first_register != kNone || query.field != kNone) {
      if (query.activities.empty()) return fail("a query reads the fields of no activity");
      const auto& first = c_.activities[query.activities[0]].fields;
      for (const std::uint32_t activity : query.activities) {
        const auto& other = c_.activities[activity].fields;
        if (!std::equal(first.begin(), first.end(), other.begin(), other.end(),
                        [](const FieldInfo& a, const FieldInfo& b) { return a.type == b.type; }))
          return fail("a query reads fields that its activities do not share");
      }
      if (query.field != kNone && !inTable(query.field, first.size(), "activity field")) return false;
      if (query.first_register != kNone)
        for (std::size_t i = 0; i < first.size(); ++i) {
          if (!inTable(query.first_register + i, c_.registers.size(), "register")) return false;
          if (c_.registers[query.first_register + i] != first[i].type) return fail("activity registers have other types");
        }
    }
    if (query.at_register != kNone && !reg(query.at_register, TypeKind::Instant)) return false;
    if (query.where < 0) continue;
    if (!condition(query.where)) return false;
    restricted_[static_cast<std::size_t>(query.where)] |= NoQueries | NoDecisions;
  }
  for (const DecayInfo& decay : c_.decays) {
    const bool spans = decay.kind == DecayInfo::Kind::Half || decay.kind == DecayInfo::Kind::Linear;
    if (spans && (decay.millis <= 0 || decay.millis > kMaxMillis)) return fail("decay over no time");
    for (std::size_t i = 0; i < decay.steps.size(); ++i) {
      const auto& step = decay.steps[i];
      if (step.until_millis < 0 || step.until_millis > kMaxMillis || step.percent < 0 || step.percent > 1'000'000'000 ||
          (i > 0 && step.until_millis <= decay.steps[i - 1].until_millis))
        return fail("decay steps out of order");
    }
  }
  for (const PerInfo& per : c_.pers) {
    if (per.decay < -1 || (per.decay >= 0 && !inTable(static_cast<std::uint32_t>(per.decay), c_.decays.size(), "decay")))
      return fail("unknown decay");
    if (per.since != kNone && !reg(per.since, TypeKind::Instant)) return false;
    if (per.points == kMissing || per.max_points < 0 || per.max_times < 0) return fail("points that cannot be given");
  }
  return true;
}

bool Verifier::ruleSet(const match::RuleSet& set, bool of_decision) {
  if (set.rules.size() > INT32_MAX) return fail("too many rules");
  for (const match::Rule& rule : set.rules) {
    if (std::uint64_t{rule.first_atom} + rule.atom_count > set.atoms.size()) return fail("a rule with conditions that do not exist");
    if (rule.residue == -1) continue;
    if (rule.residue < 0 || !condition(rule.residue)) return fail("a rule with an unknown condition");
    if (of_decision) restricted_[static_cast<std::size_t>(rule.residue)] |= NoDecisions;
  }
  // Rules may share values; each run of them is checked once, and all runs together stay within reason.
  std::vector<std::tuple<std::uint32_t, std::uint32_t, bool>> runs;
  for (const match::Atom& atom : set.atoms) {
    if (!anyReg(atom.reg)) return false;
    const TypeKind kind = c_.registers[atom.reg].kind;
    const bool textual = isTextual(kind);
    if (atom.text != textual && atom.kind != match::AtomKind::Known && atom.kind != match::AtomKind::Missing)
      return fail("a rule compares text with something else");
    switch (atom.kind) {
      case match::AtomKind::InSet:
      case match::AtomKind::NotInSet:
      case match::AtomKind::Prefix: {
        if (atom.kind == match::AtomKind::Prefix && !textual) return fail("a prefix of something that is no text");
        if (kind == TypeKind::TextSet || kind == TypeKind::Rep) return fail("a rule indexed by a type that changes");
        if (std::uint64_t{atom.first} + atom.count > set.values.size()) return fail("a rule with values that do not exist");
        runs.push_back({atom.first, atom.count, textual});
        break;
      }
      case match::AtomKind::InRange:
        if (textual || kind == TypeKind::TextSet || kind == TypeKind::Rep) return fail("a range of something without order");
        break;
      case match::AtomKind::Known:
      case match::AtomKind::Missing: break;
    }
  }
  std::sort(runs.begin(), runs.end());
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  std::uint64_t total = 0;
  for (const auto& [first, count, textual] : runs) {
    total += count;
    if (total > kMaxRunValues + set.values.size()) return fail("too many values in rules");
    for (std::uint32_t i = first; i < first + count; ++i) {
      const std::int64_t value = set.values[i];
      if (textual && !inTable(static_cast<std::uint64_t>(value), c_.texts.size(), "text")) return false;
      if (value == kMissing || (i > first && value <= set.values[i - 1])) return fail("values of a rule out of order");
    }
  }
  return true;
}

bool Verifier::decisions() {
  for (const DecisionInfo& decision : c_.decisions) {
    for (const auto& output : decision.outputs)
      if (!type(output.type)) return false;
    if (decision.row_register != kNone && !reg(decision.row_register, TypeKind::Int)) return false;
    if (!ruleSet(decision.rules, true)) return false;
    if (decision.cells.size() != decision.rules.rules.size() * decision.outputs.size())
      return fail("decision `" + decision.name + "` has a row cut short");
    for (std::size_t i = 0; i < decision.cells.size(); ++i)
      if (!constantFits(decision.cells[i], decision.outputs[i % decision.outputs.size()].type)) return false;
    if (!decision.row_places.empty() && decision.row_places.size() != decision.rules.rules.size())
      return fail("decision `" + decision.name + "` has rows without a place");
    for (const Place& p : decision.row_places)
      if (!place(p)) return false;
  }
  return true;
}

bool Verifier::outputs() {
  for (const DerivedInfo& derived : c_.derived)
    if (!anyReg(derived.reg) || !place(derived.place)) return false;
  for (const ScoreInfo& score : c_.scores) {
    if (!reg(score.reg, TypeKind::Points) || !place(score.place)) return false;
    for (const TermInfo& term : score.terms) {
      if (!reg(term.reg, TypeKind::Points) || !place(term.place)) return false;
      if (term.when != -1 && !condition(term.when)) return false;
      if (term.parent != -1 && (static_cast<std::uint32_t>(term.parent) >= score.terms.size() || score.terms[static_cast<std::size_t>(term.parent)].parent != -1))
        return fail("a term of a group that does not exist");
      for (const std::uint16_t read : term.reads)
        if (!anyReg(read)) return false;
    }
  }
  for (const GradeInfo& grade : c_.grades) {
    if (!anyReg(grade.reg) || !anyReg(grade.of) || !place(grade.place) || !type(grade.type)) return false;
    if (grade.type.kind != TypeKind::Enum || c_.registers[grade.reg] != grade.type) return fail("a grade without letters");
    const TypeKind of = c_.registers[grade.of].kind;
    if (isTextual(of) || of == TypeKind::TextSet) return fail("a grade of something without order");
    for (const auto& band : grade.bands)
      if (!inTable(band.value, c_.enums[grade.type.ref].values.size(), "enum value")) return false;
  }
  for (const MilestoneInfo& milestone : c_.milestones)
    if (!reg(milestone.reached, TypeKind::Bool) || !reg(milestone.at, TypeKind::Instant) || !place(milestone.place)) return false;
  return true;
}

bool Verifier::people() {
  for (const PoolInfo& pool : c_.pools) {
    if (!place(pool.place)) return false;
    if (pool.where == -1) continue;
    if (pool.where < 0 || !condition(pool.where)) return fail("pool `" + pool.name + "` has an unknown condition");
    if (c_.rep_registers == kNone) return fail("a pool's condition without a rep to read");
  }
  for (const QueueInfo& queue : c_.queues)
    if (!place(queue.place)) return false;
  if (!c_.queues.empty()) {
    if (!inTable(c_.queue_enum, c_.enums.size(), "enum")) return false;
    if (c_.enums[c_.queue_enum].values.size() != c_.queues.size()) return fail("queues without names");
  }
  for (const ChoiceInfo& choice : c_.choices) {
    switch (choice.kind) {
      case ChoiceInfo::Kind::Queue:
        if (!inTable(choice.index, c_.queues.size(), "queue")) return false;
        break;
      case ChoiceInfo::Kind::Route:
        if (!inTable(choice.index, c_.routes.size(), "route")) return false;
        break;
      case ChoiceInfo::Kind::Rep:
        if (choice.function < 0 || !inTable(static_cast<std::uint32_t>(choice.function), c_.functions.size(), "function"))
          return fail("a rep that nothing names");
        if (!reg(c_.functions[static_cast<std::size_t>(choice.function)].result, TypeKind::Rep)) return false;
        break;
      case ChoiceInfo::Kind::RoundRobin:
      case ChoiceInfo::Kind::Weighted:
      case ChoiceInfo::Kind::LeastLoaded:
      case ChoiceInfo::Kind::LongestWaiting:
        if (!inTable(choice.index, c_.pools.size(), "pool")) return false;
        break;
      case ChoiceInfo::Kind::Split:
        if (choice.shares.empty()) return fail("a split without shares");
        for (const auto& share : choice.shares)
          if (share.percent < 0 || share.percent > 1'000'000 || !inTable(share.choice, c_.choices.size(), "choice"))
            return fail("a share that cannot be given");
        break;
    }
  }
  for (const Rep& rep : c_.roster)
    if (rep.weight < 0 || rep.capacity < -1) return fail("a rep of negative weight or capacity");
  return true;
}

bool Verifier::routes() {
  for (const RouteInfo& route : c_.routes) {
    if (route.rules.size() != route.match.rules.size()) return fail("route `" + route.name + "` has rules without conditions");
    if (!ruleSet(route.match, false)) return false;
    if (route.rule_register != kNone && !reg(route.rule_register, TypeKind::Enum)) return false;
    if (route.owner_register != kNone && !reg(route.owner_register, TypeKind::Rep)) return false;
    if (route.queue_register != kNone && !reg(route.queue_register, TypeKind::Enum)) return false;
    for (const RuleInfo& rule : route.rules) {
      if (!place(rule.place)) return false;
      for (const std::uint32_t choice : rule.choices)
        if (!inTable(choice, c_.choices.size(), "choice")) return false;
      for (const Conjunct& part : rule.conjuncts) {
        if (!condition(part.function) || !place(part.place)) return false;
        for (const std::uint16_t read : part.reads)
          if (!anyReg(read)) return false;
      }
    }
  }
  return true;
}

/// Choices lead to choices (split) and routes, routes to choices: without circles, and not nested too deeply.
bool Verifier::noCircle() {
  const std::size_t choices = c_.choices.size(), nodes = choices + c_.routes.size();
  const auto eachNext = [&](std::size_t node, auto&& visit) {
    if (node < choices) {
      const ChoiceInfo& choice = c_.choices[node];
      if (choice.kind == ChoiceInfo::Kind::Route) visit(choices + choice.index);
      if (choice.kind == ChoiceInfo::Kind::Split)
        for (const auto& share : choice.shares) visit(std::size_t{share.choice});
    } else {
      for (const RuleInfo& rule : c_.routes[node - choices].rules)
        for (const std::uint32_t choice : rule.choices) visit(std::size_t{choice});
    }
  };
  std::vector<std::size_t> incoming(nodes), depth(nodes), ready;
  for (std::size_t node = 0; node < nodes; ++node) eachNext(node, [&](std::size_t next) { ++incoming[next]; });
  for (std::size_t node = 0; node < nodes; ++node)
    if (incoming[node] == 0) ready.push_back(node);
  std::size_t done = 0;
  while (!ready.empty()) {
    const std::size_t node = ready.back();
    ready.pop_back();
    ++done;
    if (depth[node] > kMaxNesting) return fail("routes are nested too deeply");
    eachNext(node, [&](std::size_t next) {
      depth[next] = std::max(depth[next], depth[node] + 1);
      if (--incoming[next] == 0) ready.push_back(next);
    });
  }
  return done == nodes || fail("routes lead in a circle");
}

std::string verify(const Chunk& chunk) {
  Verifier verifier(chunk);
  return verifier.run() ? std::string() : verifier.error();
}

}  // namespace leadflow::bytecode

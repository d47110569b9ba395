// Chunks by hand: what the compiler would write for a small playbook, so that the codec, the verifier and the VM are tested
// without it.
#pragma once
#include <string>

#include "runtime/bytecode/chunk.hpp"
#include "runtime/bytecode/native_info.hpp"
#include "runtime/bytecode/opcode.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/money.hpp"

namespace leadflow::bytecode::test {

inline constexpr Type kBool{TypeKind::Bool, 0}, kInt{TypeKind::Int, 0}, kNumber{TypeKind::Number, 0}, kPoints{TypeKind::Points, 0},
    kPercent{TypeKind::Percent, 0}, kText{TypeKind::Text, 0}, kCode{TypeKind::Code, 0}, kEmail{TypeKind::Email, 0},
    kCountry{TypeKind::Country, 0}, kInstant{TypeKind::Instant, 0}, kDuration{TypeKind::Duration, 0}, kRep{TypeKind::Rep, 0},
    kTexts{TypeKind::TextSet, 0};
inline Type enumType(std::uint32_t ref) { return {TypeKind::Enum, ref}; }

struct Assembler {
  Chunk chunk;
  std::uint32_t open = 0;  // where the function at hand begins

  std::uint16_t field(std::string name, Type type) {
    FieldInfo info;
    info.name = std::move(name);
    info.type = type;
    chunk.fields.push_back(info);
    return reg(type);
  }
  std::uint16_t reg(Type type) {
    chunk.registers.push_back(type);
    return static_cast<std::uint16_t>(chunk.registers.size() - 1);
  }
  std::int64_t text(std::string words) {
    chunk.texts.push_back(std::move(words));
    return static_cast<std::int64_t>(chunk.texts.size() - 1);
  }
  std::uint16_t constant(Type type, std::int64_t bits) {
    chunk.constants.push_back({type, bits});
    return static_cast<std::uint16_t>(chunk.constants.size() - 1);
  }
  std::uint16_t textConstant(std::string words, Type type = kText) { return constant(type, text(std::move(words))); }

  std::size_t op(Op o, std::uint16_t a = 0, std::uint16_t b = 0, std::uint16_t c = 0) {
    chunk.code.push_back({static_cast<std::uint16_t>(o), a, b, c});
    return chunk.code.size() - 1;
  }
  /// A register of this type that holds the constant.
  std::uint16_t load(Type type, std::int64_t bits) {
    const std::uint16_t r = reg(type);
    op(Op::LoadConst, r, constant(type, bits));
    return r;
  }
  std::uint16_t loadText(std::string words) { return load(kText, text(std::move(words))); }
  std::uint16_t binary(Op o, Type type, std::uint16_t b, std::uint16_t c) {
    const std::uint16_t r = reg(type);
    op(o, r, b, c);
    return r;
  }
  /// Makes the jump at `from` lead to the next instruction.
  void land(std::size_t from) {
    const auto far = static_cast<std::uint32_t>(chunk.code.size() - from - 1);
    chunk.code[from].b = static_cast<std::uint16_t>(far);
    chunk.code[from].c = static_cast<std::uint16_t>(far >> 16);
  }
  std::uint32_t close(std::uint16_t result = kNone) {
    chunk.functions.push_back({open, static_cast<std::uint32_t>(chunk.code.size()), result});
    open = static_cast<std::uint32_t>(chunk.code.size());
    return static_cast<std::uint32_t>(chunk.functions.size() - 1);
  }
  std::uint32_t addEnum(std::string name, std::vector<std::string> values) {
    EnumInfo info;
    info.name = std::move(name);
    for (std::string& value : values) info.values.push_back({value, {}});
    chunk.enums.push_back(info);
    return static_cast<std::uint32_t>(chunk.enums.size() - 1);
  }
};

inline void addAtom(match::RuleSet& set, match::AtomKind kind, bool text, std::uint16_t reg, std::vector<std::int64_t> values,
                    std::int64_t low = 0, std::int64_t high = 0) {
  set.atoms.push_back({kind, text, reg, static_cast<std::uint32_t>(set.values.size()), static_cast<std::uint32_t>(values.size()), low, high});
  set.values.insert(set.values.end(), values.begin(), values.end());
}
/// The atoms since the last rule become a rule.
inline void addRule(match::RuleSet& set, std::int32_t residue = -1) {
  const std::uint32_t first = set.rules.empty() ? 0 : set.rules.back().first_atom + set.rules.back().atom_count;
  set.rules.push_back({first, static_cast<std::uint32_t>(set.atoms.size()) - first, residue});
}

/// A small inbound playbook that uses every part of a chunk. The comments say what a playbook would.
struct Inbound {
  Assembler a;
  std::uint16_t id, size, country, industry, email, products, created, revenue, source, owner, visits, zip;  // fields
  std::uint16_t domain, fit1, fit2, fit, engagement, total, rating, mql, mql_at, target, account_owner, rule_reg, owner_reg, queue_reg;

  Inbound() {
    Chunk& c = a.chunk;
    c.name = "inbound", c.version = "1", c.timezone = "America/New_York", c.files = {"inbound.leadflow"};
    c.currency = findCurrency("USD");
    const std::uint32_t product = a.addEnum("products", {"platform", "security", "analytics"});
    const std::uint32_t sources = a.addEnum("source", {"website", "webinar", "list"});
    const std::uint32_t letters = a.addEnum("rating", {"A", "B"});
    const std::uint32_t rules = a.addEnum("inbound", {"emea", "asked", "rest"});
    const std::uint32_t queues = a.addEnum("queue", {"unrouted"});
    const std::uint32_t outcome = a.addEnum("outcome", {"connected", "voicemail"});
    id = a.field("id", kCode), size = a.field("company_size", kInt), country = a.field("country", kCountry);
    industry = a.field("industry", kText), email = a.field("email", kEmail);
    products = a.field("products", {TypeKind::EnumSet, product}), created = a.field("created_at", kInstant);
    revenue = a.field("revenue", {TypeKind::Money, static_cast<std::uint32_t>(c.currency)}), source = a.field("source", enumType(sources));
    owner = a.field("owner", kRep), visits = a.field("visits", kInt), zip = a.field("zip", kText);
    c.fields[0].key = true;
    c.activities.resize(3);
    c.activities[0].name = "pricing_view", c.activities[1].name = "call", c.activities[2].name = "Web Form";
    c.activities[1].fields.emplace_back();
    c.activities[1].fields[0].name = "outcome", c.activities[1].fields[0].type = enumType(outcome);
    c.rep_names = {"ana", "ben"};

    domain = a.reg(kText), fit1 = a.reg(kPoints), fit2 = a.reg(kPoints), fit = a.reg(kPoints), engagement = a.reg(kPoints);
    total = a.reg(kPoints), rating = a.reg(enumType(letters)), mql = a.reg(kBool), mql_at = a.reg(kInstant), target = a.reg(kDuration);
    account_owner = a.reg(kRep), rule_reg = a.reg(enumType(rules)), owner_reg = a.reg(kRep), queue_reg = a.reg(enumType(queues));
    c.rep_registers = static_cast<std::uint16_t>(c.registers.size());
    for (const RepFieldInfo& info : kRepFields) a.reg({info.kind, 0});
    const std::uint16_t call_outcome = a.reg(enumType(outcome)), call_at = a.reg(kInstant);

    // list target_industries = ["Software", "Banking"]
    c.sets.push_back({"target_industries", kText, {a.text("Software"), a.text(" BANKING ")}});
    // table named_accounts { domain text key, owner rep }
    TableInfo named{"named_accounts", false, {{"domain", kText}, {"owner", kRep}}, 0, {}};
    named.cells = {a.textConstant("acme.example"), a.constant(kRep, 1)};
    c.tables.push_back(named);
    c.patterns = {{"\\bbank", true}};
    calendar::CalendarRules hours;
    hours.name = "us_sales", hours.timezone = "America/New_York";
    for (std::size_t day = 0; day < 5; ++day) hours.weekly[day] = {{9 * 60, 17 * 60 + 30}};
    hours.special_days.push_back({{2026, 3, 4}, {}, "founders' day"});
    c.calendars.push_back(hours);

    // where outcome is connected
    const std::uint16_t connected = a.load(enumType(outcome), 0);
    const std::uint32_t where = a.close(a.binary(Op::Equal, kBool, call_outcome, connected));
    c.queries = {{{0}, -1, kNone, kNone, kNone}, {{1}, static_cast<std::int32_t>(where), call_at, call_outcome, 0}, {{0, 1, 2}, -1, kNone, kNone, kNone}};
    c.decays.resize(3);
    c.decays[0] = {DecayInfo::Kind::Half, 30 * kDayMs, {}};
    c.decays[1] = {DecayInfo::Kind::Linear, 90 * kDayMs, {}};
    c.decays[2] = {DecayInfo::Kind::Steps, 0, {{30 * kDayMs, 1'000'000}, {60 * kDayMs, 500'000}}};
    PerInfo views;  // +10 per pricing_view max 4 times, decay half every 30 days
    views.query = 0, views.points = 10 * kScale, views.decay = 0, views.has_max_times = true, views.max_times = 4;
    PerInfo calls;  // +30 per call where outcome is connected max 45 points
    calls.query = 1, calls.points = 30 * kScale, calls.has_max_points = true, calls.max_points = 45 * kScale;
    PerInfo visited;  // +1 per visits max 10 points, decay linear over 90 days since created_at
    visited.points = kScale, visited.decay = 1, visited.since = created, visited.has_max_points = true, visited.max_points = 10 * kScale;
    c.pers = {views, calls, visited};
    decision();
    compute();
    route(rules);
    c.output_order = {{1, 0}, {2, 0}};
    Rep ana;
    ana.id = "ana", ana.name = "Ana Souza", ana.skills = {"senior"};
    c.roster = {ana}, c.has_roster = true;
  }

 private:
  // decision first_touch { | rating | source | -> target |  | A | website, webinar | 5 minutes | … }
  void decision() {
    Chunk& c = a.chunk;
    DecisionInfo d;
    d.name = "first_touch", d.outputs = {{"target", kDuration}}, d.row_register = a.reg(kInt);
    addAtom(d.rules, match::AtomKind::InSet, false, rating, {0});
    addAtom(d.rules, match::AtomKind::InSet, false, source, {0, 1});
    addRule(d.rules);
    addAtom(d.rules, match::AtomKind::InSet, false, rating, {0});
    addRule(d.rules);
    addRule(d.rules);
    d.cells = {a.constant(kDuration, 5 * kMinuteMs), a.constant(kDuration, kHourMs), a.constant(kDuration, 2 * kDayMs)};
    d.row_places = {{0, 10, 1}, {0, 11, 1}, {0, 12, 1}};
    c.decisions.push_back(d);
  }

  void compute() {
    Chunk& c = a.chunk;
    a.op(Op::Native, domain, email, static_cast<std::uint16_t>(NativeId::EmailDomain));
    // +20 when company_size in 50..500
    const std::uint16_t low = a.load(kInt, 50), high = a.load(kInt, 500);
    const std::uint16_t from = a.binary(Op::LessEqual, kBool, low, size), to = a.binary(Op::LessEqual, kBool, size, high);
    const std::uint16_t both = a.binary(Op::And, kBool, from, to), zero = a.constant(kPoints, 0);
    a.op(Op::LoadConst, fit1, zero);
    std::size_t jump = a.op(Op::JumpUnlessTrue, both);
    a.op(Op::LoadConst, fit1, a.constant(kPoints, 20 * kScale));
    a.land(jump);
    // +25 when industry in target_industries
    const std::uint16_t targeted = a.binary(Op::InSet, kBool, industry, 0);
    a.op(Op::LoadConst, fit2, zero);
    jump = a.op(Op::JumpUnlessTrue, targeted);
    a.op(Op::LoadConst, fit2, a.constant(kPoints, 25 * kScale));
    a.land(jump);
    a.op(Op::Add, fit, fit1, fit2);
    const std::uint16_t views = a.reg(kPoints), calls = a.reg(kPoints), visited = a.reg(kPoints);
    a.op(Op::ScorePer, views, 0), a.op(Op::ScorePer, calls, 1), a.op(Op::ScoreField, visited, 2, visits);
    a.op(Op::Add, engagement, views, calls), a.op(Op::Add, engagement, engagement, visited), a.op(Op::Add, total, fit, engagement);
    // grade rating of total { A at least 60, B otherwise }
    const std::uint16_t good = a.binary(Op::LessEqual, kBool, a.load(kPoints, 60 * kScale), total);
    a.op(Op::LoadConst, rating, a.constant(c.registers[rating], 0));
    jump = a.op(Op::JumpIfTrue, good);
    a.op(Op::LoadConst, rating, a.constant(c.registers[rating], 1));
    a.land(jump);
    a.op(Op::Move, mql, good);
    jump = a.op(Op::JumpUnlessTrue, mql);
    a.op(Op::Now, mql_at);
    a.land(jump);
    const std::uint16_t row = c.decisions[0].row_register;
    a.op(Op::DecisionRow, row, 0), a.op(Op::DecisionGet, target, row, 0), a.op(Op::Extra, 0);
    a.op(Op::TableGet, account_owner, domain, 0), a.op(Op::Extra, 1);
    const std::uint16_t text = a.loadText("bank"), flag = a.reg(kBool), count = a.reg(kInt), last = a.reg(kInstant);
    a.op(Op::Contains, flag, industry, text), a.op(Op::Matches, flag, industry, 0), a.op(Op::InTable, flag, domain, 0);
    a.op(Op::CalendarOpen, flag, 0), a.op(Op::Count, count, 2, kNone), a.op(Op::Last, last, 2, kNone);
    c.compute = a.close();
    c.derived = {{"domain", domain, "email.domain", {0, 3, 3}}};
    TermInfo t1{fit1, 20 * kScale, "+20 when company_size in 50..500", "", -1, -1, {size}, {0, 5, 3}};
    TermInfo t2{fit2, 25 * kScale, "+25 when industry in target_industries", "", -1, -1, {industry}, {0, 6, 3}};
    c.scores.resize(2);
    c.scores[0].name = "fit", c.scores[0].reg = fit, c.scores[0].terms = {t1, t2};
    c.scores[1].name = "total", c.scores[1].reg = total, c.scores[1].formula = "fit + engagement";
    c.grades.resize(1);
    c.grades[0].name = "rating", c.grades[0].reg = rating, c.grades[0].of = total, c.grades[0].type = c.registers[rating];
    c.grades[0].bands = {{0, true, false, true, true, 60 * kScale, 0}, {1, false, false, true, true, 0, 0}};
    c.milestones = {{"mql", mql, mql_at, {0, 9, 1}}};
  }

  void route(std::uint32_t) {
    Chunk& c = a.chunk;
    // asked when had call in last 7 days
    const std::uint16_t week = a.load(kDuration, 7 * kDayMs), had = a.reg(kBool);
    a.op(Op::Had, had, 1, week);
    const std::uint32_t asked = a.close(had);
    const std::uint16_t rep = a.reg(kRep);
    a.op(Op::LoadRep, rep, 0);
    const std::uint32_t to_ana = a.close(rep);
    const auto team = static_cast<std::uint16_t>(c.rep_registers + static_cast<std::uint16_t>(RepFieldId::team));
    const auto skills = static_cast<std::uint16_t>(c.rep_registers + static_cast<std::uint16_t>(RepFieldId::skills));
    const std::uint16_t in_team = a.binary(Op::EqualText, kBool, team, a.loadText("sdr"));
    const std::uint16_t skilled = a.binary(Op::InTextSet, kBool, a.loadText("senior"), skills);
    const std::uint32_t pool = a.close(a.binary(Op::Or, kBool, in_team, skilled));
    c.pools = {{"sdr", static_cast<std::int32_t>(pool), "team is \"sdr\" or \"senior\" in skills", {0, 20, 1}}};
    c.roles = {"revops"};
    c.queues = {{"unrouted", true, "revops", "No rule took this lead", 0, false, {0, 21, 1}}};
    c.queue_enum = c.registers[queue_reg].ref;
    c.choices.resize(5);
    c.choices[0].kind = ChoiceInfo::Kind::RoundRobin, c.choices[0].with_skill = {"senior"}, c.choices[0].text = "round robin sdr";
    c.choices[1].kind = ChoiceInfo::Kind::Rep, c.choices[1].function = static_cast<std::int32_t>(to_ana), c.choices[1].text = "ana";
    c.choices[2].kind = ChoiceInfo::Kind::Queue, c.choices[2].text = "queue unrouted";
    c.choices[3].kind = ChoiceInfo::Kind::Split, c.choices[3].shares = {{700'000, 0}, {300'000, 1}}, c.choices[3].text = "split";
    c.choices[4].kind = ChoiceInfo::Kind::Route, c.choices[4].index = 1, c.choices[4].text = "route inside";
    c.routes.resize(2);
    RouteInfo& r = c.routes[0];
    r.name = "inbound", r.rule_register = rule_reg, r.owner_register = owner_reg, r.queue_register = queue_reg;
    r.rules.resize(3);
    r.rules[0].name = "emea", r.rules[0].choices = {3, 4}, r.rules[0].place = {0, 30, 3};
    r.rules[1].name = "asked", r.rules[1].choices = {1}, r.rules[1].conjuncts = {{asked, "had call in last 7 days", {}, {0, 31, 3}}};
    r.rules[2].name = "rest", r.rules[2].is_otherwise = true, r.rules[2].choices = {2};
    addAtom(r.match, match::AtomKind::InSet, false, country, {countryByCode("DE"), countryByCode("FR")});
    addAtom(r.match, match::AtomKind::InRange, false, size, {}, 10, INT64_MAX);
    addAtom(r.match, match::AtomKind::NotInSet, true, industry, {1});
    addRule(r.match);
    addRule(r.match, static_cast<std::int32_t>(asked));
    addRule(r.match);
    c.routes[1].name = "inside", c.routes[1].called_only = true;
    c.routes[1].rules.resize(1);
    c.routes[1].rules[0].name = "all", c.routes[1].rules[0].choices = {0, 2};
    addAtom(c.routes[1].match, match::AtomKind::Prefix, true, zip, {a.text("94")});
    addRule(c.routes[1].match);
  }
};

}  // namespace leadflow::bytecode::test

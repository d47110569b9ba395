#include "compiler/check/decision_cells.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>

#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::check {
namespace {

using diag::Code;
using typed::CellTest;
using Op = DecisionOperator;

constexpr std::size_t kMostNames = 64;  ///< more different words in an output are text, not the names of an enum

bool isOrder(Op op) { return op == Op::Less || op == Op::LessEqual || op == Op::Greater || op == Op::GreaterEqual; }

bool hasOrder(TypeKind kind) {
  return kind == TypeKind::Int || isScaled(kind) || kind == TypeKind::Duration || kind == TypeKind::Instant;
}

bool isTextOperator(Op op) { return op == Op::BeginsWith || op == Op::EndsWith || op == Op::Contains || op == Op::Matches; }

/// The type of one value in a cell: of a set, its element; part of an email address is text.
Type elementOf(const DecisionColumn& column) {
  const Type type = column.type;
  if (type.kind == TypeKind::Email && isTextOperator(column.op)) return {TypeKind::Text, 0};
  return type.kind == TypeKind::EnumSet ? Type{TypeKind::Enum, type.ref} : type;
}

CellTest::Kind kindOf(const DecisionColumn& column) {
  switch (column.op) {
    case Op::BeginsWith: return CellTest::Kind::Prefix;
    case Op::EndsWith: return CellTest::Kind::Suffix;
    case Op::Contains: return column.type.kind == TypeKind::EnumSet ? CellTest::Kind::InSet : CellTest::Kind::Contains;
    case Op::Matches: return CellTest::Kind::Matches;
    default: return isOrder(column.op) ? CellTest::Kind::Ranges : CellTest::Kind::InSet;
  }
}

CellTest::Range orderRange(Op op, std::int64_t bound) {
  CellTest::Range range;
  if (op == Op::Less || op == Op::LessEqual) {
    range.has_high = true;
    range.high = bound;
    range.high_inclusive = op == Op::LessEqual;
  } else {
    range.has_low = true;
    range.low = bound;
    range.low_inclusive = op == Op::GreaterEqual;
  }
  return range;
}

CellTest::Range pointRange(std::int64_t value) {
  CellTest::Range range;
  range.has_low = range.has_high = true;
  range.low = range.high = value;
  return range;
}

/// Mixed `5, 10..20` is all ranges.
void settle(CellTest& test) {
  if (test.ranges.empty()) return;
  test.kind = CellTest::Kind::Ranges;
  for (const Constant& value : test.values) test.ranges.push_back(pointRange(value.bits));
  test.values.clear();
}

// ---- cells of a file

std::string_view takePrefix(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix ? trim(text.substr(prefix.size())) : std::string_view{};
}

std::optional<std::int64_t> boundOf(Context& context, std::string_view text, Type type) {
  const std::optional<Constant> value = constantOfText(context, trim(text), type);
  if (!value || value->isMissing()) return std::nullopt;
  return value->bits;
}

/// `50..500`, `500..`, `..49`, `< 50`, `>= 10`
std::optional<CellTest::Range> rangeOfText(Context& context, std::string_view text, Type type) {
  struct Sign {
    std::string_view text;
    Op op;
  };
  static constexpr Sign signs[] = {{"<=", Op::LessEqual}, {">=", Op::GreaterEqual}, {"<", Op::Less}, {">", Op::Greater}};
  for (const Sign& sign : signs)
    if (const std::string_view rest = takePrefix(text, sign.text); !rest.empty()) {
      const auto bound = boundOf(context, rest, type);
      return bound ? std::optional(orderRange(sign.op, *bound)) : std::nullopt;
    }
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const std::string_view low = trim(text.substr(0, dots)), high = trim(text.substr(dots + 2));
  if (low.empty() && high.empty()) return std::nullopt;
  CellTest::Range range;
  if (!low.empty()) {
    const auto bound = boundOf(context, low, type);
    if (!bound) return std::nullopt;
    range.has_low = true;
    range.low = *bound;
  }
  if (!high.empty()) {
    const auto bound = boundOf(context, high, type);
    if (!bound) return std::nullopt;
    range.has_high = true;
    range.high = *bound;
  }
  if (range.has_low && range.has_high && range.low > range.high) return std::nullopt;
  return range;
}

/// One alternative. False when it cannot be read.
bool addText(Context& context, std::string_view text, const DecisionColumn& column, CellTest& test) {
  const Type element = elementOf(column);
  if (isOrder(column.op)) {
    const auto bound = boundOf(context, text, element);
    if (bound) test.ranges.push_back(orderRange(column.op, *bound));
    return bound.has_value();
  }
  if (hasOrder(element.kind))
    if (const auto range = rangeOfText(context, text, element)) {
      test.ranges.push_back(*range);
      return true;
    }
  std::optional<Constant> value = constantOfText(context, text, element);
  if (!value || value->isMissing()) return false;
  test.values.push_back(std::move(*value));
  return true;
}

bool addPattern(Context& context, std::string_view text, Span span, CellTest& test) {
  bool ignore_case = false;
  if (text.size() >= 2 && text.front() == '/') {
    const std::size_t end = text.rfind('/');
    const std::string_view flags = text.substr(end + 1);
    if (end == 0 || (!flags.empty() && flags != "i")) return false;
    ignore_case = !flags.empty();
    text = text.substr(1, end - 1);
  }
  if (!patternFault(text).empty()) return false;
  test.patterns.push_back(context.addPattern({std::string(text), ignore_case, span}));
  return true;
}

/// Calls f for each part between separators; false as soon as f says so.
template <class F>
bool eachPart(std::string_view text, std::string_view separators, F&& f) {
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    const std::string_view part = trim(text.substr(at, end - at));
    at = end + 1;
    if (!part.empty() && !f(part)) return false;
  }
  return true;
}

bool isBareWord(std::string_view text) {
  if (text.empty() || !(std::isalpha(static_cast<unsigned char>(text[0])) || text[0] == '_')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; });
}

bool isBoolWord(std::string_view text) {
  static constexpr std::string_view words[] = {"true", "false", "yes", "no"};
  return std::find(std::begin(words), std::end(words), normalText(text)) != std::end(words);
}

Type plainTypeOf(std::string_view text) {
  if (isBoolWord(text)) return {TypeKind::Bool, 0};
  if (parseInt(text)) return {TypeKind::Int, 0};
  if (parseDecimal(text)) return {TypeKind::Number, 0};
  if (text.back() == '%' && parsePercent(text, false)) return {TypeKind::Percent, 0};
  if (const auto duration = parseDuration(text)) return {duration->business ? TypeKind::BusinessDuration : TypeKind::Duration, 0};
  if (const auto money = parseMoney(text); money && money->currency != kNoCurrency) return {TypeKind::Money, static_cast<std::uint32_t>(money->currency)};
  return {isBareWord(text) ? TypeKind::Enum : TypeKind::Text, 0};
}

}  // namespace

std::string patternFault(std::string_view pattern) {
  RE2::Options options(RE2::Quiet);
  const RE2 compiled(re2::StringPiece(pattern.data(), pattern.size()), options);
  return compiled.ok() ? std::string() : compiled.error();
}

std::string_view operatorText(Op op) {
  static constexpr std::string_view words[] = {"is", "in", "begins with", "ends with", "contains", "matches", "<", "<=", ">", ">="};
  return words[static_cast<std::size_t>(op)];
}

std::string expectedCell(const Context& context, const DecisionColumn& column) {
  if (column.op == Op::Matches) return "a pattern such as `/chief/i`";
  const Type element = elementOf(column);
  if (hasOrder(element.kind) && !isOrder(column.op)) return describe(context, element) + " or a range such as `50..500`";
  return describe(context, element);
}

bool checkOperator(Context& context, const DecisionColumn& column, Span span) {
  const TypeKind kind = column.type.kind;
  const bool set_contains = column.op == Op::Contains && kind == TypeKind::EnumSet;
  if (isTextOperator(column.op) && !isTextual(kind) && !set_contains) {
    context.error(Code::DecisionOperator, span, backticked(operatorText(column.op)) + " compares text, and " + backticked(column.title) + " is " + describe(context, column.type))
        .withHelp("compare it with `is` or `in`");
    return false;
  }
  if (isOrder(column.op) && !hasOrder(kind)) {
    context.error(Code::DecisionOperator, span, backticked(operatorText(column.op)) + " needs an order, and " + backticked(column.title) + " is " + describe(context, column.type))
        .withHelp("compare it with `is` or `in`");
    return false;
  }
  if (kind == TypeKind::BusinessDuration || kind == TypeKind::TextSet || kind == TypeKind::Missing) {
    context.error(Code::DecisionOperator, span, "a decision cannot look at " + describe(context, column.type));
    return false;
  }
  return true;
}

std::optional<CellTest> inlineTest(Context& context, const syntax::Cell& cell, const DecisionColumn& column, Scope& scope) {
  CellTest test;
  if (cell.alternatives.empty()) return test;
  test.kind = kindOf(column);
  const Type element = elementOf(column);
  const std::string what = "the column " + backticked(column.title);
  for (const syntax::ExprPtr& alternative : cell.alternatives) {
    using Kind = syntax::ExprKind;
    if (alternative->kind == Kind::Missing) {
      context.error(Code::DecisionCell, alternative->span, "a cell cannot ask for a missing value")
          .withHelp("leave the cell empty for any value, or test `… is known` in a column of its own");
      return std::nullopt;
    }
    if (column.op == Op::Matches || alternative->kind == Kind::Pattern) {
      if (column.op != Op::Matches || alternative->kind != Kind::Pattern) {
        context.error(Code::DecisionCell, alternative->span, "this cell needs " + expectedCell(context, column));
        return std::nullopt;
      }
      if (const std::string problem = patternFault(alternative->text); !problem.empty()) {
        context.error(Code::BadPattern, alternative->span, "this pattern cannot be read: " + problem);
        return std::nullopt;
      }
      test.patterns.push_back(context.addPattern({alternative->text, alternative->flag, alternative->span}));
      continue;
    }
    if (alternative->kind == Kind::Range) {
      if (!hasOrder(element.kind) || isOrder(column.op)) {
        context.error(Code::DecisionCell, alternative->span, "a range cannot stand here: " + backticked(column.title) + " needs " + expectedCell(context, column));
        return std::nullopt;
      }
      CellTest::Range range;
      std::size_t at = 0;
      if (!alternative->open_low) {
        const auto low = checkConstant(context, *alternative->args[at++], scope, element, what);
        if (!low) return std::nullopt;
        range.has_low = true;
        range.low = low->bits;
      }
      if (!alternative->open_high) {
        const auto high = checkConstant(context, *alternative->args[at], scope, element, what);
        if (!high) return std::nullopt;
        range.has_high = true;
        range.high = high->bits;
      }
      if (range.has_low && range.has_high && range.low > range.high) {
        context.error(Code::RangeReversed, alternative->span, "this range ends before it begins").withHelp("write the smaller value first");
        return std::nullopt;
      }
      test.ranges.push_back(range);
      continue;
    }
    // The name of a list stands for its values, where it is no value itself.
    if (alternative->kind == Kind::Name && test.kind == CellTest::Kind::InSet &&
        !(element.kind == TypeKind::Enum && context.enumValue(element.ref, alternative->text) >= 0)) {
      const resolve::Lookup hit = context.names.look(scope, Space::Values, alternative->text);
      if (hit && hit.found->kind == resolve::Kind::List) {
        Entity* list = context.names.find(scope, Space::Values, alternative->text, alternative->span, context.diags);
        const std::int32_t set = context.setOfList(*list, element);
        if (set < 0) return std::nullopt;
        const auto& values = context.program.sets[static_cast<std::size_t>(set)].values;
        test.values.insert(test.values.end(), values.begin(), values.end());
        continue;
      }
    }
    std::optional<Constant> value;
    if (alternative->kind == Kind::Text && element.kind != TypeKind::Text && element.kind != TypeKind::Code) {  // a label, a country's name, a date in quotes
      value = constantOfText(context, alternative->text, element);
      if (!value) context.error(Code::DecisionCell, alternative->span, "\"" + alternative->text + "\" is not " + describe(context, element));
    } else {
      value = checkConstant(context, *alternative, scope, element, what);
    }
    if (!value) return std::nullopt;
    if (isOrder(column.op)) test.ranges.push_back(orderRange(column.op, value->bits));
    else test.values.push_back(std::move(*value));
  }
  settle(test);
  return test;
}

std::optional<CellTest> textTest(Context& context, std::string_view text, Span span, const DecisionColumn& column, std::string_view& wrong) {
  CellTest test;
  if (text.empty() || text == "-") return test;
  test.kind = kindOf(column);
  wrong = text;
  if (column.op == Op::Matches) return addPattern(context, text, span, test) ? std::optional(std::move(test)) : std::nullopt;
  const auto take = [&](std::string_view part) {
    if (addText(context, part, column, test)) return true;
    wrong = part;
    return false;
  };
  const bool is_text = isTextual(column.type.kind);
  const bool splits_commas = !is_text || column.op != Op::Is;  // `is` with a text: "Acme, Inc." is one value
  const auto takeWithCommas = [&](std::string_view part) {
    if (!is_text && addText(context, part, column, test)) return true;  // `50,000` and "Korea, Republic of" hold commas
    if (!splits_commas || part.find(',') == std::string_view::npos) return is_text ? take(part) : (wrong = part, false);
    return eachPart(part, ",", take);
  };
  if (!eachPart(text, ";|", takeWithCommas)) return std::nullopt;
  if (test.values.empty() && test.ranges.empty()) return std::nullopt;  // nothing but separators
  settle(test);
  return test;
}

Type inferOutput(Context& context, const std::vector<std::string_view>& cells, const std::string& name, int& wrong) {
  wrong = -1;
  Type all{TypeKind::Missing, 0};
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty() || cells[i] == "-") continue;
    const Type type = plainTypeOf(cells[i]);
    if (type.kind == TypeKind::Enum && words.size() <= kMostNames && std::find(words.begin(), words.end(), cells[i]) == words.end()) words.push_back(cells[i]);
    const auto both = [&](TypeKind a, TypeKind b) { return (all.kind == a && type.kind == b) || (all.kind == b && type.kind == a); };
    if (all.kind == TypeKind::Missing || all == type) all = type;
    else if (both(TypeKind::Int, TypeKind::Number)) all = {TypeKind::Number, 0};
    else if (both(TypeKind::Enum, TypeKind::Text)) all = {TypeKind::Text, 0};
    else {
      wrong = static_cast<int>(i);
      return {};
    }
  }
  if (all.kind == TypeKind::Enum && words.size() > kMostNames) all = {TypeKind::Text, 0};
  if (all.kind == TypeKind::Enum) {
    typed::EnumType made{name, {}, -1};
    for (const std::string_view word : words) made.values.push_back({std::string(word), {}});
    all.ref = context.addEnum(std::move(made));
  }
  return all;
}

}  // namespace leadflow::check

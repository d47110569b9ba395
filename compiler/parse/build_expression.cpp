// Expressions: the grammar gives flat rows of operands and signs, precedence is applied here.
//
//     a ?? 0 + b * 2      binds as  a ?? (0 + (b * 2))
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

using diag::Code;

constexpr std::size_t max_chain = 1000;

diag::Diagnostics& diags(Node node) { return *node.tape().diags; }
std::string quote(std::string_view text) { return "`" + std::string(text) + "`"; }
ExprPtr make(ExprKind kind, Span span) { return std::make_unique<Expr>(kind, span); }

ExprPtr unary(ExprKind kind, Span op, ExprPtr arg) {
  ExprPtr e = make(kind, join(op, arg->span));
  e->op_span = op;
  e->args.push_back(std::move(arg));
  return e;
}
ExprPtr binary(ExprKind kind, Span op, ExprPtr left, ExprPtr right) {
  ExprPtr e = make(kind, join(left->span, right->span));
  e->op_span = op;
  e->args.push_back(std::move(left));
  e->args.push_back(std::move(right));
  return e;
}

ExprPtr wrap(ExprKind kind, const std::vector<Node>& signs, ExprPtr inner) {
  if (signs.size() > max_nesting) {
    diags(signs.front()).report(Code::NestingTooDeep, signs[max_nesting].span(), "signs are nested more than 200 deep");
    return inner;
  }
  for (std::size_t i = signs.size(); i-- > 0;) inner = unary(kind, signs[i].span(), std::move(inner));
  return inner;
}

void activityClauses(Node node, Expr& e) {
  for (const Node child : node.children()) {
    if (child.is(Kind::window)) {
      if (e.window || e.since) repeated(child, "in");
      const Node inner = child.first();
      if (inner.is(Kind::last_window)) {
        e.window = buildChildSum(inner);
      } else {
        e.since = buildName(inner);
      }
    } else if (child.is(Kind::where)) {
      if (e.where) repeated(child, "where");
      e.where = buildCondition(child.find(Kind::where_condition));
    }
  }
}

ExprPtr primary(Node node) {
  switch (node.kind()) {
    case Kind::text: return buildTextValue(node);
    case Kind::instant: return buildInstant(node);
    case Kind::amount: return buildAmount(node);
    case Kind::true_word:
    case Kind::false_word: {
      ExprPtr e = make(ExprKind::Bool, node.span());
      e->scaled = node.is(Kind::true_word) ? 1 : 0;
      return e;
    }
    case Kind::missing_word: return make(ExprKind::Missing, node.span());
    case Kind::list_literal: {
      ExprPtr e = make(ExprKind::List, node.span());
      for (const Node item : node.children()) e->args.push_back(buildRange(item));
      return e;
    }
    case Kind::paren: {
      ExprPtr e = buildChildCondition(node);
      e->parenthesised = true;
      e->span = node.span();
      return e;
    }
    case Kind::first_of: {
      ExprPtr e = make(ExprKind::FirstOf, node.span());
      buildArms(node, *e);
      return e;
    }
    case Kind::ranges_of: {
      ExprPtr e = make(ExprKind::RangesOf, node.span());
      e->args.push_back(buildChildSum(node));
      e->bands = buildBands(node);
      return e;
    }
    case Kind::had:
    case Kind::count:
    case Kind::last: {
      ExprPtr e = make(node.is(Kind::had) ? ExprKind::Had : node.is(Kind::count) ? ExprKind::Count : ExprKind::Last, node.span());
      const auto word = static_cast<std::uint32_t>(node.is(Kind::had) ? 3 : node.is(Kind::count) ? 5 : 4);
      e->op_span = node.tape().span(node.begin(), node.begin() + word);
      e->activity = buildName(node.find(node.is(Kind::last) ? Kind::reference : Kind::name));
      if (const Node field = node.find(Kind::last_field)) e->text = field.text().substr(1);
      activityClauses(node, *e);
      return e;
    }
    case Kind::call: {
      ExprPtr e = make(ExprKind::Call, node.span());
      for (const Node child : node.children()) {
        if (child.is(Kind::call_name)) {
          e->text = child.text();
          e->op_span = child.span();
        } else {
          e->args.push_back(buildCondition(child));
        }
      }
      return e;
    }
    case Kind::pattern: return buildPattern(node);
    case Kind::stray_pattern:
      diags(node).report(Code::PatternOutsideMatches, node.span(), "a pattern stands only after `matches`")
          .withHelp("write `matches` before it, or put a text in quotes");
      return make(ExprKind::Missing, node.span());
    default: {
      ExprPtr e = make(ExprKind::Name, node.span());
      e->text = node.text();
      return e;
    }
  }
}

/// Reads a row of operands and signs, strongest signs first.
class SumReader {
 public:
  SumReader(Node::Iterator it, Node::Iterator end) : it_(it), end_(end) {}

  ExprPtr operand() {
    std::vector<Node> signs;
    while (it_ != end_ && (*it_).is(Kind::minus)) {
      signs.push_back(*it_);
      ++it_;
    }
    ExprPtr e = primary(*it_);
    ++it_;
    std::size_t length = 0;
    for (; it_ != end_ && ((*it_).is(Kind::member) || (*it_).is(Kind::index)); ++it_) {
      const Node part = *it_;
      if (++length > max_nesting) {
        if (length == max_nesting + 1) diags(part).report(Code::NestingTooDeep, part.span(), "this name has more than 200 parts");
        continue;
      }
      ExprPtr outer = make(part.is(Kind::member) ? ExprKind::Member : ExprKind::Index, join(e->span, part.span()));
      outer->op_span = part.span();
      outer->args.push_back(std::move(e));
      if (part.is(Kind::member))
        outer->text = part.text().substr(1);
      else
        outer->args.push_back(buildChildSum(part));
      e = std::move(outer);
    }
    return wrap(ExprKind::Negate, signs, std::move(e));
  }

  ExprPtr level(int weakest) {
    ExprPtr left = operand();
    while (it_ != end_) {
      const Node sign = *it_;
      const auto [kind, strength] = meaning(sign.text());
      if (strength < weakest) break;
      ++it_;
      ExprPtr right = level(strength + 1);
      if (++operands_ >= max_chain) {
        if (operands_ == max_chain)
          diags(sign).report(Code::ChainTooLong, sign.span(), "more than 1,000 values in one sum").withHelp("give parts of it names of their own");
        continue;
      }
      left = binary(kind, sign.span(), std::move(left), std::move(right));
    }
    return left;
  }

 private:
  static std::pair<ExprKind, int> meaning(std::string_view sign) {
    switch (sign.front()) {
      case '?': return {ExprKind::Coalesce, 1};
      case '+': return {ExprKind::Add, 2};
      case '-': return {ExprKind::Subtract, 2};
      case '*': return {ExprKind::Multiply, 3};
      default: return {ExprKind::Divide, 3};
    }
  }
  Node::Iterator it_, end_;
  std::size_t operands_ = 0;
};

void signMeaning(Node sign, ExprKind& kind, bool& wrong) {
  const std::string_view text = sign.text();
  wrong = true;
  std::string_view better;
  if (text == "==" || text == "=") kind = ExprKind::Is, better = "is";
  else if (text == "!=" || text == "<>") kind = ExprKind::IsNot, better = "is not";
  else if (text == "=<") kind = ExprKind::LessEqual, better = "<=";
  else if (text == "=>") kind = ExprKind::GreaterEqual, better = ">=";
  else {
    wrong = false;
    kind = text == "<" ? ExprKind::Less : text == "<=" ? ExprKind::LessEqual : text == ">" ? ExprKind::Greater : ExprKind::GreaterEqual;
    return;
  }
  diags(sign).report(Code::SymbolComparison, sign.span(), "write " + quote(better) + " instead of " + quote(text))
      .withHelp("write " + quote(better)).edit(sign.span(), std::string(better));
}

ExprPtr isRelation(Node node, ExprPtr left) {
  Span op = node.tape().span(node.begin(), node.begin() + 2);
  bool negated = false;
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::is_negation:
        negated = true;
        op = join(op, child.span());
        break;
      case Kind::known_word:
      case Kind::missing_word: {
        ExprPtr e = unary(child.is(Kind::known_word) != negated ? ExprKind::IsKnown : ExprKind::IsMissing, join(op, child.span()), std::move(left));
        return e;
      }
      case Kind::is_before:
      case Kind::is_after: {
        const auto length = static_cast<std::uint32_t>(child.is(Kind::is_before) ? 6 : 5);
        const Span word = node.tape().span(child.begin(), child.begin() + length);
        ExprPtr e = binary(child.is(Kind::is_before) ? ExprKind::Before : ExprKind::After, join(op, word), std::move(left), buildChildSum(child));
        return negated ? unary(ExprKind::Not, op, std::move(e)) : std::move(e);
      }
      case Kind::is_in:
        return binary(negated ? ExprKind::NotIn : ExprKind::In, join(op, node.tape().span(child.begin(), child.begin() + 2)), std::move(left),
                      buildRange(child.first()));
      case Kind::state_word: {
        ExprPtr e = unary(ExprKind::IsState, join(op, child.span()), std::move(left));
        e->text = child.text();
        e->flag = negated;
        return e;
      }
      default:
        return binary(negated ? ExprKind::IsNot : ExprKind::Is, op, std::move(left), buildSum(child));
    }
  }
  return left;
}

ExprPtr relation(Node node, ExprPtr left) {
  const std::uint32_t b = node.begin();
  auto word = [&](std::uint32_t length) { return node.tape().span(b, b + length); };
  switch (node.kind()) {
    case Kind::is_relation: return isRelation(node, std::move(left));
    case Kind::in_relation: return binary(ExprKind::In, word(2), std::move(left), buildRange(node.first()));
    case Kind::not_in_relation: return binary(ExprKind::NotIn, word(3), std::move(left), buildRange(node.first()));
    case Kind::sign_relation: {
      ExprKind kind = ExprKind::Is;
      bool wrong = false;
      const Node sign = node.first();
      signMeaning(sign, kind, wrong);
      ExprPtr e = binary(kind, sign.span(), std::move(left), buildChildSum(node));
      e->flag = wrong;
      return e;
    }
    case Kind::contains_relation: return binary(ExprKind::Contains, word(8), std::move(left), buildChildSum(node));
    case Kind::begins_relation: return binary(ExprKind::BeginsWith, word(6), std::move(left), buildChildSum(node));
    case Kind::ends_relation: return binary(ExprKind::EndsWith, word(4), std::move(left), buildChildSum(node));
    default: return binary(ExprKind::Matches, word(7), std::move(left), buildPattern(node.find(Kind::pattern)));
  }
}

/// sequence first_touch is not finished
ExprPtr workflowTest(Node node) {
  const Node kind = node.find(Kind::workflow_kind), name = node.find(Kind::dotted_name), state = node.find(Kind::workflow_state);
  ExprPtr what = make(ExprKind::Workflow, join(kind.span(), name.span()));
  what->op_span = kind.span();
  what->text = kind.text();
  what->activity = buildName(name);
  const Node negation = node.find(Kind::is_negation);
  ExprPtr e = unary(ExprKind::IsState, negation ? join(negation.span(), state.span()) : state.span(), std::move(what));
  e->span = node.span();
  e->text = state.text();
  e->flag = static_cast<bool>(negation);
  return e;
}

/// no outreach in stage
ExprPtr noHad(Node node) {
  ExprPtr e = make(ExprKind::NoHad, node.span());
  e->op_span = node.tape().span(node.begin(), node.begin() + 2);
  e->activity = buildName(node.find(Kind::name));
  activityClauses(node, *e);
  return e;
}

ExprPtr comparison(Node node) {
  if (node.first().is(Kind::workflow_test)) return workflowTest(node.first());
  if (node.first().is(Kind::no_had)) return noHad(node.first());
  ExprPtr e;
  std::size_t relations = 0;
  for (const Node child : node.children()) {
    if (!e) {
      e = buildSum(child);
    } else if (++relations == 1) {
      e = relation(child, std::move(e));
    } else if (relations == 2) {
      diags(child).report(Code::ChainedComparison, child.span(), "two comparisons follow each other without `and`")
          .label(e->span, "the first one").withHelp("join them: `a < b and b < c`");
    }
  }
  return e;
}

ExprPtr joinAll(ExprKind kind, std::vector<ExprPtr> parts, Span op) {
  if (parts.size() == 1) return std::move(parts.front());
  ExprPtr e = make(kind, join(parts.front()->span, parts.back()->span));
  e->op_span = op;
  e->args = std::move(parts);
  return e;
}

}  // namespace

ExprPtr buildSum(Node sum) {
  const Node::Children all = sum.children();
  return SumReader(all.begin(), all.end()).level(0);
}

ExprPtr buildOperandOf(Node parent) {
  const Node::Children all = parent.children();
  return SumReader(all.begin(), all.end()).operand();
}

ExprPtr buildChildSum(Node parent) {
  const Node sum = parent.find(Kind::sum);
  return sum ? buildSum(sum) : nullptr;
}
ExprPtr buildChildCondition(Node parent) {
  const Node condition = parent.find(Kind::condition);
  return condition ? buildCondition(condition) : nullptr;
}

ExprPtr buildRange(Node range) {
  if (range.is(Kind::sum)) return buildSum(range);
  if (range.is(Kind::pattern)) return buildPattern(range);
  const Node dots = range.find(Kind::dots);
  if (!dots) return buildChildSum(range);
  ExprPtr e = make(ExprKind::Range, range.span());
  e->op_span = dots.span();
  e->open_low = e->open_high = true;
  for (const Node child : range.children()) {
    if (!child.is(Kind::sum)) continue;
    (child.begin() < dots.begin() ? e->open_low : e->open_high) = false;
    e->args.push_back(buildSum(child));
  }
  return e;
}

ExprPtr buildCondition(Node condition) {
  std::vector<ExprPtr> either, all;
  Span or_span, and_span;
  std::vector<Node> nots;
  for (const Node child : condition.children()) {
    switch (child.kind()) {
      case Kind::not_sign:
        if (child.text() == "!")
          diags(child).report(Code::SymbolLogic, child.span(), "write `not` instead of `!`").withHelp("write `not`").edit(child.span(), "not ");
        nots.push_back(child);
        break;
      case Kind::and_sign:
      case Kind::or_sign: {
        const bool is_and = child.is(Kind::and_sign);
        const std::string_view text = child.text();
        if (text == "&&" || text == "||") {
          const std::string better = is_and ? "and" : "or";
          diags(child).report(Code::SymbolLogic, child.span(), "write " + quote(better) + " instead of " + quote(text)).withHelp("write " + quote(better)).edit(child.span(), better);
        }
        Span& op = is_and ? and_span : or_span;
        if (!op.known()) op = child.span();
        if (!is_and) {
          either.push_back(joinAll(ExprKind::And, std::move(all), and_span));
          all.clear();
          and_span = {};
        }
        break;
      }
      default:
        all.push_back(wrap(ExprKind::Not, nots, comparison(child)));
        nots.clear();
    }
  }
  either.push_back(joinAll(ExprKind::And, std::move(all), and_span));
  return joinAll(ExprKind::Or, std::move(either), or_span);
}

}  // namespace leadflow::parse

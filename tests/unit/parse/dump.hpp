// Expressions as nested words, so that a test can say what a text was read as: `a and b` becomes (and a b).
#pragma once
#include <string>

#include "compiler/parse/parse.hpp"

namespace leadflow::parse {

inline std::string dump(const syntax::Expr* e) {
  using syntax::ExprKind;
  if (!e) return "null";
  auto list = [&](std::string head) {
    for (const auto& arg : e->args) head += " " + dump(arg.get());
    return "(" + head + ")";
  };
  auto activity = [&](std::string head) {
    head += " " + e->activity.text;
    if (!e->text.empty()) head += "." + e->text;
    if (e->window) head += " last=" + dump(e->window.get());
    if (e->since) head += " since=" + e->since.text;
    if (e->where) head += " where=" + dump(e->where.get());
    return "(" + head + ")";
  };
  switch (e->kind) {
    case ExprKind::Number: return std::to_string(e->scaled) + (e->is_integer ? "i" : "f");
    case ExprKind::Percent: return std::to_string(e->scaled) + "%";
    case ExprKind::Money: return std::to_string(e->scaled) + e->text;
    case ExprKind::Duration: return e->days ? std::to_string(e->days) + "bd" : std::to_string(e->millis) + (e->business ? "bms" : "ms");
    case ExprKind::Text: return "\"" + e->text + "\"";
    case ExprKind::Template: {
      std::string out = "(template";
      for (std::size_t i = 0; i < e->parts.size(); ++i) {
        out += " \"" + e->parts[i] + "\"";
        if (i < e->args.size()) out += " " + dump(e->args[i].get());
      }
      return out + ")";
    }
    case ExprKind::Instant: return "@" + e->text;
    case ExprKind::Bool: return e->scaled ? "true" : "false";
    case ExprKind::Missing: return "missing";
    case ExprKind::Pattern: return "/" + e->text + (e->flag ? "/i" : "/");
    case ExprKind::Name: return e->text;
    case ExprKind::Member: return dump(e->args[0].get()) + "." + e->text;
    case ExprKind::Index: return dump(e->args[0].get()) + "[" + dump(e->args[1].get()) + "]";
    case ExprKind::Call: return list("call " + e->text);
    case ExprKind::And: return list("and");
    case ExprKind::Or: return list("or");
    case ExprKind::Not: return list("not");
    case ExprKind::Negate: return list("neg");
    case ExprKind::Add: return list("+");
    case ExprKind::Subtract: return list("-");
    case ExprKind::Multiply: return list("*");
    case ExprKind::Divide: return list("/");
    case ExprKind::Coalesce: return list("??");
    case ExprKind::Is: return list("is");
    case ExprKind::IsNot: return list("isnot");
    case ExprKind::Less: return list("<");
    case ExprKind::LessEqual: return list("<=");
    case ExprKind::Greater: return list(">");
    case ExprKind::GreaterEqual: return list(">=");
    case ExprKind::Before: return list("before");
    case ExprKind::After: return list("after");
    case ExprKind::In: return list("in");
    case ExprKind::NotIn: return list("notin");
    case ExprKind::Contains: return list("contains");
    case ExprKind::BeginsWith: return list("begins");
    case ExprKind::EndsWith: return list("ends");
    case ExprKind::Matches: return list("matches");
    case ExprKind::List: return list("list");
    case ExprKind::Range: return list(e->open_low ? "range.." : e->open_high ? "..range" : "range");
    case ExprKind::IsKnown: return list("known");
    case ExprKind::IsMissing: return list("unknown");
    case ExprKind::IsState: return list(std::string(e->flag ? "isnot-" : "is-") + e->text);
    case ExprKind::Workflow: return e->text + ":" + e->activity.text;
    case ExprKind::NoHad: return activity("nohad");
    case ExprKind::Had: return activity("had");
    case ExprKind::Count: return activity("count");
    case ExprKind::Last: return activity("last");
    case ExprKind::FirstOf: {
      std::string out = "(first";
      for (const auto& arm : e->arms) out += " " + dump(arm.value.get()) + ":" + (arm.when ? dump(arm.when.get()) : "otherwise");
      return out + ")";
    }
    case ExprKind::RangesOf: {
      std::string out = "(ranges " + dump(e->args[0].get());
      for (const auto& band : e->bands) out += " " + band.name.text + ":" + std::to_string(static_cast<int>(band.kind)) + ":" + dump(band.bound.get());
      return out + ")";
    }
  }
  return "?";
}

}  // namespace leadflow::parse

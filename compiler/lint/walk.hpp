// Walking a typed program: every condition with its place in words, every target, and the normal form of a condition.
//
//     a and b in [x, y]     the same key as     b in [y, x] and a
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "compiler/types/program.hpp"

namespace leadflow::lint {

/// Calls f for the expression and everything below it, queries' conditions included.
void eachExpr(const typed::Expr& expr, const std::function<void(const typed::Expr&)>& f);
/// Calls f for every expression of the program that stands by itself, with whether it is a condition and what it is.
void eachRoot(const typed::Program& program, const std::function<void(const typed::Expr&, bool condition, std::string_view what)>& f);
/// Calls f for every target of every rule, the shares of splits included.
void eachChoice(const typed::Program& program, const std::function<void(const typed::Route&, const typed::Rule&, const typed::Choice&)>& f);

/// Equal for conditions that say the same in another order: parts of `and` and `or` sorted, sides of `is` too, sets by content.
std::string normalKey(const typed::Program& program, const typed::Expr& expr);
/// Equal for targets that send a lead the same way.
std::string targetKey(const typed::Program& program, const typed::Choice& choice);

/// A slot as messages show it: `40`, `50000 USD`, `smb`.
std::string showSlot(const typed::Program& program, typed::Type type, std::int64_t bits);

}  // namespace leadflow::lint

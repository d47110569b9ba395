// Typed program to IR. One file a noun: expressions, scoring, tables, routing; `lower` calls them in order.
//
//     typed::Score fit  ->  one persistent register a term, their sum, the caps       (lower_scoring)
//     typed::Route      ->  per rule: atoms for the index, a residue, one function a conjunct for explanations
//     (lower_routing)
#pragma once
#include "compiler/ir/module.hpp"

namespace leadflow::lower {

struct Options {
  bool tests = false;  ///< also the expectations of `test` blocks
};
ir::Module lower(const typed::Program& program, const Options& options = {});

}  // namespace leadflow::lower

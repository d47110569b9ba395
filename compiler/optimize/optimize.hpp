// Passes over the IR, one a file; `passes()` is the pipeline as a list. None changes a decision: the differential tests
// run every program optimized and not.
//
//     %5 = LoadConst 500   %6 = IntToScaled %5      fold_constants:  %6 = LoadConst 500.0
//     %7 = Less %6 %3  …   %9 = Less %6 %3          share_values:    %9 becomes %7
//     Jump L3; L3:                                   drop_dead:       nothing
#pragma once
#include <vector>

#include "compiler/ir/module.hpp"

namespace leadflow::optimize {

struct Pass {
  const char* name;
  void (*run)(ir::Module& module, ir::Function& function);
};
/// In the order in which they run.
const std::vector<Pass>& passes();
void optimize(ir::Module& module);

void foldConstants(ir::Module& module, ir::Function& function);
void shareValues(ir::Module& module, ir::Function& function);
void dropDead(ir::Module& module, ir::Function& function);

}  // namespace leadflow::optimize

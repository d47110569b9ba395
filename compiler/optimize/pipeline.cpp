#include "compiler/optimize/optimize.hpp"

namespace leadflow::optimize {

const std::vector<Pass>& passes() {
  static const std::vector<Pass> list = {
      {"fold_constants", foldConstants},
      {"share_values", shareValues},
      {"drop_dead", dropDead},
  };
  return list;
}

void optimize(ir::Module& module) {
  for (auto& function : module.functions)
    for (const Pass& pass : passes()) pass.run(module, function);
}

}  // namespace leadflow::optimize

// pool-unused: a pool that no route chooses from and that nothing rebalances.
#include "compiler/lint/registry.hpp"
#include "compiler/lint/walk.hpp"

namespace leadflow::lint {

void poolUnused(const Facts& facts, diag::Diagnostics& diags) {
  if (facts.program.is_module) return;
  std::vector<bool> used(facts.program.pools.size(), false);
  eachChoice(facts.program, [&](const typed::Route&, const typed::Rule&, const typed::Choice& choice) {
    using Kind = typed::Choice::Kind;
    const bool pool = choice.kind != Kind::Queue && choice.kind != Kind::Route && choice.kind != Kind::Rep && choice.kind != Kind::Split;
    if (pool && choice.index < used.size()) used[choice.index] = true;
  });
  for (const auto& every : facts.program.workflow.every)
    for (const auto& action : every.actions)
      if (action.kind == bytecode::ActionInfo::Kind::Rebalance && action.index < used.size()) used[action.index] = true;
  for (std::size_t i = 0; i < used.size(); ++i)
    if (!used[i])
      diags.report(diag::Code::PoolUnused, facts.program.pools[i].span, "no route chooses from the pool `" + facts.program.pools[i].name + '`')
          .withHelp("send leads to it, or remove it");
}

}  // namespace leadflow::lint

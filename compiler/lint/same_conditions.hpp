// Pairs of rules of one route whose conditions are the same in normal form, found by hash: linear in the number of rules.
#pragma once
#include <string>
#include <unordered_map>

#include "compiler/lint/walk.hpp"

namespace leadflow::lint {

/// f(route, earlier rule, later rule, whether the chains of targets are the same)
template <class F>
void eachSameCondition(const typed::Program& program, F&& f) {
  const auto chainKey = [&](const typed::Rule& rule) {
    std::string key;
    for (const typed::Choice& target : rule.targets) key += targetKey(program, target) + ';';
    return key;
  };
  for (const typed::Route& route : program.routes) {
    std::unordered_map<std::string, const typed::Rule*> seen;
    for (const typed::Rule& rule : route.rules) {
      if (!rule.when) continue;
      const auto [place, added] = seen.emplace(normalKey(program, *rule.when), &rule);
      if (!added) f(route, *place->second, rule, chainKey(*place->second) == chainKey(rule));
    }
  }
}

}  // namespace leadflow::lint

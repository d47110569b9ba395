#include "stdlib/stdlib.hpp"

#include <vector>

namespace leadflow::stdlib {

std::optional<std::string_view> moduleText(std::string_view name) {
  for (const Module& module : modules())
    if (module.name == name) return module.text;
  return std::nullopt;
}

std::span<const std::string_view> moduleNames() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const Module& module : modules()) all.push_back(module.name);
    return all;
  }();
  return names;
}

}  // namespace leadflow::stdlib

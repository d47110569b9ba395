// What is called by a name that somebody wrote, and what was meant where nothing is.
//
//     std::string near;
//     if (positionOf(flow.handoffs, "hh", near) < 0) refuse("there is no handoff `hh`" + near);     "…; did you mean `h`?"
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/value/nearest.hpp"

namespace leadflow::workflow {

/// The position of what is called `name`, -1: nothing is; then `near` is "; did you mean `X`?" or empty.
template <class List>
std::int32_t positionOf(const List& list, std::string_view name, std::string& near) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name == name) return static_cast<std::int32_t>(i);
    names.push_back(list[i].name);
  }
  const int nearest_one = nearest(name, names);
  near.clear();
  if (nearest_one >= 0) near = "; did you mean `" + std::string(names[static_cast<std::size_t>(nearest_one)]) + "`?";
  return -1;
}

}  // namespace leadflow::workflow

// The modules that come with LeadFlow: playbook text, compiled into the library, found by name.
//
//     use std.geo
//     use std.calendars
//
// They are LeadFlow like any other module (stdlib/modules/*.leadflow); nothing in them is known to the compiler but their text.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace leadflow::stdlib {

struct Module {
  std::string_view name;  // "geo"
  std::string_view text;
};

// All modules, by name.
std::span<const Module> modules();

// The text of `std.geo` under "geo"; nothing for a name that there is no module of.
std::optional<std::string_view> moduleText(std::string_view name);

// Their names, sorted, for "did you mean".
std::span<const std::string_view> moduleNames();

}  // namespace leadflow::stdlib

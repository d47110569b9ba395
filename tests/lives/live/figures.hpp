// What reports say of a store, as facts like those of the reference (reference/figures.cpp).
//
//     figure sla first of ana 2 of 3                  rate sla first met by owner
//     figure handoff pass_on of - 0 of 1              rate handoff pass_on accepted by owner
//     figure first outreach after 5400 s              median time from created to first outreach
#pragma once
#include <string>
#include <vector>

#include "runtime/workflow/engine.hpp"
#include "tests/lives/reference/model.hpp"

namespace leadflow::lives {

/// Of the playbook that the engine has. Empty, or why the store cannot be read.
std::string storeFigures(port::Store& store, workflow::Engine& engine, Instant now, std::vector<std::string>& lines);

}  // namespace leadflow::lives

// Whom a playbook means: `owner`, `role sales_manager`, `owner.manager`, `queue owner`, a rep by name.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

/// Ids of those of today's roster who are meant, in its order. Of a role those who are here, else those who are out. Empty: nobody.
std::vector<std::string> peopleMeant(const World& world, const port::LeadState& lead, const bytecode::WhoInfo& who, std::int64_t now);
/// Who is to be asked for an open approval because nobody who was asked is there: they left, or there was nobody. Empty: it stays as it is.
std::vector<std::string> standingIn(const World& world, const port::LeadState& lead, std::uint32_t approval, std::int64_t now);

}  // namespace leadflow::workflow

// Rows of live tables as `table.changed` events change them; the engine and a replay of its journal go through the same door.
//
//     {"type":"table.changed","table":"accounts","rows":[{"domain":"acme.example","owner":"ana"}]}
//     {"type":"table.changed","table":"accounts","value":"remove","rows":[{"domain":"acme.example"}]}
//
// A row with a known key changes the columns that it names. INVARIANT: a table that lost its last row keeps one row without key
// and body, which says that it is empty; without any row the rows compiled in would come back.
#pragma once
#include <string>
#include <vector>

#include "runtime/decide/desk.hpp"
#include "runtime/port/store.hpp"

namespace leadflow::workflow {

/// Empty, or why nothing was changed: "a row has no `domain`", "accounts acme.example: owner: `anna` is not a rep of the roster; did
/// you mean `ana`?". `desk`: the playbook with the people of today.
std::string changeTable(std::vector<port::WorldRows::TableRow>& rows, const decide::Desk& desk, const port::Event& event);

}  // namespace leadflow::workflow

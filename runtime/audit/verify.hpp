// Looks a whole journal over: is every entry there, unchanged, in its place, and under an anchor that nobody touched?
//
//     leadflow audit verify --store sqlite:leads.db
//     12,408 entries of 961 leads, 88 anchors: nothing was changed, added or taken out
#pragma once
#include <string>
#include <vector>

#include "runtime/port/store.hpp"

namespace leadflow::audit {

struct Finding {
  std::string lead;          ///< empty: of no single lead
  std::uint64_t seq = 0;     ///< 0: the anchor `anchor`
  std::uint64_t anchor = 0;
  std::string text;          ///< "the entry was changed: its hash does not fit what it says"
};

struct Verified {
  /// `leads`: those that came to be, also merged and erased ones.
  std::uint64_t entries = 0, leads = 0, anchors = 0, unanchored = 0, secrets = 0, erased_secrets = 0;
  std::uint64_t problems = 0;
  std::vector<Finding> findings;   ///< the first 100
};

port::Status verify(port::Store& store, Verified& verified);
/// The same in the transaction that is open.
port::Status verifyOpen(port::Store& store, Verified& verified);

}  // namespace leadflow::audit

// How data spell the value of an enum: case is folded, white space around is dropped, and a run of spaces, `-` and `_`
// counts as one `_` between words and as nothing at either end.
//
//     source one of purchased_list, trade_show      # "Purchased List", "trade-show", "TRADE  SHOW"
#pragma once

#include <string>
#include <string_view>

namespace leadflow {

// Appends the key of a written value; two spellings are the same value when their keys are equal.
void appendEnumKey(std::string& out, std::string_view written);

inline std::string enumKey(std::string_view written) {
  std::string key;
  appendEnumKey(key, written);
  return key;
}

}  // namespace leadflow

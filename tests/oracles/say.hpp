// Says a tree in LeadFlow: the expression of one derived field, and the fields of the lead it reads.
#pragma once
#include "tests/oracles/expression.hpp"

namespace leadflow::oracles {

struct Field {
  std::string name, type;
  std::string json;   ///< its value in the record; empty: it has none
};

enum class Style : std::uint8_t {
  Written,   ///< values stand in the expression: the compiler works them out
  Fields     ///< every value is a field of the lead: the machine works them out
};

struct Said {
  std::string text;
  std::vector<Field> fields;
};

/// Throws Unsayable. `prefix` keeps the names of cases apart.
Said say(const Case& from, Style style, const std::string& prefix);

}  // namespace leadflow::oracles

// States and provinces: the 50 US states, the District of Columbia, the US territories, and the Canadian provinces and
// territories, with the US Census Bureau's regions and divisions.
//
//     list new_england = ["CT", "ME", "MA", "NH", "RI", "VT"]
#pragma once

#include <span>
#include <string_view>

namespace leadflow {

struct Region {
  std::string_view country;    // "US"
  std::string_view code;       // "NY"
  std::string_view name;       // "New York"
  std::string_view spellings;  // "n.y.|new york state", separated by |
  std::string_view area;       // census region: "Northeast"; "" for territories and Canada
  std::string_view division;   // census division: "Middle Atlantic"; "" likewise
};

// All of regions.def, by country and then by code.
std::span<const Region> regions();

// Index into regions() by code, name or common spelling (folded as findCountry does); -1 if none.
int findUsState(std::string_view any_spelling);
int findCanadianProvince(std::string_view any_spelling);
int findRegion(std::string_view country_code, std::string_view any_spelling);

}  // namespace leadflow

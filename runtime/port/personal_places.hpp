// The places of personal_places.def as values.
#pragma once
#include <cstdint>

namespace leadflow::port {

enum class Place : std::uint8_t {
#define LEADFLOW_PLACE(name, section, where, columns, rows, erase, goes, stays) name,
#define LEADFLOW_PERSONAL ""
#include "runtime/port/personal_places.def"
#undef LEADFLOW_PERSONAL
#undef LEADFLOW_PLACE
  Count_
};

struct PlaceInfo {
  const char* section;   ///< of `leadflow subject`
  const char* where;     ///< table and columns
  const char* goes;      ///< what erasing takes
  const char* stays;     ///< what it leaves
};
const PlaceInfo& placeInfo(Place place);

}  // namespace leadflow::port

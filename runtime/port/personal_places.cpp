#include "runtime/port/personal_places.hpp"

#include "runtime/port/event.hpp"

namespace leadflow::port {
namespace {

constexpr PlaceInfo kPlaces[] = {
#define LEADFLOW_PLACE(name, section, where, columns, rows, erase, goes, stays) {section, where, goes, stays},
#define LEADFLOW_PERSONAL ""
#include "runtime/port/personal_places.def"
#undef LEADFLOW_PERSONAL
#undef LEADFLOW_PLACE
};

// A lead that is on its way into this one is erased by what answers it, so that event is not settled with the others.
static_assert(static_cast<int>(EventType::LeadMerged) == 16, "personal_places.def names the event by its number");

}  // namespace

const PlaceInfo& placeInfo(Place place) { return kPlaces[static_cast<std::size_t>(place)]; }

}  // namespace leadflow::port

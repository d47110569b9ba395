#include "runtime/workflow/lead_zone.hpp"

#include <algorithm>
#include <iterator>

#include "runtime/value/region.hpp"

namespace leadflow::workflow {
namespace {

struct CountryZone { std::string_view country, zone; };
struct RegionZone { std::string_view country, region, zone; };

constexpr CountryZone kCountries[] = {
#define LEADFLOW_COUNTRY_ZONE(country, zone) {country, zone},
#define LEADFLOW_REGION_ZONE(country, region, zone)
#include "runtime/workflow/lead_zones.def"
#undef LEADFLOW_COUNTRY_ZONE
#undef LEADFLOW_REGION_ZONE
};
constexpr RegionZone kRegions[] = {
#define LEADFLOW_COUNTRY_ZONE(country, zone)
#define LEADFLOW_REGION_ZONE(country, region, zone) {country, region, zone},
#include "runtime/workflow/lead_zones.def"
#undef LEADFLOW_COUNTRY_ZONE
#undef LEADFLOW_REGION_ZONE
};

constexpr bool inOrder() {
  for (std::size_t i = 1; i < std::size(kCountries); ++i)
    if (!(kCountries[i - 1].country < kCountries[i].country)) return false;
  return true;
}
static_assert(inOrder());

}  // namespace

std::string_view zoneOfCountry(std::string_view alpha2) {
  const auto* end = std::end(kCountries);
  const auto* found = std::lower_bound(std::begin(kCountries), end, alpha2,
                                       [](const CountryZone& row, std::string_view code) { return row.country < code; });
  return found != end && found->country == alpha2 ? found->zone : std::string_view{};
}

std::string_view zoneOfRegion(std::string_view alpha2, std::string_view any_spelling) {
  const int index = findRegion(alpha2, any_spelling);
  if (index < 0) return {};
  const Region& region = regions()[static_cast<std::size_t>(index)];
  for (const RegionZone& row : kRegions)
    if (row.country == region.country && row.region == region.code) return row.zone;
  return {};
}

}  // namespace leadflow::workflow

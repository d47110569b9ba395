#include "runtime/value/region.hpp"

#include "runtime/value/place_key.hpp"

namespace leadflow {
namespace {

constexpr Region kRegions[] = {
#define LEADFLOW_REGION(country, code, name, spellings, area, division) \
  {country, code, name, spellings, area, division},
#include "runtime/value/regions.def"
#undef LEADFLOW_REGION
};
constexpr int kRegionCount = sizeof kRegions / sizeof kRegions[0];

PlaceTable build(std::string_view country) {
  PlaceTable places(256);
  const auto each = [&](auto&& add) {
    for (int i = 0; i < kRegionCount; ++i) {
      if (kRegions[i].country == country) add(kRegions[i], i);
    }
  };
  each([&](const Region& region, int i) { places.add(region.code, i); });
  each([&](const Region& region, int i) { places.add(region.name, i); });
  each([&](const Region& region, int i) { places.addAll(region.spellings, i); });
  // ISO 3166-2, as address validators export it: US-NY.
  each([&](const Region& region, int i) {
    char code[] = {country[0], country[1], '-', region.code[0], region.code[1]};
    places.add({code, sizeof code}, i);
  });
  return places;
}

}  // namespace

std::span<const Region> regions() { return kRegions; }

int findUsState(std::string_view any_spelling) {
  static const PlaceTable table = build("US");
  return table.find(any_spelling);
}

int findCanadianProvince(std::string_view any_spelling) {
  static const PlaceTable table = build("CA");
  return table.find(any_spelling);
}

int findRegion(std::string_view country_code, std::string_view any_spelling) {
  if (country_code == "US") return findUsState(any_spelling);
  return country_code == "CA" ? findCanadianProvince(any_spelling) : -1;
}

}  // namespace leadflow

#include "runtime/value/country.hpp"

#include "runtime/value/place_key.hpp"

namespace leadflow {
namespace {

struct Country {
  std::string_view alpha2, alpha3;
  int numeric;
  std::string_view name, spellings;
};

constexpr Country kCountries[] = {
#define LEADFLOW_COUNTRY(alpha2, alpha3, numeric, name, spellings) {alpha2, alpha3, numeric, name, spellings},
#include "runtime/value/countries.def"
#undef LEADFLOW_COUNTRY
};
static_assert(sizeof kCountries / sizeof kCountries[0] == kCountryCount);

constexpr bool sortedByCode() {
  for (int i = 1; i < kCountryCount; ++i) {
    if (kCountries[i - 1].alpha2 >= kCountries[i].alpha2) return false;
  }
  return true;
}
static_assert(sortedByCode());

const PlaceTable& table() {
  static const PlaceTable built = [] {
    PlaceTable places(2048);
    // Codes and names first: no spelling takes one from its owner.
    for (int i = 0; i < kCountryCount; ++i) places.add(kCountries[i].alpha2, i);
    for (int i = 0; i < kCountryCount; ++i) places.add(kCountries[i].alpha3, i);
    for (int i = 0; i < kCountryCount; ++i) places.add(kCountries[i].name, i);
    for (int i = 0; i < kCountryCount; ++i) {
      places.addAll(kCountries[i].spellings, i);
      const int n = kCountries[i].numeric;
      const char digits[] = {static_cast<char>('0' + n / 100), static_cast<char>('0' + n / 10 % 10),
                             static_cast<char>('0' + n % 10)};
      const std::string_view text(digits, 3);
      places.add(text, i);
      places.add(text.substr(n < 10 ? 2 : n < 100 ? 1 : 0), i);  // a spreadsheet drops the zeros in front
    }
    return places;
  }();
  return built;
}

}  // namespace

int findCountry(std::string_view any_spelling) { return table().find(any_spelling); }

int countryByCode(std::string_view alpha2) {
  int low = 0, high = kCountryCount;
  while (low < high) {
    const int middle = (low + high) / 2;
    if (kCountries[middle].alpha2 < alpha2) low = middle + 1;
    else high = middle;
  }
  return low < kCountryCount && kCountries[low].alpha2 == alpha2 ? low : -1;
}

std::string_view countryCode(int country) { return kCountries[country].alpha2; }
std::string_view countryAlpha3(int country) { return kCountries[country].alpha3; }
int countryNumeric(int country) { return kCountries[country].numeric; }
std::string_view countryName(int country) { return kCountries[country].name; }
std::string_view countrySpellings(int country) { return kCountries[country].spellings; }

}  // namespace leadflow

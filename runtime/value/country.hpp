// The 249 countries of ISO 3166-1. A `country` slot holds the index, alphabetical by alpha-2 code; data may say DE,
// DEU, 276, "Germany", "deutschland", "U.S.A." or "united states of america".
//
//     +15 when country in [US, CA, GB]
#pragma once

#include <cstdint>
#include <string_view>

namespace leadflow {

inline constexpr int kCountryCount = 249;

// The index by code, number, name or common spelling; case, dots, commas, hyphens, apostrophes and accents of Latin
// letters do not matter. -1 if none. Does not allocate for texts up to 128 bytes.
int findCountry(std::string_view any_spelling);

// By the exact alpha-2 code in upper case, as a playbook writes it; -1 if none.
int countryByCode(std::string_view alpha2);

std::string_view countryCode(int country);       // "DE"
std::string_view countryAlpha3(int country);     // "DEU"
int countryNumeric(int country);                 // 276
std::string_view countryName(int country);       // "Germany"
std::string_view countrySpellings(int country);  // "deutschland|...", each as people write it

}  // namespace leadflow

// Which time zone a lead lives in, as far as its country and state tell: `email "first_touch" at 09:00 lead time` means nine
// in the morning where the lead is.
//
//     country US, state "CA"     America/Los_Angeles
//     country DE                 Europe/Berlin
//     country US                 America/New_York: where most of its people live
//
// A field `timezone` or `time_zone` of the lead goes before all of this (sequences.cpp).
#pragma once
#include <string_view>

namespace leadflow::workflow {

/// IANA name of the zone in which most of the country's, or the state's, people live; empty where the state is not known.
std::string_view zoneOfCountry(std::string_view alpha2);
std::string_view zoneOfRegion(std::string_view alpha2, std::string_view any_spelling);

}  // namespace leadflow::workflow

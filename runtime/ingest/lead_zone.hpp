// Which time zone a lead lives in, as far as its record tells: `email "first_touch" at 09:00 lead time` means nine in the morning
// where the lead is.
//
//     timezone "Asia/Tokyo"      Asia/Tokyo, whatever the country
//     country US, state "CA"     America/Los_Angeles
//     country DE                 Europe/Berlin
//     country US                 America/New_York: where most of its people live
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/bytecode/chunk.hpp"
#include "runtime/ingest/field_decoder.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::ingest {

/// IANA name of the zone in which most of the country's, or the state's, people live; empty where the state is not known.
std::string_view zoneOfCountry(std::string_view alpha2);
std::string_view zoneOfRegion(std::string_view alpha2, std::string_view any_spelling);

/// The fields of a playbook's lead that say its zone: texts `timezone` and `time_zone`, its country, texts `state`, `province`, `region`.
class LeadZone {
 public:
  explicit LeadZone(const bytecode::Chunk& chunk);

  /// A text that says no zone where it should: none at all (NotATimeZone), or no state of a country whose states decide (NotAState).
  struct Unread {
    std::uint16_t field = 0;
    FaultKind kind{};
    std::string_view text;
    std::string_view country;   ///< alpha-2, of a state
    std::string nearest() const;
  };
  /// By the values of fields; null: they say none, and the playbook's zone counts. What cannot be read goes to `unread`, if wanted.
  const TimeZone* of(const std::function<Slot(std::uint32_t)>& value, std::vector<Unread>* unread = nullptr) const;

  /// Whether some mail of the playbook goes by it: otherwise nobody is told what cannot be read.
  bool asked() const { return asked_; }
  /// Whether what this field says may be unread and told: of a state its country decides.
  bool mayFail(std::uint16_t field, Slot value) const;
  std::int32_t countryField() const { return country_; }

 private:
  std::vector<std::uint16_t> zones_, states_;
  std::int32_t country_ = -1;
  bool asked_ = false;
};

}  // namespace leadflow::ingest

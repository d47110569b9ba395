#include "runtime/ingest/lead_zone.hpp"

#include <algorithm>
#include <iterator>

#include "runtime/bytecode/actions.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/region.hpp"

namespace leadflow::ingest {
namespace {

struct CountryZone { std::string_view country, zone; };
struct RegionZone { std::string_view country, region, zone; };

constexpr CountryZone kCountries[] = {
#define LEADFLOW_COUNTRY_ZONE(country, zone) {country, zone},
#define LEADFLOW_REGION_ZONE(country, region, zone)
#include "runtime/ingest/lead_zones.def"
#undef LEADFLOW_COUNTRY_ZONE
#undef LEADFLOW_REGION_ZONE
};
constexpr RegionZone kRegions[] = {
#define LEADFLOW_COUNTRY_ZONE(country, zone)
#define LEADFLOW_REGION_ZONE(country, region, zone) {country, region, zone},
#include "runtime/ingest/lead_zones.def"
#undef LEADFLOW_COUNTRY_ZONE
#undef LEADFLOW_REGION_ZONE
};

constexpr bool inOrder() {
  for (std::size_t i = 1; i < std::size(kCountries); ++i)
    if (!(kCountries[i - 1].country < kCountries[i].country)) return false;
  return true;
}
static_assert(inOrder());

bool among(const std::vector<std::uint16_t>& fields, std::uint16_t field) { return std::find(fields.begin(), fields.end(), field) != fields.end(); }

bool hasZonesByState(std::string_view country) {
  return std::any_of(std::begin(kRegions), std::end(kRegions), [&](const RegionZone& row) { return row.country == country; });
}

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

LeadZone::LeadZone(const bytecode::Chunk& chunk) {
  const auto texts = [&](std::initializer_list<std::string_view> names) {
    std::vector<std::uint16_t> found;
    for (const std::string_view name : names)
      for (std::uint16_t f = 0; f < chunk.fields.size(); ++f)
        if (chunk.fields[f].name == name && isTextual(chunk.fields[f].type.kind)) found.push_back(f);
    return found;
  };
  zones_ = texts({"timezone", "time_zone"});
  states_ = texts({"state", "province", "region"});
  const auto country = std::find_if(chunk.fields.begin(), chunk.fields.end(), [](const bytecode::FieldInfo& field) { return field.type.kind == TypeKind::Country; });
  if (country != chunk.fields.end()) country_ = static_cast<std::int32_t>(country - chunk.fields.begin());
  bytecode::eachAction(chunk.workflow, [&](const bytecode::ActionInfo& action, const std::string&) { asked_ = asked_ || action.lead_time; });
}

const TimeZone* LeadZone::of(const std::function<Slot(std::uint32_t)>& value, std::vector<Unread>* unread) const {
  const auto textAt = [&](std::uint16_t field) {
    const Slot said = value(field);
    return isMissing(said) ? std::string_view() : textOf(said)->rawText();
  };
  const TimeZone* zone = nullptr;
  for (const std::uint16_t field : zones_) {
    const std::string_view text = textAt(field);
    const TimeZone* const own = text.empty() ? nullptr : readTimeZone(text);
    if (zone == nullptr) zone = own;
    if (unread && own == nullptr && !text.empty()) unread->push_back({field, FaultKind::NotATimeZone, text, {}});
  }
  const Slot country = zone != nullptr || country_ < 0 ? kMissing : value(static_cast<std::uint32_t>(country_));
  if (isMissing(country)) return zone;
  const std::string_view code = countryCode(static_cast<int>(country));
  std::vector<Unread> no_states;
  for (const std::uint16_t field : states_) {
    const std::string_view text = textAt(field);
    if (const std::string_view name = zoneOfRegion(code, text); !name.empty()) return findTimeZone(name);
    if (!text.empty() && hasZonesByState(code)) no_states.push_back({field, FaultKind::NotAState, text, code});
  }
  if (unread) unread->insert(unread->end(), no_states.begin(), no_states.end());
  const std::string_view name = zoneOfCountry(code);
  return name.empty() ? nullptr : findTimeZone(name);
}

bool LeadZone::mayFail(std::uint16_t field, Slot value) const {
  return asked_ && ((among(zones_, field) && readTimeZone(textOf(value)->rawText()) == nullptr) || (country_ >= 0 && among(states_, field)));
}

std::string LeadZone::Unread::nearest() const {
  if (kind == FaultKind::NotATimeZone) return nearestTimeZone(text);
  std::vector<std::string_view> names;
  for (const Region& region : regions())
    if (region.country == country) names.push_back(region.name);
  const int near = leadflow::nearest(text, names);
  return near < 0 ? std::string() : std::string(names[static_cast<std::size_t>(near)]);
}

}  // namespace leadflow::ingest

#include "runtime/value/timezone.hpp"

// The library must be read as it was built: CMake's target says so too, and every distribution builds it this way.
#ifndef USE_OS_TZDB
#define USE_OS_TZDB 1
#endif
#include <date/tz.h>
// date 3.0.1's ptz.h says hh_mm_ss where C++20 has one too; naming the one it means lets it compile.
namespace Posix {
using date::hh_mm_ss;
}
#include <date/ptz.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "runtime/value/decimal.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/text.hpp"

namespace leadflow {
namespace {

// The Gregorian calendar repeats every 400 years, weekdays included, and so does every rule for summer time. The table
// reaches from the first known change to 400 years behind the last explicit one; later instants are looked up in it
// after a shift by whole cycles.
constexpr std::int64_t kDayMillis = 86'400'000;
constexpr std::int64_t kCycleMillis = 146'097 * kDayMillis;
constexpr std::int64_t kLastExplicit = 24'837 * kDayMillis;  // 2038-01-01
constexpr std::int64_t kTableEnd = kLastExplicit + kCycleMillis;
// Local times within this of a change may show twice or never: no zone ever jumped by more than a day.
constexpr std::int64_t kNearChange = 2 * kDayMillis;

struct Range {
  std::int64_t start;   // the first instant, UTC milliseconds
  std::int64_t offset;  // to add
};

// The rule behind the last explicit change: the last line of the zone's file (RFC 8536), such as
// `EST5EDT,M3.2.0,M11.1.0`.
std::string posixRule(const std::string& name) {
  for (const char* root : {"/usr/share/zoneinfo/", "/usr/lib/zoneinfo/", "/usr/share/lib/zoneinfo/"}) {
    std::ifstream file(root + name, std::ios::binary);
    if (!file) continue;
    file.seekg(0, std::ios::end);
    const auto size = static_cast<std::streamoff>(file.tellg());
    const auto tail = std::min<std::streamoff>(size, 256);
    std::string bytes(static_cast<std::size_t>(tail), '\0');
    file.seekg(size - tail);
    file.read(bytes.data(), tail);
    if (!file || !bytes.ends_with('\n')) return {};
    bytes.pop_back();
    const std::size_t line = bytes.rfind('\n');
    return line == std::string::npos ? std::string{} : bytes.substr(line + 1);
  }
  return {};
}

void append(std::vector<Range>& ranges, std::int64_t start, std::chrono::seconds offset) {
  const std::int64_t ms = static_cast<std::int64_t>(offset.count()) * 1000;
  if (ranges.empty() || ranges.back().offset != ms) ranges.push_back({ranges.empty() ? INT64_MIN : start, ms});
}

std::vector<Range> load(const date::time_zone& zone, const std::string& name) {
  using std::chrono::seconds;
  std::vector<Range> ranges;
  std::int64_t start = -400 * 365 * kDayMillis / 2;  // before the first zone in 1770
  while (start < kLastExplicit) {
    const date::sys_info info = zone.get_info(date::sys_seconds{seconds{start / 1000}});
    append(ranges, start, info.offset);
    const auto end = static_cast<std::int64_t>(info.end.time_since_epoch().count());
    if (end >= kLastExplicit / 1000 || end * 1000 <= start) break;
    start = end * 1000;
  }
  const std::string rule = posixRule(name);
  if (rule.find(',') == std::string::npos) return ranges;
  try {
    const Posix::time_zone posix(rule);
    for (std::int64_t at = kLastExplicit; at < kTableEnd;) {
      const date::sys_info info = posix.get_info(date::sys_seconds{seconds{at / 1000}});
      append(ranges, at, info.offset);
      const auto end = static_cast<std::int64_t>(info.end.time_since_epoch().count());
      if (end * 1000 <= at) break;
      at = end * 1000;
    }
  } catch (const std::exception&) {
    // An unreadable rule leaves the last explicit offset in force.
  }
  return ranges;
}

}  // namespace

struct TimeZone::Impl {
  std::string name;
  std::vector<Range> ranges;                   // ascending; the first starts at the beginning of time
  mutable std::atomic<std::uint32_t> hint{0};  // the range that answered last; any value is correct

  std::int64_t startOf(std::size_t index) const { return ranges[index].start; }
  std::int64_t endOf(std::size_t index) const {
    return index + 1 < ranges.size() ? ranges[index + 1].start : INT64_MAX;
  }

  std::size_t rangeAt(std::int64_t instant) const {
    const std::size_t guess = hint.load(std::memory_order_relaxed);
    if (instant >= startOf(guess) && instant < endOf(guess)) return guess;
    const auto after = std::upper_bound(ranges.begin(), ranges.end(), instant,
                                        [](std::int64_t value, const Range& range) { return value < range.start; });
    const auto index = static_cast<std::size_t>(after - ranges.begin()) - (after != ranges.begin());
    hint.store(static_cast<std::uint32_t>(index), std::memory_order_relaxed);
    return index;
  }
};

namespace {

// How far to go back by whole calendar cycles so that the time falls into the table.
std::int64_t cycleShift(std::int64_t ms) {
  return ms < kTableEnd - kNearChange ? 0 : ((ms - (kTableEnd - kNearChange)) / kCycleMillis + 1) * kCycleMillis;
}

}  // namespace

TimeZone::TimeZone(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TimeZone::~TimeZone() = default;

const std::string& TimeZone::name() const { return impl_->name; }

std::int64_t TimeZone::offsetAt(std::int64_t instant_ms) const {
  return impl_->ranges[impl_->rangeAt(instant_ms - cycleShift(instant_ms))].offset;
}

namespace {

std::string foldedZone(std::string_view name) {
  std::string key(name);
  for (char& c : key) c = c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return key;
}

/// What the folder of zones holds besides zones: what this machine calls its own, which is another zone on the next one; a zone for
/// machines that were set up by nobody; the same zones again, with leap seconds.
bool isNoPlace(std::string_view name) {
  return name == "localtime" || name == "posixrules" || name == "Factory" || name.starts_with("posix/") || name.starts_with("right/");
}

}  // namespace

const TimeZone* findTimeZone(std::string_view name) {
  if (isNoPlace(name)) return nullptr;
  static std::shared_mutex mutex;
  static std::map<std::string, std::unique_ptr<TimeZone>, std::less<>> zones;  // unknown names are not kept
  {
    const std::shared_lock lock(mutex);
    if (const auto found = zones.find(name); found != zones.end()) return found->second.get();
  }
  const std::unique_lock lock(mutex);
  if (const auto found = zones.find(name); found != zones.end()) return found->second.get();
  try {
    const date::time_zone* zone = date::locate_zone(std::string(name));
    auto impl = std::make_unique<TimeZone::Impl>();
    impl->name = std::string(name);
    impl->ranges = load(*zone, impl->name);
    if (impl->ranges.empty()) return nullptr;
    auto owned = std::unique_ptr<TimeZone>(new TimeZone(std::move(impl)));
    return zones.emplace(std::string(name), std::move(owned)).first->second.get();
  } catch (const std::exception&) {
    return nullptr;
  }
}

const TimeZone& utcZone() {
  static const TimeZone* zone = findTimeZone("UTC");
  static const TimeZone* other = zone != nullptr ? zone : findTimeZone("Etc/UTC");
  if (other == nullptr) throw std::bad_alloc();  // no time zone data on this machine at all
  return *other;
}

const TimeZone* readTimeZone(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > 64) return nullptr;
  static const auto* names = [] {
    auto* index = new std::map<std::string, std::string>();
    for (std::string& name : timeZoneNames()) {
      std::string key = foldedZone(name);
      index->try_emplace(std::move(key), std::move(name));
    }
    return index;
  }();
  const auto found = names->find(foldedZone(text));
  return found == names->end() ? nullptr : findTimeZone(found->second);
}

const std::string& timeZoneDataVersion() {
  static const std::string version = [] {
    for (const char* path : {"/usr/share/zoneinfo/tzdata.zi", "/usr/share/zoneinfo/+VERSION", "/usr/share/zoneinfo/version"}) {
      std::ifstream file(path);
      std::string line;
      if (!file || !std::getline(file, line)) continue;
      constexpr std::string_view kMark = "# version ";   // the first line of tzdata.zi
      if (line.starts_with(kMark)) line.erase(0, kMark.size());
      else if (std::string_view(path).ends_with(".zi")) continue;
      while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
      if (!line.empty() && line.size() <= 32) return line;
    }
    return std::string("unknown");
  }();
  return version;
}

std::vector<std::string> timeZoneNames() {
  std::vector<std::string> names;
  try {
    for (const auto& zone : date::get_tzdb().zones)
      if (!isNoPlace(zone.name())) names.push_back(zone.name());
  } catch (const std::exception&) {
    names.clear();
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string nearestTimeZone(std::string_view text) {
  // Letters say nothing about hours: `PST` is not nearly `EST`, nor `GMT+2` nearly `GMT+0`.
  if (text.size() <= 4 || text.find_first_of("+0123456789") != std::string_view::npos) return {};
  std::vector<std::string> places;
  for (std::string& name : timeZoneNames())
    if (name == "UTC" || (name.find('/') != std::string::npos && !name.starts_with("Etc/") && !name.starts_with("SystemV/"))) places.push_back(std::move(name));
  const std::string key = foldedZone(text);
  for (const std::string& place : places)
    if (foldedZone(std::string_view(place).substr(place.rfind('/') + 1)) == key) return place;
  const int near = nearest(text, places);
  return near < 0 ? std::string() : places[static_cast<std::size_t>(near)];
}

Slot toInstant(std::int64_t local_ms, const TimeZone& zone) {
  if (isMissing(local_ms)) return kMissing;
  const TimeZone::Impl& table = *zone.impl_;
  const std::int64_t shift = cycleShift(local_ms);
  const std::int64_t local = local_ms - shift;

  // Far from any change the offset is beyond doubt.
  const std::size_t near = table.rangeAt(local);
  const std::int64_t direct = local - table.ranges[near].offset;
  const bool first = near == 0, last = near + 1 == table.ranges.size();
  if ((first || local - table.startOf(near) > kNearChange) && (last || table.endOf(near) - local > kNearChange))
    return direct + shift;

  for (std::size_t index = near > 1 ? near - 2 : 0; index < table.ranges.size(); ++index) {
    const std::int64_t instant = local - table.ranges[index].offset;
    // Before this range's start, but not in the range before: a gap. The offset from before the jump moves forward by
    // it.
    if (instant < table.startOf(index)) return local - table.ranges[index - 1].offset + shift;
    if (instant < table.endOf(index)) return instant + shift;  // the earlier of two in an overlap
  }
  return direct + shift;
}

Slot toLocal(Slot instant_ms, const TimeZone& zone) {
  return isMissing(instant_ms) ? kMissing : addChecked(instant_ms, zone.offsetAt(instant_ms));
}

}  // namespace leadflow

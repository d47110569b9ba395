#include "tests/crash/events.hpp"

#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"

namespace leadflow::crash {
namespace {

constexpr std::int64_t kStart = 1'772'442'000'000;  // 2026-03-02T09:00:00Z

std::string iso(std::int64_t instant) {
  std::string text;
  appendInstant(text, instant);
  return text;
}

}  // namespace

bool writeEvents(const std::string& path, std::uint64_t count, std::uint64_t leads, int days, std::uint64_t seed, std::string& until) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return random() % n; };
  const std::int64_t span = days * kDayMs;
  struct Line {
    std::int64_t known;   // when the sender tells of it
    std::uint64_t number;
    std::string text;
  };
  std::vector<Line> lines;
  std::vector<std::int64_t> born(leads);
  for (std::uint64_t lead = 0; lead < leads; ++lead) born[lead] = kStart + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(span - 20 * kDayMs)));
  const char* countries[] = {"US", "DE", "FR", "Japan", "Brazil"};
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t lead = i < leads ? i : below(leads);
    const std::string id = "L" + std::to_string(lead);
    std::int64_t at = i < leads ? born[lead] : born[lead] + kMinuteMs + static_cast<std::int64_t>(below(15 * kDayMs));
    std::string rest;
    if (i < leads) {
      rest = R"("type":"lead.created","record":{"company":"Company )" + std::to_string(lead % 997) + R"(","email":"p)" + std::to_string(below(50) == 0 ? lead / 2 : lead) + R"(@c)" +
             std::to_string(lead % 997) + R"(.example","country":")" + countries[below(5)] + R"(","size":)" + std::to_string(below(1000)) + "}";
    } else {
      switch (below(12)) {
        case 0:
        case 1: rest = R"("type":"activity","activity":"call","by":"ana","fields":{"outcome":")" + std::string(below(2) != 0 ? "connected" : "voicemail") + "\"}"; break;
        case 2: rest = R"("type":"activity","activity":"reply","fields":{"sentiment":")" + std::string(below(3) == 0 ? "negative" : "positive") + "\"}"; break;
        case 3: rest = R"("type":"lead.updated","record":{"size":)" + std::to_string(below(1000)) + "}"; break;
        case 4: rest = R"("type":"stage.moved","stage":"Warm","reason":"silent","by":"maria")"; break;
        case 5: rest = R"("type":"handoff.accepted","by":"ben")"; break;
        case 6: rest = R"("type":"consent.changed","record":{"consent":")" + std::string(below(4) == 0 ? "denied" : "granted") + "\"}"; break;
        case 7: rest = R"("type":"escalation.acknowledged","by":"maria","for":"4 hours")"; break;
        default: rest = R"("type":"activity","activity":"visit")"; break;
      }
    }
    const std::int64_t told = at + (below(20) == 0 ? static_cast<std::int64_t>(below(6 * kHourMs)) : 0);   // some come late
    std::string text = R"({"event":"e)" + std::to_string(i) + R"(","lead":")" + id + R"(","at":")" + iso(at) + "\"," + rest + "}";
    if (below(50) == 0) lines.push_back({told + kMinuteMs, i, text});   // and some twice
    lines.push_back({told, i, std::move(text)});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.known != b.known ? a.known < b.known : a.number < b.number; });
  for (const Line& line : lines) std::fprintf(file, "%s\n", line.text.c_str());
  until = iso(kStart + span + 30 * kDayMs);
  return std::fclose(file) == 0;
}

}  // namespace leadflow::crash

#include "tools/cli/progress.hpp"

#include <algorithm>

#include "tools/cli/command.hpp"

namespace leadflow::cli {

namespace {
constexpr int kBarWidth = 20;
constexpr auto kEvery = std::chrono::milliseconds(100);
}  // namespace

std::string groupedNumber(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

ProgressBar::ProgressBar(std::int64_t total_bytes, bool wanted)
    : total_(total_bytes), wanted_(wanted && terminal().error_is_terminal), begin_(std::chrono::steady_clock::now()), last_(begin_) {}

void ProgressBar::show(std::uint64_t leads, std::uint64_t bytes) {
  if (!wanted_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < kEvery) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  std::string line;
  if (total_ > 0) {
    const double share = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(total_));
    const int filled = static_cast<int>(share * kBarWidth);
    line += "[" + std::string(static_cast<std::size_t>(filled), '#') + std::string(static_cast<std::size_t>(kBarWidth - filled), '-') + "] ";
    const std::string percent = std::to_string(static_cast<int>(share * 100));
    line += std::string(3 - std::min<std::size_t>(3, percent.size()), ' ') + percent + "%   ";
    line += groupedNumber(leads) + " leads   " + groupedNumber(static_cast<std::uint64_t>(static_cast<double>(leads) / seconds)) + "/s";
    if (share > 0) {
      const auto left = static_cast<std::uint64_t>(seconds * (1 - share) / share + 0.5);
      line += "   " + (left >= 120 ? std::to_string(left / 60) + " min" : std::to_string(left) + " s") + " left";
    }
  } else {
    line += groupedNumber(leads) + " leads   " + groupedNumber(static_cast<std::uint64_t>(static_cast<double>(leads) / seconds)) + "/s";
  }
  steer("\r");
  printError(line);
  steer("\x1b[K");
  shown_ = true;
}

void ProgressBar::clear() {
  if (shown_) steer("\r\x1b[K");
  shown_ = false;
}

}  // namespace leadflow::cli

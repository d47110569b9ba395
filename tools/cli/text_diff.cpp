#include "tools/cli/text_diff.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace leadflow::cli {

namespace {

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

struct Line {
  char mark;
  std::string_view text;
  std::size_t before, after;  ///< numbers from 0 in each text
};

/// Myers' shortest edit script, greedy, with the trace kept for walking back.
std::vector<Line> script(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  const auto n = static_cast<std::ptrdiff_t>(a.size()), m = static_cast<std::ptrdiff_t>(b.size());
  const std::ptrdiff_t most = n + m;
  std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * most + 2), 0);
  std::vector<std::vector<std::ptrdiff_t>> trace;
  auto at = [&](std::vector<std::ptrdiff_t>& v, std::ptrdiff_t k) -> std::ptrdiff_t& {
    return v[static_cast<std::size_t>(k + most)];
  };
  std::ptrdiff_t found = 0;
  for (std::ptrdiff_t d = 0; d <= most; ++d) {
    trace.push_back(furthest);
    bool done = false;
    for (std::ptrdiff_t k = -d; k <= d; k += 2) {
      std::ptrdiff_t x = k == -d || (k != d && at(furthest, k - 1) < at(furthest, k + 1)) ? at(furthest, k + 1)
                                                                                          : at(furthest, k - 1) + 1;
      while (x < n && x - k < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) ++x;
      at(furthest, k) = x;
      if (x >= n && x - k >= m) {
        done = true;
        break;
      }
    }
    found = d;
    if (done) break;
  }
  std::vector<Line> out;
  std::ptrdiff_t x = n, y = m;
  auto keep = [&] {
    --x;
    --y;
    out.push_back({' ', a[static_cast<std::size_t>(x)], static_cast<std::size_t>(x), static_cast<std::size_t>(y)});
  };
  for (std::ptrdiff_t d = found; d > 0; --d) {
    auto& v = trace[static_cast<std::size_t>(d)];
    std::ptrdiff_t k = x - y;
    std::ptrdiff_t before = k == -d || (k != d && at(v, k - 1) < at(v, k + 1)) ? k + 1 : k - 1;
    std::ptrdiff_t px = at(v, before), py = px - before;
    while (x > px && y > py && x > 0 && y > 0 &&
           a[static_cast<std::size_t>(x - 1)] == b[static_cast<std::size_t>(y - 1)])
      keep();
    if (x == px) {
      --y;
      out.push_back({'+', b[static_cast<std::size_t>(y)], static_cast<std::size_t>(x), static_cast<std::size_t>(y)});
    } else {
      --x;
      out.push_back({'-', a[static_cast<std::size_t>(x)], static_cast<std::size_t>(x), static_cast<std::size_t>(y)});
    }
  }
  while (x > 0 && y > 0) keep();
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

std::string textDiff(const std::string& before, const std::string& after, const std::string& path) {
  if (before == after) return {};
  std::string out = "--- " + path + "\n+++ " + path + " (formatted)\n";
  constexpr std::size_t kContext = 3;
  std::vector<Line> lines = script(linesOf(before), linesOf(after));
  for (std::size_t i = 0; i < lines.size();) {
    if (lines[i].mark == ' ') {
      ++i;
      continue;
    }
    std::size_t begin = i > kContext ? i - kContext : 0, end = i, quiet = 0;
    for (std::size_t j = i; j < lines.size() && quiet <= 2 * kContext; ++j) {
      quiet = lines[j].mark == ' ' ? quiet + 1 : 0;
      if (quiet == 0) end = j + 1;
    }
    end = std::min(lines.size(), end + kContext);
    std::size_t old_count = 0, new_count = 0;
    for (std::size_t j = begin; j < end; ++j) {
      old_count += lines[j].mark != '+';
      new_count += lines[j].mark != '-';
    }
    out += "@@ -" + std::to_string(lines[begin].before + 1) + "," + std::to_string(old_count) + " +" +
           std::to_string(lines[begin].after + 1) + "," + std::to_string(new_count) + " @@\n";
    for (std::size_t j = begin; j < end; ++j) out += std::string(1, lines[j].mark) + std::string(lines[j].text) + "\n";
    i = end;
  }
  return out;
}

}  // namespace leadflow::cli

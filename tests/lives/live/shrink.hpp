// A life that differs, cut down: as long as it still differs, events, deliveries, declarations, lines and actions go.
#pragma once
#include "tests/lives/live/compare.hpp"

namespace leadflow::lives {

struct Shrunk {
  Book book;
  Story story;
  std::string text;   ///< playbook, events and the first difference, to be read
};
Shrunk shrink(const Features& features, const Book& book, const Story& story, std::uint64_t chance);

}  // namespace leadflow::lives

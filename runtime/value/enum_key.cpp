#include "runtime/value/enum_key.hpp"

#include "runtime/value/text.hpp"
#include "runtime/value/text_fold.hpp"

namespace leadflow {

void appendEnumKey(std::string& out, std::string_view written) {
  std::string_view text = trim(written);
  std::string folded;
  if (!isAscii(text)) text = folded = fold(text);
  const std::size_t start = out.size();
  bool gap = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    // A no-break space is a space to the person who typed it.
    const bool nbsp = c == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0';
    if (c == ' ' || c == '-' || c == '_' || c == '\t' || nbsp) {
      gap = true;
      at += nbsp;
      continue;
    }
    if (gap && out.size() > start) out += '_';
    gap = false;
    out += lowerAscii(c);
  }
}

}  // namespace leadflow

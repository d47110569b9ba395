// Text of users in HTML: names of sources, owners and stages are data, never markup.
#pragma once
#include <string>
#include <string_view>

namespace leadflow::cli {

/// `<b>` -> `&lt;b&gt;`; safe in elements and in quoted attributes. Control characters and broken UTF-8 as `\u001b`.
std::string htmlText(std::string_view text);

}  // namespace leadflow::cli

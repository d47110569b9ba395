// What an event said in vain as one text, which stands in its outcome, and the names in it again.
//
//     refused in part: the value of `size` is not a whole number, `a``b` is not a field of the lead and 4 more
//
// A name is somebody's text and may hold all that the sentence is made of: a tick in it is doubled, so that it ends where it ends.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "runtime/workflow/step.hpp"

namespace leadflow::workflow {

/// The reasons behind each other; of a great many the first, and how many more there are.
std::string unreadText(const std::vector<Unread>& unread);

/// One of the reasons in such a text.
struct UnreadReason {
  std::string field;   ///< as the event names it
  std::string text;    ///< the reason whole
  std::string fault;   ///< what is said of the field
};
/// The reasons of unreadText(), also where withUnread() or what the event came to stands around them.
std::vector<UnreadReason> unreadReasons(std::string_view text);

/// The name between ticks.
std::string ticked(std::string_view name);

}  // namespace leadflow::workflow

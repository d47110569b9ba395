// What tells events and leads apart: texts that stand in indexes of every store.
//
//     {"event":"e1","lead":"00Q1", …}                    ids of the outside
//     leadflow:absorb/00Q1/7/00Q9                        a message from 00Q1 to 00Q9, made by the engine
#pragma once
#include <cstddef>
#include <string_view>

namespace leadflow::port {

/// No id is longer than this, in bytes.
inline constexpr std::size_t kLongestId = 512;
/// Ids that begin so are the engine's own: what it sends from lead to lead never meets an event of the outside.
inline constexpr std::string_view kOwnIds = "leadflow:";

}  // namespace leadflow::port

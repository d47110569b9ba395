// The ids of what the engine sends from lead to lead. Leads and events are called as their senders like, so each part is told from its
// neighbours: `a` with revision 2 of `3/b` is not `a/2` with revision 3 of `b`.
//
//     ownId({"absorb", "00Q1", "7", "a/b"})        leadflow:absorb/00Q1/7/a~1b
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "runtime/port/event.hpp"
#include "runtime/port/ids.hpp"

namespace leadflow::workflow {

/// A part of an id: `/` is written `~1`, `~` is written `~0`.
inline std::string idPart(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '/') out += "~1";
    else if (letter == '~') out += "~0";
    else out += letter;
  }
  return out;
}

inline std::string ownId(std::initializer_list<std::string_view> parts) {
  std::string id(port::kOwnIds);
  for (const std::string_view part : parts) {
    if (id.size() > port::kOwnIds.size()) id += '/';
    id += idPart(part);
  }
  return id;
}

/// `leadflow erase` asked for it, or a lead that was erased asks a copy of the same person; not what somebody's event says or another lead
/// hands on. Whoever asks so knows that there is something to erase.
inline bool isErasingOfOwn(const port::Event& event) {
  return event.type == port::EventType::LeadErased && event.id.starts_with(std::string(port::kOwnIds) + "erase/");
}

/// Of what a lead hands on to the one it was merged into: `leadflow:forward/LEAD/REVISION/EVENT`, EVENT being the id of what it was told.
/// Where that would be longer than a store takes, it ends with the revision.
std::string forwardId(std::string_view lead, std::uint64_t revision, std::string_view event);

/// Puts the id and the lead into an event that was handed on, once or more, under which its sender knows it. Others stay as they are.
void asSent(port::Event& event);

}  // namespace leadflow::workflow

// A rep as a roster says: people come from files and change weekly, rules don't.
//
//     id,name,email,manager,team,role,skills,weight,capacity,calendar,timezone,active,stand_in,out_from,out_until
//     ana,Ana Souza,ana@acme.example,maria,sdr_emea,,"senior;security",2,20,emea_desk,Europe/Berlin,true,ben,,
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/value/slot.hpp"
#include "runtime/value/type_kind.hpp"

namespace leadflow {

struct Rep {
  std::string id, name, email, manager, team, role, calendar, timezone, stand_in;
  std::vector<std::string> skills;
  std::int64_t weight = 10'000;       ///< scaled by 10,000; at least 0
  std::int64_t capacity = -1;         ///< open leads at most; -1: no limit
  bool active = true;
  std::int64_t out_from = kMissing;   ///< instants; out when out_from <= now < out_until, an open end lasts
  std::int64_t out_until = kMissing;
  std::uint32_t line = 0;             ///< in the roster file

  bool outAt(std::int64_t now) const {
    if (out_from == kMissing && out_until == kMissing) return false;
    return (out_from == kMissing || out_from <= now) && (out_until == kMissing || now < out_until);
  }
};

/// The fields of a rep that a pool's condition may read, in the order of rep_fields.def.
enum class RepFieldId : std::uint16_t {
#define REP_FIELD(name, kind) name,
#include "runtime/value/rep_fields.def"
#undef REP_FIELD
  Count_
};
struct RepFieldInfo {
  const char* name;
  TypeKind kind;
};
inline constexpr RepFieldInfo kRepFields[] = {
#define REP_FIELD(name, kind) {#name, TypeKind::kind},
#include "runtime/value/rep_fields.def"
#undef REP_FIELD
};

}  // namespace leadflow

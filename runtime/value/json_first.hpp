// Members that come twice in one object: the first counts, and what is shown of the object shows the others too.
//
//     {"a":null,"b":{"c":1,"c":2},"a":3}        repeatedName: a        firstOfEach: {"a":null,"b":{"c":1}}
//                                                                       eachApart:   {"a":null,"b":{"c":1,"c (2)":2},"a (2)":3}
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace leadflow::json {

/// The first name that an object has again, of its own members alone; none: it has none, or is no object.
std::optional<std::string> repeatedName(std::string_view object);

/// The value with the first of each object's members of one name; what is no JSON stays as it is.
std::string firstOfEach(std::string_view value);
/// The value with each object's members under names of their own; what is no JSON stays as it is.
std::string eachApart(std::string_view value);

}  // namespace leadflow::json

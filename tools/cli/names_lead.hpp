// Whether a line that was set aside is about a lead. It may be no JSON at all: then its text is searched for the id.
//
//     {"event":"2","type":"lead.creatd","lead":"Zo\u00e9"}        is about Zoé: a member's value is the id, however it is escaped
//     {"event":"7","lead":"L-1","comment":"7 calls"}               is about L-1, and not about 7
//     {"event":"3","lead":"L-12","rec                              is about L-12, and not about L-1: an id stands as a word of its own
//     "L ""one""",Acme                                             is about L "one"
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace leadflow::cli {

bool namesLead(std::string_view line, const std::string& lead);
/// Whether it is about one of them; a line is read closely only for those whose id stands in it somewhere.
bool namesAny(std::string_view line, const std::vector<std::string>& leads);

}  // namespace leadflow::cli

// The list that `--columns` takes: names and expressions between commas.
//
//     --columns 'id, domain=email.domain, hot=rating in [A, B], owner'
//     id: `id`   domain: `email.domain`   hot: `rating in [A, B]`   owner: `owner`
#pragma once
#include <string>
#include <vector>

#include "compiler/source/source_map.hpp"

namespace leadflow::cli {

/// Splits at commas outside quotes, brackets and patterns; each knows its place in the list. False with `error` for an empty
/// piece or a name given twice.
bool splitColumns(const std::string& list, std::vector<GivenExpression>& columns, std::string& error);

}  // namespace leadflow::cli

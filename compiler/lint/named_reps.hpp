// Where a playbook and its data files name a rep as one who gets leads: targets, queue owners, cells of type rep.
#pragma once
#include <functional>
#include <string>

#include "compiler/types/program.hpp"

namespace leadflow::lint {

/// f(id, where the name stands, what it does there). Sites in the playbook come before rows of data.
void eachNamedRep(const typed::Program& program, const std::function<void(const std::string& id, Span span, const std::string& where)>& f);

}  // namespace leadflow::lint

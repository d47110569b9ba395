// What a line of a playbook says, whatever blanks stand in it and whatever the stages that it names are called by now: so lines
// of two versions are compared.
//
//     to Hold when n>5           n > 5           stage in [Hold,Open]
//     to Parked when n > 5       n > 5           stage in [ Parked , Open ]        `stage Parked was Hold`
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace leadflow::workflow {

/// The line word by word with one blank between two, without the marks that only part statements. `stage_now` says what a stage
/// that the line names is called now; other words stay as they are, also those that are called like a stage.
std::string lineText(std::string_view written, const std::function<std::string(const std::string&)>& stage_now = {});

}  // namespace leadflow::workflow

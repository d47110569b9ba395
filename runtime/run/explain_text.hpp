// The readable account of a decision, the same for `leadflow explain`, the C++ and the C API. With stages: where the lead is, who has
// it and until when, what happened, then why.
//
//     Lead L-1  decided at 2026-03-03 10:00 UTC by desk 1
//
//     Stage
//       stage  Working
//       owner  ana
//       due    first_response 2026-03-03 14:00
//
//     What happened
//       moved from New to Working: the line `to Working otherwise`       desk.leadflow:31
//       routed to ana by rule rest of route inbound (round robin desk)   desk.leadflow:19
//
//     Score …
#pragma once
#include "runtime/decide/narrate.hpp"
#include "runtime/run/decided.hpp"

namespace leadflow::run {

std::string explainText(const StageResult& result, const decide::Explanation& told, const decide::NarrateOptions& options);

}  // namespace leadflow::run

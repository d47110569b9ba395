// An explanation for somebody who runs the team, not the computer: what the lead scored and why, which rule took it and why
// those above did not, whose turn it was, and what would have changed the outcome.
//
//     Score
//       fit    95 of at most 120
//              +30  when company_size > 500            company_size = 800
//               -   when uses_competitor    unknown    uses_competitor = missing
//     Who
//       ana by weighted sdr_emea
//              ana   12 -> 13   chosen
//              ben   12         skipped: out until 2026-03-09
#pragma once
#include <string>

#include "runtime/decide/explain.hpp"

namespace leadflow::decide {

struct NarrateOptions {
  std::size_t width = 100;  ///< columns of the terminal; at least 40 are used
  bool colour = false;
};

std::string narrate(const Explanation& told, const NarrateOptions& options = {});
/// The two parts of it: "Lead 00Q1  decided at …", and everything from the score on.
std::string narrateTitle(const Explanation& told, const NarrateOptions& options);
std::string narrateReasons(const Explanation& told, const NarrateOptions& options);

}  // namespace leadflow::decide

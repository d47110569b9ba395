// The steps of a whole check that stand before and after the single declarations; check_program.cpp calls them in order.
//
//     playbook inbound_b2b { timezone "America/New_York"  currency USD  calendar us_sales }
//     readHeader sets zone and currency before a field is looked at; finishHeader finds the calendar once all are known.
#pragma once
#include "compiler/check/context.hpp"

namespace leadflow::check {

/// Time zone, currency, version, contact; null when the main file has no `playbook` (it is a module).
const syntax::Playbook* readHeader(Context& context);
/// Calendar, review, record_link, and what no playbook has.
void finishHeader(Context& context, const syntax::Playbook& header);
/// "there is no time zone …", with the nearest.
void reportTimezone(Context& context, const std::string& name, Span span);

}  // namespace leadflow::check

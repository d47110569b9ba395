// owner-unknown: leads or a queue given to somebody who is not in the roster.
#include <algorithm>
#include <unordered_set>

#include "compiler/diag/suggest.hpp"
#include "compiler/lint/named_reps.hpp"
#include "compiler/lint/registry.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::lint {

void ownerUnknown(const Facts& facts, diag::Diagnostics& diags) {
  if (!facts.program.roster) return;
  std::unordered_set<std::string_view> ids, roles;
  for (const Rep& rep : *facts.program.roster) {
    ids.insert(rep.id);
    roles.insert(rep.role);
  }
  std::vector<std::string_view> sorted(ids.begin(), ids.end());
  std::sort(sorted.begin(), sorted.end());
  std::unordered_set<std::string> reported;  // once a person
  eachNamedRep(facts.program, [&](const std::string& id, Span span, const std::string& where) {
    if (ids.count(id) != 0 || !reported.insert(id).second) return;
    auto& finding = diags.report(diag::Code::OwnerUnknown, span, "nobody in the roster has the id `" + id + '`');
    finding.at(where).note("leads meant for a rep who does not exist fall to the route's `otherwise` rule");
    if (const std::string_view near = diag::suggest(id, sorted); !near.empty()) finding.withHelp("did you mean `" + std::string(near) + "`?");
  });
  for (const typed::Queue& queue : facts.program.queues) {
    if (!queue.owner_is_role || queue.owner.empty()) continue;
    const std::string wanted = normalText(queue.owner);
    const bool filled = std::any_of(roles.begin(), roles.end(), [&](std::string_view role) { return normalText(role) == wanted; });
    if (filled) continue;
    diags.report(diag::Code::OwnerUnknown, queue.span, "the queue `" + queue.name + "` is owned by the role `" + queue.owner + "`, which nobody in the roster has")
        .withHelp("give somebody the role in the roster's column `role`, or name another owner");
  }
}

}  // namespace leadflow::lint

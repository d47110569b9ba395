// pool-skill-unsatisfiable: `with skill S` where nobody in the pool has S.
#include <algorithm>

#include "compiler/diag/suggest.hpp"
#include "compiler/lint/people.hpp"
#include "compiler/lint/registry.hpp"
#include "compiler/lint/walk.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::lint {
namespace {

bool has(const Rep& rep, const std::string& wanted) {
  return std::any_of(rep.skills.begin(), rep.skills.end(), [&](const std::string& skill) { return normalText(skill) == wanted; });
}

}  // namespace

void poolSkillUnsatisfiable(const Facts& facts, diag::Diagnostics& diags) {
  eachChoice(facts.program, [&](const typed::Route&, const typed::Rule& rule, const typed::Choice& choice) {
    if (choice.with_skill.empty() || choice.index >= facts.program.pools.size()) return;
    const typed::Pool& pool = facts.program.pools[choice.index];
    const auto members = membersOf(facts.program, pool);
    if (!members || members->empty()) return;  // an empty pool is a finding of its own
    std::vector<std::string> wanted;
    for (const std::string& skill : choice.with_skill) wanted.push_back(normalText(skill));
    const auto all = [&](const Rep* rep) { return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& skill) { return has(*rep, skill); }); };
    if (std::any_of(members->begin(), members->end(), all)) return;
    std::string skills;
    for (const std::string& skill : choice.with_skill) skills += (skills.empty() ? "\"" : " and \"") + skill + '"';
    auto& finding = diags.report(diag::Code::PoolSkillUnsatisfiable, choice.span, "nobody in the pool `" + pool.name + "` has the skill " + skills);
    finding.note("the rule `" + rule.name + "` passes every lead on to what stands behind `otherwise`");
    std::vector<std::string_view> known;
    for (const Rep* rep : *members)
      for (const std::string& skill : rep->skills)
        if (std::find(known.begin(), known.end(), skill) == known.end()) known.push_back(skill);
    std::sort(known.begin(), known.end());
    const std::string_view near = choice.with_skill.size() == 1 ? diag::suggest(choice.with_skill.front(), known) : std::string_view{};
    if (!near.empty()) finding.withHelp("did you mean \"" + std::string(near) + "\"?");
    else finding.withHelp("give somebody the skill in the roster, or write `preferring skill` instead of `with skill`");
  });
}

}  // namespace leadflow::lint

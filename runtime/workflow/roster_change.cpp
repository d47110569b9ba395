#include "runtime/workflow/roster_change.hpp"

#include <algorithm>
#include <utility>

#include "runtime/value/json_scan.hpp"
#include "runtime/value/text.hpp"
#include "runtime/workflow/people_meant.hpp"
#include "runtime/workflow/scribe.hpp"

namespace leadflow::workflow {
namespace {

using bytecode::RosterAskedInfo;

/// Who is out when, and who stands in, no condition asks for.
std::uint32_t differing(const Rep& before, const Rep& after) {
  std::uint32_t fields = 0;
#define REP_FIELD(name, kind) fields |= before.name == after.name ? 0U : 1U << static_cast<unsigned>(RepFieldId::name);
#include "runtime/value/rep_fields.def"
#undef REP_FIELD
  return fields;
}

bool asksOwner(const RosterAskedInfo& asked) { return asked.owner || asked.owner_fields != 0; }

/// The change as one lead has part in it.
class Concern {
 public:
  Concern(const RosterChange& change, const World& world, const port::LeadState& lead)
      : change_(change), world_(world), asked_(world.workflow().roster_asked), lead_(lead) {}

  /// Of whom a condition may read something else; empty: of nobody.
  std::string rep() const {
    if (std::string owner = ownerOf(world_, lead_); readsOtherwise(owner)) return owner;
    if (change_.came_or_went.empty()) return {};
    for (const std::uint32_t seat : asked_.seats)
      if (seat < lead_.seats.size() && cameOrWent(lead_.seats[seat].rep)) return lead_.seats[seat].rep;
    return asked_.fields.empty() ? std::string() : named();
  }

 private:
  bool readsOtherwise(const std::string& owner) const {
    const auto said = change_.other.find(owner);
    return (said != change_.other.end() && (said->second & asked_.owner_fields) != 0) || (asksOwner(asked_) && cameOrWent(owner));
  }
  bool cameOrWent(const std::string& rep) const { return change_.came_or_went.count(rep) != 0; }
  /// Whom the record names by any of the names that feed such a field, or whom the field names where the record does not.
  std::string named() const {
    std::string scratch;
    for (const auto& [name, raw] : lead_.record)
      if (feedsAsked(world_.desk->schema()->target(name, scratch)))
        if (std::string rep = whoIs(raw.starts_with('"') ? json::plain(raw, scratch) : std::string_view(raw)); !rep.empty()) return rep;
    for (const std::uint32_t field : asked_.fields)
      if (std::string rep = whoIs(fallbackOf(world_.chunk().fields[field])); !rep.empty()) return rep;
    return {};
  }
  /// Of those who came or went, as the roster spells them: a record may say ` Ana ` of ana.
  std::string whoIs(std::string_view said) const {
    const std::string normal = normalText(said);
    const auto found = std::find_if(change_.came_or_went.begin(), change_.came_or_went.end(), [&](const std::string& id) { return normalText(id) == normal; });
    return found == change_.came_or_went.end() ? std::string() : *found;
  }
  bool feedsAsked(std::int32_t target) const {
    if (target < 0) return false;
    const auto& feeds = world_.desk->schema()->feeds(target);
    return std::any_of(feeds.begin(), feeds.end(), [&](const ingest::Feed& feed) { return std::binary_search(asked_.fields.begin(), asked_.fields.end(), feed.field); });
  }
  std::string fallbackOf(const bytecode::FieldInfo& field) const {
    if (!field.has_fallback) return {};
    const auto name = static_cast<std::size_t>(world_.chunk().constants[field.fallback].bits);
    return name < world_.chunk().rep_names.size() ? world_.chunk().rep_names[name] : std::string();
  }

  const RosterChange& change_;
  const World& world_;
  const RosterAskedInfo& asked_;
  const port::LeadState& lead_;
};

/// Who stands there now for an approval that waits, and nobody who was asked for it; empty: nobody. What format 1 asked of whom is not
/// known before the lead's next step (Stepper::beginHoldings).
std::string toAsk(const World& world, const port::LeadState& lead, std::int64_t now) {
  for (std::uint32_t i = 0; i < lead.approvals.size() && i < world.workflow().approvals.size() && !lead.holdings.empty(); ++i)
    if (std::vector<std::string> people = standingIn(world, lead, i, now); !people.empty()) return std::move(people.front());
  return {};
}

constexpr std::uint32_t kStands = 1U << static_cast<unsigned>(RepFieldId::role) | 1U << static_cast<unsigned>(RepFieldId::manager);

/// Whether somebody else may stand for an approval: who is there, in which role, under whom.
bool standsOtherwise(const RosterChange& change) {
  return !change.gone.empty() || !change.back.empty() || std::any_of(change.other.begin(), change.other.end(), [](const auto& rep) { return (rep.second & kStands) != 0; });
}

}  // namespace

RosterChange rosterChange(const std::vector<Rep>& before, const std::vector<Rep>& after) {
  RosterChange change;
  std::map<std::string, const Rep*> was;
  for (const Rep& rep : before) {
    was[rep.id] = &rep;
    if (rep.active) change.gone.insert(rep.id);
  }
  for (const Rep& rep : after) {
    if (rep.active && change.gone.erase(rep.id) == 0) change.back.insert(rep.id);
    const auto row = was.find(rep.id);
    if (row == was.end()) {
      change.came_or_went.insert(rep.id);
      continue;
    }
    if (const std::uint32_t fields = differing(*row->second, rep); fields != 0) change.other.emplace(rep.id, fields);
    was.erase(row);
  }
  for (const auto& [id, rep] : was) change.came_or_went.insert(id);
  return change;
}

bool mayConcern(const RosterChange& change, const bytecode::WorkflowInfo& flow) {
  const RosterAskedInfo& asked = flow.roster_asked;
  if (!change.came_or_went.empty() && (asksOwner(asked) || !asked.seats.empty() || !asked.fields.empty())) return true;
  if (!flow.approvals.empty() && standsOtherwise(change)) return true;
  return std::any_of(change.other.begin(), change.other.end(), [&](const auto& rep) { return (rep.second & asked.owner_fields) != 0; });
}

std::optional<port::Event> toldBy(const RosterChange& change, const World* world, const port::LeadState& lead, std::int64_t now) {
  if (lead.id.empty() || isMissing(lead.created) || lead.erased || !lead.merged_into.empty()) return std::nullopt;
  const auto left = std::find_if(lead.seats.begin(), lead.seats.end(), [&](const port::Seat& seat) { return change.gone.count(seat.rep) != 0; });
  port::Event told;
  told.lead = lead.id;
  if (!lead.final && left != lead.seats.end()) {   // one that has ended keeps who had it
    told.type = port::EventType::OwnerLeft;
    told.value = left->rep;
    return told;
  }
  told.type = port::EventType::RosterChanged;
  if (world == nullptr) return std::nullopt;
  if (standsOtherwise(change)) told.value = toAsk(*world, lead, now);
  if (told.value.empty()) told.value = Concern(change, *world, lead).rep();
  if (told.value.empty()) return std::nullopt;
  return told;
}

}  // namespace leadflow::workflow

// The lead as the VM sees it: the record and the activities become a row, what the workflow knows goes into the context
// registers, and everything is computed at the step's instant. Done again only when something that it shows has changed: a clock
// that starts is nothing new to a playbook whose conditions ask no clock.
//
// A value that cannot be read is missing, and told once, by the event that brought it; nothing in a record costs the lead.
#include <algorithm>

#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/personal.hpp"

namespace leadflow::workflow {

using bytecode::ChecklistState;
using bytecode::ContextInfo;
using bytecode::ContextKind;
using bytecode::FunctionRef;
using ingest::FaultKind;
using ingest::FieldDecoder;
using ingest::JsonValue;
using ingest::Outcome;

namespace {

ChecklistState stateOf(const bytecode::ChecklistInfo& info, const std::vector<std::int8_t>& answers) {
  std::size_t yes = 0, no = 0;
  for (const std::int8_t answer : answers) {
    yes += answer == 1;
    no += answer == 0;
  }
  const std::size_t needed = info.complete_at == 0 ? info.items.size() : info.complete_at;
  if (yes >= needed) return ChecklistState::Complete;
  return no + needed > info.items.size() ? ChecklistState::Failed : ChecklistState::Open;
}

}  // namespace

void Stepper::unread(FaultKind kind, std::string field, std::string_view value, std::string nearest, bool pii) {
  if (!bound_.tell_unread) return;
  step_.unread.push_back({std::move(field), std::string(ingest::clipped(value)), std::move(nearest), kind, pii, {}, activity_told_});
}

void Stepper::issue(const FieldDecoder& decoder, FaultKind fault, const JsonValue& value) {
  if (!bound_.tell_unread) return;
  std::string near;
  if (fault == FaultKind::UnknownValue || fault == FaultKind::NotACountry || fault == FaultKind::UnknownRep) near = ingest::nearestTo(decoder, value, bound_.items);
  unread(fault, decoder.fullName(), value.text, std::move(near), isPersonal(decoder.info()));
}

void Stepper::tellUnread() {
  for (; unread_told_ < step_.unread.size(); ++unread_told_) tell("unread", step_.unread[unread_told_].text(), {}, true);
}

void Stepper::decodeNow() {
  decodeRow(s_, !merging_);
  row_stale_ = computed_ = false;
  fresh_.clear();
  fresh_activities_ = s_.activities.size();
}

void Stepper::readFresh() {
  if (given_ || !row_stale_ || (fresh_.empty() && fresh_activities_ >= s_.activities.size()) || s_.erased) return;
  decodeNow();
}

std::string Stepper::unusable(bool touched) {
  Scratch::Bound& b = bound_;
  const ingest::LeadSchema& schema = *b.desk->schema();
  for (const std::uint16_t field : schema.checkedFields()) {
    const FieldDecoder& decoder = schema.fields()[field];
    const bytecode::FieldInfo& info = decoder.info();
    const bool key = static_cast<int>(field) == schema.keyField();
    if (!key && !info.required && !info.strict) continue;
    const bool named = std::find(b.touched.begin(), b.touched.end(), field) != b.touched.end();
    if (!named && (touched || std::find(b.not_asked->begin(), b.not_asked->end(), field) != b.not_asked->end())) continue;
    const Outcome outcome = b.outcomes[field];
    if (outcome == Outcome::Known || (outcome != Outcome::Bad && !key && !info.required)) continue;
    std::string reason = key ? "the key `" : info.required ? "required field `" : "strict field `";
    reason += info.name + "`";
    if (outcome != Outcome::Bad) return reason + " is missing";
    const auto bad = std::find_if(b.bad.begin(), b.bad.end(), [&](const Scratch::Bound::Bad& each) { return each.field == field; });
    if (bad == b.bad.end()) return reason + " cannot be read";
    reason += isPersonal(info) ? ": the value" : ": `" + std::string(ingest::clipped(bad->value)) + "`";
    return reason + " " + std::string(ingest::faultWords(bad->fault));
  }
  return {};
}

/// Which of the record's activities the lead's activity was; -1: it came otherwise.
std::int32_t Stepper::placeInRecord(std::size_t activity) const {
  const auto stored = std::lower_bound(stored_here_.begin(), stored_here_.end(), std::pair(activity, std::int32_t{0}));
  return stored == stored_here_.end() || stored->first != activity ? -1 : stored->second;
}

void Stepper::decodeRow(const port::LeadState& state, bool tell_issues) {
  row_read_ = true;
  Scratch::Bound& b = bound_;
  const ingest::LeadSchema& schema = *b.desk->schema();
  const auto& decoders = schema.fields();
  constexpr std::uint16_t kUnfed = 0xFFFF;
  b.arena.reset();
  b.fields.assign(decoders.size(), kMissing);
  b.ranks.assign(decoders.size(), kUnfed);
  b.outcomes.assign(decoders.size(), Outcome::Absent);
  b.bad.clear();
  const int key = schema.keyField();
  for (const auto& [name, raw] : state.record) {
    const std::int32_t target = b.targetOf(name);
    if (target < 0 || schema.feeds(target).empty()) continue;
    const JsonValue value = jsonValue(raw, b.arena, b.text, b.items);
    for (const ingest::Feed feed : schema.feeds(target)) {
      if (feed.rank >= b.ranks[feed.field] || feed.field == key) continue;
      b.ranks[feed.field] = feed.rank;
      FaultKind fault{};
      Outcome& outcome = b.outcomes[feed.field];
      outcome = ingest::readValue(decoders[feed.field], value, b.items, false, false, b.arena, b.scratch, b.fields[feed.field], fault);
      const bytecode::FieldInfo& info = decoders[feed.field].info();
      if (outcome == Outcome::Bad && info.type.kind == TypeKind::Instant && !info.format.empty() && !value.escaped)  // as `set` writes it; events.cpp marks what was told
        if (const auto instant = parseInstant(value.text, schema.zone(), "")) {
          b.fields[feed.field] = *instant;
          outcome = Outcome::Known;
        }
      if (outcome == Outcome::Bad) b.bad.push_back({feed.field, fault, value.text});
      if (outcome == Outcome::Bad && tell_issues && std::find(fresh_.begin(), fresh_.end(), name) != fresh_.end())
        issue(decoders[feed.field], fault, value);
    }
  }
  for (const std::uint16_t field : schema.checkedFields()) {
    const FieldDecoder& decoder = decoders[field];
    const Outcome outcome = b.outcomes[field];
    if (static_cast<int>(field) == key) {  // a lead is its id, whatever its record says
      FaultKind fault{};
      b.outcomes[field] = decoder.decode(state.id, b.arena, b.scratch, false, b.fields[field], fault);
      if (b.outcomes[field] == Outcome::Bad) b.bad.push_back({field, fault, state.id});
    } else if (outcome != Outcome::Known && !(outcome == Outcome::Bad && (decoder.info().strict || decoder.info().required))) {
      b.fields[field] = decoder.fallback();
    }
  }

  // Newest first; of one instant, in the order they came in. They mostly came in the order of time, so each finds its place at once.
  b.activities.clear();
  for (std::size_t i = state.activities.size(); i-- > 0;) {
    const port::ActivityEntry& entry = state.activities[i];
    const std::int32_t type = b.activityOf(entry.type);
    if (type < 0) continue;
    bytecode::ActivityRow row;
    row.at = entry.at;
    row.type = static_cast<std::uint32_t>(type);
    const ingest::ActivitySchema& activity = schema.activities()[static_cast<std::size_t>(type)];
    if (tell_issues && i >= fresh_activities_) activity_told_ = placeInRecord(i);
    if (!activity.fields.empty()) {
      Slot* slots = b.arena.makeArray<Slot>(activity.fields.size());
      std::fill_n(slots, activity.fields.size(), kMissing);
      b.activity_ranks.assign(activity.fields.size(), kUnfed);
      if (!entry.body.empty())
        json::eachMember(entry.body, [&](std::string_view name, std::string_view raw) {
          const std::int32_t target = b.activityTarget(row.type, name);
          if (target < 0) return;
          const JsonValue value = jsonValue(raw, b.arena, b.text, b.items);
          for (const ingest::Feed feed : activity.targets[static_cast<std::size_t>(target)]) {
            if (feed.rank == b.activity_ranks[feed.field] && tell_issues && i >= fresh_activities_)
              unread(FaultKind::RepeatedName, activity.fields[feed.field].fullName(), raw, {}, true);
            if (feed.rank >= b.activity_ranks[feed.field]) continue;   // of several names the field's first one, of one name the first value
            b.activity_ranks[feed.field] = feed.rank;
            FaultKind fault{};
            const FieldDecoder& decoder = activity.fields[feed.field];
            const Outcome outcome = ingest::readValue(decoder, value, b.items, false, false, b.arena, b.scratch, slots[feed.field], fault);
            if (outcome == Outcome::Bad && tell_issues && i >= fresh_activities_) issue(decoder, fault, value);
          }
        });
      for (std::size_t f = 0; f < activity.fields.size(); ++f)
        if (isMissing(slots[f])) slots[f] = activity.fields[f].fallback();
      row.fields = slots;
    }
    std::size_t place = b.activities.size();
    b.activities.push_back(row);
    for (; place > 0 && b.activities[place - 1].at <= row.at; --place) b.activities[place] = b.activities[place - 1];
    b.activities[place] = row;
  }
  activity_told_ = -1;
  b.row.fields = b.fields.data();
  b.row.activities = b.activities;
  b.row.key = state.id;
}

void Stepper::look() {
  if (looked_) return;
  bool other = row_stale_ || row_read_ || looks_ == 0;
  if (row_stale_) {
    if (given_) bound_.row = *given_;
    else decodeRow(s_, !merging_);
    row_stale_ = false;
    fresh_.clear();
    fresh_activities_ = s_.activities.size();
  }
  row_read_ = false;
  other = fillContext() || other;
  looked_ = true;
  if (!other && computed_) return;
  if (other) ++looks_;   // not where only another instant was computed in between
  computed_ = true;
  computeAt(now_);
  step_.faults = std::max(step_.faults, bound_.machine.arithmeticFaults());
}

void Stepper::computeAt(std::int64_t instant) {
  bound_.machine.begin(bound_.row, instant);
  for (std::size_t i = 0; i < flow_.context.size(); ++i) bound_.machine.setReg(flow_.context[i].reg, bound_.context[i]);
  bound_.machine.compute();
  fillAccounts();
}

std::uint64_t Stepper::lookNumber() {
  look();
  return looks_;
}

bool Stepper::fillContext() {
  Scratch::Bound& b = bound_;
  const decide::People& people = world_.desk->people();
  const auto rep = [&](const std::string& id) { return id.empty() ? kMissing : people.exactly(id); };
  const auto position = [](std::int32_t index) { return index < 0 ? kMissing : Slot{index}; };
  // What is said of an owner stays as it was while it is the same rep, the texts with it.
  const Slot present = rep(seen_owner_ ? *seen_owner_ : owner());
  const bool same_owner = looks_ > 0 && b.context_owner == present;
  b.context_owner = present;
  bool texts_reset = same_owner, other = false;
  for (std::size_t i = 0; i < flow_.context.size(); ++i) {
    const ContextInfo& info = flow_.context[i];
    if (same_owner && info.kind == ContextKind::OwnerField) continue;
    Slot slot = kMissing;
    switch (info.kind) {
      case ContextKind::Stage: slot = position(s_.stage); break;
      case ContextKind::StageEntered: slot = s_.entered; break;
      case ContextKind::StageReason: slot = position(s_.reason); break;
      case ContextKind::Owner: slot = present; break;
      case ContextKind::OwnerSince: slot = owner().empty() ? kMissing : s_.seats[seat()].since; break;
      case ContextKind::OwnerField: {
        if (isMissing(present)) break;
        if (!texts_reset) b.context_arena.reset();
        texts_reset = true;
        const Rep& row = people.rep(present);
        const SymbolTable& symbols = b.desk->program().symbols();
        const auto text = [&](const std::string& value) { return value.empty() ? kMissing : slotOf(makeText(b.context_arena, symbols, value)); };
        const auto code = [&](const std::string& value) { return value.empty() ? kMissing : slotOf(makeCode(b.context_arena, symbols, value)); };
        switch (static_cast<RepFieldId>(info.part)) {
          case RepFieldId::id: slot = code(row.id); break;
          case RepFieldId::name: slot = text(row.name); break;
          case RepFieldId::email: slot = text(row.email); break;
          case RepFieldId::manager: slot = chunk_.registers[info.reg].kind == TypeKind::Rep ? (row.manager.empty() ? kMissing : people.find(row.manager)) : code(row.manager); break;
          case RepFieldId::team: slot = text(row.team); break;
          case RepFieldId::role: slot = text(row.role); break;
          case RepFieldId::skills: {
            std::vector<std::uint32_t> skills;
            for (const std::string& skill : row.skills) skills.push_back(symbols.find(normalText(skill)));
            slot = slotOfPointer(makeTextSet(b.context_arena, std::move(skills)));
            break;
          }
          case RepFieldId::weight: slot = row.weight; break;
          case RepFieldId::capacity: slot = row.capacity < 0 ? kMissing : row.capacity; break;
          case RepFieldId::calendar: slot = text(row.calendar); break;
          case RepFieldId::timezone: slot = text(row.timezone); break;
          case RepFieldId::active: slot = row.active ? 1 : 0; break;
          case RepFieldId::Count_: break;
        }
        break;
      }
      case ContextKind::Seat: slot = info.index < s_.seats.size() ? rep(s_.seats[info.index].rep) : kMissing; break;
      case ContextKind::Queue: slot = position(s_.queue); break;
      case ContextKind::Created: slot = s_.created; break;
      case ContextKind::ChecklistItem: {
        const std::int8_t answer = s_.checklists[info.index][info.part];
        slot = answer < 0 ? kMissing : Slot{answer};
        break;
      }
      case ContextKind::ChecklistState: slot = static_cast<Slot>(stateOf(flow_.checklists[info.index], s_.checklists[info.index])); break;
      case ContextKind::SequenceState: slot = s_.sequences[info.index].state; break;
      case ContextKind::SequenceStarted: slot = s_.sequences[info.index].started; break;
      case ContextKind::SlaState: slot = s_.clocks[info.index].state; break;
      case ContextKind::SlaStarted: slot = s_.clocks[info.index].started; break;
      case ContextKind::SlaDue: slot = clockDue(info.index); break;
      case ContextKind::HandoffState: slot = s_.handoffs[info.index].state; break;
      case ContextKind::ApprovalState: slot = s_.approvals[info.index].state; break;
      case ContextKind::MilestoneAt: slot = s_.milestones[info.index]; break;
      case ContextKind::AccountKnown:
      case ContextKind::AccountColumn:
      case ContextKind::AccountParentColumn: slot = b.accounts[i]; break;
    }
    other = other || b.context[i] != slot;
    b.context[i] = slot;
  }
  return other;
}

/// Which account the lead belongs to depends on what is computed, and the other way round: asked after computing, and where the
/// answer is another than before, computed again.
void Stepper::fillAccounts() {
  if (flow_.matches.empty()) return;
  Scratch::Bound& b = bound_;
  if (!b.matcher || b.matched_tables != world_.tables) {
    b.matcher = decide::AccountMatcher::of(world_.desk, world_.tables);
    b.matched_tables = world_.tables;
  }
  if (!b.matcher || !b.matcher->fill(b.machine)) return;
  b.machine.compute();
  for (std::size_t i = 0; i < flow_.context.size(); ++i) b.context[i] = b.accounts[i] = b.machine.reg(flow_.context[i].reg);
}

Slot Stepper::value(FunctionRef function) {
  if (!function) return kMissing;
  look();
  return bound_.machine.run(static_cast<std::uint32_t>(function.index));
}

bool Stepper::holds(FunctionRef condition) { return !condition || leadflow::holds(value(condition)); }

Slot Stepper::fieldSlot(std::uint32_t field) {
  look();
  return field < chunk_.fields.size() ? bound_.machine.reg(static_cast<std::uint16_t>(field)) : kMissing;
}

bool Stepper::holdsAt(FunctionRef condition, std::int64_t instant) {
  if (!condition) return true;
  look();
  computeAt(instant);
  computed_ = false;
  const bool held = leadflow::holds(bound_.machine.run(static_cast<std::uint32_t>(condition.index)));
  dirty();
  return held;
}

/// `call where outcome is connected` asks for the calls of that instant: for this one, the others are put aside for a while. Rows of one
/// instant stand in the order in which they came.
bool Stepper::holdsFor(FunctionRef condition, std::size_t activity, const std::vector<std::uint32_t>& types) {
  const std::int64_t at = s_.activities[activity].at;
  look();
  const auto twin = [&](const bytecode::ActivityRow& row) { return row.at == at && std::find(types.begin(), types.end(), row.type) != types.end(); };
  if (std::count_if(bound_.activities.begin(), bound_.activities.end(), twin) < 2) return holdsAt(condition, at);
  const auto before = static_cast<std::size_t>(std::count_if(s_.activities.begin(), s_.activities.begin() + static_cast<std::ptrdiff_t>(activity),
                                                             [&](const port::ActivityEntry& other) { return other.at == at && bound_.activityOf(other.type) >= 0; }));
  std::vector<bytecode::ActivityRow> shown;
  shown.reserve(bound_.activities.size());
  std::size_t place = 0;
  for (const bytecode::ActivityRow& row : bound_.activities)
    if (row.at != at || place++ == before || !twin(row)) shown.push_back(row);
  bound_.row.activities = shown;
  const bool held = holdsAt(condition, at);
  bound_.row.activities = bound_.activities;
  return held;
}

std::string Stepper::placeOf(const bytecode::Place& place) const { return world_.desk->names().line(place); }

void Stepper::tell(std::string what, std::string text, const bytecode::Place& place, bool pii) {
  step_.account.push_back({std::move(what), std::move(text), placeOf(place), pii});
}

std::string Stepper::valuesOf(const std::vector<std::uint16_t>& reads) {
  const decide::Names& names = world_.desk->names();
  std::string text;
  if (reads.empty()) return text;
  look();
  for (const std::uint16_t reg : reads) {
    const std::string& name = names.nameOf(reg).empty() ? bound_.context_names[reg] : names.nameOf(reg);
    if (name.empty()) continue;
    if (!text.empty()) text += ", ";
    text += name;
    text += " is ";
    if (names.isPersonal(reg)) text += "…";
    else names.appendWords(text, names.typeOf(reg), bound_.machine.reg(reg));
  }
  return text;
}

}  // namespace leadflow::workflow

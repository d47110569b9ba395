// What a block does, action by action. Messages, tasks and payloads are effects: data for the outbox, each under a key made of
// the lead, its revision and a number, so that the same decision always makes the same key.
//
//     remind owner "{company} is still waiting"     {"key":"00Q1/17/0","kind":"remind","to":["ana"],"text":"Acme is still waiting"}
#include "runtime/value/json_text.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/personal.hpp"

namespace leadflow::workflow {

using bytecode::ActionInfo;
using bytecode::WhoInfo;
using port::Effect;
using port::EffectKind;

namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// A field's value as its own reader takes it back: forms that the type has for itself win over the field's `format`.
std::string storedJson(const decide::Names& names, const bytecode::FieldInfo& field, Slot slot) {
  std::string out;
  if (field.type.kind == TypeKind::Percent && !isMissing(slot)) {
    out += '"';
    appendPercent(out, slot);
    out += '"';
    return out;
  }
  names.appendJson(out, field.type, slot);
  return out;
}

}  // namespace

void Stepper::act(const std::vector<ActionInfo>& actions, const Cause& cause) {
  for (const ActionInfo& action : actions) act(action, cause);   // none behind one that erases the lead
}

void Stepper::act(const ActionInfo& action, const Cause& cause) {
  using Kind = ActionInfo::Kind;
  if (s_.erased) return;
  const bool own_condition = action.kind == Kind::Wait || action.kind == Kind::StopWhen;
  if (!own_condition && !holds(action.condition)) return;
  switch (action.kind) {
    case Kind::Route: return route(action.index, seat(), {}, cause);
    case Kind::StartSequence: return startSequence(action.index, cause);
    case Kind::StopSequence: return stopSequence(action.index, cause.text);
    case Kind::Move: moveTo(action.index, reasonOf(action.reason), {}, cause.text, action.place); return;
    case Kind::Reassign: return reassign(action, cause);
    case Kind::Queue: return enqueue(action.index, seat(), cause);
    case Kind::Remind:
    case Kind::Notify: return message(action, cause);
    case Kind::Escalate: return escalate(action.index, cause);
    case Kind::Task: return task(action, cause);
    case Kind::Email: return sendEmail(action, cause);
    case Kind::Set: return setField(action, cause);
    case Kind::Log: {
      bool pii = false;
      std::vector<std::uint32_t> links;
      std::string text = fill(action.text, Audience::Log, pii, &links);
      tell("log", pii ? action.text_written : text, action.place);
      Effect& logged = effect(EffectKind::Log, cause);
      logged.text = std::move(text);
      logged.links = std::move(links);
      logged.pii = logged.pii || pii;
      return;
    }
    case Kind::Webhook:
    case Kind::Create: return payload(action, cause);
    case Kind::Ask: return ask(action.index);
    case Kind::Handoff: return offer(action.index);
    case Kind::Erase: return erase();
    case Kind::Rebalance:
    case Kind::Wait:
    case Kind::StopWhen: return;  // of `every` and of sequences, which do them themselves
  }
}

Effect& Stepper::effect(EffectKind kind, const Cause& cause) {
  Effect& made = step_.effects.emplace_back();
  made.key = s_.id + "/" + std::to_string(s_.revision) + "/" + std::to_string(effects_++);
  made.kind = kind;
  made.lead = s_.id;
  made.at = now_;
  made.why = cause.text;
  bool pii = false;
  made.link = recordLink(kind, pii);
  made.pii = pii;
  return made;
}

void Stepper::address(Effect& sent, const std::vector<WhoInfo>& who) {
  const decide::People& people = world_.desk->people();
  for (const WhoInfo& one : who)
    for (std::string& id : resolve(one)) {
      bool known = false;
      for (const std::string& other : sent.to) known = known || other == id;
      if (known) continue;
      sent.to_email.push_back(people.rep(people.find(id)).email);
      sent.to.push_back(std::move(id));
    }
}

Effect* Stepper::wordTo(EffectKind kind, const std::vector<WhoInfo>& who, const Cause& cause, const std::string& text, const bytecode::Place& place) {
  Effect sent;
  address(sent, who);
  if (sent.to.empty()) {
    tell(kind == EffectKind::Remind ? "reminded" : "notified", "nobody to tell: " + text, place);
    return nullptr;
  }
  Effect& made = effect(kind, cause);
  made.to = std::move(sent.to);
  made.to_email = std::move(sent.to_email);
  made.text = text;
  return &made;
}

void Stepper::message(const ActionInfo& action, const Cause& cause) {
  const bool remind = action.kind == ActionInfo::Kind::Remind;
  bool pii = false;
  const bool in_person = remind && action.target.empty();   // a reminder in a channel is read by everybody there
  std::vector<std::uint32_t> links;
  std::string text = fill(action.text, in_person ? Audience::Remind : Audience::Notify, pii, &links);
  if (text.empty()) text = cause.text + (cause.source.empty() ? "" : " (" + cause.source + ")") + ": lead " + s_.id;
  Effect sent;
  address(sent, action.to);
  // A channel with a place of its own (`slack "#sdr-alerts"`) is an address; anything else means the owner.
  if (action.to.empty() && action.target.empty()) address(sent, {WhoInfo{}});
  if (sent.to.empty() && action.target.empty()) {
    tell(remind ? "reminded" : "notified", "nobody to tell: `" + action.text_written + "`", action.place);
    return;
  }
  Effect& made = effect(remind ? EffectKind::Remind : EffectKind::Notify, cause);
  made.channel = action.channel;
  made.target = action.target;
  made.to = std::move(sent.to);
  made.to_email = std::move(sent.to_email);
  for (const WhoInfo& one : action.tagging)
    for (std::string& id : resolve(one)) made.tagging.push_back(std::move(id));
  made.pii = made.pii || pii;
  made.text = std::move(text);
  made.links = std::move(links);
  tell(remind ? "reminded" : "notified",
       (made.to.empty() ? made.channel + " " + made.target : listed(made.to)) + (pii ? std::string() : ": " + made.text), action.place);
}

/// A task belongs to one person; without anybody it is made all the same, so that it is not lost.
void Stepper::task(const ActionInfo& action, const Cause& cause) {
  if (std::string why; refusedByGuard(action, why)) {   // in a sequence it was asked before: there it ends the sequence
    tell("refused", "task `" + action.channel + "` is not made: " + why, action.place);
    return;
  }
  bool pii = false;
  std::vector<std::uint32_t> links;
  std::string text = fill(action.text, Audience::Task, pii, &links);
  Effect& made = effect(EffectKind::Task, cause);
  made.target = action.channel;  // `task call …`: its kind
  address(made, action.to.empty() ? std::vector<WhoInfo>{WhoInfo{}} : action.to);
  if (made.to.size() > 1) {
    made.to.resize(1);
    made.to_email.resize(1);
  }
  if (action.within.given) {
    const std::int64_t due = dueAfter(action.within, now_, calendarOfRep(made.to.empty() ? std::string() : made.to.front()));
    std::string json_due;
    world_.desk->names().appendJson(json_due, {TypeKind::Instant, 0}, due);
    made.fields.emplace_back("due", std::move(json_due));
  }
  made.pii = made.pii || pii;
  made.text = std::move(text);
  made.links = std::move(links);
  tell("task", (made.to.empty() ? std::string("nobody yet") : made.to.front()) + (pii ? std::string() : ": " + made.text), action.place);
}

void Stepper::payload(const ActionInfo& action, const Cause& cause) {
  const bool create = action.kind == ActionInfo::Kind::Create;
  std::vector<std::pair<std::string, std::string>> fields;
  bool pii = false;
  for (const ActionInfo::Field& field : action.fields) fields.emplace_back(field.name, json(field.value, Audience::Send, pii));
  Effect& made = effect(create ? EffectKind::Create : EffectKind::Webhook, cause);
  made.channel = create ? "" : "webhook";
  made.target = action.target;
  made.fields = std::move(fields);
  made.pii = made.pii || pii;
  tell(create ? "create" : "webhook", made.target, action.place);
}

/// The record changes here and now; the effect tells the system that it came from.
void Stepper::setField(const ActionInfo& action, const Cause& cause) {
  const bytecode::FieldInfo& field = chunk_.fields[action.index];
  const Slot slot = value(action.value);
  std::string raw = storedJson(world_.desk->names(), field, slot);
  std::string words;
  if (isPersonal(field)) words = "…";
  else world_.desk->names().appendWords(words, field.type, slot);
  storeValue(field.name, raw);
  Effect& made = effect(EffectKind::Set, cause);
  made.target = field.name;
  made.fields.emplace_back(field.name, std::move(raw));
  made.pii = made.pii || isPersonal(field);
  tell("set", field.name + " to " + words, action.place);
}

}  // namespace leadflow::workflow

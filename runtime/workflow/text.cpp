// Templates filled in, for whoever reads them: what `privacy` masks for an audience is `•••` there, and personal data that is
// shown marks its effect, so that it can be erased with the lead.
//
//     mask email, first_name in notify, log, report when country in eu        notify slack "#leads" "{first_name}"  ->  "•••"
//
// A task or a reminder goes to the one who works the lead and has its record: it is masked where `task` or `remind` is named.
#include <algorithm>

#include "runtime/value/json_text.hpp"
#include "runtime/value/rim_text.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/personal.hpp"

namespace leadflow::workflow {

using bytecode::MaskInfo;
using bytecode::TemplateInfo;

namespace {

constexpr std::string_view kMask = "•••";

void appendEncoded(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
}

}  // namespace

/// A value is masked with any of the fields that it is worked out from. `mask … when C` also masks when C is unknown: only a plain
/// no shows the value.
bool Stepper::masked(const TemplateInfo::Value& shown, Audience audience) {
  if (audience == Audience::Send) return false;
  for (const MaskInfo& mask : flow_.masks) {
    const bool meant = audience == Audience::Notify ? mask.notify
                       : audience == Audience::Log  ? mask.log
                       : audience == Audience::Task ? mask.task
                       : audience == Audience::Remind ? mask.remind
                                                      : mask.report;
    if (!meant || !isMadeOf(shown, mask.fields)) continue;
    if (!mask.when || value(mask.when) != 0) return true;
  }
  return false;
}

void Stepper::slotText(std::string& out, bytecode::Type type, Slot slot) const {
  const decide::Names& names = world_.desk->names();
  if (isMissing(slot)) {
    out += "(missing)";
  } else if (type.kind == TypeKind::Rep) {
    const Rep& rep = world_.desk->people().rep(slot);
    out += rep.name.empty() ? rep.id : rep.name;
  } else if (isTextual(type.kind)) {
    out += textOf(slot)->rawText();
  } else {
    names.appendWords(out, type, slot);
  }
}

std::string Stepper::fill(const TemplateInfo& text, Audience audience, bool& pii, std::vector<std::uint32_t>* links) {
  std::string out;
  for (std::size_t i = 0; i < text.parts.size(); ++i) {
    if (links != nullptr)   // with what a value puts behind it: `tel:{phone}`
      for (const std::uint32_t place : linkPlaces(i < text.values.size() ? text.parts[i] + 'x' : text.parts[i])) links->push_back(static_cast<std::uint32_t>(out.size()) + place);
    out += text.parts[i];
    if (i >= text.values.size()) continue;
    const TemplateInfo::Value& shown = text.values[i];
    if (masked(shown, audience)) {
      out += kMask;
      continue;
    }
    const Slot slot = value(shown.function);
    pii = pii || (shown.personal && !isMissing(slot));
    slotText(out, shown.type, slot);
  }
  return out;
}

std::string Stepper::json(const TemplateInfo::Value& shown, Audience audience, bool& pii) {
  std::string out;
  if (masked(shown, audience)) {
    appendJsonString(out, kMask);
    return out;
  }
  const Slot slot = value(shown.function);
  pii = pii || (shown.personal && !isMissing(slot));
  world_.desk->names().appendJson(out, shown.type, slot);
  return out;
}

/// `record_link "https://crm.example/leads/{id}"`, its values safe within an address. Where one of them is masked there is no link:
/// with `•••` in it, it would lead nowhere.
std::string Stepper::recordLink(port::EffectKind kind, bool& pii) {
  using port::EffectKind;
  const auto audience = [kind] {
    switch (kind) {
      case EffectKind::Log: return Audience::Log;
      case EffectKind::Task: return Audience::Task;
      case EffectKind::Remind: return Audience::Remind;
      case EffectKind::Notify:
      case EffectKind::Escalate: return Audience::Notify;
      default: return Audience::Send;
    }
  }();
  for (const Scratch::Bound::LinkPart& part : bound_.link) {
    if (flow_.masks.empty() || part.key || part.reg == bytecode::kNone) continue;
    TemplateInfo::Value shown;
    shown.fields = {part.reg};   // a link is made of fields
    look();
    if (masked(shown, audience)) return {};
  }
  if (!link_made_) {
    link_made_ = true;
    for (const Scratch::Bound::LinkPart& part : bound_.link) {
      link_ += part.text;
      if (part.key) {
        appendEncoded(link_, s_.id);
        continue;
      }
      if (part.reg == bytecode::kNone) continue;
      look();
      std::string cell;
      world_.desk->names().appendCell(cell, chunk_.registers[part.reg], bound_.machine.reg(part.reg));
      appendEncoded(link_, cell);
      if (world_.desk->names().isPersonal(part.reg) && !cell.empty()) link_pii_ = true;
    }
  }
  pii = pii || link_pii_;
  return link_;
}

}  // namespace leadflow::workflow

// What happens in a test after its time.
//
//     after 2 hours happens reply { sentiment positive }        Activity, name reply, body {"sentiment":"positive"}
//     after 1 day happens stage moved to Converted by ana       StageMoved, name Converted, by ana
#include <algorithm>

#include "compiler/check/data_file.hpp"
#include "compiler/check/workflow.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/instant.hpp"

namespace leadflow::check {
namespace {

using diag::Code;
using port::EventType;

std::string jsonText(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      constexpr char digits[] = "0123456789abcdef";
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[c & 15];
      continue;
    }
    out += c;
  }
  return out + '"';
}

/// A value as a record brings it: what is no number, yes or no, or set is a text that reads back to it.
std::string jsonValue(const Context& context, const Constant& value) {
  if (value.isMissing()) return "null";
  switch (value.type.kind) {
    case TypeKind::Bool: return value.bits ? "true" : "false";
    case TypeKind::Int: return std::to_string(value.bits);
    case TypeKind::Number:
    case TypeKind::Points: return showConstant(context, value);
    case TypeKind::Text:
    case TypeKind::Code:
    case TypeKind::Email:
    case TypeKind::Rep: return jsonText(value.text);
    case TypeKind::EnumSet: {
      std::string out;
      const auto& values = context.enumOf(value.type).values;
      for (std::size_t i = 0; i < values.size(); ++i)
        if (value.bits >> i & 1) out += (out.empty() ? "" : ",") + jsonText(values[i].name);
      return '[' + out + ']';
    }
    default: return jsonText(showConstant(context, value));
  }
}

class HappeningChecker {
 public:
  HappeningChecker(Context& context, Scope& scope, const syntax::Happening& written, const std::vector<Rep>& people, typed::Happening& out)
      : c_(context), written_(written), people_(people), out_(out), event_(out.event) {
    here_.scope = &scope;
    here_.block = Here::Block::Test;
  }

  bool check(std::int64_t test_at) {
    out_.span = written_.span;
    out_.at = test_at;
    if (written_.after) {
      std::int64_t after = 0;
      if (!checkWallTime(c_, here_, *written_.after, "the time after `after`", after)) return false;
      out_.at += after;
    }
    event_.at = out_.at;
    if (written_.words.empty()) return unknown();
    if (written_.reason) {
      if (!reasonOf(c_, *here_.scope, written_.reason)) return false;
      event_.reason = written_.reason.text;
    }
    return what() && takeBy() && (at_ == written_.words.size() || unknown());
  }

 private:
  std::string_view word(std::size_t i) const { return i < written_.words.size() ? std::string_view(written_.words[i].text) : std::string_view(); }
  bool take(std::string_view text) {
    if (word(at_) != text) return false;
    ++at_;
    return true;
  }
  const syntax::Name* name() { return at_ < written_.words.size() ? &written_.words[at_++] : nullptr; }

  bool unknown() {
    const syntax::Name& first = written_.words.empty() ? syntax::Name{"", written_.span} : written_.words[std::min(at_, written_.words.size() - 1)];
    auto& finding = c_.error(Code::UnknownHappening, first.span.known() ? first.span : written_.span, "this is nothing that happens to a lead");
    const auto near = diag::suggest(first.text, c_.names.candidates(*here_.scope, Space::Activities));
    if (!near.empty()) finding.withHelp("did you mean " + inBackticks(near) + "?").edit(first.span, std::string(near));
    finding.note("an activity, `stage moved to S by R`, `owner assigned to R`, `queue claimed by R`, `CHECKLIST answered { … }`, `lead updated { … }`, "
                 "`consent changed { … }`, `handoff accepted`, `handoff rejected reason R`, `feedback 4`, `approval A granted`, `escalation acknowledged`, `R out until …`");
    return false;
  }

  bool takeBy() {
    while (at_ < written_.words.size()) {
      if (!take("by")) return true;
      const syntax::Name* who = name();
      if (!who) return unknown();
      if (!isRep(*who)) return false;
      event_.by = who->text;
    }
    return true;
  }

  bool isRep(const syntax::Name& who) {
    if (c_.mayBeRep(who.text)) return true;
    auto& finding = c_.error(Code::UnknownRep, who.span, "nobody in the roster of this test has the id " + inBackticks(who.text));
    std::vector<std::string_view> ids(c_.rep_ids.begin(), c_.rep_ids.end());
    std::sort(ids.begin(), ids.end());
    if (const std::string_view near = diag::suggest(who.text, ids); !near.empty()) finding.withHelp("did you mean " + inBackticks(near) + "?").edit(who.span, std::string(near));
    return false;
  }

  /// `{ a 1, b yes }` as a JSON object; `fields` names the types.
  template <class TypeOf>
  bool body(TypeOf&& type_of, std::string_view what) {
    std::string out;
    for (const auto& [key, value] : written_.values) {
      std::vector<std::string_view> known;
      const std::optional<Type> type = type_of(key.text, known);
      if (!type) {
        auto& finding = c_.error(Code::TestUnknownField, key.span, std::string(what) + " has no field " + inBackticks(key.text));
        if (const std::string_view near = diag::suggest(key.text, known); !near.empty()) finding.withHelp("did you mean " + inBackticks(near) + "?").edit(key.span, std::string(near));
        return false;
      }
      std::optional<Constant> constant;
      if (value->kind == syntax::ExprKind::Missing) constant = Constant{*type, kMissing, {}};
      else if (type->kind == TypeKind::Rep && (value->kind == syntax::ExprKind::Name || value->kind == syntax::ExprKind::Text)) constant = Constant{*type, 0, value->text};
      else if (value->kind == syntax::ExprKind::Text && type->kind != TypeKind::Text) {
        constant = constantOfText(c_, value->text, *type);
        if (!constant) c_.error(Code::TestValue, value->span, "\"" + value->text + "\" is not " + describe(c_, *type));
      } else constant = checkConstant(c_, *value, *here_.scope, *type, "the field " + inBackticks(key.text));
      if (!constant) return false;
      out += (out.empty() ? "" : ",") + jsonText(key.text) + ':' + jsonValue(c_, *constant);
    }
    event_.body = '{' + out + '}';
    return true;
  }

  bool leadFields() {
    return body([&](const std::string& key, std::vector<std::string_view>& known) -> std::optional<Type> {
      for (const typed::Field& field : c_.program.fields) {
        if (field.name == key) return field.type;
        known.push_back(field.name);
      }
      return std::nullopt;
    }, "a lead");
  }

  bool activity(Entity& entity) {
    const auto& info = c_.program.activities[c_.indexOf(entity)];
    event_.type = EventType::Activity;
    event_.name = info.name;
    return body([&](const std::string& key, std::vector<std::string_view>& known) -> std::optional<Type> {
      for (const typed::Field& field : info.fields) {
        if (field.name == key) return field.type;
        known.push_back(field.name);
      }
      return std::nullopt;
    }, "the activity " + inBackticks(info.name));
  }

  bool checklist(Entity& entity) {
    event_.type = EventType::ChecklistAnswered;
    event_.name = entity.qualified;
    std::string out;
    for (const auto& written : written_.values) {
      const syntax::Name& key = written.first;
      const syntax::ExprPtr& value = written.second;
      const auto& items = entity.as<syntax::Checklist>().items;
      const bool known = std::any_of(items.begin(), items.end(), [&](const syntax::Name& item) { return item.text == key.text; });
      if (!known) {
        c_.error(Code::TestUnknownField, key.span, "the checklist " + inBackticks(entity.name) + " does not ask for " + inBackticks(key.text)).label(entity.span, "declared here");
        return false;
      }
      std::string answer;
      if (value->kind == syntax::ExprKind::Missing || (value->kind == syntax::ExprKind::Name && value->text == "open")) answer = "null";
      else if (value->kind == syntax::ExprKind::Bool) answer = value->scaled ? "true" : "false";
      else if (value->kind == syntax::ExprKind::Name && (value->text == "yes" || value->text == "no")) answer = value->text == "yes" ? "true" : "false";
      else {
        c_.error(Code::TestValue, value->span, "an answer is `yes`, `no` or `open`");
        return false;
      }
      out += (out.empty() ? "" : ",") + jsonText(key.text) + ':' + answer;
    }
    event_.body = '{' + out + '}';
    return true;
  }

  /// A name of a space, if the next word is one that is not `until` (a word of the form).
  bool optionalName(Space space, std::string_view what, std::initializer_list<std::string_view> until) {
    if (at_ >= written_.words.size() || std::find(until.begin(), until.end(), word(at_)) != until.end()) return true;
    const Entity* entity = c_.findIn(*here_.scope, space, what, *name());
    if (entity) event_.name = entity->qualified;
    return entity != nullptr;
  }

  std::optional<std::int64_t> amount(Type type, std::string_view what) {
    if (!written_.amount) return std::nullopt;
    const auto value = checkConstant(c_, *written_.amount, *here_.scope, type, what);
    if (!value) return std::nullopt;
    return value->bits;
  }

  bool what() {
    if (take("stage")) {
      if (!take("moved") || !take("to")) return unknown();
      const syntax::Name* to = name();
      if (!to) return unknown();
      event_.type = EventType::StageMoved;
      event_.name = to->text;
      return stageOf(c_, *here_.scope, *to).has_value();
    }
    if (word(at_ + 1) == "assigned" && word(at_) != "lead") return assigned();
    if (take("queue") || word(at_) == "claimed") {
      if (!take("claimed")) return unknown();
      event_.type = EventType::QueueClaimed;
      return true;
    }
    if (take("lead")) {
      if (take("erased")) return event_.type = EventType::LeadErased, true;
      if (!take("updated")) return unknown();
      event_.type = EventType::LeadUpdated;
      return leadFields();
    }
    if (take("consent")) {
      if (!take("changed")) return unknown();
      event_.type = EventType::ConsentChanged;
      return leadFields();
    }
    if (take("handoff")) {
      if (!optionalName(Space::Handoffs, "handoff", {"accepted", "rejected"})) return false;
      if (take("accepted")) return event_.type = EventType::HandoffAccepted, true;
      if (!take("rejected")) return unknown();
      event_.type = EventType::HandoffRejected;
      return true;
    }
    if (take("feedback")) {
      event_.type = EventType::FeedbackGiven;
      const auto mark = amount(kInt, "a mark");
      if (!mark) return written_.amount ? false : unknown();
      event_.number = *mark;
      take("for");
      take("handoff");
      return optionalName(Space::Handoffs, "handoff", {"by"});
    }
    if (take("approval")) {
      if (!optionalName(Space::Approvals, "approval", {"granted", "refused"})) return false;
      if (word(at_) != "granted" && word(at_) != "refused") return unknown();
      event_.type = EventType::ApprovalDecided;
      event_.value = name()->text;
      return true;
    }
    if (take("escalation")) {
      if (!optionalName(Space::Escalations, "escalation", {"acknowledged", "resolved"})) return false;
      if (take("resolved")) return event_.type = EventType::EscalationResolved, true;
      if (!take("acknowledged")) return unknown();
      event_.type = EventType::EscalationAcknowledged;
      if (take("for")) {
        const auto millis = amount(kDuration, "how long an escalation rests");
        if (!millis) return written_.amount ? false : unknown();
        event_.number = *millis;
      }
      return true;
    }
    if (word(at_ + 1) == "answered") {
      Entity* entity = c_.names.find(*here_.scope, Space::Values, word(at_), written_.words[at_].span, c_.diags);
      if (!entity || entity->kind != resolve::Kind::Checklist) return unknown();
      at_ += 2;
      return checklist(*entity);
    }
    if (word(at_ + 1) == "out" || word(at_ + 1) == "left" || word(at_ + 1) == "back") return rosterChanges();
    if (Entity* entity = c_.names.find(*here_.scope, Space::Activities, word(at_), written_.words[at_].span, c_.diags)) {
      ++at_;
      return activity(*entity);
    }
    return unknown();
  }

  /// owner assigned to ben | ae assigned to ben
  bool assigned() {
    event_.type = EventType::OwnerAssigned;
    const syntax::Name& seat = written_.words[at_];
    if (seat.text != "owner") {
      if (!seatOf(c_, *here_.scope, seat)) return false;
      event_.name = seat.text;
    }
    at_ += 2;
    take("to");
    const syntax::Name* who = name();
    if (!who) return unknown();
    event_.value = who->text;
    return isRep(*who);
  }

  /// ben out until 2026-03-09 | ben left | ben back: of the rep's row what changes, and no more; all else may have changed before.
  bool rosterChanges() {
    const syntax::Name& who = written_.words[at_];
    const auto found = std::find_if(people_.begin(), people_.end(), [&](const Rep& rep) { return rep.id == who.text; });
    if (found == people_.end()) return isRep(who) ? unknown() : false;
    const std::string_view change = word(at_ + 1);
    at_ += 2;
    std::string row = "{\"id\":" + jsonText(found->id);
    if (change == "left") row += ",\"active\":false";
    if (change == "back") row += ",\"active\":true,\"out_from\":null,\"out_until\":null";
    if (change == "out") {
      std::int64_t back = kMissing;
      if (take("until")) {
        const auto until = amount(kInstant, "the end of an absence");
        if (!until) return written_.amount ? false : unknown();
        back = *until;
      }
      row += ",\"out_from\":" + jsonInstant(out_.at) + ",\"out_until\":" + jsonInstant(back);
    }
    event_.type = EventType::RosterChanged;
    event_.body = '[' + row + "}]";
    return true;
  }

  static std::string jsonInstant(std::int64_t at) {
    if (isMissing(at)) return "null";
    std::string shown;
    appendInstant(shown, at);
    return jsonText(shown);
  }

  Context& c_;
  const syntax::Happening& written_;
  const std::vector<Rep>& people_;
  typed::Happening& out_;
  port::Event& event_;
  Here here_;
  std::size_t at_ = 0;
};

}  // namespace

bool checkHappening(Context& context, Scope& scope, const syntax::Happening& written, std::int64_t test_at, const std::vector<Rep>& people, typed::Happening& out) {
  return HappeningChecker(context, scope, written, people, out).check(test_at);
}

}  // namespace leadflow::check

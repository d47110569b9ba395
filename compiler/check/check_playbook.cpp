// The `playbook` block: what holds for every rule below it.
#include <unordered_map>

#include "compiler/check/expression.hpp"
#include "compiler/check/phases.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::check {

using diag::Code;
using syntax::ExprKind;

namespace {

constexpr std::string_view known_properties[] = {"version", "contact", "timezone", "currency", "calendar", "record_link", "review", "effective"};

bool wantsText(Context& context, const syntax::Property& property, std::string& out) {
  if (property.value && property.value->kind == ExprKind::Text) {
    out = property.value->text;
    return true;
  }
  context.error(Code::PropertyValue, property.span, inBackticks(property.key.text) + " takes a text in quotes")
      .withHelp("write `" + property.key.text + " \"…\"`");
  return false;
}

void timezone(Context& context, const syntax::Property& property) {
  std::string name;
  if (!wantsText(context, property, name)) return;
  if (const TimeZone* zone = findTimeZone(name)) {
    context.zone = zone;
    context.program.timezone = name;
    return;
  }
  reportTimezone(context, name, property.value->span);
}

void currency(Context& context, const syntax::Property& property) {
  const bool word = property.value && (property.value->kind == ExprKind::Name || property.value->kind == ExprKind::Text);
  if (!word) {
    context.error(Code::PropertyValue, property.span, "`currency` takes a three-letter code").withHelp("write `currency USD`");
    return;
  }
  const int index = findCurrency(property.value->text);
  if (index >= 0) {
    context.program.currency = index;
    return;
  }
  std::vector<std::string> codes;
  for (int i = 0; i < currencyCount(); ++i) codes.emplace_back(currencyCode(i));
  const std::vector<std::string_view> views(codes.begin(), codes.end());
  auto& finding = context.error(Code::UnknownCurrency, property.value->span, "there is no currency " + inBackticks(property.value->text));
  if (const std::string_view near = diag::suggest(property.value->text, views); !near.empty())
    finding.withHelp("did you mean " + inBackticks(near) + "?").edit(property.value->span, std::string(near));
  else
    finding.withHelp("write its three-letter code, for example `USD`");
  context.program.currency = findCurrency("USD");  // so that one mistake gives one message
}

void review(Context& context, const syntax::Property& property, Scope& scope) {
  if (!property.value) return;
  const auto value = checkConstant(context, *property.value, scope, {}, "the review interval");
  if (!value) return;
  if (value->type.kind == TypeKind::Duration && value->bits > 0) {
    context.program.review_millis = value->bits;
    return;
  }
  auto& finding = context.error(Code::BadReview, property.value->span,
                                value->type.kind == TypeKind::BusinessDuration ? "a review comes round on the wall clock, not in business time" : "a review comes round after a positive duration");
  finding.withHelp("write `review every 1 day`");
}

}  // namespace

void reportTimezone(Context& context, const std::string& name, Span span) {
  auto& finding = context.error(Code::UnknownTimezone, span, "there is no time zone \"" + name + '"');
  if (const std::string near = nearestTimeZone(name); !near.empty())
    finding.withHelp("did you mean \"" + near + "\"?").edit(span, '"' + near + '"');
  else
    finding.note("zones are named after a city: \"America/New_York\", \"Europe/Berlin\", or \"UTC\"");
}

/// Time zone and currency first: everything else is read with them. Null when the main file is a module.
const syntax::Playbook* readHeader(Context& context) {
  const syntax::Playbook* header = nullptr;
  Span first;
  context.names.forEachItem([&](const resolve::Item& item) {
    const auto* node = std::get_if<syntax::Playbook>(&item.declaration->node);
    if (!node) return;
    if (first.known() || item.scope->unit != context.names.main()) {
      auto& finding = context.error(Code::SecondPlaybook, node->name.span, first.known() ? "a second `playbook` block" : "a used file has a `playbook` block of its own");
      if (first.known()) finding.label(first, "the first is here");
      finding.withHelp("keep one; a file without `playbook` is a module that others use");
      return;
    }
    header = node;
    first = node->name.span;
  });
  context.program.is_module = !header;
  if (!header) {
    const auto& path = context.names.main()->path;
    context.program.name = path.substr(0, path.rfind('.'));
    return nullptr;
  }
  context.program.name = header->name.text;
  std::unordered_map<std::string_view, Span> seen;
  for (const syntax::Property& property : header->properties) {
    const auto [place, added] = seen.emplace(property.key.text, property.key.span);
    if (!added) {
      context.error(Code::RepeatedProperty, property.key.span, inBackticks(property.key.text) + " is written twice").label(place->second, "the first is here");
      continue;
    }
    const std::string& key = property.key.text;
    if (key == "timezone") timezone(context, property);
    else if (key == "currency") currency(context, property);
    else if (key == "version") wantsText(context, property, context.program.version);
    else if (key == "contact") wantsText(context, property, context.program.contact);
  }
  return header;
}

/// The properties that name declared things.
void finishHeader(Context& context, const syntax::Playbook& header) {
  Scope& scope = context.names.main()->scope;
  std::unordered_map<std::string_view, bool> seen;
  for (const syntax::Property& property : header.properties) {
    const std::string& key = property.key.text;
    if (!seen.emplace(key, true).second) continue;
    if (key == "calendar") {
      context.calendar_named = true;
      if (!property.value || property.value->kind != ExprKind::Name) {
        context.error(Code::PropertyValue, property.span, "`calendar` takes the name of a calendar").withHelp("write `calendar us_sales`, and declare `calendar us_sales { … }`");
        continue;
      }
      Entity* calendar = context.findCalendar(scope, {property.value->text, property.value->span});
      if (calendar && context.require(*calendar, property.value->span)) context.program.calendar = calendar->index;
    } else if (key == "review") {
      review(context, property, scope);
    } else if (key == "record_link") {
      if (property.value && property.value->kind == ExprKind::Template) {
        context.program.record_link = std::string(context.sources.text(property.value->span));
        if (context.program.record_link.size() >= 2) context.program.record_link = context.program.record_link.substr(1, context.program.record_link.size() - 2);
        for (const auto& part : property.value->args) {
          const bool name = part->kind == ExprKind::Name;
          const auto hit = name ? context.names.look(scope, Space::Values, part->text) : resolve::Lookup{};
          if (hit && hit.found->kind == resolve::Kind::Field) continue;
          auto& finding = context.error(Code::UnknownTemplateField, part->span, "a record's link is made of the lead's fields, and " + inBackticks(context.sources.text(part->span)) + " is none");
          if (!name) continue;
          if (const std::string_view near = diag::suggest(part->text, context.names.candidates(scope, Space::Values)); !near.empty())
            finding.withHelp("did you mean " + inBackticks(near) + "?").edit(part->span, std::string(near));
        }
      } else {
        wantsText(context, property, context.program.record_link);
      }
    } else if (key == "effective") {
      const auto from = property.value ? checkConstant(context, *property.value, scope, kInstant, "`effective from`") : std::nullopt;
      if (from) context.program.workflow.effective_from = from->bits;
      else if (!property.value) context.error(Code::PropertyValue, property.span, "`effective` takes the date from which the playbook holds").withHelp("write `effective from 2026-04-01`");
    } else {
      bool known = false;
      for (const std::string_view property_name : known_properties) known = known || property_name == key;
      if (known) continue;
      auto& finding = context.error(Code::UnknownProperty, property.key.span, "a playbook has no property " + inBackticks(key));
      const std::vector<std::string_view> names(std::begin(known_properties), std::end(known_properties));
      if (const std::string_view near = diag::suggest(key, names); !near.empty())
        finding.withHelp("did you mean " + inBackticks(near) + "?").edit(property.key.span, std::string(near));
      else
        finding.note("it has version, contact, timezone, currency, calendar, record_link, review and effective");
    }
  }
}

}  // namespace leadflow::check

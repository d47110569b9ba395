// What a lead is: fields and their attributes, derived fields, activities.
#include <algorithm>

#include "compiler/check/expression.hpp"
#include "runtime/value/instant.hpp"

namespace leadflow::check {

using diag::Code;

namespace {

bool allowsRange(Type type) { return hasOrder(type) && !isTextual(type.kind); }

bool checkRange(Context& context, const syntax::Field& written, Scope& scope, typed::Field& field) {
  const syntax::Expr& range = *written.range;
  if (!allowsRange(field.type)) {
    context.error(Code::RangeOnType, range.span, "a range needs a type with an order, and " + inBackticks(field.name) + " is " + describe(context, field.type))
        .withHelp("ranges stand behind int, number, points, money, percent, duration and instant");
    return false;
  }
  if (range.kind != syntax::ExprKind::Range) {
    context.error(Code::RangeOnType, range.span, "a field's limits are a range").withHelp("write `0..` or `0..100`");
    return false;
  }
  std::size_t next = 0;
  const std::string what = "the range of " + inBackticks(field.name);
  if (!range.open_low) {
    const auto low = checkConstant(context, *range.args[next++], scope, field.type, what);
    if (!low) return false;
    field.has_low = true;
    field.low = low->bits;
  }
  if (!range.open_high) {
    const auto high = checkConstant(context, *range.args[next], scope, field.type, what);
    if (!high) return false;
    field.has_high = true;
    field.high = high->bits;
  }
  if (field.has_low && field.has_high && field.low > field.high) {
    context.error(Code::RangeReversed, range.span, "this range ends before it begins: no value is in it")
        .withHelp("write the smaller end first");
    return false;
  }
  return true;
}

bool checkFormat(Context& context, const syntax::Field& written, const typed::Field& field) {
  const Span at = written.format_span.known() ? written.format_span : written.span;
  if (field.type.kind == TypeKind::Instant) {
    if (validInstantFormat(written.format)) return true;
    context.error(Code::UnknownFormat, at, "\"" + written.format + "\" does not say how to read a date")
        .withHelp("use YYYY MM DD, MMM or MMMM, HH or hh, mm, ss, A, Z, or `unix s` or `unix ms`: \"DD-MM-YYYY HH:mm\"");
    return false;
  }
  if (field.type.kind == TypeKind::Percent && written.format == "fraction") return true;
  auto& finding = context.error(Code::UnknownFormat, at, inBackticks(field.name) + " is " + describe(context, field.type) + ", which has no format \"" + written.format + '"');
  if (field.type.kind == TypeKind::Percent) finding.withHelp("write `format \"fraction\"` where 0.15 means 15%").edit(at, "\"fraction\"");
  else finding.note("instants take a date format, percents take `fraction`");
  return false;
}

/// The attributes that lead fields and activity fields share.
bool checkField(Context& context, const syntax::Field& written, Scope& scope, typed::Field& field) {
  const auto type = checkType(context, *written.type, field.name);
  if (!type) return false;
  field.type = *type;
  field.doc = written.doc;
  field.key = written.key;
  field.required = written.required;
  field.strict = written.strict;
  field.pii = written.pii;
  field.columns = written.from;
  field.missing_texts = written.missing;
  field.format = written.format;
  bool good = true;
  if (written.range) good = checkRange(context, written, scope, field) && good;
  if (!written.format.empty()) good = checkFormat(context, written, field) && good;
  if (written.key && (field.type.kind == TypeKind::Bool || field.type.kind == TypeKind::Percent || field.type.kind == TypeKind::Enum ||
                      field.type.kind == TypeKind::EnumSet || field.type.kind == TypeKind::Country || field.type.kind == TypeKind::Duration)) {
    context.error(Code::LeadFieldKeyType, written.span, "a key tells leads apart, and " + describe(context, field.type) + " cannot")
        .withHelp("make the key `text`, `code`, `email` or `int`");
    good = false;
  }
  if (written.fallback) {
    if (written.required) {
      context.error(Code::DefaultOnRequired, written.fallback->span, inBackticks(field.name) + " is required, so its default is never used")
          .withHelp("remove `required`, or remove the default");
      good = false;
    }
    field.fallback = checkConstant(context, *written.fallback, scope, field.type, "the default of " + inBackticks(field.name));
    if (!field.fallback) {
      good = false;
    } else if (!field.fallback->isMissing() &&
               ((field.has_low && field.fallback->bits < field.low) || (field.has_high && field.fallback->bits > field.high))) {
      context.error(Code::DefaultOutOfRange, written.fallback->span, "the default " + showConstant(context, *field.fallback) + " lies outside the field's own range")
          .label(written.range->span, "the range");
      good = false;
    }
  }
  return good;
}

}  // namespace

bool checkField(Context& context, Entity& entity) {
  const auto at = static_cast<std::size_t>(entity.index);
  const syntax::Field& written = *entity.field;
  if (!written.type) return false;  // the parser reported it
  typed::Field field;
  field.name = context.program.fields[at].name;
  field.span = entity.span;
  const bool good = checkField(context, written, *entity.scope, field);
  if (written.key)
    for (const typed::Field& other : context.program.fields)
      if (other.key && &other != &context.program.fields[at]) {
        context.error(Code::TwoKeys, entity.span, "a second key: a lead has one").label(other.span, "the first is here").withHelp("remove `key` from one of them");
        return false;
      }
  context.program.fields[at] = std::move(field);
  return good;
}

bool checkDerived(Context& context, Entity& entity) {
  const syntax::Field& written = *entity.field;
  const ExprScope where{entity.scope, Place::Lead, nullptr, entity.name};
  typed::ExprPtr value = checkExpression(context, *written.derived, where);
  if (!value) return false;
  if (value->type.kind == TypeKind::TextSet || value->type.kind == TypeKind::Missing) {
    context.error(Code::WrongType, written.derived->span, "a field cannot hold " + describe(context, value->type));
    return false;
  }
  typed::Derived& derived = context.program.derived[static_cast<std::size_t>(entity.index)];
  derived.type = value->type;
  derived.doc = written.doc;
  derived.value = std::move(value);
  return true;
}

bool checkActivity(Context& context, Entity& entity) {
  const auto& node = entity.as<syntax::Activity>();
  const auto at = static_cast<std::size_t>(entity.index);
  // `activity call, visit { … }`: all of them share the fields, and the enums of the fields.
  if (entity.ordinal > 0) {
    const auto first = context.names.look(*entity.scope, Space::Activities, node.names.front().text);
    if (first && first.found != &entity && first.found->declaration == entity.declaration) {
      const bool good = context.require(*first.found, entity.span);
      context.program.activities[at].fields = context.program.activities[static_cast<std::size_t>(first.found->index)].fields;
      return good;
    }
  }
  std::vector<typed::Field> fields;
  bool good = true;
  for (const syntax::Field& written : node.fields) {
    const auto same = std::find_if(fields.begin(), fields.end(), [&](const typed::Field& field) { return field.name == written.name.text; });
    if (same != fields.end()) {
      context.error(Code::DuplicateName, written.name.span, "a second field named " + inBackticks(written.name.text)).label(same->span, "the first is here").withHelp("rename one of them");
      good = false;
      continue;
    }
    if (written.derived) {
      context.error(Code::NotAnActivityField, written.name.span, "the fields of an activity are recorded, never computed").withHelp("compute it in the `lead` block, or where it is used");
      good = false;
      continue;
    }
    if (written.name.text == "at" || written.name.text == "type" || written.name.text == "event") {
      context.error(Code::WordAsName, written.name.span, "every activity has " + inBackticks(written.name.text) + " already").withHelp("choose another name");
      good = false;
      continue;
    }
    if (!written.type) return false;
    typed::Field field;
    field.name = written.name.text;
    field.span = written.name.span;
    good = checkField(context, written, *entity.scope, field) && good;
    fields.push_back(std::move(field));
  }
  context.program.activities[at].fields = std::move(fields);
  return good;
}

}  // namespace leadflow::check

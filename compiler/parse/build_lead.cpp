// Fields, types, activities, checklists.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {

std::vector<syntax::Name> buildNames(Node node) {
  std::vector<syntax::Name> names;
  for (const Node child : node.children())
    if (child.is(Kind::name)) names.push_back(buildName(child));
  return names;
}

syntax::TypeRef buildType(Node type_ref) {
  syntax::TypeRef type;
  type.span = type_ref.span();
  const Node form = type_ref.first();
  if (form.is(Kind::type_word)) {
    type.word = buildName(form);
    return type;
  }
  const bool one = form.is(Kind::type_one);
  type.word = {one ? "one" : "some", type_ref.tape().span(form.begin(), form.begin() + (one ? 3U : 4U))};
  for (const Node child : form.children()) {
    if (child.is(Kind::type_otherwise)) {
      type.otherwise = buildName(child.find(Kind::name));
    } else if (child.is(Kind::type_value)) {
      syntax::TypeRef::Value value;
      for (const Node part : child.children()) {
        if (part.is(Kind::name)) {
          value.name = buildName(part);
        } else {
          value.labels.push_back(buildText(part));
          value.labels_span = join(value.labels_span, part.span());
        }
      }
      type.values.push_back(std::move(value));
    }
  }
  return type;
}

namespace {

void texts(Node node, std::vector<std::string>& into) {
  for (const Node child : node.children()) into.push_back(buildText(child));
}

void flag(Node node, syntax::Field& field) {
  const std::string_view word = node.text();
  bool& set = word == "key" ? field.key : word == "required" ? field.required : word == "strict" ? field.strict : field.pii;
  if (set) repeated(node, word);
  set = true;
}

}  // namespace

syntax::Field buildField(Node node) {
  syntax::Field field;
  field.span = node.span();
  field.doc = docBefore(node.tape(), node.begin());
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::name: field.name = buildName(child); break;
      case Kind::derived_value: field.derived = buildChildCondition(child); break;
      case Kind::type_ref: field.type = buildType(child); break;
      case Kind::field_flag: flag(child, field); break;
      case Kind::field_from:
        if (field.from_span.known()) repeated(child, "from");
        field.from_span = child.span();
        texts(child, field.from);
        break;
      case Kind::field_missing: texts(child, field.missing); break;
      case Kind::field_format:
        if (field.format_span.known()) repeated(child, "format");
        field.format_span = child.span();
        field.format = buildText(child.first());
        break;
      case Kind::field_default:
        if (field.fallback) repeated(child, "default");
        field.fallback = buildChildSum(child);
        break;
      case Kind::field_range: {
        ExprPtr range = buildRange(child.first());
        if (range->kind != ExprKind::Range)
          node.tape().diags->report(diag::Code::UnexpectedText, range->span, "a value alone has no meaning here")
              .withHelp("write a range such as `0..100`, or `default` before the value");
        else if (field.range)
          repeated(child, "..");
        else
          field.range = std::move(range);
        break;
      }
      case Kind::type_otherwise:
        if (field.type && field.type->otherwise) repeated(child, "otherwise");
        if (field.type) field.type->otherwise = buildName(child.find(Kind::name));
        break;
      default: break;
    }
  }
  return field;
}

syntax::Lead buildLead(Node node) {
  syntax::Lead lead;
  for (const Node child : node.children()) lead.fields.push_back(buildField(child));
  return lead;
}

syntax::Activity buildActivity(Node node) {
  syntax::Activity activity;
  activity.names = buildNames(node);
  for (const Node child : node.children())
    if (child.is(Kind::activity_field)) activity.fields.push_back(buildField(child));
  return activity;
}

syntax::Checklist buildChecklist(Node node) {
  syntax::Checklist list;
  std::vector<syntax::Name> names = buildNames(node);
  list.name = std::move(names.front());
  list.items.assign(std::make_move_iterator(names.begin() + 1), std::make_move_iterator(names.end()));
  for (const Node child : node.children()) {
    if (!child.is(Kind::complete_rule)) continue;
    if (const Node amount = child.find(Kind::amount)) {
      const ExprPtr number = buildAmount(amount);
      if (number->kind != ExprKind::Number || !number->is_integer || number->scaled <= 0 || number->scaled / 10'000 > 10'000)
        node.tape().diags->report(diag::Code::BadNumber, amount.span(), "`" + std::string(amount.text()) + "` is not a number of answers").withHelp("write a whole number from 1");
      else
        list.complete_at = static_cast<int>(number->scaled / 10'000);
    }
  }
  return list;
}

}  // namespace leadflow::parse

#include "tools/testrunner/test_lead.hpp"

#include <algorithm>

#include "runtime/value/json_text.hpp"

namespace leadflow::testrunner {

TestLead::TestLead(const decide::Desk& desk, const typed::Test& test) : desk_(desk), test_(test) {
  const bytecode::Chunk& chunk = desk.chunk();
  fields_.assign(chunk.fields.size(), kMissing);
  for (const auto& [field, constant] : test.fields) {
    fields_[field] = slot(constant);
    if (chunk.fields[field].key) key_ = constant.text;
  }
  const auto applyDefault = [&](const bytecode::FieldInfo& info, Slot& to) {
    if (isMissing(to) && info.has_fallback) to = desk_.names().constant(info.fallback);
  };
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (!chunk.fields[i].key) applyDefault(chunk.fields[i], fields_[i]);
  for (const typed::GivenActivity& given : test.activities) {
    auto& made = activity_fields_.emplace_back();
    for (const typed::Constant& constant : given.fields) made.push_back(slot(constant));
    const auto& infos = chunk.activities[given.activity].fields;
    for (std::size_t i = 0; i < made.size(); ++i) applyDefault(infos[i], made[i]);
    activities_.push_back({given.at, given.activity, nullptr});
  }
  for (std::size_t i = 0; i < activities_.size(); ++i) activities_[i].fields = activity_fields_[i].data();
  std::stable_sort(activities_.begin(), activities_.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
  if (key_.empty()) key_ = "#1";
  row_.fields = fields_.data();
  row_.activities = activities_;
  row_.key = key_;
  row_.line = 1;
}

std::string TestLead::json() const {
  const bytecode::Chunk& chunk = desk_.chunk();
  const decide::Names& names = desk_.names();
  std::string body = "{";
  const auto member = [&](const std::string& name, bytecode::Type type, Slot slot) {
    if (isMissing(slot)) return;
    if (body.back() != '{') body += ',';
    appendJsonString(body, name);
    body += ':';
    names.appendJson(body, type, slot);
  };
  for (std::size_t i = 0; i < chunk.fields.size(); ++i) member(chunk.fields[i].name, chunk.fields[i].type, row_.fields[i]);
  for (const auto& [field, constant] : test_.fields)   // what the test calls `missing` is missing, also to `required`
    if (constant.isMissing()) {
      if (body.back() != '{') body += ',';
      appendJsonString(body, chunk.fields[field].name);
      body += ":null";
    }
  if (!row_.activities.empty()) {
    body += body.back() == '{' ? "\"activities\":[" : ",\"activities\":[";
    for (std::size_t i = row_.activities.size(); i-- > 0;) {   // oldest first
      const bytecode::ActivityRow& activity = row_.activities[i];
      const bytecode::ActivityInfo& info = chunk.activities[activity.type];
      body += "{\"type\":";
      appendJsonString(body, info.name);
      body += ",\"at\":";
      names.appendJson(body, {TypeKind::Instant, 0}, activity.at);
      for (std::size_t field = 0; field < info.fields.size(); ++field) member(info.fields[field].name, info.fields[field].type, activity.fields[field]);
      body += i > 0 ? "}," : "}";
    }
    body += ']';
  }
  return body + '}';
}

Slot TestLead::slot(const typed::Constant& constant) {
  if (constant.isMissing()) return kMissing;
  const SymbolTable& symbols = desk_.program().symbols();
  switch (constant.type.kind) {
    case TypeKind::Text:
    case TypeKind::Email: return slotOf(makeText(arena_, symbols, constant.text));
    case TypeKind::Code: return slotOf(makeCode(arena_, symbols, constant.text));
    case TypeKind::Rep: return desk_.people().find(constant.text);
    default: return constant.bits;
  }
}

}  // namespace leadflow::testrunner

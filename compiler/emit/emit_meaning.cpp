#include <algorithm>

#include "compiler/emit/emitter.hpp"
#include "compiler/source/words.hpp"

namespace leadflow::emit {

using bytecode::FieldInfo;
using bytecode::Place;

Place Emitter::place(Span span) {
  if (!span.known()) return {};
  Location at = sources_.locate(span.begin);
  if (!at.file) return {};
  auto [it, fresh] = files_.try_emplace(at.file, static_cast<std::uint16_t>(c_.files.size()));
  if (fresh) c_.files.push_back(at.file->path);
  return {it->second, at.line, at.column};
}

std::string Emitter::words(Span span) const { return wordsOf(sources_.text(span)); }

void Emitter::emitHeader() {
  c_.name = p_.name;
  c_.version = p_.version;
  c_.contact = p_.contact;
  c_.timezone = p_.timezone;
  c_.record_link = p_.record_link;
  c_.currency = p_.currency;
  c_.calendar = p_.calendar;
  c_.review_millis = p_.review_millis;
  c_.content_hash = p_.content_hash;
}

FieldInfo Emitter::field(const typed::Field& source, std::int32_t fallback) {
  FieldInfo info;
  info.name = source.name;
  info.type = type(source.type);
  info.key = source.key;
  info.required = source.required;
  info.strict = source.strict;
  info.pii = source.pii;
  info.columns = source.columns;
  info.missing_texts = source.missing_texts;
  info.format = source.format;
  info.has_low = source.has_low;
  info.has_high = source.has_high;
  info.low = source.low;
  info.high = source.high;
  info.has_fallback = fallback >= 0;
  info.fallback = fallback >= 0 ? static_cast<std::uint32_t>(fallback) : 0;
  info.place = place(source.span);
  return info;
}

void Emitter::emitSchema() {
  for (const auto& source : p_.enums) {
    bytecode::EnumInfo info;
    info.name = source.name;
    info.otherwise = source.otherwise;
    for (const auto& value : source.values) info.values.push_back({value.name, value.labels});
    c_.enums.push_back(std::move(info));
  }
  for (std::size_t i = 0; i < p_.fields.size(); ++i) {
    c_.fields.push_back(field(p_.fields[i], m_.field_fallback[i]));
    if (p_.personal.fields[i] && p_.fields[i].type.kind != TypeKind::Email) c_.fields.back().pii = true;   // an address is personal by its type
  }
  for (std::size_t i = 0; i < p_.activities.size(); ++i) {
    bytecode::ActivityInfo info;
    info.name = p_.activities[i].name;
    info.outreach = p_.activities[i].outreach;
    for (std::size_t k = 0; k < p_.activities[i].fields.size(); ++k)
      info.fields.push_back(field(p_.activities[i].fields[k], m_.activity_fallback[i][k]));
    c_.activities.push_back(std::move(info));
  }
  for (const auto& pattern : p_.patterns) c_.patterns.push_back({pattern.regex, pattern.ignore_case});
  for (const auto& calendar : p_.calendars) c_.calendars.push_back(calendar.rules);
}

void Emitter::emitConstants() {
  c_.texts = m_.texts;
  c_.rep_names = m_.rep_names;
  c_.constants.reserve(m_.constants.size());
  for (const auto& constant : m_.constants) c_.constants.push_back({type(constant.type), constant.bits});
  std::unordered_map<std::string, std::uint32_t> texts;
  for (std::size_t i = 0; i < c_.texts.size(); ++i) texts.emplace(c_.texts[i], static_cast<std::uint32_t>(i));
  std::unordered_map<std::string, std::uint32_t> reps;
  for (std::size_t i = 0; i < c_.rep_names.size(); ++i) reps.emplace(c_.rep_names[i], static_cast<std::uint32_t>(i));
  for (const auto& set : p_.sets) {
    bytecode::SetInfo info;
    info.name = set.name;
    info.type = type(set.type);
    info.values.reserve(set.values.size());
    for (const auto& value : set.values) {
      bool by_text =
          set.type.kind == TypeKind::Text || set.type.kind == TypeKind::Code || set.type.kind == TypeKind::Email;
      if (by_text || set.type.kind == TypeKind::Rep) {
        auto& table = by_text ? texts : reps;
        auto& list = by_text ? c_.texts : c_.rep_names;
        auto [it, fresh] = table.try_emplace(value.text, static_cast<std::uint32_t>(list.size()));
        if (fresh) list.push_back(value.text);
        info.values.push_back(it->second);
      } else {
        info.values.push_back(value.bits);
      }
    }
    std::sort(info.values.begin(), info.values.end());
    c_.sets.push_back(std::move(info));
  }
}

void Emitter::emitTables() {
  for (std::size_t t = 0; t < p_.tables.size(); ++t) {
    bytecode::TableInfo info;
    info.name = p_.tables[t].name;
    info.live = p_.tables[t].live;
    for (const auto& column : p_.tables[t].columns) info.columns.push_back({column.name, type(column.type)});
    info.key = static_cast<std::uint32_t>(p_.tables[t].keyColumn());
    info.cells = m_.table_cells[t];
    c_.tables.push_back(std::move(info));
  }
  for (std::size_t d = 0; d < p_.decisions.size(); ++d) {
    bytecode::DecisionInfo info;
    info.name = p_.decisions[d].name;
    for (const auto& output : p_.decisions[d].outputs) info.outputs.push_back({output.name, type(output.type)});
    info.row_register = reg(m_.decisions[d].row);
    std::vector<const ir::MatchRule*> rules;
    for (const auto& rule : m_.decisions[d].rules) rules.push_back(&rule);
    info.rules = ruleSet(rules);
    info.cells = m_.decision_cells[d];
    for (const auto& row : p_.decisions[d].rows) info.row_places.push_back(place(row.span));
    c_.decisions.push_back(std::move(info));
  }
}

void Emitter::emitQueries() {
  for (const auto& query : m_.queries) {
    bytecode::QueryInfo info;
    info.activities = query.activities;
    info.where = query.where;
    info.at_register = reg(query.at);
    info.first_register = reg(query.first);
    info.field = query.field < 0 ? bytecode::kNone : static_cast<std::uint16_t>(query.field);
    c_.queries.push_back(std::move(info));
  }
  for (const auto& decay : m_.decays) {
    bytecode::DecayInfo info;
    info.kind = static_cast<bytecode::DecayInfo::Kind>(decay.kind);
    info.millis = decay.millis;
    for (const auto& step : decay.steps) info.steps.push_back({step.until_millis, step.percent});
    c_.decays.push_back(std::move(info));
  }
  for (const auto& per : m_.pers)
    c_.pers.push_back({per.query, per.points, per.decay, reg(per.since), per.has_max_points, per.has_max_times,
                       per.max_points, per.max_times});
}

}  // namespace leadflow::emit

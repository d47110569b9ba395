#include "runtime/ingest/lead_schema.hpp"

#include <algorithm>

#include "runtime/bytecode/program.hpp"
#include "runtime/value/hash.hpp"
#include "runtime/value/nearest.hpp"

namespace leadflow::ingest {

namespace {

// Enters the names of a field: its columns in their order, then its own.
void addNames(const bytecode::FieldInfo& info, std::uint16_t field, KeyIndex& names, std::vector<std::vector<Feed>>& targets) {
  std::string scratch;
  std::uint16_t rank = 0;
  const auto add = [&](std::string_view name) {
    std::int32_t target = names.find(name, scratch);
    if (target < 0) {
      target = static_cast<std::int32_t>(targets.size());
      names.add(name, target);
      targets.emplace_back();
    }
    auto& feeds = targets[static_cast<std::size_t>(target)];
    if (feeds.empty() || feeds.back().field != field) feeds.push_back({field, rank});
    ++rank;
  };
  for (const std::string& column : info.columns) add(column);
  add(info.name);
}

}  // namespace

LeadSchema::LeadSchema(const bytecode::Chunk& chunk, const SymbolTable& symbols, const TimeZone& zone, const RepTable* reps,
                       const std::function<Slot(std::uint32_t)>& constant)
    : lead_zone_(chunk) {
  context_.chunk = &chunk;
  context_.symbols = &symbols;
  context_.zone = &zone;
  context_.reps = reps;
  const auto fallbackOf = [&](const bytecode::FieldInfo& info) -> Slot {
    if (!info.has_fallback || info.fallback >= chunk.constants.size()) return kMissing;
    const bytecode::ConstantInfo& value = chunk.constants[info.fallback];
    if (value.type.kind != TypeKind::Rep) return constant(info.fallback);
    const auto name = static_cast<std::size_t>(value.bits);
    const int rep = reps != nullptr && name < chunk.rep_names.size() ? reps->find(chunk.rep_names[name]) : -1;
    return rep < 0 ? kMissing : rep;
  };
  for (std::size_t i = 0; i < chunk.fields.size(); ++i) {
    const bytecode::FieldInfo& info = chunk.fields[i];
    const auto field = static_cast<std::uint16_t>(i);
    fields_.emplace_back(context_, info, info.name, fallbackOf(info));
    addNames(info, field, names_, targets_);
    if (info.key && key_field_ < 0) {
      key_field_ = field;
      checked_.insert(checked_.begin(), field);
    } else if (info.required || info.strict || fields_.back().fallback() != kMissing) {
      checked_.push_back(field);
    }
  }
  for (std::size_t a = 0; a < chunk.activities.size(); ++a) {
    const bytecode::ActivityInfo& info = chunk.activities[a];
    ActivitySchema schema;
    schema.info = &info;
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
      schema.fields.emplace_back(context_, info.fields[i], info.name + "." + info.fields[i].name, fallbackOf(info.fields[i]));
      addNames(info.fields[i], static_cast<std::uint16_t>(i), schema.names, schema.targets);
    }
    activities_.push_back(std::move(schema));
    activity_names_.add(info.name, static_cast<std::int32_t>(a));
  }
  std::string scratch;
  if (names_.find("activities", scratch) < 0) {
    activities_target_ = static_cast<std::int32_t>(targets_.size());
    names_.add("activities", activities_target_);
    targets_.emplace_back();
  }
}

std::shared_ptr<const LeadSchema> LeadSchema::of(std::shared_ptr<const bytecode::Program> program, const RepTable* reps) {
  auto schema = std::make_shared<LeadSchema>(program->chunk(), program->symbols(), program->zone(), reps,
                                             [&](std::uint32_t k) { return program->constant(k); });
  schema->program_ = std::move(program);
  return schema;
}

std::int32_t LeadSchema::targetOfColumn(std::string_view name, std::string& scratch) const {
  const std::int32_t target = names_.find(name, scratch);
  return target == activities_target_ ? -1 : target;
}

std::string LeadSchema::nearestRep(std::string_view id) const {
  return context_.reps == nullptr ? std::string() : context_.reps->nearest(id);
}

std::string LeadSchema::nearestActivity(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const ActivitySchema& activity : activities_) names.push_back(activity.info->name);
  const int best = nearest(name.substr(0, 256), names);
  return best < 0 ? std::string() : std::string(names[static_cast<std::size_t>(best)]);
}

std::uint64_t keyHash(std::string_view key) { return mixHash(fnv1a64(key)); }

std::string LeadSchema::nearestField(std::string_view name) const {
  name = name.substr(0, 256);
  const std::size_t dot = name.find('.');
  std::string scratch;
  const int activity = dot == std::string_view::npos ? -1 : findActivity(name.substr(0, dot), scratch);
  const auto& fields = activity < 0 ? fields_ : activities_[static_cast<std::size_t>(activity)].fields;
  if (activity >= 0) name.remove_prefix(dot + 1);
  std::vector<std::string> keys, names;
  for (const FieldDecoder& field : fields) {
    keys.push_back(enumKey(field.info().name));
    names.push_back(field.info().name);
    for (const std::string& column : field.info().columns) {
      keys.push_back(enumKey(column));
      names.push_back(column);
    }
  }
  const int best = nearest(enumKey(name), keys);
  return best < 0 ? std::string() : names[static_cast<std::size_t>(best)];
}

CsvLayout layoutOf(const LeadSchema& schema, const std::vector<std::string>& names, char separator) {
  CsvLayout layout;
  layout.separator = separator;
  layout.columns = static_cast<std::uint32_t>(names.size());
  struct Best {
    std::int32_t column = -1;
    std::uint16_t rank = 0xFFFF;
  };
  std::vector<Best> best(schema.fields().size());
  std::string scratch;
  KeyIndex seen;
  for (std::uint32_t column = 0; column < names.size(); ++column) {
    const std::string name(trim(names[column]));
    layout.names.push_back(name);
    if (name.empty()) continue;
    if (!seen.add(name, 0)) {
      layout.report.repeated.push_back(name);
      continue;
    }
    const std::int32_t target = schema.targetOfColumn(name, scratch);
    if (target < 0) continue;
    for (const Feed feed : schema.feeds(target))
      if (feed.rank < best[feed.field].rank) best[feed.field] = {static_cast<std::int32_t>(column), feed.rank};
  }
  std::vector<bool> read(names.size());
  for (std::size_t field = 0; field < best.size(); ++field) {
    if (best[field].column < 0) {
      layout.report.unfed.push_back(schema.fields()[field].info().name);
      continue;
    }
    read[static_cast<std::size_t>(best[field].column)] = true;
    layout.feeds.push_back({static_cast<std::uint32_t>(best[field].column), static_cast<std::uint16_t>(field)});
  }
  std::stable_sort(layout.feeds.begin(), layout.feeds.end(), [](const auto& a, const auto& b) { return a.column < b.column; });
  KeyIndex listed;
  for (std::size_t column = 0; column < names.size(); ++column)
    if (!read[column] && !layout.names[column].empty() && listed.add(layout.names[column], 0)) {
      const bool second = std::find(layout.report.repeated.begin(), layout.report.repeated.end(), layout.names[column]) !=
                          layout.report.repeated.end();
      if (!second) layout.report.unread.push_back(layout.names[column]);
    }

  for (std::size_t field = 0; field < best.size() && layout.error.empty(); ++field) {
    const FieldDecoder& decoder = schema.fields()[field];
    const bytecode::FieldInfo& info = decoder.info();
    const bool key = static_cast<int>(field) == schema.keyField();
    if (best[field].column >= 0 || !(key || (info.required && decoder.fallback() == kMissing))) continue;
    const std::string& wanted = info.columns.empty() ? info.name : info.columns.front();
    layout.error = std::string("no column feeds the ") + (key ? "key `" : "required field `") + info.name + "`";
    std::vector<std::string> keys;
    for (const std::string& name : layout.names) keys.push_back(enumKey(name));
    const int near = nearest(enumKey(wanted), keys);
    if (wanted != info.name) layout.error += ", which wants a column `" + wanted + "`";
    if (near >= 0) layout.error += "; did you mean `" + layout.names[static_cast<std::size_t>(near)] + "`?";
  }
  return layout;
}

}  // namespace leadflow::ingest

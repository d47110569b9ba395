#include "runtime/workflow/roster_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "runtime/ingest/roster.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/email.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_first.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::workflow {
namespace {

using Json = nlohmann::ordered_json;

struct TextMember {
  const char* name;
  std::string Rep::*member;
};
constexpr TextMember kTexts[] = {{"name", &Rep::name},         {"email", &Rep::email},       {"manager", &Rep::manager},
                                 {"team", &Rep::team},         {"role", &Rep::role},         {"calendar", &Rep::calendar},
                                 {"timezone", &Rep::timezone}, {"stand_in", &Rep::stand_in}};

std::string instantText(std::int64_t instant) {
  std::string text;
  appendInstant(text, instant);
  return text;
}

bool holdsNul(const std::string& text) { return text.find('\0') != std::string::npos; }

template <class Names>
std::string didYouMean(std::string_view word, const Names& names) {
  const int near = nearest(word, names);
  return near < 0 ? std::string() : "; did you mean `" + std::string(names[static_cast<std::size_t>(near)]) + "`?";
}

std::vector<std::string> idsOf(const std::vector<Rep>& reps) {
  std::vector<std::string> ids;
  for (const Rep& rep : reps) ids.push_back(rep.id);
  return ids;
}

/// Where the person of that id stands, in another case as well; behind the last one: nowhere.
std::ptrdiff_t placeOf(const std::vector<Rep>& reps, const std::string& id) {
  auto found = std::find_if(reps.begin(), reps.end(), [&](const Rep& rep) { return rep.id == id; });
  if (found == reps.end()) {
    const std::string folded = normalText(id);
    found = std::find_if(reps.begin(), reps.end(), [&](const Rep& rep) { return normalText(rep.id) == folded; });
  }
  return found - reps.begin();
}

/// Whether the way up from a rep comes back to the rep.
bool isAbove(const std::vector<Rep>& reps, const Rep& rep) {
  std::string at = rep.manager;
  for (std::size_t steps = 0; steps < reps.size() && !at.empty(); ++steps) {
    if (at == rep.id) return true;
    const auto next = std::find_if(reps.begin(), reps.end(), [&](const Rep& each) { return each.id == at; });
    at = next == reps.end() ? std::string() : next->manager;
  }
  return false;
}

/// What `check` says of a roster's file, of one row: empty, or what is wrong.
std::string against(const bytecode::Chunk& chunk, const std::vector<Rep>& reps, const Rep& rep, const Json& row) {
  const auto says = [&](const char* name) { return row.contains(name) && !row[name].is_null(); };
  if (says("calendar") && !rep.calendar.empty()) {
    std::vector<std::string> names;
    for (const auto& calendar : chunk.calendars) names.push_back(calendar.name);
    if (std::find(names.begin(), names.end(), rep.calendar) == names.end())
      return "there is no calendar `" + rep.calendar + "` for `" + rep.id + "`" + didYouMean(rep.calendar, names);
  }
  if (says("timezone") && !rep.timezone.empty() && readTimeZone(rep.timezone) == nullptr) {
    const std::string near = nearestTimeZone(rep.timezone);
    return "there is no time zone `" + rep.timezone + "` for `" + rep.id + "`" + (near.empty() ? std::string() : "; did you mean `" + near + "`?");
  }
  const std::vector<std::string> ids = idsOf(reps);
  const auto person = [&](const char* name, const std::string& id, const char* as) -> std::string {
    if (!says(name) || id.empty() || std::find(ids.begin(), ids.end(), id) != ids.end()) return {};
    return "nobody in the roster has the id `" + id + "`, the " + as + " of `" + rep.id + "`" + didYouMean(id, ids);
  };
  if (says("email") && !rep.email.empty() && !looksLikeEmail(rep.email)) return "the `email` of `" + rep.id + "`, `" + rep.email + "`, is not an email address";
  if (std::string wrong = person("manager", rep.manager, "manager"); !wrong.empty()) return wrong;
  if (says("manager") && isAbove(reps, rep)) return rep.manager == rep.id ? "`" + rep.id + "` is their own manager" : "`" + rep.manager + "`, the manager of `" + rep.id + "`, is below them: managers do not go in a circle";
  if (says("stand_in") && rep.stand_in == rep.id) return "`" + rep.id + "` stands in for themselves";
  if (std::string wrong = person("stand_in", rep.stand_in, "stand-in"); !wrong.empty()) return wrong;
  if ((says("out_from") || says("out_until")) && !isMissing(rep.out_from) && !isMissing(rep.out_until) && rep.out_from >= rep.out_until)
    return "the absence of `" + rep.id + "` ends before it begins";
  return {};
}

bool isAbsence(const std::string& member) { return member == "out_from" || member == "out_until"; }

/// Sets one member; empty, or what is wrong with the value. `zone`: whose midnights an absence begins and ends at.
std::string set(Rep& rep, const std::string& name, const Json& value, const TimeZone& zone) {
  for (const TextMember& text : kTexts)
    if (name == text.name) {
      if (!value.is_string() && !value.is_null()) return "`" + name + "` is not a text";
      rep.*text.member = value.is_null() ? std::string() : value.get<std::string>();
      if (const TimeZone* own = name == "timezone" ? readTimeZone(rep.timezone) : nullptr; own != nullptr) rep.timezone = own->name();
      return holdsNul(rep.*text.member) ? "`" + name + "` holds a NUL character" : std::string();
    }
  if (name == "skills") {
    rep.skills.clear();
    if (value.is_string()) rep.skills = ingest::skillsOf(value.get_ref<const std::string&>());   // as a cell of a roster's file
    else if (value.is_array())
      for (const Json& skill : value) {
        if (!skill.is_string()) return "`skills` is a list of texts";
        rep.skills.push_back(skill.get<std::string>());
      }
    else if (!value.is_null()) return "`skills` is a list of texts";
    return {};
  }
  if (name == "weight") {
    const auto weight = value.is_null() ? std::optional<std::int64_t>(10'000) : parseDecimal(value.is_string() ? value.get<std::string>() : value.dump());
    if (!weight || *weight < 0) return "`weight` is not a number from 0 on";
    rep.weight = *weight;
    return {};
  }
  if (name == "capacity") {
    if (!value.is_null() && (!value.is_number_integer() || value.get<std::int64_t>() < 0)) return "`capacity` is not a whole number from 0 on";
    rep.capacity = value.is_null() ? -1 : value.get<std::int64_t>();
    return {};
  }
  if (name == "active") {
    if (!value.is_boolean() && !value.is_null()) return "`active` is neither true nor false";
    rep.active = value.is_null() || value.get<bool>();
    return {};
  }
  if (isAbsence(name)) {
    std::int64_t instant = kMissing;
    if (value.is_string()) {
      const auto read = parseInstant(value.get<std::string>(), zone, "");
      if (!read) return "`" + name + "` is not an instant";
      instant = *read;
    } else if (!value.is_null()) {
      return "`" + name + "` is not an instant";
    }
    (name == "out_from" ? rep.out_from : rep.out_until) = instant;
    return {};
  }
  std::vector<std::string> known{"gone", "skills", "weight", "capacity", "active", "out_from", "out_until"};
  for (const TextMember& text : kTexts) known.emplace_back(text.name);
  return "a rep has no `" + name + "`" + didYouMean(name, known);
}

}  // namespace

std::string rosterJson(const std::vector<Rep>& reps) {
  Json rows = Json::array();
  for (const Rep& rep : reps) {
    Json row = {{"id", rep.id}};
    for (const TextMember& text : kTexts)
      if (!(rep.*text.member).empty()) row[text.name] = rep.*text.member;
    if (!rep.skills.empty()) row["skills"] = rep.skills;
    if (rep.weight != 10'000) {
      std::string weight;
      appendDecimal(weight, rep.weight);
      row["weight"] = weight;
    }
    if (rep.capacity >= 0) row["capacity"] = rep.capacity;
    if (!rep.active) row["active"] = false;
    if (!isMissing(rep.out_from)) row["out_from"] = instantText(rep.out_from);
    if (!isMissing(rep.out_until)) row["out_until"] = instantText(rep.out_until);
    rows.push_back(std::move(row));
  }
  return rows.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string changeRoster(std::vector<Rep>& reps, std::string_view text, bool whole, const TimeZone& zone, const bytecode::Chunk* chunk) {
  const Json rows = Json::parse(text, nullptr, false);
  if (!rows.is_array()) return "a roster change is a list of reps";
  std::vector<Rep> next = whole ? std::vector<Rep>() : reps;
  std::size_t number = 0;
  if (chunk != nullptr && rows.empty()) return whole ? "a whole roster without anybody: who is gone says so with `gone`" : "a roster change without a row";
  std::set<std::string> said;
  std::vector<std::optional<std::string>> again;   // of each row: the member that it gives twice
  if (chunk != nullptr) json::eachItem(json::bare(text), [&](std::string_view row) { again.push_back(json::repeatedName(row)); });
  // People are named in any case. A roster's file that was taken before may hold two whose ids differ in case: each row is somebody's.
  std::set<std::string> rows_own;
  if (chunk == nullptr)
    for (const Json& row : rows)
      if (row.is_object() && row.contains("id") && row["id"].is_string()) rows_own.insert(row["id"].get<std::string>());
  const auto whose = [&](const std::string& id) {
    const std::vector<Rep>& known = whole ? reps : next;
    const std::ptrdiff_t place = placeOf(known, id);
    if (place == static_cast<std::ptrdiff_t>(known.size())) return id;
    const std::string& person = known[static_cast<std::size_t>(place)].id;
    return person != id && rows_own.count(person) != 0 ? id : person;
  };
  for (const Json& row : rows) {
    const std::string place = "row " + std::to_string(++number) + ": ";
    if (!row.is_object() || !row.contains("id") || !row["id"].is_string() || row["id"].get_ref<const std::string&>().empty()) return place + "a rep has no `id`";
    const std::string id = row["id"].get<std::string>();
    if (holdsNul(id) || id.size() > port::kLongestId) return place + (holdsNul(id) ? "the `id` holds a NUL character" : "the `id` is longer than " + std::to_string(port::kLongestId) + " bytes");
    const std::string person = whose(id);
    if (chunk != nullptr && !said.insert(person).second) return place + "`" + id + "` has a row already";
    if (number <= again.size() && again[number - 1]) return place + "it gives `" + *again[number - 1] + "` twice";
    auto found = std::find_if(next.begin(), next.end(), [&](const Rep& rep) { return rep.id == person; });
    const auto gone = row.find("gone");
    if (gone != row.end() && !gone->is_boolean() && !gone->is_null()) return place + "`gone` is neither true nor false";
    if (gone != row.end() && gone->is_boolean() && gone->get<bool>()) {
      if (found != next.end()) next.erase(found);
      else if (chunk != nullptr) return place + "nobody in the roster has the id `" + id + "`" + didYouMean(id, idsOf(next));
      continue;
    }
    if (const std::string wrong = chunk != nullptr ? ingest::unfitRepId(id) : std::string(); !wrong.empty()) return place + wrong;
    if (found == next.end()) {
      next.emplace_back();
      found = next.end() - 1;
      found->id = person;
    }
    for (const bool absences : {false, true})   // their own time zone may stand behind them
      for (const auto& [name, value] : row.items()) {
        if (name == "id" || name == "gone" || isAbsence(name) != absences) continue;
        const TimeZone* own = absences ? readTimeZone(found->timezone) : nullptr;
        if (std::string wrong = set(*found, name, value, own != nullptr ? *own : zone); !wrong.empty()) return place + wrong;
      }
  }
  for (Rep& rep : next)
    for (std::string* other : {&rep.manager, &rep.stand_in})
      if (const std::ptrdiff_t found = placeOf(next, *other); !other->empty() && found < static_cast<std::ptrdiff_t>(next.size())) *other = next[static_cast<std::size_t>(found)].id;
  if (chunk != nullptr) {
    number = 0;
    for (const Json& row : rows) {
      ++number;
      const auto found = next.begin() + placeOf(next, row["id"].get_ref<const std::string&>());
      if (found == next.end()) continue;
      if (std::string wrong = against(*chunk, next, *found, row); !wrong.empty()) return "row " + std::to_string(number) + ": " + wrong;
    }
  }
  reps = std::move(next);
  return {};
}

std::string changeRoster(std::vector<Rep>& reps, const port::Event& event, const bytecode::Program* current) {
  if (!event.name.empty() && event.name != "whole") return "a roster is changed by its rows, or with `whole` given anew; there is no `" + event.name + "`";
  const bool told = current != nullptr && !event.id.starts_with(port::kOwnIds);
  return changeRoster(reps, event.body, event.name == "whole", current != nullptr ? current->zone() : utcZone(), told ? &current->chunk() : nullptr);
}

}  // namespace leadflow::workflow

#include "tools/cli/event_feed.hpp"

#include <algorithm>

#include "runtime/port/ids.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/rim_text.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/lead_words.hpp"
#include "tools/cli/progress.hpp"

namespace leadflow::cli {

namespace {
constexpr std::uint64_t kTold = 5;
constexpr std::size_t kChunksKnown = 20, kGroupsShown = 12;
constexpr std::int64_t kDayMs = 86'400'000;

/// How far time may go by what events say: from one to the next, and never far beyond the clock on the wall without them.
class Reach {
 public:
  explicit Reach(std::int64_t reached) : reach_(reached), wall_(readClock()) {}
  void add(const std::vector<port::Event>& events) {
    std::vector<std::int64_t> instants;
    for (const port::Event& event : events)
      if (!isMissing(event.at)) instants.push_back(event.at);
    for (const auto& [at, id] : far_) instants.push_back(at);
    std::sort(instants.begin(), instants.end());
    for (const std::int64_t at : instants) {
      if (!isMissing(reach_) && at > std::max(reach_, wall_) + kAheadDays * kDayMs) break;
      reach_ = isMissing(reach_) ? at : std::max(reach_, at);
    }
    std::erase_if(far_, [&](const auto& each) { return each.first <= reach_; });
    for (const port::Event& event : events)
      if (!isMissing(event.at) && event.at > reach_) far_.emplace_back(event.at, event.id);
    std::sort(far_.begin(), far_.end());
  }
  std::int64_t now() const { return reach_; }
  const std::vector<std::pair<std::int64_t, std::string>>& far() const { return far_; }   ///< ascending

 private:
  std::int64_t reach_, wall_;
  std::vector<std::pair<std::int64_t, std::string>> far_;
};

}  // namespace

std::int64_t firstInstant(const std::vector<port::Event>& events) {
  Reach reach(kMissing);
  reach.add(events);
  std::int64_t least = INT64_MAX;
  for (const port::Event& event : events) {
    if (isMissing(event.at)) continue;
    if (event.at <= reach.now()) return event.at;
    least = std::min(least, event.at);
  }
  return least == INT64_MAX ? kMissing : least;
}

void EventLinesKnown::add(const std::string& file, const std::vector<port::Event>& events, const std::vector<std::uint64_t>& lines) {
  if (chunks_.size() == kChunksKnown) chunks_.pop_front();
  Chunk& chunk = chunks_.emplace_back();
  chunk.file = file;
  chunk.lines.reserve(events.size());
  for (std::size_t i = 0; i < events.size() && i < lines.size(); ++i)
    if (!events[i].id.starts_with(port::kOwnIds)) chunk.lines.emplace(events[i].id, lines[i]);   // of the others find() reads it off the id
}

void EventLinesKnown::addWithin(const std::string& file, std::unordered_map<std::string, ingest::ActivityLines::Within> lines) {
  within_file_ = file;
  within_ = std::move(lines);
}

std::uint64_t EventLinesKnown::find(const std::string& id, std::string& file, std::int32_t activity) const {
  if (const auto within = within_.find(id); within != within_.end() && activity >= within->second.first) {
    file = within_file_;
    return within->second.lines[static_cast<std::size_t>(activity - within->second.first)];
  }
  for (const Chunk& chunk : chunks_)
    if (const auto found = chunk.lines.find(id); found != chunk.lines.end()) {
      file = chunk.file;
      return found->second;
    }
  if (!id.starts_with(port::kOwnIds)) return 0;
  const std::size_t colon = id.rfind(':');
  const std::string place = id.substr(colon + 1), digits = place.substr(0, place.find('.'));   // `1.2`: the second of line 1
  if (colon < port::kOwnIds.size() || digits.empty() || digits.size() > 18 || digits.find_first_not_of("0123456789") != std::string::npos) return 0;
  file = id.substr(port::kOwnIds.size(), colon - port::kOwnIds.size());
  return std::stoull(digits);
}

std::string Kind::place(bool several) const {
  std::string words = line == 0 ? std::string() : (several && !file.empty() ? file + ':' : "line ") + std::to_string(line);
  if (!event.empty() && !event.starts_with(port::kOwnIds)) words += (words.empty() ? "event " : ", event ") + event;
  if (!lead.empty()) words += (words.empty() ? "lead " : ", lead ") + lead;
  return words.empty() ? words : " (" + oneLine(words) + ")";
}

Kind* Kinds::of(const std::string& key) {
  const auto known = places_.find(key);
  if (known != places_.end()) return &all_[known->second];
  full_ = full_ || all_.size() == kKept;
  if (full_) return nullptr;
  places_.emplace(key, all_.size());
  return &all_.emplace_back();
}

std::string Kinds::rest(std::size_t shown, const char* what) const {
  if (all_.size() <= shown) return {};
  return std::string("and ") + (full_ ? "more than " : "") + groupedNumber(all_.size() - shown) + " other " + what + "; --rejects FILE keeps all\n";
}

Kind* NotRead::group(const std::string& field, const std::string& reason, const std::string& file) {
  Kind* const of = kinds_.of(field + '\x1F' + reason + '\x1F' + file);
  if (of != nullptr && of->count == 0) of->field = field, of->reason = reason;
  return of;
}

void NotRead::add(const port::Event& event, const workflow::Unread& what) {
  keep(event, what);
  count(event, what);
}

void NotRead::keep(const port::Event& event, const workflow::Unread& what) {
  std::string file;
  const std::uint64_t line = lines_.find(event.id, file, what.activity);
  std::string json = "{\"file\":";
  const auto text = [&](const char* key, const std::string& value) {
    json += std::string(",\"") + key + "\":";
    if (value.empty()) json += "null";
    else appendJsonString(json, value);
  };
  if (file.empty()) json += "null";
  else appendJsonString(json, file);
  json += ",\"line\":" + (line == 0 ? std::string("null") : std::to_string(line));
  text("reason", what.reason());
  text("event", event.id);
  text("lead", event.lead);
  text("field", what.field);
  text("value", what.pii ? std::string() : what.value);   // a personal value stands in the event alone
  text("nearest", what.nearest);
  aside_.keep(json + "}\n");
}

void NotRead::count(const port::Event& event, const workflow::Unread& what) {
  ++count_;
  std::string file;
  const std::uint64_t line = lines_.find(event.id, file, what.activity);
  Kind* const of = group(what.field, what.reason());
  if (of == nullptr || of->count++ > 0) return;
  of->text = what.text();
  of->file = file;
  of->line = line;
  of->event = event.id;
  of->lead = event.lead;
  of->value = what.pii ? std::string() : what.value;
  of->nearest = what.nearest;
}

void NotRead::addName(const std::string& file, const std::string& name, const std::string& reason, std::uint64_t count, std::uint64_t line) {
  count_ += count;
  Kind* const of = group(name, reason, file);
  if (of == nullptr) return;
  of->count += count;
  of->text = "`" + name + "` " + reason;
  of->file = file;
  of->line = line;
}

std::string NotRead::text() const {
  if (count_ == 0) return {};
  const std::string number = groupedNumber(count_);
  std::string out = "not read   " + number;
  const std::string indent(out.size() + 3, ' ');
  for (std::size_t i = 0; i < kinds_.all().size() && i < kGroupsShown; ++i) {
    const Kind& of = kinds_.all()[i];
    out += i == 0 ? "   " : indent;
    if (of.count > 1) out += groupedNumber(of.count) + "x ";
    out += oneLine(of.text) + of.place(lines_.several) + '\n';
  }
  if (const std::string rest = kinds_.rest(kGroupsShown, "kinds"); !rest.empty()) out += indent + rest;
  return out;
}

std::string NotRead::json() const {
  std::string out = "[";
  for (const Kind& of : kinds_.all()) {
    out += out.size() > 1 ? ",{\"field\":" : "{\"field\":";
    appendJsonString(out, of.field);
    const auto text = [&](const char* key, const std::string& value) {
      out += std::string(",\"") + key + "\":";
      if (value.empty()) out += "null";
      else appendJsonString(out, value);
    };
    text("reason", of.reason);
    out += ",\"count\":" + std::to_string(of.count) + ",\"line\":" + (of.line == 0 ? std::string("null") : std::to_string(of.line));
    text("file", of.file);
    text("event", of.event);
    text("lead", of.lead);
    text("value", of.value);
    text("nearest", of.nearest);
    out += '}';
  }
  return out + "]";
}

void Refusals::add(const port::Event& event, const std::string& outcome) {
  const std::string said = "refused: ", reason = outcome.starts_with(said) ? outcome.substr(said.size()) : outcome;
  std::string file;
  const std::uint64_t line = lines_.find(event.id, file);
  std::string json = "{\"file\":";
  const auto text = [&](const char* key, const std::string& value) {
    json += std::string(",\"") + key + "\":";
    if (value.empty()) json += "null";
    else appendJsonString(json, value);
  };
  if (file.empty()) json += "null";
  else appendJsonString(json, file);
  json += ",\"line\":" + (line == 0 ? std::string("null") : std::to_string(line));
  text("reason", reason);
  text("event", event.id);
  text("lead", event.lead);
  text("record", port::toJson(event));
  aside_.keep(json + "}\n");
  const std::string kind = std::string(port::eventName(event.type)) + ": " + reason;
  Kind* const of = kinds_.of(kind);
  if (of == nullptr || of->count++ > 0) return;
  of->text = kind;
  of->file = file;
  of->line = line;
  of->lead = event.lead;
}

std::string Refusals::text(const std::string& indent) const {
  std::string out;
  for (std::size_t i = 0; i < kinds_.all().size() && i < kGroupsShown; ++i) {
    const Kind& of = kinds_.all()[i];
    out += (i == 0 ? "" : indent) + (of.count > 1 ? groupedNumber(of.count) + "x " : "") + oneLine(of.text) + of.place(lines_.several) + "\n";
  }
  if (const std::string rest = kinds_.rest(kGroupsShown, "reasons"); !rest.empty()) out += indent + rest;
  return out.empty() ? "\n" : out;
}

bool Aside::open(const std::string& path, bool anew) {
  if (path.empty()) return true;
  if (anew) {
    anew_ = std::make_unique<OutputFile>(path);
    error_ = anew_->error();
  } else {
    file_ = std::make_unique<SetAsideFile>(path);
    if (!file_->open()) error_ = file_->error();
  }
  return error_.empty();
}

void Aside::add(const std::string& name, const ingest::EventReject& reject) {
  if (++count_ <= kTold) printNote(name + (reject.line > 0 ? ":" + std::to_string(reject.line) : std::string()) + ": " + reject.reason);
  else if (count_ == kTold + 1) printNote("further lines that are set aside are counted" + std::string(file_ || anew_ ? "" : "; --rejects FILE keeps them"));
  if (!file_ && !anew_) return;
  std::string line = "{\"file\":";
  appendJsonString(line, name);
  line += ",\"line\":";
  appendInt(line, static_cast<std::int64_t>(reject.line));
  line += ",\"reason\":";
  appendJsonString(line, reject.reason);
  line += ",\"record\":";
  appendJsonString(line, reject.record);
  keep(line + "}\n");
}

void Aside::keep(std::string json) {
  if (file_) lines_.push_back(std::move(json));
  else if (anew_) anew_->sink().write(json);
}

bool Aside::flush() {
  if (file_ && error_.empty() && !file_->add(lines_)) error_ = file_->error();
  lines_.clear();
  return error_.empty();
}

bool Aside::close() {
  if (flush() && anew_ && !anew_->keep()) error_ = anew_->error();
  return error_.empty();
}

port::Status feedInTime(workflow::Engine& engine, const std::function<bool(std::vector<port::Event>&)>& next, std::int64_t until,
                        const std::function<bool()>& stop, Fed& fed) {
  std::int64_t reached = kMissing;
  if (port::Status status = engine.reached(reached); !status.ok()) return status;
  Reach reach(reached);
  std::vector<port::Event> chunk;
  while (!stop() && next(chunk)) {
    if (chunk.empty()) continue;
    fed.read += chunk.size();
    std::int64_t begin = chunk.front().at;
    if (isMissing(until)) {
      reach.add(chunk);
      begin = std::min(begin, reach.now());
    }
    if (!isMissing(begin))   // at one instant a roster comes before timers: nothing of it happens before all of it is there
      if (port::Status status = engine.runUntil(isMissing(until) ? begin - 1 : std::min(begin - 1, until), stop); !status.ok()) return status;
    if (stop()) return {};
    port::Appended appended;
    if (port::Status status = engine.feed(chunk, appended); !status.ok()) return status;
    fed.added += appended.added;
    fed.known += appended.known;
    for (const auto& [place, why] : appended.unfit)
      if (fed.unfit) fed.unfit(chunk[place], why);
  }
  fed.far = reach.far();
  fed.last = fed.read == 0 ? kMissing : reach.now();
  const std::int64_t end = isMissing(until) ? fed.last : until;
  return isMissing(end) ? port::Status{} : engine.runUntil(end, stop);
}

std::string totalsText(const workflow::RunTotals& totals, const Fed& fed, std::uint64_t aside, const NotRead& not_read, const TimeZone& zone,
                       const Refusals* refusals) {
  std::string text = "events     " + groupedNumber(totals.events);
  std::string notes;
  const auto note = [&](std::uint64_t number, const std::string& words) {
    if (number > 0) notes += (notes.empty() ? "   " : " · ") + groupedNumber(number) + " " + words;
  };
  note(fed.read, "read");
  note(fed.known, "known before");
  note(aside, "set aside");
  text += notes + "\ntimers     " + groupedNumber(totals.timers) + "\n";
  if (totals.refused > 0) {
    const std::string begin = "refused    " + groupedNumber(totals.refused) + "   ";
    text += begin + (refusals == nullptr ? "`leadflow refused` lists them\n" : refusals->text(std::string(begin.size(), ' ')));
  }
  text += "effects    " + groupedNumber(totals.effects);
  notes.clear();
  for (std::size_t kind = 0; kind < std::size(totals.by_effect) && kind <= static_cast<std::size_t>(port::EffectKind::Report); ++kind)
    note(totals.by_effect[kind], port::effectName(static_cast<port::EffectKind>(kind)));
  text += notes + "\n";
  if (totals.moved > 0) text += "moved      " + groupedNumber(totals.moved) + "   due instants, by the time zone data of this machine\n";
  if (totals.messages > 0) text += "messages   " + groupedNumber(totals.messages) + "\n";
  text += not_read.text();
  if (totals.repeated_activities > 0) text += "repeated   " + groupedNumber(totals.repeated_activities) + (totals.repeated_activities == 1 ? "   of the activities: its id was there before\n" : "   of the activities: their ids were there before\n");
  if (!fed.far.empty())
    text += "waiting    " + groupedNumber(fed.far.size()) + "   more than " + std::to_string(kAheadDays) + " days ahead of all others (`" + oneLine(fed.far.front().second) + "` at " + wallText(fed.far.front().first, zone) +
            "): time does not go there without --until\n";
  text += "commits    " + groupedNumber(totals.commits);
  notes.clear();
  note(totals.retries, "tried again");
  return text + notes + "\n";
}

}  // namespace leadflow::cli

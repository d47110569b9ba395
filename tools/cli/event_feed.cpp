#include "tools/cli/event_feed.hpp"

#include <algorithm>

#include "runtime/value/json_text.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/progress.hpp"

namespace leadflow::cli {

namespace {
constexpr std::uint64_t kTold = 5;
}

bool Aside::open(const std::string& path) {
  path_ = path;
  if (path.empty()) return true;
  file_ = std::make_unique<port::FileSink>(path);
  if (file_->ok()) return true;
  fail("`" + path + "` cannot be written: " + file_->error());
  return false;
}

void Aside::add(const std::string& name, const ingest::EventReject& reject) {
  if (++count_ <= kTold) printError("note: " + name + ":" + std::to_string(reject.line) + ": " + reject.reason + "\n");
  else if (count_ == kTold + 1) printError("note: further lines that are set aside are counted" + std::string(file_ ? "" : "; --rejects FILE keeps them") + "\n");
  if (!file_) return;
  std::string line = "{\"file\":";
  appendJsonString(line, name);
  line += ",\"line\":";
  appendInt(line, static_cast<std::int64_t>(reject.line));
  line += ",\"reason\":";
  appendJsonString(line, reject.reason);
  line += ",\"record\":";
  appendJsonString(line, reject.record);
  file_->write(line + "}\n");
}

bool Aside::close() {
  if (!file_ || file_->close()) return true;
  fail("`" + path_ + "` cannot be written: " + file_->error());
  return false;
}

port::Status feedInTime(workflow::Engine& engine, const std::function<bool(std::vector<port::Event>&)>& next, std::int64_t until,
                        const std::function<bool()>& stop, Fed& fed) {
  std::vector<port::Event> chunk;
  while (!stop() && next(chunk)) {
    if (chunk.empty()) continue;
    fed.read += chunk.size();
    for (const port::Event& event : chunk)
      if (!isMissing(event.at) && (isMissing(fed.last) || event.at > fed.last)) fed.last = event.at;
    const std::int64_t begin = chunk.front().at;
    if (!isMissing(begin))
      if (port::Status status = engine.runUntil(isMissing(until) ? begin : std::min(begin, until), stop); !status.ok()) return status;
    if (stop()) return {};
    port::Appended appended;
    if (port::Status status = engine.feed(chunk, appended); !status.ok()) return status;
    fed.added += appended.added;
    fed.known += appended.known;
  }
  const std::int64_t end = isMissing(until) ? fed.last : until;
  return isMissing(end) ? port::Status{} : engine.runUntil(end, stop);
}

std::string totalsText(const workflow::RunTotals& totals, const Fed& fed, std::uint64_t aside) {
  std::string text = "events     " + groupedNumber(totals.events);
  std::string notes;
  const auto note = [&](std::uint64_t number, const std::string& words) {
    if (number > 0) notes += (notes.empty() ? "   " : " · ") + groupedNumber(number) + " " + words;
  };
  note(fed.read, "read");
  note(fed.known, "known before");
  note(aside, "set aside");
  text += notes + "\ntimers     " + groupedNumber(totals.timers) + "\n";
  if (totals.refused > 0) text += "refused    " + groupedNumber(totals.refused) + "   `leadflow refused` lists them\n";
  text += "effects    " + groupedNumber(totals.effects);
  notes.clear();
  for (std::size_t kind = 0; kind < std::size(totals.by_effect) && kind <= static_cast<std::size_t>(port::EffectKind::Report); ++kind)
    note(totals.by_effect[kind], port::effectName(static_cast<port::EffectKind>(kind)));
  text += notes + "\n";
  if (totals.messages > 0) text += "messages   " + groupedNumber(totals.messages) + "\n";
  if (totals.bad_values > 0) text += "bad values " + groupedNumber(totals.bad_values) + "\n";
  text += "commits    " + groupedNumber(totals.commits);
  notes.clear();
  note(totals.retries, "tried again");
  return text + notes + "\n";
}

}  // namespace leadflow::cli

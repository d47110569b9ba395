#include "runtime/run/explain_text.hpp"

#include <algorithm>

#include "runtime/decide/columns.hpp"

namespace leadflow::run {

using decide::Cell;
using decide::Style;

namespace {

using Rows = std::vector<std::vector<Cell>>;

const std::string kHidden = "…";

class Teller {
 public:
  explicit Teller(const decide::NarrateOptions& options) : width_(std::max<std::size_t>(options.width, 40)), colour_(options.colour) {}

  void section(std::string_view title, const Rows& rows) {
    if (rows.empty()) return;
    out_ += '\n';
    decide::appendStyled(out_, title, Style::Heading, colour_);
    out_ += '\n';
    decide::appendColumns(out_, rows, 2, width_, colour_);
  }
  std::string take() { return std::move(out_); }

 private:
  std::size_t width_;
  bool colour_;
  std::string out_;
};

Rows whereIt(const StageResult& result) {
  Rows rows;
  if (!result.merged_into.empty()) return {{{"merged into"}, {decide::shownText(result.merged_into), Style::Heading}}};
  rows.push_back({{"stage"}, {result.stage.empty() ? "none" : result.stage, Style::Heading}});
  rows.push_back({{"owner"}, {result.owner.empty() ? "nobody" : result.owner, result.owner.empty() ? Style::Unsure : Style::Heading}});
  if (!result.queue.empty()) rows.push_back({{"queue"}, {result.queue, Style::Heading}});
  for (const std::string& lead : result.merged) rows.push_back({{&lead == result.merged.data() ? "merged" : ""}, {decide::shownText(lead)}});
  for (const Due& due : result.due) rows.push_back({{&due == result.due.data() ? "due" : ""}, {due.words + "  " + due.clock}});
  return rows;
}

Rows happened(const StageResult& result) {
  Rows rows;
  for (const workflow::Reasoning& told : result.account) rows.push_back({{decide::shownText(told.text)}, {told.place, Style::Faint}});
  return rows;
}

/// What holds personal data is not shown, as in the journal; a mail's receiver is the lead.
Rows sent(const StageResult& result) {
  Rows rows;
  for (const port::Effect& effect : result.effects) {
    std::string what = port::effectName(effect.kind);
    for (const std::string* part : {&effect.channel, &effect.target})
      if (!part->empty() && *part != what) what += " " + *part;
    std::string to;
    for (const std::string& rep : effect.to) to += (to.empty() ? "" : ", ") + rep;
    if (effect.kind == port::EffectKind::Email && !to.empty()) to = kHidden;
    rows.push_back({{decide::shownText(what)}, {decide::shownText(to)}, {effect.pii && !effect.text.empty() ? kHidden : decide::shownText(effect.text)}, {decide::shownText(effect.why), Style::Faint}});
  }
  return rows;
}

}  // namespace

std::string explainText(const StageResult& result, const decide::Explanation& told, const decide::NarrateOptions& options) {
  if (!result.staged) return decide::narrate(told, options);
  Teller teller(options);
  teller.section("Stage", whereIt(result));
  teller.section("What happened", happened(result));
  teller.section("What would be sent", sent(result));
  return decide::narrateTitle(told, options) + teller.take() + decide::narrateReasons(told, options);
}

}  // namespace leadflow::run

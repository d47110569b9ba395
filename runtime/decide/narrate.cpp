#include "runtime/decide/narrate.hpp"

#include <algorithm>

#include "runtime/decide/columns.hpp"
#include "runtime/value/decimal.hpp"

namespace leadflow::decide {

namespace {

using Rows = std::vector<std::vector<Cell>>;

std::string decimalText(Slot value) {
  std::string text;
  appendDecimal(text, value);
  return text;
}

std::string signedText(Slot value) { return (value > 0 ? "+" : "") + decimalText(value); }

/// `company_size = 800, country = missing`
std::string readsText(const std::vector<Read>& reads) {
  std::string text;
  for (const Read& read : reads) {
    if (!text.empty()) text += ", ";
    text += read.name + (read.value.kind == TypeKind::Instant || read.value.words == "open" || read.value.words == "closed" ? ": " : " = ");
    text += read.value.words;
  }
  return shownText(text);
}

std::string countText(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

class Narrator {
 public:
  Narrator(const Explanation& told, const NarrateOptions& options)
      : told_(told), width_(std::max<std::size_t>(options.width, 40)), colour_(options.colour) {}

  std::string title() {
    appendStyled(out_, "Lead " + shownText(told_.lead), Style::Heading, colour_);
    out_ += "  decided at " + told_.at_words + " " + told_.timezone + " by " + told_.playbook;
    if (!told_.version.empty()) out_ += " " + told_.version;
    out_ += '\n';
    return std::move(out_);
  }

  std::string reasons() {
    score();
    grade();
    route();
    who();
    changes();
    return std::move(out_);
  }

 private:
  void heading(std::string_view text) {
    out_ += '\n';
    appendStyled(out_, text, Style::Heading, colour_);
    out_ += '\n';
  }
  void rows(const Rows& lines, std::size_t indent) {
    appendColumns(out_, lines, indent, width_, colour_);
  }
  static Cell faint(const std::string& text) { return {text, Style::Faint}; }

  void score() {
    heading("Score");
    if (told_.scores.empty()) rows({{{"the playbook has no scores"}}}, 2);
    for (const ScoreStep& step : told_.scores) {
      std::string sum = isMissing(step.points) ? std::string("missing") : step.hidden ? std::string("…") : decimalText(step.points);
      std::string note;
      if (!isMissing(step.max)) note = "of at most " + decimalText(step.max);
      if (step.capped() && !step.hidden) note += (note.empty() ? "" : ", ") + std::string("before the cap ") + decimalText(step.before_caps);
      if (!step.formula.empty()) note += (note.empty() ? "= " : ", = ") + shownText(step.formula) + "   " + readsText(step.reads);
      rows({{{step.name, Style::Heading}, {sum, Style::Heading}, {note}, faint(step.line)}}, 2);
      Rows lines;
      for (const TermStep& term : step.terms) {
        Cell mark{isMissing(term.given) ? std::string("missing") : term.hidden ? std::string("…") : signedText(term.given), term.given == 0 ? Style::Faint : Style::Plain, true};
        if (term.given == 0 && term.conditional && term.held != Truth::Yes) mark.text = "-";
        std::string said;
        Style style = Style::Faint;
        if (term.conditional && term.held == Truth::Unknown) {
          said = "unknown";
          style = Style::Unsure;
        } else if (term.conditional && term.held == Truth::No) {
          said = "no";
        } else if (term.conditional) {
          said = "yes";
          style = Style::Good;
        }
        std::string text = (term.parent >= 0 ? "  " : "") + shownText(term.text);
        if (!term.because.empty()) text += " (" + shownText(term.because) + ")";
        lines.push_back({mark, {text}, {said, style}, {readsText(term.reads)}, faint(term.line)});
      }
      rows(lines, 4);
    }
    if (told_.faults > 0)
      rows({{{countText(told_.faults, "calculation") + " gave missing: an overflow or a division by zero", Style::Unsure}}}, 2);
    Rows lines;
    for (const DerivedStep& step : told_.derived) lines.push_back({{step.name}, {shownText(step.value.words)}, faint(step.line)});
    for (const DecisionStep& step : told_.decisions)
      lines.push_back({{step.name}, {step.row < 0 ? std::string("no row holds") : "row " + std::to_string(step.row + 1) + ": " + readsText(step.gives)}, faint(step.line)});
    if (lines.empty()) return;
    rows({{{"worked out on the way:", Style::Faint}}}, 2);
    rows(lines, 4);
  }

  void grade() {
    if (told_.grades.empty() && told_.milestones.empty()) return;
    heading("Grade");
    Rows lines;
    for (const GradeStep& step : told_.grades) {
      std::string why = (step.of.empty() ? std::string("from ") : step.of + " is ") + step.measured.words;
      if (!step.next.empty()) why += "; " + step.next + " begins at " + step.next_from.words;
      lines.push_back({{step.name}, {step.value.words, Style::Heading}, {why}, faint(step.line)});
    }
    for (const MilestoneStep& step : told_.milestones)
      lines.push_back({{step.name}, {step.reached ? "reached" : "not reached", step.reached ? Style::Good : Style::Faint}, {}, faint(step.line)});
    rows(lines, 2);
  }

  void route() {
    heading("Route");
    if (told_.routes.empty()) rows({{{told_.routes_declared == 0 ? "the playbook has no routes" : "no route was taken"}}}, 2);
    for (const RouteStep& step : told_.routes) {
      const bool took = !step.rules.empty() && step.rules.back().held;
      rows({{{step.name, Style::Heading}, {took ? "rule " + step.rules.back().name + " held, the first of " + countText(step.tried, "rule") + " tried"
                                                : "none of " + countText(step.tried, "rule") + " held"}}}, 2);
      if (step.left_out > 0)
        rows({{{"shown are the nearest ones; " + countText(step.left_out, "rule") + " further from holding " + (step.left_out == 1 ? "is" : "are") + " left out", Style::Faint}}}, 4);
      Rows lines;
      for (const RuleStep& rule : step.rules) {
        if (rule.held) {
          std::string text = shownText(rule.text);
          if (!rule.because.empty()) text += " (" + shownText(rule.because) + ")";
          lines.push_back({{"yes", Style::Good}, {rule.name, Style::Good}, {text}, {readsText(rule.reads)}, faint(rule.line)});
        } else {
          const bool unknown = rule.truth == Truth::Unknown;
          lines.push_back({{unknown ? "unknown" : "no", unknown ? Style::Unsure : Style::Faint}, {rule.name}, {shownText(rule.failed)}, {readsText(rule.reads)}, faint(rule.line)});
        }
      }
      rows(lines, 4);
    }
  }

  void who() {
    if (told_.who.empty() && told_.routes_declared > 0) return;
    heading("Who");
    for (const WhoStep& step : told_.who) {
      std::string line = step.route + ": ";
      if (!step.rep.empty()) line += step.rep;
      else if (!step.queue.empty()) line += "queue " + step.queue;
      else line += "nobody";
      if (!step.via.empty()) line += " by " + shownText(step.via);
      if (!step.stands_in_for.empty()) line += ", standing in for " + step.stands_in_for;
      if (!step.then.empty()) line += ", rule " + step.then + " there";
      if (!step.queue.empty() && !step.queue_owner.empty()) line += ", which " + step.queue_owner + " owns";
      rows({{{shownText(line), step.rep.empty() && step.queue.empty() ? Style::Bad : Style::Heading}, faint(step.line)}}, 2);
      if (!step.instead_of.empty())
        rows({{{"rule " + step.instead_of + " held first, but none of its targets could take the lead; " + step.rule + " took it", Style::Unsure}}}, 4);
      for (const TargetStep& target : step.targets) {
        rows({{{target.taken ? "->" : " -"}, {shownText(target.target)}, {shownText(target.outcome), target.taken ? Style::Good : Style::Faint}, faint(target.line)}}, 4);
        if (target.wish_dropped) rows({{{"nobody has the preferred skill, so it was not asked for", Style::Faint}}}, 7);
        Rows lines;
        for (const CandidateStep& candidate : target.candidates) lines.push_back(candidateRow(candidate));
        rows(lines, 7);
      }
    }
  }

  static std::vector<Cell> candidateRow(const CandidateStep& candidate) {
    std::string served = std::to_string(candidate.served_before);
    if (candidate.chosen) served += " -> " + std::to_string(candidate.served_after);
    std::string load = std::to_string(candidate.open);
    if (candidate.capacity >= 0) load += " of " + std::to_string(candidate.capacity);
    load += " open";
    Cell said;
    if (candidate.chosen) said = {"chosen", Style::Good};
    else if (!candidate.skipped.empty()) said = {"skipped: " + shownText(candidate.skipped), Style::Unsure};
    return {{candidate.rep, candidate.chosen ? Style::Good : Style::Plain}, {"served " + served}, {"weight " + decimalText(candidate.weight)}, {load}, said};
  }

  void changes() {
    heading("What would have changed it");
    const std::size_t before = out_.size();
    for (const GradeStep& step : told_.grades) gradeChange(step);
    for (const RouteStep& step : told_.routes) routeChange(step);
    for (const WhoStep& step : told_.who)
      for (const TargetStep& target : step.targets) skippedChange(target);
    if (out_.size() == before) rows({{{"nothing near: no better grade, no rule that failed on one condition alone, nobody skipped", Style::Faint}}}, 2);
  }

  void ways(const std::vector<WayUp>& found) {
    Rows lines;
    for (const WayUp& way : found) {
      const bool taken = way.held == Truth::Yes;
      lines.push_back({{signedText(way.gain), Style::Plain, true}, {way.score}, {(taken ? "without " : "") + shownText(way.text)},
                       {way.held == Truth::Unknown ? "unknown" : "", Style::Unsure}, {readsText(way.reads)}, faint(way.line)});
    }
    rows(lines, 6);
  }

  void gradeChange(const GradeStep& step) {
    if (step.next.empty() || isMissing(step.short_by)) return;
    const Slot gap = step.measured.kind == TypeKind::Int ? intToScaled(step.short_by) : step.short_by;
    std::string line = step.name + " " + step.next + " needs " + (gap == 0 ? std::string("a little more") : decimalText(gap) + " more");
    if (!step.of.empty()) line += " of " + step.of;
    if (!step.alone.empty()) line += step.alone.size() == 1 ? "; this would have been enough:" : "; each of these alone would have been enough:";
    else if (!step.together.empty()) line += "; these together would have been enough:";
    else line += "; no terms that did not hold would have reached it";
    rows({{{line}}}, 2);
    ways(step.alone.empty() ? step.together : step.alone);
  }

  /// Rules that one condition kept away.
  void routeChange(const RouteStep& step) {
    for (const RuleStep& rule : step.rules) {
      if (rule.held || rule.parts == 0 || rule.parts_held + 1 != rule.parts) continue;
      if (rule.parts == 1 && rule.truth != Truth::Unknown) continue;  // a rule of one condition is just another case
      const std::string reads = readsText(rule.reads);
      std::string line = "rule " + rule.name + " of " + step.name;
      line += rule.truth == Truth::Unknown ? " might have taken it, had we known whether `" : " would have taken it, had `";
      line += shownText(rule.failed) + (rule.truth == Truth::Unknown ? "`" : "` held");
      if (!reads.empty()) line += " (" + reads + ")";
      rows({{{line}, faint(rule.line)}}, 2);
    }
  }

  void skippedChange(const TargetStep& target) {
    Rows lines;
    for (const CandidateStep& candidate : target.candidates)
      if (!candidate.skipped.empty()) lines.push_back({{candidate.rep + " was not considered for " + shownText(target.target) + ": " + shownText(candidate.skipped)}});
    constexpr std::size_t kShown = 5;
    if (lines.size() > kShown) {
      const std::size_t more = lines.size() - kShown;
      lines.resize(kShown);
      lines.push_back({{"and " + std::to_string(more) + " more", Style::Faint}});
    }
    rows(lines, 2);
  }

  const Explanation& told_;
  std::size_t width_;
  bool colour_;
  std::string out_;
};

}  // namespace

std::string narrate(const Explanation& told, const NarrateOptions& options) { return narrateTitle(told, options) + narrateReasons(told, options); }
std::string narrateTitle(const Explanation& told, const NarrateOptions& options) { return Narrator(told, options).title(); }
std::string narrateReasons(const Explanation& told, const NarrateOptions& options) { return Narrator(told, options).reasons(); }

}  // namespace leadflow::decide

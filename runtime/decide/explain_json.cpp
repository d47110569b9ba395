#include "runtime/decide/explain_json.hpp"

#include "runtime/value/decimal.hpp"
#include "runtime/value/json_text.hpp"

namespace leadflow::decide {

namespace {

/// One step at a time: keys in the order written, commas where they belong.
class Steps {
 public:
  explicit Steps(std::string& out) : out_(out) { out_ += '['; }
  void end() { out_ += ']'; }

  Steps& begin(std::string_view kind) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += "{\"step\":\"";
    out_ += kind;
    out_ += '"';
    return *this;
  }
  void close(const std::string& line) {
    key("line");
    if (line.empty()) out_ += "null";
    else appendJsonString(out_, line);
    out_ += '}';
  }
  Steps& text(std::string_view name, std::string_view value) {
    key(name);
    appendJsonString(out_, value);
    return *this;
  }
  Steps& textIf(std::string_view name, std::string_view value) { return value.empty() ? *this : text(name, value); }
  Steps& json(std::string_view name, std::string_view literal) {
    key(name);
    out_ += literal;
    return *this;
  }
  Steps& number(std::string_view name, std::int64_t value) {
    key(name);
    appendInt(out_, value);
    return *this;
  }
  Steps& nth(std::uint32_t index) { return index == 0 ? *this : number("nth", std::int64_t{index} + 1); }
  Steps& points(std::string_view name, Slot value) {
    key(name);
    if (isMissing(value)) out_ += "null";
    else appendDecimal(out_, value);
    return *this;
  }
  Steps& pointsUnless(bool hidden, std::string_view name, Slot value) { return hidden && !isMissing(value) ? json(name, "\"…\"") : points(name, value); }
  Steps& truth(std::string_view name, Truth value) {
    return json(name, value == Truth::Yes ? "true" : value == Truth::No ? "false" : "null");
  }
  Steps& reads(std::string_view name, const std::vector<Read>& values) {
    if (values.empty()) return *this;
    key(name);
    appendReads(values);
    return *this;
  }
  void appendReads(const std::vector<Read>& values) {
    char before = '{';
    for (const Read& read : values) {
      out_ += before;
      before = ',';
      appendJsonString(out_, read.name);
      out_ += ':';
      out_ += read.value.json;
    }
    out_ += values.empty() ? "{}" : "}";
  }
  void ways(std::string_view name, const std::vector<WayUp>& ways) {
    if (ways.empty()) return;
    key(name);
    char before = '[';
    for (const WayUp& way : ways) {
      out_ += before;
      before = ',';
      out_ += "{\"score\":";
      appendJsonString(out_, way.score);
      text("term", way.text).points("gain", way.gain).truth("held", way.held).reads("values", way.reads);
      close(way.line);
    }
    out_ += ']';
  }
  void candidates(const std::vector<CandidateStep>& candidates) {
    if (candidates.empty()) return;
    key("candidates");
    char before = '[';
    for (const CandidateStep& candidate : candidates) {
      out_ += before;
      before = ',';
      out_ += "{\"rep\":";
      appendJsonString(out_, candidate.rep);
      number("served_before", candidate.served_before).number("served_after", candidate.served_after).points("weight", candidate.weight);
      number("open", candidate.open);
      if (candidate.capacity < 0) json("capacity", "null");
      else number("capacity", candidate.capacity);
      if (candidate.chosen) json("chosen", "true");
      textIf("skipped", candidate.skipped);
      out_ += '}';
    }
    out_ += ']';
  }

 private:
  void key(std::string_view name) {
    out_ += ",\"";
    out_ += name;
    out_ += "\":";
  }
  std::string& out_;
  bool first_ = true;
};

void scoreSteps(Steps& steps, const ScoreStep& score) {
  for (const TermStep& term : score.terms) {
    steps.begin("term").text("score", score.name).text("text", term.text).textIf("because", term.because).pointsUnless(term.hidden, "points", term.given);
    steps.truth("held", term.held).reads("values", term.reads);
    if (term.parent >= 0) steps.text("best_of", score.terms[static_cast<std::size_t>(term.parent)].line);
    steps.close(term.line);
  }
  steps.begin("score").text("name", score.name).pointsUnless(score.hidden, "points", score.points);
  if (score.capped() && !score.hidden) {
    steps.points("before_caps", score.before_caps);
    if (!isMissing(score.max)) steps.points("max", score.max);
    if (!isMissing(score.min)) steps.points("min", score.min);
  }
  steps.textIf("formula", score.formula).reads("values", score.reads);
  steps.close(score.line);
}

void gradeStep(Steps& steps, const GradeStep& grade) {
  steps.begin("grade").text("name", grade.name).json("value", grade.value.json).textIf("of", grade.of).json("measured", grade.measured.json);
  if (!grade.next.empty()) {
    steps.text("next", grade.next).json("next_from", grade.next_from.json);
    steps.points("short_by", grade.measured.kind == TypeKind::Int ? intToScaled(grade.short_by) : grade.short_by);
    steps.ways("alone", grade.alone);
    steps.ways("together", grade.together);
  }
  steps.close(grade.line);
}

}  // namespace

void appendWhy(std::string& out, const Explanation& told) {
  Steps steps(out);
  for (const DerivedStep& derived : told.derived) {
    steps.begin("derived").text("name", derived.name).json("value", derived.value.json).text("text", derived.text);
    steps.close(derived.line);
  }
  for (const DecisionStep& decision : told.decisions) {
    steps.begin("decision").text("name", decision.name);
    if (decision.row < 0) steps.json("row", "null");
    else steps.number("row", decision.row + 1).reads("gives", decision.gives);
    steps.close(decision.line);
  }
  for (const ScoreStep& score : told.scores) scoreSteps(steps, score);
  for (const GradeStep& grade : told.grades) gradeStep(steps, grade);
  for (const MilestoneStep& milestone : told.milestones) {
    steps.begin("milestone").text("name", milestone.name).json("reached", milestone.reached ? "true" : "false").json("at", milestone.at.json);
    steps.close(milestone.line);
  }
  for (const RouteStep& route : told.routes) {
    if (route.left_out > 0) {
      steps.begin("rules_left_out").text("route", route.name).nth(route.nth).number("tried", static_cast<std::int64_t>(route.tried));
      steps.number("left_out", static_cast<std::int64_t>(route.left_out));
      steps.close({});
    }
    for (const RuleStep& rule : route.rules) {
      steps.begin("rule").text("route", route.name).nth(route.nth).text("rule", rule.name).number("number", static_cast<std::int64_t>(rule.number));
      steps.truth("held", rule.held ? Truth::Yes : rule.truth).textIf("failed", rule.failed);
      if (rule.held) steps.text("text", rule.text).textIf("because", rule.because);
      steps.reads("values", rule.reads);
      steps.close(rule.line);
    }
  }
  for (const WhoStep& who : told.who)
    for (const TargetStep& target : who.targets) {
      steps.begin("target").text("route", target.route).nth(who.nth).text("rule", target.rule).text("target", target.target).text("outcome", target.outcome);
      steps.json("taken", target.taken ? "true" : "false");
      if (target.wish_dropped) steps.json("wish_dropped", "true");
      steps.candidates(target.candidates);
      steps.close(target.line);
    }
  steps.end();
}

}  // namespace leadflow::decide

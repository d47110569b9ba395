// The life of a lead: stages, transitions, aging, reasons.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

syntax::Transition buildTransition(Node node) {
  syntax::Transition t;
  t.span = node.span();
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::reopens_word: t.reopens = true; break;
      case Kind::name: t.to = buildName(child); break;
      case Kind::when_clause:
        if (t.when) repeated(child, "when");
        t.when = buildChildCondition(child);
        break;
      case Kind::transition_by:
        if (t.by_person) repeated(child, "by");
        t.by_person = true;
        t.by = buildWho(child.first());
        break;
      case Kind::times_limit:
        if (t.limit != 0) repeated(child, "at most");
        t.limit = buildWhole(child.first());
        break;
      case Kind::reason:
        if (t.reason) repeated(child, "reason");
        t.reason = buildReason(child);
        break;
      default: break;
    }
  }
  return t;
}

syntax::Aging buildAging(Node node) {
  syntax::Aging aging;
  aging.span = node.span();
  aging.after = buildChildSum(node);
  if (const Node when = node.find(Kind::when_clause)) aging.when = buildChildCondition(when);
  aging.actions = buildActions(node);
  return aging;
}

void addStatement(Node line, syntax::Stage& stage) {
  switch (line.kind()) {
    case Kind::stage_enter:
      for (syntax::Action& action : buildActions(line)) stage.enter.push_back(std::move(action));
      break;
    case Kind::stage_requires:
      for (syntax::Name& name : buildNames(line)) stage.requires_fields.push_back(std::move(name));
      break;
    case Kind::transition: stage.transitions.push_back(buildTransition(line)); break;
    case Kind::aging: stage.aging.push_back(buildAging(line)); break;
    default: break;
  }
}

}  // namespace

syntax::Stages buildStages(Node node) {
  syntax::Stages out;
  for (const Node child : node.children()) {
    if (!child.is(Kind::stages_line)) continue;
    syntax::Stages::Line line;
    line.span = child.span();
    bool described = false;
    for (const Node part : child.children()) {
      switch (part.kind()) {
        case Kind::name: line.name = buildName(part); break;
        case Kind::text:
          if (described) repeated(part, "what to do");
          described = true;
          line.text = buildText(part);
          break;
        case Kind::initial_flag: line.initial = true; break;
        case Kind::final_flag: line.final = true; break;
        default: break;
      }
    }
    out.lines.push_back(std::move(line));
  }
  return out;
}

syntax::Stage buildStage(Node node) {
  syntax::Stage stage;
  stage.name = buildName(node.find(Kind::name));
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::stage_was:
        if (stage.was) repeated(child, "was");
        stage.was = buildName(child.first());
        break;
      case Kind::stage_owned:
        if (stage.seat) repeated(child, "owned by");
        stage.seat = buildName(child.first());
        break;
      case Kind::stage_releases: stage.releases_owner = true; break;
      case Kind::stage_statement:
        if (child.first()) addStatement(child.first(), stage);
        break;
      default: break;
    }
  }
  return stage;
}

syntax::Reasons buildReasons(Node node) {
  syntax::Reasons out;
  for (const Node child : node.children()) {
    if (!child.is(Kind::reasons_line)) continue;
    syntax::Reasons::Line line;
    line.span = child.span();
    line.names = buildNames(child);
    line.text = buildText(child.find(Kind::text));
    line.actions = buildActions(child);
    out.lines.push_back(std::move(line));
  }
  return out;
}

}  // namespace leadflow::parse

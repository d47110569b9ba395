// Privacy, duplicates, data rules, the match of leads to accounts.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

/// consent becomes denied: the condition `consent is denied`
ExprPtr buildBecomes(Node node) {
  ExprPtr e = std::make_unique<Expr>(ExprKind::Is, node.span());
  for (const Node child : node.children()) e->args.push_back(buildSum(child));
  e->op_span = node.tape().span(e->args[0]->span.end - node.tape().base, e->args[1]->span.begin - node.tape().base);
  return e;
}

void addPrivacyLine(Node line, syntax::Privacy& privacy) {
  switch (line.kind()) {
    case Kind::privacy_when: {
      syntax::Privacy::Reaction reaction;
      reaction.span = line.span();
      const Node becomes = line.find(Kind::becomes);
      reaction.becomes = becomes ? buildBecomes(becomes) : buildChildCondition(line);
      reaction.actions = buildActions(line);
      privacy.reactions.push_back(std::move(reaction));
      break;
    }
    case Kind::privacy_mask: {
      syntax::Privacy::Mask mask;
      mask.span = line.span();
      mask.fields = buildNames(line);
      for (const Node child : line.children())
        if (child.is(Kind::mask_place)) mask.where.push_back(buildName(child.first()));
      if (const Node when = line.find(Kind::when_clause)) mask.when = buildChildCondition(when);
      privacy.masks.push_back(std::move(mask));
      break;
    }
    case Kind::privacy_keep: {
      syntax::Privacy::Keep keep;
      keep.span = line.span();
      keep.stages = buildNames(line);
      keep.span_of_time = buildChildSum(line);
      privacy.keeps.push_back(std::move(keep));
      break;
    }
    case Kind::privacy_guard: {
      syntax::Privacy::Guard guard;
      guard.span = line.span();
      guard.activities = buildNames(line);
      guard.only_when = buildChildCondition(line);
      privacy.guards.push_back(std::move(guard));
      break;
    }
    default: break;
  }
}

syntax::Duplicates::Rule buildDuplicateRule(Node line) {
  syntax::Duplicates::Rule rule;
  rule.span = line.span();
  for (const Node child : line.children()) {
    if (child.is(Kind::duplicate_key)) {
      syntax::Duplicates::Key key;
      key.field = buildName(child.find(Kind::name));
      if (const Node share = child.find(Kind::similar_share)) key.similar = buildPercent(share.first());
      rule.keys.push_back(std::move(key));
    } else if (child.is(Kind::kept_lead)) {
      rule.keep = buildName(child);
    } else if (child.is(Kind::others_fate)) {
      rule.others = buildName(child);
    }
  }
  return rule;
}

syntax::Match::Key buildMatchKey(Node line) {
  syntax::Match::Key key;
  key.span = line.span();
  key.column = buildName(line.find(Kind::match_column).first());
  key.normalised = static_cast<bool>(line.find(Kind::normalised));
  if (const Node to = line.find(Kind::match_to)) key.value = buildChildSum(to);
  if (const Node share = line.find(Kind::similar_share)) key.similar = buildPercent(share.first());
  return key;
}

}  // namespace

syntax::Privacy buildPrivacy(Node node) {
  syntax::Privacy privacy;
  for (const Node child : node.children())
    if (child.is(Kind::privacy_statement) && child.first()) addPrivacyLine(child.first(), privacy);
  return privacy;
}

syntax::Duplicates buildDuplicates(Node node) {
  syntax::Duplicates duplicates;
  for (const Node child : node.children()) {
    if (!child.is(Kind::duplicate_statement)) continue;
    const Node line = child.first();
    if (line.is(Kind::duplicate_rule)) {
      duplicates.rules.push_back(buildDuplicateRule(line));
    } else {
      if (duplicates.scores) repeated(line, "scores");
      duplicates.scores = buildName(line.first());
    }
  }
  return duplicates;
}

syntax::DataRules buildDataRules(Node node) {
  syntax::DataRules rules;
  for (const Node child : node.children()) {
    if (!child.is(Kind::data_statement)) continue;
    const Node statement = child.first();
    if (statement.is(Kind::data_rejected)) {
      if (rules.rejected_queue) repeated(statement, "rejected records");
      rules.rejected_queue = buildName(statement.first());
      continue;
    }
    syntax::DataRules::Line line;
    line.span = statement.span();
    line.name = buildName(statement.find(Kind::name));
    if (const Node when = statement.find(Kind::when_clause)) line.when = buildChildCondition(when);
    line.require = buildChildCondition(statement);
    line.text = buildText(statement.find(Kind::text));
    rules.lines.push_back(std::move(line));
  }
  return rules;
}

syntax::Match buildMatch(Node node) {
  syntax::Match match;
  for (const Node child : node.children()) {
    if (child.is(Kind::name)) {
      (match.name ? match.table : match.name) = buildName(child);
      continue;
    }
    if (!child.is(Kind::match_statement)) continue;
    const Node line = child.first();
    switch (line.kind()) {
      case Kind::match_same:
      case Kind::match_similar: match.keys.push_back(buildMatchKey(line)); break;
      case Kind::match_prefer:
        for (const Node item : line.children())
          match.prefer.push_back({buildName(item.find(Kind::name)), buildName(item.find(Kind::preferred_order))});
        break;
      case Kind::match_parent:
        if (match.parent) repeated(line, "parent");
        match.parent = buildName(line.first().first());
        break;
      default: break;
    }
  }
  return match;
}

}  // namespace leadflow::parse

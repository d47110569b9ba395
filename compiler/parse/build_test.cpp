// Tests: the lead that is given, what must become of it.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

syntax::Given buildGiven(Node node) {
  syntax::Given given;
  given.span = node.span();
  const Node name = node.find(Kind::name);
  if (name.text() != "lead") given.activity = buildName(name);
  given.values = buildProperties(node, Kind::given_property);
  if (const Node ago = node.find(Kind::given_ago)) given.ago = buildChildSum(ago);
  if (const Node at = node.find(Kind::given_at)) given.at = buildInstant(at.first());
  return given;
}

syntax::SentExpectation buildSent(Node node) {
  syntax::SentExpectation sent;
  sent.span = node.span();
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::sent_none: sent.none = true; break;
      case Kind::sent_what: sent.what = buildName(child); break;
      case Kind::sent_level:
        if (sent.level != 0) repeated(child, "level");
        sent.level = buildWhole(child.first());
        break;
      case Kind::sent_to:
        if (sent.has_to) repeated(child, "to");
        sent.to = buildWho(child.first());
        sent.has_to = true;
        break;
      case Kind::dotted_name:
        if (sent.name) repeated(child, child.text());
        sent.name = buildName(child);
        break;
      case Kind::text:
        if (sent.text) repeated(child, "the text");
        sent.text = {buildText(child), child.span()};
        break;
      default: break;
    }
  }
  return sent;
}

syntax::Happening buildHappening(Node node) {
  syntax::Happening happening;
  happening.span = node.span();
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::happening_word: happening.words.push_back(buildName(child)); break;
      case Kind::amount:
      case Kind::instant:
        if (happening.amount) repeated(child, child.text());
        happening.amount = child.is(Kind::instant) ? buildInstant(child) : buildAmount(child);
        break;
      case Kind::happening_reason:
        if (happening.reason) repeated(child, "reason");
        happening.reason = buildName(child.first());
        break;
      case Kind::packet: happening.values = buildPairs(child); break;
      default: break;
    }
  }
  return happening;
}

syntax::Expect buildExpect(Node node) {
  syntax::Expect expect;
  expect.span = node.span();
  expect.condition = buildChildCondition(node);
  if (const Node sent = node.find(Kind::sent)) expect.sent = buildSent(sent);
  return expect;
}

}  // namespace

std::vector<syntax::Property> buildProperties(Node parent, Kind kind) {
  std::vector<syntax::Property> list;
  for (const Node child : parent.children()) {
    if (child.kind() != kind) continue;
    syntax::Property property;
    property.span = child.span();
    property.key = buildName(child.find(Kind::name));
    const Node value = child.find(Kind::property_value);
    property.value = buildChildSum(value ? value : child);
    list.push_back(std::move(property));
  }
  return list;
}

syntax::Test buildTest(Node node) {
  syntax::Test test;
  for (const Node child : node.children()) {
    if (child.is(Kind::text)) {
      test.title = buildText(child);
      continue;
    }
    if (!child.is(Kind::test_statement)) continue;
    const Node line = child.first();
    switch (line.kind()) {
      case Kind::test_at:
        if (test.at) repeated(line, "at");
        test.at = buildInstant(line.first());
        break;
      case Kind::roster_declaration:
        if (test.roster) repeated(line, "roster");
        test.roster = buildRoster(line);
        break;
      case Kind::given: test.given.push_back(buildGiven(line)); break;
      case Kind::expect: test.expect.push_back(buildExpect(line)); break;
      case Kind::timed: {
        ExprPtr after = buildChildSum(line.find(Kind::after_clause));
        if (const Node happening = line.find(Kind::happening)) {
          test.happenings.push_back(buildHappening(happening));
          test.happenings.back().after = std::move(after);
          test.happenings.back().span = line.span();
        } else {
          test.expect.push_back(buildExpect(line.find(Kind::expect)));
          test.expect.back().after = std::move(after);
          test.expect.back().span = line.span();
        }
        break;
      }
      default: break;
    }
  }
  return test;
}

}  // namespace leadflow::parse

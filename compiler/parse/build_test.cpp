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

syntax::Expect buildExpect(Node node) {
  syntax::Expect expect;
  expect.span = node.span();
  if (const Node after = node.find(Kind::expect_after)) expect.after = buildChildSum(after);
  expect.condition = buildChildCondition(node);
  if (const Node words = node.find(Kind::workflow_expectation)) expect.text = words.text();
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
      default: break;
    }
  }
  return test;
}

}  // namespace leadflow::parse

// What lines of two versions are compared by: no blanks, no marks that only part, stages under their present names.
#include <catch2/catch.hpp>

#include "runtime/workflow/line_text.hpp"

using leadflow::workflow::lineText;

TEST_CASE("blanks and what only parts make no difference to a line") {
  struct Case { const char *one, *other; };
  const Case same[] = {
      {"n>5", "n > 5"},
      {"n >= 5 and place in [A,B]", "n>=5  and place in [ A , B, ]"},
      {"when n>5 { notify owner \"a  b\"; log \"x\" }", "when n > 5 {\n notify owner \"a  b\"\n log \"x\"\n}"},
      {"first of { 1 when a, 2 otherwise }", "first of {\n  1 when a\n  2 otherwise\n}"},
      {"discount>15%", "discount > 15 %"},
      {"name matches /a b/", "name  matches  /a b/"},
      {"n in 1..5", "n in 1 .. 5"},
  };
  for (const Case& each : same) CHECK(lineText(each.one) == lineText(each.other));
  const Case differ[] = {{"n > 5", "n > 50"}, {"owner.team is \"a b\"", "owner.team is \"ab\""}, {"f(a, -b)", "f(a - b)"}, {"name matches /a b/", "name matches /a  b/"}, {"log \"a;b\"", "log \"ab\""}, {"n > 1.5", "n > 15"}};
  for (const Case& each : differ) CHECK(lineText(each.one) != lineText(each.other));
}

TEST_CASE("stages are called by their present names where a line means stages, and nowhere else") {
  const auto now = [](const std::string& name) { return name == "Hold" ? std::string("Parked") : name; };
  struct Case { const char *written, *said; };
  const Case cases[] = {
      {"stage is Hold", "stage is Parked"},
      {"stage is not Hold and n > 5", "stage is not Parked and n > 5"},
      {"stage in [Open, Hold]", "stage in [ Open , Parked ]"},
      {"stage not in [Hold]", "stage not in [ Parked ]"},
      {"in stages [Hold, Open]", "in stages [ Parked , Open ]"},
      {"in stage Hold", "in stage Parked"},
      {"stage becomes Hold", "stage becomes Parked"},
      {"stage != Hold", "stage ! = Parked"},
      {"to Hold when place is Hold", "to Parked when place is Hold"},
      {"aging 2 hours { move to Hold; set place to Hold }", "aging 2 hours { move to Parked set place to Hold }"},
      {"had call in stage and Hold", "had call in stage and Hold"},
      {"stage.reason is Hold", "stage.reason is Hold"},
      {"log \"stage is Hold\"", "log \"stage is Hold\""},
      {"place is Hold", "place is Hold"},
  };
  for (const Case& each : cases) {
    CHECK(lineText(each.written, now) == each.said);
    CHECK(lineText(lineText(each.written, now), now) == each.said);   // what is laid aside is said again at each version
  }
}

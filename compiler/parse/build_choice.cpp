// The choices: arms of `first of`, bands of `ranges of` and `grade`.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {

void buildArms(Node first_of, Expr& into) {
  for (const Node arm : first_of.children()) {
    if (!arm.is(Kind::arm)) continue;
    syntax::Arm a;
    a.span = arm.span();
    a.value = buildChildSum(arm);
    a.when = buildChildCondition(arm);
    into.arms.push_back(std::move(a));
  }
}

std::vector<syntax::Band> buildBands(Node parent) {
  using BandKind = syntax::Band::Kind;
  std::vector<syntax::Band> bands;
  for (const Node node : parent.children()) {
    if (!node.is(Kind::band)) continue;
    syntax::Band band;
    band.span = node.span();
    band.name = buildName(node.find(Kind::name));
    for (const Node child : node.children()) {
      switch (child.kind()) {
        case Kind::below: band.kind = BandKind::Below; break;
        case Kind::at_most: band.kind = BandKind::AtMost; break;
        case Kind::at_least: band.kind = BandKind::AtLeast; break;
        case Kind::above: band.kind = BandKind::Above; break;
        case Kind::band_range:
          band.kind = BandKind::Range;
          band.bound = buildRange(child.first());
          if (band.bound->kind != ExprKind::Range) {
            node.tape().diags->report(diag::Code::MissingBound, child.span(), "expected a range such as `50..500`, or `at least`, `below` before the number");
          }
          break;
        default: continue;
      }
      if (!band.bound) band.bound = buildChildSum(child);
    }
    bands.push_back(std::move(band));
  }
  return bands;
}

}  // namespace leadflow::parse

// PEGTL's own analysis of the grammar: no rule loops without reading, none recurses to the left.
#include <catch2/catch.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/expected.hpp"

namespace tao::pegtl {

// What our hand-made rules read, as the analysis wants to know it: `any` reads something, `opt` may read nothing.
template <typename Name, leadflow::grammar::Fixed Text>
struct analyze_traits<Name, leadflow::grammar::word<Text>> : analyze_any_traits<> {};
template <typename Name, leadflow::grammar::Fixed Text>
struct analyze_traits<Name, leadflow::grammar::symbol<Text>> : analyze_any_traits<> {};
template <typename Name, leadflow::grammar::Names Which, bool Blanks>
struct analyze_traits<Name, leadflow::grammar::name_rule<Which, Blanks>> : analyze_any_traits<> {};
template <typename Name, leadflow::grammar::WordClass Kind>
struct analyze_traits<Name, leadflow::grammar::word_of_class<Kind>> : analyze_any_traits<> {};
template <typename Name, typename Rule>
struct analyze_traits<Name, leadflow::grammar::deeper<Rule>> : analyze_seq_traits<Rule> {};
template <typename Name>
struct analyze_traits<Name, leadflow::grammar::unit_word> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, leadflow::grammar::blanks> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, leadflow::grammar::gap> : analyze_opt_traits<> {};

}  // namespace tao::pegtl

TEST_CASE("the grammar has no rule that could loop") {
  CHECK(tao::pegtl::analyze<leadflow::grammar::whole_file>() == 0);
  CHECK(tao::pegtl::analyze<leadflow::grammar::lone_expression>() == 0);
}

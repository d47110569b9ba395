// Random playbooks that compile: stages that lead to one another, people, clocks, sequences and all the rest, as far as the
// features say.
#include "tests/lives/make/maker.hpp"

namespace leadflow::lives {

Playbook Maker::make() {
  frame();
  people();
  names();
  routes();
  for (std::size_t i = 0; i < b_.stages.size(); ++i) stage(i);
  if (has(Feature::Sequences)) sequences();
  if (has(Feature::Clocks)) clocks();
  if (has(Feature::Escalations)) escalations();
  if (has(Feature::Handoffs)) handoffs();
  if (has(Feature::Approvals)) approvals();
  privacy();
  if (has(Feature::Duplicates) && r_.chance(80)) duplicates();
  return b_;
}

Book makeBook(Random& random, const Features& features) {
  Book book;
  book.versions.push_back(Maker(random, features, book.roster).make());
  if (features.has(Feature::Versions) && random.chance(60)) book.versions.push_back(nextVersion(random, features, book.versions.front()));
  return book;
}

}  // namespace leadflow::lives

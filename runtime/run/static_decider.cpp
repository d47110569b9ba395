#include "runtime/run/static_decider.hpp"

#include "runtime/run/tally.hpp"

namespace leadflow::run {

void StaticDecider::bind() {
  machine_ = std::make_unique<vm::Machine>(desk_->names().sharedProgram(), &desk_->people().names());
  head_ = std::make_unique<HeadWriter>(desk_->names());
}

void StaticDecider::begin(const LeadInput& input, std::int64_t now, Wanted wanted, Decided& decided) {
  const auto& routes = desk_->routes();
  decided.row = input.row;
  decided.at = now;
  decided.wanted = wanted;
  decided.machine = machine_.get();
  machine_->begin(decided.row, now);
  machine_->compute();
  decided.facts.resize(routes.size());
  for (std::size_t r = 0; r < routes.size(); ++r) decide::gather(*machine_, routes[r], decided.facts[r]);
  decided.faults = machine_->arithmeticFaults();
  decided.tallied.clear();
  Tally::appendValues(decided.tallied, desk_->chunk(), *machine_);
  decided.head.clear();
  if (wanted.record) head_->append(decided.head, *machine_, decided.row);
  if (!wanted.explain) return;
  decided.explanation = std::make_shared<decide::Explanation>();
  desk_->explainer().values(*machine_, decided.row, *decided.explanation);
  for (std::size_t r = 0; r < routes.size(); ++r) desk_->explainer().rules(*machine_, decided.row, routes[r], decided.facts[r], *decided.explanation);
}

void StaticDecider::settle(const LeadInput&, Decided& decided) {
  const auto& routes = desk_->routes();
  Turns::Held held(*turns_);
  decide::Router router(desk_->chunk(), held.pools());
  decided.routes.clear();
  for (std::size_t r = 0; r < routes.size(); ++r)
    decided.routes.push_back({routes[r], router.assign(routes[r], decided.facts[r], decided.at, decided.wanted.explain)});
}

void StaticDecider::finish(Decided& decided) {
  if (!decided.wanted.explain) return;
  for (const decide::Taken& taken : decided.routes) desk_->explainer().who(taken.route, taken.assignment, decided.at, *decided.explanation);
  desk_->explainer().finish(*decided.explanation);
}

vm::Machine& StaticDecider::look(Decided& decided) {
  machine_->begin(decided.row, decided.at);
  machine_->compute();
  decided.machine = machine_.get();
  return *machine_;
}

}  // namespace leadflow::run

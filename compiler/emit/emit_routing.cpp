#include "compiler/emit/emitter.hpp"

namespace leadflow::emit {

match::RuleSet Emitter::ruleSet(const std::vector<const ir::MatchRule*>& rules) {
  match::RuleSet set;
  set.rules.reserve(rules.size());
  for (const ir::MatchRule* source : rules) {
    match::Rule rule;
    rule.first_atom = static_cast<std::uint32_t>(set.atoms.size());
    rule.atom_count = static_cast<std::uint32_t>(source->atoms.size());
    rule.residue = source->residue;
    for (const auto& from : source->atoms) {
      match::Atom atom;
      atom.kind = from.kind;
      atom.text = from.text;
      atom.reg = reg(from.reg);
      atom.first = static_cast<std::uint32_t>(set.values.size());
      atom.count = static_cast<std::uint32_t>(from.values.size());
      atom.low = from.low;
      atom.high = from.high;
      set.values.insert(set.values.end(), from.values.begin(), from.values.end());
      set.atoms.push_back(atom);
    }
    set.rules.push_back(rule);
  }
  return set;
}

void Emitter::emitPeople() {
  c_.rep_registers = reg(m_.rep_first);
  c_.roles = p_.roles;
  for (std::size_t i = 0; i < p_.pools.size(); ++i) {
    const auto& source = p_.pools[i];
    c_.pools.push_back({source.name, m_.pool_where[i],
                        source.where ? words(source.where->span) : std::string("everybody"), place(source.span)});
  }
  for (const auto& queue : p_.queues)
    c_.queues.push_back({queue.name, queue.owner_is_role, queue.owner, queue.text, queue.within_business,
                         queue.within_is_business, place(queue.span)});
  c_.queue_enum = p_.queue_enum;
  if (p_.roster) {
    c_.roster = *p_.roster;
    c_.has_roster = true;
  }
}

void Emitter::emitRoutes() {
  for (const auto& choice : m_.choices) {
    const auto& source = *choice.source;
    bytecode::ChoiceInfo info;
    info.kind = static_cast<bytecode::ChoiceInfo::Kind>(source.kind);
    info.index = source.index;
    info.function = choice.function;
    info.available = source.available;
    info.under_capacity = source.under_capacity;
    info.with_skill = source.with_skill;
    info.preferring_skill = source.preferring_skill;
    for (std::size_t i = 0; i < choice.shares.size(); ++i)
      info.shares.push_back({source.shares[i].percent, choice.shares[i]});
    info.text = words(source.span);
    c_.choices.push_back(std::move(info));
  }
  for (std::size_t r = 0; r < p_.routes.size(); ++r) {
    const auto& source = p_.routes[r];
    const auto& lowered = m_.routes[r];
    bytecode::RouteInfo info;
    info.name = source.name;
    info.exclusive = source.exclusive;
    info.called_only = source.called_only;
    info.rule_register = reg(lowered.rule);
    info.owner_register = reg(lowered.owner);
    info.queue_register = reg(lowered.queue);
    std::vector<const ir::MatchRule*> matches;
    for (std::size_t i = 0; i < source.rules.size(); ++i) {
      const auto& rule = source.rules[i];
      bytecode::RuleInfo made;
      made.name = rule.name;
      made.urgent = rule.urgent;
      made.is_otherwise = !rule.when;
      for (const auto& conjunct : lowered.rules[i].conjuncts)
        made.conjuncts.push_back(
            {conjunct.function, words(conjunct.span), registersOf(conjunct.reads), place(conjunct.span)});
      made.choices = lowered.rules[i].choices;
      made.because = rule.because;
      made.text = rule.when ? words(rule.when->span) : std::string("otherwise");
      made.place = place(rule.span);
      info.rules.push_back(std::move(made));
      matches.push_back(&lowered.rules[i].match);
    }
    info.match = ruleSet(matches);
    c_.routes.push_back(std::move(info));
  }
}

/// Steps at most: every instruction once, every rule's atoms and residue once, every query once an activity; of the workflow
/// every condition and value once.
void Emitter::emitCost() {
  auto length = [&](std::int32_t function) -> std::uint64_t {
    return function < 0 ? 0
                        : c_.functions[static_cast<std::size_t>(function)].end -
                              c_.functions[static_cast<std::size_t>(function)].begin;
  };
  auto rules = [&](const match::RuleSet& set) {
    std::uint64_t steps = set.atoms.size();
    for (const auto& rule : set.rules) steps += 1 + length(rule.residue);
    return steps;
  };
  c_.cost_bound = length(static_cast<std::int32_t>(c_.compute));
  for (const auto& decision : c_.decisions) c_.cost_bound += rules(decision.rules);
  for (const auto& route : c_.routes) c_.cost_bound += rules(route.match);
  for (std::int32_t function : m_.workflow_functions) c_.cost_bound += length(function);
  for (const auto& query : c_.queries) c_.cost_per_activity += 1 + length(query.where);
}

}  // namespace leadflow::emit

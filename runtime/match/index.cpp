#include "runtime/match/index.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>

#include "runtime/match/bucket.hpp"
#include "runtime/value/hash.hpp"

namespace leadflow::match {
namespace {

constexpr std::size_t kMaxKeys = 3;          // atoms of a rule that make its hash key
constexpr std::size_t kMaxExpansion = 64;    // keys that one rule may have
constexpr std::size_t kMaxSignatures = 12;   // hash tables probed for one lead
constexpr std::size_t kFewRules = 48;        // up to here bit sets alone are fastest
constexpr std::uint32_t kWhole = 0xFFFF'FFFF;  // Key::length: the slot itself, not a prefix of its text

/// One part of a signature: the slot of a register, or the first bytes of its text.
struct Key {
  std::uint16_t reg = 0;
  std::uint32_t length = kWhole;
  friend auto operator<=>(const Key&, const Key&) = default;
};
using Signature = std::vector<Key>;

std::uint64_t hashBytes(std::string_view bytes) { return fnv1a64(bytes); }

/// What a rule is filed under: a key atom and how selective it is.
struct KeyAtom {
  std::uint32_t atom = 0;
  double score = 0;
};

}  // namespace

/// The rules of one signature, by the hash of their values. A hash that two value tuples share merely joins their rules:
/// every candidate is checked in full.
struct Group {
  Signature keys;
  std::uint32_t lowest = 0;  // rule
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t lowest = kNoRule;
    std::uint32_t bucket = 0;
  };
  std::vector<Entry> table;
  std::uint64_t mask = 0;
  std::vector<Bucket> buckets;
  // One bit of sixteen a key: most probes of most leads find nothing, and learn it from a few kilobytes that stay in the
  // cache instead of from the table.
  std::vector<std::uint64_t> filter;
  std::uint64_t filter_mask = 0;

  std::uint64_t filterBit(std::uint64_t hash) const { return (hash >> 32) & filter_mask; }
  const Bucket* find(std::uint64_t hash, std::uint32_t below) const {
    const std::uint64_t bit = filterBit(hash);
    if (((filter[bit / 64] >> (bit % 64)) & 1U) == 0) return nullptr;
    for (std::uint64_t at = hash & mask;; at = (at + 1) & mask) {
      const Entry& entry = table[at];
      if (entry.lowest == kNoRule) return nullptr;
      if (entry.hash == hash) return entry.lowest < below ? &buckets[entry.bucket] : nullptr;
    }
  }
};

struct Index::State {
  Rules rules;
  std::vector<Group> groups;  // by lowest rule
};

Index::Index() = default;
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

namespace {

/// Chooses key atoms and files every rule.
class Builder {
 public:
  Builder(const RuleSet& set, const SymbolTable& symbols, Rules& rules) : set_(set), symbols_(symbols), rules_(rules) {}

  std::vector<Group> build() {
    chosen_.resize(set_.rules.size());
    if (set_.rules.size() > kFewRules) {
      countValues();
      for (std::uint32_t rule = 0; rule < set_.rules.size(); ++rule) choose(rule);
      limitSignatures();
    }
    for (std::uint32_t rule = 0; rule < set_.rules.size(); ++rule)
      if (!rules_.impossible(rule)) file(rule, 0, {}, {});
    std::vector<Group> groups;
    for (auto& [keys, filed] : filed_) groups.push_back(finish(keys, filed));
    std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.lowest < b.lowest; });
    return groups;
  }

 private:
  struct Filed {
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_hash;
  };

  static bool indexable(const Atom& atom) {
    return (atom.kind == AtomKind::InSet || atom.kind == AtomKind::Prefix) && atom.count > 0 && atom.count <= kMaxExpansion;
  }
  std::string_view prefix(const Atom& atom, std::uint32_t i) const {
    return symbols_.text(static_cast<std::uint32_t>(set_.values[atom.first + i]));
  }

  /// How many different values each register is compared with.
  void countValues() {
    std::map<std::pair<std::uint16_t, AtomKind>, std::vector<std::int64_t>> values;
    for (const Atom& atom : set_.atoms)
      if (indexable(atom)) {
        auto& all = values[{atom.reg, atom.kind}];
        all.insert(all.end(), set_.values.begin() + atom.first, set_.values.begin() + atom.first + atom.count);
      }
    for (auto& [key, all] : values) {
      std::sort(all.begin(), all.end());
      distinct_[key] = static_cast<double>(std::unique(all.begin(), all.end()) - all.begin());
    }
  }

  /// The most selective atoms, until a bucket would hold about one rule.
  void choose(std::uint32_t rule) {
    const Rule& r = set_.rules[rule];
    std::vector<KeyAtom> candidates;
    for (std::uint32_t a = r.first_atom; a < r.first_atom + r.atom_count; ++a) {
      const Atom& atom = set_.atoms[a];
      if (!indexable(atom)) continue;
      if (atom.kind == AtomKind::Prefix) {
        bool empty = false;
        for (std::uint32_t i = 0; i < atom.count; ++i) empty = empty || prefix(atom, i).empty();
        if (empty) continue;
      }
      const double distinct = distinct_[{atom.reg, atom.kind}];
      if (distinct > 1) candidates.push_back({a, distinct / atom.count});
    }
    std::sort(candidates.begin(), candidates.end(),
              [](const KeyAtom& a, const KeyAtom& b) { return a.score != b.score ? a.score > b.score : a.atom < b.atom; });
    double expected = static_cast<double>(set_.rules.size());
    std::size_t product = 1;
    for (const KeyAtom& candidate : candidates) {
      const std::uint32_t count = set_.atoms[candidate.atom].count;
      if (chosen_[rule].size() == kMaxKeys || expected < 2 || product * count > kMaxExpansion) break;
      chosen_[rule].push_back(candidate.atom);
      expected /= candidate.score;
      product *= count;
    }
  }

  /// Rare signatures give up their least selective atom, so that a lead never probes many tables.
  void limitSignatures() {
    for (std::size_t round = 0; round <= kMaxKeys; ++round) {
      std::map<Signature, std::vector<std::uint32_t>> rules_of;
      for (std::uint32_t rule = 0; rule < set_.rules.size(); ++rule) rules_of[shape(rule)].push_back(rule);
      if (rules_of.size() <= kMaxSignatures) return;
      std::vector<const std::vector<std::uint32_t>*> by_size;
      for (const auto& [keys, rules] : rules_of) by_size.push_back(&rules);
      std::stable_sort(by_size.begin(), by_size.end(), [](const auto* a, const auto* b) { return a->size() > b->size(); });
      for (std::size_t i = kMaxSignatures - 1; i < by_size.size(); ++i)
        for (const std::uint32_t rule : *by_size[i])
          if (!chosen_[rule].empty()) chosen_[rule].pop_back();
    }
  }

  /// The signature under which most of the rule's keys fall (a prefix atom may have several lengths).
  Signature shape(std::uint32_t rule) const {
    Signature keys;
    for (const std::uint32_t a : chosen_[rule]) {
      const Atom& atom = set_.atoms[a];
      keys.push_back({atom.reg, atom.kind == AtomKind::InSet ? kWhole : static_cast<std::uint32_t>(prefix(atom, 0).size())});
    }
    std::sort(keys.begin(), keys.end());
    return keys;
  }

  void file(std::uint32_t rule, std::size_t depth, Signature keys, std::vector<std::uint64_t> hashes) {
    if (depth < chosen_[rule].size()) {
      const Atom& atom = set_.atoms[chosen_[rule][depth]];
      for (std::uint32_t i = 0; i < atom.count; ++i) {
        Signature more = keys;
        std::vector<std::uint64_t> more_hashes = hashes;
        if (atom.kind == AtomKind::InSet) {
          more.push_back({atom.reg, kWhole});
          more_hashes.push_back(mixHash(static_cast<std::uint64_t>(set_.values[atom.first + i])));
        } else {
          const std::string_view text = prefix(atom, i);
          more.push_back({atom.reg, static_cast<std::uint32_t>(text.size())});
          more_hashes.push_back(hashBytes(text));
        }
        file(rule, depth + 1, std::move(more), std::move(more_hashes));
      }
      return;
    }
    std::vector<std::size_t> order(keys.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return keys[a] != keys[b] ? keys[a] < keys[b] : hashes[a] < hashes[b];
    });
    Signature sorted;
    std::uint64_t hash = 0;
    for (const std::size_t i : order) {
      if (!sorted.empty() && sorted.back() == keys[i]) continue;  // two atoms on one register: the first is key enough
      sorted.push_back(keys[i]);
      hash = combineHash(hash, hashes[i]);
    }
    auto& list = filed_[sorted].by_hash[hash];
    if (list.empty() || list.back() != rule) list.push_back(rule);
  }

  Group finish(const Signature& keys, Filed& filed) {
    Group group;
    group.keys = keys;
    group.lowest = kNoRule;
    std::size_t size = 2;
    while (size < filed.by_hash.size() * 2) size *= 2;
    group.table.resize(size);
    group.mask = size - 1;
    group.filter_mask = std::max<std::uint64_t>(size * 8, 64) - 1;
    group.filter.resize((group.filter_mask + 1) / 64);
    std::vector<std::pair<std::uint64_t, std::vector<std::uint32_t>*>> in_order;
    for (auto& [hash, list] : filed.by_hash) in_order.push_back({hash, &list});
    std::sort(in_order.begin(), in_order.end(), [](const auto& a, const auto& b) { return *a.second < *b.second; });
    for (auto& [hash, list] : in_order) {
      group.lowest = std::min(group.lowest, list->front());
      const std::uint64_t bit = group.filterBit(hash);
      group.filter[bit / 64] |= std::uint64_t{1} << (bit % 64);
      std::uint64_t at = hash & group.mask;
      while (group.table[at].lowest != kNoRule) at = (at + 1) & group.mask;
      group.table[at] = {hash, list->front(), static_cast<std::uint32_t>(group.buckets.size())};
      group.buckets.emplace_back(std::move(*list), set_, symbols_);
    }
    return group;
  }

  const RuleSet& set_;
  const SymbolTable& symbols_;
  Rules& rules_;
  std::vector<std::vector<std::uint32_t>> chosen_;  // key atoms of each rule, most selective first
  std::map<std::pair<std::uint16_t, AtomKind>, double> distinct_;
  std::map<Signature, Filed> filed_;
};

/// Hash of the lead's values under a signature; false when one is missing or too short.
bool hashKey(const Signature& keys, const Rules& rules, std::span<const Slot> registers, std::uint64_t& hash) {
  hash = 0;
  for (const Key& key : keys) {
    const Slot slot = registers[key.reg];
    if (isMissing(slot)) return false;
    std::uint64_t part;
    if (key.length == kWhole) {
      part = mixHash(rules.isText(key.reg) ? textOf(slot)->symbol : static_cast<std::uint64_t>(slot));
    } else {
      const std::string_view text = textOf(slot)->foldedText();
      if (text.size() < key.length) return false;
      part = hashBytes(text.substr(0, key.length));
    }
    hash = combineHash(hash, part);
  }
  return true;
}

}  // namespace

Index Index::build(const RuleSet& rules, const SymbolTable& symbols) {
  Index index;
  index.state_ = std::make_unique<State>();
  index.state_->rules = Rules(rules, symbols);
  index.state_->groups = Builder(rules, symbols, index.state_->rules).build();
  return index;
}

std::int32_t Index::find(std::span<const Slot> registers, const Residue& residue) const {
  if (!state_) return -1;
  std::uint32_t best = kNoRule;
  for (const Group& group : state_->groups) {
    if (group.lowest >= best) break;
    std::uint64_t hash;
    if (!hashKey(group.keys, state_->rules, registers, hash)) continue;
    if (const Bucket* bucket = group.find(hash, best)) best = bucket->first(state_->rules, registers, residue, best);
  }
  return best == kNoRule ? -1 : static_cast<std::int32_t>(best);
}

}  // namespace leadflow::match

#include "runtime/decide/pools.hpp"

#include <algorithm>

#include "runtime/value/decimal.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::decide {

using bytecode::ChoiceInfo;
__extension__ typedef __int128 Wide;

const char* skipText(Skip skip) {
  switch (skip) {
    case Skip::No: return "";
    case Skip::Inactive: return "not active";
    case Skip::Out: return "out";
    case Skip::OffHours: return "outside working hours";
    case Skip::AtCapacity: return "at capacity";
    case Skip::LacksSkill: return "lacks the skill";
    case Skip::NoWeight: return "has weight 0";
    case Skip::Excluded: return "the lead was taken from them";
  }
  return "";
}

Pools::Pools(const bytecode::Chunk& chunk, std::shared_ptr<const People> people) : chunk_(chunk) {
  share_counts_.resize(chunk.choices.size());
  for (std::size_t i = 0; i < chunk.choices.size(); ++i) {
    share_counts_[i].assign(chunk.choices[i].shares.size(), 0);
    std::vector<std::string> with, preferring;
    for (const auto& skill : chunk.choices[i].with_skill) with.push_back(normalText(skill));
    for (const auto& skill : chunk.choices[i].preferring_skill) preferring.push_back(normalText(skill));
    with_.push_back(std::move(with));
    preferring_.push_back(std::move(preferring));
  }
  rebind(std::move(people));
}

void Pools::rebind(std::shared_ptr<const People> people) {
  std::shared_ptr<const People> before = std::exchange(people_, std::move(people));
  if (before) {   // who leaves keeps the counts, and finds them on coming back
    for (std::uint32_t p = 0; p < members_.size(); ++p)
      for (const Member& old : members_[p]) away_[{p, before->reps()[old.rep].id}] = old;
    for (std::size_t i = 0; i < before->reps().size(); ++i) last_away_[before->reps()[i].id] = last_assigned_[i];
  }
  std::vector<std::int64_t> open(people_->reps().size(), 0);
  std::vector<std::uint64_t> last(people_->reps().size(), 0);
  for (std::size_t i = 0; i < people_->reps().size(); ++i) {
    const std::string& id = people_->reps()[i].id;
    if (const auto found = last_away_.find(id); found != last_away_.end()) last[i] = found->second;
    const Slot old = before ? before->find(id) : kMissing;
    if (!isMissing(old)) open[i] = open_[static_cast<std::size_t>(old)];
  }
  open_ = std::move(open);
  last_assigned_ = std::move(last);
  std::vector<std::vector<Member>> members(chunk_.pools.size());
  for (std::uint32_t p = 0; p < chunk_.pools.size(); ++p)
    for (std::uint32_t rep : people_->pool(p)) {
      Member member;                // in no pool yet: comes in at the average when the pool is asked next
      const auto old = away_.find({p, people_->reps()[rep].id});
      if (old != away_.end()) {
        member = old->second;
        away_.erase(old);
      }
      member.rep = rep;
      if (!people_->reps()[rep].active) member.present = false;
      members[p].push_back(member);
    }
  for (auto& [place, member] : away_) member.present = false;
  members_ = std::move(members);
  if (before) weighAnew(*before);
}

void Pools::weighAnew(const People& before) {
  for (std::uint32_t p = 0; p < members_.size(); ++p) {
    const auto shared = [&](ChoiceInfo::Kind kind) {
      return std::any_of(chunk_.choices.begin(), chunk_.choices.end(), [&](const ChoiceInfo& choice) { return choice.kind == kind && choice.index == p; });
    };
    if (!shared(ChoiceInfo::Kind::Weighted) || shared(ChoiceInfo::Kind::RoundRobin)) continue;
    for (Member& member : members_[p]) {
      const Rep& rep = people_->reps()[member.rep];
      const Slot old = before.find(rep.id);
      if (isMissing(old) || before.rep(old).weight == rep.weight || rep.weight <= 0) continue;
      const std::int64_t was = before.rep(old).weight;
      if (was <= 0) member.present = false;
      else member.served = static_cast<std::int64_t>(static_cast<Wide>(member.served) * rep.weight / was);
      changed_members_.emplace_back(p, member.rep);
    }
  }
}

/// Who joined, or came back since the pool was last asked, is lifted to the floor of the average of those who were there; where
/// turns go by weight, of the average of a weight: with 30 turns of weight 3 and 10 of weight 1, weight 2 begins at 20.
void Pools::welcome(std::uint32_t pool, bool weighted, std::int64_t now) {
  std::vector<Member>& members = members_[pool];
  const auto weightOf = [&](const Member& member) { return weighted ? std::max<std::int64_t>(people_->reps()[member.rep].weight, 0) : 1; };
  Wide sum = 0, weights = 0;
  for (const Member& member : members)
    if (member.joined && member.present && people_->isActive(member.rep, now) && weightOf(member) > 0) {
      sum += member.served;
      weights += weightOf(member);
    }
  for (Member& member : members) {
    const bool here = people_->isActive(member.rep, now);
    if (here != member.present || (here && !member.joined)) changed_members_.emplace_back(pool, member.rep);
    if (here && (!member.joined || !member.present)) {
      if (weights > 0) member.served = std::max(member.served, static_cast<std::int64_t>(sum * weightOf(member) / weights));
      member.joined = true;
    }
    member.present = here;
  }
}

Turn Pools::choose(const ChoiceInfo& choice, std::int64_t now, bool explain, Slot except) {
  auto& members = members_[choice.index];
  auto number = static_cast<std::size_t>(&choice - chunk_.choices.data());
  welcome(choice.index, choice.kind == ChoiceInfo::Kind::Weighted, now);
  Turn turn;
  auto able = [&](const Member& member, const std::vector<std::string>& skills) {
    return std::all_of(skills.begin(), skills.end(), [&](const std::string& skill) { return people_->hasSkill(member.rep, skill); });
  };
  auto skipOf = [&](const Member& member, bool wish) {
    const Rep& rep = people_->reps()[member.rep];
    if (!rep.active) return Skip::Inactive;
    if (rep.outAt(now)) return Skip::Out;
    if (except == static_cast<Slot>(member.rep) || isExcluded(member.rep)) return Skip::Excluded;
    if (choice.available && !people_->atWork(member.rep, now)) return Skip::OffHours;
    if (choice.under_capacity && rep.capacity >= 0 && open_[member.rep] >= rep.capacity) return Skip::AtCapacity;
    if (!able(member, with_[number]) || (wish && !able(member, preferring_[number]))) return Skip::LacksSkill;
    if (choice.kind == ChoiceInfo::Kind::Weighted && rep.weight <= 0) return Skip::NoWeight;
    return Skip::No;
  };
  bool wish = !preferring_[number].empty();
  if (wish && std::none_of(members.begin(), members.end(), [&](const Member& member) { return skipOf(member, true) == Skip::No; })) {
    wish = false;
    turn.wish_dropped = true;
  }
  std::int64_t largest = 0;  // capacity of those without one, for `least loaded`
  for (const Member& member : members) largest = std::max(largest, people_->reps()[member.rep].capacity);
  if (largest == 0) largest = 1;
  auto capacity = [&](const Member& member) {
    std::int64_t own = people_->reps()[member.rep].capacity;
    return own < 0 ? largest : std::max<std::int64_t>(own, 1);
  };
  auto before = [&](const Member& a, const Member& b) {
    Wide left = 0, right = 0;
    switch (choice.kind) {
      case ChoiceInfo::Kind::Weighted:
        left = static_cast<Wide>(a.served + 1) * people_->reps()[b.rep].weight;
        right = static_cast<Wide>(b.served + 1) * people_->reps()[a.rep].weight;
        break;
      case ChoiceInfo::Kind::LeastLoaded:
        left = static_cast<Wide>(open_[a.rep]) * capacity(b);
        right = static_cast<Wide>(open_[b.rep]) * capacity(a);
        break;
      case ChoiceInfo::Kind::LongestWaiting:
        left = last_assigned_[a.rep];
        right = last_assigned_[b.rep];
        break;
      default:
        left = a.served;
        right = b.served;
    }
    if (left != right) return left < right;
    return a.last_turn < b.last_turn;  // roster order is the order of the members
  };
  Member* best = nullptr;
  for (Member& member : members) {
    Skip skip = skipOf(member, wish);
    if (explain) turn.candidates.push_back({member.rep, skip, member.served, member.served, open_[member.rep]});
    if (skip == Skip::No && (!best || before(member, *best))) best = &member;
  }
  if (!best) return turn;
  ++best->served;
  changed_members_.emplace_back(choice.index, best->rep);
  assigned(best->rep, now);
  best->last_turn = turn_;
  turn.rep = best->rep;
  for (Candidate& candidate : turn.candidates)
    if (candidate.rep == best->rep) candidate.served_after = best->served;
  return turn;
}

std::size_t Pools::chooseShare(std::uint32_t choice_index, const ChoiceInfo& choice) {
  auto& counts = share_counts_[choice_index];
  std::int64_t total = 1;
  for (std::int64_t count : counts) total += count;
  std::size_t best = 0;
  Wide widest = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    Wide behind = static_cast<Wide>(choice.shares[i].percent) * total - static_cast<Wide>(counts[i]) * 100 * kScale;
    if (i == 0 || behind > widest) {
      best = i;
      widest = behind;
    }
  }
  ++counts[best];
  changed_shares_.push_back(choice_index);
  return best;
}

void Pools::assigned(std::uint32_t rep, std::int64_t) {
  ++open_[rep];
  last_assigned_[rep] = ++turn_;
  changed_reps_.push_back(rep);
}

void Pools::credit(std::uint32_t pool, std::uint32_t rep) {
  for (Member& member : members_[pool])
    if (member.rep == rep && member.served > 0) {
      --member.served;
      changed_members_.emplace_back(pool, rep);
    }
  closed(rep);
}

void Pools::closed(std::uint32_t rep) {
  if (open_[rep] == 0) return;
  --open_[rep];
  changed_reps_.push_back(rep);
}

std::int64_t Pools::served(std::uint32_t pool, std::uint32_t rep) const {
  for (const Member& member : members_[pool])
    if (member.rep == rep) return member.served;
  return 0;
}

}  // namespace leadflow::decide

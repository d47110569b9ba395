#include "runtime/audit/verify.hpp"

#include <unordered_map>
#include <unordered_set>

#include "runtime/audit/digest.hpp"
#include "runtime/audit/merkle.hpp"

namespace leadflow::audit {
namespace {

constexpr std::size_t kShown = 100;

/// The hashes of the commitments that an entry's body holds.
std::vector<std::string> commitments(const std::string& body) {
  static constexpr std::string_view mark = "{\"$pii\":\"";
  std::vector<std::string> hashes;
  for (std::size_t at = body.find(mark); at != std::string::npos; at = body.find(mark, at + mark.size()))
    hashes.push_back(body.substr(at + mark.size(), 64));
  return hashes;
}

class Verifier {
 public:
  explicit Verifier(Verified& out) : out_(out) {}

  void entry(const port::JournalEntry& entry) {
    ++out_.entries;
    Chain& chain = chains_[entry.lead];
    if (entry.seq != chain.seq + 1) {
      const std::string gap = entry.seq > chain.seq + 1 ? "entries " + std::to_string(chain.seq + 1) + " to " + std::to_string(entry.seq - 1) + " before it are missing"
                                                        : "the entry stands out of its order";
      found(entry.lead, entry.seq, gap);
    } else if (entry.previous != chain.hash) {
      found(entry.lead, entry.seq, "the entry does not follow the one before it");
    }
    if (entryHash(entry) != entry.hash) found(entry.lead, entry.seq, "the entry was changed: its hash does not fit what it says");
    chain.seq = entry.seq;
    chain.hash = entry.hash;
    hashes_.emplace(entry.hash, Where{entry.lead, entry.seq});
    secrets(entry, chain);
  }

  void anchor(const port::Anchor& anchor, const std::vector<std::string>& hashes) {
    ++out_.anchors;
    if (anchor.number != last_anchor_.number + 1) problem(anchor.number, "anchors before it are missing");
    if (anchor.previous != last_anchor_.hash) problem(anchor.number, "the anchor does not follow the one before it");
    if (anchorHash(anchor) != anchor.hash) problem(anchor.number, "the anchor was changed: its hash does not fit what it says");
    if (hashes.size() != anchor.entries || merkleRoot(hashes) != anchor.root)
      problem(anchor.number, "the entries under it are not those that were sealed (" + std::to_string(anchor.entries) + " sealed, " + std::to_string(hashes.size()) + " there)");
    for (const std::string& hash : hashes)
      if (hashes_.count(hash) == 0) problem(anchor.number, "an entry that it seals is not in the journal");
      else anchored_.insert(hash);
    last_anchor_ = anchor;
  }

  /// A lead's state says how many entries it has: what was cut off at the end shows here.
  void state(const port::LeadState& lead) {
    if (!seen_.insert(lead.id).second) return;
    out_.leads += !lead.id.empty() && !isMissing(lead.created) ? 1 : 0;   // for all leads there is a chain too, and for one that never came to be
    const auto chain = chains_.find(lead.id);
    const std::uint64_t seq = chain == chains_.end() ? 0 : chain->second.seq;
    if (seq < lead.journal_seq) found(lead.id, lead.journal_seq, "the lead's last entries are missing: " + std::to_string(seq) + " of " + std::to_string(lead.journal_seq) + " are there");
    else if (seq > lead.journal_seq) found(lead.id, seq, "entries were added behind the lead's last one");
    else if (seq > 0 && chain->second.hash != lead.journal_hash) found(lead.id, seq, "the lead's last entry is not the one that its state knows");
    if (chain != chains_.end() && chain->second.bare != 0 && !lead.erased) found(lead.id, chain->second.bare, "personal data is gone, but the lead was not erased");
  }

  /// Entries under an anchor behind the last one that is there.
  void behindLast(const std::vector<std::string>& hashes) {
    if (!hashes.empty()) problem(last_anchor_.number + 1, "the anchor over " + std::to_string(hashes.size()) + (hashes.size() == 1 ? " entry" : " entries") + " is missing");
  }

  void finish() {
    for (const auto& [lead, chain] : chains_)
      if (seen_.count(lead) == 0) found(lead, chain.seq, "the lead is not in the store");
    out_.unanchored = hashes_.size() - anchored_.size();
  }

 private:
  struct Chain {
    std::uint64_t seq = 0;
    std::string hash;
    std::uint64_t bare = 0;   ///< the first entry whose personal data are gone
  };
  struct Where {
    std::string lead;
    std::uint64_t seq = 0;
  };

  void secrets(const port::JournalEntry& entry, Chain& chain) {
    std::unordered_set<std::string> kept;
    for (const port::Secret& secret : entry.secrets) {
      ++out_.secrets;
      kept.insert(secret.hash);
      if (commit(secret.salt, secret.value) != secret.hash) found(entry.lead, entry.seq, "a piece of personal data is not the one that the entry speaks of");
    }
    for (const std::string& hash : commitments(entry.body))
      if (kept.count(hash) == 0) {
        ++out_.erased_secrets;
        if (chain.bare == 0) chain.bare = entry.seq;
      }
  }
  void found(const std::string& lead, std::uint64_t seq, std::string text) {
    ++out_.problems;
    if (out_.findings.size() < kShown) out_.findings.push_back({lead, seq, 0, std::move(text)});
  }
  void problem(std::uint64_t anchor, std::string text) {
    ++out_.problems;
    if (out_.findings.size() < kShown) out_.findings.push_back({{}, 0, anchor, std::move(text)});
  }

  Verified& out_;
  std::unordered_map<std::string, Chain> chains_;
  std::unordered_map<std::string, Where> hashes_;
  std::unordered_set<std::string> anchored_, seen_;
  port::Anchor last_anchor_;
};

}  // namespace

port::Status verify(port::Store& store, Verified& verified) {
  port::Status status;
  const port::Snapshot snapshot(store, status);   // beside a worker: entries, anchors and states of one instant
  return status.ok() ? verifyOpen(store, verified) : status;
}

port::Status verifyOpen(port::Store& store, Verified& verified) {
  verified = {};
  Verifier verifier(verified);
  port::Status status = store.eachEntry({}, 0, [&](const port::JournalEntry& entry) {
    verifier.entry(entry);
    return true;
  });
  if (!status.ok()) return status;
  std::vector<port::Anchor> anchors;
  if (status = store.anchors(anchors); !status.ok()) return status;
  for (const port::Anchor& anchor : anchors) {
    std::vector<std::string> hashes;
    if (status = store.anchoredHashes(anchor.number, hashes); !status.ok()) return status;
    verifier.anchor(anchor, hashes);
  }
  std::vector<std::string> behind;
  if (status = store.anchoredHashes(anchors.empty() ? 1 : anchors.back().number + 1, behind); !status.ok()) return status;
  verifier.behindLast(behind);
  status = store.eachLead([&](const port::LeadState& lead) {
    verifier.state(lead);
    return true;
  });
  if (!status.ok()) return status;
  std::optional<port::LeadState> world;   // what concerns no single lead has a chain too
  if (status = store.load({}, world); !status.ok()) return status;
  if (world) verifier.state(*world);
  verifier.finish();
  return {};
}

}  // namespace leadflow::audit

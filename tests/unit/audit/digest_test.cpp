// Known answers, and what a commitment hides and shows.
#include <catch2/catch.hpp>

#include <set>

#include "runtime/audit/digest.hpp"
#include "runtime/audit/merkle.hpp"

using namespace leadflow;

TEST_CASE("SHA-256 gives the answers of FIPS 180-4") {
  CHECK(audit::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(audit::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(audit::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(audit::sha256(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a commitment depends on salt and value, and on where one ends and the other begins") {
  const std::string base = audit::commit("5a17", "a@b.example");
  CHECK(base == audit::commit("5a17", "a@b.example"));
  CHECK(base.size() == 64);
  CHECK(base != audit::commit("5a18", "a@b.example"));
  CHECK(base != audit::commit("5a17", "a@b.exampl"));
  CHECK(audit::commit("5a17a", "@b.example") != base);
  CHECK(audit::commit("", "") != audit::sha256(""));
}

TEST_CASE("an entry's hash covers all that it says") {
  port::JournalEntry entry;
  entry.lead = "00Q1";
  entry.seq = 3;
  entry.at = 1'700'000'000'000;
  entry.kind = "activity";
  entry.body = R"({"event":{}})";
  entry.previous = std::string(64, '0');
  std::set<std::string> hashes = {audit::entryHash(entry)};
  const auto other = [&](auto change) {
    port::JournalEntry changed = entry;
    change(changed);
    return hashes.insert(audit::entryHash(changed)).second;
  };
  CHECK(other([](auto& e) { e.lead = "00Q2"; }));
  CHECK(other([](auto& e) { e.seq = 4; }));
  CHECK(other([](auto& e) { e.at += 1; }));
  CHECK(other([](auto& e) { e.kind = "timer"; }));
  CHECK(other([](auto& e) { e.body += ' '; }));
  CHECK(other([](auto& e) { e.previous[0] = '1'; }));
  CHECK(other([](auto& e) { e.lead.clear(), e.kind = "00Q1activity"; }));
  CHECK_FALSE(other([](auto& e) { e.order = 99; }));   // given by the store: the chain does not know it

  port::Anchor anchor{1, 5, 2, std::string(64, 'a'), "", ""};
  std::set<std::string> anchors = {audit::anchorHash(anchor)};
  const auto another = [&](auto change) {
    port::Anchor changed = anchor;
    change(changed);
    return anchors.insert(audit::anchorHash(changed)).second;
  };
  CHECK(another([](auto& a) { a.number = 2; }));
  CHECK(another([](auto& a) { a.at = 6; }));
  CHECK(another([](auto& a) { a.entries = 3; }));
  CHECK(another([](auto& a) { a.root[5] = 'b'; }));
  CHECK(another([](auto& a) { a.previous = "x"; }));
}

TEST_CASE("a Merkle root of any number of leaves; every leaf can be shown, nothing else can") {
  std::vector<std::string> leaves;
  CHECK(audit::merkleRoot(leaves) == audit::sha256(""));
  CHECK(audit::inclusionProof(leaves, 0).empty());
  std::set<std::string> roots;
  for (std::size_t count = 1; count <= 40; ++count) {
    leaves.push_back(audit::sha256(std::to_string(count)));
    const std::string root = audit::merkleRoot(leaves);
    CHECK(roots.insert(root).second);
    std::size_t height = 0;
    while ((std::size_t{1} << height) < count) ++height;
    for (std::size_t i = 0; i < count; ++i) {
      INFO(count << " leaves, leaf " << i);
      std::vector<std::string> proof = audit::inclusionProof(leaves, i);
      CHECK(proof.size() <= height);
      CHECK(audit::included(leaves[i], i, count, proof, root));
      CHECK_FALSE(audit::included(audit::sha256("x"), i, count, proof, root));
      CHECK_FALSE(audit::included(leaves[i], i, count, proof, audit::sha256("root")));
      CHECK_FALSE(audit::included(leaves[i], count, count, proof, root));
      if (count > 1) {
        const std::size_t elsewhere = (i + 1) % count;
        CHECK_FALSE(audit::included(leaves[i], elsewhere, count, proof, root));
        std::vector<std::string> wrong = proof;
        wrong[i % wrong.size()][0] = wrong[i % wrong.size()][0] == '0' ? '1' : '0';
        CHECK_FALSE(audit::included(leaves[i], i, count, wrong, root));
        wrong = proof;
        wrong.pop_back();
        CHECK_FALSE(audit::included(leaves[i], i, count, wrong, root));
      }
      proof.push_back(root);
      CHECK_FALSE(audit::included(leaves[i], i, count, proof, root));
    }
    std::vector<std::string> changed = leaves;
    changed[count / 2][1] = changed[count / 2][1] == '0' ? '1' : '0';
    CHECK(audit::merkleRoot(changed) != root);
  }
}

TEST_CASE("a leaf is not taken for a node: RFC 6962 tells them apart") {
  const std::string a = audit::sha256("a"), b = audit::sha256("b"), c = audit::sha256("c");
  CHECK(audit::merkleRoot({a}) == audit::sha256(std::string(1, '\0') + a));
  CHECK(audit::merkleRoot({a, b}) == audit::sha256("\1" + audit::merkleRoot({a}) + audit::merkleRoot({b})));
  CHECK(audit::merkleRoot({a, b, c}) == audit::sha256("\1" + audit::merkleRoot({a, b}) + audit::merkleRoot({c})));
  CHECK(audit::merkleRoot({a, b}) != audit::merkleRoot({b, a}));
}

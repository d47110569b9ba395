// An entry of the journal as people may read it: what it keeps as a commitment, with the value behind it.
//
//     {"event":{"by":{"$pii":"5b3e…"}}}      text(body["event"]["by"]) is `jo@acme.example`, and `(erased)` once the lead was
#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "runtime/port/store.hpp"

namespace leadflow::cli {

class Opened {
 public:
  explicit Opened(const port::JournalEntry& entry) : entry_(entry), body_(nlohmann::ordered_json::parse(entry.body, nullptr, false)) {}
  bool readable() const { return body_.is_object(); }
  const nlohmann::ordered_json& body() const { return body_; }
  std::string text(const nlohmann::ordered_json& value) const;
  std::string member(const char* name) const { return body_.contains(name) ? text(body_[name]) : std::string(); }
  /// When a thing that was told of late happened; kMissing: when the entry says.
  std::int64_t happenedAt() const;
  /// Each line of the account: what it is about ("clock started"), and its words.
  void eachTold(const std::function<void(const std::string& what, const std::string& text)>& visit) const;

 private:
  const port::JournalEntry& entry_;
  nlohmann::ordered_json body_;
};

}  // namespace leadflow::cli

// What earlier versions knew of a lead and the present one has no place for (LeadState::aside), while the lead goes over to
// another: found again by what it is of and how that reads in the words of the new version, else laid aside again.
#pragma once
#include "runtime/workflow/carry_over_inside.hpp"

namespace leadflow::workflow {

class Aside {
 public:
  using Entry = std::pair<std::string, std::string>;
  /// Takes what lies aside out of `state`.
  Aside(port::LeadState& state, const crossing::Said& said);
  static std::string key(const std::string& kind, const std::string& of, const std::string& line = {}) { return kind + '\x1f' + of + '\x1f' + line; }
  void put(std::string name, std::string value) { state_.aside.emplace_back(std::move(name), std::move(value)); }
  void put(std::string name, std::int64_t value) { put(std::move(name), std::to_string(value)); }
  bool take(const std::string& name, std::string& value);
  bool take(const std::string& name, std::int64_t& value);
  /// All whose names begin so, with the rest of their names.
  std::vector<Entry> takeAll(const std::string& prefix);
  /// Puts back what nobody took.
  void close();

 private:
  static void inWordsOf(const crossing::Said& said, Entry& entry);
  port::LeadState& state_;
  std::vector<Entry> found_;   ///< an entry that was taken has no name
};

}  // namespace leadflow::workflow

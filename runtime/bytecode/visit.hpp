// Every part of one type inside a larger part, wherever it stands: an archive over members.hpp that acts on that type and
// passes over the rest.
//
//     eachPart<FunctionRef>(workflow, [&](FunctionRef& f) { f = renumbered(f); });
//     eachPart<Place>(workflow, [&](Place& p) { … });
#pragma once
#include <type_traits>

#include "runtime/bytecode/members.hpp"

namespace leadflow::bytecode {

template <class Part, class Act>
class PartVisitor {
 public:
  explicit PartVisitor(Act& act) : act_(act) {}
  template <class... T>
  void operator()(T&... values) {
    (visit(values), ...);
  }

 private:
  template <class T>
  void visit(T& value) {
    if constexpr (std::is_same_v<T, Part>) act_(value);
    if constexpr (std::is_class_v<T>) members(*this, value);
  }
  void visit(std::string&) {}
  template <class T>
  void visit(std::vector<T>& items) {
    if constexpr (std::is_class_v<T> && !std::is_same_v<T, std::string>)
      for (T& item : items) visit(item);
  }
  Act& act_;
};

/// `act(Part&)` for every Part in `root`. What stands inside a Part is visited after it.
template <class Part, class Root, class Act>
void eachPart(Root& root, Act act) {
  PartVisitor<Part, Act> visitor(act);
  visitor(root);
}

}  // namespace leadflow::bytecode

// Files that were kept when a playbook came into force: its own, and the modules of the standard library as they were then.
//
//     KeptFiles files;  files.texts["inbound.leadflow"] = …;  files.modules["geo"] = …;
#pragma once
#include <map>
#include <optional>
#include <string>

#include "compiler/resolve/files.hpp"

namespace leadflow::resolve {

/// What a Files may be besides: it has modules of the standard library of its own.
class KeptModules {
 public:
  virtual ~KeptModules() = default;
  /// By bare name (`geo`); nothing: the module is taken from the library as it is now.
  virtual std::optional<std::string> module(const std::string& name) const = 0;
};

class KeptFiles final : public Files, public KeptModules {
 public:
  std::map<std::string, std::string> texts, modules;
  ReadResult read(const std::string& path) override {
    const auto found = texts.find(path);
    return found == texts.end() ? ReadResult{} : ReadResult{ReadResult::Status::Ok, found->second};
  }
  std::optional<std::string> module(const std::string& name) const override {
    const auto found = modules.find(name);
    return found == modules.end() ? std::nullopt : std::optional(found->second);
  }
};

}  // namespace leadflow::resolve

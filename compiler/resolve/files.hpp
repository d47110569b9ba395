// Where the compiler gets its text from: a port, so that tests compile from memory and the compiler itself does no I/O.
#pragma once
#include <map>
#include <string>

namespace leadflow::resolve {

struct ReadResult {
  enum class Status { Ok, Missing, Directory, Unreadable, TooLarge, Outside } status = Status::Missing;
  std::string text;
};

class Files {
 public:
  virtual ~Files() = default;
  /// `path` is relative to the playbook's root (its folder); never absolute, never with `..` left in it.
  virtual ReadResult read(const std::string& path) = 0;
};

/// Files below a folder on disk. Symbolic links that lead out of the folder read as Missing.
class DiskFiles final : public Files {
 public:
  explicit DiskFiles(std::string root) : root_(std::move(root)) {}
  ReadResult read(const std::string& path) override;

 private:
  std::string root_;
};

/// Files in memory, for tests and for hosts that keep playbooks elsewhere.
class MemoryFiles final : public Files {
 public:
  std::map<std::string, std::string> texts;
  ReadResult read(const std::string& path) override {
    auto found = texts.find(path);
    if (found == texts.end()) return {};
    return {ReadResult::Status::Ok, found->second};
  }
};

}  // namespace leadflow::resolve

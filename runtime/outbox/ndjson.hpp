// Effects as lines of a file or of standard output, for whoever fetches them there.
//
//     {"key":"00Q1/17/0","kind":"remind","lead":"00Q1", …}
//
// INVARIANT: an effect is delivered when its whole line is with the system (and, with `sync`, on the disk), not before.
#pragma once
#include <memory>
#include <string>
#include <utility>

#include "runtime/outbox/adapter.hpp"
#include "runtime/port/sink.hpp"

namespace leadflow::outbox {

/// Lines added to a file, each with one write: several processes may add to the same file. After a failed write, and when the
/// path names another file than before (rotation), the file is opened anew; a torn line is closed first, so that it spoils no other.
/// A new file is readable by its owner alone.
class LineFile final : public port::Sink {
 public:
  explicit LineFile(std::string path, bool sync = true) : path_(std::move(path)), sync_(sync) {}
  ~LineFile() override;
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;
  bool write(std::string_view line) override;
  std::string error() const override { return error_; }

 private:
  bool open();
  bool put(std::string_view bytes);
  void close();

  std::string path_, error_;
  bool sync_;
  int fd_ = -1;
};

class NdjsonAdapter final : public Adapter {
 public:
  NdjsonAdapter(std::shared_ptr<port::Sink> sink, std::string name) : sink_(std::move(sink)), name_(std::move(name)) {}
  Attempt deliver(const port::Effect& effect) override;
  std::string name() const override { return name_; }

 private:
  std::shared_ptr<port::Sink> sink_;
  std::string name_;
};

}  // namespace leadflow::outbox

// Where bytes go: a file, standard output, memory. A port: writers of decisions, rejects and summaries see only this.
//
//     leadflow run inbound.leadflow leads.csv --out decisions.ndjson      # FileSink
//     leadflow run inbound.leadflow leads.csv | head                      # FdSink over standard output
//
// A sink that has failed stays failed: every later write gives false and error() keeps the first reason.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace leadflow::port {

/// Why something could not be written, by its number of errno.
std::string reasonOf(int number);

class Sink {
 public:
  virtual ~Sink() = default;
  /// All bytes or none that count: false when they could not be written (`error()` says why).
  virtual bool write(std::string_view bytes) = 0;
  /// Hands over what is buffered. False on an error, now or before.
  virtual bool flush() { return error().empty(); }
  virtual std::string error() const { return {}; }
  /// Whether the reader at the other end went away (`| head`): an end, not a mistake.
  virtual bool closedByReader() const { return false; }
};

/// Keeps everything; the twin that tests use. `limit`: bytes after which writing fails, as a full disk would.
class MemorySink final : public Sink {
 public:
  explicit MemorySink(std::size_t limit = SIZE_MAX) : limit_(limit) {}
  bool write(std::string_view bytes) override;
  std::string error() const override { return failed_ ? "no space left" : ""; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::size_t limit_;
  bool failed_ = false;
};

/// A file descriptor that somebody else opened (1: standard output), written in large pieces.
class FdSink : public Sink {
 public:
  explicit FdSink(int fd) : fd_(fd) {}
  ~FdSink() override;
  FdSink(const FdSink&) = delete;
  FdSink& operator=(const FdSink&) = delete;
  bool write(std::string_view bytes) override;
  bool flush() override;
  std::string error() const override { return error_; }
  bool closedByReader() const override { return closed_by_reader_; }

 protected:
  bool put(std::string_view bytes);
  int fd_;
  std::string buffer_, error_;
  bool closed_by_reader_ = false;
};

/// A file, made anew; what is new is readable by its owner alone, since it holds what leads said. A path that cannot be opened gives
/// a failed sink: ok() is false, error() says why.
class FileSink final : public FdSink {
 public:
  explicit FileSink(const std::string& path);
  ~FileSink() override;
  bool ok() const { return error_.empty(); }
  /// Flushes and closes; false when the last bytes did not reach the file.
  bool close();
};

}  // namespace leadflow::port

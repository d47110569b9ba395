// Where bytes come from: a file, a pipe, standard input, memory. A port: readers of leads, rosters and data files see
// only this.
//
//     leadflow run inbound.leadflow leads.csv          # FileSource
//     zcat leads.gz | leadflow run inbound.leadflow -  # FileSource over standard input
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace leadflow::ingest {

class Source {
 public:
  virtual ~Source() = default;
  /// Up to `size` bytes into `buffer`; 0 at the end; -1 on an error (`error()` says which).
  virtual std::int64_t read(char* buffer, std::size_t size) = 0;
  virtual std::string error() const { return {}; }
};

class MemorySource final : public Source {
 public:
  explicit MemorySource(std::string_view text) : text_(text) {}
  std::int64_t read(char* buffer, std::size_t size) override;

 private:
  std::string_view text_;
};

/// A file by its path, or standard input for `-`. What went wrong is in error() (empty: nothing): "no such file",
/// "this is a directory", "permission denied", … A file that could not be opened reads as an error at once.
class FileSource final : public Source {
 public:
  explicit FileSource(const std::string& path);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::int64_t read(char* buffer, std::size_t size) override;
  std::string error() const override { return error_; }
  bool ok() const { return error_.empty(); }
  /// `asked` is called before each read, and while a pipe that is silent is waited for; then it reads as an error.
  void stopWhen(bool (*asked)()) { stopped_ = asked; }
  /// Size in bytes for a progress bar; -1 for a pipe.
  std::int64_t sizeBytes() const { return size_; }

 private:
  bool waited();
  bool stopped();

  int fd_ = -1;
  std::int64_t size_ = -1;
  bool (*stopped_)() = nullptr;
  std::string error_;
};

inline constexpr std::size_t kLargestWhole = std::size_t{256} << 20;

/// All of a source that is read as one text. False with the reason in `error`: it cannot be read, or never seems to end.
/// `enough` says of the first bytes how many there may be at most; reading ends one byte behind them.
bool readWhole(Source& source, std::string& text, std::string& error, std::size_t (*enough)(std::string_view first) = nullptr);

}  // namespace leadflow::ingest

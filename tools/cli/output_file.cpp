#include "tools/cli/output_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "runtime/value/rim_text.hpp"

namespace leadflow::cli {
namespace {

/// How many bytes at the end begin a character of UTF-8 whose rest is still to come.
std::size_t begunAtEnd(std::string_view bytes) {
  for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
    const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
    if (byte < 0x80) return byte == '\r' && back == 1 ? 1 : 0;   // CR LF stays where it is one
    if (byte >= 0xC0) return (byte >= 0xF0 ? 4U : byte >= 0xE0 ? 3U : 2U) > back ? back : 0;
  }
  return 0;
}

/// Standard output, which may be a terminal: what leads wrote does not steer it. JSON means the same afterwards.
class StandardOutput final : public port::FdSink {
 public:
  StandardOutput() : FdSink(STDOUT_FILENO) {}
  ~StandardOutput() override { StandardOutput::flush(); }

  bool write(std::string_view bytes) override {
    if (begun_.empty() && begunAtEnd(bytes) == 0) return FdSink::write(terminalText(bytes, false));
    begun_ += bytes;
    const std::size_t whole = begun_.size() - begunAtEnd(begun_);
    const std::string text = terminalText(std::string_view(begun_).substr(0, whole), false);
    begun_.erase(0, whole);
    return FdSink::write(text);
  }
  bool flush() override {
    if (!begun_.empty()) FdSink::write(terminalText(begun_, false));
    begun_.clear();
    return FdSink::flush();
  }

 private:
  std::string begun_;
};

}  // namespace

OutputFile::OutputFile(const std::string& path) : path_(path == "-" ? std::string() : path) {
  if (path_.empty()) {
    sink_ = std::make_unique<StandardOutput>();
    return;
  }
  struct stat info{};
  const bool exists = stat(path_.c_str(), &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) {
    error_ = "`" + path_ + "` cannot be written: it is a directory";
    return;
  }
  if (!exists || S_ISREG(info.st_mode)) part_ = path_ + ".part-" + std::to_string(getpid());
  auto file = std::make_unique<port::FileSink>(part_.empty() ? path_ : part_);
  if (!file->ok()) {
    error_ = "`" + path_ + "` cannot be written: " + file->error();
    part_.clear();
  }
  if (exists && S_ISREG(info.st_mode) && !part_.empty()) ::chmod(part_.c_str(), info.st_mode & 07777);   // what was there keeps its rights
  file_ = file.get();
  sink_ = std::move(file);
}

OutputFile::~OutputFile() {
  sink_.reset();
  if (!part_.empty()) ::unlink(part_.c_str());
}

bool OutputFile::keep() {
  if (file_ == nullptr) {
    if (!sink_->flush() && !sink_->closedByReader()) error_ = "standard output cannot be written: " + sink_->error();
    return error_.empty();
  }
  if (!file_->close()) {
    error_ = "`" + path_ + "` cannot be written: " + file_->error();
    return false;
  }
  if (part_.empty()) return true;
  if (std::rename(part_.c_str(), path_.c_str()) != 0) {
    error_ = "`" + path_ + "` cannot be written: " + std::strerror(errno);
    return false;
  }
  part_.clear();
  return true;
}

}  // namespace leadflow::cli

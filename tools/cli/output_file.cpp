#include "tools/cli/output_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace leadflow::cli {

OutputFile::OutputFile(const std::string& path) : path_(path == "-" ? std::string() : path) {
  if (path_.empty()) {
    sink_ = std::make_unique<port::FdSink>(STDOUT_FILENO);
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

// An output that is whole or not there: written beside its place under another name, and moved there when everything went well.
// A full disk, a bad playbook or Ctrl-C leaves the file of yesterday as it was.
//
//     OutputFile out("decisions.ndjson");     // writes decisions.ndjson.part-4711
//     if (!out.ok()) return fail(out.error());
//     … out.sink().write(…) …
//     if (!out.keep()) return fail(out.error());
#pragma once
#include <memory>
#include <string>

#include "runtime/port/sink.hpp"

namespace leadflow::cli {

class OutputFile {
 public:
  /// Empty or `-`: standard output. What is no regular file (/dev/null, a pipe) is written in place.
  explicit OutputFile(const std::string& path);
  ~OutputFile();  ///< removes what was not kept
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  bool ok() const { return error_.empty(); }
  const std::string& error() const { return error_; }
  port::Sink& sink() { return *sink_; }
  bool isStandardOutput() const { return path_.empty(); }
  /// Closes the file and moves it to its place.
  bool keep();

 private:
  std::string path_, part_, error_;
  port::FileSink* file_ = nullptr;
  std::unique_ptr<port::Sink> sink_;
};

}  // namespace leadflow::cli

// A file in which lines are set aside, to be repaired and given again. What stands there stays: an earlier run, another worker, whoever
// repairs lines may have written it. A line that stands there already, word for word, is not written twice, so that a file of events
// which is given again from its beginning sets each line aside once.
//
//     SetAsideFile aside("aside.ndjson");
//     aside.open() && aside.add({"{\"file\":\"events.ndjson\",\"line\":4,…}\n"})     on the disk when it returns
//
// `erase` takes a person's lines out by writing the file anew and moving that to its place. Both hold a lock on the file meanwhile, and
// who writes looks first whether the file that is open is still the one that stands there.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace leadflow::cli {

class SetAsideFile {
 public:
  explicit SetAsideFile(std::string path) : path_(std::move(path)) {}
  ~SetAsideFile();
  SetAsideFile(const SetAsideFile&) = delete;
  SetAsideFile& operator=(const SetAsideFile&) = delete;

  bool open();
  /// Each line with its end. All of them are there, or false.
  bool add(const std::vector<std::string>& lines);
  const std::string& error() const { return error_; }   ///< "`aside.ndjson` cannot be written: no space left"

 private:
  bool openAnew();
  bool current();                          ///< locked, and still what stands at the path
  void learn();                            ///< which lines are there that were not when it was asked last
  bool stands(const std::string& line) const;
  bool failed(int number);

  std::string path_, error_;
  int fd_ = -1;
  bool regular_ = false, readable_ = false;
  std::uint64_t learned_ = 0;              ///< bytes of whole lines
  std::unordered_multimap<std::uint64_t, std::uint64_t> lines_;   ///< by the hash, where one begins: what stands there is compared
};

/// How often a file that is written anew meanwhile is opened again: on some file systems one never is what stands there.
inline constexpr int kTries = 100;

}  // namespace leadflow::cli

// What a command writes is never what it reads: a slip on the command line costs an error, and not the playbook, the leads or the store.
//
//     FilesApart apart;
//     apart.reads(command.leads);
//     apart.reads(command.playbook, playbook->files);   // with what it uses: modules, tables, the roster
//     if (!apart.keeps(command.store)) return kError;  // with what SQLite keeps beside the file
//     if (!apart.mayWrite("--out", command.out)) return kError;
//
// Links are followed; /dev/null and its like are nobody's.
#pragma once
#include <string>
#include <vector>

#include "runtime/port/store.hpp"

namespace leadflow::cli {

class FilesApart {
 public:
  void reads(const std::string& path);
  void reads(const std::string& path, const std::vector<port::PlaybookFile>& files);   ///< a playbook, and what it was compiled from
  /// False after the error was printed: the store is a file that is read.
  bool keeps(const std::string& address);
  /// False after the error was printed. A path that may be written is another output's no more.
  bool mayWrite(const std::string& option, const std::string& path);

 private:
  void note(const std::string& path, std::string words);
  bool isFree(const std::string& option, const std::string& place) const;

  struct Known {
    std::string place, words;   ///< place: absolute, links followed; words: "`leads.csv` is read by this command"
  };
  std::vector<Known> known_;
};

}  // namespace leadflow::cli

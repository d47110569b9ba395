// What `run` and `explain` begin with: a playbook in either form, a roster, the time, a file of leads and perhaps one of
// activities, all opened and looked at before the first lead is decided.
//
//     leadflow run inbound.leadflow leads.csv --roster people.csv --activities activities.ndjson --now 2026-03-02T15:00:00Z
#pragma once
#include <memory>
#include <string>

#include "runtime/decide/desk.hpp"
#include "runtime/ingest/activity_file.hpp"
#include "runtime/ingest/lead_reader.hpp"
#include "tools/cli/command.hpp"

namespace leadflow::cli {

struct SessionOptions {
  std::string playbook, leads, now, roster, activities;
  bool quiet = false;  ///< no notes on activities that cannot be used
  ingest::ActivityFile::Aside activity_aside;   ///< takes the activities that cannot be used; none: they are counted only
  bool (*stopped)() = nullptr;                  ///< asked while files are read
};

struct LeadSession {
  std::unique_ptr<LoadedPlaybook> playbook;
  std::shared_ptr<const decide::Desk> desk;
  std::int64_t now = 0;
  bool now_was_given = false;
  std::string leads_name;                          ///< as messages show it
  std::unique_ptr<ingest::FileSource> source;
  std::unique_ptr<ingest::ActivityFile> activities;  ///< null: none given
  std::unique_ptr<ingest::LeadReader> reader;
};

/// Null after the error was printed.
std::unique_ptr<LeadSession> openSession(const SessionOptions& options, const driver::Options& compile);

/// A compressed file, which nothing reads: false, after the error was printed.
bool checkUnpacked(const std::string& path);
/// What can be said of a file of records ("leads", "activities") before it is read. False after the error was printed.
bool checkRecordsFile(const std::string& path, const char* what);

/// The people: the file that was named, else the playbook's own. False after the error was printed.
bool readPeople(const std::string& roster, const LoadedPlaybook& playbook, std::vector<Rep>& reps);

/// `2026-03-02T15:00:00Z`
std::string instantText(std::int64_t instant);

/// Adds the options that both commands have.
void addSessionOptions(CLI::App& command, SessionOptions& options);

}  // namespace leadflow::cli

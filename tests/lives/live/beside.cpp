#include "tests/lives/live/beside.hpp"

#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "runtime/store/open.hpp"
#include "tests/lives/live/facts.hpp"
#include "tests/unit/workflow/faulty_store.hpp"

namespace leadflow::lives {

namespace {

// The worker goes on by a sixteenth before each call of a reader, and now and then between two entries.
constexpr int kSteps = 16, kEntries = 20;

}  // namespace

Folder::Folder() : path_((::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + std::string("/leadflow-life-XXXXXX")) {
  if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no folder for a store");
}
Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string Beside::read() {
  store::StoreOptions how;
  how.create = false;
  how.read_only = true;
  const store::Opened opened = store::openStore(address, how);
  if (!opened.store) return opened.error;
  std::string wrong;
  int seen = 0, step = 0, most = kSteps / 2;
  const std::uint64_t before = engine.totals().commits;
  reached = from;
  test::FaultyStore reader(*opened.store);
  reader.on_call = [&] {
    if (step >= most || !wrong.empty()) return;
    reached = from + (to - from) * ++step / kSteps;
    wrong = engine.runUntil(reached).error;
  };
  reader.change = [&](port::JournalEntry&) {
    if (++seen % kEntries == 0) reader.on_call();
  };
  for (const auto finds : {auditFinds, replayFinds}) {
    if (const std::string found = finds(reader); !found.empty() && wrong.empty()) wrong = "beside a worker: " + found;
    most = kSteps;
  }
  commits = engine.totals().commits - before;
  return wrong;
}

}  // namespace leadflow::lives

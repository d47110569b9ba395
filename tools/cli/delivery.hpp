// What waits in the outbox goes to its receivers beside the work of `leadflow work --outbox CONFIG`: in a thread with a connection of
// its own, or in this one, between the steps of a memory store and at the end of a batch.
//
// A mail whose consent was withdrawn since it was decided does not leave: the store is asked before each attempt.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "runtime/outbox/config.hpp"
#include "runtime/outbox/dispatcher.hpp"
#include "runtime/outbox/router.hpp"
#include "tools/cli/files_apart.hpp"
#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

class Delivery {
 public:
  /// Without a path nothing is delivered. False after the error was printed.
  bool open(const std::string& path, const std::string& address, store::Opened& opened, FilesApart& apart);
  bool wanted() const { return wanted_; }
  /// Templates name fields of the lead; a slip is found here and not in the mail to a customer. False after the error was printed.
  bool fits(const bytecode::Chunk& chunk) const;
  /// A thread that delivers until stop().
  bool start();
  void stop();
  /// Everything due, in this thread.
  bool drain();
  void round();
  std::string text() const;

 private:
  void make(store::Opened& opened);

  bool wanted_ = false;
  std::string address_;
  outbox::OutboxConfig config_;
  port::SystemClock clock_;
  store::Opened* shared_ = nullptr;
  store::Opened own_;
  std::unique_ptr<workflow::Salts> salts_;
  std::unique_ptr<workflow::Engine> asked_;   ///< what people have said meanwhile; decides nothing
  std::unique_ptr<outbox::Router> router_;
  std::unique_ptr<outbox::Dispatcher> dispatcher_;
  outbox::RoundCounts counts_;
  std::atomic<std::uint64_t> delivered_{0}, failed_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace leadflow::cli

// A connection belongs to one thread: two at once would mix their transactions, and damage an SQLite file. Whoever opens a
// connection for another thread lets go of it first; the next caller owns it.
//
//     leadflow work … --outbox outbox.json       the delivery thread opens a connection of its own
#pragma once
#include <atomic>
#include <thread>

namespace leadflow::store {

class ThreadOwner {
 public:
  /// Takes it when nobody has it. False: another thread has.
  bool mine() {
    std::thread::id nobody;
    const std::thread::id me = std::this_thread::get_id();
    return owner_.load(std::memory_order_relaxed) == me || owner_.compare_exchange_strong(nobody, me) || nobody == me;
  }
  /// The next caller owns it.
  void release() { owner_.store({}); }

 private:
  std::atomic<std::thread::id> owner_{};
};

}  // namespace leadflow::store

// Whose turn it is, for all who decide leads together: the threads of a program, or one run over a file.
//
//     auto turns = std::make_shared<Turns>(desk);       shared
//     auto decider = Decider::open(turns);              one a thread
//
// Turns of one lead are taken under one lock. A roster is replaced between two calls, never within one: rows that were read
// under the old one name reps by their old places.
#pragma once
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string_view>

#include "runtime/decide/desk.hpp"
#include "runtime/decide/pools.hpp"

namespace leadflow::run {

class Turns {
 public:
  explicit Turns(std::shared_ptr<const decide::Desk> desk) : desk_(std::move(desk)), pools_(desk_->chunk(), desk_->names().sharedPeople()) {}
  /// Another roster over the same program: counts follow the reps by id. Waits for the calls that are under way.
  void rebind(std::shared_ptr<const decide::Desk> desk);
  /// How many open leads the rep has, as the CRM says. False when the roster has no such rep.
  bool setOpen(std::string_view rep, std::int64_t leads);
  /// A lead of the rep was closed. False when the roster has no such rep.
  bool closed(std::string_view rep);
  std::shared_ptr<const decide::Desk> desk() const;

  /// One call: the roster stays as it is while this is held. Calls run beside each other.
  [[nodiscard]] std::shared_lock<std::shared_mutex> call() const {
    const std::lock_guard passing(gate_);  // a roster that waits lets no further call in
    return std::shared_lock(calls_);
  }

  /// The counts while they are held: one lead's turns.
  class Held {
   public:
    explicit Held(Turns& turns) : lock_(turns.mutex_), pools_(turns.pools_) {}
    decide::Pools& pools() { return pools_; }

   private:
    std::unique_lock<std::mutex> lock_;
    decide::Pools& pools_;
  };

 private:
  mutable std::mutex gate_;
  mutable std::shared_mutex calls_;
  mutable std::mutex mutex_;
  std::shared_ptr<const decide::Desk> desk_;
  decide::Pools pools_;
};

}  // namespace leadflow::run

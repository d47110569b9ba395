// A test's lead living through time: it is created at the test's `at`, things happen to it, timers fire at their instants, and
// what was sent is kept to be asked for. The same transition that the engine runs, over memory.
//
//     given lead { company "Acme" }            at 2026-03-02 10:00: lead.created
//     after 1 hour happens call { … }          11:00: activity call, timers due by then first
//     after 2 hours expect reminder to ana     12:00: among all that was sent so far
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/types/program.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/view.hpp"

namespace leadflow::testrunner {

class Life {
 public:
  /// `test` outlives it. The desk knows the test's roster.
  Life(std::shared_ptr<const decide::Desk> desk, const typed::Test& test);
  ~Life();
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  /// Lets time pass up to and with that instant: timers and happenings, in order.
  void runTo(std::int64_t instant);
  /// Whether such a thing was sent by now.
  bool sent(const typed::Sent& wanted) const;
  /// What was sent so far, newest last, as lines: "10:00 remind to ana: Acme waits (sla first_response at 50%)".
  std::vector<std::string> sentLines() const;
  /// The lead as it is now, for conditions. The machine has computed it.
  workflow::View& view();
  /// The routes that it went through so far, in order: of each, the last counts.
  std::span<const decide::Taken> taken() const { return taken_; }
  /// With the people of now.
  const decide::Desk& desk() const { return *world_->desk; }
  /// Events that were refused so far, with the reason: a test that relies on one should know.
  const std::vector<std::string>& refusals() const { return refusals_; }

 private:
  class Around;
  void take(const port::Event& event, std::int64_t now);
  const port::Event* nextEvent() const;        ///< of those that wait; null: none
  bool toldIsNext() const;                     ///< what a change of the roster tells the lead comes behind all else of its instant
  void takeNext();
  void fireTimer();
  void changeWorld(const port::Event& event, std::int64_t now);   ///< the roster of the test changes
  std::vector<std::string> people(const bytecode::WhoInfo& who) const;
  std::shared_ptr<const workflow::World> world_;
  const typed::Test& test_;
  std::unique_ptr<Around> around_;
  workflow::Scratch scratch_;
  port::LeadState state_;
  std::size_t next_ = 0;                       ///< happening
  std::int64_t now_ = 0;
  std::vector<port::Effect> effects_;
  std::vector<std::pair<std::int64_t, workflow::Reasoning>> account_;
  std::vector<std::string> refusals_;
  std::vector<decide::Taken> taken_;
  std::vector<std::size_t> order_;             ///< of the happenings by time, what concerns everybody first
  std::vector<port::Event> told_;              ///< what a change of the roster has still to tell the lead
  std::unique_ptr<workflow::View> view_;
};

}  // namespace leadflow::testrunner

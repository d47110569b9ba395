// What a simulation came to: what would have been sent, deadlines kept, load and fairness, where leads ended. Gathered while it
// runs and at its end, printed as text or JSON; the same input prints the same bytes.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/engine.hpp"

namespace leadflow::cli {

class Simulation {
 public:
  explicit Simulation(std::size_t show) : show_(show) {}
  /// For EngineOptions::watch.
  void watch(const workflow::Step& step, std::int64_t now);
  /// For EngineOptions::refused.
  void refused(const port::Event& event);
  /// At the end, everything else from the store.
  port::Status finish(workflow::Engine& engine, std::int64_t now);
  std::string text(const TimeZone& zone, std::int64_t from, std::int64_t to) const;
  std::string json(std::int64_t from, std::int64_t to, const std::string& not_read) const;   ///< `not_read`: a JSON list

 private:
  struct Sla {
    std::uint64_t started = 0, met = 0, missed = 0, open = 0, overdue = 0;
    /// Ended with neither: the lead ended, or left what the clock is for.
    std::uint64_t ended() const { return started - std::min(started, met + missed + open + overdue); }
  };
  struct Load { std::uint64_t assigned = 0, open = 0, met = 0, missed = 0, overdue = 0; };
  std::uint64_t keep(Sla& sla, const std::vector<workflow::Kept>& all);
  struct Stage { std::uint64_t entered = 0, leads = 0; };
  struct Shown { std::int64_t at = 0; std::string kind, channel, target, to, lead, text, why; };

  std::size_t show_;
  std::uint64_t leads_ = 0, effects_ = 0, reports_ = 0;
  std::map<std::string, std::uint64_t> kinds_, channels_, recipients_, refusals_;
  std::vector<Shown> shown_;
  std::vector<std::string> stage_order_, sla_order_, queue_order_, pool_order_;
  std::map<std::string, Stage> stages_;
  std::map<std::string, Sla> slas_, queues_;
  std::map<std::string, Load> loads_;
  struct Fair { std::string rep; std::int64_t served = 0; double share = 0, expected = 0; };
  std::map<std::string, std::vector<Fair>> pools_;
};

}  // namespace leadflow::cli

// Which adapter takes an effect: the configuration's routes first, then what the effect itself says.
//
//     webhook "crm" { … }            -> webhook crm
//     notify slack "#sdr-alerts" …   -> slack
//     notify email                   -> smtp
//     email "first_touch" …          -> smtp
//     remind owner "…"               -> smtp when there is one and the owner has an address, else `otherwise`
//     set, log, create, task         -> `otherwise`, which is the file when there is one
//
// What the configuration lacks goes to `otherwise` too: with nothing but a file, the file takes everything.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "runtime/outbox/adapter.hpp"
#include "runtime/outbox/config.hpp"
#include "runtime/port/clock.hpp"

namespace leadflow::outbox {

class Router final : public Adapter {
 public:
  /// The adapters of a configuration; the clock must outlive it.
  Router(const OutboxConfig& config, const port::TimeSource& clock);
  Attempt deliver(const port::Effect& effect) override { return deliverRest(effect, {}); }
  Attempt deliverRest(const port::Effect& effect, const std::vector<std::uint32_t>& reached) override;
  std::string name() const override { return "router"; }
  std::string receiver(const port::Effect& effect) const override;
  /// "webhook crm", "slack", "smtp", "file", "none"; empty when nothing takes it.
  std::string via(const port::Effect& effect) const;

 private:
  struct Entry {
    std::string via;
    std::unique_ptr<Adapter> adapter;
  };
  Adapter* find(const std::string& via) const;

  std::vector<Entry> entries_;
  std::vector<Route> routes_;
  std::string otherwise_;
};

}  // namespace leadflow::outbox

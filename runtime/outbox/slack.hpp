// A Slack channel through an incoming webhook; Mattermost, Rocket.Chat and others take the same.
//
//     notify slack "#sdr-alerts" tagging owner "{company}: first response overdue"
//     {"channel":"#sdr-alerts","text":"<@U024BE7LH> Acme: first response overdue\n<https://crm.example/leads/00Q1|record 00Q1>"}
#pragma once
#include <map>
#include <string>
#include <utility>

#include "runtime/outbox/adapter.hpp"
#include "runtime/outbox/transfer.hpp"

namespace leadflow::outbox {

struct SlackConfig {
  std::string url;                              ///< for every channel without one of its own; may be empty
  std::map<std::string, std::string> channels;  ///< channel -> address of its own (Slack binds an address to a channel)
  std::map<std::string, std::string> users;     ///< rep id -> user id over there
  Timeouts timeouts;
  std::string ca_file;
};

class SlackAdapter final : public Adapter {
 public:
  explicit SlackAdapter(SlackConfig config) : config_(std::move(config)) {}
  Attempt deliver(const port::Effect& effect) override;
  std::string name() const override { return "slack"; }
  std::string receiver(const port::Effect& effect) const override;

 private:
  SlackConfig config_;
};

/// The body of the call.
std::string slackBody(const port::Effect& effect, const std::map<std::string, std::string>& users);

}  // namespace leadflow::outbox

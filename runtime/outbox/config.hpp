// Where effects go: a JSON file that operations write, apart from the playbook. Secrets stand in the environment and are
// named here.
//
//     {
//       "webhooks": { "crm": { "url": "https://crm.example/hooks/leads", "secret_env": "CRM_SECRET" } },
//       "slack":    { "url_env": "SLACK_URL", "users": { "ana": "U024BE7LH" } },
//       "smtp":     { "url": "smtp://mail.example:587", "user": "leads", "password_env": "SMTP_PASSWORD",
//                     "from": "LeadFlow <leads@example.com>" },
//       "file":     "outbox.ndjson",
//       "otherwise": "file"
//     }
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/outbox/backoff.hpp"
#include "runtime/outbox/slack.hpp"
#include "runtime/outbox/smtp.hpp"
#include "runtime/outbox/webhook.hpp"

namespace leadflow::outbox {

/// The first route whose conditions hold (empty: any) says which receiver gets an effect.
struct Route {
  std::string kind, channel, target;
  std::string via;  ///< "webhook crm", "slack", "smtp", "file", "none"
};

struct OutboxConfig {
  std::vector<WebhookConfig> webhooks;
  std::optional<SlackConfig> slack;
  std::optional<SmtpConfig> smtp;
  std::string file;        ///< "-": standard output; empty: none
  bool file_sync = true;   ///< a line counts as delivered when it is on the disk
  std::vector<Route> routes;
  std::string otherwise;   ///< for effects that nothing else takes: "file", "none", …; empty: "file" when there is one
  RetryPolicy retry;
};

/// The value of an environment variable, or nothing. Tests give their own.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
std::optional<std::string> systemEnvironment(const std::string& name);

/// Reads the text of a configuration. False with `error` set ("`webhooks.crm.url` is missing") when it is none.
bool parseConfig(std::string_view json, OutboxConfig& config, std::string& error, const Environment& environment = systemEnvironment);
/// The same from a file; errors begin with its name. File names in it are relative to the working directory.
/// `stopped` ends the wait for a pipe that nobody writes to.
bool loadConfig(const std::string& path, OutboxConfig& config, std::string& error, const Environment& environment = systemEnvironment, bool (*stopped)() = nullptr);

}  // namespace leadflow::outbox

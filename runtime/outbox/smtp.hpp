// Mail, through the house's own mail server.
//
//     level owner.manager { notify email }
//     email "first_touch" at 09:00 lead time            # to the lead, from a template of the configuration
#pragma once
#include <map>
#include <string>
#include <utility>

#include "runtime/outbox/adapter.hpp"
#include "runtime/outbox/mail_message.hpp"
#include "runtime/outbox/transfer.hpp"

namespace leadflow::outbox {

struct MailTemplate {
  std::string subject, text;  ///< `{company}`: the effect's field of that name; `{{` is a brace
};

struct SmtpConfig {
  std::string url, user, password;
  std::string from;
  MailTls tls = MailTls::Try;
  Timeouts timeouts{5'000, 30'000};
  std::string ca_file;
  std::map<std::string, MailTemplate> templates;
};

class SmtpAdapter final : public Adapter {
 public:
  explicit SmtpAdapter(SmtpConfig config) : config_(std::move(config)) {}
  Attempt deliver(const port::Effect& effect) override;
  std::string name() const override { return "smtp"; }

 private:
  SmtpConfig config_;
};

/// What a mail answer means: 4xx, no answer and a refused login later, 5xx never.
Attempt judgeMail(const Reply& reply);

/// The mail of an effect; false when it has no address or no text, and `why_not` says so.
bool mailOf(const port::Effect& effect, const SmtpConfig& config, MailText& mail, std::string& why_not);

}  // namespace leadflow::outbox

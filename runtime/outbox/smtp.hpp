// Mail, through the house's own mail server.
//
//     level owner.manager { notify email }
//     email "first_touch" at 09:00 lead time            # to the lead, from a template of the configuration
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "runtime/outbox/adapter.hpp"
#include "runtime/outbox/mail_message.hpp"
#include "runtime/outbox/transfer.hpp"

namespace leadflow::outbox {

struct MailTemplate {
  std::string subject, text;  ///< `{company}`: the effect's field of that name, `{company|your company}` where it may be missing; `{{` is a brace
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
  /// One envelope a receiver, all with the same message: what one of them is refused touches nobody else, and who has it gets it
  /// no second time.
  Attempt deliver(const port::Effect& effect) override { return deliverRest(effect, {}); }
  Attempt deliverRest(const port::Effect& effect, const std::vector<std::uint32_t>& reached) override;
  std::string name() const override { return "smtp"; }

 private:
  SmtpConfig config_;
};

/// The names in braces that a template fills in, each once, in order; without what stands behind a `|`.
std::vector<std::string> templateNames(const MailTemplate& text);

/// What a mail answer means: 4xx, no answer and a refused login later, 5xx never.
Attempt judgeMail(const Reply& reply);

/// The mail of an effect; false when it has no address or no text, or its template names a field that the effect lacks, and
/// `why_not` says so. Addresses that are none are left out, and `why_not` names the first, when others are left.
bool mailOf(const port::Effect& effect, const SmtpConfig& config, MailText& mail, std::string& why_not);

}  // namespace leadflow::outbox

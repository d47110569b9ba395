// One call over the network: a POST or a mail, with libcurl. Adapters say what to send and what the answer means.
//
//     webhook "crm" { id, rating }                       # one POST
//
// INVARIANT: returns within the timeouts; never follows a redirect (a signed body goes only where the configuration says).
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/outbox/adapter.hpp"

namespace leadflow::outbox {

struct Timeouts {
  std::int64_t connect_ms = 3'000;
  std::int64_t total_ms = 10'000;
};

struct HttpRequest {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  Timeouts timeouts;
  std::string ca_file;  ///< certificates to trust instead of the system's; empty: the system's
};

enum class MailTls : std::uint8_t { None, Try, Required };

struct MailRequest {
  std::string url;  ///< smtp://host:port or smtps://host:port
  std::string user, password;
  MailTls tls = MailTls::Try;
  std::string from;                    ///< bare address
  std::vector<std::string> receivers;  ///< bare addresses
  std::string message;                 ///< headers and body, CRLF lines
  Timeouts timeouts;
  std::string ca_file;
};

struct Reply {
  bool complete = false;   ///< an answer arrived, whole
  int status = 0;          ///< the last code, also of an answer that broke off; 0: none
  std::string body;        ///< the first KiB
  std::int64_t retry_after_ms = 0;
  std::string problem;     ///< when not complete: "no answer within 10 s"
  bool unreachable = false;   ///< not complete since nobody was reached or nobody answered in time
  bool hopeless = false;      ///< not complete and never will be: no such kind of address
  bool login_refused = false;  ///< mail only
};

Reply post(const HttpRequest& request);
/// A receiver whose name in front of the `@` is not ASCII is reached only through a server that announces SMTPUTF8. To any other
/// server nothing is sent, and the mail is hopeless.
Reply mail(const MailRequest& request);

/// A domain as every server takes it: `bücher.example` is `xn--bcher-kva.example`. Empty where it has no such form, or libcurl here makes none.
std::string asciiDomain(const std::string& domain);

/// What an HTTP answer means: 2xx delivered; 408, 425, 429 and 5xx later; other codes never; no whole answer later.
/// `who` starts the reason: "the webhook `crm`". `quote`: whether the reason may show the beginning of the answer.
Attempt judgeHttp(const Reply& reply, const std::string& who, bool quote);

}  // namespace leadflow::outbox

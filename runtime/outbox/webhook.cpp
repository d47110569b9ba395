#include "runtime/outbox/webhook.hpp"

#include "runtime/outbox/signature.hpp"

namespace leadflow::outbox {

std::string headerText(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (code > 0x20 && code < 0x7f && byte != '%') {
      out += byte;
    } else {
      out += '%';
      out += kDigits[code >> 4];
      out += kDigits[code & 15];
    }
  }
  return out;
}

Attempt WebhookAdapter::deliver(const port::Effect& effect) {
  HttpRequest request;
  request.url = config_.url;
  request.timeouts = config_.timeouts;
  request.ca_file = config_.ca_file;
  request.body = port::toJson(effect);
  request.headers = config_.headers;
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Idempotency-Key", headerText(effect.key));
  if (!config_.secret.empty()) {
    request.headers.emplace_back("X-LeadFlow-Signature", signatureOf(config_.secret, clock_.now() / 1000, request.body));
  }
  return judgeHttp(post(request), "the webhook `" + config_.name + "`", !effect.pii);
}

}  // namespace leadflow::outbox

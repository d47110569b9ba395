#include "runtime/outbox/router.hpp"

#include <algorithm>

#include "runtime/outbox/ndjson.hpp"
#include "runtime/port/sink.hpp"

namespace leadflow::outbox {

namespace {

bool holds(const Route& route, const port::Effect& effect) {
  return (route.kind.empty() || route.kind == port::effectName(effect.kind)) &&
         (route.channel.empty() || route.channel == effect.channel) && (route.target.empty() || route.target == effect.target);
}

bool isMessage(port::EffectKind kind) {
  return kind == port::EffectKind::Notify || kind == port::EffectKind::Remind || kind == port::EffectKind::Escalate;
}

Attempt never(std::string reason) {
  Attempt attempt;
  attempt.result = Attempt::Result::Never;
  attempt.reason = std::move(reason);
  return attempt;
}

}  // namespace

Router::Router(const OutboxConfig& config, const port::TimeSource& clock) : routes_(config.routes), otherwise_(config.otherwise) {
  for (const WebhookConfig& webhook : config.webhooks) {
    entries_.push_back({"webhook " + webhook.name, std::make_unique<WebhookAdapter>(webhook, clock)});
  }
  if (config.slack) entries_.push_back({"slack", std::make_unique<SlackAdapter>(*config.slack)});
  if (config.smtp) entries_.push_back({"smtp", std::make_unique<SmtpAdapter>(*config.smtp)});
  if (config.file == "-") {
    entries_.push_back({"file", std::make_unique<NdjsonAdapter>(std::make_shared<port::FdSink>(1), "standard output")});
  } else if (!config.file.empty()) {
    auto file = std::make_shared<LineFile>(config.file, config.file_sync);
    entries_.push_back({"file", std::make_unique<NdjsonAdapter>(std::move(file), "file `" + config.file + "`")});
  }
  if (otherwise_.empty() && !config.file.empty()) otherwise_ = "file";
}

Adapter* Router::find(const std::string& via) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.via == via; });
  return found == entries_.end() ? nullptr : found->adapter.get();
}

std::string Router::via(const port::Effect& effect) const {
  for (const Route& route : routes_) {
    if (holds(route, effect)) return route.via;
  }
  std::string wanted;
  if (effect.kind == port::EffectKind::Webhook || effect.channel == "webhook") wanted = "webhook " + effect.target;
  else if (effect.channel == "slack") wanted = "slack";
  else if (effect.channel == "email" || effect.kind == port::EffectKind::Email) wanted = "smtp";
  if (!wanted.empty()) return find(wanted) == nullptr && !otherwise_.empty() ? otherwise_ : wanted;
  const bool has_address =
      std::any_of(effect.to_email.begin(), effect.to_email.end(), [](const std::string& address) { return !address.empty(); });
  if (effect.channel.empty() && isMessage(effect.kind) && has_address && find("smtp") != nullptr) return "smtp";
  return otherwise_;
}

std::string Router::receiver(const port::Effect& effect) const {
  Adapter* adapter = find(via(effect));
  return adapter == nullptr ? "" : adapter->receiver(effect);
}

Attempt Router::deliverRest(const port::Effect& effect, const std::vector<std::uint32_t>& reached) {
  const std::string chosen = via(effect);
  if (chosen == "none") return {};
  if (effect.simulated && chosen != "file") return never("a simulated effect is not sent");
  if (Adapter* adapter = find(chosen)) return adapter->deliverRest(effect, reached);
  if (!chosen.empty()) return never("the configuration has no `" + chosen + "`");
  std::string what = std::string("`") + port::effectName(effect.kind) + "`";
  if (!effect.channel.empty()) what += " over `" + effect.channel + "`";
  return never("the configuration has no receiver for " + what);
}

}  // namespace leadflow::outbox

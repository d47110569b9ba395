#include "runtime/outbox/smtp.hpp"

#include <string_view>

namespace leadflow::outbox {

namespace {

/// A field's value as text: a JSON text without its quotes, anything else as it is written, nothing for null.
std::string plain(std::string_view json) {
  if (json == "null") return {};
  if (json.size() < 2 || json.front() != '"') return std::string(json);
  port::Effect carrier;
  std::string whole = R"({"key":"-","kind":"log","at":0,"text":)";
  whole += json;
  whole += '}';
  return port::fromJson(whole, carrier) ? carrier.text : std::string();
}

std::string filled(std::string_view text, const port::Effect& effect) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      out += text[i];
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == '{') {
      out += '{';
      ++i;
      continue;
    }
    const std::size_t end = text.find('}', i);
    if (end == std::string_view::npos) {
      out += text.substr(i);
      break;
    }
    const std::string_view name = text.substr(i + 1, end - i - 1);
    if (name == "link") out += effect.link;
    for (const auto& [field, value] : effect.fields) {
      if (field == name) out += plain(value);
    }
    i = end;
  }
  return out;
}

std::string firstLine(std::string_view text) {
  std::string line(text.substr(0, text.find('\n')));
  if (line.size() <= 120) return line;
  std::size_t end = 117;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0U) == 0x80U) --end;
  return line.substr(0, end) + "…";
}

bool refusedLogin(int status) { return status == 530 || status == 534 || status == 535 || status == 538; }

}  // namespace

bool mailOf(const port::Effect& effect, const SmtpConfig& config, MailText& mail, std::string& why_not) {
  const bool to_lead = effect.kind == port::EffectKind::Email;
  for (const std::string& text : effect.to_email.empty() && to_lead ? effect.to : effect.to_email) {
    if (text.empty()) continue;
    const auto address = readMailAddress(text);
    if (!address) {
      why_not = effect.pii ? "a mail address is none" : "`" + text + "` is no mail address";
      return false;
    }
    mail.to.push_back(address->address);
  }
  if (mail.to.empty()) {
    why_not = "no mail address for ";
    for (const std::string& rep : effect.to) why_not += (&rep == &effect.to.front() ? "`" : ", `") + rep + "`";
    if (effect.to.empty()) why_not = to_lead ? "the lead has no mail address" : "nobody to mail to";
    return false;
  }
  const auto found = config.templates.find(effect.target);
  if (to_lead && found != config.templates.end()) {
    mail.subject = filled(found->second.subject, effect);
    mail.body = filled(found->second.text, effect);
  } else if (effect.text.empty() && to_lead) {
    why_not = "the configuration has no template `" + effect.target + "`";
    return false;
  } else {
    const std::string& text = effect.text.empty() ? effect.why : effect.text;
    mail.subject = firstLine(text);
    mail.body = text;
    if (!to_lead) {  // the lead sees neither the house's links nor its reasons
      if (!effect.link.empty()) mail.body += "\n\n" + effect.link;
      if (!effect.text.empty() && !effect.why.empty()) mail.body += "\n\n" + effect.why;
    }
    mail.body += '\n';
  }
  const auto from = readMailAddress(config.from);
  if (!from) {
    why_not = "the configuration's `from` is no mail address";
    return false;
  }
  mail.from = *from;
  mail.key = effect.key;
  mail.at = effect.at;
  return true;
}

Attempt judgeMail(const Reply& reply) {
  Attempt attempt;
  if (reply.complete) return attempt;
  const int kind = reply.status / 100;
  const bool login = reply.login_refused || refusedLogin(reply.status);
  attempt.result = (kind == 5 && !login) || reply.hopeless ? Attempt::Result::Never : Attempt::Result::Later;
  attempt.receiver_down = reply.unreachable || login;
  if (login) attempt.reason = "the mail server refused user or password";
  else if (kind == 4 || kind == 5) attempt.reason = "the mail server answered " + std::to_string(reply.status);
  else attempt.reason = "the mail server: " + reply.problem;
  return attempt;
}

Attempt SmtpAdapter::deliver(const port::Effect& effect) {
  MailText text;
  Attempt attempt;
  if (!mailOf(effect, config_, text, attempt.reason)) {
    attempt.result = Attempt::Result::Never;
    return attempt;
  }
  MailRequest request;
  request.url = config_.url;
  request.user = config_.user;
  request.password = config_.password;
  request.tls = config_.tls;
  request.from = text.from.address;
  request.receivers = text.to;
  request.message = mailMessage(text);
  request.timeouts = config_.timeouts;
  request.ca_file = config_.ca_file;
  return judgeMail(mail(request));
}

}  // namespace leadflow::outbox

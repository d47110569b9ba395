#include "runtime/outbox/smtp.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "runtime/value/text.hpp"

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

/// The text with its fields filled in. What cannot be filled is no mail: `why_not` names it, and what to write instead.
bool fill(std::string_view text, const port::Effect& effect, std::string& out, std::string& why_not) {
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
    std::string_view name = text.substr(i + 1, end - i - 1);
    std::optional<std::string_view> otherwise;
    if (const std::size_t bar = name.find('|'); bar != std::string_view::npos) {
      otherwise = name.substr(bar + 1);
      name = name.substr(0, bar);
    }
    std::string value;
    if (name == "link") value = effect.link;
    for (const auto& [field, json] : effect.fields)
      if (field == name) value = plain(json);
    if (value.empty() && !otherwise) {
      why_not = "the template `" + effect.target + "` needs `" + std::string(name) + "`, which the lead does not have; `{" + std::string(name) + "|…}` says what stands there instead";
      return false;
    }
    out += value.empty() ? std::string(*otherwise) : value;
    i = end;
  }
  return true;
}

std::string firstLine(std::string_view text) {
  std::string line(text.substr(0, text.find('\n')));
  if (line.size() <= 120) return line;
  std::size_t end = 117;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0U) == 0x80U) --end;
  return line.substr(0, end) + "…";
}

/// The address with its domain as every server takes it; false where it has no such form.
bool withAsciiDomain(std::string& address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string::npos || isAscii(std::string_view(address).substr(at))) return true;
  const std::string domain = asciiDomain(address.substr(at + 1));
  address.replace(at + 1, std::string::npos, domain);
  return !domain.empty();
}

bool refusedLogin(int status) { return status == 530 || status == 534 || status == 535 || status == 538; }

}  // namespace

bool mailOf(const port::Effect& effect, const SmtpConfig& config, MailText& mail, std::string& why_not) {
  const bool to_lead = effect.kind == port::EffectKind::Email;
  for (const std::string& text : effect.to_email.empty() && to_lead ? effect.to : effect.to_email) {
    if (text.empty()) continue;
    auto address = readMailAddress(text);
    if (address && !withAsciiDomain(address->address)) {
      if (why_not.empty()) why_not = "the domain of " + (effect.pii ? std::string("a mail address") : "`" + text + "`") + " is none in ASCII, as mail servers take it";
      continue;
    }
    if (address && std::find(mail.to.begin(), mail.to.end(), address->address) == mail.to.end()) mail.to.push_back(address->address);
    if (address) continue;
    if (why_not.empty()) why_not = effect.pii ? "a mail address is none" : "`" + text + "` is no mail address";
  }
  if (mail.to.empty() && !why_not.empty()) return false;
  if (mail.to.empty()) {
    why_not = "no mail address for ";
    for (const std::string& rep : effect.to) why_not += (&rep == &effect.to.front() ? "`" : ", `") + rep + "`";
    if (effect.to.empty()) why_not = to_lead ? "the lead has no mail address" : "nobody to mail to";
    return false;
  }
  const auto found = config.templates.find(effect.target);
  if (to_lead && found != config.templates.end()) {
    std::string lacks;
    if (!fill(found->second.subject, effect, mail.subject, lacks) || !fill(found->second.text, effect, mail.body, lacks)) {
      why_not = lacks;
      return false;
    }
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
  auto from = readMailAddress(config.from);
  if (!from || !withAsciiDomain(from->address)) {
    why_not = "the configuration's `from` is no mail address";
    return false;
  }
  mail.from = *from;
  mail.key = effect.key;
  mail.at = effect.at;
  return true;
}

std::vector<std::string> templateNames(const MailTemplate& text) {
  std::vector<std::string> names;
  for (const std::string* part : {&text.subject, &text.text})
    for (std::size_t i = 0; i < part->size(); ++i) {
      if ((*part)[i] != '{') continue;
      if (i + 1 < part->size() && (*part)[i + 1] == '{') {
        ++i;
        continue;
      }
      const std::size_t end = part->find('}', i);
      if (end == std::string::npos) break;
      std::string name = part->substr(i + 1, std::min(end, part->find('|', i)) - i - 1);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
      i = end;
    }
  return names;
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

Attempt SmtpAdapter::deliverRest(const port::Effect& effect, const std::vector<std::uint32_t>& reached) {
  MailText text;
  Attempt all;
  std::string unusable;
  if (!mailOf(effect, config_, text, unusable)) {
    all.result = Attempt::Result::Never;
    all.reason = unusable;
    return all;
  }
  MailRequest request;
  request.url = config_.url;
  request.user = config_.user;
  request.password = config_.password;
  request.tls = config_.tls;
  request.from = text.from.address;
  request.message = mailMessage(text);
  request.timeouts = config_.timeouts;
  request.ca_file = config_.ca_file;
  all.reached = reached;
  std::string later, never = unusable;
  const auto named = [&](std::size_t place, const std::string& reason) { return text.to.size() == 1 ? reason : (effect.pii ? "a receiver" : "`" + text.to[place] + "`") + std::string(": ") + reason; };
  for (std::uint32_t place = 0; place < text.to.size(); ++place) {
    if (std::find(reached.begin(), reached.end(), place) != reached.end()) continue;
    request.receivers = {text.to[place]};
    const Attempt one = judgeMail(mail(request));
    if (one.result == Attempt::Result::Delivered) {
      all.reached.push_back(place);
      continue;
    }
    std::string& reason = one.result == Attempt::Result::Later ? later : never;
    if (reason.empty()) reason = named(place, one.reason);
    if (one.result == Attempt::Result::Later) all.result = Attempt::Result::Later;
    all.receiver_down = one.receiver_down;
    if (one.receiver_down) break;   // nobody is there: the others would only wait for it
  }
  if (all.result != Attempt::Result::Later && !never.empty()) all.result = Attempt::Result::Never;
  all.reason = all.result == Attempt::Result::Later ? later : never;
  if (all.result == Attempt::Result::Delivered) all.reached.clear();
  else if (!all.reached.empty()) all.reason += "; " + std::to_string(all.reached.size()) + " of " + std::to_string(text.to.size()) + " have it";
  return all;
}

}  // namespace leadflow::outbox

#include "runtime/outbox/slack.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/outbox/webhook.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/rim_text.hpp"

namespace leadflow::outbox {

namespace {

/// Text that cannot mention anybody or make a link: `<!channel>`, `@channel`, `[x](https://…)` and `https://…` in a company's name stay
/// a company's name. Programs like Slack take a bare `@here` or an address for more than text; an invisible joiner in it does not
/// change how it reads. `links`: those of the playbook's own, which stay.
std::string escaped(std::string_view text, std::span<const std::uint32_t> links = {}) {
  constexpr std::string_view kJoiner = "\xE2\x81\xA0";  // U+2060 WORD JOINER
  std::vector<std::uint32_t> broken = linkPlaces(text);
  std::erase_if(broken, [&](std::uint32_t place) { return std::find(links.begin(), links.end(), place) != links.end(); });
  auto next = broken.begin();
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (next != broken.end() && *next == i) {
      out += kJoiner;
      ++next;
    }
    const char byte = text[i];
    const bool begins = i == 0 || (std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0 && static_cast<unsigned char>(text[i - 1]) < 0x80);
    if ((byte == '@' && begins) || (byte == ']' && i + 1 < text.size() && text[i + 1] == '(')) {   // an address keeps its @
      out += byte;
      out += kJoiner;
    } else if (byte == '&') out += "&amp;";
    else if (byte == '<') out += "&lt;";
    else if (byte == '>') out += "&gt;";
    else out += byte;
  }
  return out;
}

std::string address(std::string_view link) {
  std::string out;
  for (const char byte : link) {
    if (byte == '&') out += "&amp;";
    else if (byte == '<') out += "%3C";
    else if (byte == '>') out += "%3E";
    else if (byte == '|') out += "%7C";
    else if (byte == ' ') out += "%20";
    else out += byte;
  }
  return out;
}

std::string mention(const std::string& rep, const std::map<std::string, std::string>& users) {
  const auto known = users.find(rep);
  const std::string& id = known == users.end() ? rep : known->second;
  const bool plain = std::all_of(id.begin(), id.end(), [](unsigned char byte) {
    return std::isalnum(byte) != 0 || byte == '_' || byte == '-' || byte == '.';
  });
  return plain ? "<@" + id + ">" : escaped(id);
}

}  // namespace

std::string slackBody(const port::Effect& effect, const std::map<std::string, std::string>& users) {
  std::string text;
  std::vector<std::string> said;
  const auto mentionAll = [&](const std::vector<std::string>& reps) {
    for (const std::string& rep : reps) {
      if (rep.empty() || std::find(said.begin(), said.end(), rep) != said.end()) continue;
      said.push_back(rep);
      text += mention(rep, users) + " ";
    }
  };
  if (effect.kind != port::EffectKind::Email) mentionAll(effect.to);
  mentionAll(effect.tagging);
  text += escaped(effect.text.empty() ? effect.why : effect.text, effect.links);
  if (effect.link.starts_with("http://") || effect.link.starts_with("https://")) {
    text += "\n<" + address(effect.link) + "|record " + escaped(effect.lead) + ">";
  }
  std::string body = "{";
  if (effect.target.starts_with('#') || effect.target.starts_with('@')) {
    body += "\"channel\":";
    appendJsonString(body, effect.target);
    body += ',';
  }
  body += "\"text\":";
  appendJsonString(body, text);
  body += '}';
  return body;
}

std::string SlackAdapter::receiver(const port::Effect& effect) const {
  return config_.channels.contains(effect.target) ? "slack " + effect.target : "slack";
}

Attempt SlackAdapter::deliver(const port::Effect& effect) {
  const auto own = config_.channels.find(effect.target);
  HttpRequest request;
  request.url = own == config_.channels.end() ? config_.url : own->second;
  if (request.url.empty()) {
    Attempt attempt;
    attempt.result = Attempt::Result::Never;
    attempt.reason = "the configuration has no slack address for `" + effect.target + "`";
    return attempt;
  }
  request.timeouts = config_.timeouts;
  request.ca_file = config_.ca_file;
  request.headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", headerText(effect.key)}};
  request.body = slackBody(effect, config_.users);
  return judgeHttp(post(request), effect.target.empty() ? "slack" : "slack `" + effect.target + "`", !effect.pii);
}

}  // namespace leadflow::outbox

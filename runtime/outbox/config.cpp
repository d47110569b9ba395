#include "runtime/outbox/config.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/ingest/source.hpp"

namespace leadflow::outbox {

namespace {

using Json = nlohmann::json;

/// Reads one object; remembers the first thing that is wrong, with its path.
class Reader {
 public:
  Reader(std::string& error, const Environment& environment) : error_(error), environment_(environment) {}

  bool ok() const { return error_.empty(); }
  void fail(std::string text) {
    if (error_.empty()) error_ = std::move(text);
  }

  bool object(const Json& json, const std::string& path, std::initializer_list<const char*> known) {
    if (!json.is_object()) {
      fail(path.empty() ? "this is no JSON object" : "`" + path + "` is no object");
      return false;
    }
    for (const auto& item : json.items()) {
      if (std::find(known.begin(), known.end(), item.key()) != known.end()) continue;
      std::string list;
      for (const char* name : known) list += (list.empty() ? "`" : ", `") + std::string(name) + "`";
      fail("`" + join(path, item.key()) + "` is unknown; known here: " + list);
      return false;
    }
    return true;
  }

  std::string text(const Json& json, const std::string& path, const char* key, bool needed = false) {
    const auto found = json.find(key);
    if (found == json.end()) {
      if (needed) fail("`" + join(path, key) + "` is missing");
      return {};
    }
    if (!found->is_string() || (needed && found->get_ref<const std::string&>().empty())) {
      fail("`" + join(path, key) + "` is no text");
      return {};
    }
    return found->get<std::string>();
  }

  /// `key`, or the environment variable that `key_env` names.
  std::string secret(const Json& json, const std::string& path, const std::string& key) {
    const std::string direct = text(json, path, key.c_str());
    const std::string name = text(json, path, (key + "_env").c_str());
    if (name.empty()) return direct;
    if (!direct.empty()) {
      fail("`" + join(path, key) + "` and `" + join(path, key + "_env") + "` are both given");
      return {};
    }
    const auto value = environment_(name);
    if (!value || value->empty()) {
      fail("the environment has no `" + name + "`, which `" + join(path, key + "_env") + "` names");
      return {};
    }
    return *value;
  }

  std::int64_t whole(const Json& json, const std::string& path, const char* key, std::int64_t otherwise, std::int64_t least,
                     std::int64_t most) {
    const auto found = json.find(key);
    if (found == json.end()) return otherwise;
    if (!found->is_number_integer() || found->get<std::int64_t>() < least || found->get<std::int64_t>() > most) {
      fail("`" + join(path, key) + "` is no whole number from " + std::to_string(least) + " to " + std::to_string(most));
      return otherwise;
    }
    return found->get<std::int64_t>();
  }

  bool flag(const Json& json, const std::string& path, const char* key, bool otherwise) {
    const auto found = json.find(key);
    if (found == json.end()) return otherwise;
    if (!found->is_boolean()) fail("`" + join(path, key) + "` is neither true nor false");
    return found->is_boolean() ? found->get<bool>() : otherwise;
  }

  std::vector<std::pair<std::string, std::string>> texts(const Json& json, const std::string& path, const char* key) {
    std::vector<std::pair<std::string, std::string>> read;
    const auto found = json.find(key);
    if (found == json.end()) return read;
    if (!found->is_object()) {
      fail("`" + join(path, key) + "` is no object");
      return read;
    }
    for (const auto& item : found->items()) {
      if (!item.value().is_string()) {
        fail("`" + join(join(path, key), item.key()) + "` is no text");
        return read;
      }
      read.emplace_back(item.key(), item.value().get<std::string>());
    }
    return read;
  }

  void address(const std::string& url, const std::string& path, std::initializer_list<const char*> schemes) {
    if (!ok() || url.empty()) return;
    std::string list;
    for (const char* scheme : schemes) {
      const std::string_view start = scheme;
      if (url.size() > start.size() && std::string_view(url).starts_with(start) &&
          std::all_of(url.begin(), url.end(), [](unsigned char byte) { return byte > 0x20 && byte != 0x7f; })) {
        return;
      }
      list += (list.empty() ? "`" : " or `") + std::string(scheme) + "`";
    }
    fail("`" + path + "` is no address that begins with " + list);
  }

  void timeouts(const Json& json, const std::string& path, Timeouts& read) {
    read.connect_ms = whole(json, path, "connect_timeout_ms", read.connect_ms, 1, 60'000);
    read.total_ms = whole(json, path, "timeout_ms", read.total_ms, 1, 120'000);
  }

  static std::string join(const std::string& path, const std::string& key) { return path.empty() ? key : path + "." + key; }

 private:
  std::string& error_;
  const Environment& environment_;
};

constexpr auto kHttp = {"https://", "http://"};

void readWebhooks(Reader& reader, const Json& json, const std::string& shared_secret, OutboxConfig& config) {
  if (!json.is_object()) return reader.fail("`webhooks` is no object");
  for (const auto& item : json.items()) {
    const std::string path = "webhooks." + item.key();
    const Json& one = item.value();
    if (!reader.object(one, path, {"url", "url_env", "secret", "secret_env", "headers", "connect_timeout_ms", "timeout_ms", "ca_file"})) {
      return;
    }
    WebhookConfig webhook;
    webhook.name = item.key();
    webhook.url = reader.secret(one, path, "url");
    if (webhook.url.empty()) reader.fail("`" + path + ".url` is missing");
    reader.address(webhook.url, path + ".url", kHttp);
    webhook.secret = reader.secret(one, path, "secret");
    if (webhook.secret.empty()) webhook.secret = shared_secret;
    webhook.headers = reader.texts(one, path, "headers");
    for (const auto& [name, value] : webhook.headers) {
      const auto bad = [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; };
      if (name.empty() || name.find_first_of(": ") != std::string::npos || std::any_of(name.begin(), name.end(), bad) ||
          std::any_of(value.begin(), value.end(), bad)) {
        reader.fail("`" + path + ".headers` has a name or value that no header can have");
      }
    }
    webhook.ca_file = reader.text(one, path, "ca_file");
    reader.timeouts(one, path, webhook.timeouts);
    config.webhooks.push_back(std::move(webhook));
  }
}

void readSlack(Reader& reader, const Json& json, OutboxConfig& config) {
  const std::string path = "slack";
  if (!reader.object(json, path, {"url", "url_env", "channels", "users", "connect_timeout_ms", "timeout_ms", "ca_file"})) return;
  SlackConfig slack;
  slack.url = reader.secret(json, path, "url");
  reader.address(slack.url, "slack.url", kHttp);
  for (auto& [channel, url] : reader.texts(json, path, "channels")) {
    reader.address(url, "slack.channels." + channel, kHttp);
    slack.channels[channel] = url;
  }
  for (auto& [rep, user] : reader.texts(json, path, "users")) slack.users[rep] = user;
  if (slack.url.empty() && slack.channels.empty()) reader.fail("`slack.url` is missing");
  slack.ca_file = reader.text(json, path, "ca_file");
  reader.timeouts(json, path, slack.timeouts);
  config.slack = std::move(slack);
}

void readTemplates(Reader& reader, const Json& json, SmtpConfig& smtp) {
  const auto found = json.find("templates");
  if (found == json.end()) return;
  if (!found->is_object()) return reader.fail("`smtp.templates` is no object");
  for (const auto& item : found->items()) {
    const std::string path = "smtp.templates." + item.key();
    if (!reader.object(item.value(), path, {"subject", "text"})) return;
    smtp.templates[item.key()] = {reader.text(item.value(), path, "subject", true), reader.text(item.value(), path, "text", true)};
  }
}

void readSmtp(Reader& reader, const Json& json, OutboxConfig& config) {
  const std::string path = "smtp";
  if (!reader.object(json, path, {"url", "user", "password", "password_env", "from", "tls", "templates", "connect_timeout_ms", "timeout_ms",
                                  "ca_file"})) {
    return;
  }
  SmtpConfig smtp;
  smtp.url = reader.text(json, path, "url", true);
  reader.address(smtp.url, "smtp.url", {"smtps://", "smtp://"});
  smtp.user = reader.text(json, path, "user");
  smtp.password = reader.secret(json, path, "password");
  if (!smtp.user.empty() && smtp.password.empty()) reader.fail("`smtp.password_env` is missing, since `smtp.user` is given");
  smtp.from = reader.text(json, path, "from", true);
  if (reader.ok() && !readMailAddress(smtp.from)) reader.fail("`smtp.from` is no mail address");
  const std::string tls = reader.text(json, path, "tls");
  if (tls == "required" || (tls.empty() && !smtp.user.empty())) smtp.tls = MailTls::Required;  // no password in the clear
  else if (tls == "try" || tls.empty()) smtp.tls = MailTls::Try;
  else if (tls == "none") smtp.tls = MailTls::None;
  else reader.fail("`smtp.tls` is none of `required`, `try`, `none`");
  smtp.ca_file = reader.text(json, path, "ca_file");
  reader.timeouts(json, path, smtp.timeouts);
  readTemplates(reader, json, smtp);
  config.smtp = std::move(smtp);
}

void checkVia(Reader& reader, const std::string& via, const std::string& path, const OutboxConfig& config) {
  if (!reader.ok() || via == "none" || (via == "slack" && config.slack) || (via == "smtp" && config.smtp) ||
      (via == "file" && !config.file.empty())) {
    return;
  }
  for (const WebhookConfig& webhook : config.webhooks) {
    if (via == "webhook " + webhook.name) return;
  }
  reader.fail("`" + path + "` names `" + via + "`, which the configuration does not have");
}

void readRoutes(Reader& reader, const Json& json, OutboxConfig& config) {
  if (!json.is_array()) return reader.fail("`routes` is no list");
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string path = "routes[" + std::to_string(i) + "]";
    if (!reader.object(json[i], path, {"kind", "channel", "target", "via"})) return;
    Route route{reader.text(json[i], path, "kind"), reader.text(json[i], path, "channel"), reader.text(json[i], path, "target"),
                reader.text(json[i], path, "via", true)};
    bool known = route.kind.empty();
    for (int kind = 0; kind <= static_cast<int>(port::EffectKind::Report); ++kind) {
      known = known || route.kind == port::effectName(static_cast<port::EffectKind>(kind));
    }
    if (!known) reader.fail("`" + path + ".kind` is no kind of effect: `" + route.kind + "`");
    checkVia(reader, route.via, path + ".via", config);
    config.routes.push_back(std::move(route));
  }
}

void readRetry(Reader& reader, const Json& json, RetryPolicy& retry) {
  if (!reader.object(json, "retry", {"base_ms", "factor", "cap_ms", "attempts"})) return;
  retry.base_ms = reader.whole(json, "retry", "base_ms", retry.base_ms, 1, 3'600'000);
  retry.factor = static_cast<int>(reader.whole(json, "retry", "factor", retry.factor, 1, 10));
  retry.cap_ms = reader.whole(json, "retry", "cap_ms", retry.cap_ms, 1, 7 * 86'400'000LL);
  retry.attempts = static_cast<int>(reader.whole(json, "retry", "attempts", retry.attempts, 1, 1000));
}

}  // namespace

std::optional<std::string> systemEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

bool parseConfig(std::string_view text, OutboxConfig& config, std::string& error, const Environment& environment) {
  error.clear();
  Json json;
  try {
    json = Json::parse(text.begin(), text.end());
  } catch (const Json::parse_error& problem) {
    const std::size_t upto = std::min<std::size_t>(problem.byte, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(upto), '\n');
    error = "no JSON: line " + std::to_string(line) + " cannot be read";
    return false;
  } catch (const Json::exception&) {
    error = "no JSON: a number in it is larger than any computer counts";
    return false;
  }
  OutboxConfig read;
  Reader reader(error, environment);
  if (!reader.object(json, "", {"webhooks", "secret", "secret_env", "slack", "smtp", "file", "file_sync", "routes", "otherwise", "retry"})) {
    return false;
  }
  const std::string secret = reader.secret(json, "", "secret");
  if (json.contains("webhooks")) readWebhooks(reader, json["webhooks"], secret, read);
  if (json.contains("slack")) readSlack(reader, json["slack"], read);
  if (json.contains("smtp")) readSmtp(reader, json["smtp"], read);
  read.file = reader.text(json, "", "file");
  read.file_sync = reader.flag(json, "", "file_sync", true);
  if (json.contains("routes")) readRoutes(reader, json["routes"], read);
  read.otherwise = reader.text(json, "", "otherwise");
  if (!read.otherwise.empty()) checkVia(reader, read.otherwise, "otherwise", read);
  if (json.contains("retry")) readRetry(reader, json["retry"], read.retry);
  if (reader.ok() && read.webhooks.empty() && !read.slack && !read.smtp && read.file.empty()) {
    reader.fail("it names no receiver: give `webhooks`, `slack`, `smtp` or `file`");
  }
  if (!reader.ok()) return false;
  config = std::move(read);
  return true;
}

bool loadConfig(const std::string& path, OutboxConfig& config, std::string& error, const Environment& environment, bool (*stopped)()) {
  ingest::FileSource source(path);
  source.stopWhen(stopped);
  std::string text, why = source.error();
  if (!why.empty() || !ingest::readWhole(source, text, why)) {
    error = "`" + path + "` cannot be read: " + why;
    return false;
  }
  if (parseConfig(text, config, error, environment)) return true;
  error = "`" + path + "`: " + error;
  return false;
}

}  // namespace leadflow::outbox

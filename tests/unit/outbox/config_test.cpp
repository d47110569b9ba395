// The configuration, which adapter it chooses, and files of effects.
#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <fstream>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "runtime/outbox/config.hpp"
#include "runtime/outbox/ndjson.hpp"
#include "runtime/outbox/router.hpp"
#include "tests/unit/outbox/effects.hpp"
#include "tests/unit/outbox/servers.hpp"

using namespace leadflow;
using namespace leadflow::outbox;
using namespace leadflow::outbox::test;

namespace {

const port::ManualClock kClock(1772463600000);

std::optional<std::string> environment(const std::string& name) {
  if (name == "CRM_SECRET") return "s3cret";
  if (name == "SMTP_PASSWORD") return "p";
  if (name == "SLACK_URL") return "https://hooks.slack.example/T/B/x";
  return std::nullopt;
}

std::string problem(const std::string& json) {
  OutboxConfig config;
  std::string error;
  return parseConfig(json, config, error, environment) ? "fine" : error;
}

OutboxConfig parsed(const std::string& json) {
  OutboxConfig config;
  std::string error;
  const bool ok = parseConfig(json, config, error, environment);
  INFO(error);
  REQUIRE(ok);
  return config;
}

port::Effect effectOf(port::EffectKind kind, const std::string& channel = "", const std::string& target = "") {
  port::Effect effect = reminder();
  effect.kind = kind;
  effect.channel = channel;
  effect.target = target;
  return effect;
}

/// A file of its own, removed at the end.
struct TempFile {
  std::string path;
  TempFile() {
    std::string name = "/tmp/leadflow_outbox_XXXXXX";
    const int fd = mkstemp(name.data());
    if (fd >= 0) ::close(fd);
    path = name;
  }
  ~TempFile() { ::unlink(path.c_str()); }
  std::string text() const {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
  void write(const std::string& text) const { std::ofstream(path, std::ios::binary) << text; }
};

constexpr const char* kWhole = R"({
  "webhooks": {
    "crm": { "url": "https://crm.example/hooks/leads", "secret_env": "CRM_SECRET", "timeout_ms": 5000, "headers": { "Authorization": "Bearer x" } },
    "bi":  { "url": "http://10.0.0.7/in", "secret": "other", "connect_timeout_ms": 100 }
  },
  "slack": { "url_env": "SLACK_URL", "channels": { "#sales": "https://hooks.slack.example/T/B/y" }, "users": { "ana": "U024BE7LH" } },
  "smtp": { "url": "smtp://mail.example:587", "user": "leads", "password_env": "SMTP_PASSWORD", "from": "LeadFlow <leads@example.com>",
            "templates": { "first_touch": { "subject": "Hello {first_name}", "text": "Dear {first_name}" } } },
  "file": "outbox.ndjson", "file_sync": false,
  "routes": [ { "kind": "remind", "via": "slack" }, { "kind": "notify", "channel": "email", "target": "", "via": "webhook bi" }, { "kind": "log", "via": "none" } ],
  "otherwise": "file",
  "retry": { "base_ms": 2000, "factor": 3, "cap_ms": 600000, "attempts": 20 }
})";

}  // namespace

TEST_CASE("a whole configuration is read") {
  const OutboxConfig config = parsed(kWhole);
  REQUIRE(config.webhooks.size() == 2);
  const WebhookConfig& crm = config.webhooks[1];
  CHECK(crm.name == "crm");
  CHECK(crm.url == "https://crm.example/hooks/leads");
  CHECK(crm.secret == "s3cret");
  CHECK(crm.timeouts.connect_ms == 3000);
  CHECK(crm.timeouts.total_ms == 5000);
  REQUIRE(crm.headers.size() == 1);
  CHECK(crm.headers[0].second == "Bearer x");
  CHECK(config.webhooks[0].secret == "other");
  REQUIRE(config.slack);
  CHECK(config.slack->url == "https://hooks.slack.example/T/B/x");
  CHECK(config.slack->channels.at("#sales") == "https://hooks.slack.example/T/B/y");
  CHECK(config.slack->users.at("ana") == "U024BE7LH");
  REQUIRE(config.smtp);
  CHECK(config.smtp->password == "p");
  CHECK(config.smtp->tls == MailTls::Required);
  CHECK(config.smtp->timeouts.total_ms == 30'000);
  CHECK(config.smtp->templates.at("first_touch").subject == "Hello {first_name}");
  CHECK(config.file == "outbox.ndjson");
  CHECK_FALSE(config.file_sync);
  CHECK(config.routes.size() == 3);
  CHECK(config.retry.base_ms == 2000);
  CHECK(config.retry.factor == 3);
  CHECK(config.retry.cap_ms == 600'000);
  CHECK(config.retry.attempts == 20);
}

TEST_CASE("a secret for all webhooks, and encryption of mail as far as offered without a password") {
  const OutboxConfig config = parsed(R"({"secret_env":"CRM_SECRET","webhooks":{"a":{"url":"http://x/"},"b":{"url":"http://x/","secret":"own"}},
    "smtp":{"url":"smtp://localhost","from":"a@x.example"}})");
  CHECK(config.webhooks[0].secret == "s3cret");
  CHECK(config.webhooks[1].secret == "own");
  CHECK(config.smtp->tls == MailTls::Try);
  CHECK(config.retry.attempts == 12);
}

TEST_CASE("what is wrong with a configuration is said with its place") {
  CHECK(problem("{") == "no JSON: line 1 cannot be read");
  CHECK(problem("{\n\"file\": \"x\",\n}") == "no JSON: line 3 cannot be read");
  CHECK(problem("[]") == "this is no JSON object");
  CHECK(problem("{}") == "it names no receiver: give `webhooks`, `slack`, `smtp` or `file`");
  CHECK(problem(R"({"webhook":{}})") ==
        "`webhook` is unknown; known here: `webhooks`, `secret`, `secret_env`, `slack`, `smtp`, `file`, `file_sync`, `routes`, `otherwise`, `retry`");
  CHECK(problem(R"({"webhooks":[]})") == "`webhooks` is no object");
  CHECK(problem(R"({"webhooks":{"crm":{}}})") == "`webhooks.crm.url` is missing");
  CHECK(problem(R"({"webhooks":{"crm":{"url":7}}})") == "`webhooks.crm.url` is no text");
  CHECK(problem(R"({"webhooks":{"crm":{"url":"crm.example"}}})") ==
        "`webhooks.crm.url` is no address that begins with `https://` or `http://`");
  CHECK(problem(R"({"webhooks":{"crm":{"url":"file:///etc/passwd"}}})") ==
        "`webhooks.crm.url` is no address that begins with `https://` or `http://`");
  CHECK(problem(R"({"webhooks":{"crm":{"url":"http://x/\r\nX: 1"}}})") ==
        "`webhooks.crm.url` is no address that begins with `https://` or `http://`");
  CHECK(problem(R"({"webhooks":{"crm":{"url":"http://x","secret_env":"NO_SUCH"}}})") ==
        "the environment has no `NO_SUCH`, which `webhooks.crm.secret_env` names");
  CHECK(problem(R"({"webhooks":{"crm":{"url":"http://x","secret":"a","secret_env":"CRM_SECRET"}}})") ==
        "`webhooks.crm.secret` and `webhooks.crm.secret_env` are both given");
  CHECK(problem(R"({"webhooks":{"crm":{"url":"http://x","timeout_ms":0}}})") ==
        "`webhooks.crm.timeout_ms` is no whole number from 1 to 120000");
  CHECK(problem(R"({"webhooks":{"crm":{"url":"http://x","headers":{"A":"b\r\nC: d"}}}})") ==
        "`webhooks.crm.headers` has a name or value that no header can have");
  CHECK(problem(R"({"slack":{}})") == "`slack.url` is missing");
  CHECK(problem(R"({"smtp":{"url":"http://x","from":"a@x.example"}})") ==
        "`smtp.url` is no address that begins with `smtps://` or `smtp://`");
  CHECK(problem(R"({"smtp":{"url":"smtp://x"}})") == "`smtp.from` is missing");
  CHECK(problem(R"({"smtp":{"url":"smtp://x","from":"leads"}})") == "`smtp.from` is no mail address");
  CHECK(problem(R"({"smtp":{"url":"smtp://x","from":"a@x.example","user":"u"}})") ==
        "`smtp.password_env` is missing, since `smtp.user` is given");
  CHECK(problem(R"({"smtp":{"url":"smtp://x","from":"a@x.example","tls":"maybe"}})") == "`smtp.tls` is none of `required`, `try`, `none`");
  CHECK(problem(R"({"smtp":{"url":"smtp://x","from":"a@x.example","templates":{"t":{"subject":"s"}}}})") ==
        "`smtp.templates.t.text` is missing");
  CHECK(problem(R"({"file":"-","routes":[{"via":"slack"}]})") == "`routes[0].via` names `slack`, which the configuration does not have");
  CHECK(problem(R"({"file":"-","routes":[{"kind":"shout","via":"file"}]})") == "`routes[0].kind` is no kind of effect: `shout`");
  CHECK(problem(R"({"file":"-","routes":[{"kind":"log"}]})") == "`routes[0].via` is missing");
  CHECK(problem(R"({"file":"-","otherwise":"crm"})") == "`otherwise` names `crm`, which the configuration does not have");
  CHECK(problem(R"({"file":"-","retry":{"attempts":0}})") == "`retry.attempts` is no whole number from 1 to 1000");
  CHECK(problem(R"({"file":"-","file_sync":1})") == "`file_sync` is neither true nor false");

  OutboxConfig config;
  std::string error;
  CHECK_FALSE(loadConfig("/no/such/outbox.json", config, error));
  CHECK(error == "`/no/such/outbox.json` cannot be read: no such file");
  const TempFile file;
  file.write("{\"file\": 1}");
  CHECK_FALSE(loadConfig(file.path, config, error));
  CHECK(error == "`" + file.path + "`: `file` is no text");
  file.write("{\"file\": \"-\"}");
  CHECK(loadConfig(file.path, config, error));
}

TEST_CASE("routes choose first, then what the effect says, then `otherwise`") {
  using port::EffectKind;
  const Router router(parsed(kWhole), kClock);
  CHECK(router.via(effectOf(EffectKind::Remind)) == "slack");                            // routes[0]
  CHECK(router.via(effectOf(EffectKind::Notify, "email")) == "webhook bi");              // routes[1]
  CHECK(router.via(effectOf(EffectKind::Log)) == "none");                                // routes[2]
  CHECK(router.via(effectOf(EffectKind::Webhook, "", "crm")) == "webhook crm");
  CHECK(router.via(effectOf(EffectKind::Notify, "webhook", "crm")) == "webhook crm");
  CHECK(router.via(effectOf(EffectKind::Notify, "slack", "#sales")) == "slack");
  CHECK(router.receiver(effectOf(EffectKind::Notify, "slack", "#sales")) == "slack #sales");
  CHECK(router.receiver(effectOf(EffectKind::Notify, "slack", "#sdr")) == "slack");
  CHECK(router.via(effectOf(EffectKind::Report, "email")) == "smtp");
  CHECK(router.via(effectOf(EffectKind::Email, "email", "first_touch")) == "smtp");
  CHECK(router.via(effectOf(EffectKind::Escalate)) == "smtp");                           // no channel, but an address
  port::Effect nowhere = effectOf(EffectKind::Escalate);
  nowhere.to_email.clear();
  CHECK(router.via(nowhere) == "file");
  CHECK(router.via(effectOf(EffectKind::Set)) == "file");
  CHECK(router.via(effectOf(EffectKind::Webhook, "", "no_such")) == "file");
}

TEST_CASE("a receiver that the configuration lacks is a dead letter, and `none` takes without doing anything") {
  using port::EffectKind;
  Router router(parsed(R"({"webhooks":{"crm":{"url":"http://127.0.0.1:1/"}},"routes":[{"kind":"log","via":"none"}]})"), kClock);
  CHECK(shown(router.deliver(effectOf(EffectKind::Webhook, "", "bi"))) == "never: the configuration has no `webhook bi`");
  CHECK(shown(router.deliver(effectOf(EffectKind::Notify, "slack", "#x"))) == "never: the configuration has no `slack`");
  CHECK(shown(router.deliver(effectOf(EffectKind::Set))) == "never: the configuration has no receiver for `set`");
  CHECK(shown(router.deliver(effectOf(EffectKind::Task, "task"))) == "never: the configuration has no receiver for `task` over `task`");
  CHECK(shown(router.deliver(effectOf(EffectKind::Log))) == "delivered");
  CHECK(router.receiver(effectOf(EffectKind::Set)).empty());
}

TEST_CASE("a simulated effect leaves the house under no circumstances") {
  const HttpServer server([](const HttpCall&, std::size_t) { return http(200); });
  const TempFile file;
  OutboxConfig config = parsed(R"({"webhooks":{"crm":{"url":")" + server.url() + R"("}},"file":")" + file.path + R"("})");
  Router router(config, kClock);
  port::Effect effect = effectOf(port::EffectKind::Webhook, "", "crm");
  effect.simulated = true;
  CHECK(shown(router.deliver(effect)) == "never: a simulated effect is not sent");
  CHECK(server.calls().empty());
  effect.kind = port::EffectKind::Set;
  CHECK(shown(router.deliver(effect)) == "delivered");
  CHECK(file.text() == port::toJson(effect) + "\n");
}

TEST_CASE("with nothing but a file, the file takes everything, a line each") {
  const TempFile file;
  file.write("{\"key\":\"earlier\"}\n");
  Router router(parsed(R"({"file":")" + file.path + R"("})"), kClock);
  const port::Effect first = effectOf(port::EffectKind::Notify, "slack", "#x"), second = effectOf(port::EffectKind::Email, "email", "t");
  CHECK(shown(router.deliver(first)) == "delivered");
  CHECK(shown(router.deliver(second)) == "delivered");
  CHECK(file.text() == "{\"key\":\"earlier\"}\n" + port::toJson(first) + "\n" + port::toJson(second) + "\n");
}

TEST_CASE("a line torn by a crash or a full disk spoils no other") {
  const TempFile file;
  file.write("{\"key\":\"torn");
  NdjsonAdapter adapter(std::make_shared<LineFile>(file.path), "file");
  CHECK(shown(adapter.deliver(reminder())) == "delivered");
  CHECK(file.text() == "{\"key\":\"torn\n" + port::toJson(reminder()) + "\n");
}

TEST_CASE("a file that cannot be written is tried again, and works as soon as it can be") {
  const TempFile folder;  // its name with a file below it: no folder
  NdjsonAdapter adapter(std::make_shared<LineFile>("/no/such/folder/outbox.ndjson"), "file");
  const Attempt attempt = adapter.deliver(reminder());
  CHECK(shown(attempt) == "later: file: no such folder");
  CHECK(attempt.receiver_down);
  NdjsonAdapter directory(std::make_shared<LineFile>("/tmp"), "file");
  CHECK(shown(directory.deliver(reminder())) == "later: file: this is a directory");
  NdjsonAdapter full(std::make_shared<LineFile>("/dev/full", false), "file");  // always out of space
  CHECK(shown(full.deliver(reminder())) == "later: file: no space left");

  const std::string path = folder.path + ".later/outbox.ndjson";
  NdjsonAdapter late(std::make_shared<LineFile>(path), "file");
  CHECK(late.deliver(reminder()).result == Attempt::Result::Later);
  REQUIRE(std::system(("mkdir " + folder.path + ".later").c_str()) == 0);
  CHECK(shown(late.deliver(reminder())) == "delivered");
  CHECK(std::system(("rm -r " + folder.path + ".later").c_str()) == 0);
}

TEST_CASE("a file that is rotated away, emptied or removed loses no line and takes none of another's") {
  const TempFile file;
  NdjsonAdapter adapter(std::make_shared<LineFile>(file.path), "file");
  const auto line = [](const std::string& key) { return port::toJson(reminder(key)) + "\n"; };
  CHECK(shown(adapter.deliver(reminder("a"))) == "delivered");
  REQUIRE(std::rename(file.path.c_str(), (file.path + ".1").c_str()) == 0);
  CHECK(shown(adapter.deliver(reminder("b"))) == "delivered");
  CHECK(file.text() == line("b"));
  REQUIRE(std::remove(file.path.c_str()) == 0);
  CHECK(shown(adapter.deliver(reminder("c"))) == "delivered");
  CHECK(file.text() == line("c"));
  file.write("");   // emptied in place
  CHECK(shown(adapter.deliver(reminder("d"))) == "delivered");
  CHECK(file.text() == line("d"));
  std::ifstream moved(file.path + ".1");
  const std::string kept((std::istreambuf_iterator<char>(moved)), {});
  CHECK(kept == line("a"));
  CHECK(std::remove((file.path + ".1").c_str()) == 0);
}

TEST_CASE("what leads said is written for the owner of the process alone") {
  const TempFile file;
  REQUIRE(std::remove(file.path.c_str()) == 0);
  NdjsonAdapter adapter(std::make_shared<LineFile>(file.path), "file");
  REQUIRE(shown(adapter.deliver(reminder())) == "delivered");
  struct stat info {};
  REQUIRE(::stat(file.path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("two processes may add to one file: lines stay whole") {
  const TempFile file;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 4; ++writer) {
    threads.emplace_back([&file, writer] {
      LineFile lines(file.path, false);
      for (int i = 0; i < 200; ++i) lines.write(std::string(1000, static_cast<char>('a' + writer)) + "\n");
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::istringstream in(file.text());
  std::size_t count = 0, torn = 0;
  for (std::string line; std::getline(in, line); ++count) {
    if (line.size() != 1000 || line.find_first_not_of(line[0]) != std::string::npos) ++torn;
  }
  CHECK(count == 800);
  CHECK(torn == 0);
}

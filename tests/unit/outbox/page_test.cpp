// What docs/operations/outbox.md shows: the configuration can be read, and the receivers' examples tell our signatures from
// wrong ones.
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>

#include "runtime/outbox/config.hpp"
#include "runtime/outbox/signature.hpp"

using namespace leadflow;
using namespace leadflow::outbox;

namespace {

std::string page() {
  std::ifstream in("docs/operations/outbox.md", std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  REQUIRE(text.str().size() > 1000);
  return text.str();
}

/// The block behind a fence line.
std::string block(const std::string& fence) {
  const std::string all = page();
  const std::size_t start = all.find("```" + fence + "\n");
  REQUIRE(start != std::string::npos);
  const std::size_t begin = all.find('\n', start) + 1;
  return all.substr(begin, all.find("\n```", begin) + 1 - begin);
}

bool installed(const std::string& program) { return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0; }

/// What a program prints.
std::string printed(const std::string& command) {
  std::string out;
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  for (int byte = std::fgetc(pipe); byte != EOF; byte = std::fgetc(pipe)) out += static_cast<char>(byte);
  pclose(pipe);
  return out;
}

struct Script {
  std::string path;
  Script(const std::string& suffix, const std::string& text) {
    std::string name = "/tmp/leadflow_page_XXXXXX" + suffix;
    const int fd = mkstemps(name.data(), static_cast<int>(suffix.size()));
    REQUIRE(fd >= 0);
    path = name;
    std::ofstream(path) << text;
  }
  ~Script() { std::remove(path.c_str()); }
};

/// The cases as lines of the examples' own language; `call(header, body, secret)` makes one.
template <class Call>
std::string cases(Call call) {
  const std::int64_t now = std::time(nullptr);
  const std::string body = R"({"key":"00Q1/17/0","text":"Müller"})";
  const std::string good = signatureOf("s3cret", now, body);
  return call(good, body, "s3cret") + call(good, body + " ", "s3cret") + call(good, body, "other") +
         call(signatureOf("s3cret", now - 400, body), body, "s3cret") + call("", body, "s3cret") + call("t=1", body, "s3cret") +
         call(good.substr(0, good.size() - 2), body, "s3cret");
}

}  // namespace

TEST_CASE("the page's configuration is one") {
  OutboxConfig config;
  std::string error;
  const bool ok = parseConfig(block("json file=outbox.json"), config, error, [](const std::string& name) -> std::optional<std::string> {
    return name == "SLACK_URL" ? "https://hooks.slack.example/x" : "secret";
  });
  INFO(error);
  REQUIRE(ok);
  CHECK(config.retry.base_ms == RetryPolicy{}.base_ms);  // "which are also the defaults"
  CHECK(config.retry.factor == RetryPolicy{}.factor);
  CHECK(config.retry.cap_ms == RetryPolicy{}.cap_ms);
  CHECK(config.retry.attempts == RetryPolicy{}.attempts);
  CHECK(config.webhooks.back().timeouts.connect_ms == 3000);
  CHECK(config.webhooks.back().timeouts.total_ms == 10000);
}

TEST_CASE("the page's effect is written as we write it") {
  const std::string all = page();
  const std::size_t start = all.find("{\"key\":");
  REQUIRE(start != std::string::npos);
  const std::string line = all.substr(start, all.find('\n', start) - start);
  port::Effect effect;
  REQUIRE(port::fromJson(line, effect));
  CHECK(port::toJson(effect) == line);
}

TEST_CASE("the page's Python tells our signature from wrong ones") {
  REQUIRE(installed("python3"));
  const Script script(".py", block("python file=verify.py") + cases([](const std::string& header, const std::string& body, const std::string& secret) {
                               return "print(genuine('" + header + "', '" + body + "'.encode(), b'" + secret + "'))\n";
                             }));
  CHECK(printed("python3 " + script.path + " 2>&1") == "True\nFalse\nFalse\nFalse\nFalse\nFalse\nFalse\n");
}

TEST_CASE("the page's Node program tells our signature from wrong ones, where Node is installed") {
  if (!installed("node")) {
    WARN("no node here: not run");
    return;
  }
  const Script script(".js", block("js file=verify.js") + cases([](const std::string& header, const std::string& body, const std::string& secret) {
                               return "console.log(genuine('" + header + "', Buffer.from('" + body + "'), '" + secret + "'));\n";
                             }));
  CHECK(printed("node " + script.path + " 2>&1") == "true\nfalse\nfalse\nfalse\nfalse\nfalse\nfalse\n");
}

// Webhooks and Slack against a real server on loopback, in good and bad order.
#include <catch2/catch.hpp>
#include <chrono>

#include "runtime/outbox/signature.hpp"
#include "runtime/outbox/slack.hpp"
#include "runtime/value/rim_text.hpp"
#include "runtime/outbox/webhook.hpp"
#include "tests/unit/outbox/effects.hpp"
#include "tests/unit/outbox/servers.hpp"

using namespace leadflow;
using namespace leadflow::outbox;
using namespace leadflow::outbox::test;

namespace {

const port::ManualClock kClock(1772463600000);

WebhookConfig crm(const std::string& url) {
  WebhookConfig config;
  config.name = "crm";
  config.url = url;
  config.secret = "s3cret";
  config.timeouts = {500, 1500};
  return config;
}

Attempt deliverTo(const std::string& url, const port::Effect& effect = reminder()) {
  return WebhookAdapter(crm(url), kClock).deliver(effect);
}

Attempt answered(const std::string& bytes, const port::Effect& effect = reminder()) {
  const HttpServer server([&](const HttpCall&, std::size_t) { return bytes; });
  return deliverTo(server.url(), effect);
}

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("a webhook gets the effect as JSON, under its key, signed") {
  const HttpServer server([](const HttpCall&, std::size_t) { return http(204, ""); });
  WebhookConfig config = crm(server.url("/hooks/leads?x=1"));
  config.headers = {{"Authorization", "Bearer abc"}};
  CHECK(shown(WebhookAdapter(config, kClock).deliver(reminder())) == "delivered");

  REQUIRE(server.calls().size() == 1);
  const HttpCall call = server.calls()[0];
  CHECK(call.first_line == "POST /hooks/leads?x=1 HTTP/1.1");
  CHECK(call.body == port::toJson(reminder()));
  CHECK(call.headers.at("content-type") == "application/json");
  CHECK(call.headers.at("authorization") == "Bearer abc");
  CHECK(call.headers.at("idempotency-key") == "00Q1/17/0");
  CHECK(call.headers.count("expect") == 0);
  const std::string signature = call.headers.at("x-leadflow-signature");
  CHECK(signature.starts_with("t=1772463600,v1="));
  CHECK(signatureHolds(signature, "s3cret", call.body, 1772463700));
  CHECK_FALSE(signatureHolds(signature, "s3cret", call.body + " ", 1772463700));
}

TEST_CASE("two deliveries of one effect carry the same key and body") {
  const HttpServer server([](const HttpCall&, std::size_t n) { return http(n == 0 ? 500 : 200); });
  WebhookAdapter adapter(crm(server.url()), kClock);
  CHECK(adapter.deliver(reminder()).result == Attempt::Result::Later);
  CHECK(adapter.deliver(reminder()).result == Attempt::Result::Delivered);
  const auto calls = server.calls();
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].headers.at("idempotency-key") == calls[1].headers.at("idempotency-key"));
  CHECK(calls[0].body == calls[1].body);
}

TEST_CASE("keys stay distinct and harmless as a header") {
  CHECK(headerText("00Q1/17/0") == "00Q1/17/0");
  CHECK(headerText("a b\r\nX: 1") == "a%20b%0D%0AX:%201");
  CHECK(headerText("a%20b") == "a%2520b");
  CHECK(headerText("é") == "%C3%A9");
}

TEST_CASE("without a secret nothing is signed") {
  const HttpServer server([](const HttpCall&, std::size_t) { return http(200); });
  WebhookConfig config = crm(server.url());
  config.secret.clear();
  CHECK(WebhookAdapter(config, kClock).deliver(reminder()).result == Attempt::Result::Delivered);
  CHECK(server.calls().at(0).headers.count("x-leadflow-signature") == 0);
}

TEST_CASE("what a webhook answers decides what happens next") {
  CHECK(shown(answered(http(200))) == "delivered");
  CHECK(shown(answered(http(202, "{\"garbage\":"))) == "delivered");
  CHECK(shown(answered(http(500, ""))) == "later: the webhook `crm` answered 500");
  CHECK(shown(answered(http(503, "down for\r\n maintenance\x01"))) == "later: the webhook `crm` answered 503: down for maintenance");
  CHECK(shown(answered(http(408, ""))) == "later: the webhook `crm` answered 408");
  CHECK(shown(answered(http(400, "no field `id`"))) == "never: the webhook `crm` answered 400: no field `id`");
  CHECK(shown(answered(http(401, ""))) == "never: the webhook `crm` answered 401");
  CHECK(shown(answered(http(410, ""))) == "never: the webhook `crm` answered 410");
  CHECK(shown(answered(http(404, std::string(5000, 'x')))) == "never: the webhook `crm` answered 404: " + std::string(120, 'x'));
}

TEST_CASE("an answer is not quoted when it may echo personal data") {
  port::Effect effect = reminder();
  effect.pii = true;
  CHECK(shown(answered(http(400, "ana@x.example is no address"), effect)) == "never: the webhook `crm` answered 400");
}

TEST_CASE("a redirect is not followed: a signed body goes only where the configuration says") {
  const HttpServer elsewhere([](const HttpCall&, std::size_t) { return http(200); });
  CHECK(shown(answered(http(302, "", "Location: " + elsewhere.url() + "\r\n"))) ==
        "never: the webhook `crm` answered 302, a redirect, which is not followed");
  CHECK(elsewhere.calls().empty());
}

TEST_CASE("Retry-After is heard, in seconds and as a date") {
  const Attempt seconds_later = answered(http(429, "", "Retry-After: 120\r\n"));
  CHECK(shown(seconds_later) == "later: the webhook `crm` answered 429");
  CHECK(seconds_later.retry_after_ms == 120'000);
  CHECK(seconds_later.receiver_down);
  const Attempt unavailable = answered(http(503, "", "Retry-After: 7\r\n"));
  CHECK(unavailable.retry_after_ms == 7'000);
  CHECK(answered(http(503, "", "Retry-After: soon\r\n")).retry_after_ms == 0);
  CHECK(answered(http(429, "", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n")).retry_after_ms == 0);
  CHECK(answered(http(429, "", "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n")).retry_after_ms == 7 * 86'400'000LL);
  CHECK(answered(http(200, "", "Retry-After: 120\r\n")).retry_after_ms == 0);
}

TEST_CASE("garbage instead of an answer is worth another try") {
  CHECK(shown(answered("\x16\x03 what is this?\r\n\r\n")) == "later: the webhook `crm`: the answer is no HTTP");
  CHECK(shown(answered("<html>no status line</html>")) == "later: the webhook `crm`: the answer is no HTTP");
  CHECK(shown(answered("HTTP/1.1 banana\r\n\r\n")).starts_with("later: the webhook `crm`: "));
  CHECK(shown(answered("")) == "later: the webhook `crm`: the connection was closed without an answer");
}

TEST_CASE("a connection closed midway is worth another try, even after a 200") {
  CHECK(shown(answered("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")) ==
        "later: the webhook `crm`: the connection broke off");
  CHECK(answered("HTTP/1.1 200 OK\r\nContent-Le").result == Attempt::Result::Later);
}

TEST_CASE("a webhook that hangs costs its timeout and no more") {
  Attempt attempt;
  const HttpServer server([](const HttpCall&, std::size_t) { return HttpServer::kHang; });
  const double took = seconds([&] { attempt = deliverTo(server.url()); });
  CHECK(shown(attempt) == "later: the webhook `crm`: no answer within 1500 ms");
  CHECK(attempt.receiver_down);
  CHECK(took >= 1.4);
  CHECK(took < 4.0);
}

TEST_CASE("a webhook that hangs in the middle of its answer costs its timeout, too") {
  const HttpServer server([](const HttpCall&, std::size_t) { return "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nonly" + std::string(HttpServer::kHang); });
  const double took = seconds([&] { CHECK(deliverTo(server.url()).result == Attempt::Result::Later); });
  CHECK(took < 4.0);
}

TEST_CASE("nobody listens, no such host, no such address") {
  const Attempt refused = deliverTo("http://127.0.0.1:" + std::to_string(closedPort()) + "/");
  CHECK(shown(refused) == "later: the webhook `crm`: no connection: nobody listens there");
  CHECK(refused.receiver_down);
  const Attempt unknown = deliverTo("http://no-such-host.invalid/");
  CHECK(unknown.result == Attempt::Result::Later);
  CHECK(unknown.receiver_down);
  CHECK(shown(deliverTo("http://[")) == "never: the webhook `crm`: its address is no URL");
  CHECK(deliverTo("file:///etc/hostname").result != Attempt::Result::Delivered);
}

TEST_CASE("HMAC-SHA-256 is the one of RFC 4231") {
  CHECK(hmacSha256Hex("Jefe", "what do ya want for nothing?") == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hmacSha256Hex(std::string(20, '\x0b'), "Hi There") == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hmacSha256Hex(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(hmacSha256Hex("", "") == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  CHECK(sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a wrong signature is told") {
  const std::string header = signatureOf("s3cret", 1772463600, "{\"a\":1}");
  CHECK(signatureHolds(header, "s3cret", "{\"a\":1}", 1772463600));
  CHECK_FALSE(signatureHolds(header, "s3cret", "{\"a\":2}", 1772463600));   // another body
  CHECK_FALSE(signatureHolds(header, "another", "{\"a\":1}", 1772463600));  // another secret
  CHECK_FALSE(signatureHolds(header, "s3cret", "{\"a\":1}", 1772463901));   // 301 s old: a replay
  CHECK(signatureHolds(header, "s3cret", "{\"a\":1}", 1772463900));
  CHECK_FALSE(signatureHolds(header, "s3cret", "{\"a\":1}", 1772463299));   // from the future
  std::string moved = header;
  moved.replace(2, 10, "1772463601");  // the time is signed, too
  CHECK_FALSE(signatureHolds(moved, "s3cret", "{\"a\":1}", 1772463601));
  CHECK_FALSE(signatureHolds("", "s3cret", "{\"a\":1}", 1772463600));
  CHECK_FALSE(signatureHolds("t=,v1=", "s3cret", "{\"a\":1}", 1772463600));
  CHECK_FALSE(signatureHolds(header + "0", "s3cret", "{\"a\":1}", 1772463600));
}

TEST_CASE("Slack gets text, mentions and a link, and nothing that a lead wrote can mention anybody") {
  port::Effect effect = reminder();
  effect.kind = port::EffectKind::Notify;
  effect.channel = "slack";
  effect.target = "#sdr-alerts";
  effect.to.clear();
  effect.tagging = {"ana", "bo", "ana"};
  CHECK(slackBody(effect, {{"ana", "U024BE7LH"}}) ==
        R"({"channel":"#sdr-alerts","text":"<@U024BE7LH> <@bo> Müller &amp; Söhne &lt;GmbH&gt; is still waiting\n<https://crm.example/leads/00Q1|record 00Q1>"})");
  effect.text = "<!channel> <@U1> & <https://evil.example|click>";
  effect.tagging = {"<!here>"};
  effect.link = "https://crm.example/?a=1&b=<|>";
  CHECK(slackBody(effect, {}) ==
        R"({"channel":"#sdr-alerts","text":"&lt;!here&gt; &lt;!channel&gt; &lt;@⁠U1&gt; &amp; &lt;https:⁠//evil.example|click&gt;\n<https://crm.example/?a=1&amp;b=%3C%7C%3E|record 00Q1>"})");
  effect.text = "@here [click](https://evil.example) jo@x.example";   // others take more than Slack does; an address is one
  effect.tagging.clear();
  effect.link.clear();
  CHECK(slackBody(effect, {}) == "{\"channel\":\"#sdr-alerts\",\"text\":\"@\u2060here [click]\u2060(https:\u2060//evil.example) jo@x.example\"}");
  effect.text = "https://ours.example or https://theirs.example";   // the first by the playbook's own words
  effect.links = leadflow::linkPlaces("https://ours.example or ");
  CHECK(slackBody(effect, {}) == "{\"channel\":\"#sdr-alerts\",\"text\":\"https://ours.example or https:\u2060//theirs.example\"}");
  effect.link = "javascript:alert(1)";
  effect.text = "x";
  effect.target = "general";
  CHECK(slackBody(effect, {}) == R"({"text":"x"})");
}

TEST_CASE("Slack: one address for all channels, or one each; errors as with webhooks") {
  const HttpServer all([](const HttpCall&, std::size_t) { return http(200); });
  const HttpServer own([](const HttpCall&, std::size_t) { return http(404, "no_service"); });
  SlackConfig config;
  config.url = all.url("/all");
  config.channels["#own"] = own.url("/own");
  config.timeouts = {500, 1500};
  SlackAdapter adapter(config);
  port::Effect effect = reminder();
  effect.channel = "slack";
  effect.target = "#sdr-alerts";
  CHECK(adapter.receiver(effect) == "slack");
  CHECK(shown(adapter.deliver(effect)) == "delivered");
  CHECK(all.calls().at(0).headers.at("idempotency-key") == "00Q1/17/0");
  CHECK(all.calls().at(0).body == slackBody(effect, {}));
  effect.target = "#own";
  CHECK(adapter.receiver(effect) == "slack #own");
  CHECK(shown(adapter.deliver(effect)) == "never: slack `#own` answered 404: no_service");
  config.url.clear();
  effect.target = "#other";
  CHECK(shown(SlackAdapter(config).deliver(effect)) == "never: the configuration has no slack address for `#other`");
}

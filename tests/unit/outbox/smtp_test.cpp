// Mail against a real server on loopback, in good and bad order, and what stands in a mail.
#include <catch2/catch.hpp>
#include <chrono>
#include <map>

#include "runtime/outbox/dispatcher.hpp"
#include "runtime/outbox/smtp.hpp"
#include "tests/unit/outbox/effects.hpp"
#include "tests/unit/outbox/servers.hpp"

using namespace leadflow;
using namespace leadflow::outbox;
using namespace leadflow::outbox::test;

namespace {

SmtpConfig house(const SmtpServer& server) {
  SmtpConfig config;
  config.url = server.url();
  config.from = "LeadFlow <leads@house.example>";
  config.tls = MailTls::None;
  config.timeouts = {500, 1500};
  return config;
}

Attempt refused(SmtpServer::Manners manners, const port::Effect& effect = reminder()) {
  const SmtpServer server(std::move(manners));
  return SmtpAdapter(house(server)).deliver(effect);
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a mail arrives whole: sender, receivers, subject in UTF-8, body, link and reason") {
  const SmtpServer server({});
  port::Effect effect = reminder();
  effect.to = {"ana", "bo", "cy"};
  effect.to_email = {"ana@house.example", "", "cy@house.example"};
  effect.text =
      "Müller & Söhne <GmbH> is still waiting\n.\n..and a line of one dot stood above\nand one that is = longer than the seventy-six characters that a line may have";
  CHECK(shown(SmtpAdapter(house(server)).deliver(effect)) == "delivered");
  REQUIRE(server.mails().size() == 2);   // an envelope for each, the same message in both
  const Mail mail = server.mails()[0];
  INFO(mail.data);
  CHECK(mail.from == "<leads@house.example>");
  CHECK(mail.to == std::vector<std::string>{"<ana@house.example>"});
  CHECK(server.mails()[1].to == std::vector<std::string>{"<cy@house.example>"});
  CHECK(server.mails()[1].data == mail.data);
  CHECK(contains(mail.data, "Date: Mon, 02 Mar 2026 15:00:00 +0000\r\n"));
  CHECK(contains(mail.data, "From: \"LeadFlow\" <leads@house.example>\r\n"));
  CHECK(contains(mail.data, "To: ana@house.example,\r\n cy@house.example\r\n"));
  CHECK(contains(mail.data, "Subject: =?UTF-8?B?TcO8bGxlciAmIFPDtmhuZSA8R21iSD4gaXMgc3RpbGwgd2FpdGluZw==?=\r\n"));
  CHECK(contains(mail.data, "Message-ID: " + messageId("00Q1/17/0", "leads@house.example") + "\r\n"));
  CHECK(contains(mail.data, "\r\n\r\nM=C3=BCller & S=C3=B6hne <GmbH> is still waiting\r\n..\r\n...and a line of one dot stood above\r\n"));
  CHECK(contains(mail.data, "and one that is =3D longer than the seventy-six characters that a line may =\r\nhave\r\n\r\n"
                            "https://crm.example/leads/00Q1\r\n\r\nsla first_response at 50%\r\n"));
}

TEST_CASE("the second copy of a mail is the same, so that mail programs show one") {
  const SmtpServer server({});
  SmtpAdapter adapter(house(server));
  adapter.deliver(reminder());
  adapter.deliver(reminder());
  adapter.deliver(reminder("00Q1/17/1"));
  REQUIRE(server.mails().size() == 3);
  CHECK(server.mails()[0].data == server.mails()[1].data);
  CHECK(messageId("00Q1/17/0", "a@x.example") == messageId("00Q1/17/0", "b@x.example"));
  CHECK(messageId("00Q1/17/0", "a@x.example") != messageId("00Q1/17/1", "a@x.example"));
}

TEST_CASE("user and password are given when there are some, and a refusal of them waits for operations") {
  SmtpServer::Manners manners;
  manners.password = "AGxlYWRzAHMzY3JldA==";  // "\0leads\0s3cret"
  const SmtpServer server(manners);
  SmtpConfig config = house(server);
  config.user = "leads";
  config.password = "s3cret";
  CHECK(shown(SmtpAdapter(config).deliver(reminder())) == "delivered");
  config.password = "wrong";
  const Attempt attempt = SmtpAdapter(config).deliver(reminder());
  CHECK(shown(attempt) == "later: the mail server refused user or password");
  CHECK(attempt.receiver_down);
  manners = {};
  manners.replies["MAIL FROM"] = "530 5.7.0 authentication required\r\n";
  CHECK(shown(refused(manners)) == "later: the mail server refused user or password");
}

TEST_CASE("a password is never sent unencrypted when encryption is required") {
  SmtpServer::Manners manners;
  manners.password = "AGxlYWRzAHMzY3JldA==";
  const SmtpServer server(manners);
  SmtpConfig config = house(server);
  config.user = "leads";
  config.password = "s3cret";
  config.tls = MailTls::Required;  // the server offers none
  CHECK(shown(SmtpAdapter(config).deliver(reminder())) == "later: the mail server: no encrypted connection could be made");
  for (const std::string& line : server.lines()) CHECK_FALSE(contains(line, "AGxlYWRz"));
}

TEST_CASE("a domain of other letters goes as every server takes it, a name of other letters only where it is taken") {
  for (const bool utf8 : {false, true}) {
    SmtpServer::Manners manners;
    manners.utf8 = utf8;
    const SmtpServer server(manners);
    const auto sentTo = [&](const std::string& address) {
      port::Effect effect = reminder();
      effect.to_email = {address};
      return shown(SmtpAdapter(house(server)).deliver(effect));
    };
    CHECK(sentTo("jo@b\xC3\xBC" "cher.example") == "delivered");
    REQUIRE(server.mails().size() == 1);
    CHECK(server.mails()[0].to == std::vector<std::string>{"<jo@xn--bcher-kva.example>"});
    CHECK(contains(server.mails()[0].data, "To: jo@xn--bcher-kva.example\r\n"));
    CHECK_FALSE(contains(server.mails()[0].from, "SMTPUTF8"));
    const std::string name = sentTo("j\xC3\xB6@b\xC3\xBC" "cher.example");
    if (utf8) {
      CHECK(name == "delivered");
      REQUIRE(server.mails().size() == 2);
      CHECK(server.mails()[1].to == std::vector<std::string>{"<j\xC3\xB6@xn--bcher-kva.example>"});
      CHECK(contains(server.mails()[1].from, "SMTPUTF8"));
    } else {
      CHECK(name == "never: the mail server: it takes no address with letters that are not ASCII (it does not announce SMTPUTF8)");
      CHECK(server.mails().size() == 1);
      for (const std::string& line : server.lines()) CHECK_FALSE(contains(line, "j\xC3\xB6"));
    }
    CHECK(sentTo("jo@\xE2\x80\x8E.example") == "never: the domain of `jo@\xE2\x80\x8E.example` is none in ASCII, as mail servers take it");
  }
}

TEST_CASE("4xx is worth another try, 5xx is not") {
  SmtpServer::Manners manners;
  manners.replies["RCPT TO"] = "450 greylisted\r\n";
  CHECK(shown(refused(manners)) == "later: the mail server answered 450");
  manners.replies["RCPT TO"] = "550 no such user\r\n";
  CHECK(shown(refused(manners)) == "never: the mail server answered 550");
  manners = {};
  manners.replies["MAIL FROM"] = "451 busy\r\n";
  CHECK(shown(refused(manners)) == "later: the mail server answered 451");
  manners = {};
  manners.replies["."] = "554 looks like spam\r\n";
  CHECK(shown(refused(manners)) == "never: the mail server answered 554");
  manners.replies["."] = "452 mailbox full\r\n";
  CHECK(shown(refused(manners)) == "later: the mail server answered 452");
  manners = {};
  manners.greeting = "421 too many connections\r\n";
  CHECK(shown(refused(manners)) == "later: the mail server answered 421");
}

TEST_CASE("a mail to several: whoever accepts it has it once, whoever is busy gets it later, whoever refuses it for good is named") {
  // Every pair of answers, tried until nothing is due. What the busy one says the second time is 250.
  struct Case { const char* first; const char* second; const char* status; std::size_t mails; };
  const Case cases[] = {
      {"250 ok", "250 ok", "delivered", 2}, {"250 ok", "450 busy", "delivered", 2}, {"250 ok", "550 none", "dead", 1},
      {"450 busy", "250 ok", "delivered", 2}, {"450 busy", "450 busy", "delivered", 2}, {"450 busy", "550 none", "dead", 1},
      {"550 none", "250 ok", "dead", 1}, {"550 none", "450 busy", "dead", 1}, {"550 none", "550 none", "dead", 0},
  };
  for (const Case& each : cases) {
    INFO(each.first << " and " << each.second);
    port::MemoryOutbox store;
    port::ManualClock clock{1772463600000};
    port::Effect effect = reminder();
    effect.to_email = {"an@house.example", "bo@house.example"};
    store.add(effect, clock.now());
    std::map<std::string, std::size_t> got;
    std::vector<port::OutboxStore::Row> rows;
    for (int round = 0; round < 3; ++round) {
      SmtpServer::Manners manners;
      const auto answer = [round](const char* said) { return std::string(round > 0 && said[0] == '4' ? "250 ok" : said) + "\r\n"; };
      manners.replies["RCPT TO:<an@house.example>"] = answer(each.first);
      manners.replies["RCPT TO:<bo@house.example>"] = answer(each.second);
      const SmtpServer server(manners);
      SmtpAdapter adapter(house(server));
      Dispatcher dispatcher(store, adapter, clock);
      RoundCounts counts;
      REQUIRE(dispatcher.round(counts));
      for (const Mail& mail : server.mails())
        for (const std::string& to : mail.to) ++got[to];
      clock.advance(86'400'000);
    }
    rows.clear();
    store.list("", 10, rows);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].status == each.status);
    std::size_t all = 0;
    for (const auto& [to, times] : got) {
      CHECK(times == 1);
      all += times;
    }
    CHECK(all == each.mails);
    if (rows[0].status == "dead" && each.mails == 1) {
      CHECK(contains(rows[0].reason, "550"));
      CHECK(contains(rows[0].reason, "1 of 2 have it"));
      // Given all its attempts again, only the one who refused it is asked.
      REQUIRE(store.retry("00Q1/17/0", clock.now()));
      const SmtpServer server({});
      SmtpAdapter adapter(house(server));
      Dispatcher dispatcher(store, adapter, clock);
      RoundCounts counts;
      REQUIRE(dispatcher.round(counts));
      CHECK(counts.delivered == 1);
      REQUIRE(server.mails().size() == 1);
      CHECK(got.count(server.mails()[0].to.front()) == 0);
    }
  }
}

TEST_CASE("an address of several that is none costs the others nothing, and nobody gets the same mail twice") {
  const SmtpServer server({});
  port::Effect effect = reminder();
  effect.to_email = {"none", "bo@house.example", "bo@house.example"};
  CHECK(shown(SmtpAdapter(house(server)).deliver(effect)) == "never: `none` is no mail address; 1 of 1 have it");
  REQUIRE(server.mails().size() == 1);
  CHECK(server.mails()[0].to == std::vector<std::string>{"<bo@house.example>"});
}

TEST_CASE("a mail server that hangs, breaks off, talks nonsense or is not there") {
  const auto start = std::chrono::steady_clock::now();
  SmtpServer::Manners manners;
  manners.greeting = HttpServer::kHang;
  const Attempt hung = refused(manners);
  CHECK(shown(hung) == "later: the mail server: no answer within 1500 ms");
  CHECK(hung.receiver_down);
  manners = {};
  manners.hang_after_data = true;
  CHECK(shown(refused(manners)) == "later: the mail server: no answer within 1500 ms");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(8));
  manners = {};
  manners.close_in_data = true;
  CHECK(refused(manners).result == Attempt::Result::Later);
  manners = {};
  manners.greeting = "\x16\x03 what?\r\nHTTP/1.1 200 OK\r\n";
  CHECK(refused(manners).result == Attempt::Result::Later);
  SmtpConfig config;
  config.url = "smtp://127.0.0.1:" + std::to_string(closedPort());
  config.from = "leads@house.example";
  CHECK(shown(SmtpAdapter(config).deliver(reminder())) == "later: the mail server: no connection: nobody listens there");
}

TEST_CASE("a mail to the lead is written from a template and shows nothing of the house") {
  SmtpConfig config;
  config.from = "leads@house.example";
  config.templates["first_touch"] = {"Hello {first_name}\r\nBcc: all@x.example", "Dear {first_name}, {{you} wrote {count} times{unknown|}{title| to us}.\n"};
  port::Effect effect = reminder();
  effect.kind = port::EffectKind::Email;
  effect.channel = "email";
  effect.target = "first_touch";
  effect.to = {"zoë@lead.example"};
  effect.to_email.clear();
  effect.text.clear();
  effect.fields = {{"first_name", "\"Zo\\u00eb\""}, {"count", "3"}, {"unknown", "null"}};
  MailText mail;
  std::string why_not;
  REQUIRE(mailOf(effect, config, mail, why_not));
  CHECK(mail.to == std::vector<std::string>{"zoë@lead.example"});
  CHECK(mail.subject == "Hello Zoë\r\nBcc: all@x.example");
  CHECK(mail.body == "Dear Zoë, {you} wrote 3 times to us.\n");
  CHECK_FALSE(contains(mailMessage(mail), "\r\nBcc"));  // one line, whatever stands in it
  CHECK_FALSE(contains(mailMessage(mail), "crm.example"));
  // A greeting without a name is no mail that anybody wants to have sent.
  config.templates["first_touch"].text = "Dear {title},\n";
  CHECK_FALSE(mailOf(effect, config, mail, why_not));
  CHECK(why_not == "the template `first_touch` needs `title`, which the lead does not have; `{title|…}` says what stands there instead");
  CHECK(templateNames({"Hello {first_name|there}", "{{no} {link} {first_name} {company}"}) == std::vector<std::string>{"first_name", "link", "company"});
  effect.target = "second_touch";
  why_not.clear();
  CHECK_FALSE(mailOf(effect, config, mail, why_not));
  CHECK(why_not == "the configuration has no template `second_touch`");
}

TEST_CASE("an effect without anybody to mail to is a dead letter that says so") {
  const SmtpServer server({});
  SmtpAdapter adapter(house(server));
  port::Effect effect = reminder();
  effect.to_email = {""};
  CHECK(shown(adapter.deliver(effect)) == "never: no mail address for `ana`");
  effect.to_email = {"ana"};
  CHECK(shown(adapter.deliver(effect)) == "never: `ana` is no mail address");
  effect.to_email = {"ana@x.example>\r\nRCPT TO:<all@x.example"};
  CHECK(adapter.deliver(effect).result == Attempt::Result::Never);
  effect.pii = true;
  CHECK(shown(adapter.deliver(effect)) == "never: a mail address is none");
  effect.to.clear();
  effect.to_email.clear();
  CHECK(shown(adapter.deliver(effect)) == "never: nobody to mail to");
  effect.kind = port::EffectKind::Email;
  CHECK(shown(adapter.deliver(effect)) == "never: the lead has no mail address");
  CHECK(server.lines().empty());
}

TEST_CASE("headers and bodies are encoded for every mail program") {
  CHECK(encodedHeader("plain") == "plain");
  CHECK(encodedHeader("a\r\nBcc: x") == "a Bcc: x");
  CHECK(encodedHeader("=?UTF-8?B?eA==?=") == "=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=");
  const std::string long_one = encodedHeader("日本語の件名はとても長いので、いくつかの語に分けなければならない");
  for (std::size_t at = 0; at != std::string::npos;) {  // every word is whole characters, every line short enough
    const std::size_t end = long_one.find("\r\n ", at);
    const std::string word = long_one.substr(at, end == std::string::npos ? end : end - at);
    CHECK(word.size() <= 75);
    CHECK(word.starts_with("=?UTF-8?B?"));
    CHECK(word.ends_with("?="));
    at = end == std::string::npos ? end : end + 3;
  }
  CHECK(quotedPrintable("a \n\tb\t\r\nc") == "a=20\r\n\tb=09\r\nc\r\n");
  CHECK(quotedPrintable("€") == "=E2=82=AC\r\n");
  CHECK(quotedPrintable("") == "");
}

TEST_CASE("addresses are read strictly") {
  const auto read = [](const char* text) {
    const auto address = readMailAddress(text);
    return address ? address->name + "|" + address->address : "none";
  };
  CHECK(read("a@x.example") == "|a@x.example");
  CHECK(read(" Lead Flow <a@x.example> ") == "Lead Flow|a@x.example");
  CHECK(read("\"Flow, Lead\" <a@x.example>") == "Flow, Lead|a@x.example");
  CHECK(read("a@x.example, b@x.example") == "none");
  CHECK(read("a@x.example\r\nX: y") == "none");
  CHECK(read("<a@x.example") == "none");
  CHECK(read("a") == "none");
  CHECK(read("") == "none");
}

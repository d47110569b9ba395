// Small playbooks with one mistake each: exactly that one is found. (tests/errors has each code's exact words.)
#include <catch2/catch.hpp>

#include "tests/unit/check/playbook.hpp"

using namespace leadflow;

namespace {

const std::string head = R"(
playbook p { currency USD }
lead {
  id text key
  email email
  title text
  size int
  revenue money
  discount percent
  country country
  source one of website = "Web", paid, other
  other_source one of website, paid
  products some of platform, security
  created_at instant
  account_owner rep
}
activity call { outcome one of connected, voicemail }
activity visit
list places = [US, DE]
table accounts { | domain text key | owner rep |
                 | "a.com"         | ana       | }
milestone big when size > 1000
calendar office { timezone "UTC" hours mon..fri 09:00-17:00 }
checklist bant { budget, need }
)";

struct Row {
  const char* condition;
  const char* code;
};
const Row conditions[] = {
    {"revenue > 500k", "LF0301"},
    {"revenue > 500k EUR", "LF0304"},
    {"revenue + 1 > 5 USD", "LF0301"},
    {"discount > 15", "LF0305"},
    {"source is webiste", "LF0302"},
    {"source is \"Web\"", "LF0336"},
    {"source is \"Radio\"", "LF0302"},
    {"source is other_source", "LF0303"},
    {"country is \"Germany\"", "LF0336"},
    {"country in [US, XX]", "LF0325"},
    {"now - created_at > 5 business days", "LF0306"},
    {"now - created_at > 5", "LF0307"},
    {"title is Manager", "LF0308"},
    {"title > 5", "LF0309"},
    {"created_at is \"2026-01-01\"", "LF0309"},
    {"size", "LF0311"},
    {"title", "LF0311"},
    {"country > US", "LF0312"},
    {"title + 1 is 2", "LF0309"},
    {"created_at + created_at > 1 day", "LF0313"},
    {"size contains \"5\"", "LF0314"},
    {"size in title", "LF0315"},
    {"size in []", "LF0317"},
    {"country in US..DE", "LF0318"},
    {"size in 500..50", "LF0319"},
    {"title matches /(?=x)/", "LF0321"},
    {"revenue > 5 XYZ", "LF0323"},
    {"round(1, 2, 3) > 1", "LF0326"},
    {"round(title) > 1", "LF0327"},
    {"size / 0 > 1", "LF0338"},
    {"size is reached", "LF0331"},
    {"had call in last 2 business days", "LF0332"},
    {"had call in last 7", "LF0307"},
    {"had activity where outcome is connected", "LF0333"},
    {"had cal", "LF0209"},
    {"last call.outcom is connected", "LF0223"},
    {"sise > 5", "LF0201"},
    {"places", "LF0216"},
    {"size in [1, 1]", "LF0337"},
    {"accounts[email.domain].ownr is known", "LF0218"},
    {"accounts[size].owner is known", "LF0310"},
    {"places[size].owner is known", "LF0339"},
    {"accounts.owner is known", "LF0339"},
    {"email.host is \"a\"", "LF0218"},
    {"big", "LF0216"},
    {"big.when is known", "LF0218"},
    {"bant is complete", "LF0427"},
    {"stage is known", "LF0427"},
    {"had call in stage", "LF0427"},
    {"ofice is open", "LF0210"},
    {"rouund(size) > 1", "LF0219"},
    {"products is platform", "LF0309"},
    {"size > missing", "LF0340"},
    {"param.least > 1", "LF0220"},
    {"call.outcome is connected", "LF0216"},
};

struct Playbook {
  const char* text;
  const char* codes;
};
const Playbook playbooks[] = {
    {"lead { id text key }\nscore a = b\nscore b = a\n", "LF0217"},
    {"lead { id text key; a = b + 1; b = a + 1 }\n", "LF0217"},
    {"lead { id text key }\nscore a { +1 when id is \"x\" }\nscore a { +2 when id is \"y\" }\n", "LF0202"},
    {"lead { id text key; size int }\nlist size = [1]\n", "LF0202"},
    {"lead { id text key; owner rep }\n", "LF0117"},
    {"lead { id strng key }\n", "LF0401"},
    {"lead { id text key; other text key }\n", "LF0402"},
    {"lead { id text key; a int required default 5 }\n", "LF0403"},
    {"lead { id text key; a text 0..5 }\n", "LF0404"},
    {"lead { id text key; a text format \"fraction\" }\n", "LF0405"},
    {"lead { id text key; a one of x, y otherwise z }\n", "LF0406"},
    {"lead { id text key; a one of x, y, X }\n", "LF0407"},
    {"lead { id text key; a int 0..5 default 9 }\n", "LF0409"},
    {"lead { id bool key }\n", "LF0431"},
    {"lead { id text key; a money }\nplaybook p { version \"1\" }\n", "LF0324"},
    {"playbook p { version \"1\" }\n", "LF0410"},
    {"playbook p { versoin \"1\" }\nlead { id text key }\n", "LF0411"},
    {"playbook p { version 1 }\nlead { id text key }\n", "LF0413"},
    {"playbook p { timezone \"America/NewYork\" }\nlead { id text key }\n", "LF0414"},
    {"playbook p { review every 1 business day }\nlead { id text key }\n", "LF0415"},
    {"playbook p { version \"1\" }\nplaybook q { version \"1\" }\nlead { id text key }\n", "LF0222"},
    {"lead { id text key }\nscore s { }\n", "LF0416"},
    {"lead { id text key }\nscore s max 5 min 10 { +1 when id is \"x\" }\n", "LF0417"},
    {"lead { id text key }\nactivity a\nscore s { +1 per a max 0 times }\n", "LF0418"},
    {"lead { id text key }\nactivity a\nscore s { decay half every 2 business days\n +1 per a }\n", "LF0419"},
    {"lead { id text key }\nactivity a\nscore s { decay steps { 9 days 50%, 3 days 10% }\n +1 per a }\n", "LF0420"},
    {"lead { id text key; t text }\nactivity a\nscore s { decay half every 2 days since t\n +1 per a }\n", "LF0421"},
    {"lead { id text key; t text }\nscore s { +1 per t }\n", "LF0422"},
    {"lead { id text key; t int }\nscore s { +1 per t max 3 times }\n", "LF0423"},
    {"lead { id text key; t int }\ngrade g of t { A at least 5, A at least 3, B otherwise }\n", "LF0425"},
    {"lead { id text key; t int }\ngrade g of t { A otherwise, B at least 3 }\n", "LF0426"},
    {"param p int\nlead { id text key }\n", "LF0428"},
    {"lead { id text key }\nactivity a\nscore s { best of { +1 per a, +2 when id is \"x\" } }\n", "LF0429"},
    {"lead { id text key }\nlist l = []\n", "LF0317"},
    {"lead { id text key }\nlist l = [1, \"a\"]\n", "LF0316"},
    {"lead { id text key }\nlist l = [Software]\n", "LF0308"},
    {"lead { id text key }\nscore s { +1 when id in l }\nlist l = [\"Software\", \"software\"]\n", "LF0337"},
    {"lead { id text key }\ninstance i of nothing with { a 1 }\n", "LF0205"},
    {"lead { id text key }\ntemplate t(a int) { list l = [a] }\ninstance i of t with { b 1 }\n", "LF0206 LF0207"},
    {"lead { id text key }\nsla first { starts when owner assigned }\n", "LF1014 LF1014"},
    {"lead { id text key; a = first of { 1 when id is \"x\"; \"b\" otherwise } }\n", "LF0330"},
    {"use std.goe\nlead { id text key }\n", "LF0009"},
    {"use \"../x.leadflow\"\nlead { id text key }\n", "LF0008"},
    {"use \"x.leadflow\"\nlead { id text key }\n", "LF0001"},
    {"use \"data.csv\"\nlead { id text key }\n", "LF0010"},
};

}  // namespace

TEST_CASE("each faulty condition gives one message of its own") {
  for (const Row& row : conditions) {
    const Checked checked(head + "score s { +1 when " + row.condition + " }\n");
    INFO(row.condition << "\n" << checked.text());
    CHECK(checked.codes() == row.code);
  }
}

TEST_CASE("each faulty declaration gives one message of its own") {
  for (const Playbook& playbook : playbooks) {
    const Checked checked{std::string(playbook.text)};
    INFO(playbook.text << "\n" << checked.text());
    CHECK(checked.codes() == playbook.codes);
  }
}

TEST_CASE("files that use each other in a circle are named") {
  const Checked checked(std::map<std::string, std::string>{{"main.leadflow", "use \"a.leadflow\"\nlead { id text key }\n"},
                        {"a.leadflow", "use \"main.leadflow\"\nlist l = [1]\n"}});
  INFO(checked.text());
  CHECK(checked.codes() == "LF0007");
  CHECK(checked.diags.all().at(0).notes.at(0) == "`main.leadflow` uses `a.leadflow` uses `main.leadflow`");
}

TEST_CASE("two imports of one name clash only where it is used") {
  std::map<std::string, std::string> texts{{"main.leadflow", "use \"a.leadflow\"\nuse \"b.leadflow\"\nlead { id text key; n int }\n"},
                                           {"a.leadflow", "list l = [1]\n"}, {"b.leadflow", "list l = [2]\n"}};
  CHECK(Checked(texts).codes() == "");
  texts["main.leadflow"] += "score s { +1 when n in l; +2 when n in l }\n";
  CHECK(Checked(texts).codes() == "LF0203");
}

TEST_CASE("a money comparison says which currency to write") {
  const Checked checked(head + "score s { +1 when revenue > 500k }\n");
  REQUIRE(checked.diags.all().size() == 1);
  const diag::Diagnostic& finding = checked.diags.all().front();
  CHECK(finding.title == "cannot compare an amount of money with a plain number");
  CHECK(finding.help == "write the currency: `500k USD`");
  REQUIRE(finding.edits.size() == 1);
  CHECK(finding.edits[0].text == "500k USD");
}

TEST_CASE("a long chain of definitions is refused, not followed into the ground") {
  std::string text = "lead {\n  id text key\n  f0 int\n";
  for (int i = 5000; i > 0; --i) text += "  f" + std::to_string(i) + " = f" + std::to_string(i - 1) + " + 1\n";
  const Checked checked(text + "}\n");
  CHECK(checked.codes().substr(0, 6) == "LF0225");
}

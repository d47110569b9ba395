#include <catch2/catch.hpp>

#include "tests/unit/ingest/leads_fixture.hpp"

using namespace leadflow;
using namespace leadflow::ingest;
using namespace leadflow::ingest::test;

namespace {

using Strings = std::vector<std::string>;

// What one text becomes in one field, through both formats; "bad: …" where it is an issue or a reject.
std::string value(const Fixture& fixture, const std::string& field, const std::string& text) {
  std::string quoted = "\"", json = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
    json += c == '"' || c == '\\' ? std::string("\\") + c : c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string(1, c);
  }
  const bool key = field == "created_at";
  const auto a = readText(fixture, "id,created_at," + field + "\nx,2026-01-01," + quoted + "\"\n", "x.csv");
  const auto b = readText(fixture, "{\"id\":\"x\",\"created_at\":\"2026-01-01\",\"" + field + "\":" + json + "\"}", "x.ndjson");
  REQUIRE_FALSE(key);
  const auto of = [&](const ReadResult& result) {
    if (!result.rejects.empty()) return "rejected: " + result.rejects[0].substr(result.rejects[0].find(' ') + 1);
    if (!result.issues.empty()) return "bad: " + result.issues[0].substr(result.issues[0].find("` ") + 2);
    REQUIRE(result.rows.size() == 1);
    return result.rows[0][static_cast<std::size_t>(fixture.index(field))];
  };
  CHECK(of(a) == of(b));
  return of(a);
}

}  // namespace

TEST_CASE("leads: every type reads what exports write and refuses the rest") {
  const Fixture f;
  CHECK(value(f, "industry", "  Software ") == "Software");
  CHECK(value(f, "industry", "select") == "missing");
  CHECK(value(f, "industry", " N/a ") == "missing");
  CHECK(value(f, "industry", "Selected") == "Selected");
  CHECK(value(f, "industry", "   ") == "missing");
  CHECK(value(f, "industry", "Zoë \"Ω\"\nπ") == "Zoë \"Ω\"\nπ");
  CHECK(value(f, "email", "a@b.example") == "a@b.example");
  CHECK(value(f, "email", "a at b") == "bad: is not an email address");
  CHECK(value(f, "company_size", "1,200") == "1200");
  CHECK(value(f, "company_size", "12.0") == "12");
  CHECK(value(f, "company_size", "12.5") == "bad: is not a whole number");
  CHECK(value(f, "company_size", "many") == "bad: is not a whole number");
  CHECK(value(f, "company_size", "-4") == "bad: is outside the field's range");
  CHECK(value(f, "company_size", "99999999999999999999") == "bad: is not a whole number");
  CHECK(value(f, "company_size", std::string(5000, '9')) == "bad: is not a whole number");
  CHECK(value(f, "weight", "-2.5") == "-25000");
  CHECK(value(f, "weight", "1e400") == "bad: is not a number");
  CHECK(value(f, "revenue", "$50,000") == "500000000");
  CHECK(value(f, "revenue", "$342.09K") == "3420900000");
  CHECK(value(f, "revenue", "50k USD") == "500000000");
  CHECK(value(f, "revenue", "50000 EUR") == "bad: is in another currency than the playbook's");
  CHECK(value(f, "revenue", "lots") == "bad: is not an amount of money");
  CHECK(value(f, "discount", "15%") == "150000");
  CHECK(value(f, "discount", "15") == "150000");
  CHECK(value(f, "discount", "150") == "bad: is outside the field's range");
  CHECK(value(f, "share", "0.15") == "150000");
  CHECK(value(f, "country", "germany") == value(f, "country", "DE"));
  CHECK(value(f, "country", "Germnay") == "bad: is not a country; did you mean `Germany`?");
  CHECK(value(f, "source", "web") == "0");
  CHECK(value(f, "source", "TRADE-SHOW") == "1");
  CHECK(value(f, "source", "messe KÖLN") == "1");
  CHECK(value(f, "source", "Purchased  List") == "2");
  CHECK(value(f, "source", "carrier pigeon") == "3");  // otherwise other
  CHECK(value(f, "source", "") == "missing");
  CHECK(value(f, "consent", "") == "2");               // default unknown
  CHECK(value(f, "consent", "grantd") == "bad: is not one of the known values; did you mean `granted`?");
  CHECK(value(f, "products", "platform; Analytics") == "5");
  CHECK(value(f, "products", "Security, cloud") == "2");
  CHECK(value(f, "products", "platform|securty") == "bad: is not one of the known values; did you mean `security`?");
  for (const char* yes : {"true", "YES", "1", "on", "y", "T"}) CHECK(value(f, "uses_competitor", yes) == "1");
  for (const char* no : {"False", "no", "0", "OFF", "n", "f"}) CHECK(value(f, "uses_competitor", no) == "0");
  CHECK(value(f, "uses_competitor", "maybe") == "bad: is neither yes nor no");
  CHECK(value(f, "account_owner", "ben") == "1");
  CHECK(value(f, "account_owner", "bne") == "bad: is not a rep of the roster; did you mean `ben`?");
  CHECK(value(f, "signed_on", "31-12-2025") == "1767139200000");
  CHECK(value(f, "signed_on", "31-02-2025") == "bad: is not a date or time of the expected form");
  CHECK(value(f, "wait", "90 minutes") == "5400000");
  CHECK(value(f, "wait", "2 business days") == "bad: is not a duration");
  CHECK(value(f, "serial", "aBc") == "aBc");
  CHECK(value(f, "tier", "2") == "2");
  CHECK(value(f, "tier", "gold") == "rejected: strict field `tier`: `gold` is not a whole number");
}

TEST_CASE("leads: a bad value with a default takes the default and is still counted") {
  const Fixture f;
  const auto result = readText(f, "id,created_at,consent\nx,2026-01-01,perhaps\n", "x.csv");
  REQUIRE(result.rows.size() == 1);
  CHECK(result.rows[0][static_cast<std::size_t>(f.index("consent"))] == "2");
  CHECK(result.totals.badValues() == 1);
}

TEST_CASE("leads: columns map by `from` and by name in any case") {
  const Fixture f;
  const auto result = readText(f, "ID,e-mail address,email,numberofEmployees,Created At,Unknown Column,created_at\n"
                                  "1,from@a.example,name@a.example,7,2026-01-01,x,2026-01-02\n", "x.csv");
  REQUIRE(result.rows.size() == 1);
  CHECK(result.rows[0][static_cast<std::size_t>(f.index("company_size"))] == "7");
  CHECK(result.rows[0][static_cast<std::size_t>(f.index("email"))] == "name@a.example");
  CHECK(result.rows[0][static_cast<std::size_t>(f.index("created_at"))] == "1767225600000");
  CHECK(result.columns.unread == Strings{"e-mail address", "Unknown Column"});
  CHECK(result.columns.repeated == Strings{"created_at"});
  CHECK(result.columns.unfed.front() == "industry");

  const auto from = readText(f, "id,email_address,email,created_at\n1,from@a.example,name@a.example,2026-01-01\n", "x.csv");
  CHECK(from.rows.at(0).at(static_cast<std::size_t>(f.index("email"))) == "from@a.example");

  const auto none = readText(f, "Idd,created_at\n1,2026-01-01\n", "x.csv");
  CHECK(none.rows.empty());
  CHECK(none.error == "no column feeds the key `id`; did you mean `Idd`?");
  CHECK(readText(f, "id\n1\n", "x.csv").error == "no column feeds the required field `created_at`");
  CHECK(readText(f, "", "x.csv").error == "the file is empty: not even a header");
  const auto header = readText(f, "id,created_at\n", "x.csv");
  CHECK(header.error.empty());
  CHECK(header.totals.records == 0);
  CHECK(readText(f, "", "x.ndjson").error.empty());
}

TEST_CASE("leads: records with a bad key or required value are set aside, with their reason and bytes") {
  const Fixture f;
  const auto result = readText(f, "id,created_at,company_size\r\n"
                                  "a,2026-01-01,1\r\n"
                                  ",2026-01-01,2\r\n"
                                  "b,,3\r\n"
                                  "c,yesterday,4\r\n"
                                  " a ,2026-01-01,5\r\n"
                                  ",,\r\n"
                                  "d,2026-01-01,x\r\n"
                                  "e,2026-01-01,1,surplus\r\n"
                                  "f,2026-01-01\r\n", "x.csv");
  CHECK(result.keys == Strings{"a", "d", "f"});
  CHECK(result.lines == std::vector<std::uint64_t>{2, 8, 10});
  CHECK(result.rejects == Strings{"3: the key `id` is missing", "4: required field `created_at` is missing",
                                  "5: required field `created_at`: `yesterday` is not a date or time of the expected form",
                                  "6: key `a` already seen on line 2", "9: the record has 4 cells, the header 3"});
  CHECK(result.raw[3] == " a ,2026-01-01,5");
  CHECK(readText(f, "id,created_at\na,2026-01-01\nA,2026-01-01\n", "x.csv").keys == Strings{"a", "A"});
  CHECK(result.issues == Strings{"8:14 company_size company_size: `x` is not a whole number"});
  CHECK(result.totals.records == 8);
  CHECK(result.totals.blank == 1);
  CHECK(result.totals.rejected == 5);
  CHECK(result.totals.bad_values[static_cast<std::size_t>(f.index("company_size"))] == 1);
}

TEST_CASE("leads: separators, quotes, line ends, byte order mark") {
  const Fixture f;
  const auto expected = readText(f, "id,created_at,industry\n1,2026-01-01,\"a, \"\"b\"\"\nc\"\n2,2026-01-02,Zoë\n", "x.csv").rows;
  REQUIRE(expected.size() == 2);
  CHECK(expected[0][static_cast<std::size_t>(f.index("industry"))] == "a, \"b\"\nc");
  CHECK(readText(f, "\xEF\xBB\xBF" "id;created_at;industry\r\n1;2026-01-01;\"a, \"\"b\"\"\nc\"\r\n2;2026-01-02;Zoë", "x").rows == expected);
  CHECK(readText(f, "id\tcreated_at\tindustry\n1\t2026-01-01\t\"a, \"\"b\"\"\nc\"\n2\t2026-01-02\tZoë\n", "x.tsv").rows == expected);
}

TEST_CASE("leads: a stray quote or a torn file makes no lead out of the inside of a cell") {
  const Fixture f;
  const auto result = readText(f, "id,created_at,industry\n1,2026-01-01,\"open\ntail of the cell\n2,2026-01-02,x\n", "x.csv");
  CHECK(result.keys == Strings{"2"});
  CHECK(result.rejects == Strings{"2: a quote that opens on this line is never closed",
                                  "3: the record has 1 cell, the header 3; a quote above is never closed"});
}

TEST_CASE("leads: bytes that are no text cost the value") {
  const Fixture f;
  const auto csv = readText(f, std::string_view("id,created_at,industry\n1,2026-01-01,a\0b\n2,2026-01-01,\xFF\n3,2026-01-01,ok\n", 69), "x.csv");
  CHECK(csv.rows.size() == 3);
  CHECK(csv.issues.size() == 2);
  CHECK(csv.issues[0].find("holds a NUL character") != std::string::npos);
  CHECK(csv.issues[1].find("is not valid UTF-8") != std::string::npos);

  const auto json = readText(f, "{\"id\":\"1\",\"created_at\":\"2026-01-01\",\"industry\":\"a\\u0000b\"}\n"
                                "{\"id\":\"2\",\"created_at\":\"2026-01-01\",\"industry\":\"\xFF\"}\n"
                                "{\"id\":\"3\",\"created_at\":\"2026-01-01\",\"industry\":\"\\ud800x\"}\n"
                                "{\"id\":\"4\",\"created_at\":\"2026-01-01\",\"industry\":\"caf\\u00e9\"}\n", "x.ndjson");
  CHECK(json.keys == Strings{"1", "2", "3", "4"});
  CHECK(json.issues.size() == 3);
  CHECK(json.issues[1] == "2 /industry industry: `\xEF\xBF\xBD` is not valid UTF-8");
  CHECK(json.rows.at(3).at(static_cast<std::size_t>(f.index("industry"))) == "café");
}

TEST_CASE("leads: json values of any sensible kind") {
  const Fixture f;
  const auto result = readText(f, R"({"id":17,"created_at":"2026-01-01","company_size":800,"weight":2.5,"revenue":"50000","uses_competitor":true,"products":["platform","analytics"],"industry":null,"extra":{"deep":[1,2,{"x":"}"}]},"country":"US","source":null})"
                               "\n" R"({"ID":"b","Created-At":"2026-01-01","company_size":"1,000","products":[],"industry":{"name":"x"},"country":["US"],"weight":1e2})", "x.ndjson");
  CHECK(result.rejects.empty());
  REQUIRE(result.rows.size() == 2);
  const auto at = [&](std::size_t row, const char* name) { return result.rows[row][static_cast<std::size_t>(f.index(name))]; };
  CHECK(result.keys == Strings{"17", "b"});
  CHECK(at(0, "company_size") == "800");
  CHECK(at(0, "weight") == "25000");
  CHECK(at(0, "revenue") == "500000000");
  CHECK(at(0, "uses_competitor") == "1");
  CHECK(at(0, "products") == "5");
  CHECK(at(0, "industry") == "missing");
  CHECK(at(0, "consent") == "2");
  CHECK(at(1, "company_size") == "1000");
  CHECK(at(1, "products") == "0");
  CHECK(at(1, "weight") == "1000000");
  CHECK(result.issues == Strings{"2 /industry industry: `{…}` is nested where one value is expected",
                                 R"(2 /country country: `["US"]` is nested where one value is expected)"});
  CHECK(result.columns.unread == Strings{"extra"});
}

TEST_CASE("leads: lines that are no JSON are set aside and reading goes on") {
  const Fixture f;
  const std::string good = R"({"id":"ID","created_at":"2026-01-01"})";
  const auto with = [&](const std::string& bad) {
    std::string first = good, last = good;
    first.replace(first.find("ID"), 2, "a");
    last.replace(last.find("ID"), 2, "z");
    const auto result = readText(f, first + "\n" + bad + "\n\n" + last + "\n", "x.ndjson", 1);
    INFO(bad.substr(0, 100));
    CHECK(result.keys == Strings{"a", "z"});
    REQUIRE(result.rejects.size() == 1);
    CHECK(result.raw[0] == bad);
    return result.rejects[0];
  };
  CHECK(with(R"({"id":"b","created_at":)") == "2: not a JSON record: the record is cut off: a bracket is never closed");
  CHECK(with(R"({"id":"b","created_at":"2026)") == "2: not a JSON record: a text is never closed");
  with("{");
  with("}");
  with("[]");
  with("42");
  with("\"text\"");
  with("null");
  with("{\"id\" \"b\"}");
  with("{\"id\":\"b\",}");
  with("{\"id\":\"b\" \"created_at\":\"2026-01-01\"}");
  with("{id:1}");
  CHECK(with(R"({"id":"b","created_at":"2026-01-01"} x)").find("not a JSON record") != std::string::npos);
  CHECK(with(R"({"id":"b","created_at":"2026-01-01"}{"id":"c","created_at":"2026-01-01"})").find("something stands behind the record") != std::string::npos);
  CHECK(with(R"({"id":"b","created_at":"2026-01-01","weight":1.2.3})").find("a number is not written as JSON writes numbers") != std::string::npos);
  CHECK(with(R"({"id":"b","created_at":"2026-01-01","weight":nul})").find("neither true, false nor null") != std::string::npos);
  CHECK(with(R"({"id":"b","created_at":"2026-01-01","unread":tru})").find("neither true, false nor null") != std::string::npos);
  with(std::string("{\"id\":\"b\0\"}", 10));
  with(std::string(100'000, '['));
  with("{\"id\":" + std::string(100'000, '[') + "}");
  with("{\"created_at\":" + std::string(100'000, '{'));
}

TEST_CASE("leads: deep nesting and huge numbers are values like others") {
  const Fixture f;
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const auto result = readText(f, "{\"id\":\"a\",\"created_at\":\"2026-01-01\",\"industry\":" + deep + ",\"unread\":" + deep +
                                      ",\"weight\":" + std::string(4000, '9') + ",\"company_size\":7}", "x.ndjson");
  REQUIRE(result.rows.size() == 1);
  CHECK(result.rows[0][static_cast<std::size_t>(f.index("company_size"))] == "7");
  CHECK(result.issues.size() == 2);
  CHECK(result.issues[1].size() < 250);
}

TEST_CASE("leads: a name given twice counts once and is an issue") {
  const Fixture f;
  const auto result = readText(f, R"({"id":"a","created_at":"2026-01-01","company_size":1,"company_size":2,"numberOfEmployees":3})", "x.ndjson");
  REQUIRE(result.rows.size() == 1);
  CHECK(result.rows[0][static_cast<std::size_t>(f.index("company_size"))] == "3");  // `from` before the name
  CHECK(result.issues == Strings{"1 /company_size company_size: `2` gives a value again; the first one counts",
                                 "1 /company_size company_size: `1` says something else than the name that counts before it"});
}

TEST_CASE("leads: a JSON array streams") {
  const Fixture f;
  const auto read = [&](std::string_view text) { return readText(f, text, "x.json", 2); };
  const std::string a = R"({"id":"a","created_at":"2026-01-01"})", b = R"({"id":"b,]}\"[","created_at":"2026-01-01"})";
  CHECK(read("[" + a + "," + b + "]").keys == Strings{"a", "b,]}\"["});
  const auto spread = read("\n [\n  " + a + " ,\n\n  " + b + "\n]\n");
  CHECK(spread.keys.size() == 2);
  CHECK(spread.lines == std::vector<std::uint64_t>{3, 5});
  CHECK(read("[]").error.empty());
  CHECK(read("[]").rejects.empty());
  CHECK(read("[" + a + "]").rejects.empty());
  CHECK(read("[" + a).rejects == Strings{"1: the file ends inside the list of records"});
  CHECK(read("[" + a + "," + b.substr(0, 20)).rejects == Strings{"1: the file ends inside the list of records"});
  CHECK(read("[" + a + "," + b.substr(0, 20)).keys.empty() == false);
  CHECK(read("[" + a + "] trailing").rejects == Strings{"1: text stands behind the list of records"});
  const auto middle = read("[{\"id\":\"open,\n}," + a + "]");  // a text does not go over the line's end
  CHECK(middle.keys == Strings{"a"});
  CHECK(middle.rejects.size() == 1);
  CHECK(read("[1," + a + ",null]").rejects.size() == 2);
  CHECK(read("[" + a + ",]").keys == Strings{"a"});
  // Without an extension the first byte decides.
  CHECK(readText(f, "  [" + a + "]", "-").keys == Strings{"a"});
  CHECK(readText(f, a + "\n", "-").keys == Strings{"a"});
  CHECK(readText(f, "id,created_at\na,2026-01-01\n", "-").keys == Strings{"a"});
}

TEST_CASE("leads: a record above 16 MiB is set aside") {
  const Fixture f;
  const std::string a = R"({"id":"a","created_at":"2026-01-01"})", long_text(17'000'000, 'x');
  const std::string big = R"({"id":"big","industry":")" + long_text + "\"}";
  const auto lines = readText(f, a + "\n" + big + "\n{\"id\":\"z\",\"created_at\":\"2026-01-01\"}", "x.ndjson");
  CHECK(lines.keys == Strings{"a", "z"});
  CHECK(lines.rejects == Strings{"2: the record is longer than 16 MiB"});
  CHECK(lines.lines == std::vector<std::uint64_t>{1, 3});
  const auto array = readText(f, "[" + a + ",\n" + big + ",{\"id\":\"z\",\"created_at\":\"2026-01-01\"}]", "x.json");
  CHECK(array.keys == Strings{"a", "z"});
  CHECK(array.rejects == Strings{"2: the record is longer than 16 MiB"});
  const auto csv = readText(f, "id,created_at,industry\na,2026-01-01,\nb,2026-01-01," + long_text + "\nz,2026-01-01,\n", "x.csv");
  CHECK(csv.keys == Strings{"a", "z"});
  CHECK(csv.rejects == Strings{"3: the record is longer than 16 MiB"});
}

TEST_CASE("leads: activities inside the lead, newest first") {
  const Fixture f;
  const auto result = readText(f, R"({"id":"a","created_at":"2026-01-01","activities":[{"type":"website_visit","at":"1970-01-01T00:00:10Z"},{"sentiment":"positive","at":"1970-01-01T00:00:30Z","type":"Reply","note":"caf\u00e9"},{"type":"website-visit","at":"1970-01-01T00:00:20Z"}]})"
                               "\n" R"({"id":"b","created_at":"2026-01-01","activities":[{"type":"websit_visit","at":"1970-01-01T00:00:10Z"},{"type":"reply"},{"type":"reply","at":"soon"},7,{"type":"reply","at":"1970-01-01T00:00:05Z","sentiment":"meh"}],"company_size":3})"
                               "\n" R"({"id":"c","created_at":"2026-01-01","activities":"none"})"
                               "\n" R"({"id":"d","created_at":"2026-01-01","activities":null})", "x.ndjson", 10);
  CHECK(result.keys == Strings{"a", "b", "c", "d"});
  CHECK(result.activities == Strings{"reply@30/0/café website_visit@20 website_visit@10", "reply@5/-/-", "", ""});
  CHECK(result.rows[1][static_cast<std::size_t>(f.index("company_size"))] == "3");
  CHECK(result.issues == Strings{
      "2 /activities/0/type type: `websit_visit` is not an activity of the playbook; did you mean `website_visit`?",
      "2 /activities/1/at at: `reply` has no time: the activity is left out",
      "2 /activities/2/at at: `soon` is not a date or time of the expected form",
      "2 /activities/3/activities activities: `7` is not an activity: an object with `type` and `at`",
      "2 /activities/4/sentiment reply.sentiment: `meh` is not one of the known values",
      "3 /activities/0/activities activities: `none` is not an activity: an object with `type` and `at`"});
  CHECK(result.totals.activities == 4);
  CHECK(result.totals.bad_values[f.chunk.fields.size()] == 4);       // no activities, or without a time
  CHECK(result.totals.bad_values[f.chunk.fields.size() + 2] == 1);   // times that are none
  CHECK(result.totals.badValues() == 6);                             // and a field of an activity
}

TEST_CASE("leads: activities from a second file find their lead") {
  const Fixture f;
  const auto load = [&](std::string_view text, const char* name) {
    MemorySource source(text);
    return ActivityFile::load(*f.schema, source, name);
  };
  const auto json = load(R"({"lead":"a","type":"website_visit","at":"1970-01-01T00:00:10Z"})" "\n"
                         R"({"lead":" a ","type":"reply","at":"1970-01-01T00:00:40Z","sentiment":"negative"})" "\n"
                         R"({"lead":"b","type":"replly","at":"1970-01-01T00:00:40Z"})" "\n"
                         R"({"type":"reply","at":"1970-01-01T00:00:40Z"})" "\n{broken\n", "x.ndjson");
  CHECK(json->error().empty());
  CHECK(json->read() == 5);
  CHECK(json->kept() == 2);
  CHECK(json->problems() == 3);
  CHECK(json->issues().at(0).text == "is not an activity of the playbook; did you mean `reply`?");
  CHECK(json->issues().at(1).text == "is an activity without a lead");
  const auto csv = load("Lead;Type;At;Sentiment\na;website_visit;1970-01-01T00:00:10Z;\na;reply;1970-01-01T00:00:40Z;Negative\n", "x.csv");
  CHECK(csv->kept() == 2);
  CHECK(csv->problems() == 0);
  for (const ActivityFile* file : {json.get(), csv.get()}) {
    const auto result = readText(f, R"({"id":"a","created_at":"2026-01-01","activities":[{"type":"website_visit","at":"1970-01-01T00:00:20Z"}]})"
                                 "\n" R"({"id":"b","created_at":"2026-01-01"})", "x.ndjson", 10, file);
    CHECK(result.activities == Strings{"reply@40/1/- website_visit@20 website_visit@10", ""});
    CHECK(readText(f, "id,created_at\na,2026-01-01\n", "x.csv", 10, file).activities == Strings{"reply@40/1/- website_visit@10"});
  }
  CHECK(load("a,b\n", "x.csv")->error() == "activities need the columns `lead`, `type` and `at`; there is no `lead`");
  CHECK(load("[]", "x.json")->kept() == 0);
}

TEST_CASE("leads: without a key field a lead is known by its number") {
  Fixture f;
  f.chunk.fields[0].key = false;
  f.build();
  CHECK(readText(f, "id,created_at\nx,2026-01-01\nx,2026-01-01\n", "x.csv", 1).keys == Strings{"#1", "#2"});
}

TEST_CASE("leads: batches of any size and several workers give the same") {
  const Fixture f;
  std::string csv = "id,created_at,company_size,country,industry\n", ndjson;
  for (int i = 0; i < 500; ++i) {
    const std::string id = std::to_string(i % 450), size = i % 7 == 0 ? "x" : std::to_string(i);
    csv += id + ",2026-01-01," + size + ",Germany,\"Soft, \"\"ware\"\" " + id + "\"\n";
    ndjson += "{\"id\":\"" + id + "\",\"created_at\":\"2026-01-01\",\"company_size\":\"" + size + "\",\"country\":\"Germany\",\"industry\":\"Soft, \\\"ware\\\" " + id + "\"}\n";
  }
  const auto expected = readText(f, csv, "x.csv", 1000);
  CHECK(expected.rows.size() == 450);
  CHECK(expected.rejects.size() == 50);
  for (const std::size_t size : {1U, 7U, 64U}) {
    const auto same = readText(f, csv, "x.csv", size);
    CHECK(same.rows == expected.rows);
    CHECK(same.rejects == expected.rejects);
    CHECK(same.issues == expected.issues);
    const auto json = readText(f, ndjson, "x.ndjson", size);
    CHECK(json.rows == expected.rows);
    CHECK(json.keys == expected.keys);
    CHECK(json.totals.bad_values == expected.totals.bad_values);
  }
  // Two workers, batches decoded out of order, finished in order.
  MemorySource source(csv);
  LeadReader reader(f.schema, source, {.name = "x.csv"});
  const auto first = reader.makeWorker(), second = reader.makeWorker();
  Batch batches[2];
  std::size_t rows = 0, at = 0;
  for (bool more = true; more;) {
    more = reader.split(batches[0], 10);
    const bool another = more && reader.split(batches[1], 10);
    if (another) second->decode(batches[1]);
    if (more) first->decode(batches[0]);
    for (int k = 0; k < (another ? 2 : more ? 1 : 0); ++k) {
      reader.finish(batches[k]);
      for (const auto& row : batches[k].rows) CHECK(shown(f, 0, row.fields[0]) == expected.rows[at++][0]);
      rows += batches[k].rows.size();
    }
    more = another;
  }
  CHECK(rows == 450);
}

TEST_CASE("leads: issues are given in detail up to a limit and all are counted") {
  const Fixture f;
  std::string csv = "id,created_at,company_size\n";
  for (int i = 0; i < 3000; ++i) csv += std::to_string(i) + ",2026-01-01,x\n";
  const auto result = readText(f, csv, "x.csv", 100);
  CHECK(result.issues.size() == 1000);
  CHECK(result.totals.badValues() == 3000);
}

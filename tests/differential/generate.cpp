#include "tests/differential/generate.hpp"

#include "runtime/value/country.hpp"

namespace leadflow::reference {

namespace {

const std::vector<std::string> kWords = {"Software", "Retail", "vp sales", "Chief Data Officer", "director", "Straße",
                                         "ÉCOLE",    "a",      "",         "GmbH & Co",          "12345",    "94110",
                                         "941"};
const std::vector<std::string> kMails = {"ana@acme.example", "BOB@GMAIL.COM", "x@y.example.", "no address",
                                         "c.d@Software.example"};
const std::vector<std::string> kCountries = {"US", "DE", "FR", "JP", "BR", "GB"};

/// Writes one playbook. Each method gives an expression of the type it is named for.
class Writer {
 public:
  explicit Writer(Random& random) : r_(random) {}
  std::string playbook();

 private:
  std::string boolean(int depth);
  std::string comparison(int depth);
  std::string integer(int depth);
  std::string number(int depth);
  std::string money(int depth);
  std::string percent(int depth);
  std::string text(int depth);
  std::string instant(int depth);
  std::string duration(int depth);
  std::string enumeration();
  std::string query();
  std::string window() {
    return r_.pick(std::vector<std::string>{"1 hour", "3 days", "30 days", "2 weeks", "90 minutes"});
  }
  std::string order() { return r_.pick(std::vector<std::string>{"<", "<=", ">", ">=", "is", "is not"}); }
  std::string whole() {
    return r_.pick(std::vector<std::string>{"0", "1", "7", "50", "500", "1000000", "900000000000000"});
  }
  std::string decimal() {
    return r_.pick(std::vector<std::string>{"2.0", "0.5", "1.25", "33.3333", "1000.0", "900000000000000.0", "0.0001"});
  }
  std::string workflowTest();
  std::string decision();
  std::string workflow();
  std::string scoreBody();
  std::string route();

  Random& r_;
  std::vector<std::string> ints_{"i1", "i2"}, numbers_{"n1", "n2"}, monies_{"m1", "m2"}, percents_{"p1"},
      bools_{"b1", "b2"}, texts_{"t1", "t2"}, instants_{"w1", "w2"};
  std::vector<std::string> points_;
  std::vector<std::string> enums_;  ///< derived enums, values x, y, z
  bool stages_ = false;             ///< the playbook moves leads through stages
  std::string extra_;
  bool known_ = false;              ///< and what follows may ask about them
  bool stamped_ = false;            ///< and about the milestone
};

std::string Writer::query() {
  std::string activity = r_.pick(std::vector<std::string>{"visit", "call", "activity", "deal"});
  std::string out = activity;
  if (known_ && r_.chance(30)) out += r_.pick(std::vector<std::string>{" in stage", " in sequence s1"});
  else if (r_.chance(60)) out += " in last " + window();
  if (activity == "call" && r_.chance(50))
    out += " where " + r_.pick(std::vector<std::string>{"outcome is good", "length > 3",
                                                        "(outcome in [good, bad] and length is known)"});
  if (activity == "deal" && r_.chance(50)) out += " where amount >= 10k USD";
  return out;
}

std::string Writer::integer(int depth) {
  if (depth <= 0) return r_.chance(60) ? r_.pick(ints_) : whole();
  switch (r_.below(7)) {
    case 5:
      return r_.pick(std::vector<std::string>{"year", "month", "day", "weekday", "hour"}) + "(" + instant(depth - 1) + ")";
    case 0: return "(" + integer(depth - 1) + " + " + integer(depth - 1) + ")";
    case 1: return "(" + integer(depth - 1) + " - " + integer(depth - 1) + ")";
    case 2: return "(" + integer(depth - 1) + " * " + integer(depth - 1) + ")";
    case 3: return "(count " + query() + ")";
    case 4: return "length(" + text(depth - 1) + ")";
    default: return "(" + r_.pick(ints_) + " ?? " + integer(depth - 1) + ")";
  }
}

std::string Writer::number(int depth) {
  if (depth <= 0) return r_.chance(60) ? r_.pick(numbers_) : decimal();
  switch (r_.below(10)) {
    case 8: return "(" + duration(depth - 1) + " / 1 day)";
    case 0: return "(" + number(depth - 1) + " + " + number(depth - 1) + ")";
    case 1: return "(" + number(depth - 1) + " - " + number(depth - 1) + ")";
    case 2: return "(" + number(depth - 1) + " * " + number(depth - 1) + ")";
    case 3: return "(" + number(depth - 1) + " / " + r_.pick(numbers_) + ")";
    case 4: return "round(" + number(depth - 1) + ")";
    case 5: return r_.pick(std::vector<std::string>{"abs", "floor", "ceiling"}) + "(" + number(depth - 1) + ")";
    case 6:
      return r_.pick(std::vector<std::string>{"min", "max"}) + "(" + number(depth - 1) + ", " + number(depth - 1) + ")";
    case 7: return "(" + r_.pick(monies_) + " / " + r_.pick(monies_) + ")";
    default: return "(" + r_.pick(numbers_) + " ?? " + number(depth - 1) + ")";
  }
}

std::string Writer::money(int depth) {
  if (depth <= 0)
    return r_.chance(60) ? r_.pick(monies_) : r_.pick(std::vector<std::string>{"50k USD", "0 USD", "999.99 USD"});
  switch (r_.below(4)) {
    case 0: return "(" + money(depth - 1) + " + " + money(depth - 1) + ")";
    case 1: return "(" + money(depth - 1) + " * " + number(depth - 1) + ")";
    case 2: return "(" + money(depth - 1) + " * " + percent(0) + ")";
    default: return "(" + r_.pick(monies_) + " ?? " + money(depth - 1) + ")";
  }
}

std::string Writer::percent(int depth) {
  if (depth > 0 && r_.chance(40)) return "(" + percent(depth - 1) + " + " + percent(depth - 1) + ")";
  return r_.chance(60) ? r_.pick(percents_) : r_.pick(std::vector<std::string>{"15%", "0%", "99.5%"});
}

std::string Writer::text(int depth) {
  if (depth > 0 && r_.chance(30)) return "mail.domain";
  if (depth > 0 && r_.chance(30)) return "(" + r_.pick(texts_) + " ?? \"" + r_.pick(kWords) + "\")";
  return r_.pick(texts_);
}

std::string Writer::instant(int depth) {
  if (depth > 0) switch (r_.below(4)) {
      case 0: return "(" + instant(depth - 1) + " - " + duration(depth - 1) + ")";
      case 1: return "(" + instant(depth - 1) + " + " + duration(depth - 1) + ")";
      case 2: return "(last " + query() + ")";
      default: break;
    }
  if (known_ && r_.chance(20)) return r_.pick(std::vector<std::string>{"stage.entered", "created", "owner.since"});
  if (stamped_ && r_.chance(10)) return "mql.at";
  return r_.chance(30) ? "now" : r_.pick(instants_);
}

std::string Writer::duration(int depth) {
  if (depth > 0 && r_.chance(40)) return "(" + instant(depth - 1) + " - " + instant(depth - 1) + ")";
  return window();
}

std::string Writer::enumeration() {
  if (!enums_.empty() && r_.chance(40)) return r_.pick(enums_);
  return "e1";
}

/// What only a lead on its way can be asked.
std::string Writer::workflowTest() {
  if (stamped_ && r_.chance(10)) return r_.pick(std::vector<std::string>{"mql is reached", "mql.at is known"});
  return r_.pick(std::vector<std::string>{
      "stage is New", "stage is not Working", "stage in [New, Done]", "stage.reason is r_a", "stage.reason in [r_b, r_c]", "owner is known", "owner is missing",
      "sdr is known", "owner.team is \"director\"", "owner.team begins with \"soft\"", "queue is q", "bant is complete", "bant is open", "bant is not failed",
      "bant.budget is yes", "bant.need is no", "bant.need", "sequence s1 is finished", "sequence s1 is not running", "sla first is breached", "sla first is running",
      "sla first is met", "sla first is not stopped", "approval ap is granted", "approval ap is asked", "handoff over is accepted", "handoff over is waiting",
      "stage.entered is before w1", "account is known", "account.team is \"retail\"", "account.size > 10"});
}

std::string Writer::comparison(int depth) {
  if (known_ && r_.chance(25)) return workflowTest();
  switch (r_.below(16)) {
    case 0: return integer(depth) + " " + order() + " " + integer(depth);
    case 1: return number(depth) + " " + order() + " " + number(depth);
    case 2: return money(depth) + " " + order() + " " + money(depth);
    case 3: return percent(depth) + " " + order() + " " + percent(depth);
    case 4:
      return instant(depth) + " " + r_.pick(std::vector<std::string>{"<", ">=", "is before", "is after"}) + " " +
             instant(depth);
    case 5: return duration(depth) + " " + order() + " " + window();
    case 6:
      return text(depth) +
             r_.pick(std::vector<std::string>{" is ", " is not ", " contains ", " begins with ", " ends with "}) +
             "\"" + r_.pick(kWords) + "\"";
    case 7:
      return r_.pick(texts_) + " matches " +
             r_.pick(std::vector<std::string>{"/\\b(vp|chief)\\b/i", "/^[0-9]+$/", "/ß/", "/(?i)software/"});
    case 8: return text(depth) + " in [\"software\", \"DIRECTOR\", \"École\", \"acme.example\"]";
    case 9:
      return "c1" + r_.pick(std::vector<std::string>{" in [US, DE, FR]", " is JP", " is not US", " in europe",
                                                     " not in europe"});
    case 10: return integer(depth) + " in " + r_.pick(std::vector<std::string>{"0..50", "50..500", "500..", "..49"});
    case 11: {
      std::string name = enumeration();
      if (name == "e1")
        return "e1 " + r_.pick(std::vector<std::string>{"is red", "is not green", "in [red, blue]", "not in [green]"});
      return name + " " + r_.pick(std::vector<std::string>{"is x", "is not y", "in [y, z]"});
    }
    case 12: return r_.pick(std::vector<std::string>{"alpha in s1", "beta in s1", "beta not in s1"});
    case 13: return "had " + query();
    case 14:
      return r_.pick(std::vector<std::string>{"i1", "n1", "m1", "t1", "w1", "c1", "e1", "mail", "b1"}) +
             r_.pick(std::vector<std::string>{" is known", " is missing"});
    default:
      if (!points_.empty())
        return r_.pick(points_) + " " + order() + " " + r_.pick(std::vector<std::string>{"0", "10", "40", "99.5"});
      return r_.pick(texts_) + " in names";
  }
}

std::string Writer::boolean(int depth) {
  if (depth <= 0) return r_.chance(25) ? r_.pick(bools_) : comparison(0);
  switch (r_.below(5)) {
    case 0: return "(" + boolean(depth - 1) + " and " + boolean(depth - 1) + ")";
    case 1: return "(" + boolean(depth - 1) + " or " + boolean(depth - 1) + ")";
    case 2: return "not (" + boolean(depth - 1) + ")";
    default: return comparison(depth - 1);
  }
}

std::string Writer::scoreBody() {
  std::string out;
  switch (r_.below(4)) {
    case 0:
      out += "  decay half every " + r_.pick(std::vector<std::string>{"30 days", "1 hour", "7 days"}) + "\n";
      break;
    case 1: out += "  decay linear over 90 days\n"; break;
    case 2: out += "  decay steps { 3 days 100%, 30 days 50%, 90 days 12.5% }\n"; break;
    default: break;
  }
  if (out.size() && r_.chance(30)) out.insert(out.size() - 1, " since w1");
  std::uint32_t terms = 1 + r_.below(5);
  for (std::uint32_t i = 0; i < terms; ++i) {
    std::string sign = r_.chance(80) ? "+" : "-";
    std::string points = r_.pick(std::vector<std::string>{"20", "1", "0.5", "33.3333", "150"});
    if (r_.chance(40)) {
      std::string counted = r_.pick(std::vector<std::string>{"visit", "call", "i1"});
      out += "  " + sign + points + " per " + counted;
      if (r_.chance(40))
        out += " max " + (counted == "i1" ? std::string("40 points")
                                          : r_.pick(std::vector<std::string>{"10 points", "2 times", "40 points"}));
      out += "\n";
    } else if (r_.chance(20)) {
      out += "  best of { " + sign + points + " when " + boolean(1) + "; +30 when " + boolean(1) + "; -3 when " +
             boolean(0) + " }\n";
    } else {
      out += "  " + sign + points + " when " + boolean(2) + "\n";
    }
  }
  return out;
}

std::string Writer::decision() {
  std::string out = "decision d1 {\n  | e1 | i1 | t1 begins with | c1 | -> verdict |\n";
  std::uint32_t rows = 1 + r_.below(6);
  for (std::uint32_t i = 0; i < rows; ++i) {
    out += "  | " + r_.pick(std::vector<std::string>{"-", "red", "red, blue", "green"});
    out += " | " + r_.pick(std::vector<std::string>{"-", "0..50", "500..", "7", "1, 50..500"});
    out += " | " + r_.pick(std::vector<std::string>{"-", "\"soft\"", "\"94\", \"vp\"", "\"941\""});
    out += " | " + r_.pick(std::vector<std::string>{"-", "US", "DE, FR", "JP"});
    out += " | " + r_.pick(std::vector<std::string>{"yes", "no", "perhaps"}) + " |\n";
  }
  return out + "}\n";
}

std::string Writer::route() {
  std::string out = "route main {\n";
  std::uint32_t rules = r_.below(14);
  for (std::uint32_t i = 0; i < rules; ++i) {
    std::string condition;
    if (r_.chance(55)) {  // shapes that the index takes apart
      condition = r_.pick(std::vector<std::string>{"c1 is US", "c1 in [DE, FR]", "c1 in europe", "c1 is JP"});
      if (r_.chance(60))
        condition +=
            " and t2 begins with " + r_.pick(std::vector<std::string>{"\"94\"", "\"941\"", "\"1\"", "\"soft\""});
      if (r_.chance(40)) condition += " and e1 is " + r_.pick(std::vector<std::string>{"red", "green", "blue"});
      if (r_.chance(40)) condition += " and i2 in " + r_.pick(std::vector<std::string>{"0..50", "50..500", "500.."});
      if (r_.chance(20)) condition += " and " + boolean(1);
    } else {
      condition = boolean(3);
    }
    out += "  r" + std::to_string(i) + " when " + condition + " -> queue q\n";
  }
  return out + "  rest otherwise -> queue q\n}\n";
}

std::string Writer::playbook() {
  stages_ = known_ = r_.chance(50);
  std::string out =
      "playbook generated {\n  timezone \"UTC\"\n  currency USD\n}\n"
      "list europe = [DE, FR, GB]\nlist names = [\"software\", \"retail\", \"director\"]\nrole boss\nqueue q { owner "
      "role boss }\n"
      "activity visit\nactivity call { outcome one of good, bad; length int }\nactivity deal { amount money "
      "}\noutreach call\n"
      "lead {\n  id text key\n  i1 int\n  i2 int\n  n1 number\n  n2 number\n  m1 money\n  m2 money\n  p1 percent\n  b1 "
      "bool\n  b2 bool\n  t1 text\n  t2 text\n"
      "  mail email\n  c1 country\n  e1 one of red, green, blue\n  s1 some of alpha, beta, gamma\n  w1 instant\n  w2 "
      "instant\n";
  auto derive = [&](const std::string& name, const std::string& value, std::vector<std::string>& list) {
    out += "  " + name + " = " + value + "\n";
    list.push_back(name);
  };
  if (stages_)
    extra_ =
        "owners sdr, ae\nchecklist bant { budget, need }\n"
        "table accounts {\n  | domain text key | team text | size int | big bool |\n  | \"acme.example\" | \"Retail\" | 12 | true |\n}\n"
        "match account in accounts { same domain to t1; prefer big }\n";
  // Half of the playbooks move leads through stages; then anything may ask about them.
  derive("di", integer(2), ints_);
  derive("dn", number(3), numbers_);
  derive("db", boolean(2), bools_);
  derive("dt", text(1), texts_);
  derive("dw", instant(2), instants_);
  derive("de", "first of { x when " + boolean(1) + "; y when " + boolean(1) + "; z otherwise }", enums_);
  derive("df", "ranges of " + r_.pick(ints_) + " { x below 10, y below 500, z otherwise }", enums_);
  out += "}\n";
  // `de` and `df` are two enums: a rule that names x, y, z must not mix them, which it does not, comparing each by
  // itself.
  out += extra_;
  out += decision();
  out += "score s1_points " + std::string(r_.chance(40) ? "max 100 " : "") +
         std::string(r_.chance(30) ? "min 0 " : "") + "{\n" + scoreBody() + "}\n";
  points_.push_back("s1_points");
  out += "score s2_points {\n" + scoreBody() + "}\n";
  points_.push_back("s2_points");
  out += "score total = s1_points + s2_points" + std::string(r_.chance(50) ? " * 2" : "") + "\n";
  points_.push_back("total");
  out += "grade rating of total { A at least 100, B at least 60, C at least 30, D otherwise }\n";
  out += "milestone mql when " + boolean(2) + "\n";
  stamped_ = stages_;
  out += route();
  if (stages_) out += workflow();
  return out;
}

/// Conditions and values in all the places where a workflow has them.
std::string Writer::workflow() {
  const auto when = [&] { return boolean(2); };
  std::string out = "reasons { r_a \"a\"; r_b \"b\"; r_c \"c\" }\n";
  out += "stages {\n  New \"new\" initial\n  Working \"working\"\n  Done \"done\" final\n}\n";
  out += "stage New {\n  enter { set i1 to " + integer(2) + " }\n  to Working when " + when() + "\n  to Working when " + when() + ", at most 3 times\n  to Done by owner reason required\n}\n";
  out += "stage Working owned by sdr {\n  enter { start sequence s1 }\n  to New when " + when() + " reason first of { r_a when " + when() + "; r_b when " + when() +
         "; r_c otherwise }\n  aging 48 hours when " + when() + " { log \"{" + r_.pick(texts_) + "} {" + number(1) + "}\" }\n}\n";
  out += "stage Done { reopens to Working when " + when() + " }\n";
  out += "sequence s1 {\n  email \"a\"\n  wait 3 days unless " + when() + "\n  task call \"call {t1}\"\n}\n";
  out += "approval ap { ask role boss when " + when() + " }\n";
  out += "handoff over { when stage becomes Working; carries t1, i2 }\n";
  out += "sla first {\n  starts when owner assigned\n  stops when " + when() + "\n  pauses until " + instant(1) + " at most 90 days\n  target 4 hours when " + when() +
         "\n  target " + window() + "\n  at 50% { remind owner \"{t1}\" }\n}\n";
  out += "data rules { kept when " + when() + " require " + when() + " \"text\" }\n";
  return out;
}

Value numberValue(Random& r, typed::Type type) {
  static const std::vector<std::int64_t> common = {0, 1, 7, 10, 49, 50, 51, 499, 500, 501, 1000};
  std::int64_t n = r.pick(common);
  if (r.chance(8))
    n = r.pick(
        std::vector<std::int64_t>{-1, -500, 900'000'000'000, 9'000'000'000'000'000'000, INT64_MAX, INT64_MIN + 1});
  if (type.kind == TypeKind::Int) return Value::of(n);
  if (n > 900'000'000'000 || n < -900'000'000'000) return Value::of(n);
  return Value::of(n * 10'000 + (r.chance(50) ? r.below(10'000) : 0));
}

Value fieldValue(Random& r, const typed::Program& program, typed::Type type, std::int64_t now) {
  if (r.chance(18)) return Value::missing();
  switch (type.kind) {
    case TypeKind::Bool: return Value::truth(r.chance(50));
    case TypeKind::Text: return Value::text(r.chance(30) ? "  " + r.pick(kWords) + " " : r.pick(kWords), false);
    case TypeKind::Code: return Value::text(r.pick(kWords), true);
    case TypeKind::Email: return Value::text(r.pick(kMails), false);
    case TypeKind::Country: return Value::of(findCountry(r.pick(kCountries)));
    case TypeKind::Enum: return Value::of(r.below(static_cast<std::uint32_t>(program.enums[type.ref].values.size())));
    case TypeKind::EnumSet: return Value::of(r.below(1U << program.enums[type.ref].values.size()));
    case TypeKind::Rep: return Value::of(r.below(3));
    case TypeKind::Instant:
      return Value::of(now - static_cast<std::int64_t>(r.below(200)) * 43'200'000 +
                       (r.chance(10) ? 86'400'000'000 : 0));
    default: return numberValue(r, type);
  }
}

}  // namespace

std::string generatePlaybook(Random& random) { return Writer(random).playbook(); }

Record generateRecord(Random& random, const typed::Program& program, std::int64_t now) {
  Record record;
  for (const auto& field : program.fields) record.fields.push_back(fieldValue(random, program, field.type, now));
  std::uint32_t count = random.chance(30) ? 0 : random.below(9);
  for (std::uint32_t i = 0; i < count; ++i) {
    Activity activity;
    activity.type = random.below(static_cast<std::uint32_t>(program.activities.size()));
    activity.at = now - static_cast<std::int64_t>(random.below(100)) * 86'400'000 +
                  static_cast<std::int64_t>(random.below(3)) * 3'600'000;
    if (random.chance(20)) activity.at = now - static_cast<std::int64_t>(random.below(5)) * 1'800'000;
    for (const auto& field : program.activities[activity.type].fields)
      activity.fields.push_back(fieldValue(random, program, field.type, now));
    record.activities.push_back(std::move(activity));
  }
  for (std::size_t i = 0; i < program.context_types.size(); ++i) {
    const typed::Type type = program.context_types[i];
    const bool status = type.kind == TypeKind::Enum && program.workflow.context[i].kind > bytecode::ContextKind::Queue;
    Value value = fieldValue(random, program, type, now);
    if (status && !value.known) value = Value::of(0);
    record.context.push_back(std::move(value));
  }
  return record;
}

}  // namespace leadflow::reference

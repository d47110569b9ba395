// Tests beside the rules.
//
//     test "a German CTO is called within minutes" {
//       at 2026-03-02 10:00
//       roster { ana team "sdr_emea" skills [senior] }
//       given lead { company_size 800, country DE, source "Web" }
//       given demo_request 10 minutes ago
//       expect rating is A and owner is ana
//     }
#include <unordered_map>

#include "compiler/check/roster.hpp"
#include "compiler/check/data_file.hpp"
#include "compiler/check/workflow.hpp"
#include "compiler/diag/suggest.hpp"

namespace leadflow::check {
namespace {

using diag::Code;

class TestChecker {
 public:
  TestChecker(Context& context, const syntax::Test& test, Scope& scope, Span span) : c_(context), syntax_(test), scope_(scope), span_(span) {}

  bool check() {
    made_.title = syntax_.title;
    made_.span = span_;
    bool good = checkTitle();
    good = checkAt() && good;
    const std::unordered_set<std::string> reps = c_.rep_ids;
    const bool known = c_.roster_known;
    if (syntax_.roster) good = checkPeople() && good;
    for (const syntax::Given& given : syntax_.given) good = (given.activity ? checkActivity(given) : checkLead(given)) && good;
    for (const syntax::Happening& happening : syntax_.happenings) good = checkHappens(happening) && good;
    for (const syntax::Expect& expect : syntax_.expect) good = checkExpect(expect) && good;
    c_.rep_ids = reps;
    c_.roster_known = known;
    if (syntax_.expect.empty()) {
      c_.error(Code::TestExpectsNothing, span_, "the test expects nothing").withHelp("add what must become of the lead: `expect rating is A`");
      good = false;
    }
    if (good) c_.program.tests.push_back(std::move(made_));
    return good;
  }

 private:
  bool checkTitle() {
    for (const typed::Test& other : c_.program.tests)
      if (other.title == syntax_.title) {
        c_.error(Code::RepeatedTest, span_, "two tests are called \"" + syntax_.title + '"').label(other.span, "the first is here").withHelp("say in the title what this one is about");
        return false;
      }
    return true;
  }

  bool checkAt() {
    if (!syntax_.at) {
      c_.error(Code::TestWithoutTime, span_, "the test does not say at what time it takes place")
          .note("scores fade and calendars open and close: without a time, the outcome would depend on the day the test runs")
          .withHelp("add a line such as `at 2026-03-02 10:00`");
      return false;
    }
    const auto at = checkConstant(c_, *syntax_.at, scope_, {TypeKind::Instant, 0}, "a test's `at`");
    if (at) made_.at = at->bits;
    return at.has_value();
  }

  bool checkPeople() {
    auto read = syntax_.roster->from ? readRosterFile(c_, syntax_.roster->from, scope_) : readRosterEntries(c_, *syntax_.roster, scope_);
    if (!read || !checkReps(c_, *read, scope_, true)) return false;
    c_.rep_ids.clear();
    for (const Rep& rep : read->reps) {
      c_.rep_ids.insert(rep.id);
      if (!rep.manager.empty()) c_.rep_ids.insert(rep.manager);
    }
    c_.roster_known = true;
    made_.roster = std::move(read->reps);
    return true;
  }

  /// A value as a test writes it: quotes read like data ("Web", "Germany", "2026-03-01"), all else is an expression of the type.
  std::optional<Constant> value(const syntax::Property& property, Type type) {
    const syntax::Expr& expr = *property.value;
    using Kind = syntax::ExprKind;
    if (expr.kind == Kind::Missing) return Constant{type, kMissing, {}};
    if (type.kind == TypeKind::Rep && (expr.kind == Kind::Name || expr.kind == Kind::Text)) return Constant{type, 0, expr.text};
    if (expr.kind == Kind::Text && type.kind != TypeKind::Text) {
      auto read = constantOfText(c_, expr.text, type);
      if (!read) wrongValue(property, type);
      return read;
    }
    return checkConstant(c_, expr, scope_, type, "the field " + backticked(property.key.text));
  }

  void wrongValue(const syntax::Property& property, Type type) {
    auto& finding = c_.error(Code::TestValue, property.value->span, "\"" + property.value->text + "\" is not " + describe(c_, type));
    if (type.kind != TypeKind::Enum && type.kind != TypeKind::EnumSet) return;
    std::vector<std::string_view> names;
    for (const auto& known : c_.enumOf(type).values) names.push_back(known.name);
    if (const std::string_view near = diag::suggest(property.value->text, names); !near.empty())
      finding.withHelp("did you mean " + backticked(near) + "?").edit(property.value->span, std::string(near));
  }

  /// False after a report when the field is given a second time.
  bool once(std::unordered_map<std::string_view, Span>& seen, const syntax::Name& key) {
    const auto [place, added] = seen.emplace(key.text, key.span);
    if (!added) c_.error(Code::TestFieldTwice, key.span, "the field " + backticked(key.text) + " is given twice").label(place->second, "the first is here");
    return added;
  }

  void unknownField(const syntax::Property& property, std::string_view what, const std::vector<std::string_view>& names) {
    auto& finding = c_.error(Code::TestUnknownField, property.key.span, std::string(what) + " has no field " + backticked(property.key.text));
    if (const std::string_view near = diag::suggest(property.key.text, names); !near.empty())
      finding.withHelp("did you mean " + backticked(near) + "?").edit(property.key.span, std::string(near));
    else if (names.empty()) finding.note(std::string(what) + " has no fields at all");
    else finding.note("it has " + listed(names));
  }

  bool checkLead(const syntax::Given& given) {
    bool good = true;
    for (const syntax::Property& property : given.values) {
      Entity* entity = c_.names.find(scope_, Space::Values, property.key.text, property.key.span, c_.diags);
      if (!entity || entity->kind != resolve::Kind::Field) {
        good = false;
        if (entity && (entity->kind == resolve::Kind::Derived || entity->kind == resolve::Kind::Score || entity->kind == resolve::Kind::Grade || entity->kind == resolve::Kind::Milestone)) {
          c_.error(Code::TestDerivedField, property.key.span, backticked(property.key.text) + " is computed and cannot be given")
              .label(entity->span, resolve::withArticle(entity->kind) + ", declared here").withHelp("give the fields that it is computed from");
          continue;
        }
        std::vector<std::string_view> names;
        for (const typed::Field& field : c_.program.fields) names.push_back(field.name);
        unknownField(property, "a lead", names);
        continue;
      }
      if (!once(lead_fields_, property.key) || !property.value || !c_.require(*entity, property.key.span)) {
        good = false;
        continue;
      }
      const auto index = static_cast<std::uint32_t>(entity->index);
      auto read = value(property, c_.program.fields[index].type);
      if (read) made_.fields.emplace_back(index, std::move(*read));
      else good = false;
    }
    if (given.ago || given.at) {
      c_.error(Code::TestFuture, given.span, "a lead is given as it is at the time of the test").withHelp("remove the time, or set the instant field that you mean");
      good = false;
    }
    return good;
  }

  bool checkActivity(const syntax::Given& given) {
    Entity* entity = c_.findActivity(scope_, given.activity);
    if (!entity || !c_.require(*entity, given.activity.span)) return false;
    typed::GivenActivity made;
    made.activity = static_cast<std::uint32_t>(entity->index);
    made.at = made_.at;
    bool good = true;
    const auto fieldOf = [&](std::string_view name) {
      const auto& fields = c_.program.activities[made.activity].fields;
      for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i].name == name) return static_cast<int>(i);
      return -1;
    };
    for (const typed::Field& field : c_.program.activities[made.activity].fields) made.fields.push_back({field.type, kMissing, {}});
    std::unordered_map<std::string_view, Span> seen;
    for (const syntax::Property& property : given.values) {
      const int field = fieldOf(property.key.text);
      if (field < 0) {
        std::vector<std::string_view> names;
        for (const typed::Field& other : c_.program.activities[made.activity].fields) names.push_back(other.name);
        unknownField(property, "the activity " + backticked(given.activity.text), names);
        good = false;
        continue;
      }
      if (!once(seen, property.key) || !property.value) {
        good = false;
        continue;
      }
      auto read = value(property, made.fields[static_cast<std::size_t>(field)].type);
      if (read) made.fields[static_cast<std::size_t>(field)] = std::move(*read);
      else good = false;
    }
    if (given.ago) {
      const auto ago = checkConstant(c_, *given.ago, scope_, {TypeKind::Duration, 0}, "the time before `ago`");
      if (ago) made.at -= ago->bits;
      good = good && ago;
    }
    if (given.at) {
      const auto at = checkConstant(c_, *given.at, scope_, {TypeKind::Instant, 0}, "`at`");
      if (at) made.at = at->bits;
      good = good && at;
    }
    if (good && syntax_.at && made.at > made_.at) {
      c_.error(Code::TestFuture, given.at ? given.at->span : given.span, "this happens after the time of the test")
          .label(syntax_.at->span, "the time of the test").note("activities after `now` are ignored everywhere");
      good = false;
    }
    if (good) made_.activities.push_back(std::move(made));
    return good;
  }

  bool checkHappens(const syntax::Happening& happening) {
    if (!c_.hasStages()) {
      c_.error(Code::TestNeedsWorkflow, happening.span, "something happens later in this test, and the playbook declares no stages").withHelp("remove the line, or declare `stages`");
      return false;
    }
    static const std::vector<Rep> nobody;
    const std::vector<Rep>& people = made_.roster ? *made_.roster : c_.program.roster ? *c_.program.roster : nobody;
    return checkHappening(c_, scope_, happening, made_.at, people, made_.happenings.emplace_back());
  }

  bool checkExpect(const syntax::Expect& expect) {
    if ((expect.after || expect.sent) && !c_.hasStages()) {
      c_.error(Code::TestNeedsWorkflow, expect.span, expect.after ? "`after …` lets time pass, and the playbook declares no stages" : "this expects something to be sent, and the playbook declares no stages")
          .note("without `stages`, a test can expect values of the lead, `route`, `owner` and `queue` at the time of the test")
          .withHelp("remove the line, or test the conditions that lead to it");
      return false;
    }
    typed::Expectation made;
    made.at = made_.at;
    if (expect.after) {
      Here here;
      here.scope = &scope_;
      std::int64_t after = 0;
      if (!checkWallTime(c_, here, *expect.after, "the time after `after`", after)) return false;
      made.at += after;
    }
    if (expect.sent) {
      if (!checkSent(c_, scope_, *expect.sent, made.sent.emplace())) return false;
      made.text = c_.words(expect.sent->span);
    } else {
      const ExprScope where{&scope_, Place::Outcome};
      made.condition = checkCondition(c_, *expect.condition, where);
      if (!made.condition) return false;
      made.text = std::string(c_.sources.text(expect.condition->span));
    }
    made.span = expect.span;
    made_.expectations.push_back(std::move(made));
    return true;
  }

  Context& c_;
  const syntax::Test& syntax_;
  Scope& scope_;
  Span span_;
  typed::Test made_;
  std::unordered_map<std::string_view, Span> lead_fields_;
};

}  // namespace

bool checkTest(Context& context, const syntax::Test& test, Scope& scope, Span span) { return TestChecker(context, test, scope, span).check(); }

}  // namespace leadflow::check

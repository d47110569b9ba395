// A lead's account: the row of a table that belongs to it.
//
//     match account in accounts { same domain; similar name to company 90%; prefer open_deal, then latest last_touch; parent parent_domain }
#include "compiler/check/workflow.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::check {

using bytecode::MatchInfo;
using diag::Code;

namespace {

class MatchChecker {
 public:
  MatchChecker(Context& context, Entity& entity) : c_(context), entity_(entity), syntax_(entity.as<syntax::Match>()) { here_.scope = entity.scope; }

  bool check() {
    const auto index = static_cast<std::size_t>(entity_.index);
    made_.name = c_.program.workflow.matches[index].name;
    Entity* table = c_.names.find(*entity_.scope, Space::Values, syntax_.table.text, syntax_.table.span, c_.diags);
    if (!table || table->kind != resolve::Kind::Table) {
      if (table) c_.error(Code::WrongKindOfName, syntax_.table.span, inBackticks(table->name) + " is " + resolve::withArticle(table->kind) + ", and a table is needed").label(table->span, "declared here");
      else c_.unknownName(Code::UnknownName, "table", syntax_.table, *entity_.scope, Space::Values);
      return false;
    }
    if (!c_.require(*table, syntax_.table.span)) return false;
    made_.table = static_cast<std::uint32_t>(table->index);
    table_ = table;
    bool good = true;
    for (const auto& key : syntax_.keys) good = checkKey(key) && good;
    if (syntax_.keys.empty()) {
      c_.error(Code::IncompleteConstruct, entity_.span, "the match " + inBackticks(entity_.name) + " does not say how a row is found").withHelp("add a line such as `same domain`");
      good = false;
    }
    for (const auto& preference : syntax_.prefer) good = checkPreference(preference) && good;
    if (syntax_.parent) {
      const int column = columnOf(syntax_.parent);
      if (column >= 0) {
        const int key = columns().empty() ? -1 : c_.program.tables[made_.table].keyColumn();
        const Type of = columns()[static_cast<std::size_t>(column)].type;
        if (key < 0) {
          c_.error(Code::TableWithoutKey, syntax_.parent.span, "a parent is named by its key, and the table " + inBackticks(table_->name) + " has none")
              .label(table_->span, "the table is declared here").withHelp("mark the column by which a row is found: `domain text key`");
          good = false;
        } else if (!(of == columns()[static_cast<std::size_t>(key)].type)) {
          c_.error(Code::MatchColumn, syntax_.parent.span, "a parent is named by its key, and " + inBackticks(syntax_.parent.text) + " is " + describe(c_, of));
          good = false;
        }
        made_.parent = static_cast<std::uint32_t>(column);
      }
      good = good && column >= 0;
    }
    c_.program.workflow.matches[index] = std::move(made_);
    return good;
  }

 private:
  const std::vector<typed::Column>& columns() const { return c_.program.tables[made_.table].columns; }

  int columnOf(const syntax::Name& name) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < columns().size(); ++i) {
      if (columns()[i].name == name.text) return static_cast<int>(i);
      names.push_back(columns()[i].name);
    }
    auto& finding = c_.error(Code::MatchColumn, name.span, "the table " + inBackticks(table_->name) + " has no column " + inBackticks(name.text));
    finding.label(table_->span, "declared here");
    if (const std::string_view near = diag::suggest(name.text, names); !near.empty()) finding.withHelp("did you mean " + inBackticks(near) + "?").edit(name.span, std::string(near));
    return -1;
  }

  bool checkKey(const syntax::Match::Key& written) {
    MatchInfo::Key out;
    const int column = columnOf(written.column);
    if (column < 0) return false;
    out.column = static_cast<std::uint32_t>(column);
    out.normalised = written.normalised;
    const Type of = columns()[static_cast<std::size_t>(column)].type;
    if (!isTextual(of.kind)) {
      c_.error(Code::MatchKey, written.column.span, "a row is found by text, and " + inBackticks(written.column.text) + " is " + describe(c_, of)).label(table_->span, "declared here");
      return false;
    }
    typed::ExprPtr value = written.value ? checkExpression(c_, *written.value, here_.expressions()) : checkExpression(c_, nameExpression(written.column), here_.expressions());
    if (!value) return false;
    if (!isTextual(value->type.kind)) {
      c_.error(Code::MatchKey, value->span, "a row is found by text, and this is " + describe(c_, value->type));
      return false;
    }
    out.value = c_.addFunction(std::move(value));
    if (written.similar) {
      if (!checkShare(c_, here_, *written.similar, "how similar two texts are", out.similar)) return false;
      if (out.similar <= 0 || out.similar > kWholePercent) {
        c_.error(Code::MatchKey, written.similar->span, "two texts are similar by more than 0% and at most 100%");
        return false;
      }
    }
    made_.keys.push_back(out);
    return true;
  }

  bool checkPreference(const syntax::Match::Preference& written) {
    using Order = MatchInfo::Preference::Order;
    const int column = columnOf(written.column);
    if (column < 0) return false;
    MatchInfo::Preference out;
    out.column = static_cast<std::uint32_t>(column);
    const Type of = columns()[static_cast<std::size_t>(column)].type;
    const std::string& order = written.order.text;
    const bool time = order == "latest" || order == "oldest", size = order == "highest" || order == "lowest";
    if (order == "latest") out.order = Order::Latest;
    if (order == "oldest") out.order = Order::Oldest;
    if (order == "highest") out.order = Order::Highest;
    if (order == "lowest") out.order = Order::Lowest;
    if (!order.empty() && !time && !size) {
      unknownWord(c_, written.order, "order of rows", {"latest", "oldest", "highest", "lowest"});
      return false;
    }
    const bool fits = time ? of.kind == TypeKind::Instant : size ? hasOrder(of) && !isTextual(of.kind) : of.kind == TypeKind::Bool;
    if (!fits) {
      auto& finding = c_.error(Code::MatchColumn, written.column.span, inBackticks(written.column.text) + " is " + describe(c_, of) + (order.empty() ? "; a row is preferred when something is true" : ", which `" + order + "` does not sort"));
      if (order.empty()) finding.withHelp(of.kind == TypeKind::Instant ? "write `latest " + written.column.text + "`" : "name a column of type `bool`, or say `highest " + written.column.text + "`");
      return false;
    }
    made_.prefer.push_back(out);
    return true;
  }

  Context& c_;
  Entity& entity_;
  const syntax::Match& syntax_;
  Here here_;
  MatchInfo made_;
  const Entity* table_ = nullptr;
};

}  // namespace

bool checkMatch(Context& context, Entity& entity) {
  if (!needStages(context, entity.span, "a match")) return false;
  return MatchChecker(context, entity).check();
}

}  // namespace leadflow::check

#include "tools/testrunner/actual_values.hpp"

#include <algorithm>

#include "runtime/bytecode/context_name.hpp"

namespace leadflow::testrunner {

namespace {

using typed::Expr;
using typed::ExprKind;

class Account {
 public:
  explicit Account(const DecidedTest& decided) : d_(decided), names_(decided.desk.names()), chunk_(decided.desk.chunk()) {}

  /// The parts of an `and` that plainly held are no news.
  void part(const Expr& expr) {
    if (expr.kind == ExprKind::And) {
      for (const auto& arg : expr.args) part(*arg);
    } else if (!plainlyHeld(expr)) {
      reads(expr);
    }
  }

  void reads(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::Field: value(chunk_.fields[expr.index].name, static_cast<std::uint16_t>(expr.index)); return;
      case ExprKind::Derived: value(chunk_.derived[expr.index].name, chunk_.derived[expr.index].reg); return;
      case ExprKind::Score: value(chunk_.scores[expr.index].name, chunk_.scores[expr.index].reg); return;
      case ExprKind::Grade: value(chunk_.grades[expr.index].name, chunk_.grades[expr.index].reg); return;
      case ExprKind::MilestoneReached:
        add(chunk_.milestones[expr.index].name + (d_.machine.reg(chunk_.milestones[expr.index].reached) == 1 ? " is reached" : " is not reached"));
        return;
      case ExprKind::MilestoneAt: value(chunk_.milestones[expr.index].name + ".at", chunk_.milestones[expr.index].at); return;
      case ExprKind::RouteRule:
      case ExprKind::RouteOwner:
      case ExprKind::RouteQueue: route(expr.index); return;
      case ExprKind::Context: value(bytecode::contextName(chunk_, chunk_.workflow.context[expr.index]), chunk_.workflow.context[expr.index].reg); return;
      case ExprKind::DecisionOutput: decision(expr.index); break;
      case ExprKind::CalendarOpen:
        add(chunk_.calendars[expr.index].name + (d_.desk.program().calendar(expr.index).isOpen(d_.machine.now()) ? " is open" : " is closed"));
        return;
      case ExprKind::Had:
      case ExprKind::Count:
      case ExprKind::Last: activities(*expr.query); break;
      default: break;
    }
    for (const auto& arg : expr.args) reads(*arg);
  }

  std::vector<std::string> take() { return std::move(lines_); }

 private:
  void add(std::string line) {
    if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(std::move(line));
  }

  void value(const std::string& name, std::uint16_t reg) {
    std::string line = name + " is ";
    names_.appendWords(line, names_.typeOf(reg), d_.machine.reg(reg));
    add(std::move(line));
  }

  /// The slot that an equality compares with a constant, where it stands in a register.
  bool slotOfRead(const Expr& expr, Slot& slot) const {
    switch (expr.kind) {
      case ExprKind::Derived: slot = d_.machine.reg(chunk_.derived[expr.index].reg); return true;
      case ExprKind::Score: slot = d_.machine.reg(chunk_.scores[expr.index].reg); return true;
      case ExprKind::Grade: slot = d_.machine.reg(chunk_.grades[expr.index].reg); return true;
      case ExprKind::Context: slot = d_.machine.reg(chunk_.workflow.context[expr.index].reg); return true;
      case ExprKind::RouteRule: slot = d_.machine.reg(chunk_.routes[expr.index].rule_register); return true;
      case ExprKind::RouteQueue: slot = d_.machine.reg(chunk_.routes[expr.index].queue_register); return true;
      case ExprKind::RouteOwner: slot = d_.machine.reg(chunk_.routes[expr.index].owner_register); return true;
      default: return false;
    }
  }

  bool plainlyHeld(const Expr& expr) const {
    if (expr.kind != ExprKind::Equal || expr.args.size() != 2 || expr.args[1]->kind != ExprKind::Const) return false;
    Slot slot = kMissing;
    if (isTextual(expr.args[0]->type.kind) || !slotOfRead(*expr.args[0], slot) || isMissing(slot)) return false;
    const typed::Constant& constant = expr.args[1]->constant;
    return constant.type.kind == TypeKind::Rep ? d_.desk.people().find(constant.text) == slot : constant.bits == slot;
  }

  void decision(std::uint32_t index) {
    const auto& info = chunk_.decisions[index];
    const Slot row = info.row_register == bytecode::kNone ? kMissing : d_.machine.reg(info.row_register);
    if (isMissing(row)) {
      add("no row of " + info.name + " held");
      return;
    }
    const auto at = static_cast<std::size_t>(row);
    std::string line = info.name + " gave ";
    for (std::size_t o = 0; o < info.outputs.size(); ++o) {
      if (o > 0) line += ", ";
      line += info.outputs[o].name + " ";
      names_.appendWords(line, info.outputs[o].type, names_.constant(info.cells[at * info.outputs.size() + o]));
    }
    line += " by row " + std::to_string(at + 1);
    if (at < info.row_places.size()) line += " (" + names_.line(info.row_places[at]) + ")";
    add(std::move(line));
  }

  void activities(const typed::Query& query) {
    for (const std::uint32_t activity : query.activities) {
      if (query.activities.size() > 3) break;
      std::size_t count = 0;
      std::int64_t newest = kMissing;
      for (const typed::GivenActivity& given : d_.test.activities) {
        if (given.activity != activity) continue;
        ++count;
        newest = std::max(newest, given.at);
      }
      std::string line = chunk_.activities[activity].name + " was given " + (count == 0 ? "never" : count == 1 ? "once" : std::to_string(count) + " times");
      if (count > 0) {
        line += ", last at ";
        decide::appendWallClock(line, newest, d_.desk.program().zone());
      }
      add(std::move(line));
    }
    if (query.where) reads(*query.where);
  }

  void route(std::uint32_t index) {
    const std::string name = "route " + d_.program.routes[index].name;
    // A route that was taken twice: the last time counts. One that others end in is told by who ended in it.
    for (const bool own : {true, false})
      for (std::size_t i = d_.routes.size(); i-- > 0;) {
        const decide::Assignment& assignment = d_.routes[i].assignment;
        if (own ? d_.routes[i].route != index : assignment.final_route != index) continue;
        const std::int32_t rule = own ? assignment.rule : assignment.final_rule;
        std::string line = name;
        if (rule < 0) line += " took no rule";
        else line += " took rule `" + d_.program.routes[index].rules[static_cast<std::size_t>(rule)].name + "`";
        if (!isMissing(assignment.rep)) line += ", to " + std::string(names_.rep(assignment.rep));
        else if (assignment.queue >= 0) line += ", to queue " + chunk_.queues[static_cast<std::size_t>(assignment.queue)].name;
        else line += ", to nobody";
        if (!isMissing(assignment.stands_in_for)) line += " standing in for " + std::string(names_.rep(assignment.stands_in_for));
        if (own && assignment.first_rule >= 0 && assignment.first_rule != assignment.rule)
          line += ", because `" + d_.program.routes[index].rules[static_cast<std::size_t>(assignment.first_rule)].name + "` held but found nobody";
        add(std::move(line));
        return;
      }
    add(name + " was not asked");
  }

  const DecidedTest& d_;
  const decide::Names& names_;
  const bytecode::Chunk& chunk_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> actualValues(const DecidedTest& decided, const typed::Expr& condition) {
  Account account(decided);
  account.part(condition);
  auto lines = account.take();
  if (!lines.empty()) return lines;
  Account whole(decided);
  whole.reads(condition);
  return whole.take();
}

}  // namespace leadflow::testrunner

// A small lead's life by hand: every part of a workflow at least once, so that codec, verifier, listing and VM are tested
// without the compiler. The comments say what a playbook would.
#pragma once
#include "runtime/value/percent.hpp"
#include "tests/unit/bytecode/assembler.hpp"

namespace leadflow::bytecode::test {

struct Lifecycle {
  Assembler a;
  std::uint16_t company, size, created, callback, next_step, email;           // fields
  std::uint16_t stage, entered, owner, reason, queue, item, bant, run, clock, handed, asked, stamp, known, account_owner, parent_owner, seat, team;
  std::uint16_t mql, mql_at;
  FunctionRef yes, large, hours, business, later, why, words, replied;

  Lifecycle() {
    Chunk& c = a.chunk;
    c.name = "lifecycle", c.files = {"lifecycle.leadflow"}, c.content_hash = 77;
    const std::uint32_t stages = a.addEnum("stage", {"New", "Working", "Lost"});
    const std::uint32_t reasons = a.addEnum("reason", {"no_budget", "bad_data"});
    const std::uint32_t queues = a.addEnum("queue", {"review"});
    const std::uint32_t checklist = a.addEnum("checklist state", {"open", "complete", "failed"});
    const std::uint32_t sequence = a.addEnum("sequence state", {"idle", "running", "finished", "stopped"});
    const std::uint32_t sla = a.addEnum("sla state", {"idle", "running", "paused", "overdue", "met", "missed"});
    const std::uint32_t handoff = a.addEnum("handoff state", {"none", "waiting", "accepted", "rejected", "late"});
    const std::uint32_t approval = a.addEnum("approval state", {"none", "asked", "granted", "refused", "late"});
    company = a.field("company", kText), size = a.field("company_size", kInt), created = a.field("created_at", kInstant);
    callback = a.field("callback_on", kInstant), next_step = a.field("next_step", kText), email = a.field("email", kEmail);
    c.personal = {email};
    WorkflowInfo& w = c.workflow;
    const auto context = [&](ContextKind kind, Type type, std::uint32_t index = 0, std::uint32_t part = 0) {
      const std::uint16_t r = a.reg(type);
      w.context.push_back({kind, index, part, r});
      return r;
    };
    stage = context(ContextKind::Stage, enumType(stages)), entered = context(ContextKind::StageEntered, kInstant);
    reason = context(ContextKind::StageReason, enumType(reasons)), owner = context(ContextKind::Owner, kRep);
    context(ContextKind::OwnerSince, kInstant);
    team = context(ContextKind::OwnerField, kText, 0, static_cast<std::uint32_t>(RepFieldId::team));
    seat = context(ContextKind::Seat, kRep, 1), queue = context(ContextKind::Queue, enumType(queues));
    context(ContextKind::Created, kInstant), item = context(ContextKind::ChecklistItem, kBool, 0, 1);
    bant = context(ContextKind::ChecklistState, enumType(checklist)), run = context(ContextKind::SequenceState, enumType(sequence));
    context(ContextKind::SequenceStarted, kInstant), clock = context(ContextKind::SlaState, enumType(sla));
    context(ContextKind::SlaStarted, kInstant), context(ContextKind::SlaDue, kInstant);
    handed = context(ContextKind::HandoffState, enumType(handoff)), asked = context(ContextKind::ApprovalState, enumType(approval));
    stamp = context(ContextKind::MilestoneAt, kInstant), known = context(ContextKind::AccountKnown, kBool);
    account_owner = context(ContextKind::AccountColumn, kRep, 0, 1), parent_owner = context(ContextKind::AccountParentColumn, kRep, 0, 1);
    mql = a.reg(kBool), mql_at = a.reg(kInstant);

    c.rep_names = {"ana", "ben"};
    c.activities.resize(2);
    c.activities[0].name = "reply", c.activities[1].name = "call", c.activities[1].outreach = true;
    c.queries = {{{0}, -1, kNone, kNone, kNone}};
    // table accounts live { domain text key, owner rep, name text, parent text, open_deal bool, seen instant, worth number }
    TableInfo accounts{"accounts", true, {{"domain", kText}, {"owner", kRep}, {"name", kText}, {"parent", kText}, {"open_deal", kBool}, {"seen", kInstant}, {"worth", kNumber}}, 0, {}};
    const auto row = [&](const char* domain, std::int64_t rep, const char* name, const char* parent, std::int64_t deal, std::int64_t seen, std::int64_t worth) {
      const std::uint16_t missing = a.constant(kText, kMissing);
      accounts.cells.insert(accounts.cells.end(), {a.textConstant(domain), a.constant(kRep, rep), a.textConstant(name), *parent ? a.textConstant(parent) : missing,
                                                   a.constant(kBool, deal), a.constant(kInstant, seen), a.constant(kNumber, worth)});
    };
    row("acme.example", 0, "Acme Incorporated", "", 0, 100, 10 * kScale);
    row("acme.de", 1, "ACME, Inc.", "acme.example", 1, 200, 5 * kScale);
    row("globex.example", 1, "Globex Corporation", "", 0, 300, 7 * kScale);
    row("initech.example", 0, "Initech GmbH & Co. KG", "nobody.example", 0, 50, 0);
    c.tables.push_back(accounts);
    c.queues = {{"review", true, "revops", "Manual review", 0, false, {0, 2, 1}}};
    c.queue_enum = queues;
    c.roles = {"revops", "director"};
    c.pools = {{"sdr", -1, "everybody", {0, 3, 1}}};
    c.routes.resize(1);
    c.routes[0].name = "inbound", c.routes[0].rules.resize(1), c.routes[0].rules[0].name = "rest", c.routes[0].rules[0].is_otherwise = true;
    c.choices.resize(1), c.choices[0].kind = ChoiceInfo::Kind::Queue, c.choices[0].text = "queue review", c.routes[0].rules[0].choices = {0};
    addRule(c.routes[0].match);
    calendar::CalendarRules desk;
    desk.name = "desk", desk.timezone = "Europe/Berlin", desk.weekly[0] = {{9 * 60, 17 * 60}};
    c.calendars.push_back(desk);

    // milestone mql when company_size > 100
    std::uint16_t hundred = a.load(kInt, 100), big = a.binary(Op::Less, kBool, hundred, size);
    std::size_t jump = a.op(Op::JumpIfMissing, stamp);
    a.op(Op::LoadConst, mql, a.constant(kBool, 1)), a.op(Op::Move, mql_at, stamp);
    const std::size_t over = a.op(Op::Jump);
    a.land(jump);
    a.op(Op::LoadConst, mql, a.constant(kBool, 0)), a.op(Op::LoadMissing, mql_at);
    jump = a.op(Op::JumpUnlessTrue, big);
    a.op(Op::LoadConst, mql, a.constant(kBool, 1)), a.op(Op::Now, mql_at);
    a.land(jump), a.land(over);
    c.compute = a.close();
    c.milestones = {{"mql", mql, mql_at, {0, 9, 1}}};

    const auto made = [&](std::uint16_t result) { return FunctionRef{static_cast<std::int32_t>(a.close(result))}; };
    yes = made(a.load(kBool, 1));
    hundred = a.load(kInt, 100), large = made(a.binary(Op::Less, kBool, hundred, size));
    hours = made(a.load(kDuration, 4 * kHourMs));
    business = made(a.load({TypeKind::BusinessDuration, 0}, makeBusiness(0, 4 * kHourMs)));
    later = made(callback), words = made(company);
    why = made(a.load(enumType(reasons), 0));
    const std::uint16_t had = a.reg(kBool), now = a.reg(kInstant);
    a.op(Op::Now, now);
    const std::uint16_t window = a.binary(Op::Subtract, kDuration, now, entered);
    a.op(Op::Had, had, 0, window);
    replied = made(had);
    workflow(stages, reasons);
  }

 private:
  static ActionInfo act(ActionInfo::Kind kind, std::uint32_t index, std::string text) {
    ActionInfo action;
    action.kind = kind, action.index = index, action.text_written = std::move(text), action.place = {0, 12, 3};
    return action;
  }
  TemplateInfo greeting() const { return {{"", " is waiting"}, {{words, kText, {company}}}}; }

  void workflow(std::uint32_t stages, std::uint32_t reasons) {
    using Kind = ActionInfo::Kind;
    WorkflowInfo& w = a.chunk.workflow;
    w.present = true, w.stage_enum = stages, w.reason_enum = reasons, w.seats = {"sdr", "ae"}, w.effective_from = 5;
    w.stages.resize(3);
    const char* names[] = {"New", "Working", "Lost"};
    for (std::size_t i = 0; i < 3; ++i) w.stages[i].name = names[i], w.stages[i].place = {0, 20, 1};
    w.stages[0].initial = true, w.stages[2].final = true, w.stages[1].was = {"Contacted"}, w.stages[1].seat = 1, w.stages[1].requires_fields = {next_step};
    w.stages[1].enter = {act(Kind::Route, 0, "route inbound"), act(Kind::StartSequence, 0, "start sequence first_touch")};
    TransitionInfo move;
    move.to = 1, move.when = large, move.text = "to Working when company_size > 100", move.reads = {size}, move.place = {0, 21, 3};
    TransitionInfo lost;
    lost.to = 2, lost.text = "to Lost by owner", lost.by_person = true, lost.by.text = "owner", lost.reason = {true, why}, lost.limit = 3;
    w.stages[0].transitions = {move, lost};
    ActionInfo again = act(Kind::Reassign, kAny, "reassign at most 2 times otherwise queue review");
    again.limit = 2, again.otherwise = {act(Kind::Queue, 0, "queue review")};
    w.stages[1].aging = {{{true, false, 48 * kHourMs}, replied, {again, act(Kind::Log, kAny, "log")}, "aging 48 hours", {0, 22, 3}, "aging 48 hours when had reply"}};
    w.reasons = {{"no_budget", "No budget now", {act(Kind::Task, kAny, "task role revops")}}, {"bad_data", "Cannot be used", {}}};

    SlaInfo sla;
    sla.name = "first_response", sla.calendar = 0, sla.on_owner = true, sla.pauses_until = later, sla.pauses_at_most = {true, false, 90 * kDayMs};
    sla.starts = {{TriggerInfo::Kind::OwnerAssigned, {}, {}, "owner assigned"}};
    sla.stops = {{TriggerInfo::Kind::Activity, {1}, replied, "call"}};
    sla.pauses = {{TriggerInfo::Kind::InStage, {2}, {}, "in stage Lost"}};
    sla.targets = {{hours, large, false, "target 4 hours"}, {business, {}, true, "target 4 business hours"}};
    ActionInfo remind = act(Kind::Remind, kAny, "remind owner");
    remind.to.resize(1), remind.to[0].text = "owner", remind.to[0].up = 1, remind.text = greeting();
    sla.points = {{500'000, {remind}}, {kWholePercent, {act(Kind::Escalate, 0, "escalate chain")}}};
    w.slas = {sla};
    WhoInfo director;
    director.kind = WhoInfo::Kind::Role, director.name = "director", director.text = "role director";
    w.escalations = {{"chain", {{director, {true, true, makeBusiness(0, 2 * kHourMs)}, {act(Kind::Notify, kAny, "notify email")}}}, {0, 30, 1}}};
    w.queue_escalation = {0};

    HandoffInfo handoff;
    handoff.name = "to_ae", handoff.when = {{TriggerInfo::Kind::StageBecomes, {1}, {}, "stage becomes Working"}};
    handoff.from = 0, handoff.to = 1, handoff.route = 0, handoff.accept_within = {true, true, makeBusiness(1, 0)};
    handoff.carries = {{"company", {words, kText, {company}, true}, {}, 0, false}, {"activities", {}, {0, 1}, 90 * kDayMs, true}};
    handoff.late = {act(Kind::Escalate, 0, "escalate chain")}, handoff.rejections = {{{1}, 2}}, handoff.feedback_low = 1, handoff.feedback_high = 5;
    w.handoffs = {handoff};
    ActionInfo mail = act(Kind::Email, kAny, "email \"first_touch\"");
    mail.at = 540, mail.from = 480, mail.until = 1080, mail.lead_time = true, mail.variants = {{500'000, "a"}, {500'000, "b"}};
    ActionInfo wait = act(Kind::Wait, kAny, "wait 3 days");
    wait.within = {true, false, 3 * kDayMs}, wait.condition = replied;
    ActionInfo stop = act(Kind::StopWhen, kAny, "stop when had reply");
    stop.condition = replied;
    ActionInfo set = act(Kind::Set, next_step, "set next_step to company");
    set.value = words;
    ActionInfo deal = act(Kind::Create, kAny, "create opportunity");
    deal.fields = {{"name", {words, kText, {company}}}};
    w.sequences = {{"first_touch", {mail, wait, set, deal, act(Kind::Ask, 0, "ask discount"), act(Kind::Handoff, 0, "handoff to_ae"), stop}, {0, 40, 1}}};
    w.approvals = {{"discount", {{director, large, "discount > 15%"}}, {true, false, kDayMs}, {act(Kind::Escalate, 0, "escalate chain")}, true, {0, 41, 1}}};
    w.checklists = {{"bant", {"budget", "need"}, 2}};
    w.guards = {{{1}, yes, "outreach only when consent is granted", {0, 42, 1}, false, {0}}};
    w.reactions = {{large, {act(Kind::StopSequence, kAny, "stop sequence")}, {0, 43, 1}, "company_size > 100", {1}}};
    w.masks = {{{email}, true, true, false, large, true, false}};
    w.keeps = {{{2}, 365 * kDayMs}};
    DuplicateInfo duplicate;
    duplicate.keys = {{email, 0, {}, "email"}, {company, 900'000, words, "company"}}, duplicate.keep = DuplicateInfo::Keep::Oldest, duplicate.text = "same email";
    w.duplicates = {duplicate};
    w.data_rules = {{"sized", "company size is known", {}, large, {0, 44, 1}}};
    w.rejected_queue = 0;
    MetricInfo metric;
    metric.kind = MetricInfo::Kind::StageRate, metric.index = 1, metric.from.kind = MetricInfo::Point::Kind::Stage, metric.from.indexes = {0};
    metric.to.kind = MetricInfo::Point::Kind::Milestone, metric.to.indexes = {0}, metric.bands = {1, 2, 3}, metric.when = large;
    metric.by = {{words, kText, {company}}}, metric.by_text = {"company"}, metric.text = "rate of Working";
    ReportInfo report;
    report.name = "weekly", report.audience = {"revops"}, report.over_millis = 7 * kDayMs, report.scheduled = true, report.metrics = {metric};
    report.schedule = {ScheduleInfo::Kind::Weekly, 0, 1, 480};
    w.reports = {report};
    w.scorecard = {true, {{kWholePercent, metric}}};
    ActionInfo rebalance = act(Kind::Rebalance, 0, "rebalance sdr");
    w.every = {{{ScheduleInfo::Kind::Daily, 0, 0, 60}, {rebalance}, "every day"}};
    MatchInfo match;
    match.name = "account", match.parent = 3, match.prefer = {{4, MatchInfo::Preference::Order::True}, {5, MatchInfo::Preference::Order::Latest}};
    match.keys = {{0, words, 0, false}, {2, words, 0, true}, {2, words, 900'000, false}};
    w.matches = {match};
    w.live_tables = {0};
  }
};

}  // namespace leadflow::bytecode::test

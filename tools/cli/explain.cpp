// leadflow explain: why one lead went where it went.
#include <algorithm>

#include "runtime/run/decider.hpp"
#include "runtime/run/explain_text.hpp"
#include "runtime/run/file_records.hpp"
#include "runtime/run/record.hpp"
#include "runtime/value/nearest.hpp"
#include "tools/cli/lead_session.hpp"
#include "tools/cli/lead_words.hpp"

namespace leadflow::cli {

namespace {

constexpr std::size_t kBatchRows = 512, kNearest = 3;

struct ExplainCommand {
  SessionOptions session;
  std::string lead, format;
};

/// The ids nearest to a misspelt one, while the file goes by.
class NearestIds {
 public:
  explicit NearestIds(std::string wanted) : wanted_(std::move(wanted)) {}
  void look(std::string_view id) {
    const int cost = editCost(wanted_, id);
    if (cost > nearestCutoff(wanted_)) return;
    if (found_.size() == kNearest && found_.back().first <= cost) return;
    found_.insert(std::upper_bound(found_.begin(), found_.end(), cost, [](int c, const auto& entry) { return c < entry.first; }), {cost, std::string(id)});
    if (found_.size() > kNearest) found_.pop_back();
  }
  std::string help() const {
    std::string text;
    for (const auto& [cost, id] : found_) text += (text.empty() ? "did you mean `" : " or `") + id + "`";
    return text.empty() ? text : text + "?";
  }

 private:
  std::string wanted_;
  std::vector<std::pair<int, std::string>> found_;
};

class Explaining {
 public:
  Explaining(const ExplainCommand& command, LeadSession& session)
      : command_(command), session_(session), decider_(run::Decider::open(std::make_shared<run::Turns>(session.desk))),
        form_{*session.desk, session.reader->format(), &session.reader->layout(), session.activities.get()}, wanted_(trim(command.lead)), nearest_(command.lead) {}

  int go() {
    ingest::LeadReader& reader = *session_.reader;
    ingest::Batch batch;
    while (reader.next(batch, kBatchRows)) {
      std::size_t reject = 0;
      for (std::size_t i = 0; i < batch.rows.size(); ++i) {
        for (; reject < batch.rejects.size() && batch.rejects[reject].index < batch.row_records[i]; ++reject) setAside(batch.rejects[reject]);
        const run::FileRecord record(form_, batch, i);
        const bool asked = batch.rows[i].key == wanted_;
        // Leads before the one that is asked about take their turns too.
        decider_->decide({batch.rows[i], record}, session_.now, {.record = asked, .explain = asked}, decided_);
        if (asked) return tell(batch, i);
        nearest_.look(batch.rows[i].key);
      }
      for (; reject < batch.rejects.size(); ++reject) setAside(batch.rejects[reject]);
    }
    if (!reader.error().empty()) return fail("`" + session_.leads_name + "`: " + reader.error());
    if (!aside_.empty()) return fail("the lead `" + command_.lead + "` was set aside: " + aside_);
    if (reader.totals().records == 0) return fail("`" + session_.leads_name + "` has no leads");
    return fail("there is no lead `" + command_.lead + "` in `" + session_.leads_name + "`", nearest_.help());
  }

 private:
  void setAside(const ingest::Reject& reject) {
    if (aside_.empty() && reject.key == wanted_)
      aside_ = std::string(reject.reason) + " (" + session_.leads_name + ":" + std::to_string(reject.line) + ")";
  }

  int tell(const ingest::Batch& batch, std::size_t index) {
    if (command_.format == "json") {
      std::string record;
      run::RecordWriter(session_.desk->names()).append(record, decided_);
      print(record + "\n");
    } else {
      print(run::explainText(decided_, *decided_.explanation, {static_cast<std::size_t>(terminal().width), terminal().colour}));
    }
    for (const ingest::ValueIssue& issue : batch.issues)
      if (issue.record == batch.row_records[index])
        printNote(session_.leads_name + ":" + std::to_string(issue.line) + ": " + (issue.field_name.empty() ? "" : std::string(issue.field_name) + ": ") + ingest::issueText(issue));
    return kOk;
  }

  const ExplainCommand& command_;
  LeadSession& session_;
  std::unique_ptr<run::Decider> decider_;
  run::RecordForm form_;
  run::Decided decided_;
  std::string_view wanted_;
  std::string aside_;
  NearestIds nearest_;
};

int explain(const ExplainCommand& command) {
  driver::Options compile;
  compile.lints = false;
  auto session = openSession(command.session, compile);
  if (!session) return kError;
  if (!session->now_was_given) printError("now is " + instantText(session->now) + "; --now decides at another time\n");
  return Explaining(command, *session).go();
}

}  // namespace

void addExplain(CLI::App& app, Result& result) {
  auto options = std::make_shared<ExplainCommand>();
  CLI::App* command = app.add_subcommand("explain", "Say why one lead was decided as it was, and what would have changed it");
  addSessionOptions(*command, options->session);
  command->add_option("--lead", options->lead, "Its key as the file has it; #17 is the 17th record where the playbook has no key")->required()->type_name("ID")->transform(CLI::Validator(leadId(), ""));
  command->add_option("--format", options->format, "text (default) or json: the decision record with its `why`")->check(CLI::IsMember({"text", "json"}));
  command->footer(
      "The leads before it in the file are decided too, because turns depend on their order. Where the playbook has stages, the lead\n"
      "goes through them as in `leadflow run`: it says where it came to rest, who has it, what is due, what happened, and why.\n\n"
      "Examples:\n"
      "  leadflow explain inbound.leadflow leads.csv --lead 00Q17 --now 2026-03-02T15:00:00Z\n"
      "  leadflow explain inbound.lfb leads.ndjson --lead 00Q17 --roster people.csv --format json");
  command->callback([options, &result] { result.exit = explain(*options); });
}

}  // namespace leadflow::cli

// Fills one row of a batch after the other, whatever the file's format: outcomes a field, issues, and at the end of each
// record the question whether it becomes a row or a reject. One a worker.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "runtime/ingest/lead_schema.hpp"

namespace leadflow::ingest {

class ActivityFile;

/// One value of JSON as the decoders take it. CSV's are Texts.
struct JsonValue {
  enum class Kind : std::uint8_t { Text, Scalar, Null, Items, Nested, BadEscape } kind = Kind::Text;
  bool escaped = false;                                 ///< came out of escapes: may hold a NUL
  std::string_view text;                                ///< Text, Scalar; for issues of the others, the JSON itself
  std::uint32_t items_begin = 0, items_end = 0;         ///< Items: in the items given beside
};
struct NamedValue {
  std::string_view name;
  JsonValue value;
};

/// The value as messages show it. A list reads the same whichever command tells of it: without white space that its file has.
std::string_view shownValue(const JsonValue& value, Arena& arena);

/// Why a value is no text that tells things apart or says who did it; nothing: it is one, or says nothing. A number is the text as which it is written.
std::optional<FaultKind> textFault(const JsonValue& value, bool repaired);
/// The same of the text of an id, without white space around it: as of events (event_file.hpp).
std::optional<FaultKind> idFault(std::string_view text);

/// What every activity may say beside its fields, in any case: its type and its time, who did it, and the id by which it counts once.
enum class ActivityMember : std::uint8_t { Field, Type, At, By, Id, EventId, OwnId };
std::string_view activityMemberName(ActivityMember member);   ///< "event_id"
/// `type`, `at`, `event` (Id), `event_id` (EventId); `id` (OwnId: of the activity among those of its type and instant, where no field is called so); `by`.
ActivityMember activityMember(std::string_view name);

/// The id by which an activity of a lead counts once, of those that its members say: `event` before `event_id` before its own `id`.
///
///     ActivityId id;
///     for (member) id.offer(activityMember(member.name), member.value);
///     if (id.said() && !known.insert(id.whole(type, at)).second) …          an activity of this id was there before
struct ActivityId {
  std::string text;              ///< without white space around it
  ActivityMember member = ActivityMember::Field;
  unsigned offered = 0;          ///< a bit for each member that came: of one that comes again the first counts, also where it says nothing
  std::optional<FaultKind> fault;   ///< it cannot be read: nobody knows whether the activity was counted before
  void offer(ActivityMember says, const JsonValue& value, bool repaired = false);
  bool said() const { return member != ActivityMember::Field; }
  /// Texts that differ for activities of one lead that differ.
  std::string whole(std::uint32_t type, std::int64_t at) const;
};

struct ActivityProblem {
  FaultKind kind{};
  std::string_view value, name;  ///< name: "type", "at", "event", "by" or the field's full name
  std::int32_t field = kNoField;  ///< of the activity
};
/// What the members of an activity came to.
struct ActivityReading {
  bytecode::ActivityRow row;
  ActivityId id;                           ///< a name that one of its fields has is no id
  std::string_view by;                     ///< who did it, as said, without white space around it; empty: nobody says
  std::vector<ActivityProblem> problems;   ///< of an activity that is left out: why
  std::vector<std::size_t> unread;         ///< the members that no field takes, by their place
  std::vector<std::uint8_t> fed;           ///< by field: something came for it, whether it can be read or not
};
/// False: it is left out. `lead`: the member that names the lead.
bool readActivity(const LeadSchema& schema, const std::vector<NamedValue>& members, const std::vector<std::string_view>& items,
                  bool repaired, bool suspect, Arena& arena, std::string& scratch, ActivityReading& reading, const NamedValue* lead = nullptr);
/// What is wrong, behind the value: "is not an activity of the playbook; did you mean `call`?".
std::string problemWords(const LeadSchema& schema, const ActivityProblem& problem);
/// Why a record is set aside: "`cal` is not an activity of the playbook".
std::string asideReason(std::string_view value, std::string_view words);

/// Whether something can have happened, or be going to happen, at that instant: slips like the year 26 or 2226 are none.
bool isTimeOfEvents(std::int64_t instant);

/// How many counts of bad values a schema has: one a field, then activities as such, records, times of activities, and one for each
/// field of an activity, in the order of the activities.
std::size_t faultCounters(const LeadSchema& schema);

/// Value to slot by a field's decoder.
Outcome readValue(const FieldDecoder& decoder, const JsonValue& value, const std::vector<std::string_view>& items, bool repaired,
                  bool suspect, Arena& arena, std::string& scratch, Slot& slot, FaultKind& fault);

/// The nearest known value to what a field could not read.
std::string nearestTo(const FieldDecoder& decoder, const JsonValue& value, const std::vector<std::string_view>& items);
/// What a value says to a field, to be compared with what another says: empty where it says nothing.
std::string saidText(const FieldDecoder& decoder, const JsonValue& value, const std::vector<std::string_view>& items, std::string& scratch);

std::string_view clipped(std::string_view value);

class RowBuilder {
 public:
  RowBuilder(const LeadSchema& schema, const ActivityFile* activity_file);

  void beginBatch(Batch& batch);
  void beginRecord(std::size_t record_index, bool suspect);
  /// A record that is no record: malformed, too long, …
  void reject(RejectKind kind, std::string_view reason);
  /// The record's fields are all read.
  void finishRecord();

  /// Where a value stands, asked only when it is bad and wanted in detail.
  class Locator {
   public:
    virtual ~Locator() = default;
    virtual void locate(ValueIssue& issue, Arena& arena) const = 0;
  };
  /// Reads one value into its field.
  void feed(std::uint16_t field, const JsonValue& value, const std::vector<std::string_view>& items, const Locator& where);
  /// Reads one activity, given as its members, into the record.
  void feedActivity(const std::vector<NamedValue>& members, const std::vector<std::string_view>& items, const Locator& where);
  /// An issue of the record or an activity, not of a field of the lead.
  void recordIssue(FaultKind kind, std::string_view value, std::string_view name, const Locator& where);
  void activityIssue(FaultKind kind, std::string_view value, std::string_view name, const Locator& where);
  /// Of what readActivity found: `type` -1 where it is none of the playbook's.
  void activityIssue(const ActivityProblem& problem, std::int32_t type, const Locator& where);

  Outcome outcome(std::uint16_t field) const { return outcomes_[field]; }
  bool repaired = false;  ///< the record's ill-formed bytes were replaced by U+FFFD
  bool anyKnown() const { return any_known_; }
  /// A key or column that nobody reads: told once a worker.
  void unread(std::string_view name);
  std::string& scratch() { return scratch_; }
  const LeadSchema& schema() const { return *schema_; }

 private:
  ValueIssue* addIssue(std::size_t counter, FaultKind kind, std::string_view value, std::string_view field_name,
                       const Locator& where);
  void readZone();
  void fillActivities(bytecode::LeadRow& row);
  bool refuse(std::uint16_t field, Outcome outcome);

  const LeadSchema* schema_;
  const ActivityFile* activity_file_;
  Batch* batch_ = nullptr;
  const RecordRange* record_ = nullptr;
  std::size_t record_index_ = 0;
  Slot* row_ = nullptr;
  bool suspect_ = false, any_known_ = false;
  std::vector<Outcome> outcomes_;
  struct Bad {
    std::size_t counter;
    FaultKind kind;
    std::string_view value;
  };
  std::vector<Bad> bad_here_;                     ///< counted if the record becomes a row
  std::vector<ValueIssue> zone_places_;           ///< where the values stand that say the zone of the lead, if they can be read
  std::size_t issues_before_ = 0;
  std::string_view key_text_;
  ActivityReading reading_;
  std::vector<std::size_t> activity_counters_;            ///< by activity: where the counts of its fields begin
  std::vector<bytecode::ActivityRow> activities_;
  std::unordered_set<std::string> activity_ids_;          ///< of the record's own activities
  std::unordered_set<std::string> unread_told_;
  std::string scratch_;
};

}  // namespace leadflow::ingest

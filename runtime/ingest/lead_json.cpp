#include <algorithm>
#include <cstring>
#include <utility>

#include "runtime/ingest/json_record.hpp"
#include "runtime/ingest/row_builder.hpp"
#include "runtime/ingest/worker.hpp"

namespace leadflow::ingest {

namespace {

class JsonWorker final : public Worker, JsonHandler, RowBuilder::Locator {
 public:
  JsonWorker(const LeadSchema& schema, const ActivityFile* activities)
      : schema_(&schema), builder_(schema, activities), ranks_(schema.fields().size()) {}

  void decode(Batch& batch) override {
    batch_ = &batch;
    builder_.beginBatch(batch);
    for (std::size_t i = 0; i < batch.records.size(); ++i) decodeRecord(i);
  }

 private:
  void decodeRecord(std::size_t index) {
    const RecordRange& record = batch_->records[index];
    builder_.beginRecord(index, false);
    switch (record.state) {
      case RecordState::Whole: break;
      case RecordState::TooLong: return builder_.reject(RejectKind::TooLong, kTooLong);
      case RecordState::Truncated: return builder_.reject(RejectKind::Truncated, "the file ends inside the list of records");
      default: return builder_.reject(RejectKind::Stray, "text stands behind the list of records");
    }
    std::fill(ranks_.begin(), ranks_.end(), kUnranked);
    offers_.clear();
    offered_.clear();
    several_ = listed_ = false;
    activity_index_ = -1;
    const std::string_view bytes = batch_->bytesOf(record);
    // A NUL between quotes is refused by JSON itself; one that is written \u0000 marks its value as escaped.
    const std::string& error = reader_.read(bytes, *this);
    if (error.empty()) {
      tellOthers();
      return builder_.finishRecord();
    }
    reason_ = "not a JSON record: ";
    reason_ += error;
    builder_.reject(RejectKind::Malformed, reason_);
  }

  // Records of one file have the same names in the same order: the name at a position is nearly always the one that stood
  // there before, and then nothing has to be folded or hashed.
  Want name(std::string_view name, std::size_t position) override {
    builder_.repaired = reader_.repaired();
    name_ = name;
    if (position >= predicted_.size()) predicted_.resize(std::min<std::size_t>(position, 1000) + 1);
    Predicted& predicted = predicted_[std::min(position, predicted_.size() - 1)];
    if (!predicted.valid || predicted.name != name) {
      if (name.size() > 1024) return Want::Skip;
      predicted.name.assign(name);
      predicted.target = schema_->target(name, builder_.scratch());
      predicted.activities = predicted.target >= 0 && schema_->feeds(predicted.target).empty();
      predicted.valid = true;
      if (predicted.target < 0) builder_.unread(name);
    }
    target_ = predicted.target;
    if (target_ < 0) return Want::Skip;
    return predicted.activities && !std::exchange(listed_, true) ? Want::Activities : Want::Value;
  }

  void value(const JsonValue& value, const std::vector<std::string_view>& items) override {
    bool repeated = schema_->feeds(target_).empty();   // another list of activities: the first counts
    offer(value, items);
    for (const Feed feed : schema_->feeds(target_)) {
      if (feed.rank == ranks_[feed.field]) repeated = true;
      else if (ranks_[feed.field] != kUnranked) several_ = true;
      if (feed.rank >= ranks_[feed.field]) continue;
      ranks_[feed.field] = feed.rank;
      builder_.feed(feed.field, value, items, *this);
    }
    if (repeated) builder_.recordIssue(FaultKind::RepeatedName, value.text, name_, *this);
  }

  void offer(JsonValue value, const std::vector<std::string_view>& items) {
    const auto shift = static_cast<std::uint32_t>(offered_.size()) - value.items_begin;
    if (value.kind == JsonValue::Kind::Items) offered_.insert(offered_.end(), items.begin() + value.items_begin, items.begin() + value.items_end);
    if (value.kind == JsonValue::Kind::Items) value.items_begin += shift, value.items_end += shift;
    offers_.push_back({target_, name_, value});
  }

  /// Of several names of one field the one that the playbook names first counts: that another says something else is told.
  void tellOthers() {
    if (!several_) return;
    const auto counted = [&](const Feed& of) -> const Offer* {
      for (const Offer& offer : offers_)
        for (const Feed& feed : schema_->feeds(offer.target))
          if (feed.field == of.field && feed.rank == ranks_[of.field]) return &offer;
      return nullptr;
    };
    const auto says = [&](const Feed& feed, const Offer& offer) { return saidText(schema_->fields()[feed.field], offer.value, offered_, builder_.scratch()); };
    for (std::size_t i = 0; i < offers_.size(); ++i) {
      const Offer& offer = offers_[i];
      const auto again = [&](const Offer& other) { return other.target == offer.target; };
      if (std::any_of(offers_.begin(), offers_.begin() + static_cast<std::ptrdiff_t>(i), again)) continue;
      bool counts = false, otherwise = false;
      for (const Feed& feed : schema_->feeds(offer.target)) {
        counts = counts || ranks_[feed.field] == feed.rank;
        if (ranks_[feed.field] >= feed.rank) continue;
        const std::string text = says(feed, offer);
        const Offer* before = text.empty() ? nullptr : counted(feed);
        otherwise = otherwise || (before != nullptr && says(feed, *before) != text);
      }
      name_ = offer.name;
      if (!counts && otherwise) builder_.recordIssue(FaultKind::OtherName, offer.value.text, offer.name, *this);
    }
  }

  void activity(const std::vector<NamedValue>* members, const JsonValue& other, const std::vector<std::string_view>& items,
                std::size_t index) override {
    activity_index_ = static_cast<std::int64_t>(index);
    if (members == nullptr) builder_.activityIssue(FaultKind::NotAnActivity, other.text, "activities", *this);
    else builder_.feedActivity(*members, items, *this);
    activity_index_ = -1;
  }

  void locate(ValueIssue& issue, Arena& arena) const override {
    std::string pointer = "/";
    appendPointer(pointer, name_);
    if (activity_index_ >= 0) {
      pointer += '/';
      pointer += std::to_string(activity_index_);
      const std::size_t dot = issue.field_name.rfind('.');
      pointer += '/';
      appendPointer(pointer, dot == std::string_view::npos ? issue.field_name : issue.field_name.substr(dot + 1));
    }
    issue.place = arena.copy(pointer);
  }

  static void appendPointer(std::string& out, std::string_view name) {
    for (const char c : name.substr(0, 256)) {
      if (c == '~') out += "~0";
      else if (c == '/') out += "~1";
      else out += c;
    }
  }

  static constexpr std::uint16_t kUnranked = 0xFFFF;
  struct Predicted {
    std::string name;
    std::int32_t target = -1;
    bool activities = false, valid = false;
  };
  struct Offer {
    std::int32_t target = -1;
    std::string_view name;
    JsonValue value;   ///< its items are in offered_
  };
  std::vector<Offer> offers_;                  ///< the values of the record at hand
  std::vector<std::string_view> offered_;
  bool several_ = false;                       ///< a field had two of its names
  bool listed_ = false;                        ///< the record at hand had its list of activities
  const LeadSchema* schema_;
  RowBuilder builder_;
  JsonRecordReader reader_;
  Batch* batch_ = nullptr;
  std::vector<Predicted> predicted_;
  std::vector<std::uint16_t> ranks_;
  std::string_view name_;
  std::int32_t target_ = -1;
  std::int64_t activity_index_ = -1;
  std::string reason_;
};

}  // namespace

std::unique_ptr<Worker> makeJsonWorker(const LeadSchema& schema, const ActivityFile* activities) {
  return std::make_unique<JsonWorker>(schema, activities);
}

}  // namespace leadflow::ingest

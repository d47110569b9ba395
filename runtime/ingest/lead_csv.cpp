#include <cstring>

#include "runtime/ingest/row_builder.hpp"
#include "runtime/ingest/worker.hpp"

namespace leadflow::ingest {

namespace {

bool isBlankCell(std::string_view text) { return trim(text).empty(); }

class CsvWorker final : public Worker, RowBuilder::Locator {
 public:
  CsvWorker(const LeadSchema& schema, const CsvLayout& layout, const ActivityFile* activities)
      : layout_(&layout), builder_(schema, activities) {
    for (std::uint32_t i = 0; i < layout.names.size(); ++i)
      if (layout.names[i].empty()) unnamed_.push_back(i);
  }

  void decode(Batch& batch) override {
    batch_ = &batch;
    builder_.beginBatch(batch);
    for (std::size_t i = 0; i < batch.records.size(); ++i) decodeRecord(i);
  }

  void locate(ValueIssue& issue, Arena& arena) const override {
    const std::size_t begin = cell_.begin - (cell_.quoted ? 1U : 0U);
    const PlaceInRecord place = placeIn(text_, begin);
    issue.line += place.line;
    issue.column = place.column;
    issue.place = column_ < layout_->names.size() ? arena.copy(layout_->names[column_]) : std::string_view();
  }

 private:
  void decodeRecord(std::size_t index) {
    const RecordRange& record = batch_->records[index];
    text_ = batch_->bytesOf(record);
    if (record.state != RecordState::Whole) {
      builder_.beginRecord(index, false);
      if (record.state == RecordState::TooLong) builder_.reject(RejectKind::TooLong, kTooLong);
      else builder_.reject(RejectKind::Unclosed, "a quote that opens on this line is never closed");
      return;
    }
    const bool suspect = std::memchr(text_.data(), 0, text_.size()) != nullptr || !isValidUtf8(text_);
    builder_.beginRecord(index, suspect);
    splitCells(text_, layout_->separator, cells_);
    if (cells_.size() != layout_->columns && refuseCount(record)) return;

    for (const CsvLayout::Column feed : layout_->feeds) {
      if (feed.column >= cells_.size()) break;  // by column: all further ones are beyond the record too
      column_ = feed.column;
      cell_ = cells_[column_];
      JsonValue value;
      value.text = textOfCell();
      builder_.feed(feed.field, value, no_items_, *this);
    }
    for (const std::uint32_t column : unnamed_)   // the summary names one that says something, as it names a key that is empty
      if (column < cells_.size() && !isBlankCell(text_.substr(cells_[column].begin, cells_[column].size))) builder_.unread({});
    if (!builder_.anyKnown() && allBlank(0)) {
      ++batch_->blank;
      return;
    }
    builder_.finishRecord();
  }

  // Cells behind the header's last column, or (behind a stray quote) any other number: the values stand in wrong columns.
  bool refuseCount(const RecordRange& record) {
    const bool extra = cells_.size() > layout_->columns && !allBlank(layout_->columns);
    if (!extra && !record.recovered) return false;
    if (allBlank(0)) {
      ++batch_->blank;
      return true;
    }
    reason_ = cellCountText(cells_.size(), layout_->columns, record.recovered);
    builder_.reject(RejectKind::CellCount, reason_);
    return true;
  }

  bool allBlank(std::size_t from) {
    for (std::size_t i = from; i < cells_.size(); ++i)
      if (!isBlankCell(text_.substr(cells_[i].begin, cells_[i].size))) return false;
    return true;
  }

  std::string_view textOfCell() {
    if (!cell_.escaped) return text_.substr(cell_.begin, cell_.size);
    auto* room = static_cast<char*>(batch_->arena.allocate(cell_.size, 1));
    return {room, unescapeCell(text_, cell_, room)};
  }

  const CsvLayout* layout_;
  std::vector<std::uint32_t> unnamed_;   ///< columns without a name
  RowBuilder builder_;
  Batch* batch_ = nullptr;
  std::string_view text_;
  std::vector<RawCell> cells_;
  RawCell cell_;
  std::uint32_t column_ = 0;
  std::string reason_;
  const std::vector<std::string_view> no_items_;
};

}  // namespace

std::unique_ptr<Worker> makeCsvWorker(const LeadSchema& schema, const CsvLayout& layout, const ActivityFile* activities) {
  return std::make_unique<CsvWorker>(schema, layout, activities);
}

}  // namespace leadflow::ingest

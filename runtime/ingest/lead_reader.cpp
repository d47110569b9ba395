#include "runtime/ingest/lead_reader.hpp"

#include <algorithm>

#include "runtime/ingest/activity_file.hpp"
#include "runtime/ingest/row_builder.hpp"

namespace leadflow::ingest {

std::uint64_t ReadTotals::badValues() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : bad_values) sum += count;
  return sum;
}

LeadReader::LeadReader(std::shared_ptr<const LeadSchema> schema, Source& source, ReadOptions options)
    : schema_(std::move(schema)), options_(std::move(options)), records_(source, options_.format, options_.name) {
  const std::size_t fields = schema_->fields().size();
  totals_.bad_values.assign(faultCounters(*schema_), 0);
  fed_.assign(fields, 0);
  if (records_.csv() != nullptr) readHeader();
}

LeadReader::~LeadReader() = default;

void LeadReader::readHeader() {
  RawRecord header;
  if (!records_.splitter().next(header)) {
    error_ = records_.splitter().error();
    if (error_.empty()) error_ = "the file is empty: not even a header";
    return;
  }
  error_ = headerFault(header);
  if (!error_.empty()) return;
  std::vector<RawCell> cells;
  splitCells(header.bytes, records_.csv()->separator(), cells);
  std::vector<std::string> names;
  for (const RawCell& cell : cells) {
    std::string name(header.bytes.substr(cell.begin, cell.size));
    if (cell.escaped) name.resize(unescapeCell(header.bytes, cell, name.data()));
    names.push_back(repairUtf8(name));
  }
  layout_ = layoutOf(*schema_, names, records_.csv()->separator());
  error_ = layout_.error;
}

bool LeadReader::split(Batch& batch, std::size_t max_rows) {
  batch.clear();
  if (!error_.empty()) return false;
  batch.issue_room = options_.issue_limit - std::min(issues_given_, options_.issue_limit);
  RawRecord record;
  while (batch.records.size() < max_rows && batch.bytes.size() < kBatchBytes && records_.splitter().next(record)) {
    RecordRange range;
    range.begin = batch.bytes.size();
    range.size = record.bytes.size();
    range.line = record.line;
    range.number = ++number_;
    range.state = record.state;
    range.recovered = record.recovered;
    batch.bytes.append(record.bytes);
    // A reader may look behind a malformed record: there always stands the same, so that the next record decides nothing.
    batch.bytes.append(kReadablePadding, '\0');
    batch.records.push_back(range);
  }
  if (!records_.splitter().error().empty()) error_ = records_.splitter().error();
  batch.bytes.append(kReadablePadding, '\0');
  return !batch.records.empty();
}

std::unique_ptr<Worker> LeadReader::makeWorker() const {
  return records_.format() == Format::Csv ? makeCsvWorker(*schema_, layout_, options_.activities)
                                          : makeJsonWorker(*schema_, options_.activities);
}

bool LeadReader::next(Batch& batch, std::size_t max_rows) {
  if (!split(batch, max_rows)) return false;
  if (!worker_) worker_ = makeWorker();
  worker_->decode(batch);
  finish(batch);
  return true;
}

bool LeadReader::seenBefore(std::uint64_t hash, std::string_view key, std::uint64_t line, std::uint64_t& first_line) {
  if (seen_count_ * 2 >= seen_.size()) {
    std::vector<Seen> old(std::max<std::size_t>(1024, seen_.size() * 2));
    old.swap(seen_);
    for (const Seen& entry : old) {
      if (entry.line == 0) continue;
      std::size_t at = entry.hash & (seen_.size() - 1);
      while (seen_[at].line != 0) at = (at + 1) & (seen_.size() - 1);
      seen_[at] = entry;
    }
  }
  std::size_t at = hash & (seen_.size() - 1);
  for (; seen_[at].line != 0; at = (at + 1) & (seen_.size() - 1)) {
    if (seen_[at].hash != hash || seen_[at].key != key) continue;
    first_line = seen_[at].line;
    return true;
  }
  seen_[at] = {hash, line, seen_keys_.copy(key)};
  ++seen_count_;
  return false;
}

void LeadReader::finish(Batch& batch) {
  if (schema_->keyField() >= 0) {
    std::size_t kept = 0;
    const std::size_t rejects_before = batch.rejects.size();
    if (options_.activities != nullptr)
      for (const Reject& reject : batch.rejects) options_.activities->claim(reject.key);
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
      std::uint64_t first_line = 0;
      if (!seenBefore(batch.key_hashes[i], batch.rows[i].key, batch.rows[i].line, first_line)) {
        if (options_.activities != nullptr) options_.activities->claim(batch.rows[i].key);
        if (kept != i) {
          batch.rows[kept] = batch.rows[i];
          batch.key_hashes[kept] = batch.key_hashes[i];
          batch.row_records[kept] = batch.row_records[i];
        }
        ++kept;
        continue;
      }
      std::string reason = "key `";
      reason += batch.rows[i].key;
      reason += "` already seen on line " + std::to_string(first_line);
      Reject reject;
      reject.line = batch.rows[i].line;
      reject.index = batch.row_records[i];
      reject.kind = RejectKind::KeyRepeated;
      reject.key = batch.rows[i].key;
      reject.reason = batch.arena.copy(reason);
      reject.record = batch.bytesOf(batch.records[batch.row_records[i]]);
      batch.rejects.push_back(reject);
      batch.activities -= batch.rows[i].activities.size();
    }
    batch.rows.resize(kept);
    batch.key_hashes.resize(kept);
    batch.row_records.resize(kept);
    if (batch.rejects.size() != rejects_before) {
      std::stable_sort(batch.rejects.begin(), batch.rejects.end(), [](const Reject& a, const Reject& b) { return a.index < b.index; });
      // A record that is set aside misses no values: what was counted when it was a row is taken back.
      const auto aside = [&](std::uint32_t record) {
        const auto at = std::lower_bound(batch.rejects.begin(), batch.rejects.end(), record, [](const Reject& reject, std::uint32_t index) { return reject.index < index; });
        return at != batch.rejects.end() && at->index == record;
      };
      for (const Batch::BadPlace& bad : batch.bad_places)
        if (aside(bad.record)) --batch.bad_values[bad.counter];
      std::erase_if(batch.bad_places, [&](const Batch::BadPlace& bad) { return aside(bad.record); });
      std::erase_if(batch.issues, [&](const ValueIssue& issue) { return aside(issue.record); });
    }
  }
  totals_.records += batch.records.size() - batch.blank;
  totals_.rows += batch.rows.size();
  totals_.rejected += batch.rejects.size();
  totals_.blank += batch.blank;
  totals_.activities += batch.activities;
  totals_.repeated_activities += batch.repeated_activities;
  for (const Reject& reject : batch.rejects) ++totals_.by_reason[static_cast<int>(reject.kind)];
  for (std::size_t i = 0; i < batch.bad_values.size(); ++i) totals_.bad_values[i] += batch.bad_values[i];
  for (std::size_t i = 0; i < batch.fed.size(); ++i) fed_[i] |= batch.fed[i];
  for (const std::string_view name : batch.unread_names)
    if (unread_seen_.emplace(name).second) unread_.emplace_back(name);
  const std::size_t room = options_.issue_limit - std::min(issues_given_, options_.issue_limit);
  if (batch.issues.size() > room) batch.issues.resize(room);
  issues_given_ += batch.issues.size();
}

ColumnReport LeadReader::columns() const {
  ColumnReport report;
  if (records_.format() == Format::Csv) report = layout_.report;
  report.unread.insert(report.unread.end(), unread_.begin(), unread_.end());   // of CSV those without a name
  if (records_.format() == Format::Csv) return report;
  for (std::size_t i = 0; i < fed_.size(); ++i)
    if (fed_[i] == 0) report.unfed.push_back(schema_->fields()[i].info().name);
  return report;
}

}  // namespace leadflow::ingest

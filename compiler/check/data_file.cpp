#include "compiler/check/data_file.hpp"

#include <algorithm>

#include "compiler/diag/suggest.hpp"
#include "runtime/ingest/records.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::check {
namespace {

using diag::Code;

const SourceFile* loadText(Context& context, const std::string& path, Span from) {
  for (const auto& file : context.sources.files())
    if (file->path == path) return file.get();
  resolve::ReadResult result = context.files.read(path);
  using Status = resolve::ReadResult::Status;
  switch (result.status) {
    case Status::Ok: break;
    case Status::Missing:
      context.error(Code::FileMissing, from, "there is no file " + backticked(path)).note("paths start at the folder of the playbook");
      return nullptr;
    case Status::Directory:
      context.error(Code::FileIsDirectory, from, backticked(path) + " is a folder, not a file");
      return nullptr;
    case Status::Unreadable:
      context.error(Code::FileUnreadable, from, backticked(path) + " cannot be read");
      return nullptr;
    case Status::Outside:
      context.error(Code::UseOutsideRoot, from, backticked(path) + " is a link that leads out of the playbook's folder")
          .note("a playbook reads only files of its own folder and the folders below it")
          .withHelp("copy the file into the playbook's folder");
      return nullptr;
    case Status::TooLarge:
      context.error(Code::FileUnreadable, from, backticked(path) + " is larger than 1 GiB, the most that is read");
      return nullptr;
  }
  const SourceFile* source = context.sources.add(path, std::move(result.text));
  if (!source) context.error(Code::FileUnreadable, from, "the files of this playbook are together larger than 4 GiB");
  return source;
}

bool wellFormed(Context& context, const SourceFile& source) {
  if (isAscii(source.text) || isValidUtf8(source.text)) return true;
  std::size_t at = 0;
  for (const std::uint32_t start : source.line_starts) {  // the first line that is not
    const std::size_t end = std::min(source.text.find('\n', start), source.text.size());
    at = start;
    if (!isValidUtf8(std::string_view(source.text).substr(start, end - start))) break;
  }
  const auto begin = static_cast<std::uint32_t>(source.base + at);
  context.error(Code::InvalidUtf8, {begin, begin + 1}, backticked(source.path) + " is not UTF-8 text: this line holds other bytes")
      .withHelp("save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\")");
  return false;
}

}  // namespace

std::string backticked(std::string_view text) { return '`' + std::string(text) + '`'; }

std::string listed(const std::vector<std::string_view>& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) out += (i == 0 ? "" : ", ") + backticked(names[i]);
  if (names.size() > most) out += " and " + std::to_string(names.size() - most) + " more";
  return out;
}

std::string constantKey(const Constant& constant) {
  switch (constant.type.kind) {
    case TypeKind::Code:
    case TypeKind::Rep: return std::string(trim(constant.text));
    case TypeKind::Text:
    case TypeKind::Email: return normalText(constant.text);
    default: return std::string(reinterpret_cast<const char*>(&constant.bits), sizeof constant.bits);
  }
}

Span spanAt(const SourceFile& file, std::uint64_t line, std::uint32_t column) {
  if (line == 0 || line > file.line_starts.size()) return {file.base, file.base};
  const std::string_view text = file.text;
  std::size_t at = file.line_starts[line - 1];
  const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
  for (std::uint32_t passed = 1; passed < column && at < end; ++passed) {
    ++at;
    while (at < end && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  const std::size_t cell_end = column == 0 ? end : std::min(text.find_first_of(",;\t", at), end);
  return {static_cast<std::uint32_t>(file.base + at), static_cast<std::uint32_t>(file.base + std::max(at, cell_end))};
}

Span DataFile::rowSpan(std::size_t index) const {
  const auto cells = row(index);
  return cells.empty() ? Span{} : Span{cells.front().span.begin, cells.back().span.end};
}

int DataFile::column(std::string_view name) const {
  if (rows() == 0) return -1;
  const std::string wanted = normalText(name);
  const auto header = row(0);
  for (std::size_t i = 0; i < header.size(); ++i)
    if (normalText(header[i].text) == wanted) return static_cast<int>(i);
  return -1;
}

std::unique_ptr<DataFile> readDataFile(Context& context, const syntax::FileRef& from) {
  resolve::PathProblem problem;
  const std::string path = resolve::normalisePath(from.path, problem);
  if (problem == resolve::PathProblem::LeavesRoot || problem == resolve::PathProblem::Absolute) {
    context.error(Code::UseOutsideRoot, from.span, backticked(from.path) + " lies outside the playbook's folder")
        .note("a playbook reads only files of its own folder and the folders below it")
        .withHelp("copy the file into the playbook's folder");
    return nullptr;
  }
  if (problem == resolve::PathProblem::Empty) {
    context.error(Code::FileMissing, from.span, "`from` names no file");
    return nullptr;
  }
  const SourceFile* source = loadText(context, path, from.span);
  return source ? readDataSource(context, *source, from.span) : nullptr;
}

std::unique_ptr<DataFile> readDataText(Context& context, const std::string& path, std::string text) {
  const SourceFile* source = context.sources.add(path, std::move(text));
  if (!source) {
    context.error(Code::FileUnreadable, {}, "the files of this playbook are together larger than 4 GiB");
    return nullptr;
  }
  return readDataSource(context, *source, {});
}

std::unique_ptr<DataFile> readDataSource(Context& context, const SourceFile& text, Span from) {
  if (!wellFormed(context, text)) return nullptr;
  const SourceFile* source = &text;
  auto file = std::make_unique<DataFile>();
  file->source = source;
  file->path = source->path;
  ingest::MemorySource memory(source->text);
  ingest::CsvSplitter splitter(memory);
  ingest::RawRecord record;
  std::vector<ingest::RawCell> raw;
  CellReports reports(context);
  std::string unescaped;
  while (splitter.next(record)) {
    const auto at = static_cast<std::uint32_t>(source->base + record.offset);
    if (record.state != ingest::RecordState::Whole) {
      const bool unclosed = record.state == ingest::RecordState::Unclosed;
      if (auto* finding = reports.report(Code::DataFileQuotes, {at, at + 1}, unclosed ? "a quote on this line is never closed" : "this record is too long to be read"))
        finding->withHelp(unclosed ? "close the quote, or write two quotes for one inside a cell" : "look for a quote above that is never closed");
      continue;
    }
    ingest::splitCells(record.bytes, splitter.separator(), raw);
    file->starts_.push_back(static_cast<std::uint32_t>(file->cells_.size()));
    // The record's bytes are those of the text at its offset: views go into the text, which stays.
    const std::string_view bytes = std::string_view(source->text).substr(record.offset, record.bytes.size());
    for (const ingest::RawCell& cell : raw) {
      const std::uint32_t quote = cell.quoted ? 1 : 0;
      DataCell& made = file->cells_.emplace_back();
      std::uint32_t end = cell.begin + cell.size + quote;
      if (cell.escaped) {
        unescaped.resize(cell.size);
        unescaped.resize(ingest::unescapeCell(record.bytes, cell, unescaped.data()));
        made.text = trim(file->copies_.emplace_back(unescaped));
      } else {
        made.text = trim(bytes.substr(cell.begin, cell.size));
      }
      end = std::min<std::uint32_t>(end, static_cast<std::uint32_t>(record.bytes.size()));
      made.span = {at + cell.begin - quote, std::max(at + end, at + cell.begin)};
    }
  }
  file->starts_.push_back(static_cast<std::uint32_t>(file->cells_.size()));
  reports.finish();
  if (file->rows() == 0) {
    context.error(Code::DataFileEmpty, from, backticked(text.path) + " holds no rows");
    return nullptr;
  }
  return file;
}

int findColumn(Context& context, const DataFile& file, std::string_view name, Span from, std::string_view what) {
  if (const int found = file.column(name); found >= 0) return found;
  std::vector<std::string_view> names;
  for (const DataCell& cell : file.row(0)) names.push_back(cell.text);
  auto& finding = context.error(Code::DataColumnMissing, from, backticked(file.path) + " has no column " + backticked(name) + " for " + std::string(what));
  finding.label(file.rowSpan(0), "the columns of the file");
  if (const std::string_view near = diag::suggest(name, names); !near.empty())
    finding.withHelp("did you mean " + backticked(near) + "?");
  else
    finding.withHelp("the first row of the file names its columns: " + listed(names));
  return -1;
}

void noteUnreadColumns(Context& context, const DataFile& file, std::span<const int> read, Span from, std::string_view what) {
  const auto header = file.row(0);
  std::vector<std::string_view> unread;
  Span first;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].text.empty() || std::find(read.begin(), read.end(), static_cast<int>(i)) != read.end()) continue;
    if (unread.empty()) first = header[i].span;
    unread.push_back(header[i].text);
  }
  if (unread.empty()) return;
  context.error(Code::UnreadColumn, first, std::string(what) + (unread.size() == 1 ? " does not read the column " : " does not read the columns ") + listed(unread) + " of " + backticked(file.path))
      .label(from, "the file is read here");
}

bool checkHeader(Context& context, const DataFile& file) {
  bool clean = true;
  const auto header = file.row(0);
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].text.empty()) continue;
    const int first = file.column(header[i].text);
    if (first == static_cast<int>(i)) continue;
    clean = false;
    context.error(Code::RepeatedHeader, header[i].span, backticked(file.path) + " has two columns " + backticked(header[i].text))
        .label(header[static_cast<std::size_t>(first)].span, "the first is here")
        .withHelp("rename or remove one of them");
  }
  return clean;
}

diag::Diagnostic* CellReports::report(Code code, Span span, std::string title) {
  if (++count_ > kShown) return nullptr;
  last_ = context_.diags.all().size();
  return &context_.error(code, span, std::move(title));
}

bool CellReports::finish() {
  if (count_ > kShown && last_ < context_.diags.all().size())
    context_.diags.all()[last_].note("and " + std::to_string(count_ - kShown) + " more of this kind in the file");
  return count_ == 0;
}

}  // namespace leadflow::check

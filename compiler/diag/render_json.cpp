#include <nlohmann/json.hpp>

#include "compiler/diag/render.hpp"

namespace leadflow::diag {
namespace {

using Json = nlohmann::ordered_json;

std::string_view severityName(Severity severity) {
  return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "note";
}

/// Adds file, line, column, end_line, end_column; nulls for a span that is nowhere.
void addPlace(Json& object, Span span, const SourceMap& sources) {
  const Location begin = span.known() ? sources.locate(span.begin) : Location{};
  const Location end = begin.file ? sources.locate(span.end) : Location{};
  if (begin.file == nullptr || end.file == nullptr) {
    for (const char* key : {"file", "line", "column", "end_line", "end_column"}) object[key] = nullptr;
    return;
  }
  object["file"] = begin.file->path;
  object["line"] = begin.line;
  object["column"] = begin.column;
  object["end_line"] = end.line;
  object["end_column"] = end.column;
}

Json finding(const Diagnostic& diagnostic, const SourceMap& sources) {
  Json out = Json::object();
  out["code"] = info(diagnostic.code).name;
  out["name"] = info(diagnostic.code).kebab;
  out["severity"] = severityName(diagnostic.severity);
  out["title"] = diagnostic.title;
  addPlace(out, diagnostic.primary, sources);
  out["text"] = diagnostic.primary_text;
  out["labels"] = Json::array();
  for (const Label& label : diagnostic.labels) {
    Json item = Json::object();
    addPlace(item, label.span, sources);
    item["text"] = label.text;
    out["labels"].push_back(std::move(item));
  }
  out["notes"] = diagnostic.notes;
  out["help"] = diagnostic.help;
  out["edits"] = Json::array();
  for (const Edit& edit : diagnostic.edits) {
    Json item = Json::object();
    addPlace(item, edit.span, sources);
    item["text"] = edit.text;
    out["edits"].push_back(std::move(item));
  }
  return out;
}

}  // namespace

std::string renderJson(const std::vector<Diagnostic>& list, const SourceMap& sources) {
  std::size_t counts[3] = {0, 0, 0};
  Json out = Json::object();
  out["findings"] = Json::array();
  for (const Diagnostic& diagnostic : list) {
    ++counts[static_cast<std::size_t>(diagnostic.severity)];
    out["findings"].push_back(finding(diagnostic, sources));
  }
  out["errors"] = counts[static_cast<std::size_t>(Severity::Error)];
  out["warnings"] = counts[static_cast<std::size_t>(Severity::Warning)];
  out["notes"] = counts[static_cast<std::size_t>(Severity::Note)];
  // A file that is not UTF-8 is itself a finding, so its text may well be quoted here.
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace leadflow::diag

#include "runtime/run/file_records.hpp"

#include "runtime/ingest/lead_events.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"

namespace leadflow::run {

std::string FileRecord::json() const {
  const ingest::RecordRange& range = batch_.records[batch_.row_records[index_]];
  const std::string_view bytes = batch_.bytesOf(range);
  std::string json = form_.format == ingest::Format::Csv ? ingest::csvRecordJson(form_.layout->names, form_.layout->separator, bytes) : std::string(bytes);
  if (form_.activities == nullptr) return json;
  std::string list;
  for (const bytecode::ActivityRow& row : form_.activities->of(batch_.rows[index_].key)) {
    const bytecode::ActivityInfo& info = form_.desk.chunk().activities[row.type];
    list += list.empty() ? "{\"type\":" : ",{\"type\":";
    appendJsonString(list, info.name);
    list += ",\"at\":\"";
    appendInstant(list, row.at);
    list += '"';
    if (const std::string_view id = form_.activities->idOf(row); !id.empty()) {   // an own id stands before what tells it apart
      const std::size_t end = id.find('\0');
      list += end == std::string_view::npos ? ",\"event\":" : ",\"id\":";
      appendJsonString(list, id.substr(0, end));
    }
    for (std::size_t f = 0; f < info.fields.size(); ++f) {
      if (isMissing(row.fields[f])) continue;
      list += ',';
      appendJsonString(list, info.fields[f].name);
      list += ':';
      form_.desk.names().appendJson(list, info.fields[f].type, row.fields[f]);
    }
    list += '}';
  }
  if (!list.empty()) ingest::addActivities(*form_.desk.schema(), json, list);
  return json;
}

}  // namespace leadflow::run

#include "runtime/ingest/batch.hpp"

namespace leadflow::ingest {

std::string_view rejectWords(RejectKind kind) {
  switch (kind) {
#define LEADFLOW_REJECT(kind_, words) \
  case RejectKind::kind_: return words;
#include "runtime/ingest/reject_kinds.def"
#undef LEADFLOW_REJECT
  }
  return "";
}

std::string_view faultWords(FaultKind kind) {
  switch (kind) {
#define LEADFLOW_FAULT(kind_, words) \
  case FaultKind::kind_: return words;
#include "runtime/ingest/value_faults.def"
#undef LEADFLOW_FAULT
  }
  return "";
}

std::string issueText(const ValueIssue& issue) {
  std::string text = "`";
  text += issue.value;
  text += "` ";
  text += faultWords(issue.kind);
  if (!issue.nearest.empty()) {
    text += "; did you mean `";
    text += issue.nearest;
    text += "`?";
  }
  return text;
}

void Batch::clear() {
  bytes.clear();
  records.clear();
  issue_room = 0;
  clearDecoded();
}

void Batch::clearDecoded() {
  arena.reset();
  rows.clear();
  key_hashes.clear();
  row_records.clear();
  rejects.clear();
  issues.clear();
  bad_values.clear();
  bad_places.clear();
  fed.clear();
  unread_names.clear();
  blank = 0;
  activities = repeated_activities = 0;
}

}  // namespace leadflow::ingest

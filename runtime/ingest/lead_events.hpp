// A file of leads as events: each record becomes `lead.created` with the record as its body, each activity an `activity`.
//
//     id,Company,created_at                    {"event":"leads.csv:2","type":"lead.created","lead":"00Q1",
//     00Q1,Acme,2026-03-02T10:00:00Z            "at":"2026-03-02T10:00:00Z","body":{"id":"00Q1","Company":"Acme",…}}
//
// That is how `leadflow simulate` lets a year of leads arrive. The instant is the lead's own where a field says when it was
// created and lies in the range, else the range's beginning. What cannot be used is set aside with its line and the reason.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/ingest/event_file.hpp"
#include "runtime/ingest/lead_schema.hpp"

namespace leadflow::ingest {

/// The cells of a CSV record as a JSON object by the header's names; an empty cell is null.
std::string csvRecordJson(const std::vector<std::string>& names, char separator, std::string_view record);

/// Puts activities, as JSON objects with commas between them, into a JSON record, behind those of its own list: a second list would
/// not count. Gives how many that one has.
std::int32_t addActivities(const LeadSchema& schema, std::string& record, const std::string& items);

/// The field that says when a lead came: `created_at`, `created`, `created_on`, `created_date`, or the only instant field that
/// is required; -1: none.
int createdField(const LeadSchema& schema);

struct LeadEventOptions {
  std::string name;                     ///< of the file: its extension says the format; part of event ids
  std::int64_t from = 0, to = INT64_MAX;  ///< a lead's own instant outside counts as `from`; after `to`: not taken
};

struct LeadEventTotals {
  std::uint64_t records = 0, events = 0, early = 0, late = 0;   ///< early: came before `from`; late: after `to`, left out
  std::unordered_set<std::string> late_leads;                   ///< those of them that are leads
  std::uint64_t repeated = 0;                                   ///< activities left out: their id was there before
  std::string first_repeated;                                   ///< "`z1` (line 2)"
  struct Unread {
    std::string name, nearest;                                  ///< a column or key that nobody reads, `call.outcom` of an activity
    std::uint64_t count = 0, line = 0;
    bool outranked = false;                                     ///< a column of a field for which another column counts
  };
  std::vector<Unread> unread;
};

/// Where the activities of a file stand, to tell what of them cannot be read.
struct ActivityLines {
  std::vector<std::uint64_t> events;         ///< of those that became events, in their order
  struct Within {
    std::int32_t first = 0;                  ///< how many its record had before
    std::vector<std::uint64_t> lines;        ///< of the others
  };
  std::unordered_map<std::string, Within> within;   ///< by the id of the event whose record they went into
};

/// Reads the whole file; columns that no field reads do not go into the record. False with `error` when nothing can be read; records that cannot be used are in `rejects`.
bool readLeadEvents(const LeadSchema& schema, Source& source, const LeadEventOptions& options, std::vector<port::Event>& events,
                    std::vector<EventReject>& rejects, LeadEventTotals& totals, std::string& error);

/// The same for a file of activities (`lead`, `type`, `at`, fields): those before the lead's creation go into its record,
/// the others become events, under their own `event` id where they have one that no other lead has. `leads`: what readLeadEvents gave; activities of other leads are set aside.
bool readActivityEvents(const LeadSchema& schema, Source& source, const LeadEventOptions& options, std::vector<port::Event>& leads,
                        std::vector<port::Event>& events, ActivityLines& lines, std::vector<EventReject>& rejects, LeadEventTotals& totals, std::string& error);

}  // namespace leadflow::ingest

// What is written of a decision, everywhere: the record (one JSON object, keys always in this order), and flat rows.
//
//     {"lead":"00Q1","at":"2026-03-02T15:00:00Z","derived":{"segment":"mid_market"},"scores":{"fit":100},"grades":{"rating":"A"},
//      "milestones":{"mql":"2026-03-02T15:00:00Z"},"routes":{"inbound":{"rule":"emea_ent","to":{"rep":"ana"},"via":"weighted sdr_emea"}},
//      "stage":"Working","owner":"ana","queue":null,"due":{"first_response":"2026-03-02T19:00:00Z"},"effects":[…],"account":[…],"why":[…]}
//
// `milestones` only where the playbook has some, `stage` to `effects` only where it has stages, behind `queue` `merged_into` (a lead)
// and `merged` (leads before it) only where `duplicates` merged, `faults` (overflows, divisions by zero) only when there were some,
// `account` (with stages) and `why` only when asked. A missing value is null. Flat rows:
//
//     lead,fit,rating,inbound.rule,inbound.owner,inbound.queue        lead,fit,rating,stage,owner,queue,rule,due,effects
//
// with a column `merged_into` behind `queue` where the playbook merges duplicates.
//
// With `--columns 'domain=email.domain,owner=owner'` exactly those columns, also as NDJSON: {"domain":"acme.com","owner":"ana"}.
#pragma once
#include <string>
#include <vector>

#include "runtime/run/decided.hpp"

namespace leadflow::run {

/// A column of the user's own: a function of the chunk and the type it gives.
struct OutputColumn {
  std::string name;
  std::uint32_t function = 0;
  bytecode::Type type;
};

/// The record's first part, from `{"lead":` to the end of the milestones: written while a machine knows the lead.
class HeadWriter {
 public:
  explicit HeadWriter(const decide::Names& names);
  void append(std::string& out, const vm::Machine& machine, const bytecode::LeadRow& row) const;

 private:
  struct Member {
    std::string key;  ///< `"segment":`, with a comma in front where one belongs
    std::uint16_t reg = 0;
  };
  void group(std::string& out, const std::vector<Member>& members, const vm::Machine& machine) const;
  const decide::Names& names_;
  std::vector<Member> derived_, scores_, grades_, milestones_;
};

class RecordWriter {
 public:
  explicit RecordWriter(const decide::Names& names, std::vector<OutputColumn> columns = {});
  /// The whole record, without a line end. Wants Decided::head.
  void append(std::string& out, const Decided& decided) const;

  bool ownColumns() const { return !columns_.empty(); }
  const std::vector<std::string>& titles() const { return titles_; }
  /// The cells of a lead. `machine` has computed it and, with own columns, knows the routes.
  void cells(vm::Machine& machine, const Decided& decided, std::vector<std::string>& out) const;
  /// One JSON object with the user's columns.
  void appendOwn(std::string& out, vm::Machine& machine) const;

 private:
  void appendRest(std::string& out, const Decided& decided) const;   ///< where stages took it
  const decide::Names& names_;
  bool staged_;
  std::vector<OutputColumn> columns_;
  std::vector<std::string> route_keys_;          ///< by route: `"inbound":`
  std::vector<std::string> titles_;
};

/// Puts what the routes decided into the registers that `route`, `owner` and `queue` read.
void showRoutes(const decide::Names& names, std::span<const decide::Taken> routes, vm::Machine& machine);

}  // namespace leadflow::run

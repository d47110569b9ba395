// Everything that is worked out once for a program and a roster and then only read: the names of registers, how leads are
// read, how explanations are written. Shared by all threads that decide leads.
//
//     auto desk = Desk::open(program, People::bind(program, roster));
#pragma once
#include <memory>

#include "runtime/decide/explain.hpp"
#include "runtime/decide/route_outcome.hpp"
#include "runtime/ingest/lead_schema.hpp"

namespace leadflow::decide {

class Desk {
 public:
  static std::shared_ptr<const Desk> open(std::shared_ptr<const bytecode::Program> program, std::shared_ptr<const People> people) {
    return std::shared_ptr<const Desk>(new Desk(std::move(program), std::move(people)));
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  const bytecode::Program& program() const { return names_.program(); }
  const bytecode::Chunk& chunk() const { return names_.chunk(); }
  const People& people() const { return names_.people(); }
  const Names& names() const { return names_; }
  const Explainer& explainer() const { return explainer_; }
  /// For ingest::LeadReader. It refers to this desk, which must outlive it.
  const std::shared_ptr<const ingest::LeadSchema>& schema() const { return schema_; }
  /// The routes that every lead runs through where the playbook has no stages.
  const std::vector<std::uint32_t>& routes() const { return routes_; }

 private:
  Desk(std::shared_ptr<const bytecode::Program> program, std::shared_ptr<const People> people)
      : names_(program, std::move(people)), routes_(topRoutes(names_.chunk())), explainer_(names_), reps_(names_.people().reps()),
        schema_(ingest::LeadSchema::of(std::move(program), &reps_)) {}
  Names names_;
  std::vector<std::uint32_t> routes_;
  Explainer explainer_;
  ingest::RepTable reps_;
  std::shared_ptr<const ingest::LeadSchema> schema_;
};

}  // namespace leadflow::decide

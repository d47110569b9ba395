#include "runtime/workflow/view.hpp"

#include <algorithm>

#include "runtime/workflow/bound.hpp"

namespace leadflow::workflow {

/// A look asks nothing of the surroundings; should anything ask, there is nobody else and no turn is kept.
class View::Nobody final : public Surroundings {
 public:
  explicit Nobody(const World& world) : world_(world) {}
  decide::Pools& turns() override {
    if (!pools_) pools_ = std::make_unique<decide::Pools>(world_.chunk(), world_.desk->names().sharedPeople());
    return *pools_;
  }
  std::vector<std::pair<std::string, std::string>> sameKey(std::uint32_t, const std::string&, const std::string&) override { return {}; }
  bool peek(const std::string&, port::LeadState&) override { return false; }

 private:
  const World& world_;
  std::unique_ptr<decide::Pools> pools_;
};

View::View(std::shared_ptr<const World> world, Scratch& scratch)
    : world_(std::move(world)), scratch_(scratch), surroundings_(std::make_unique<Nobody>(*world_)) {}
View::~View() = default;

void View::look(port::LeadState state, std::int64_t now) {
  stepper_.reset();
  step_ = {};
  step_.after = std::move(state);
  stepper_ = std::make_unique<Stepper>(*world_, *surroundings_, scratch_, step_, now);
  stepper_->machine();
}

Step& View::happen(Surroundings& surroundings, port::LeadState state, const port::Event& event, std::int64_t now, const bytecode::LeadRow* row, const RecordSource* record) {
  stepper_.reset();
  step_ = {};
  step_.after = std::move(state);
  stepper_ = std::make_unique<Stepper>(*world_, surroundings, scratch_, step_, now);
  if (row && record) stepper_->give(*row, *record);
  stepper_->apply(event);
  stepper_->machine();
  return step_;
}

Step& View::happen(port::LeadState state, const port::Event& event, std::int64_t now) { return happen(*surroundings_, std::move(state), event, now); }

void View::explain(decide::Explanation& told) {
  const decide::Explainer& explainer = world_->desk->explainer();
  explainer.values(machine(), row(), told);
  explainer.hidePersonal(told);
}

vm::Machine& View::machine() { return stepper_->machine(); }
const bytecode::LeadRow& View::row() const { return stepper_->row(); }
std::int64_t View::due(std::uint32_t sla) const { return stepper_->dueOf(sla); }
bool View::holds(std::uint32_t function) { return leadflow::holds(machine().run(function)); }

bool View::readsAs(const std::vector<std::uint32_t>& fields, const port::Effect& mail) { return stepper_->readsAs(fields, mail); }

bool Stepper::readsAs(const std::vector<std::uint32_t>& fields, const port::Effect& mail) {
  const auto stillSaid = [&](std::uint32_t field) {
    return std::any_of(s_.record.begin(), s_.record.end(), [&](const auto& entry) {
      const std::int32_t target = bound_.targetOf(entry.first);
      if (target < 0) return false;
      const auto& feeds = bound_.desk->schema()->feeds(target);
      return std::any_of(feeds.begin(), feeds.end(), [&](const ingest::Feed& feed) { return feed.field == field; });
    });
  };
  return std::all_of(fields.begin(), fields.end(), [&](std::uint32_t field) {
    const auto then = std::find_if(mail.fields.begin(), mail.fields.end(), [&](const auto& each) { return each.first == chunk_.fields[field].name; });
    const std::string now = fieldJson(field);
    if (now == (then == mail.fields.end() ? std::string() : then->second)) return true;
    return now.empty() && chunk_.fields[field].type.kind == TypeKind::Rep && stillSaid(field);   // who has left the roster: the record has not changed
  });
}

void View::seeOwner(const std::string* rep) { stepper_->seeOwner(rep); }

void Stepper::seeOwner(const std::string* rep) {
  if (seen_owner_ == rep) return;
  seen_owner_ = rep;
  dirty();
}

vm::Machine& Stepper::machine() {
  look();
  return bound_.machine;
}

const bytecode::LeadRow& Stepper::row() const { return bound_.row; }

std::int64_t Stepper::dueOf(std::uint32_t sla) const { return sla < s_.clocks.size() ? clockDue(sla) : kMissing; }

}  // namespace leadflow::workflow

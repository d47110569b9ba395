#include "runtime/run/turns.hpp"

#include <algorithm>

namespace leadflow::run {

void Turns::rebind(std::shared_ptr<const decide::Desk> desk) {
  const std::lock_guard waiting(gate_);
  const std::unique_lock alone(calls_);
  const std::lock_guard lock(mutex_);
  desk_ = std::move(desk);
  pools_.rebind(desk_->names().sharedPeople());
}

bool Turns::setOpen(std::string_view rep, std::int64_t leads) {
  const std::lock_guard lock(mutex_);
  const Slot found = desk_->people().find(rep);
  if (isMissing(found)) return false;
  pools_.setOpen(static_cast<std::uint32_t>(found), std::max<std::int64_t>(leads, 0));
  return true;
}

bool Turns::closed(std::string_view rep) {
  const std::lock_guard lock(mutex_);
  const Slot found = desk_->people().find(rep);
  if (isMissing(found)) return false;
  pools_.closed(static_cast<std::uint32_t>(found));
  return true;
}

std::shared_ptr<const decide::Desk> Turns::desk() const {
  const std::lock_guard lock(mutex_);
  return desk_;
}

}  // namespace leadflow::run

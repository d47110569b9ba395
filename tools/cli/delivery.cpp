#include "tools/cli/delivery.hpp"

#include <algorithm>
#include <vector>

#include "runtime/value/nearest.hpp"
#include "tools/cli/patience.hpp"
#include "tools/cli/progress.hpp"

namespace leadflow::cli {

bool Delivery::open(const std::string& path, const std::string& address, store::Opened& opened, FilesApart& apart) {
  if (path.empty()) return true;
  std::string error;
  if (!outbox::loadConfig(path, config_, error, outbox::systemEnvironment, stopWanted)) {
    fail(error);
    return false;
  }
  if (!apart.mayWrite("the outbox", config_.file)) return false;
  address_ = address;
  shared_ = &opened;
  router_ = std::make_unique<outbox::Router>(config_, clock_);
  wanted_ = true;
  return true;
}

bool Delivery::fits(const bytecode::Chunk& chunk) const {
  if (!config_.smtp) return true;
  std::vector<std::string_view> known;
  for (const bytecode::FieldInfo& field : chunk.fields) known.push_back(field.name);
  for (const std::string_view made : {"link", "variant", "send_at"}) known.push_back(made);   // what LeadFlow itself says
  for (const auto& [name, text] : config_.smtp->templates)
    for (const std::string& wanted : outbox::templateNames(text)) {
      if (std::find(known.begin(), known.end(), wanted) != known.end()) continue;
      const int near = nearest(wanted, known);
      fail("the template `" + name + "` names `" + wanted + "`, which is no field of the lead",
           near >= 0 ? "did you mean `" + std::string(known[static_cast<std::size_t>(near)]) + "`?" : "");
      return false;
    }
  return true;
}

bool Delivery::start() {
  if (!wanted_ || address_ == "memory:") return true;
  store::StoreOptions how;
  how.create = false;
  for (Patience patience(0);;) {
    own_ = store::openStore(address_, how);
    if (own_.store || !own_.retry || !patience.wait({own_.error, true})) break;
  }
  if (!own_.store) {
    fail(own_.error);
    return false;
  }
  make(own_);
  thread_ = std::thread([this] { dispatcher_->run(stop_, kRetryMs); });
  return true;
}

void Delivery::stop() {
  stop_.store(true);
  if (thread_.joinable()) thread_.join();
}

bool Delivery::drain() {
  if (!wanted_) return true;
  make(*shared_);
  Patience patience(kBatchPatienceMs);
  while (!dispatcher_->drain(counts_, &stopping))
    if (!patience.wait(port::Status::failed("the outbox: " + dispatcher_->error(), true))) {
      fail("the outbox: " + dispatcher_->error());
      return false;
    }
  return true;
}

void Delivery::round() {
  if (!wanted_ || thread_.joinable()) return;
  make(*shared_);
  if (!dispatcher_->round(counts_, &stopping)) dispatcher_->on_problem(dispatcher_->error());
}

std::string Delivery::text() const {
  if (!wanted_) return {};
  return "delivered  " + groupedNumber(delivered_.load()) + (failed_.load() > 0 ? "   " + groupedNumber(failed_.load()) + " failed" : "") + "\n";
}

void Delivery::make(store::Opened& opened) {
  if (dispatcher_) return;
  outbox::DispatchOptions options;
  options.retry = config_.retry;
  dispatcher_ = std::make_unique<outbox::Dispatcher>(*opened.outbox, *router_, clock_, options);
  workflow::EngineOptions reading;
  reading.exclusive = false;   // the worker writes to it
  salts_ = workflow::systemSalts();
  asked_ = std::make_unique<workflow::Engine>(*opened.store, std::move(reading), *salts_);
  dispatcher_->on_problem = [](const std::string& problem) { printNote("the outbox waits: " + problem); };
  dispatcher_->withheld = [this](const port::Effect& effect, std::string& why) {
    const port::Status status = asked_->withheld(effect, why);
    if (!status.ok()) why = status.error;
    return status.ok();
  };
  dispatcher_->on_delivered = [this](const port::Effect&, std::int64_t) { delivered_.fetch_add(1); };
  dispatcher_->on_failed = [this](const port::Effect&, const outbox::Verdict&) { failed_.fetch_add(1); };
}

}  // namespace leadflow::cli

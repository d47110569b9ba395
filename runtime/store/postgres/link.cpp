#include "runtime/store/postgres/link.hpp"

#include <new>

#include "runtime/store/address.hpp"

namespace leadflow::store {

using port::Status;

namespace {

// Far above what any statement of ours takes; a server that does not answer for so long is asked again.
constexpr int kStatementMs = 120'000;

}  // namespace

// ---- values

void Array::item(std::string_view plain) {
  if (text_.size() > 1) text_ += ',';
  text_ += plain;
}

void Array::add(std::string_view text) {
  if (text_.size() > 1) text_ += ',';
  text_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') text_ += '\\';
    text_ += c;
  }
  text_ += '"';
}

void Array::add(Bytes bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  if (text_.size() > 1) text_ += ',';
  text_ += "\"\\\\x";
  for (const char c : bytes.bytes) {
    text_ += kHex[static_cast<unsigned char>(c) >> 4];
    text_ += kHex[static_cast<unsigned char>(c) & 15];
  }
  text_ += '"';
}

void Array::add(Nullable value) {
  if (isMissing(value.value)) item("NULL");
  else add(value.value);
}

std::string Array::take() {
  text_ += '}';
  std::string taken = std::move(text_);
  text_ = "{";
  return taken;
}

std::vector<std::string> Rows::take() {
  std::vector<std::string> taken;
  for (Array& column : columns_) taken.push_back(column.take());
  clear();
  return taken;
}

// ---- the connection

std::string Link::shown() const { return shownAddress(uri_); }

void Link::connect() {
  if (connection_ && connection_->is_open()) return;
  drop();
  prepared_.clear();
  connection_ = std::make_unique<pqxx::connection>(uri_);
  quiet_ = std::make_unique<pqxx::quiet_errorhandler>(*connection_);
  // pqxx sets these again should it have to connect anew by itself.
  connection_->set_variable("search_path", "\"" + options_.schema + "\"");
  connection_->set_variable("client_min_messages", "warning");
  // A role, a database or the environment may set these otherwise: what is stored, and how long anybody waits, is ours to say.
  connection_->set_client_encoding("UTF8");
  connection_->set_variable("standard_conforming_strings", "on");
  connection_->set_variable("default_transaction_isolation", "'read committed'");
  connection_->set_variable("default_transaction_deferrable", "off");
  connection_->set_variable("array_nulls", "on");
  connection_->set_variable("lock_timeout", std::to_string(options_.busy_ms));
  connection_->set_variable("statement_timeout", std::to_string(kStatementMs));
  connection_->set_variable("idle_in_transaction_session_timeout", std::to_string(options_.idle_ms));
  connection_->set_variable("synchronous_commit", options_.durable ? "on" : "off");
  if (options_.read_only) connection_->set_variable("default_transaction_read_only", "on");
}

void Link::drop() noexcept {
  transaction_.reset();
  quiet_.reset();
  connection_.reset();
}

// A connection that was lost while it stood idle is no loss: one more try with a new one.
void Link::begin() {
  connect();
  try {
    transaction_ = std::make_unique<pqxx::work>(*connection_);
  } catch (const pqxx::broken_connection&) {
    drop();
    connect();
    transaction_ = std::make_unique<pqxx::work>(*connection_);
  }
}

void Link::only() { transaction_->exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"); }

void Link::commit() {
  transaction_->commit();
  transaction_.reset();
}

void Link::rollback() noexcept {
  transaction_.reset();
}

pqxx::result Link::execute(const char* sql, const Args& args) {
  const auto [at, added] = prepared_.try_emplace(sql);
  if (added) {
    at->second = "s" + std::to_string(prepared_.size());
    connection_->prepare(at->second, sql);
  }
  const auto values = pqxx::prepare::make_dynamic_params(args);
  if (transaction_) return transaction_->exec_prepared(at->second, values);
  pqxx::nontransaction alone(*connection_);
  return alone.exec_prepared(at->second, values);
}

pqxx::result Link::run(const char* sql, const Args& args) {
  if (transaction_) return execute(sql, args);
  connect();
  try {
    return execute(sql, args);  // on its own: it only reads
  } catch (const pqxx::broken_connection&) {
    drop();
    connect();
    return execute(sql, args);
  }
}

void Link::script(const std::string& sql) { transaction_->exec(sql); }

Status Link::guard(const std::function<void()>& work) {
  const std::string server = "`" + shown() + "`";
  Status status;
  const auto said = [this](const std::exception& error) {
    std::string what = error.what();
    for (const char* mark : {"ERROR:", "FATAL:", "PANIC:"})
      if (what.starts_with(mark)) what.erase(0, what.find_first_not_of(' ', 6));
    return withoutSecrets(what.substr(0, what.find('\n')), uri_);
  };
  if (!owner_.mine()) return Status::failed("internal fault: the connection to " + server + " is used by two threads at once");
  try {
    work();
    return {};
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const pqxx::too_many_connections& error) {
    status = Status::failed(server + " takes no more connections: " + said(error), true);
  } catch (const pqxx::broken_connection& error) {
    status = Status::failed(server + " cannot be reached: " + said(error), true);
    drop();
  } catch (const pqxx::in_doubt_error&) {
    status = Status::failed(server + " was lost while it committed", true);
  } catch (const pqxx::transaction_rollback& error) {
    status = Status::failed(server + " gave way to another worker: " + said(error), true);
  } catch (const pqxx::disk_full&) {
    status = Status::failed("the disk is full: " + server + " could not grow");
  } catch (const pqxx::sql_error& error) {
    const std::string& code = error.sqlstate();
    if (code == "25006") status = Status::failed(server + " cannot be written: it is read-only");
    else if (code == "55P03") status = Status::failed(server + " is locked by another process", true);
    else if (code == "57014") status = Status::failed(server + " broke off a statement: " + said(error), true);
    else if (code == "25P03") status = Status::failed(server + " ended a transaction that stood idle for too long", true);
    else if (code.starts_with("57P")) status = Status::failed(server + " is shutting down", true);
    else if (code.starts_with("53")) status = Status::failed(server + " has no room for it at the moment: " + said(error), true);
    else if (code == "42501") status = Status::failed(server + " does not allow it: " + said(error));
    else if (code.starts_with("23")) status = Status::failed(server + " refuses a row: " + said(error));
    else status = Status::failed(server + ": " + said(error), code.starts_with("40"));
    if (code.starts_with("57P") || code == "25P03") drop();
  } catch (const std::exception& error) {
    // A connection that the server closed may say so in the words of whatever was asked of it next.
    const bool lost = !connection_ || !connection_->is_open();
    status = Status::failed(server + (lost ? " cannot be reached: " : ": ") + said(error), lost);
    if (lost) drop();
  }
  rollback();
  return status;
}

}  // namespace leadflow::store

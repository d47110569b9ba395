#include "runtime/store/postgres/link.hpp"

#include <new>

namespace leadflow::store {

using port::Status;

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

std::string Link::shown() const {
  std::string uri = uri_;
  const std::size_t scheme = uri.find("://");
  if (scheme != std::string::npos) {
    const std::size_t from = scheme + 3, at = uri.find('@', from), slash = uri.find('/', from);
    const std::size_t colon = uri.find(':', from);
    if (at != std::string::npos && colon < at && (slash == std::string::npos || at < slash)) uri.erase(colon, at - colon);
  }
  const std::size_t password = uri.find("password=");
  if (password != std::string::npos) uri.erase(password, uri.find_first_of(" &", password) - password);
  return uri;
}

void Link::connect() {
  if (connection_ && connection_->is_open()) return;
  drop();
  prepared_.clear();
  connection_ = std::make_unique<pqxx::connection>(uri_);
  quiet_ = std::make_unique<pqxx::quiet_errorhandler>(*connection_);
  // pqxx sets these again should it have to connect anew by itself.
  connection_->set_variable("search_path", "\"" + options_.schema + "\"");
  connection_->set_variable("client_min_messages", "warning");
  connection_->set_variable("lock_timeout", std::to_string(options_.busy_ms));
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
  const auto said = [](const std::exception& error) {
    std::string what = error.what();
    if (what.starts_with("ERROR:")) what.erase(0, what.find_first_not_of(' ', 6));
    return what.substr(0, what.find('\n'));
  };
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
    else if (code.starts_with("57P")) status = Status::failed(server + " is shutting down", true);
    else if (code.starts_with("23")) status = Status::failed(server + " refuses a row: " + said(error));
    else status = Status::failed(server + ": " + said(error), code.starts_with("40"));
    if (code.starts_with("57P")) drop();
  } catch (const std::exception& error) {
    status = Status::failed(server + ": " + said(error), connection_ && !connection_->is_open());
  }
  rollback();
  return status;
}

}  // namespace leadflow::store

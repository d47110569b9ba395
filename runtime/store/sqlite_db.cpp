#include "runtime/store/sqlite_db.hpp"

#include <filesystem>
#include <system_error>

namespace leadflow::store {

using port::Status;

SqliteDb::~SqliteDb() { close(); }

void SqliteDb::close() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  statements_.clear();
  if (db_) sqlite3_close_v2(db_);
  db_ = nullptr;
}

Status SqliteDb::open(const std::string& path, int flags, const std::string& vfs, int busy_ms) {
  close();
  path_ = path;
  std::error_code none;
  if (std::filesystem::is_directory(path, none)) return Status::failed("`" + path + "` is a directory, not a file");
  const int code = sqlite3_open_v2(path.c_str(), &db_, flags, vfs.empty() ? nullptr : vfs.c_str());
  if (code != SQLITE_OK) {
    Status status = worded(db_ ? sqlite3_extended_errcode(db_) : code);
    close();
    return status;
  }
  sqlite3_extended_result_codes(db_, 1);
  sqlite3_busy_timeout(db_, busy_ms);
  return {};
}

Status SqliteDb::worded(int code) const {
  const std::string file = "`" + path_ + "`";
  const std::string said = db_ ? sqlite3_errmsg(db_) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_FULL: return Status::failed("the disk is full: " + file + " could not grow");
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Status::failed(file + " is locked by another process", true);
    case SQLITE_READONLY: return Status::failed(file + " cannot be written: the file or its folder is read-only");
    case SQLITE_PERM:
    case SQLITE_AUTH: return Status::failed(file + " may not be used: " + said);
    case SQLITE_CORRUPT: return Status::failed(file + " is damaged: " + said);
    case SQLITE_NOTADB: return Status::failed(file + " is not a LeadFlow store");
    case SQLITE_CANTOPEN: return Status::failed(file + " cannot be opened: its folder is missing or may not be used");
    case SQLITE_IOERR: return Status::failed(file + " could not be read or written: " + said);
    case SQLITE_CONSTRAINT: return Status::failed(file + " refuses a row: " + said);
    default: return Status::failed(file + ": " + said);
  }
}

void SqliteDb::fail(int code) { fail(worded(code)); }

Status SqliteDb::takeFailure() {
  if (!owner_.mine()) return Status::failed("internal fault: the connection to `" + path_ + "` is used by two threads at once");
  Status taken = std::move(failure_);
  failure_ = {};
  return taken;
}

bool SqliteDb::run(const std::string& sql) {
  if (!ok()) return false;
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(sqlite3_extended_errcode(db_));
  return ok();
}

std::int64_t SqliteDb::number(const char* sql) {
  Query query(*this, sql);
  return query.step() ? query.number(0) : 0;
}

sqlite3_stmt* SqliteDb::prepared(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (!statement) {
    const int code = sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail(sqlite3_extended_errcode(db_));
  }
  return statement;
}

bool Query::step() {
  if (!statement_ || !db_.ok()) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) db_.fail(code);
  return false;
}

std::string_view Query::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view();
}

}  // namespace leadflow::store

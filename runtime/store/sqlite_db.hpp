// A thin hand on SQLite: an open file, its statements prepared once, and errors in words for people.
//
//     Query leads(db, "SELECT id FROM leads WHERE stage = ?", stage);
//     while (leads.step()) use(leads.text(0));
//     if (!db.ok()) return db.takeFailure();
//
// The first failure stays until it is taken: what runs after it does nothing, so that a method checks once, at its end.
#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/port/store.hpp"
#include "runtime/store/thread_owner.hpp"
#include "runtime/value/slot.hpp"

namespace leadflow::store {

struct Blob { std::string_view bytes; };
/// kMissing is NULL.
struct Optional { std::int64_t value; };

class SqliteDb {
 public:
  SqliteDb() = default;
  ~SqliteDb();
  SqliteDb(const SqliteDb&) = delete;
  SqliteDb& operator=(const SqliteDb&) = delete;

  port::Status open(const std::string& path, int flags, const std::string& vfs, int busy_ms);
  void close();
  bool isOpen() const { return db_ != nullptr; }
  sqlite3* handle() { return db_; }
  const std::string& path() const { return path_; }
  void call(const std::string& path) { path_ = path; }  ///< how messages name the file

  /// Runs statements that give no rows. False: see takeFailure().
  bool run(const std::string& sql);
  /// The one number that a statement gives; 0 when it gives none.
  std::int64_t number(const char* sql);
  sqlite3_stmt* prepared(const char* sql);   ///< `sql` is a literal: its address is its name

  bool ok() const { return owner_.mine() && failure_.ok(); }
  void release() { owner_.release(); }   ///< for another thread
  bool mine() const { return owner_.mine(); }
  port::Status takeFailure();
  void fail(int code);
  void fail(port::Status status) { if (ok()) failure_ = std::move(status); }
  std::int64_t lastRow() const { return sqlite3_last_insert_rowid(db_); }
  int changes() const { return sqlite3_changes(db_); }

 private:
  port::Status worded(int code) const;
  sqlite3* db_ = nullptr;
  std::string path_;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
  port::Status failure_;
  mutable ThreadOwner owner_;
};

class Query {
 public:
  template <class... T>
  Query(SqliteDb& db, const char* sql, const T&... values) : db_(db), statement_(db.ok() ? db.prepared(sql) : nullptr) {
    (bind(values), ...);
  }
  ~Query() {
    if (!statement_) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  bool step();           ///< false: no more rows, or failed
  void run() { while (step()) {} }
  std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
  std::int64_t optional(int column) const { return null(column) ? kMissing : number(column); }
  bool null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::string text(int column) const { return std::string(bytes(column)); }
  std::string_view bytes(int column) const;

 private:
  void bind(std::int64_t value) { check(sqlite3_bind_int64(statement_, ++bound_, value)); }
  void bind(std::uint64_t value) { bind(static_cast<std::int64_t>(value)); }
  void bind(std::uint32_t value) { bind(static_cast<std::int64_t>(value)); }
  void bind(int value) { bind(static_cast<std::int64_t>(value)); }
  void bind(bool value) { bind(static_cast<std::int64_t>(value)); }
  void bind(const char*) = delete;
  void bind(std::string_view text) {
    check(sqlite3_bind_text64(statement_, ++bound_, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  void bind(const std::string& text) { bind(std::string_view(text)); }
  void bind(Blob blob) { check(sqlite3_bind_blob64(statement_, ++bound_, blob.bytes.data(), blob.bytes.size(), SQLITE_STATIC)); }
  void bind(Optional value) {
    if (isMissing(value.value)) check(sqlite3_bind_null(statement_, ++bound_));
    else bind(value.value);
  }
  void check(int code) { if (statement_ && code != SQLITE_OK) db_.fail(code); }

  SqliteDb& db_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

}  // namespace leadflow::store

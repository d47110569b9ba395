// A thin hand on libpqxx: a connection that comes back after it was lost, statements prepared once, rows sent as arrays.
//
//     Rows timers;                                   // one statement for any number of rows
//     timers.add(lead, due, kind);
//     link.run("INSERT INTO timers SELECT * FROM unnest($1::text[], $2::bigint[], $3::int[])", timers.take());
//
// Only link.cpp and what is guarded by Link::guard may throw pqxx's exceptions.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/port/store.hpp"
#include "runtime/store/open.hpp"
#include "runtime/store/thread_owner.hpp"

namespace leadflow::store {

struct Bytes { std::string_view bytes; };
/// kMissing is NULL.
struct Nullable { std::int64_t value; };

/// A value of one of PostgreSQL's array types as it is written: {1,NULL,"a \"b\""}.
class Array {
 public:
  void add(std::string_view text);
  void add(Bytes bytes);
  void add(Nullable value);
  void add(bool value) { item(value ? "t" : "f"); }
  void add(std::int64_t value) { item(std::to_string(value)); }
  void add(std::uint64_t value) { add(static_cast<std::int64_t>(value)); }  // the bits
  void add(std::uint32_t value) { add(static_cast<std::int64_t>(value)); }
  void add(std::int32_t value) { add(static_cast<std::int64_t>(value)); }
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(const char*) = delete;
  std::string take();

 private:
  void item(std::string_view plain);
  std::string text_ = "{";
};

/// A table's new rows, column by column.
class Rows {
 public:
  template <class... T>
  void add(const T&... values) {
    columns_.resize(sizeof...(T));
    std::size_t column = 0;
    (columns_[column++].add(values), ...);
    ++count_;
  }
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  std::vector<std::string> take();
  void clear() { columns_.clear(), count_ = 0; }

 private:
  std::vector<Array> columns_;
  std::size_t count_ = 0;
};

template <class List>
std::string arrayOf(const List& items) {
  Array array;
  for (const auto& item : items) array.add(item);
  return array.take();
}

class Link {
 public:
  using Args = std::vector<std::string>;
  Link(std::string uri, const StoreOptions& options) : uri_(std::move(uri)), options_(options) {}

  /// Makes pqxx's exceptions a Status; the transaction is gone then, and the connection when it was lost.
  port::Status guard(const std::function<void()>& work);

  void begin();                 ///< connects first where that is needed
  void only();                  ///< the transaction that has begun reads one state of the database, and nothing else
  void commit();
  void rollback() noexcept;
  bool open() const { return transaction_ != nullptr; }

  /// In the open transaction, else on its own. `sql` is a literal: its address is its name.
  pqxx::result run(const char* sql, const Args& args = {});
  void script(const std::string& sql);   ///< several statements, in the open transaction
  std::string shown() const;             ///< the address without a password (address.hpp)
  void release() { owner_.release(); }   ///< for another thread

 private:
  void connect();
  void drop() noexcept;
  pqxx::result execute(const char* sql, const Args& args);
  std::string uri_;
  StoreOptions options_;
  ThreadOwner owner_;
  std::unordered_map<const char*, std::string> prepared_;
  std::unique_ptr<pqxx::connection> connection_;
  std::unique_ptr<pqxx::quiet_errorhandler> quiet_;   // before the connection goes
  std::unique_ptr<pqxx::work> transaction_;
};

inline std::int64_t number(const pqxx::field& field) { return field.is_null() ? kMissing : field.as<std::int64_t>(); }
inline std::uint64_t bits(const pqxx::field& field) { return static_cast<std::uint64_t>(field.as<std::int64_t>()); }
inline std::string text(const pqxx::field& field) { return std::string(field.c_str(), field.size()); }
inline bool flag(const pqxx::field& field) { return *field.c_str() == 't'; }

}  // namespace leadflow::store

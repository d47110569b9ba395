// The tables of a SQLite store, as steps from an empty file to today's, and how a file is brought up to date.
//
// Step n makes a file of version n (PRAGMA user_version) from one of version n - 1. Steps are never changed once released:
// a new table or column is a new step.
#pragma once
#include <span>

#include "runtime/store/sqlite_db.hpp"

namespace leadflow::store {

std::span<const char* const> sqliteSteps();

/// What SQLite keeps in the file's head so that nobody takes another program's file for ours.
inline constexpr std::int64_t kApplicationId = 0x4c464c57;  // "LFLW"

/// Fails for a file that another program made; looks only.
port::Status refuseForeign(SqliteDb& db);
/// Brings the file to the last of `steps`. Fails for a file of another program and for one made by a newer version.
port::Status migrate(SqliteDb& db, std::span<const char* const> steps);
/// The same questions without a change: also fails for a file that would have to be migrated.
port::Status inspect(SqliteDb& db, std::span<const char* const> steps);

}  // namespace leadflow::store

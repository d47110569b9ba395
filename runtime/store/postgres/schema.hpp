// The tables of a PostgreSQL store, as steps; the same tables as in SQLite (sqlite_schema.cpp says what each is for).
#pragma once
#include "runtime/store/postgres/link.hpp"

namespace leadflow::store {

/// Makes the schema, or brings it up to date, or says why it cannot be used. Several processes may do so at once.
port::Status preparePostgres(Link& link, const StoreOptions& options);

}  // namespace leadflow::store

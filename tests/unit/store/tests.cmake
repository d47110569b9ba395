# Two runs of one program, so that a machine without PostgreSQL shows what it leaves out: `unit.store.postgres (Skipped)`.
add_test(NAME unit.store COMMAND unit_store "~*Postgres*" WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
add_test(NAME unit.store.postgres COMMAND unit_store "*Postgres*" WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
set_tests_properties(unit.store.postgres PROPERTIES SKIP_REGULAR_EXPRESSION "SKIPPED: ")

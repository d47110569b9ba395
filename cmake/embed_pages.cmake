# Text files as {name, text} rows in one generated C++ source, for the command: the pages behind `check --explain`, the
# files that `init` writes. Included: leadflow_pages(target symbol files…). Run: -DSYMBOL= -DTO= -DFILES=a,b,c -P.
if(CMAKE_SCRIPT_MODE_FILE)
  string(REPLACE "," ";" files "${FILES}")
  set(rows "")
  foreach(path IN LISTS files)
    get_filename_component(name "${path}" NAME)
    file(READ "${path}" text)
    string(LENGTH "${text}" length)
    if(length GREATER 60000)
      message(FATAL_ERROR "${path} is too long to embed")
    endif()
    string(APPEND rows "    {\"${name}\", R\"leadflow(${text})leadflow\"},\n")
  endforeach()
  file(WRITE "${TO}" "// Made by cmake/embed_pages.cmake.
#include \"tools/cli/pages.hpp\"

namespace leadflow::cli {
namespace {
constexpr Page kRows[] = {
    {\"\", \"\"},
${rows}};
}  // namespace
std::span<const Page> ${SYMBOL}() { return std::span<const Page>(kRows).subspan(1); }
}  // namespace leadflow::cli
")
  return()
endif()

set(LEADFLOW_PAGES_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(leadflow_pages target symbol)
  set(made ${PROJECT_BINARY_DIR}/generated/${symbol}.cpp)
  list(JOIN ARGN "," joined)
  add_custom_command(OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -DSYMBOL=${symbol} -DTO=${made} -DFILES=${joined} -P ${LEADFLOW_PAGES_SCRIPT}
    DEPENDS ${ARGN} ${LEADFLOW_PAGES_SCRIPT}
    COMMENT "Embedding ${symbol}" VERBATIM)
  target_sources(${target} PRIVATE ${made})
endfunction()

# Files as string literals in one C++ source, written into the build directory.
#
# Included: leadflow_embed(stdlib stdlib/modules) adds the generated source of those *.leadflow files to leadflow_stdlib.
# Run (cmake -DFROM=dir -DTO=file.cpp -P embed.cmake): writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB files ${FROM}/*.leadflow)
  list(SORT files)
  set(rows "")
  foreach(path IN LISTS files)
    get_filename_component(name "${path}" NAME_WE)
    file(READ "${path}" text)
    string(FIND "${text}" ")leadflow\"" clash)
    if(NOT clash EQUAL -1)
      message(FATAL_ERROR "${path} holds the characters that end its literal")
    endif()
    # Compilers need not take longer literals than 64 KiB.
    string(LENGTH "${text}" length)
    if(length GREATER 65000)
      message(FATAL_ERROR "${path} is too long for a string literal: split the module")
    endif()
    string(APPEND rows "    {\"${name}\", R\"leadflow(${text})leadflow\"},\n")
  endforeach()
  file(WRITE "${TO}" "// Made from ${FROM} by cmake/embed.cmake.
#include \"stdlib/stdlib.hpp\"

namespace leadflow::stdlib {
namespace {
constexpr Module kModules[] = {
${rows}};
}  // namespace
std::span<const Module> modules() { return kModules; }
}  // namespace leadflow::stdlib
")
  return()
endif()

set(LEADFLOW_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(leadflow_embed folder modules)
  set(made ${PROJECT_BINARY_DIR}/generated/${folder}_modules.cpp)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${modules}/*.leadflow)
  add_custom_command(OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -DFROM=${PROJECT_SOURCE_DIR}/${modules} -DTO=${made} -P ${LEADFLOW_EMBED_SCRIPT}
    DEPENDS ${files} ${LEADFLOW_EMBED_SCRIPT}
    COMMENT "Embedding ${modules}" VERBATIM)
  target_sources(leadflow_${folder} PRIVATE ${made})
endfunction()

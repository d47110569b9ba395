# `cmake --install`: the command, the library with its two headers, a CMake package and a pkg-config file.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS leadflow EXPORT leadflow_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
target_include_directories(leadflow INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
if(TARGET leadflow_command)
  install(TARGETS leadflow_command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(FILES compiler/api/leadflow.hpp compiler/api/leadflow.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/leadflow)
install(EXPORT leadflow_targets NAMESPACE leadflow:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/leadflow)

if(TARGET PkgConfig::PQXX)
  set(LEADFLOW_WITH_PQXX ON)
  set(LEADFLOW_PC_PQXX " libpqxx")
else()
  set(LEADFLOW_WITH_PQXX OFF)
  set(LEADFLOW_PC_PQXX "")
endif()
configure_package_config_file(cmake/leadflow-config.cmake.in leadflow-config.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/leadflow)
write_basic_package_version_file(leadflow-config-version.cmake COMPATIBILITY SameMinorVersion)
file(RELATIVE_PATH LEADFLOW_PC_TO_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)  # the installed tree may be moved
configure_file(cmake/leadflow.pc.in leadflow.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/leadflow-config.cmake ${PROJECT_BINARY_DIR}/leadflow-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/leadflow)
install(FILES ${PROJECT_BINARY_DIR}/leadflow.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

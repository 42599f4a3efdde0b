# Installs the libraries, the public headers and what find_package(staysail) needs.

if(NOT STAYSAIL_INSTALL)
  return()
endif()
include(CMakePackageConfigHelpers)

set(staysail_config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/staysail")
install(TARGETS ${STAYSAIL_LIBRARIES} EXPORT staysail-targets COMPONENT development)
install(DIRECTORY include/staysail DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development)
install(EXPORT staysail-targets NAMESPACE staysail:: DESTINATION "${staysail_config_dir}" COMPONENT development)

set(STAYSAIL_IS_SHARED OFF)
if(BUILD_SHARED_LIBS)
  set(STAYSAIL_IS_SHARED ON)
endif()
set(STAYSAIL_NEEDS_SQLITE OFF)
if(TARGET staysail_sqlite)
  set(STAYSAIL_NEEDS_SQLITE ON)
endif()
set(STAYSAIL_NEEDS_POSTGRES OFF)
if(TARGET staysail_postgres)
  set(STAYSAIL_NEEDS_POSTGRES ON)
endif()
set(STAYSAIL_NEEDS_HTTP OFF)
if(TARGET staysail_tmf)
  set(STAYSAIL_NEEDS_HTTP ON)
endif()
configure_package_config_file(cmake/staysail-config.cmake.in "${PROJECT_BINARY_DIR}/staysail-config.cmake"
  INSTALL_DESTINATION "${staysail_config_dir}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/staysail-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/staysail-config.cmake"
  "${PROJECT_BINARY_DIR}/staysail-config-version.cmake"
  cmake/FindIntelRDFPMath.cmake
  cmake/FindRE2.cmake
  cmake/FindCppHttplib.cmake
  DESTINATION "${staysail_config_dir}" COMPONENT development)

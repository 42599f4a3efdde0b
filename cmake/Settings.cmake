# Options of the build. Nothing here leaks into a host project: flags sit on one interface target that only our own
# targets link, and everything but the library is off unless staysail is the top-level project.

set(staysail_is_whole_build ${PROJECT_IS_TOP_LEVEL})
if(DEFINED SKBUILD)
  set(staysail_is_whole_build OFF)
endif()

option(STAYSAIL_BUILD_TESTS "Build the tests" ${staysail_is_whole_build})
option(STAYSAIL_BUILD_EXAMPLES "Build the examples and the program staysail" ${staysail_is_whole_build})
option(STAYSAIL_BUILD_SQLITE "Build staysail::sqlite" ON)
option(STAYSAIL_BUILD_POSTGRES "Build staysail::postgres" ON)
option(STAYSAIL_BUILD_TMF "Build staysail::tmf, the TM Forum Open API client" ON)
option(STAYSAIL_BUILD_TESTING "Build staysail::testing, the conformance kits" ON)
option(STAYSAIL_PYTHON "Build the Python module" ${SKBUILD})
option(STAYSAIL_BENCH "Build the benchmarks" OFF)
option(STAYSAIL_INSTALL "Make the install rules" ${PROJECT_IS_TOP_LEVEL})
option(STAYSAIL_WARNINGS_AS_ERRORS "Stop at a compiler warning" OFF)
set(STAYSAIL_SANITIZE "" CACHE STRING "What -fsanitize= gets, for instance address,undefined")

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Type of the build" FORCE)
endif()

# Worktrees beside each other share compiler cache hits when paths are taken relative to their parent.
find_program(STAYSAIL_CCACHE ccache)
mark_as_advanced(STAYSAIL_CCACHE)
if(PROJECT_IS_TOP_LEVEL AND STAYSAIL_CCACHE
   AND (NOT CMAKE_CXX_COMPILER_LAUNCHER OR CMAKE_CXX_COMPILER_LAUNCHER MATCHES "(^|/)ccache$"))
  cmake_path(GET PROJECT_SOURCE_DIR PARENT_PATH staysail_parent_dir)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${staysail_parent_dir}" CCACHE_NOHASHDIR=1 "${STAYSAIL_CCACHE}")
endif()

add_library(staysail_flags INTERFACE)
target_compile_features(staysail_flags INTERFACE cxx_std_20)
# One rounding for each operation: results must be the same bytes whatever the optimiser fuses.
target_compile_options(staysail_flags INTERFACE -ffp-contract=off -Wall -Wextra -Wpedantic -Wshadow)
# g++ 12 sees overlaps in std::string that cannot be (GCC bug 105651).
target_compile_options(staysail_flags INTERFACE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
if(STAYSAIL_WARNINGS_AS_ERRORS)
  target_compile_options(staysail_flags INTERFACE -Werror)
endif()
if(STAYSAIL_SANITIZE)
  target_compile_options(staysail_flags INTERFACE
    -fsanitize=${STAYSAIL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  string(REPLACE "fuzzer-no-link," "" staysail_link_sanitizers "${STAYSAIL_SANITIZE}")
  target_link_options(staysail_flags INTERFACE -fsanitize=${staysail_link_sanitizers})
endif()

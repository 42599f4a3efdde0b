# What the library uses inside. None of it appears in a public header. Imported targets are made global, so that a
# project that includes us with add_subdirectory can link the static library.

find_package(Boost 1.74 CONFIG REQUIRED)
find_package(Eigen3 3.4 CONFIG REQUIRED)
find_package(fmt 9 CONFIG REQUIRED)
find_package(nlohmann_json 3.11 CONFIG REQUIRED)
find_package(IntelRDFPMath REQUIRED GLOBAL)
find_path(STAYSAIL_TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
find_path(STAYSAIL_XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
mark_as_advanced(STAYSAIL_TOMLPLUSPLUS_INCLUDE_DIR STAYSAIL_XXHASH_INCLUDE_DIR)
find_package(RE2 MODULE REQUIRED GLOBAL)
find_package(date 3 CONFIG REQUIRED GLOBAL)
find_package(pugixml 1.12 CONFIG REQUIRED GLOBAL)
find_package(ZLIB REQUIRED GLOBAL)
find_package(OpenSSL 3 REQUIRED GLOBAL COMPONENTS Crypto)
if(STAYSAIL_BUILD_SQLITE)
  find_package(SQLite3 REQUIRED GLOBAL)
endif()
if(STAYSAIL_BUILD_POSTGRES)
  find_package(PostgreSQL REQUIRED GLOBAL)
endif()

if(STAYSAIL_BUILD_TMF)
  find_package(CppHttplib REQUIRED GLOBAL)
endif()

# What a host links besides the library itself.
set(STAYSAIL_LINKED_LIBRARIES IntelRDFPMath::bid RE2::re2 date::date-tz pugixml::pugixml ZLIB::ZLIB OpenSSL::Crypto)

add_library(staysail_private INTERFACE)
target_link_libraries(staysail_private INTERFACE
  staysail_flags Boost::headers Eigen3::Eigen fmt::fmt-header-only nlohmann_json::nlohmann_json
  ${STAYSAIL_LINKED_LIBRARIES})
target_include_directories(staysail_private SYSTEM INTERFACE
  "${STAYSAIL_TOMLPLUSPLUS_INCLUDE_DIR}" "${STAYSAIL_XXHASH_INCLUDE_DIR}")
target_compile_definitions(staysail_private INTERFACE TOML_HEADER_ONLY=1 TOML_EXCEPTIONS=0)

# The targets a host links: staysail::staysail (all rooms), staysail::sqlite, staysail::postgres, staysail::tmf,
# staysail::testing. Each is made from the
# objects of an object library, so that what they were compiled with stays private.

set(STAYSAIL_LIBRARIES "")

# staysail_public_library(<target> <name in staysail::> <object library>...)
function(staysail_public_library target export_name)
  add_library(${target})
  add_library(staysail::${export_name} ALIAS ${target})
  foreach(objects IN LISTS ARGN)
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${objects}>)
  endforeach()
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  # No promise of a stable binary interface before 1.0: each minor version has its own soname.
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${export_name} LINKER_LANGUAGE CXX
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  if(STAYSAIL_SANITIZE)
    target_link_options(${target} PUBLIC "$<BUILD_INTERFACE:-fsanitize=${staysail_link_sanitizers}>")
  endif()
  set(STAYSAIL_LIBRARIES ${STAYSAIL_LIBRARIES} ${target} PARENT_SCOPE)
endfunction()

set(staysail_room_objects ${STAYSAIL_ROOMS_WITH_OBJECTS})
list(TRANSFORM staysail_room_objects PREPEND staysail_)
staysail_public_library(staysail staysail ${staysail_room_objects})
target_link_libraries(staysail PRIVATE ${STAYSAIL_LINKED_LIBRARIES})

if(STAYSAIL_BUILD_SQLITE AND STAYSAIL_SQLITE_SOURCES)
  add_library(staysail_sqlite_objects OBJECT ${STAYSAIL_SQLITE_SOURCES})
  staysail_compile_like_a_room(staysail_sqlite_objects)
  target_link_libraries(staysail_sqlite_objects PRIVATE SQLite::SQLite3)
  staysail_public_library(staysail_sqlite sqlite staysail_sqlite_objects)
  target_link_libraries(staysail_sqlite PUBLIC staysail PRIVATE SQLite::SQLite3)
endif()

if(STAYSAIL_BUILD_POSTGRES AND STAYSAIL_POSTGRES_SOURCES)
  add_library(staysail_postgres_objects OBJECT ${STAYSAIL_POSTGRES_SOURCES})
  staysail_compile_like_a_room(staysail_postgres_objects)
  target_link_libraries(staysail_postgres_objects PRIVATE PostgreSQL::PostgreSQL)
  staysail_public_library(staysail_postgres postgres staysail_postgres_objects)
  target_link_libraries(staysail_postgres PUBLIC staysail PRIVATE PostgreSQL::PostgreSQL)
endif()

if(STAYSAIL_BUILD_TMF AND STAYSAIL_TMF_SOURCES)
  add_library(staysail_tmf_objects OBJECT ${STAYSAIL_TMF_SOURCES})
  staysail_compile_like_a_room(staysail_tmf_objects)
  target_link_libraries(staysail_tmf_objects PRIVATE CppHttplib::httplib)
  staysail_public_library(staysail_tmf tmf staysail_tmf_objects)
  target_link_libraries(staysail_tmf PUBLIC staysail PRIVATE CppHttplib::httplib)
endif()

file(GLOB staysail_testing_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/testing/*.cpp")
if(STAYSAIL_BUILD_TESTING AND staysail_testing_sources)
  add_library(staysail_testing_objects OBJECT ${staysail_testing_sources})
  staysail_compile_like_a_room(staysail_testing_objects)
  staysail_public_library(staysail_testing testing staysail_testing_objects)
  target_link_libraries(staysail_testing PUBLIC staysail)
endif()

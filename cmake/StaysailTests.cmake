# Functions that register tests. Labels: fast (every run and the sanitizers), threads (the thread sanitizer), slow (only
# ./test.sh --full); a test without a label belongs to a normal run but not to a fast one.

find_package(doctest 2.4 CONFIG REQUIRED)
find_package(rapidcheck CONFIG REQUIRED)
find_package(Threads REQUIRED)
find_package(Python3 3.9 COMPONENTS Interpreter REQUIRED)

# Where tests find the scenarios, and data that is not published with the project.
set(STAYSAIL_TEST_DEFINITIONS
  STAYSAIL_SOURCE_DIR="${PROJECT_SOURCE_DIR}" STAYSAIL_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")

# One binary for each room: its tests, its objects and those of the rooms below, so that a broken room above never
# blocks it. Test cases named [slow] or [threads] are picked out by name.
function(staysail_room_test room)
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${room}/*_test.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(test_${room} ${sources} $<TARGET_OBJECTS:staysail_test_main>)
  staysail_compile_like_a_room(test_${room})
  target_include_directories(test_${room} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(test_${room} PRIVATE ${STAYSAIL_TEST_DEFINITIONS})
  target_link_libraries(test_${room} PRIVATE doctest::doctest rapidcheck Threads::Threads)
  staysail_rooms_under(${room} rooms)
  foreach(other IN LISTS rooms)
    target_sources(test_${room} PRIVATE $<TARGET_OBJECTS:staysail_${other}>)
  endforeach()
  if(NOT staysail_floor_of_${room} LESS staysail_floor_of_store)
    staysail_link_plug_points(test_${room})
  endif()
  staysail_register_room_test(${room})
endfunction()

# The SQLite store and the conformance kits, without the whole library that their public targets bring.
function(staysail_link_plug_points target)
  if(TARGET staysail_sqlite_objects)
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:staysail_sqlite_objects>)
    target_link_libraries(${target} PRIVATE SQLite::SQLite3)
  endif()
  if(TARGET staysail_testing_objects)
    if(NOT TARGET staysail_testing_archive)
      add_library(staysail_testing_archive STATIC $<TARGET_OBJECTS:staysail_testing_objects>)
      set_target_properties(staysail_testing_archive PROPERTIES LINKER_LANGUAGE CXX)
    endif()
    target_link_libraries(${target} PRIVATE staysail_testing_archive)
  endif()
endfunction()

function(staysail_register_room_test room)
  if(STAYSAIL_SANITIZE STREQUAL "thread")
    add_test(NAME ${room}.threads COMMAND test_${room} "--test-case=*[threads]*")
    set_tests_properties(${room}.threads PROPERTIES LABELS threads)
    return()
  endif()
  add_test(NAME ${room} COMMAND test_${room} "--test-case-exclude=*[slow]*")
  add_test(NAME ${room}.slow COMMAND test_${room} "--test-case=*[slow]*")
  set_tests_properties(${room} PROPERTIES LABELS fast)
  set_tests_properties(${room}.slow PROPERTIES LABELS slow)
endfunction()

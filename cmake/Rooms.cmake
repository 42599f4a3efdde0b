# One object library for each room of cmake/floors.txt that has sources. STAYSAIL_ROOMS lists the rooms in floor order,
# STAYSAIL_ROOMS_WITH_OBJECTS those that have something to link.

set(staysail_floors_file "${PROJECT_SOURCE_DIR}/cmake/floors.txt")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${staysail_floors_file}")

# Sets staysail_floor_of_<room> and STAYSAIL_ROOMS in the caller.
macro(staysail_read_floors)
  set(STAYSAIL_ROOMS "")
  file(STRINGS "${staysail_floors_file}" staysail_floor_lines REGEX "^[0-9]+ ")
  foreach(line IN LISTS staysail_floor_lines)
    string(REGEX MATCHALL "[^ ]+" words "${line}")
    list(POP_FRONT words floor)
    foreach(room IN LISTS words)
      set(staysail_floor_of_${room} ${floor})
      list(APPEND STAYSAIL_ROOMS ${room})
    endforeach()
  endforeach()
endmacro()

# What every object of the library is compiled with. src/ is there for a room's private headers ("decision/lexer.hpp").
function(staysail_compile_like_a_room target)
  target_include_directories(${target} PRIVATE
    "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(${target} PRIVATE staysail_private)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()

# The rooms a room's test links besides its own: all lower floors; from the floor of boss and store upwards also its
# neighbours, because the conformance kits speak of several rooms of that floor.
function(staysail_rooms_under room result)
  set(rooms "")
  foreach(other IN LISTS STAYSAIL_ROOMS_WITH_OBJECTS)
    if(other STREQUAL room OR staysail_floor_of_${other} LESS staysail_floor_of_${room})
      list(APPEND rooms ${other})
    elseif(staysail_floor_of_${room} EQUAL staysail_floor_of_store
           AND staysail_floor_of_${other} EQUAL staysail_floor_of_store)
      list(APPEND rooms ${other})
    endif()
  endforeach()
  set(${result} ${rooms} PARENT_SCOPE)
endfunction()

# Kernels for processors that not every host has: chosen at run time, so only these files may use their instructions.
function(staysail_kernel_flags file)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    set_source_files_properties("${PROJECT_SOURCE_DIR}/src/${file}" PROPERTIES COMPILE_OPTIONS "${ARGN}")
  endif()
endfunction()
staysail_kernel_flags(base/digest_avx2.cpp -mavx2)
staysail_kernel_flags(decision/mask_kernels_avx2.cpp -mavx2 -mbmi -mpopcnt)
staysail_kernel_flags(decision/mask_kernels_avx512.cpp
  -mavx512f -mavx512bw -mavx512vl -mavx512vbmi -mavx512vbmi2 -mavx512vpopcntdq -mavx2 -mbmi -mpopcnt)
# Exact on the numbers it is given, so that fusing changes no bit (src/statistics/nearest_kernel.hpp).
staysail_kernel_flags(statistics/nearest_avx2.cpp -mavx2 -mfma -ffp-contract=fast)
staysail_kernel_flags(statistics/nearest_avx512.cpp -mavx512f -mavx512vl -mavx2 -mfma -ffp-contract=fast)
staysail_kernel_flags(statistics/scoring_avx2.cpp -mavx2)
staysail_kernel_flags(statistics/scoring_avx512.cpp -mavx512f -mavx512bw -mavx512vl -mavx2)

staysail_read_floors()
set(STAYSAIL_ROOMS_WITH_OBJECTS "")
# What needs a library of its own is no part of its room's objects: it makes a target (Library.cmake).
file(GLOB STAYSAIL_SQLITE_SOURCES CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/src/store/sqlite*.cpp" "${PROJECT_SOURCE_DIR}/src/boss/sqlite*.cpp")
file(GLOB STAYSAIL_POSTGRES_SOURCES CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/src/store/postgres*.cpp" "${PROJECT_SOURCE_DIR}/src/boss/postgres*.cpp")
file(GLOB STAYSAIL_TMF_SOURCES CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/boss/tmf_*.cpp")
foreach(room IN LISTS STAYSAIL_ROOMS)
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${room}/*.cpp")
  list(REMOVE_ITEM sources ${STAYSAIL_SQLITE_SOURCES} ${STAYSAIL_POSTGRES_SOURCES} ${STAYSAIL_TMF_SOURCES} "")
  if(sources)
    add_library(staysail_${room} OBJECT ${sources})
    staysail_compile_like_a_room(staysail_${room})
    list(APPEND STAYSAIL_ROOMS_WITH_OBJECTS ${room})
  endif()
endforeach()

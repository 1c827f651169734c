# SPDX-License-Identifier: MIT
# oreway_add_room(NAME SOURCES files... [USES rooms...] [PRIVATE targets...])
#
# A room is an OBJECT library `oreway_<NAME>`. USES names the rooms whose headers it may include (tools/layers.txt is the law,
# tools/check_layers.py enforces it); PRIVATE names the external libraries that nobody else sees. Every public header of the
# room is also compiled alone, so that it stays self-contained.
function(oreway_add_room name)
  cmake_parse_arguments(arg "" "" "SOURCES;USES;PRIVATE" ${ARGN})
  set(target oreway_${name})
  add_library(${target} OBJECT ${arg_SOURCES})
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${target} PRIVATE oreway_options oreway_warnings ${arg_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY OREWAY_ROOMS ${name})
  set_property(GLOBAL PROPERTY OREWAY_ROOM_USES_${name} "${arg_USES}")
  set_property(GLOBAL PROPERTY OREWAY_ROOM_PRIVATE_${name} "${arg_PRIVATE}")

  file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/oreway/${name}/*.hpp)
  if(headers AND OREWAY_BUILD_TESTS)
    set(alone)
    foreach(header IN LISTS headers)
      get_filename_component(base ${header} NAME_WE)
      set(unit ${CMAKE_CURRENT_BINARY_DIR}/alone_${base}.cpp)
      file(CONFIGURE OUTPUT ${unit} CONTENT "#include \"oreway/${name}/${base}.hpp\"\n")
      list(APPEND alone ${unit})
    endforeach()
    add_library(${target}_headers_alone OBJECT EXCLUDE_FROM_ALL ${alone})
    target_include_directories(${target}_headers_alone PRIVATE ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(${target}_headers_alone PRIVATE oreway_options oreway_warnings)
    target_compile_options(${target}_headers_alone PRIVATE -g0) # only the warnings are wanted
    set_property(GLOBAL APPEND PROPERTY OREWAY_HEADER_CHECKS ${target}_headers_alone)
  endif()
endfunction()

# oreway_link_rooms(TARGET rooms...): objects of the rooms and, transitively, of the rooms they use, with their external libraries.
function(oreway_link_rooms target)
  set(todo ${ARGN})
  set(done)
  while(todo)
    list(POP_FRONT todo room)
    if(NOT room IN_LIST done AND TARGET oreway_${room})
      list(APPEND done ${room})
      get_property(uses GLOBAL PROPERTY OREWAY_ROOM_USES_${room})
      get_property(external GLOBAL PROPERTY OREWAY_ROOM_PRIVATE_${room})
      list(APPEND todo ${uses})
      target_sources(${target} PRIVATE $<TARGET_OBJECTS:oreway_${room}>)
      target_link_libraries(${target} PRIVATE ${external})
    endif()
  endwhile()
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(${target} PRIVATE oreway_options)
endfunction()

# oreway_add_room_test(ROOM SOURCES files... [PRIVATE targets...]): the unit-test program of one room; it links only that room
# and what the room may include.
function(oreway_add_room_test room)
  cmake_parse_arguments(arg "" "" "SOURCES;PRIVATE" ${ARGN})
  set(target test_${room})
  add_executable(${target} ${arg_SOURCES})
  oreway_link_rooms(${target} ${room})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${target} PRIVATE oreway_warnings GTest::gtest_main ${arg_PRIVATE})
  target_compile_definitions(${target} PRIVATE OREWAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${target} DISCOVERY_TIMEOUT 60 PROPERTIES LABELS "unit\\;${room}" TIMEOUT 120)
endfunction()

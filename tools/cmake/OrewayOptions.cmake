# SPDX-License-Identifier: MIT
# Two interface targets: how all our code is compiled, and which warnings our own targets ask for.
add_library(oreway_options INTERFACE)
target_compile_features(oreway_options INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(OREWAY_WERROR "Treat warnings in our own targets as errors" OFF)
set(OREWAY_SANITIZE "" CACHE STRING "Sanitizers for all our targets: address,undefined or thread")
option(OREWAY_COVERAGE "Instrument our targets for coverage" OFF)

target_compile_options(oreway_options INTERFACE
  -fstack-protector-strong -ffp-contract=off
  $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>)
target_link_options(oreway_options INTERFACE -Wl,-z,relro,-z,now)
if(OREWAY_SANITIZE)
  target_compile_options(oreway_options INTERFACE -fsanitize=${OREWAY_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(oreway_options INTERFACE -fsanitize=${OREWAY_SANITIZE})
endif()
if(OREWAY_COVERAGE)
  target_compile_options(oreway_options INTERFACE --coverage -O0)
  target_link_options(oreway_options INTERFACE --coverage)
endif()

add_library(oreway_warnings INTERFACE)
target_compile_options(oreway_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wpedantic -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  # GCC 12 sees overlapping copies and uninitialised variants inside libstdc++ itself when it inlines (GCC bugs 105329, 105651, 105562).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict;-Wno-maybe-uninitialized>
  $<$<BOOL:${OREWAY_WERROR}>:-Werror>)

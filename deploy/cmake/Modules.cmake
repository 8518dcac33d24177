# How this project builds: warnings, precompiled headers, and one function each
# for a module, a program and a test suite.

add_library(cledi_warnings INTERFACE)
target_compile_options(cledi_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers -Wshadow -Wconversion -Wsign-conversion
  -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wundef -Wformat=2
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety -Wthread-safety-beta>)
if(CLEDI_SANITIZE)
  # GCC cannot follow initialisation through the sanitizers' own code.
  target_compile_options(cledi_warnings INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# GCC's precompiled headers and ccache need to see the preprocessed text.
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
# Everything here has threads. gRPC's package asks for the option where it is used, and a
# precompiled header that was made without it does not fit there.
add_compile_options(-pthread)

if(CLEDI_SANITIZE)
  add_compile_options(-fsanitize=${CLEDI_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CLEDI_SANITIZE})
endif()

if(CLEDI_BREAKAGES)
  add_compile_definitions(CLEDI_BREAKAGES)
endif()

if(CLEDI_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    message(FATAL_ERROR "CLEDI_FUZZ needs clang: use `cmake --preset fuzz`")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Two precompiled headers, each compiled once and reused: one for what ships, one
# for tests (GoogleTest on top, less optimised).
function(cledi_precompiled_header target)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINK" ${ARGN})
  set(source ${PROJECT_BINARY_DIR}/${target}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Holds the precompiled header.\n")
  add_library(${target} STATIC ${source})
  target_precompile_headers(${target} PRIVATE ${ARG_HEADERS})
  target_link_libraries(${target} PRIVATE ${ARG_LINK} cledi_warnings)
endfunction()

set(CLEDI_COMMON_HEADERS
  <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <span>
  <string> <string_view> <utility> <variant> <vector>
  <absl/status/status.h> <absl/status/statusor.h> <absl/strings/str_cat.h>
  <absl/strings/str_format.h> <absl/synchronization/mutex.h>)

# Everything that a precompiled header may hold must be on the include path of
# every target that reuses it; these come with Debian's system folders.
function(cledi_create_precompiled_headers)
  cledi_precompiled_header(cledi_pch HEADERS ${CLEDI_COMMON_HEADERS}
    LINK absl::statusor absl::str_format absl::synchronization)
  cledi_precompiled_header(cledi_pch_test
    HEADERS ${CLEDI_COMMON_HEADERS} <gmock/gmock.h> <gtest/gtest.h>
    LINK absl::statusor absl::str_format absl::synchronization GTest::gmock)
  target_compile_options(cledi_pch_test PRIVATE ${CLEDI_TEST_OPTIONS})
endfunction()

# Tests are compiled with less optimisation than what they test: it halves their
# compile time.
set(CLEDI_TEST_OPTIONS -O0)

# Names of the target and its alias, after the folder: node/store → node_store, node::store.
macro(cledi_module_names)
  file(RELATIVE_PATH path ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE "/" "_" target ${path})
  string(REPLACE "/" "::" alias ${path})
endmacro()

# One module = one folder = one static library. Call it from the module's folder.
function(cledi_library)
  cmake_parse_arguments(ARG "NO_PCH" "" "HEADERS;SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  cledi_module_names()
  add_library(${target} STATIC ${ARG_SOURCES})
  add_library(${alias} ALIAS ${target})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ARG_HEADERS})
  target_link_libraries(${target} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS} cledi_warnings)
  if(NOT ARG_NO_PCH)
    target_precompile_headers(${target} REUSE_FROM cledi_pch)
  endif()
endfunction()

# A program in build/bin: cledi_program(cledi-node SOURCES main.cc DEPS node::app).
function(cledi_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} cledi_warnings)
  target_precompile_headers(${name} REUSE_FROM cledi_pch)
endfunction()

# One test program for a folder below tests/, run by ctest under the folder's path.
# LABELS: `core` suites also run under the sanitizers, `process` suites start real nodes,
# `browser` suites need Chromium. PROCESSORS: how many cores it keeps busy.
function(cledi_test)
  cmake_parse_arguments(ARG "" "TIMEOUT;PROCESSORS" "SOURCES;DEPS;LABELS" ${ARGN})
  cledi_module_names()
  add_executable(${target} ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE ${ARG_DEPS} cledi_warnings GTest::gmock GTest::gtest_main)
  target_compile_options(${target} PRIVATE ${CLEDI_TEST_OPTIONS})
  target_compile_definitions(${target} PRIVATE
    CLEDI_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CLEDI_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_precompile_headers(${target} REUSE_FROM cledi_pch_test)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${path} COMMAND ${target})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 400)
  endif()
  set_tests_properties(${path} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
  if(ARG_PROCESSORS)
    set_tests_properties(${path} PROPERTIES PROCESSORS ${ARG_PROCESSORS})
  endif()
endfunction()

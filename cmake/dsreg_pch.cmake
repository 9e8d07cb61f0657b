# DSREG_PCH: the headers that most units include are read once. It halves what the tests and, with
# clang, all else cost to compile; with g++ it is not worth it for the product, where g++ 12 takes
# inlined code of a precompiled <string> for overlapping and overflowing copies (GCC bug 105329).
#
# Off unless asked for: a unit must say itself what it needs, and a build without shows that; and
# ccache, which would hash the whole header for each unit, is not used where it is on.
option(DSREG_PCH "Precompile the common headers" "$ENV{DSREG_PCH}")
set(dsreg_common_headers <algorithm> <array> <cerrno> <chrono> <cstdint> <cstring> <functional>
  <map> <memory> <optional> <set> <string> <string_view> <utility> <vector>)

# A header is compiled with the flags of those that use it: position-independent for libraries and
# for programs are two, and so are the tests' own flags.
function(dsreg_make_pch name kind)
  cmake_parse_arguments(A "" "" "HEADERS;LINK" ${ARGN})
  set(source ${PROJECT_BINARY_DIR}/pch/${kind}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "int main()\n{\n    return 0;\n}\n")
  if(kind STREQUAL "program")
    add_executable(${name} ${source})
  else()
    add_library(${name} STATIC ${source})
  endif()
  target_link_libraries(${name} PRIVATE ${A_LINK})
  target_precompile_headers(${name} PRIVATE ${dsreg_common_headers} ${A_HEADERS})
  set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON CXX_COMPILER_LAUNCHER ""
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/pch)
endfunction()

function(dsreg_use_pch name header)
  target_precompile_headers(${name} REUSE_FROM ${header})
  set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
endfunction()

if(DSREG_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  dsreg_make_pch(dsreg_pch library LINK dsreg_flags)
  dsreg_make_pch(dsreg_pch_json library LINK dsreg_flags Boost::json HEADERS <boost/json.hpp>)
endif()

# dsreg_precompile(TARGET DEPS...): a library; the deps say whether it works with JSON.
function(dsreg_precompile name)
  if(NOT TARGET dsreg_pch)
    return()
  elseif("Boost::json" IN_LIST ARGN)
    dsreg_use_pch(${name} dsreg_pch_json)
  else()
    dsreg_use_pch(${name} dsreg_pch)
  endif()
endfunction()

# dsreg_precompile_test(TARGET): a program of dsreg_test.
function(dsreg_precompile_test name)
  if(NOT DSREG_PCH)
    return()
  elseif(NOT TARGET dsreg_pch_test)
    dsreg_make_pch(dsreg_pch_test program LINK GTest::gtest dsreg_flags dsreg_test_flags
      HEADERS <gtest/gtest.h> <filesystem> <fstream>)
  endif()
  dsreg_use_pch(${name} dsreg_pch_test)
endfunction()

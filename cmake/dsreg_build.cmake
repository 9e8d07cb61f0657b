# How everything of ours is compiled. ccache and mold are used when they are there.
find_program(DSREG_CCACHE ccache)
if(DSREG_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${DSREG_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${DSREG_CCACHE})
endif()
find_program(DSREG_MOLD mold)

add_library(dsreg_flags INTERFACE)
target_compile_options(dsreg_flags INTERFACE -Wall -Wextra -Wpedantic -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports inlined std::string operator+ as overlapping copies (GCC bug 105651).
  target_compile_options(dsreg_flags INTERFACE -Wno-restrict)
endif()
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
# Not optimised: with both sanitizers g++ takes three times as long for -O1. Line numbers are enough.
if(DSREG_SANITIZE)
  set(CMAKE_C_FLAGS_DEBUG "-g1")
  set(CMAKE_CXX_FLAGS_DEBUG "-g1")
endif()
if(DSREG_MOLD)
  target_link_options(dsreg_flags INTERFACE -fuse-ld=mold)
endif()
if(DSREG_SANITIZE)
  target_compile_options(dsreg_flags INTERFACE
    -fsanitize=${DSREG_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(dsreg_flags INTERFACE -fsanitize=${DSREG_SANITIZE})
  target_compile_definitions(dsreg_flags INTERFACE DSREG_SANITIZED=1)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # One runtime for programs and for what they load, as with g++; clang does not say where it is.
    execute_process(COMMAND_ERROR_IS_FATAL ANY OUTPUT_STRIP_TRAILING_WHITESPACE
      COMMAND ${CMAKE_CXX_COMPILER}
              -print-file-name=libclang_rt.asan-${CMAKE_SYSTEM_PROCESSOR}.so
      OUTPUT_VARIABLE runtime)
    if(NOT EXISTS ${runtime})
      message(FATAL_ERROR "clang's sanitizers are not installed (libclang-rt-14-dev)")
    endif()
    get_filename_component(runtime ${runtime} DIRECTORY)
    target_link_options(dsreg_flags INTERFACE -shared-libasan
      $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-Wl,-rpath,${runtime}>)
    set(DSREG_SANITIZER_LINK -shared-libasan -Wl,-rpath,${runtime}) # for programs that tests build
  endif()
endif()

include(dsreg_pch)

# dsreg_library(NAME SOURCES ... [DEPS ...]): one room. Headers are included as "room/file.h".
function(dsreg_library name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} STATIC ${A_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/host ${PROJECT_SOURCE_DIR}/sdk/include)
  target_compile_definitions(${name} PUBLIC DSREG_TARGET_MINOR=0 BOOST_DLL_USE_STD_FS)
  target_link_libraries(${name} PUBLIC ${A_DEPS} PRIVATE dsreg_flags)
  dsreg_precompile(${name} ${A_DEPS})
endfunction()

# dsreg_program(NAME SOURCES ... [DEPS ...] [LIBEXEC]): an executable of the product.
function(dsreg_program name)
  cmake_parse_arguments(A "LIBEXEC" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE ${A_DEPS} dsreg_flags)
  target_link_options(${name} PRIVATE -Wl,-z,relro,-z,now)
  if(A_LIBEXEC)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${DSREG_LIBEXEC_DIR})
    install(TARGETS ${name} RUNTIME DESTINATION libexec/dsreg)
  else()
    install(TARGETS ${name} RUNTIME DESTINATION bin)
  endif()
endfunction()

# What is tested is optimised, or sanitized; the tests themselves are neither: it halves their
# compilation. To be linked after dsreg_flags, whose flags it takes back.
add_library(dsreg_test_flags INTERFACE)
target_compile_options(dsreg_test_flags INTERFACE -O0 -fno-sanitize=all)

# dsreg_test(NAME SOURCES ... [DEPS ...]): one GoogleTest program for a room, each case a ctest.
function(dsreg_test name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE ${A_DEPS} GTest::gtest GTest::gtest_main
    dsreg_flags dsreg_test_flags)
  dsreg_precompile_test(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  target_compile_definitions(${name} PRIVATE
    DSREG_SOURCE_DIR="${PROJECT_SOURCE_DIR}" DSREG_BUILD_DIR="${PROJECT_BINARY_DIR}")
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()

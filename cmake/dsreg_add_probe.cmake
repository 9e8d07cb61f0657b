# dsreg_add_probe(NAME ABI 1.0 SOURCES ... [OUTPUT_DIRECTORY dir]): one probe module, NAME.probe.so.
#
# ABI says which minor of the contract the module may use, so that it still loads in the oldest host
# that speaks it; there is no default on purpose. The module exports its one symbol and nothing else,
# resolves everything when it is loaded, and is not writable by group or others (the host refuses
# such a file: a umask of 002 would make it so).
set(DSREG_PROBE_MAP ${CMAKE_CURRENT_LIST_DIR}/probe.map)
set(DSREG_PROBE_INCLUDE ${CMAKE_CURRENT_LIST_DIR}/../sdk/include)

function(dsreg_add_probe name)
  cmake_parse_arguments(A "" "ABI;OUTPUT_DIRECTORY" "SOURCES" ${ARGN})
  if(NOT A_ABI MATCHES "^1\\.([0-9]+)$")
    message(FATAL_ERROR "dsreg_add_probe(${name}): say ABI 1.<minor>, the minor that it needs")
  endif()
  set(minor ${CMAKE_MATCH_1})
  add_library(${name} MODULE ${A_SOURCES})
  target_include_directories(${name} PRIVATE ${DSREG_PROBE_INCLUDE})
  target_compile_definitions(${name} PRIVATE DSREG_TARGET_MINOR=${minor})
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".probe.so"
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(A_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${A_OUTPUT_DIRECTORY})
  endif()
  target_link_options(${name} PRIVATE
    -Wl,--version-script=${DSREG_PROBE_MAP} -Wl,-z,defs -Wl,-z,now -Wl,-z,relro)
  add_custom_command(TARGET ${name} POST_BUILD COMMAND chmod go-w $<TARGET_FILE:${name}> VERBATIM)
endfunction()

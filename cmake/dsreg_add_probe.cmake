# dsreg_add_probe(NAME ABI 1.0 SOURCES ... [OUTPUT_DIRECTORY dir]): one probe module, NAME.probe.so.
#
# ABI says which minor of the contract the module may use, so that it still loads in the oldest host
# that speaks it; there is no default on purpose. The module exports its one symbol and nothing else,
# resolves everything when it is loaded, and is not writable by group or others (the host refuses
# such a file: a umask of 002 would make it so). Used by dsreg's own modules, and installed.
function(dsreg_add_probe name)
  cmake_parse_arguments(A "" "ABI;OUTPUT_DIRECTORY" "SOURCES" ${ARGN})
  set(usage "dsreg_add_probe(${name} ABI 1.<minor> SOURCES ...)")
  if(NOT A_ABI MATCHES "^1\\.(0|[1-9][0-9]*)$")
    message(FATAL_ERROR "${usage}: say with ABI which version of the contract the module needs; "
      "1.0 loads in every dsreg 1.x (here: \"${A_ABI}\")")
  endif()
  set(minor ${CMAKE_MATCH_1})
  get_target_property(newest Dsreg::sdk DSREG_ABI_MINOR)
  if(minor GREATER newest)
    message(FATAL_ERROR "${usage}: this SDK describes the contract up to 1.${newest}, not ${A_ABI}; "
      "say find_package(dsreg-sdk ${A_ABI} REQUIRED)")
  endif()
  if(A_UNPARSED_ARGUMENTS OR NOT A_SOURCES)
    message(FATAL_ERROR "${usage}: no SOURCES, or not understood: \"${A_UNPARSED_ARGUMENTS}\"")
  endif()
  set(map ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/probe.map)
  add_library(${name} MODULE ${A_SOURCES})
  target_link_libraries(${name} PRIVATE Dsreg::sdk)
  target_compile_definitions(${name} PRIVATE DSREG_TARGET_MINOR=${minor})
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".probe.so" LINK_DEPENDS ${map} POSITION_INDEPENDENT_CODE ON
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(A_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${A_OUTPUT_DIRECTORY})
  endif()
  target_link_options(${name} PRIVATE
    -Wl,--version-script=${map} -Wl,-z,defs -Wl,-z,now -Wl,-z,relro)
  add_custom_command(TARGET ${name} POST_BUILD COMMAND chmod go-w $<TARGET_FILE:${name}> VERBATIM)
endfunction()

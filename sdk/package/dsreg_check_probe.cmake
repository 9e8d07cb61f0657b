# dsreg_check_probe(NAME [ARGUMENT...]): a test NAME.check that holds the module to the contract with
# dsreg-probe-check, which gets the arguments.
function(dsreg_check_probe name)
  if(NOT TARGET Dsreg::probe-check)
    message(FATAL_ERROR "dsreg_check_probe(${name}): this SDK was installed without dsreg-probe-check")
  endif()
  add_test(NAME ${name}.check COMMAND Dsreg::probe-check ${ARGN} $<TARGET_FILE:${name}>)
endfunction()

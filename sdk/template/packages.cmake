# cpack --config build/CPackConfig.cmake -G DEB (or RPM): a package that puts the module where a dsreg
# below /usr looks for it. It needs no dsreg, and does nothing where there is none.
set(CPACK_PACKAGE_NAME ${PROJECT_NAME})
set(CPACK_PACKAGE_VENDOR "Example")
set(CPACK_PACKAGE_CONTACT "Example <support@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Checks of Example VPN for dsreg --diagnose")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_ENHANCES dsreg)
# What the module links, dpkg-shlibdeps finds out where dpkg knows the packages of it; elsewhere it
# would find nothing, and the package would name no dependency or a wrong one.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_BINARY_DIR}/before_packing.cmake)
file(WRITE ${CPACK_PROJECT_CONFIG_FILE} [[
if(CPACK_GENERATOR STREQUAL "DEB")
  foreach(needed "dpkg-shlibdeps;--version" "dpkg-query;--show;libc6")
    execute_process(COMMAND ${needed} RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
    if(failed)
      message(FATAL_ERROR "A deb is made on Debian or a relative of it, with its packages dpkg-dev "
                          "and file: only there is known what the module depends on.")
    endif()
  endforeach()
endif()
]])

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_LICENSE "MIT")
# These folders are the system's and dsreg's.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /usr/lib/dsreg /usr/lib/dsreg/probes)

include(CPack)

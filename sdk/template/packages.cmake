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
find_program(SHLIBDEPS dpkg-shlibdeps) # of dpkg-dev; it finds out what the module links
if(SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
else()
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6, libstdc++6")
endif()

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_LICENSE "MIT")
# These folders are the system's and dsreg's.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /usr/lib/dsreg /usr/lib/dsreg/probes)

include(CPack)

# The service of the process "journal": dsreg.journal/1.
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET GLOBAL libsystemd)
dsreg_library(dsreg_services_journal
  SOURCES journal.cpp journal_files.cpp journal_reader.cpp journal_text.cpp fs_root.cpp
  DEPS dsreg_wire PkgConfig::SYSTEMD)

# The services of the process "net": dsreg.net/1 and dsreg.http/1.
dsreg_library(dsreg_services_net SOURCES net.cpp http.cpp DEPS dsreg_net)

# The service of the process "device": dsreg.device/1.
dsreg_library(dsreg_services_device SOURCES device.cpp DEPS dsreg_device dsreg_wire)

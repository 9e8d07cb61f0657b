# The services of the process "bus": dsreg.dbus/1 and dsreg.broker/1.
dsreg_library(dsreg_services_bus
  SOURCES broker.cpp bus_pool.cpp dbus.cpp dbus_policy.cpp
  DEPS dsreg_broker dsreg_bus dsreg_wire)

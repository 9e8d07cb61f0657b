#include "bus/unit_path.h"

#include <gtest/gtest.h>

// The example of systemd's own documentation of sd_bus_path_encode(3), and what it escapes.
TEST(UnitPath, EscapesAllButLettersAndDigits)
{
    EXPECT_EQ(dsreg::bus::unit_path("avahi-daemon.service"),
              "/org/freedesktop/systemd1/unit/avahi_2ddaemon_2eservice");
    EXPECT_EQ(dsreg::bus::unit_path("aZ9_\xc3"), "/org/freedesktop/systemd1/unit/aZ9_5f_c3");
}

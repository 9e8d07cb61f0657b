#include "bus/client.h"
#include "bus/names.h"
#include "bus/outcome.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::bus;

TEST(names, bus_names_and_unique_names)
{
    EXPECT_TRUE(is_bus_name("org.example.A"));
    EXPECT_TRUE(is_bus_name("org.example-two.A_b"));
    EXPECT_TRUE(is_bus_name(":1.42"));
    EXPECT_TRUE(is_unique_name(":1.42"));
    EXPECT_FALSE(is_unique_name("org.example.A"));
    for (const char* bad :
         {"", ":", ".", "org", "org.", ".org", "org..a", "org.4a", "org.a b", ":1"})
        EXPECT_FALSE(is_bus_name(bad)) << bad;
    EXPECT_FALSE(is_bus_name("a." + std::string(254, 'a')));
}

TEST(names, interfaces_have_no_dash_and_members_no_dot)
{
    EXPECT_TRUE(is_interface("org.freedesktop.DBus.Properties"));
    EXPECT_FALSE(is_interface("org.free-desktop.DBus"));
    EXPECT_FALSE(is_interface(":1.42"));
    EXPECT_TRUE(is_member("GetAll"));
    for (const char* bad : {"", "Get.All", "1Get", "Get All", "Get\n"})
        EXPECT_FALSE(is_member(bad)) << bad;
}

TEST(names, object_paths)
{
    EXPECT_TRUE(is_object_path("/"));
    EXPECT_TRUE(is_object_path("/org/freedesktop/systemd1/unit/a_2eservice"));
    for (const char* bad : {"", "a", "/a/", "//", "/a//b", "/a-b", "/a b"})
        EXPECT_FALSE(is_object_path(bad)) << bad;
}

TEST(names, a_signature_is_as_long_as_the_contract_says)
{
    EXPECT_TRUE(is_basic_signature(std::string(64, 's')));
    EXPECT_FALSE(is_basic_signature(std::string(65, 's')));
    EXPECT_TRUE(is_basic_signature(""));
    for (const char* bad : {"v", "as", "(s)", "h"}) EXPECT_FALSE(is_basic_signature(bad)) << bad;
}

TEST(names, only_unix_sockets_are_addresses)
{
    EXPECT_TRUE(is_local_address("unix:path=/run/user/1000/bus"));
    EXPECT_TRUE(is_local_address("unix:path=/tmp/x,guid=0123;unix:abstract=/tmp/y"));
    for (const char* bad : {"", "/run/bus", "unixexec:path=/bin/sh", "tcp:host=localhost,port=1",
                            "unix:", "unix:guid=1", "unix:tmpdir=/tmp",
                            "unix:path=/a;unixexec:path=/bin/sh", "autolaunch:"})
        EXPECT_FALSE(is_local_address(bad)) << bad;
}

TEST(names, the_place_of_a_socket)
{
    EXPECT_EQ(socket_of("unix:path=/run/user/1000/bus"), "/run/user/1000/bus");
    EXPECT_EQ(socket_of("unix:guid=1,path=/tmp/a%20b%2c,guid=2"), "/tmp/a b,");
    EXPECT_EQ(socket_of("unix:abstract=/tmp/x"), std::string("\0/tmp/x", 7));
    for (const char* none :
         {"", "unix:path=/a;unix:path=/b", "unix:path=/a%2", "unix:path=/a%zz", "tcp:host=path=/x"})
        EXPECT_EQ(socket_of(none), "") << none;
}

TEST(check, names_what_may_not_travel)
{
    const request good{":1.1", "/a", "a.b", "Get", "su", {value::of_text("x"), value::of_int(1)}};
    EXPECT_TRUE(check(good).ok());
    request bad = good;
    bad.signature = "as";
    EXPECT_EQ(check(bad).code(), errc::invalid);
    bad = good;
    bad.arguments.pop_back();
    EXPECT_FALSE(check(bad).ok());
    bad = good;
    bad.arguments[1] = value::of_int(-1); // no uint32
    EXPECT_EQ(check(bad).text(), "argument 1: a number does not fit its type");
    bad = good;
    bad.arguments[0] = value::of_text(std::string("a\0b", 3));
    EXPECT_FALSE(check(bad).ok());
    bad = good;
    bad.arguments[0] = value::of_text("\xff");
    EXPECT_FALSE(check(bad).ok());
    bad = good;
    bad.signature = "ou";
    EXPECT_EQ(check(bad).text(), "argument 0: not an object path");
}

TEST(kind_of_error, tells_the_world_apart)
{
    const std::string bus = "org.freedesktop.DBus.Error.";
    EXPECT_EQ(kind_of_error("", ""), DSREG_X_NONE);
    EXPECT_EQ(kind_of_error(bus + "ServiceUnknown", ""), DSREG_X_NOT_FOUND);
    EXPECT_EQ(kind_of_error(bus + "NameHasNoOwner", ""), DSREG_X_NOT_FOUND);
    EXPECT_EQ(kind_of_error(bus + "UnknownObject", ""), DSREG_X_NOT_FOUND);
    EXPECT_EQ(kind_of_error(bus + "AccessDenied", ""), DSREG_X_ACCESS);
    EXPECT_EQ(kind_of_error(bus + "Timeout", ""), DSREG_X_TIMEOUT);
    EXPECT_EQ(kind_of_error(bus + "TimedOut", ""), DSREG_X_TIMEOUT);
    EXPECT_EQ(kind_of_error(bus + "NoReply", "Message recipient disconnected from message bus "
                                             "without replying"),
              DSREG_X_DISCONNECTED);
    EXPECT_EQ(kind_of_error(bus + "NoReply", "Message did not receive a reply"), DSREG_X_TIMEOUT);
    EXPECT_EQ(kind_of_error("System.Error.ECONNRESET", ""), DSREG_X_DISCONNECTED);
    EXPECT_EQ(kind_of_error("com.example.Own", ""), DSREG_X_REFUSED);
}

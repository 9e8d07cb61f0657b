#include "services/dbus_policy.h"

#include <gtest/gtest.h>

using namespace dsreg;
using services::is_reading_call;

namespace {

bool allowed(const std::string& destination, const std::string& interface,
             const std::string& member)
{
    return is_reading_call({1, destination, "/x", interface, member, "", {}});
}

bool property(const std::string& destination, const std::string& of, const std::string& member)
{
    const bool all = member == "GetAll";
    wire::dbus_request r{1,
                         destination,
                         "/x",
                         "org.freedesktop.DBus.Properties",
                         member,
                         all ? "s" : "ss",
                         {value::of_text(of)}};
    if (!all) r.arguments.push_back(value::of_text("Name"));
    return is_reading_call(r);
}

const std::string driver = "org.freedesktop.DBus";
const std::string systemd = "org.freedesktop.systemd1";
const std::string manager = "org.freedesktop.systemd1.Manager";
const std::string broker = "com.microsoft.identity.broker1";

} // namespace

TEST(policy, the_bus_driver_s_questions)
{
    for (const char* member :
         {"GetId", "ListNames", "ListActivatableNames", "NameHasOwner", "GetNameOwner",
          "GetConnectionUnixUser", "GetConnectionUnixProcessID", "ListQueuedOwners"})
        EXPECT_TRUE(allowed(driver, driver, member)) << member;
    for (const char* member :
         {"RequestName", "ReleaseName", "StartServiceByName", "UpdateActivationEnvironment",
          "AddMatch", "Hello", "ReloadConfig", "BecomeMonitor", "GetConnectionCredentials",
          "GetConnectionSELinuxSecurityContext"})
        EXPECT_FALSE(allowed(driver, driver, member)) << member;
}

TEST(policy, questions_of_listed_interfaces)
{
    for (const char* member : {"GetUnit", "ListUnits", "ListUnitFiles", "GetUnitFileState"})
        EXPECT_TRUE(allowed(systemd, manager, member)) << member;
    EXPECT_TRUE(allowed("org.freedesktop.login1", "org.freedesktop.login1.Manager", "CanReboot"));
    for (const char* member : {"StartUnit", "Get", "Getaway", "Cancel", "Isolate", "Hash",
                               "ResetFailed", "get", "SetEnvironment", "LoadUnit", "list"})
        EXPECT_FALSE(allowed(systemd, manager, member)) << member;
    EXPECT_FALSE(allowed(systemd, manager, "GetUnitProcesses"));
    EXPECT_FALSE(
        allowed("org.freedesktop.hostname1", "org.freedesktop.hostname1", "GetProductUUID"));
    // Both halves of a pair count.
    EXPECT_FALSE(allowed("org.freedesktop.login1", manager, "GetUnit"));
    EXPECT_FALSE(allowed("org.example.X", "org.example.X", "GetThing"));
}

TEST(policy, properties_of_listed_interfaces)
{
    EXPECT_TRUE(property(systemd, "org.freedesktop.systemd1.Unit", "Get"));
    EXPECT_TRUE(property(systemd, "org.freedesktop.systemd1.Unit", "GetAll"));
    EXPECT_FALSE(property(systemd, "org.freedesktop.systemd1.Unit", "Set"));
    EXPECT_FALSE(property(systemd, "org.example.Other", "GetAll"));
    EXPECT_FALSE(property(systemd, "", "GetAll")); // every interface at once
    EXPECT_FALSE(
        is_reading_call({1, systemd, "/x", "org.freedesktop.DBus.Properties", "GetAll", "", {}}));
}

TEST(policy, objects_and_peers_of_listed_services)
{
    EXPECT_TRUE(allowed("org.freedesktop.realmd", "org.freedesktop.DBus.ObjectManager",
                        "GetManagedObjects"));
    EXPECT_TRUE(allowed(systemd, "org.freedesktop.DBus.Peer", "Ping"));
    EXPECT_TRUE(allowed(driver, "org.freedesktop.DBus.Peer", "GetMachineId"));
    EXPECT_FALSE(allowed("org.example.X", "org.freedesktop.DBus.Peer", "Ping"));
    EXPECT_FALSE(allowed(systemd, "org.freedesktop.DBus.Introspectable", "Introspect"));
}

TEST(policy, tokens_and_secrets_are_out_of_reach)
{
    const std::string secrets = "org.freedesktop.secrets";
    for (const std::string& name :
         {broker, std::string("com.microsoft.identity.devicebroker1"), secrets}) {
        for (const char* member : {"getAccounts", "GetSecrets", "GetSecret", "ListThings"}) {
            EXPECT_FALSE(allowed(name, "com.microsoft.identity.Broker1", member));
            EXPECT_FALSE(allowed(name, "org.freedesktop.Secret.Service", member));
        }
        EXPECT_FALSE(property(name, "org.freedesktop.Secret.Service", "GetAll"));
        EXPECT_FALSE(allowed(name, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"));
        EXPECT_FALSE(allowed(name, "org.freedesktop.DBus.Peer", "Ping"));
    }
    EXPECT_FALSE(allowed(":1.5", "com.microsoft.identity.Broker1", "getAccounts"));
    EXPECT_FALSE(allowed("org.freedesktop.NetworkManager",
                         "org.freedesktop.NetworkManager.Settings.Connection", "GetSecrets"));
    EXPECT_FALSE(allowed("org.freedesktop.NetworkManager",
                         "org.freedesktop.NetworkManager.AgentManager", "GetSecrets"));
}

TEST(policy, environments_and_credentials_of_units_stay_where_they_are)
{
    wire::dbus_request one{1,
                           systemd,
                           "/x",
                           "org.freedesktop.DBus.Properties",
                           "Get",
                           "ss",
                           {value::of_text(manager), value::of_text("Environment")}};
    EXPECT_FALSE(is_reading_call(one));
    one.arguments[1] = value::of_text("Version");
    EXPECT_TRUE(is_reading_call(one));

    wire::dbus_request all = one;
    all.member = "GetAll";
    std::vector<named_value> items;
    for (const char* path : {"0/Version", "0/Environment/0", "0/Environment", "0/SetCredential/0/1",
                             "0/EnvironmentFiles/0", "0", "Environment"})
        items.emplace_back(path, value::of_text("x"));
    services::drop_secrets(all, items);
    std::vector<std::string> left;
    for (const named_value& item : items) left.push_back(item.first);
    EXPECT_EQ(left,
              (std::vector<std::string>{"0/Version", "0/EnvironmentFiles/0", "0", "Environment"}));
}

#include "device_root.h"
#include "file.h"

#include <cstdio>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace dsreg::lab {
namespace {

const std::string bin = "/opt/microsoft/identity-broker/bin/";
const std::string unit = "/usr/lib/systemd/system/microsoft-identity-device-broker.service";

class DeviceRoot : public testing::Test
{
protected:
    void SetUp() override
    {
        root = testing::TempDir() + "device-root.XXXXXX";
        ASSERT_NE(::mkdtemp(root.data()), nullptr);
    }
    void TearDown() override { remove_tree(root); }
    void make()
    {
        // Any program does: nothing is started here.
        const status r = make_device_root(s, root, "/home/lab", "/bin/true",
                                          DSREG_BUILD_DIR "/share/dsreg/lab", owners);
        ASSERT_TRUE(r.ok()) << r.text();
    }
    std::string text(const std::string& path)
    {
        std::string content;
        EXPECT_TRUE(read_file(root + path, 1 << 20, content).ok()) << path;
        return content;
    }
    std::string output(const std::string& program)
    {
        std::string all;
        FILE* out = ::popen((root + program).c_str(), "r");
        char block[256];
        while (const std::size_t n = std::fread(block, 1, sizeof block, out)) all.append(block, n);
        EXPECT_EQ(::pclose(out), 0);
        return all;
    }

    scenario s;
    std::string root;
    std::vector<wire::owner_entry> owners;
};

TEST_F(DeviceRoot, OwnersListTheRegistrationAndNotTheHome)
{
    s.device.key = "exposed";
    make();
    const std::string key = "/etc/microsoft/identity-broker/private/drs_" + s.tenant.id + ".pem";
    bool found = false;
    for (const wire::owner_entry& o : owners) {
        EXPECT_NE(o.path.rfind("/home/lab", 0), 0u) << o.path;
        if (o.path != key) continue;
        found = true;
        EXPECT_EQ(o.uid, 0u);
        EXPECT_EQ(o.gid, 0u);
        EXPECT_EQ(o.mode, S_IFREG | 0644u);
    }
    EXPECT_TRUE(found);
}

TEST_F(DeviceRoot, TheVendorsDsregPrintsItsTextAsItIs)
{
    s.machine.vendor_dsreg = "AzureAdJoined : YES\n'; exit 1 #'\n$(id) `id` \\n %s \"\nEOF\n";
    make();
    EXPECT_EQ(output("/usr/bin/dsreg"), s.machine.vendor_dsreg);
}

TEST_F(DeviceRoot, WithoutATextThereIsNoVendorsDsreg)
{
    make();
    EXPECT_FALSE(std::filesystem::exists(root + "/usr/bin/dsreg"));
}

TEST_F(DeviceRoot, TheDeviceBrokerIsOfTheBrokersEra)
{
    s.broker.kind = "cpp";
    make();
    EXPECT_EQ(device_broker_program(s), bin + "microsoft-identity-device-broker");
    EXPECT_NE(text(unit).find("\nUser=root\n"), std::string::npos);
}

TEST_F(DeviceRoot, OrOfAnEraOfItsOwn)
{
    s.broker.kind = "cpp";
    s.machine.device_era = "java";
    make();
    const std::string service =
        "/usr/share/dbus-1/system-services/com.microsoft.identity.devicebroker1.service";
    EXPECT_NE(text(unit).find("\nUser=microsoft-identity-broker\n"), std::string::npos);
    EXPECT_NE(text(service).find("\nUser=microsoft-identity-broker\n"), std::string::npos);
    EXPECT_EQ(device_broker_program(s), broker_program("java"));
    EXPECT_TRUE(std::filesystem::exists(root + broker_program("java")));
    EXPECT_EQ(text(bin + "microsoft-identity-device-broker").rfind("#!/bin/sh\n", 0), 0u);
    EXPECT_EQ(
        text("/usr/share/dbus-1/services/com.microsoft.identity.broker1.service").find("java"),
        std::string::npos);
}

TEST_F(DeviceRoot, AJavaBrokerMayStandBesideANewDeviceBroker)
{
    s.broker.kind = "java";
    s.machine.device_era = "cpp";
    make();
    EXPECT_EQ(device_broker_program(s), bin + "microsoft-identity-device-broker");
    EXPECT_NE(text(unit).find("\nUser=root\n"), std::string::npos);
}

TEST_F(DeviceRoot, HimmelblauHasNoDeviceBroker)
{
    s.broker.kind = "himmelblau";
    s.machine.device_era = "java";
    make();
    EXPECT_EQ(device_broker_program(s), "");
    EXPECT_FALSE(std::filesystem::exists(root + unit));
}

} // namespace
} // namespace dsreg::lab

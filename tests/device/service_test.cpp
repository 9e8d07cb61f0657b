// dsreg.device/1 as the host calls it.
#include "device/stage.h"
#include "services/service.h"
#include "wire/device.h"

using namespace dsreg;
using namespace dsreg::device_test;

namespace {

constexpr uint32_t active = DSREG_P_NETWORK | DSREG_P_ACTIVE;

class DeviceService : public Stage
{
protected:
    wire::service_reply call(uint16_t method, const std::string& payload = {}, uint32_t flags = 0)
    {
        wire::service_call c;
        c.service = DSREG_SVC_DEVICE;
        c.method = method;
        c.probe_flags = flags;
        c.payload = payload;
        c.deadline = std::chrono::nanoseconds(
                         (services::clock::now() + std::chrono::seconds(5)).time_since_epoch())
                         .count();
        return services::make_device(where)->handle(c);
    }
    static std::string request(const std::string& instance, const std::string& cloud = "")
    {
        return wire::encode(wire::device_request{instance, cloud});
    }
    wire::device_verdict verdict(uint16_t method, const std::string& payload, uint32_t flags = 0)
    {
        const wire::service_reply reply = call(method, payload, flags);
        wire::device_verdict v;
        EXPECT_EQ(reply.status, DSREG_OK);
        EXPECT_TRUE(wire::decode(reply.payload, v));
        return v;
    }
};

} // namespace

TEST_F(DeviceService, Lists)
{
    register_device("drs_a");
    const wire::service_reply reply = call(wire::device_list_call);
    wire::device_list list;
    ASSERT_EQ(reply.status, DSREG_OK);
    ASSERT_TRUE(wire::decode(reply.payload, list));
    EXPECT_EQ(list.records.size(), 1u);
}

TEST_F(DeviceService, TestsTheKey)
{
    register_device("drs_a");
    EXPECT_EQ(verdict(wire::device_key_match_call, request("drs_a")).verdict, DSREG_DEVICE_OK);
    EXPECT_EQ(verdict(wire::device_sign_test_call, request("drs_a")).verdict, DSREG_DEVICE_OK);
}

TEST_F(DeviceService, NothingOfThePrivateKeyCrosses)
{
    register_device("drs_a");
    const std::string secret = der_of(rsa_key(0).get()).substr(300, 64);
    for (const uint16_t method :
         {wire::device_list_call, wire::device_key_match_call, wire::device_sign_test_call})
        EXPECT_EQ(call(method, request("drs_a")).payload.find(secret), std::string::npos);
}

TEST_F(DeviceService, TheServerIsAskedForActiveNetworkProbesOnly)
{
    register_device("drs_a");
    for (const uint32_t too_little : {0u, DSREG_P_NETWORK, DSREG_P_ACTIVE})
        EXPECT_EQ(
            call(wire::device_server_test_call, request("drs_a", "public"), too_little).status,
            DSREG_E_UNDECLARED);
    EXPECT_EQ(verdict(wire::device_server_test_call, request("drs_a", "public"), active).error,
              DSREG_X_DNS); // this lab has no hosts
}

TEST_F(DeviceService, ACloudOfTheCallersOwnIsRefused)
{
    EXPECT_EQ(call(wire::device_server_test_call, request("drs_a", "evil.example"), active).status,
              DSREG_E_INVALID);
}

TEST_F(DeviceService, GarbageIsRefused)
{
    EXPECT_EQ(call(0, request("drs_a")).status, DSREG_E_INVALID);
    EXPECT_EQ(call(99, request("drs_a")).status, DSREG_E_INVALID);
    for (const uint16_t method : {wire::device_list_call, wire::device_key_match_call,
                                  wire::device_sign_test_call, wire::device_server_test_call})
        EXPECT_EQ(call(method, "garbage", active).status, DSREG_E_INVALID) << method;
}

TEST_F(DeviceService, LookingChangesNothing)
{
    register_device("drs_a");
    std::map<std::string, std::pair<std::string, files::file_time_type>> before, after;
    const auto look = [&](auto& ret) {
        for (const auto& e : files::recursive_directory_iterator(where.device_root))
            ret[e.path()] = {e.is_regular_file() ? file_bytes(e.path()) : "", e.last_write_time()};
    };
    look(before);
    call(wire::device_list_call);
    call(wire::device_sign_test_call, request("drs_a"));
    look(after);
    EXPECT_EQ(before, after);
}

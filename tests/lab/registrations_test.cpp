// Devices that leave the lab's tenant.
#include "keys/device_certificate.h"
#include "world/entra.h"

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

namespace fs = std::filesystem;

class Registrations : public testing::Test
{
protected:
    Registrations()
    {
        std::string name = testing::TempDir() + "lab-registrations-XXXXXX";
        folder = ::mkdtemp(name.data());
        EXPECT_TRUE(make_device_authority(authority).ok());
        EXPECT_TRUE(make_rsa_key(2048, key).ok());
        std::ofstream(folder + "/device-ca.pem") << pem_of(authority.certificate.get());
        EXPECT_TRUE(tokens.devices().load(folder).ok());
    }
    ~Registrations() override { fs::remove_all(folder); }

    std::string certificate(const std::string& device, const issuer& by, int64_t until = 86'400)
    {
        device_certificate_request what;
        what.device_id = device;
        what.tenant_id = play.tenant.id;
        what.user_id = play.broker.accounts[0].object_id;
        what.not_before = std::time(nullptr) - 172'800;
        what.not_after = std::time(nullptr) + until;
        certificate_ptr made;
        EXPECT_TRUE(make_device_certificate(by, key.get(), what, made).ok());
        return der_of(made.get());
    }
    unsigned leave(const std::string& client, const std::string& id,
                   const std::string& query = "?api-version=1.0")
    {
        web_request r;
        r.tls = true;
        r.host = "enterpriseregistration.windows.net";
        r.method = "DELETE";
        r.target = "/EnrollmentServer/device/" + id + query;
        r.client = client;
        return answer(play, r, tokens).status;
    }

    scenario play;
    token_service tokens{play};
    issuer authority;
    key_ptr key;
    std::string folder;
};

TEST_F(Registrations, ADeviceLeavesOnce)
{
    const std::string mine = certificate(play.device.id, authority);
    EXPECT_EQ(leave(mine, play.device.id), 200u);
    EXPECT_TRUE(tokens.devices().has_left(play.device.id));
    EXPECT_EQ(leave(mine, play.device.id), 401u);
}

TEST_F(Registrations, WithoutItsCertificateNobodyLeaves)
{
    issuer other;
    ASSERT_TRUE(make_device_authority(other).ok());
    EXPECT_EQ(leave("", play.device.id), 401u);
    EXPECT_EQ(leave("rubbish", play.device.id), 401u);
    EXPECT_EQ(leave(certificate(play.device.id, other), play.device.id), 401u);
    EXPECT_EQ(leave(certificate(play.device.id, authority, -60), play.device.id), 401u);
    const std::string stranger = "c7d1a3f4-0b6e-4d95-8f21-9e3a5b7c6d80";
    EXPECT_EQ(leave(certificate(stranger, authority), stranger), 401u);
    EXPECT_FALSE(tokens.devices().has_left(play.device.id));
}

TEST_F(Registrations, ARequestThatDoesNotFitIsBad)
{
    const std::string mine = certificate(play.device.id, authority);
    EXPECT_EQ(leave(mine, "c7d1a3f4-0b6e-4d95-8f21-9e3a5b7c6d80"), 400u);
    EXPECT_EQ(leave(mine, play.device.id, ""), 400u);
    EXPECT_FALSE(tokens.devices().has_left(play.device.id));
}

TEST_F(Registrations, ADeletedDeviceIsUnknown)
{
    play.device.state = "deleted";
    EXPECT_EQ(leave(certificate(play.device.id, authority), play.device.id), 401u);
}

TEST_F(Registrations, OtherRegistrationsLeaveToo)
{
    const std::string other = "5a0d9c73-1e8b-4f26-93d4-c6b7a8e01f52";
    play.other_devices = {{other, "11112222-bbbb-3333-cccc-4444dddd5555"}};
    EXPECT_EQ(leave(certificate(other, authority), other), 200u);
    EXPECT_FALSE(tokens.devices().has_left(play.device.id));
}

} // namespace
} // namespace dsreg::lab

// Asking the device service from a process without root's rights, over a real bus.
#include "device/client.h"

#include "bus/private_bus.h"
#include "device/device_broker.h"
#include "device/json.h"
#include "device/look.h"
#include "device/service_methods.h"
#include "device/stage.h"
#include "wire/bytes.h"

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;
using namespace std::chrono_literals;

namespace {

class Asking : public Stage
{
protected:
    Asking()
    {
        where.elevated = false;
        where.system_bus = daemon.address();
    }
    void end_service()
    {
        service.end();
        bus::connection c;
        ASSERT_TRUE(c.open(daemon.address(), test::soon()).ok());
        std::string owner;
        while (c.name_owner(service_name, test::soon(), owner).ok()) // the bus has to notice
            ASSERT_LT(bus::clock::now(), deadline);
    }
    // A service whose every answer is this.
    void answer_with(const bus::answer& given)
    {
        end_service();
        service = test::serve(daemon.address(), [given](bus::server& s) {
            for (const auto& [name, in] :
                 {std::pair{"GetRegistrations", ""}, {"KeyMatch", "s"}, {"ServerTest", "ss"}})
                s.method(service_path, service_name, name, in, "s",
                         [given](const bus::incoming&) { return given; });
            s.request_name(service_name);
        });
    }
    void say(const std::string& text) { answer_with({{bus::of_text(text)}, "", ""}); }
    status key_match() { return client(where).key_match("drs_a.pem", test::soon(), verdict); }

    test::private_bus daemon;
    test::child service;
    wire::device_verdict verdict;
    const bus::clock::time_point deadline = test::soon();
};

wire::device_verdict fine()
{
    wire::device_verdict v;
    v.verdict = DSREG_DEVICE_OK;
    return v;
}

} // namespace

TEST(Owner, OnlyRootIsBelieved)
{
    wire::world where;
    where.uid = 1000;
    EXPECT_TRUE(is_trusted(where, 0));
    EXPECT_FALSE(is_trusted(where, 1000));
    where.lab = true;
    EXPECT_TRUE(is_trusted(where, 1000));
    EXPECT_FALSE(is_trusted(where, 1001));
}

TEST_F(Asking, WithoutABusThereIsNoService)
{
    for (const std::string& address : {std::string(), std::string("unix:path=/nonexistent/bus")}) {
        where.system_bus = address;
        EXPECT_EQ(key_match().code(), errc::not_found);
    }
}

TEST_F(Asking, AServiceThatIsNotInstalledIsNotThere)
{
    const status s = key_match();
    EXPECT_EQ(s.code(), errc::not_found);
    EXPECT_EQ(s.text(), "the device service is not installed");
}

TEST_F(Asking, TheServiceAnswers)
{
    say(to_json(fine()));
    EXPECT_TRUE(key_match().ok());
    EXPECT_EQ(verdict.verdict, DSREG_DEVICE_OK);
}

TEST_F(Asking, WhatItRefusesIsDenied)
{
    answer_with(bus::answer::error("org.freedesktop.DBus.Error.AccessDenied", "only root"));
    const status s = key_match();
    EXPECT_EQ(s.code(), errc::access);
    EXPECT_EQ(s.text(), "the device service: only root");
}

TEST_F(Asking, GarbageIsNoAnswer)
{
    say("{]");
    EXPECT_EQ(key_match().code(), errc::protocol);
    say(std::string(3 * 1024 * 1024, ' '));
    EXPECT_EQ(key_match().code(), errc::protocol);
    EXPECT_EQ(verdict.verdict, 0u);
}

TEST_F(Asking, SilenceEndsInTime)
{
    service = test::serve(daemon.address(), [](bus::server& s) {
        s.slow_method(service_path, service_name, "KeyMatch", "s", "s",
                      [](const bus::incoming&, const bus::later& reply) {
                          static const bus::later kept = reply;
                      });
        s.request_name(service_name);
    });
    const status s = client(where).key_match("a", test::in(300ms), verdict);
    EXPECT_EQ(s.code(), errc::timeout);
}

TEST_F(Asking, OneThatWasReplacedIsFoundAgain)
{
    client c(where);
    say(to_json(fine()));
    ASSERT_TRUE(c.key_match("a", test::soon(), verdict).ok());
    say(to_json(fine()));
    EXPECT_TRUE(c.key_match("a", test::soon(), verdict).ok());
}

TEST_F(Asking, TheListIsTheServicesWithTheNotesOfTheHome)
{
    register_device();
    write("/var/cache/himmelblaud/himmelblau.conf",
          "[contoso.com]\ntenant_id = 7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234\n"
          "device_id = b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58\n");
    note("/home/alice/.config/intune/registration.toml",
         "aad_device_hint = \"b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58\"\n");
    wire::world roots = where;
    roots.elevated = true;
    const wire::device_list in_process = device_broker(roots).list();
    ASSERT_GE(in_process.records.size(), 2u);
    roots.home.clear();
    say(to_json(device_broker(roots).list()));
    EXPECT_EQ(wire::encode(look(where, test::soon(), read_content)), wire::encode(in_process));
}

TEST_F(Asking, WithoutAServiceTheListIsWhatEverybodyMayRead)
{
    register_device();
    const wire::device_list l = look(where, test::soon(), read_content);
    EXPECT_EQ(l.error, DSREG_X_ACCESS);
    EXPECT_EQ(l.text, "the device's files belong to root; only root can read them");
}

TEST_F(Asking, AServiceThatFailsIsMentioned)
{
    register_device();
    answer_with(bus::answer::error("com.example.Broken", "out of order"));
    const wire::device_list l = look(where, test::soon(), read_content);
    EXPECT_EQ(l.error, DSREG_X_ACCESS);
    EXPECT_EQ(l.text, "the device's files belong to root; only root can read them; "
                      "the device service: out of order");
}

TEST_F(Asking, WithRootsRightsNobodyIsAsked)
{
    register_device();
    say("garbage");
    where.elevated = true;
    EXPECT_EQ(look(where, test::soon(), read_content).error, DSREG_X_NONE);
}

TEST_F(Asking, ATestOfTheServersThatWasCutShortSaysSo)
{
    wire::device_verdict late;
    late.verdict = DSREG_DEVICE_NO_ANSWER;
    late.error = DSREG_X_TIMEOUT;
    say(to_json(late, true));
    bool cut = false;
    client c(where);
    ASSERT_TRUE(c.server_test("a", "public", test::soon(), verdict, cut).ok());
    EXPECT_TRUE(cut);
}

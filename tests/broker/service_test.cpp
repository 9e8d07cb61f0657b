// dsreg.dbus/1 and dsreg.broker/1 as the host meets them: bytes in, bytes out.
#include "broker/stage.h"
#include "dsreg/svc/broker.h"
#include "dsreg/svc/dbus.h"
#include "services/service.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <thread>

using namespace dsreg;
using namespace dsreg::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* driver = "org.freedesktop.DBus";

wire::service_call call_of(const services::service& s, uint16_t method, std::string payload,
                           std::chrono::milliseconds left = 20s)
{
    wire::service_call call;
    call.service = s.id();
    call.method = method;
    call.payload = std::move(payload);
    call.deadline = std::chrono::nanoseconds(in(left).time_since_epoch()).count();
    return call;
}

struct dbus {
    std::unique_ptr<services::service> s;
    explicit dbus(const wire::world& w) : s(services::make_dbus(w)) {}
    wire::service_reply raw(const wire::dbus_request& request,
                            std::chrono::milliseconds left = 20s) const
    {
        return s->handle(call_of(*s, wire::dbus_call, wire::encode(request), left));
    }
    wire::dbus_reply ask(const wire::dbus_request& request,
                         std::chrono::milliseconds left = 20s) const
    {
        const wire::service_reply r = raw(request, left);
        wire::dbus_reply reply;
        EXPECT_EQ(r.status, DSREG_OK);
        EXPECT_TRUE(wire::decode(r.payload, reply));
        return reply;
    }
};

wire::dbus_request get_id(uint32_t bus)
{
    return {bus, driver, "/", driver, "GetId", "", {}};
}

wire::dbus_request unit_state(uint32_t bus)
{
    return {bus,
            "org.freedesktop.systemd1",
            "/org/freedesktop/systemd1/unit/x",
            "org.freedesktop.DBus.Properties",
            "GetAll",
            "s",
            {value::of_text("org.freedesktop.systemd1.Unit")}};
}

wire::broker_info info_of(const wire::service_reply& r)
{
    wire::broker_info i;
    EXPECT_EQ(r.status, DSREG_OK);
    EXPECT_TRUE(wire::decode(r.payload, i));
    return i;
}

} // namespace

TEST(dbus_service, asks_the_bus_that_the_world_names)
{
    const private_bus session, system;
    wire::world w;
    w.session_bus = session.address();
    w.system_bus = system.address();
    const dbus d(w);
    const wire::dbus_reply a = d.ask(get_id(DSREG_BUS_SESSION));
    const wire::dbus_reply b = d.ask(get_id(DSREG_BUS_SYSTEM));
    ASSERT_EQ(a.items.size(), 1u);
    ASSERT_EQ(b.items.size(), 1u);
    EXPECT_NE(a.items[0].second.text, b.items[0].second.text);
    EXPECT_EQ(a.owner, driver);
}

TEST(dbus_service, names_who_answered)
{
    const private_bus system;
    const child systemd = serve(system.address(), [](bus::server& s) {
        s.property("/org/freedesktop/systemd1/unit/x", "org.freedesktop.systemd1.Unit",
                   "ActiveState", [] { return bus::of_text("active"); });
        (void)s.request_name("org.freedesktop.systemd1");
    });
    wire::world w;
    w.system_bus = system.address();
    const wire::dbus_reply r = dbus(w).ask(unit_state(DSREG_BUS_SYSTEM));
    EXPECT_EQ(r.error, DSREG_X_NONE);
    EXPECT_EQ(bus::text_at(r.items, "0/ActiveState"), "active");
    EXPECT_EQ(r.owner[0], ':');
    EXPECT_EQ(r.owner_uid, ::getuid());
}

TEST(dbus_service, serves_many_threads_and_asks_again_on_what_it_kept)
{
    const private_bus session;
    wire::world w;
    w.session_bus = session.address();
    const dbus d(w);
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; t++) {
        threads.emplace_back([&] {
            for (int i = 0; i < 20; i++) {
                wire::dbus_reply reply;
                const wire::service_reply r = d.raw(get_id(DSREG_BUS_SESSION));
                good += wire::decode(r.payload, reply) && reply.items.size() == 1;
            }
        });
    }
    for (std::thread& t : threads) t.join();
    EXPECT_EQ(good, 160);
}

TEST(dbus_service, a_missing_bus_or_owner_is_not_found)
{
    wire::world w;
    w.session_why = "no user session bus";
    const wire::dbus_reply none = dbus(w).ask(get_id(DSREG_BUS_SESSION));
    EXPECT_EQ(none.error, DSREG_X_NOT_FOUND);
    EXPECT_EQ(none.error_text, "no user session bus");
    // The system bus of this machine is not asked in its place.
    EXPECT_EQ(dbus(w).ask(get_id(DSREG_BUS_SYSTEM)).error, DSREG_X_NOT_FOUND);

    const private_bus system(activatables{{"org.freedesktop.systemd1", "/bin/false"}});
    w.system_bus = system.address();
    const wire::dbus_reply nobody = dbus(w).ask(unit_state(DSREG_BUS_SYSTEM));
    EXPECT_EQ(nobody.error, DSREG_X_NOT_FOUND);
    EXPECT_EQ(nobody.error_name, "org.freedesktop.DBus.Error.NameHasNoOwner"); // and not started
}

TEST(dbus_service, what_is_wrong_or_not_allowed_never_reaches_a_bus)
{
    wire::world w;
    w.session_bus = "unix:path=/nonexistent";
    const dbus d(w);
    wire::dbus_request r = get_id(DSREG_BUS_SESSION);
    EXPECT_EQ(d.ask(r).error, DSREG_X_CONNECT);
    r.member = "RequestName";
    EXPECT_EQ(d.raw(r).status, DSREG_E_UNDECLARED);
    r.member = "Get Id";
    EXPECT_EQ(d.raw(r).status, DSREG_E_INVALID);
    r = get_id(7);
    EXPECT_EQ(d.raw(r).status, DSREG_E_INVALID);
    EXPECT_EQ(d.s->handle(call_of(*d.s, wire::dbus_call, "garbage")).status, DSREG_E_INVALID);
    EXPECT_EQ(d.s->handle(call_of(*d.s, 99, wire::encode(get_id(1)))).status, DSREG_E_INVALID);
}

TEST(dbus_service, a_silent_bus_is_a_timeout_that_nobody_remembers)
{
    const temp_dir dir;
    const unique_fd silent(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    (dir.path() / "s").string().copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(silent.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(silent.get(), 4), 0);
    wire::world w;
    w.session_bus = "unix:path=" + (dir.path() / "s").string();
    const auto deadline = in(200ms);
    const wire::service_reply r = dbus(w).raw(get_id(DSREG_BUS_SESSION), 200ms);
    EXPECT_LT(bus::clock::now(), deadline + 1s);
    wire::dbus_reply reply;
    ASSERT_TRUE(wire::decode(r.payload, reply));
    EXPECT_EQ(reply.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(r.cut_short);
}

TEST(broker_service, answers_and_says_why_it_has_no_bus)
{
    stage s;
    s.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"3.0.2"})");
    s.run("/usr/bin/microsoft-identity-broker");
    const auto b = services::make_broker(s.world());
    EXPECT_STREQ(b->id(), "dsreg.broker/1");
    const wire::service_reply r = b->handle(call_of(*b, wire::broker_info_call, ""));
    EXPECT_EQ(info_of(r).version, "3.0.2");
    EXPECT_FALSE(r.cut_short);

    wire::world w;
    w.session_why = "no user session bus";
    const auto none = services::make_broker(w);
    const wire::broker_info i = info_of(none->handle(call_of(*none, wire::broker_info_call, "")));
    EXPECT_EQ(i.error.kind, DSREG_X_CONNECT);
    EXPECT_EQ(i.error.text, "no user session bus");
}

TEST(broker_service, a_token_is_for_active_probes_only)
{
    wire::world w;
    const auto b = services::make_broker(w);
    wire::broker_token_request request;
    request.kind = DSREG_TOKEN_DRS;
    wire::service_call call = call_of(*b, wire::broker_token_call, wire::encode(request));
    EXPECT_EQ(b->handle(call).status, DSREG_E_UNDECLARED);
    call.probe_flags = DSREG_P_ACTIVE;
    EXPECT_EQ(b->handle(call).status, DSREG_OK);
    request.kind = 3;
    call.payload = wire::encode(request);
    EXPECT_EQ(b->handle(call).status, DSREG_E_INVALID);
    call.payload = "garbage";
    EXPECT_EQ(b->handle(call).status, DSREG_E_INVALID);
    EXPECT_EQ(b->handle(call_of(*b, wire::broker_info_call, "garbage")).status, DSREG_E_INVALID);
    EXPECT_EQ(b->handle(call_of(*b, 99, "")).status, DSREG_E_INVALID);
}

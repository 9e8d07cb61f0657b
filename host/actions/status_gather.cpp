#include "actions/status_gather.h"

#include "actions/as_user.h"
#include "actions/device_part.h"
#include "actions/load.h"
#include "broker/authd.h"
#include "broker/broker.h"
#include "broker/error_text.h"
#include "bus/unit_path.h"
#include "device/look.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/device.h>

#include <functional>
#include <future>
#include <unistd.h>

namespace dsreg::actions {
namespace {

using namespace std::chrono_literals;
using bus::clock;

// Together below half a minute. A broker that has to start takes its time; then one that does not
// answer a simple question in five seconds is as good as none (--diagnose thinks the same).
constexpr auto for_device = 5s, for_broker = 20s, for_question = 5s, for_user = 23s, for_unit = 2s;

constexpr const char* microsoft_units[] = {
    "microsoft-identity-device-broker.service",
    "microsoft-identity-devicebroker.service", // 2.0.2
};
constexpr const char* himmelblau_units[] = {"himmelblaud.service"};

broker::overview ask_broker(const wire::world& where, const broker::place& place,
                            const std::string& tenant_id)
{
    broker::overview all;
    bus::connection session;
    const clock::time_point until = clock::now() + for_broker;
    const bus::outcome end = broker::connect(where, clock::now() + for_question, session);
    if (!end.ok()) {
        all.info.error.kind = end.kind;
        all.info.error.dbus_error = end.name;
        all.info.error.text = broker::foreign_text(end.text);
        return all;
    }
    return broker::session_broker(session, place)
        .overview(tenant_id, {until, /* may_start= */ true}, for_question);
}

void read_certificates(device::found_file& file, std::string_view bytes)
{
    void* entry = nullptr;
    if (const dsreg::status s = load("device", "dsreg_read_certificates", entry); s) {
        reinterpret_cast<decltype(&dsreg_read_certificates)>(entry)(file, bytes);
    } else { // then it counts as damaged: not "no registration"
        file.shown.state = DSREG_FILE_GARBAGE;
        file.shown.text = s.text();
    }
}

wire::device_list look(const wire::world& where)
{
    return device::look(where, clock::now() + for_device, read_certificates);
}

enum class answer { known, not_found, no_systemd, broken };

class systemd
{
public:
    systemd(const wire::world& where, clock::time_point until) : until_(until)
    {
        if (where.system_bus.empty() || !bus_.open(where.system_bus, until).ok()) return;
        const bus::outcome end = bus_.name_owner("org.freedesktop.systemd1", until, owner_);
        if (end.ok())
            there_ = answer::known;
        else if (end.kind != DSREG_X_NOT_FOUND)
            there_ = answer::broken;
    }

    answer ask(const char* unit, std::string& ret_load)
    {
        if (there_ != answer::known) return there_;
        value load;
        const bus::outcome end =
            bus_.property(owner_, bus::unit_path(unit), "org.freedesktop.systemd1.Unit",
                          "LoadState", until_, load);
        if (end.kind == DSREG_X_REFUSED || end.kind == DSREG_X_NOT_FOUND) return answer::not_found;
        // Who answers without a state is not systemd.
        if (!end.ok() || load.type != value_type::text || load.text.empty()) return answer::broken;
        if (load.text == "not-found") return answer::not_found;
        ret_load = load.text;
        return answer::known;
    }

private:
    const clock::time_point until_;
    bus::connection bus_;
    std::string owner_;
    answer there_ = answer::no_systemd;
};

template <std::size_t N>
broker_unit find(const wire::world& where, const char* const (&units)[N])
{
    systemd manager(where, clock::now() + for_unit);
    const auto unknown = [](const char* why) { return broker_unit{{value::unknown(why), ""}, ""}; };
    for (const char* unit : units) {
        std::string load;
        switch (manager.ask(unit, load)) {
        case answer::known:
            return {{value::of_text(unit), "systemd"}, load == "masked" ? unit : ""};
        case answer::no_systemd:
            return unknown("systemd does not run here");
        case answer::broken:
            return unknown("the system bus did not let systemd be asked");
        case answer::not_found:
            break;
        }
    }
    return unknown("systemd does not know the unit of this broker");
}

broker_unit unit_of(const wire::world& where, const wire::broker_info& info)
{
    if (info.vendor == DSREG_BROKER_PROXY) return {{value::unknown("runs in a container"), ""}, ""};
    if (info.vendor != DSREG_BROKER_HIMMELBLAU) return find(where, microsoft_units);
    // What can fail for the whole machine is the daemon; the row is the session's unit.
    broker_unit u = find(where, himmelblau_units);
    if (u.service.val.known()) u.service.val.text = "himmelblau-broker.service";
    return u;
}

bool is_authd_here(const wire::world& where)
{
    const clock::time_point until = clock::now() + for_unit;
    bus::connection system;
    return !where.system_bus.empty() && system.open(where.system_bus, until).ok() &&
           broker::authd_is_here(system, until);
}

} // namespace

dsreg::status gather(const wire::world& where, status_answers& ret)
{
    // OpenSSL takes as long to load and to read a certificate as the broker takes to answer. But
    // whoever acts for another user forks, and must have one thread only: then it is done after.
    const bool forks = ::geteuid() != where.uid;
    std::future<wire::device_list> device =
        std::async(forks ? std::launch::deferred : std::launch::async, look, std::cref(where));
    // Found out here: who acts for the user has no environment.
    const broker::place place = broker::place_of(where);
    std::string bytes;
    const auto job = [&] { return wire::encode(ask_broker(where, place, ret.tenant_id)); };
    if (dsreg::status s = as_user(where, for_user, job, bytes); !s) return s;
    if (!wire::decode(bytes, ret.broker))
        return {errc::internal, "what was learnt of the broker got lost"};
    ret.unit = unit_of(where, ret.broker.info);
    const bool nobody = ret.broker.info.pid == 0 && ret.broker.info.vendor == DSREG_BROKER_NONE;
    ret.authd = nobody && is_authd_here(where);
    ret.device = device.get();
    ret.now = wire::wall_clock(where);
    return {};
}

} // namespace dsreg::actions

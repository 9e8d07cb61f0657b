// The calls are those of systemctl stop; org.freedesktop.systemd1(5) describes them.
#include "device/cleanup_stop.h"

#include "bus/watch.h"

#include <unistd.h>

namespace dsreg::device {
namespace {

using wire::removed;

constexpr const char* systemd_name = "org.freedesktop.systemd1";
constexpr const char* systemd_path = "/org/freedesktop/systemd1";
constexpr const char* manager = "org.freedesktop.systemd1.Manager";
constexpr const char* unit_interface = "org.freedesktop.systemd1.Unit";

// How systemd itself says that it is in charge; see sd_booted(3).
bool is_booted(const wire::world& where)
{
    if (where.lab && where.device_root.empty()) return false;
    return ::access((where.device_root + "/run/systemd/system").c_str(), F_OK) == 0;
}

bool is_down(const std::string& active)
{
    return active == "inactive" || active == "failed";
}

std::string words_of(const bus::outcome& end)
{
    if (end.kind == DSREG_X_TIMEOUT) return "it did not answer in time";
    return end.text.empty() ? end.name : end.text;
}

class stopping
{
public:
    stopping(const wire::world& where, bus::clock::time_point until) : where_(where), until_(until)
    {}

    wire::device_step run()
    {
        if (!find_systemd() || !find_unit()) return step_;
        bus::watch jobs;
        bus::outcome end =
            jobs.open(where_.system_bus, {systemd_, systemd_path, manager, "JobRemoved"}, until_);
        if (!end.ok()) return failed(end.kind, "systemd cannot be listened to: " + words_of(end));
        bus::items job;
        // Nobody is told of a job's end before somebody asked to be told.
        end = ask("Subscribe", "", {}, job);
        if (!end.ok()) return failed(end.kind, "systemd cannot be listened to: " + words_of(end));
        end = ask("StopUnit", "ss", {value::of_text(device_unit), value::of_text("replace")}, job);
        if (!end.ok()) return failed(end.kind, "systemd refused to stop it: " + words_of(end));
        return wait_for(jobs, bus::text_at(job, "0"));
    }
    wire::device_step look_again()
    {
        if (!find_systemd() || !find_unit()) return step_;
        return failed(DSREG_X_REFUSED, "it was started again meanwhile: run dsreg --cleanup again");
    }
    uint32_t error() const { return error_; }

private:
    wire::device_step row(removed how, std::string why)
    {
        step_ = {static_cast<uint32_t>(how), device_unit, std::move(why)};
        return step_;
    }
    wire::device_step failed(uint32_t error, std::string why)
    {
        error_ = error;
        return row(removed::failed, std::move(why));
    }
    // Nobody to ask: fine where systemd is not in charge.
    void nobody(uint32_t error, const std::string& who)
    {
        if (is_booted(where_))
            failed(error, "systemd runs this machine, but " + who + " cannot be reached");
        else
            row(removed::absent, "nothing to stop: " + who + " is not here");
    }

    bus::outcome ask(const char* member, const char* signature, std::vector<value> arguments,
                     bus::items& ret)
    {
        return bus_.call({systemd_, systemd_path, manager, member, signature, std::move(arguments)},
                         until_, ret);
    }
    bus::outcome state(const char* property, std::string& ret)
    {
        value v;
        bus::outcome end = bus_.property(systemd_, unit_, unit_interface, property, until_, v);
        if (end.ok()) ret = v.type == value_type::text ? v.text : "";
        return end;
    }

    bool find_systemd()
    {
        bus::outcome end{DSREG_X_CONNECT, "", "no address"};
        if (!where_.system_bus.empty()) end = bus_.open(where_.system_bus, until_);
        if (end.kind == DSREG_X_CONNECT) {
            nobody(end.kind, "the system bus");
            return false;
        }
        if (end.ok()) end = bus_.name_owner(systemd_name, until_, systemd_);
        if (end.kind == DSREG_X_NOT_FOUND) {
            nobody(end.kind, "systemd");
            return false;
        }
        if (!end.ok()) failed(end.kind, "the system bus cannot be used: " + words_of(end));
        return end.ok();
    }

    bool find_unit()
    {
        bus::items reply;
        bus::outcome end = ask("LoadUnit", "s", {value::of_text(device_unit)}, reply);
        if (end.name == "org.freedesktop.systemd1.NoSuchUnit") {
            row(removed::absent, "nothing to stop: there is no such unit");
            return false;
        }
        unit_ = bus::text_at(reply, "0");
        std::string load, active;
        if (end.ok()) end = state("LoadState", load);
        if (end.ok()) end = state("ActiveState", active);
        if (!end.ok()) {
            failed(end.kind, "systemd does not tell its state: " + words_of(end));
            return false;
        }
        if (!is_down(active)) return true;
        row(removed::absent, load == "not-found" ? "nothing to stop: there is no such unit"
                                                 : "nothing to stop: it was not running");
        return false;
    }

    wire::device_step wait_for(bus::watch& jobs, const std::string& job)
    {
        for (;;) {
            bus::items gone; // u id, o job, s unit, s result
            bus::outcome end = jobs.next(until_, gone);
            // Other jobs that end all the while do not make it longer.
            const bool late =
                end.ok() && bus::text_at(gone, "1") != job && bus::clock::now() >= until_;
            if (late || end.kind == DSREG_X_TIMEOUT)
                return failed(DSREG_X_TIMEOUT, "it did not stop in time; systemctl stop " +
                                                   std::string(device_unit) + " shows why");
            if (!end.ok()) return failed(end.kind, "systemd went away: " + words_of(end));
            if (bus::text_at(gone, "1") != job) continue;
            const std::string result = bus::text_at(gone, "3");
            std::string active;
            end = state("ActiveState", active);
            if (!end.ok()) return failed(end.kind, "its state is unknown: " + words_of(end));
            if (is_down(active)) return row(removed::yes, "");
            return failed(DSREG_X_REFUSED, result == "done"
                                               ? "it was started again at once"
                                               : "systemd could not stop it (" + result + ")");
        }
    }

    const wire::world& where_;
    const bus::clock::time_point until_;
    bus::connection bus_;
    std::string systemd_, unit_;
    wire::device_step step_;
    uint32_t error_ = DSREG_X_NONE;
};

} // namespace

wire::device_step stop_device_broker(const wire::world& where, bus::clock::time_point until,
                                     uint32_t& ret_error)
{
    stopping s(where, until);
    wire::device_step step = s.run();
    ret_error = s.error();
    return step;
}

wire::device_step look_at_device_broker(const wire::world& where, bus::clock::time_point until)
{
    return stopping(where, until).look_again();
}

} // namespace dsreg::device

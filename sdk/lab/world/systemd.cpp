// Paths, answers and the order of a job's end as org.freedesktop.systemd1(5) describes them.
#include "world/systemd.h"

#include "bus/unit_path.h"

#include <memory>

namespace dsreg::lab {
namespace {

using bus::answer;
using bus::incoming;
using bus::of_path;
using bus::of_text;
using bus::of_u32;
using bus::typed;
using bus::unit_path;

const std::string manager = "org.freedesktop.systemd1.Manager";
const std::string systemd_path = "/org/freedesktop/systemd1";

answer no_such_unit(const std::string& name)
{
    return answer::error("org.freedesktop.systemd1.NoSuchUnit", "Unit " + name + " not loaded.");
}

answer no_such_file(const std::string& name)
{
    return answer::error("org.freedesktop.DBus.Error.FileNotFound",
                         "No such file or directory: " + name);
}

unit_play absent_unit()
{
    unit_play unit;
    unit.load = "not-found";
    unit.active = "inactive";
    unit.sub = "dead";
    unit.file = "";
    return unit;
}

std::string fragment(const std::string& name, const unit_play& unit)
{
    if (unit.load == "masked") return "/dev/null";
    return unit.load == "loaded" ? "/usr/lib/systemd/system/" + name : "";
}

typed unit_row(const std::string& name, const unit_play& unit)
{
    return bus::of_struct({of_text(name), of_text(name), of_text(unit.load), of_text(unit.active),
                           of_text(unit.sub), of_text(""), of_path(unit_path(name)), of_u32(0),
                           of_text(""), of_path("/")});
}

// The units as they are now, and their jobs.
class units_play
{
public:
    units_play(bus::server& server, const scenario& s) : server_(server), all_(units(s))
    {
        // What a diagnosis asks for exists as an object even if the machine has no such unit.
        all_.try_emplace("microsoft-identity-device-broker.service", absent_unit());
        all_.try_emplace("himmelblaud.service", absent_unit());
    }

    const std::map<std::string, unit_play>& all() const { return all_; }
    const unit_play& at(const std::string& name) const { return all_.at(name); }

    answer get(const std::string& name) const
    {
        const auto unit = all_.find(name);
        if (unit == all_.end() || unit->second.load != "loaded") return no_such_unit(name);
        return answer{{of_path(unit_path(name))}, "", ""};
    }
    answer subscribe()
    {
        subscribed_ = true; // for good: a client that leaves is not noticed
        return {};
    }
    answer load(const std::string& name) const
    {
        if (all_.count(name) == 0) return no_such_unit(name);
        return answer{{of_path(unit_path(name))}, "", ""};
    }
    answer file_state(const std::string& name) const
    {
        const auto unit = all_.find(name);
        if (unit == all_.end() || unit->second.file.empty()) return no_such_file(name);
        return answer{{of_text(unit->second.file)}, "", ""};
    }
    answer rows(const bus::items& names) const
    {
        std::vector<typed> list;
        for (const auto& [where, name] : names) {
            const auto unit = all_.find(name.text);
            list.push_back(unit_row(name.text, unit == all_.end() ? absent_unit() : unit->second));
        }
        return answer{{bus::of_array("(ssssssouso)", std::move(list))}, "", ""};
    }

    // The job is there at once; how it ends is told when the caller knows its name.
    answer stop(const std::string& name)
    {
        const auto unit = all_.find(name);
        if (unit == all_.end() || unit->second.load == "not-found") return no_such_unit(name);
        const uint32_t id = ++jobs_;
        const std::string job = systemd_path + "/job/" + std::to_string(id);
        answer given{{of_path(job)}, "", ""};
        given.after = [this, id, job, name] { end_job(id, job, name); };
        return given;
    }

private:
    void end_job(uint32_t id, const std::string& job, const std::string& name)
    {
        unit_play& unit = all_.at(name);
        if (unit.stop == "hangs") {
            unit.active = "deactivating";
            unit.sub = "stop-sigterm";
            return;
        }
        if (unit.stop == "works") {
            unit.active = "inactive";
            unit.sub = "dead";
        }
        if (!subscribed_) return;
        server_.emit(systemd_path, manager, "JobRemoved",
                     {of_u32(id), of_path(job), of_text(name),
                      of_text(unit.stop == "works" ? "done" : "failed")});
    }

    bus::server& server_;
    std::map<std::string, unit_play> all_;
    uint32_t jobs_ = 100;
    bool subscribed_ = false;
};

void export_unit(bus::server& server, const std::shared_ptr<units_play>& units,
                 const std::string& name)
{
    const std::string interface = "org.freedesktop.systemd1.Unit";
    const auto text = [&](const char* property, std::string unit_play::*member) {
        server.property(unit_path(name), interface, property,
                        [units, name, member] { return of_text(units->at(name).*member); });
    };
    server.property(unit_path(name), interface, "Id", [name] { return of_text(name); });
    text("LoadState", &unit_play::load);
    text("ActiveState", &unit_play::active);
    text("SubState", &unit_play::sub);
    text("UnitFileState", &unit_play::file);
    server.property(unit_path(name), interface, "FragmentPath",
                    [units, name] { return of_text(fragment(name, units->at(name))); });
    server.property(unit_path(name), "org.freedesktop.systemd1.Service", "Result",
                    [units, name] { return of_text(units->at(name).result); });
}

} // namespace

void export_systemd(bus::server& server, const scenario& s)
{
    const auto units = std::make_shared<units_play>(server, s);
    for (const auto& [name, unit] : units->all()) export_unit(server, units, name);
    const auto method = [&](const char* member, const char* in, const char* out, auto ask) {
        server.method(systemd_path, manager, member, in, out,
                      [units, ask](const incoming& call) { return ask(*units, call); });
    };
    method("GetUnit", "s", "o", [](auto& u, const incoming& in) { return u.get(in.text(0)); });
    method("LoadUnit", "s", "o", [](auto& u, const incoming& in) { return u.load(in.text(0)); });
    method("GetUnitFileState", "s", "s",
           [](auto& u, const incoming& in) { return u.file_state(in.text(0)); });
    method("ListUnitsByNames", "as", "a(ssssssouso)",
           [](auto& u, const incoming& in) { return u.rows(in.arguments); });
    method("Subscribe", "", "", [](auto& u, const incoming&) { return u.subscribe(); });
    method("StopUnit", "ss", "o", [](auto& u, const incoming& in) { return u.stop(in.text(0)); });
    server.property(systemd_path, manager, "Version", [] { return of_text("255"); });
    server.property(systemd_path, manager, "SystemState", [] { return of_text("running"); });
}

} // namespace dsreg::lab

// Phase 2 of --cleanup, with a systemd on a real bus.
#include "device/device_broker.h"

#include "bus/private_bus.h"
#include "device/cleanup_stop.h"
#include "device/stage.h"

#include <atomic>
#include <map>
#include <memory>
#include <thread>

using namespace dsreg;
using namespace dsreg::device_test;
using wire::removed;

namespace {

const std::string data = "/var/lib/microsoft-identity-device-broker/";
const std::string unit_path = "/org/freedesktop/systemd1/unit/device";
constexpr const char* systemd_path = "/org/freedesktop/systemd1";
constexpr const char* manager = "org.freedesktop.systemd1.Manager";

// How the unit is, and how its stop ends.
struct unit_plan {
    std::string load = "loaded", active = "active";
    std::string result = "done"; // of the job; "": it never ends
    std::string active_after = "inactive";
    std::string refusal; // of StopUnit
    std::string calls;   // a file that each StopUnit is written to
    std::string back;    // while this file is gone, it runs again
};

void play_systemd(bus::server& s, const unit_plan& plan)
{
    const auto active = std::make_shared<std::string>(plan.active);
    const std::string unit = "org.freedesktop.systemd1.Unit";
    s.property(unit_path, unit, "LoadState", [plan] { return bus::of_text(plan.load); });
    s.property(unit_path, unit, "ActiveState", [plan, active] {
        const bool back = !plan.back.empty() && !files::exists(plan.back);
        return bus::of_text(back ? "active" : *active);
    });
    s.method(systemd_path, manager, "LoadUnit", "s", "o", [](const bus::incoming& in) {
        if (in.text(0) != device::device_unit)
            return bus::answer::error("org.freedesktop.systemd1.NoSuchUnit", "no such unit");
        return bus::answer{{bus::of_path(unit_path)}, "", ""};
    });
    const auto told = std::make_shared<bool>(false);
    s.method(systemd_path, manager, "Subscribe", "", "", [told](const bus::incoming&) {
        *told = true;
        return bus::answer{};
    });
    s.method(
        systemd_path, manager, "StopUnit", "ss", "o", [&s, plan, active, told](const auto& in) {
            std::ofstream(plan.calls, std::ios::app) << in.text(0) << " " << in.text(1) << "\n";
            if (!plan.refusal.empty()) return bus::answer::error(plan.refusal, "no");
            const auto job = [](uint32_t id) {
                return bus::of_path("/org/freedesktop/systemd1/job/" + std::to_string(id));
            };
            bus::answer given{{job(7)}, "", ""};
            given.after = [&s, plan, active, job, told] {
                if (!*told) return;
                // Somebody else's job ends first.
                s.emit(systemd_path, manager, "JobRemoved",
                       {bus::of_u32(6), job(6), bus::of_text("x.service"), bus::of_text("failed")});
                if (plan.result.empty()) return;
                *active = plan.active_after;
                s.emit(systemd_path, manager, "JobRemoved",
                       {bus::of_u32(7), job(7), bus::of_text(device::device_unit),
                        bus::of_text(plan.result)});
            };
            return given;
        });
    if (!s.request_name("org.freedesktop.systemd1").ok()) ::_exit(1);
}

class Cleanup : public Stage
{
protected:
    Cleanup() { where.system_bus = daemon.address(); }

    void start_systemd(unit_plan plan)
    {
        plan.calls = calls;
        systemd = test::serve(daemon.address(), [plan](bus::server& s) { play_systemd(s, plan); });
    }
    wire::device_removal clean(std::chrono::milliseconds within = std::chrono::seconds(30)) const
    {
        return device::device_broker(where).cleanup(net::clock::now() + within);
    }
    void registration()
    {
        write(keys + "drs_t.pem", "key");
        write(keys + "stk_t.pem", "key");
        write(certs + "drs_t.pem", "certificate");
        write(data + "store/a.db", "data");
    }
    // Every path of the device root with what it is: a link's target, a file's content.
    std::map<std::string, std::string> snapshot() const
    {
        std::map<std::string, std::string> all;
        for (const auto& e : files::recursive_directory_iterator(where.device_root)) {
            std::string what = "folder";
            if (e.is_symlink()) {
                what = "-> " + files::read_symlink(e.path()).string();
            } else if (e.is_regular_file()) {
                std::ifstream in(e.path());
                what.assign(std::istreambuf_iterator<char>(in), {});
            }
            all[e.path().string().substr(where.device_root.size())] = what;
        }
        return all;
    }
    std::string stops() const
    {
        std::ifstream in(calls);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static std::string row(const wire::device_removal& end, const std::string& path)
    {
        const char* words[] = {"?", "yes", "absent", "failed", "kept"};
        for (const wire::device_step& step : end.steps)
            if (step.path == path) return std::string(words[step.how]) + " " + step.why;
        return "no row";
    }
    void expect_stop(const unit_plan& plan, const std::string& expected,
                     std::chrono::milliseconds within = std::chrono::seconds(30))
    {
        registration();
        start_systemd(plan);
        const auto before = snapshot();
        const wire::device_removal end = clean(within);
        EXPECT_EQ(row(end, device::device_unit), expected);
        const bool failed = expected.rfind("failed", 0) == 0;
        EXPECT_EQ(end.error != DSREG_X_NONE, failed);
        if (!failed) {
            EXPECT_FALSE(files::exists(on_disk(keys + "drs_t.pem")));
            return;
        }
        EXPECT_EQ(snapshot(), before) << "phase 2 was begun";
        EXPECT_EQ(end.steps.size(), 1u);
        EXPECT_NE(end.text.find("could not be stopped"), std::string::npos);
    }

    void expect_back(const char* before)
    {
        registration();
        unit_plan plan;
        plan.active = before;
        plan.back = on_disk(keys + "drs_t.pem");
        start_systemd(plan);
        const wire::device_removal end = clean();
        EXPECT_NE(end.error, DSREG_X_NONE);
        EXPECT_EQ(end.steps.back().path, device::device_unit);
        EXPECT_EQ(end.steps.back().how, static_cast<uint32_t>(removed::failed));
        EXPECT_EQ(end.steps.back().why,
                  "it was started again meanwhile: run dsreg --cleanup again");
        EXPECT_FALSE(files::exists(on_disk(certs + "drs_t.pem")));
    }

    test::private_bus daemon;
    const std::string calls = (daemon.directory() / "calls").string();
    test::child systemd;
};

} // namespace

TEST_F(Cleanup, stops_the_service_and_removes_the_registration)
{
    registration();
    start_systemd({});
    const wire::device_removal end = clean();
    EXPECT_EQ(end.error, DSREG_X_NONE);
    EXPECT_EQ(end.text, "");
    EXPECT_EQ(stops(), "microsoft-identity-device-broker.service replace\n");
    EXPECT_EQ(end.steps.at(0).path, device::device_unit) << "the service is stopped first";
    EXPECT_EQ(row(end, device::device_unit), "yes ");
    EXPECT_EQ(row(end, keys + "drs_t.pem"), "yes ");
    EXPECT_EQ(row(end, keys + "stk_t.pem"), "yes ");
    EXPECT_EQ(row(end, certs + "drs_t.pem"), "yes ");
    EXPECT_EQ(row(end, data.substr(0, data.size() - 1)), "yes 1 file, 1 folder");
    EXPECT_TRUE(files::is_empty(on_disk(keys)));
    EXPECT_TRUE(files::is_empty(on_disk(certs)));
    EXPECT_TRUE(files::is_empty(on_disk(data)));
}

TEST_F(Cleanup, touches_no_other_name)
{
    for (const std::string& folder : {keys, certs}) {
        for (const char* name : {"xdrs_a", "drs", "DRS_a", "stk", "device.pem", "drs_d/drs_inner"})
            write(folder + name, "stays");
        files::create_symlink("/etc/passwd", on_disk(folder + "stk_l"));
    }
    for (const std::string& other :
         {old_place + "drs_old.pem", old_place + "stk_old.pem", std::string("/etc/ssl/certs/drs_x"),
          std::string("/etc/microsoft/identity-broker/drs_above"),
          std::string("/var/lib/microsoft-identity-device-broker2/a"),
          std::string("/var/cache/himmelblaud/himmelblau.conf"),
          std::string("/home/alice/.config/intune/registration.toml")})
        write(other, "stays");
    write(data + "sub/deep/x", "");
    const auto before = snapshot();
    registration();
    const wire::device_removal end = clean();
    EXPECT_EQ(end.error, DSREG_X_NONE) << end.text;
    auto expected = before;
    for (const char* gone : {"sub/deep/x", "sub/deep", "sub"}) expected.erase(data + gone);
    EXPECT_EQ(snapshot(), expected);
    for (const wire::device_step& step : end.steps) {
        EXPECT_NE(step.how, static_cast<uint32_t>(removed::failed)) << step.path;
        EXPECT_EQ(step.path.find("stk_l"), std::string::npos) << "not ours, so no row";
    }
}

TEST_F(Cleanup, leaves_where_links_lead)
{
    write("/etc/precious/drs_x", "stays");
    make_folder_of("/etc/microsoft/identity-broker/x");
    files::create_directory_symlink("../../precious", on_disk(keys.substr(0, keys.size() - 1)));
    write(data + "real", "");
    files::create_directory_symlink("../../../etc/precious", on_disk(data + "link"));
    const wire::device_removal end = clean();
    EXPECT_TRUE(files::exists(on_disk("/etc/precious/drs_x")));
    EXPECT_TRUE(files::is_empty(on_disk(data)));
    EXPECT_NE(end.error, DSREG_X_NONE);
    EXPECT_EQ(row(end, keys.substr(0, keys.size() - 1)),
              "failed a part of its path is a symbolic link, and those are not followed");
}

TEST_F(Cleanup, a_second_run_finds_nothing_and_is_fine)
{
    registration();
    start_systemd({});
    EXPECT_EQ(clean().error, DSREG_X_NONE);
    const wire::device_removal again = clean();
    EXPECT_EQ(again.error, DSREG_X_NONE);
    for (const wire::device_step& step : again.steps)
        EXPECT_EQ(step.how, static_cast<uint32_t>(removed::absent)) << step.path;
    EXPECT_EQ(stops(), "microsoft-identity-device-broker.service replace\n") << "stopped once";
}

TEST_F(Cleanup, a_machine_without_any_of_it_is_fine)
{
    const wire::device_removal end = clean();
    EXPECT_EQ(end.error, DSREG_X_NONE);
    EXPECT_EQ(end.steps.size(), 4u);
    for (const wire::device_step& step : end.steps)
        EXPECT_EQ(step.how, static_cast<uint32_t>(removed::absent)) << step.path;
}

TEST_F(Cleanup, without_a_system_bus_there_is_nothing_to_stop)
{
    registration();
    daemon.stop();
    const wire::device_removal end = clean();
    EXPECT_EQ(end.error, DSREG_X_NONE);
    EXPECT_EQ(row(end, device::device_unit), "absent nothing to stop: the system bus is not here");
    EXPECT_FALSE(files::exists(on_disk(keys + "drs_t.pem")));
}

TEST_F(Cleanup, without_systemd_there_is_nothing_to_stop)
{
    registration();
    const wire::device_removal end = clean();
    EXPECT_EQ(end.error, DSREG_X_NONE);
    EXPECT_EQ(row(end, device::device_unit), "absent nothing to stop: systemd is not here");
}

TEST_F(Cleanup, a_systemd_that_cannot_be_reached_is_a_failure)
{
    registration();
    files::create_directories(on_disk("/run/systemd/system"));
    const wire::device_removal end = clean();
    EXPECT_NE(end.error, DSREG_X_NONE);
    EXPECT_EQ(row(end, device::device_unit),
              "failed systemd runs this machine, but systemd cannot be reached");
    EXPECT_TRUE(files::exists(on_disk(keys + "drs_t.pem")));
}

TEST_F(Cleanup, a_machine_without_the_unit_has_nothing_to_stop)
{
    unit_plan plan;
    plan.load = "not-found";
    plan.active = "inactive";
    expect_stop(plan, "absent nothing to stop: there is no such unit");
    EXPECT_EQ(stops(), "");
}

TEST_F(Cleanup, a_failed_unit_does_not_run)
{
    unit_plan plan;
    plan.active = "failed";
    expect_stop(plan, "absent nothing to stop: it was not running");
    EXPECT_EQ(stops(), "");
}

TEST_F(Cleanup, a_service_that_dies_of_the_stop_is_stopped)
{
    unit_plan plan;
    plan.active_after = "failed";
    expect_stop(plan, "yes ");
}

TEST_F(Cleanup, a_unit_that_waits_for_its_restart_is_stopped)
{
    unit_plan plan;
    plan.active = "activating";
    expect_stop(plan, "yes ");
}

TEST_F(Cleanup, a_stop_that_is_refused_leaves_all_of_it)
{
    unit_plan plan;
    plan.refusal = "org.freedesktop.DBus.Error.AccessDenied";
    expect_stop(plan, "failed systemd refused to stop it: no");
}

TEST_F(Cleanup, a_stop_that_fails_leaves_all_of_it)
{
    unit_plan plan;
    plan.result = "failed";
    plan.active_after = "active";
    expect_stop(plan, "failed systemd could not stop it (failed)");
}

TEST_F(Cleanup, a_service_that_comes_back_leaves_all_of_it)
{
    unit_plan plan;
    plan.active_after = "activating";
    expect_stop(plan, "failed it was started again at once");
}

TEST_F(Cleanup, a_service_that_comes_back_during_the_removal_is_a_failure)
{
    expect_back("active");
}

TEST_F(Cleanup, a_service_that_begins_during_the_removal_is_a_failure)
{
    expect_back("inactive");
}

TEST_F(Cleanup, a_stop_that_never_ends_leaves_all_of_it)
{
    unit_plan plan;
    plan.result = "";
    expect_stop(plan,
                "failed it did not stop in time; systemctl stop "
                "microsoft-identity-device-broker.service shows why",
                std::chrono::milliseconds(1500));
}

TEST_F(Cleanup, files_that_appear_and_vanish_meanwhile_are_no_failure_of_theirs)
{
    make_folder_of(keys + "x");
    make_folder_of(certs + "x");
    std::atomic<bool> stop{false};
    std::atomic<int> rounds{0};
    const std::string folder = on_disk(certs);
    std::thread other([&] {
        std::error_code ignored;
        for (int i = 0; !stop; i = (i + 1) % 64, rounds++) {
            std::ofstream(folder + "drs_" + std::to_string(i)) << "x";
            std::ofstream(folder + "other_" + std::to_string(i)) << "x";
            files::remove(folder + "drs_" + std::to_string((i + 32) % 64), ignored);
        }
    });
    for (int run = 0; run < 20 || rounds < 200; run++) {
        const wire::device_removal end = clean();
        for (const wire::device_step& step : end.steps) {
            if (step.how == static_cast<uint32_t>(removed::failed)) {
                EXPECT_EQ(step.why, "new files keep appearing in it") << step.path;
            }
        }
    }
    stop = true;
    other.join();
    EXPECT_EQ(clean().error, DSREG_X_NONE);
    for (const auto& e : files::directory_iterator(folder))
        EXPECT_EQ(e.path().filename().string().rfind("other_", 0), 0u) << e.path();
}

// broker.name: who is the broker of this session, or could the bus start one? Starts nothing.
#include "broker/bodies.h"
#include "broker/unit.h"
#include "common/broker_words.h"

namespace broker {
namespace {

// canonical/authd's broker for Entra. Where it is, people take it for the broker that is missing.
constexpr const char* authd_name = "com.ubuntu.authd.MSEntraID";

bool is_authd_here(dsreg::host host)
{
    const auto* dbus = host.service<dsreg_svc_dbus>(DSREG_SVC_DBUS);
    return dbus != nullptr && is_served(host, *dbus, authd_name);
}

void report_binary(dsreg::host host, const dsreg_broker_info& info)
{
    // Of a broker in a java machine the service file says what it is.
    const bool launcher = info.java_era != 0 && *info.service_file != '\0';
    const char* source = info.pid != 0 && !launcher ? "process" : "service file";
    const bool known = *info.executable != '\0';
    host.fact("broker.binary",
              known ? dsreg::text(info.executable)
                    : dsreg::unknown("the owner's program cannot be seen by this user"),
              source);
    host.fact("broker.binary-time",
              info.executable_time != 0
                  ? dsreg::number(info.executable_time, DSREG_T_TIME)
                  : dsreg::unknown("the program's file cannot be seen by this user"),
              "file");
}

dsreg::result absent(dsreg::host host, const dsreg_broker_info& info)
{
    const dsreg_broker_error& error = *info.error;
    common::evidence e;
    e.text("bus-name", "com.microsoft.identity.broker1");
    e.text("service-file", info.service_file, DSREG_F_PERSONAL).text("file", info.executable);
    common::add_error(e, error);
    if (error.kind != DSREG_X_NONE && error.kind != DSREG_X_NOT_FOUND) {
        e.report(host, "broker.name-unknown",
                 "the session bus could not be asked for the identity broker");
        return dsreg::result::fail(code_of(error.kind));
    }
    e.boolean("running", false).boolean("activatable", info.activatable != 0);
    // A service file was read, and what it names is not there (or it has no time to show).
    if (*info.executable != '\0' && info.executable_time == 0) {
        host.fact("broker.binary", dsreg::text(info.executable), "service file");
        e.report(host, "broker.exec-missing",
                 "the program that the broker's D-Bus service file names does not exist");
    } else {
        std::string sentence = "Failed to get broker instance: no identity broker runs in this "
                               "session, and the bus knows none that it could start";
        if (is_authd_here(host)) {
            host.fact("broker.authd", dsreg::boolean(true), "bus");
            e.text("authd", authd_name);
            sentence += "; authd signs users in here, but it is no single sign-on broker";
        }
        e.report(host, "broker.not-installed", sentence);
    }
    return dsreg::result::fail(code_absent);
}

} // namespace

dsreg::result name(dsreg::host host)
{
    const auto* service = host.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    // A broker that hangs shows in broker.version; here only the bus has to answer.
    const dsreg_call call{sizeof call, 0, 2000, 0};
    const dsreg_broker_info* info = nullptr;
    if (service->info(host.raw(), &call, &info) != DSREG_OK) return dsreg::result::none();

    // Without an owner, and without one that could be started, there is no vendor either: whoever
    // needs a broker is skipped, and this is the one failure.
    const bool running = info->pid != 0;
    const bool nobody = !running && (info->vendor == DSREG_BROKER_NONE ||
                                     info->error->kind != DSREG_X_NONE || info->activatable == 0);
    if (nobody) return absent(host, *info);

    const uint32_t vendor = info->vendor == DSREG_BROKER_NONE ? DSREG_BROKER_OTHER : info->vendor;
    host.fact("broker.vendor", dsreg::text(common::vendor_name(vendor)),
              running ? "process" : "service file");
    host.fact("broker.activatable", dsreg::boolean(info->activatable != 0), "bus");
    report_binary(host, *info);
    if (running) host.fact("broker.owner-pid", dsreg::number(info->pid), "bus");
    return dsreg::result::pass();
}

} // namespace broker

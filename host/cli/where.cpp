#include "cli/where.h"

#include "base/text.h"
#include "cli/lab_world.h"
#include "wire/frame.h"

#include <climits>
#include <dsreg/probe.h>
#include <unistd.h>

namespace dsreg::cli {
namespace {

status find_lab(const options& chosen, const environment& env, surroundings& ret)
{
    if (chosen.lab.empty() && env.lab->empty())
        return status(errc::invalid, "the environment variable DSREG_LAB names no file");
    const std::string& file = chosen.lab.empty() ? *env.lab : chosen.lab;
    if (status s = load_lab_world(file, ret.who, ret.world); !s) return s;
    if (!chosen.user.empty() && chosen.user != ret.world.user)
        return status(errc::invalid, "the user of this lab is " + safe_text(ret.world.user) +
                                         ", not " + safe_text(cut_utf8(chosen.user, 64)));
    return {};
}

status find_machine(const options& chosen, const environment& env, surroundings& ret)
{
    account target;
    if (status s = choose_target(ret.who, chosen.user, target); !s) return s;
    session_bus bus = find_session_bus(ret.who, target, env);
    proxy_choice proxy;
    if (status s = choose_proxy(env, proxy); !s) return s;
    wire::world& w = ret.world;
    w.uid = target.uid;
    w.gid = target.gid;
    w.user = std::move(target.name);
    w.home = std::move(target.home);
    w.session_bus = std::move(bus.address);
    w.session_why = std::move(bus.why);
    w.elevated = ret.who.elevated;
    w.system_bus = "unix:path=/run/dbus/system_bus_socket";
    w.proxy = std::move(proxy.url);
    w.proxy_source = std::move(proxy.source);
    w.no_proxy = std::move(proxy.no_proxy);
    if (!started_by_lab()) return {};
    if (chosen.what == action::cleanup || chosen.what == action::unregister)
        return status(errc::invalid, "dsreg-lab started this command, but the lab's descriptor did "
                                     "not arrive (sudo drops DSREG_LAB): " +
                                         std::string(flag_of(chosen.what)) +
                                         " will not touch the real machine; with sudo: sudo "
                                         "DSREG_LAB=\"$DSREG_LAB\" dsreg ...");
    ret.warnings.emplace_back("dsreg-lab started this command, but the lab's descriptor did "
                              "not arrive: this is the real machine, by the message buses that the "
                              "environment names");
    return {};
}

} // namespace

status find_surroundings(const options& chosen, const environment& env, surroundings& ret)
{
    surroundings here;
    if (status s = identify_caller(env, here.who); !s) return s;
    if (chosen.in_process && here.who.elevated)
        return status(errc::invalid, "--in-process loads modules without isolation: not as root");
    const bool lab = !chosen.lab.empty() || env.lab;
    if (status s = lab ? find_lab(chosen, env, here) : find_machine(chosen, env, here); !s)
        return s;
    trust_rule rule = configuration_rule(here.who.elevated);
    if (lab && here.who.elevated) { // its files belong to whom the lab plays for
        rule.owners.push_back(here.world.uid);
        rule.strict_folders = false;
    }
    if (status s = load_config(chosen.config, here.world.device_root, rule, here.config); !s)
        return s;
    ret = std::move(here);
    return {};
}

std::vector<fact> run_facts(const options& chosen, const surroundings& here)
{
    std::vector<fact> facts;
    const auto add = [&](const char* key, value v) {
        facts.push_back(fact{key, "", "host", std::move(v)});
    };
    add("run.user.uid", value::of_int(here.world.uid));
    add("run.user.name", value::of_text(here.world.user, DSREG_F_PERSONAL));
    add("run.user.home", value::of_text(here.world.home, DSREG_F_PERSONAL));
    const std::string& tenant = chosen.tenant_id.empty() ? here.config.tenant : chosen.tenant_id;
    if (!tenant.empty()) add("run.tenant", value::of_text(tenant, DSREG_F_PERSONAL));
    const std::string& cloud = chosen.cloud.empty() ? here.config.cloud : chosen.cloud;
    // Not given: the probes go by the account's environment, so it must not look like a choice.
    if (!cloud.empty()) add("run.cloud", value::of_text(cloud));
    add("run.elevated", value::of_bool(here.world.elevated));
    // Root behind whom a person stands: sudo's or pkexec's user, or whoever logged in.
    if (const std::optional<uid_t> person =
            here.world.lab ? here.world.uid : person_behind(here.who);
        person && here.world.elevated)
        add("run.invoked-by", value::of_int(*person));
    return facts;
}

report::origin origin_of(const surroundings& here)
{
    char host[HOST_NAME_MAX + 1] = {};
    if (::gethostname(host, HOST_NAME_MAX) != 0) *host = '\0';
    report::origin o;
    o.tool_version = wire::version();
    o.host_name = host;
    o.user = here.world.user;
    o.uid = here.world.uid;
    o.elevated = here.world.elevated;
    o.lab = here.world.lab;
    o.scenario = here.world.scenario;
    return o;
}

} // namespace dsreg::cli

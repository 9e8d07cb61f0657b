#include "scenario.h"

#include "base/text.h"
#include "hosts.h"

#include <algorithm>

namespace dsreg::lab {

std::string broker_version(const scenario& s)
{
    if (!s.broker.version.empty()) return s.broker.version;
    if (s.broker.kind == "java") return "2.0.1";
    if (s.broker.kind == "himmelblau") return "3.1.9"; // its crate's: the vendors' numbers overlap
    return "3.0.2";
}

std::map<std::string, unit_play> units(const scenario& s)
{
    std::map<std::string, unit_play> all;
    if (s.broker.kind == "himmelblau") {
        all["himmelblaud.service"].file = "enabled";
        all["himmelblaud-tasks.service"].file = "enabled";
    } else if (s.broker.kind != "none" && s.broker.kind != "proxy") {
        all["microsoft-identity-device-broker.service"] = {};
    }
    for (const auto& [name, unit] : s.machine.units) all[name] = unit;
    return all;
}

// What the brokers store, by public reset guides for Intune on Linux; a broker in a container uses
// the keyring of that container, and Himmelblau uses none.
std::vector<secret_play> secret_items(const scenario& s)
{
    std::vector<secret_play> all = s.machine.secrets.items;
    if (!s.machine.secrets.usual) return all;
    all.push_back({"Mail password of alice", {{"service", "mail"}, {"env", "home"}}});
    if (s.broker.kind == "java") {
        all.push_back({"broker key", {{"name", "LinuxBrokerRegularUserSecretKey"}}});
        all.push_back({"broker system key", {{"name", "LinuxBrokerSystemUserSecretKey"}}});
    }
    if (s.broker.kind == "cpp" || s.broker.kind == "reference") {
        all.push_back(
            {"Microsoft identity broker",
             {{"env", "60a144fbac31dfcf32034c112a615303b0e55ecad3a7aa61b7982557838908dc"}}});
    }
    return all;
}

std::vector<std::string> host_names(const scenario& s)
{
    std::vector<std::string> names;
    for (const known_host& h : known_hosts()) names.emplace_back(h.name);
    for (const host_play& h : s.hosts) {
        if (h.name.find_first_of("*?") != std::string::npos) continue;
        if (std::find(names.begin(), names.end(), h.name) == names.end()) names.push_back(h.name);
    }
    return names;
}

host_play behaviour(const scenario& s, const std::string& name)
{
    const std::vector<std::string> names = host_names(s);
    host_play found;
    for (const host_play& h : s.hosts) {
        if (glob_match(h.name, name)) found = h;
    }
    const bool known = std::find(names.begin(), names.end(), name) != names.end();
    if (!known && found.dns == "answer") found.dns = "nxdomain";
    found.name = name;
    return found;
}

} // namespace dsreg::lab

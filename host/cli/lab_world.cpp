#include "cli/lab_world.h"

#include "base/text.h"
#include "cli/quote.h"
#include "cli/strict_json.h"
#include "cli/trusted_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <unistd.h>

namespace dsreg::cli {
namespace {

constexpr std::size_t max_size = 1u << 20;

bool is_loopback(const std::string& address)
{
    return address.rfind("127.", 0) == 0 || address == "::1";
}

bool is_absolute(const std::string& path)
{
    return path.size() > 1 && path[0] == '/' && (path + "/").find("/../") == std::string::npos;
}

// A descriptor speaks for its own folder alone, whoever wrote it.
status check_root(const std::string& descriptor, const std::string& root)
{
    namespace fs = std::filesystem;
    std::error_code e;
    const fs::path folder = fs::canonical(fs::path(descriptor).parent_path(), e);
    const fs::path real = e ? fs::path() : fs::canonical(root, e);
    if (e) return {errc::invalid, shown_path(root) + ", its device root: " + e.message()};
    const std::string inside = folder.string() + "/";
    if (folder != "/" && (real == folder || real.string().rfind(inside, 0) == 0)) return {};
    return {errc::untrusted, shown_path(root) + ", its device root, lies outside of its folder"};
}

void read_user(complaints& out, const boost::json::value& v, wire::world& ret)
{
    object_reader user(out, "/user", v, {"uid", "gid", "name", "home"});
    for (const char* key : {"uid", "gid", "name", "home"}) user.require(key);
    user.uint32("uid", ret.uid);
    user.uint32("gid", ret.gid);
    user.text("name", ret.user);
    user.text("home", ret.home);
    if (ret.uid == std::numeric_limits<uint32_t>::max()) out.add("/user/uid", "is no user id");
}

void read_host(complaints& out, const std::string& pointer, const boost::json::value& v,
               wire::world& ret)
{
    wire::host_entry host;
    object_reader entry(out, pointer, v, {"name", "port", "address", "to_port", "fail"});
    entry.require("name");
    entry.text("name", host.name);
    entry.port("port", host.port);
    entry.text("address", host.address);
    entry.port("to_port", host.to_port);
    entry.text("fail", host.fail);
    const std::string fails[] = {"", "nxdomain", "servfail", "refused", "silent"};
    if (std::find(std::begin(fails), std::end(fails), host.fail) == std::end(fails))
        out.add(entry.at("fail"), "must be nxdomain, servfail, refused or silent");
    else if (host.fail.empty() && !is_loopback(host.address))
        out.add(entry.at("address"), "must be an address of the loopback interface");
    ret.hosts.push_back(std::move(host));
}

void read_owner(complaints& out, const std::string& pointer, const boost::json::value& v,
                wire::world& ret)
{
    wire::owner_entry owner;
    object_reader entry(out, pointer, v, {"path", "uid", "gid", "mode"});
    entry.require("path");
    entry.text("path", owner.path);
    entry.uint32("uid", owner.uid);
    entry.uint32("gid", owner.gid);
    entry.uint32("mode", owner.mode);
    if (!is_absolute(owner.path)) out.add(entry.at("path"), "must be an absolute path");
    ret.owners.push_back(std::move(owner));
}

void check_borders(complaints& out, const wire::world& w)
{
    for (const auto& [pointer, address] :
         {std::pair<const char*, const std::string&>{"/session_bus", w.session_bus},
          std::pair<const char*, const std::string&>{"/system_bus", w.system_bus}})
        if (!address.empty() && !is_local_bus_address(address))
            out.add(pointer, "must be the D-Bus address of a socket");
    if (!is_absolute(w.device_root)) out.add("/device_root", "must be a folder of the lab");
    if (!w.dns_server.empty() && !is_loopback(w.dns_server))
        out.add("/dns_server", "must be an address of the loopback interface");
    if (!w.ca_file.empty() && !is_absolute(w.ca_file))
        out.add("/ca_file", "must be an absolute path");
}

// By its program, also through a link of another name.
bool is_lab(pid_t pid)
{
    std::error_code e;
    const auto program =
        std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/exe", e).filename();
    return !e && (program == "dsreg-lab" || program == "dsreg-lab (deleted)");
}

} // namespace

status parse_lab_world(const std::string& file, const std::string& text, wire::world& ret)
{
    boost::json::value document;
    if (status s = parse_strict(file, text, document); !s) return s;
    complaints out(file);
    wire::world w;
    w.lab = true;
    object_reader top(out, "", document,
                      {"format", "scenario", "user", "session_bus", "session_why", "system_bus",
                       "device_root", "hosts", "dns_server", "ca_file", "proxy", "no_proxy",
                       "clock_offset_ns", "elevated", "owners"});
    std::string format;
    top.text("format", format);
    if (format != "dsreg-lab/1") out.add("/format", "must be \"dsreg-lab/1\"");
    for (const char* key : {"scenario", "user", "device_root"}) top.require(key);
    if (const auto* user = top.find("user")) read_user(out, *user, w);
    const std::pair<const char*, std::string*> texts[] = {
        {"scenario", &w.scenario},       {"session_bus", &w.session_bus},
        {"session_why", &w.session_why}, {"system_bus", &w.system_bus},
        {"device_root", &w.device_root}, {"dns_server", &w.dns_server},
        {"ca_file", &w.ca_file},         {"proxy", &w.proxy},
        {"no_proxy", &w.no_proxy}};
    for (const auto& [key, to] : texts) top.text(key, *to);
    if (!w.proxy.empty()) w.proxy_source = "lab";
    if (w.session_bus.empty() && w.session_why.empty())
        w.session_why = "no user session bus: this lab has none";
    w.elevated = true;
    if (const auto* v = top.find("elevated")) {
        if (!v->is_bool())
            out.add("/elevated", "must be true or false");
        else
            w.elevated = v->get_bool();
    }
    top.each("hosts", [&](const std::string& p, const auto& v) { read_host(out, p, v, w); });
    top.each("owners", [&](const std::string& p, const auto& v) { read_owner(out, p, v, w); });
    top.integer("clock_offset_ns", std::numeric_limits<int64_t>::min(),
                std::numeric_limits<int64_t>::max(), w.clock_offset);
    check_borders(out, w);
    if (!out.none()) return out.first();
    ret = std::move(w);
    return {};
}

status load_lab_world(const std::string& path, const caller& who, wire::world& ret)
{
    trust_rule rule;
    rule.owners = {0, who.uid};
    if (who.invoked_by) rule.owners.push_back(*who.invoked_by);
    std::string text;
    if (status s = read_trusted(path, rule, max_size, text); !s)
        return status(s.code(), "the lab's descriptor " + s.text());
    wire::world w;
    if (status s = parse_lab_world(path, text, w); !s) return s;
    if (!who.elevated && w.uid != who.uid)
        return status(errc::untrusted, "the lab's descriptor " + shown_path(path) +
                                           " is for the user id " + std::to_string(w.uid) +
                                           ", and this is " + std::to_string(who.uid));
    if (status s = check_root(path, w.device_root); !s)
        return status(s.code(), "the lab's descriptor " + shown_path(path) + ": " + s.text());
    ret = std::move(w);
    return {};
}

bool started_by_lab()
{
    pid_t pid = ::getppid();
    for (int depth = 0; depth < 64 && pid > 1; depth++) {
        std::ifstream file("/proc/" + std::to_string(pid) + "/status");
        std::string line;
        if (is_lab(pid)) return true;
        pid = 0;
        while (std::getline(file, line)) {
            if (line == "Name:\tdsreg-lab") return true; // it keeps that name if it is copied
            if (line.rfind("PPid:\t", 0) == 0) pid = std::atoi(line.c_str() + 6);
        }
    }
    return false;
}

} // namespace dsreg::cli

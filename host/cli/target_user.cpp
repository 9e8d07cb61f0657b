#include "cli/target_user.h"

#include "cli/quote.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <limits>
#include <pwd.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace dsreg::cli {
namespace {

bool parse_uid(std::string_view text, uid_t& ret)
{
    uid_t n = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (ec != std::errc{} || end != text.data() + text.size()) return false;
    if (n == std::numeric_limits<uid_t>::max()) return false; // (uid_t)-1 means "no change"
    ret = n;
    return true;
}

template <class Ask>
status read_account(Ask ask, const std::string& missing, account& ret)
{
    std::vector<char> buffer(16384);
    passwd entry{};
    passwd* found = nullptr;
    int error = ask(entry, buffer, found);
    while (error == ERANGE && buffer.size() < 1u << 20) {
        buffer.resize(buffer.size() * 2);
        error = ask(entry, buffer, found);
    }
    if (found == nullptr) {
        if (error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM)
            return status(errc::not_found, missing);
        return status(errc::io,
                      std::string("the user database cannot be read: ") + std::strerror(error));
    }
    ret.uid = entry.pw_uid;
    ret.gid = entry.pw_gid;
    ret.name = entry.pw_name;
    ret.home = entry.pw_dir != nullptr ? entry.pw_dir : "";
    return {};
}

} // namespace

status identify_caller(const environment& env, caller& ret)
{
    if (::getuid() != ::geteuid() || ::getgid() != ::getegid())
        return status(errc::invalid, "dsreg must not be installed setuid or setgid; use sudo");
    caller who;
    who.uid = ::geteuid();
    who.elevated = who.uid == 0;
    if (who.elevated) {
        const auto& text = env.sudo_uid ? env.sudo_uid : env.pkexec_uid;
        uid_t uid = 0;
        if (text && !parse_uid(*text, uid))
            return status(errc::invalid, std::string("the environment variable ") +
                                             (env.sudo_uid ? "SUDO_UID" : "PKEXEC_UID") +
                                             " holds no user id");
        if (text) who.invoked_by = uid;
    }
    ret = who;
    return {};
}

std::optional<uid_t> person_behind(const caller& who)
{
    if (who.invoked_by && *who.invoked_by != 0) return who.invoked_by;
    std::ifstream file("/proc/self/loginuid");
    uid_t uid = 0;
    if (!(file >> uid) || uid == 0 || uid == static_cast<uid_t>(-1)) return std::nullopt;
    return uid;
}

status find_account(uid_t uid, account& ret)
{
    const auto ask = [&](passwd& entry, std::vector<char>& buffer, passwd*& found) {
        return ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
    };
    return read_account(ask, "there is no user with the id " + std::to_string(uid), ret);
}

status find_account(const std::string& name, account& ret)
{
    const auto ask = [&](passwd& entry, std::vector<char>& buffer, passwd*& found) {
        return ::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    };
    return read_account(ask, "there is no user " + in_quotes(name), ret);
}

status choose_target(const caller& who, const std::string& user, account& ret)
{
    account target;
    if (user.empty()) {
        const uid_t uid = who.invoked_by.value_or(who.uid);
        status s = find_account(uid, target);
        if (!s && (s.code() != errc::not_found || who.invoked_by)) return s;
        if (!s) { // a container's user may have no entry; its bus and broker still are its own
            target = account{uid, ::getegid(), std::to_string(uid), "/"};
        }
    } else {
        if (status s = find_account(user, target); !s) return s;
        if (!who.elevated && target.uid != who.uid)
            return status(errc::invalid,
                          "only root may ask for another user: sudo dsreg --user " + target.name);
    }
    ret = std::move(target);
    return {};
}

bool is_local_bus_address(const std::string& address)
{
    if (address.empty() || address.size() > 4096) return false;
    std::string_view rest = address;
    while (!rest.empty()) {
        const std::size_t end = rest.find(';');
        const std::string_view one = rest.substr(0, end);
        if (one.rfind("unix:path=", 0) != 0 && one.rfind("unix:abstract=", 0) != 0) return false;
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return true;
}

session_bus find_session_bus(const caller& who, const account& target, const environment& env,
                             const std::string& run_user_dir)
{
    session_bus bus;
    const bool own = target.uid == who.uid && !who.invoked_by;
    if (own && env.session_bus && !env.session_bus->empty()) {
        if (is_local_bus_address(*env.session_bus))
            bus.address = *env.session_bus;
        else
            bus.why = "no user session bus: DBUS_SESSION_BUS_ADDRESS names no socket of this "
                      "machine";
        return bus;
    }
    const std::string path = run_user_dir + "/" + std::to_string(target.uid) + "/bus";
    struct stat st {};
    if (::stat(path.c_str(), &st) == 0 && S_ISSOCK(st.st_mode)) {
        bus.address = "unix:path=" + path;
        return bus;
    }
    bus.why = "no user session bus: " +
              std::string(own ? "DBUS_SESSION_BUS_ADDRESS is not set and " : "") +
              "there is no socket " + path;
    return bus;
}

} // namespace dsreg::cli

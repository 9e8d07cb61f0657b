#include "actions/cleanup_user.h"

#include "actions/as_user.h"
#include "base/remove_open.h"
#include "broker/clear.h"
#include "device/cleanup_rows.h"
#include "device/lock.h"
#include "wire/bytes.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/stat.h>

namespace dsreg::actions {
namespace {

using device::add_row;
using device::cleanup_rows;
using wire::removed;
using namespace std::chrono_literals;

constexpr auto bus_time = 40s;    // for accounts, and again for credentials
constexpr auto whole_time = 140s; // then it says how far it came
constexpr auto longest = 160s;    // then it is ended

// The document's list; XDG_* does not move them.
constexpr const char* folders[] = {
    ".cache/intune-portal",
    ".cache/Microsoft",
    ".cache/microsoft-edge",
    ".config/intune",
    ".config/microsoft-identity-broker",
    ".local/share/intune-portal",
};

void clear_session(const wire::world& where, cleanup_rows& rows)
{
    const auto until = bus::clock::now() + bus_time;
    bus::connection session;
    const bus::outcome end = broker::connect(where, until, session);
    if (!end.ok()) {
        // Nobody listens: no broker runs there either. Anything else leaves it open.
        const bool nobody = end.kind == DSREG_X_CONNECT;
        add_row(nobody ? removed::absent : removed::failed, "accounts and stored credentials",
                nobody && where.session_bus.empty() ? end.text
                                                    : "the session bus cannot be used: " + end.text,
                rows);
        return;
    }
    for (auto& row : broker::clear_accounts(session, broker::place_of(where), until))
        rows.push_back(std::move(row));
    // A broker that hangs keeps no credentials.
    for (auto& row : broker::clear_credentials(session, bus::clock::now() + bus_time))
        rows.push_back(std::move(row));
}

// 0 or an errno. The home itself is no symbolic link; what leads to it is the machine's own, and
// in a lab nothing leads out of its device root.
int open_home(const wire::world& where, unique_fd& ret)
{
    if (where.home.empty() || where.home[0] != '/') return ENOENT;
    if (!where.lab) {
        ret.reset(::open(where.home.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        struct stat seen {};
        if (!ret || ::fstat(ret.get(), &seen) != 0) return errno;
        if (S_ISLNK(seen.st_mode)) return ELOOP;
        return S_ISDIR(seen.st_mode) ? 0 : ENOTDIR;
    }
    if (where.device_root.empty()) return ENOENT;
    const unique_fd root(::open(where.device_root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    return root ? open_to_remove(root.get(), where.home.substr(1), mounts::refused, ret) : errno;
}

void remove_folders(const wire::world& where, removal_clock::time_point until, cleanup_rows& rows)
{
    unique_fd home;
    if (const int e = open_home(where, home); e != 0) {
        const std::string shown = where.home.empty() ? "the home directory" : where.home;
        add_row(e == ENOENT ? removed::absent : removed::failed, shown,
                e == ENOENT ? "" : removal_error(e), rows);
        return;
    }
    for (const char* folder : folders) {
        const std::string shown = where.home + "/" + folder;
        removal end;
        const int e = remove_folder(home.get(), folder, until, end);
        if (e == 0)
            device::add_rows(shown, end, true, rows);
        else
            add_row(e == ENOENT ? removed::absent : removed::failed, shown,
                    e == ENOENT ? "" : removal_error(e), rows);
    }
}

std::string work(const wire::world& where)
{
    wire::device_removal out;
    const auto until = removal_clock::now() + whole_time;
    device::lock held;
    if (const status s = device::take_lock(where, false, held); !s) {
        out.error = DSREG_X_REFUSED;
        out.text = s.text();
    } else {
        clear_session(where, out.steps);
        remove_folders(where, until, out.steps);
    }
    return wire::encode(out);
}

} // namespace

wire::device_removal clean_user(const wire::world& where)
{
    const std::string stored =
        "what is stored for " + (where.user.empty() ? "the user" : where.user);
    std::string bytes;
    wire::device_removal out;
    const status s = as_user(
        where, longest, [&] { return work(where); }, bytes);
    if (!s) {
        add_row(removed::failed, stored, s.text(), out.steps);
    } else if (!wire::decode(bytes, out)) {
        out = {};
        add_row(removed::failed, stored, "its rows cannot be read", out.steps);
    } else if (where.elevated && out.error != DSREG_X_NONE) {
        // A user who keeps their lock does not keep root from the device.
        const std::string why = std::move(out.text);
        out = {};
        add_row(removed::failed, stored, why, out.steps);
    }
    return out;
}

} // namespace dsreg::actions

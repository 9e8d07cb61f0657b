// Phase 2 of --cleanup, by the table of "Cleanup Operation" in Microsoft Learn, "Troubleshoot
// device registration with the dsreg tool (Linux)": drs_* and stk_* in two folders, and what the
// device broker keeps. Nothing of /etc/ssl/private, where brokers before 2.5 had theirs: it is
// everybody's.
#include "base/remove_open.h"
#include "device/cleanup_rows.h"
#include "device/cleanup_stop.h"
#include "device/device_broker.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace dsreg::device {
namespace {

using wire::removed;

constexpr auto longest_stop = std::chrono::seconds(30); // the unit gives its process ten
constexpr auto longest_look = std::chrono::seconds(5);

// Certificates last: they tell a second run, after a crash, whose device this was.
constexpr const char* keys_folder = "/etc/microsoft/identity-broker/private";
constexpr const char* data_folder = "/var/lib/microsoft-identity-device-broker";
constexpr const char* certificates_folder = "/etc/microsoft/identity-broker/certs";

// False: there is nothing to remove from, and its row says why.
bool open_folder(int root, const std::string& folder, unique_fd& ret, cleanup_rows& rows)
{
    // Mounts on the way are the machine's own (/var often is one); within the folder they are not.
    const int e = open_to_remove(root, folder.substr(1), mounts::crossed, ret);
    if (e == ENOENT)
        add_row(removed::absent, folder, "", rows);
    else if (e != 0)
        add_row(removed::failed, folder, removal_error(e), rows);
    return e == 0;
}

void remove_named(int root, const std::string& folder, cleanup_rows& rows)
{
    unique_fd opened;
    if (!open_folder(root, folder, opened, rows)) return;
    const removal end = remove_files(opened.get(), {"drs_", "stk_"});
    add_file_rows(folder, end, rows);
    if (end.files == 0 && end.failed == 0)
        add_row(removed::absent, folder, "no file drs_* or stk_* is in it", rows);
}

void remove_data(int root, net::time_point until, cleanup_rows& rows)
{
    unique_fd opened;
    if (!open_folder(root, data_folder, opened, rows)) return;
    add_rows(data_folder, empty_folder(opened.get(), until), false, rows);
}

} // namespace

wire::device_removal device_broker::cleanup(net::time_point until) const
{
    wire::device_removal out;
    const auto soon = std::min<net::time_point>(until, net::clock::now() + longest_stop);
    out.steps.push_back(stop_device_broker(where_, soon, out.error));
    if (out.error != DSREG_X_NONE) {
        out.text = "the device broker could not be stopped, so device keys and certificates were "
                   "left as they are";
        return out;
    }
    unique_fd root;
    if (!where_.lab || !where_.device_root.empty()) {
        const char* const path = where_.device_root.empty() ? "/" : where_.device_root.c_str();
        root.reset(::open(path, O_PATH | O_DIRECTORY | O_CLOEXEC));
    }
    if (!root) {
        out.error = DSREG_X_NOT_FOUND;
        out.text = "this machine's files cannot be found";
        return out;
    }
    remove_named(root.get(), keys_folder, out.steps);
    remove_data(root.get(), until, out.steps);
    remove_named(root.get(), certificates_folder, out.steps);
    wire::device_step after = look_at_device_broker(where_, net::clock::now() + longest_look);
    if (after.how == static_cast<uint32_t>(removed::failed)) out.steps.push_back(std::move(after));
    if (has_failed(out.steps)) {
        out.error = DSREG_X_REFUSED;
        out.text = "not all of the device's keys, certificates and data could be removed";
    }
    return out;
}

} // namespace dsreg::device

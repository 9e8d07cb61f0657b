#include "actions/cleanup_user.h"
#include "actions/cleanup_words.h"
#include "actions/part.h"
#include "actions/prompt.h"
#include "actions/rows.h"
#include "broker/clear.h"
#include "cli/deliver.h"
#include "device/cleanup_rows.h"
#include "device/cleanup_stop.h"
#include "device/device_broker.h"
#include "device/lock.h"
#include "device/look.h"

#include <algorithm>
#include <chrono>

namespace dsreg::actions {
namespace {

using namespace std::chrono_literals;

constexpr int exit_failed = 7;
constexpr int exit_cancelled = 8;

// 0: go on. Else the exit code of the process, and everything is as it was.
int confirm(const call& c)
{
    const std::string warning = cleanup_warning(c.here.world.elevated);
    if (c.chosen.yes) {
        bool gone = false;
        [[maybe_unused]] const dsreg::status ignored = cli::write_all(2, warning, gone);
        return 0;
    }
    int code = exit_cancelled;
    if (ask_to_continue(warning, code) == reply::yes) return 0;
    c.out.note("Cancelled; nothing was removed.");
    return code;
}

int refuse(const call& c, const std::string& why)
{
    c.out.error(why + "; nothing was removed");
    return exit_failed;
}

struct outcome {
    bool failed = false, unwritten = false;
    bool mendable = false; // a second run may do better

    static bool is_mendable(const wire::device_step& row)
    {
        return row.how == static_cast<uint32_t>(wire::removed::failed) &&
               row.why != broker::himmelblau_keeps;
    }

    void take(const call& c, const wire::device_removal& phase)
    {
        failed = failed || phase.error != DSREG_X_NONE || device::has_failed(phase.steps);
        mendable = mendable || phase.error != DSREG_X_NONE ||
                   std::any_of(phase.steps.begin(), phase.steps.end(), is_mendable);
        const std::string text = rows_text(phase.steps, c.out.ascii());
        // What cannot be told is done nevertheless.
        if (!unwritten) unwritten = cli::print(text, c.out) != 0;
        if (!phase.text.empty()) c.out.error(phase.text);
    }
};

// Did anything of the device go?
bool has_removed(const wire::device_removal& device)
{
    return std::any_of(device.steps.begin(), device.steps.end(), [](const wire::device_step& row) {
        return row.how == static_cast<uint32_t>(wire::removed::yes) &&
               row.path != device::device_unit;
    });
}

// `facts`: what is left to be done is true, even if not all was removed.
void say_end(const call& c, const wire::device_list& devices, const outcome& end, bool facts)
{
    const wire::world& where = c.here.world;
    if (!where.elevated)
        c.out.note("Device keys and certificates were left: only root removes them (sudo dsreg "
                   "--cleanup).");
    if (!end.failed || facts) {
        for (const std::string& line : cleanup_notes(devices, where.elevated)) c.out.note(line);
    }
    if (end.failed)
        c.out.error(std::string("cleanup is not complete: see the rows above that say Failed") +
                    (end.mendable ? "; when their reason is gone, run dsreg --cleanup again" : ""));
    say_lab(c);
}

} // namespace

int cleanup(const call& c)
{
    for (const std::string& w : c.here.warnings) c.out.warning(w);
    if (const int code = confirm(c); code != 0) return code;
    const wire::world& where = c.here.world;
    device::lock held;
    if (where.elevated) {
        if (const dsreg::status s = device::take_lock(where, true, held); !s)
            return refuse(c, s.text());
    }
    // Before its files go.
    const wire::device_list devices =
        device::look(where, bus::clock::now() + 5s, device::read_certificates);
    const wire::device_removal user = clean_user(where);
    if (user.error != DSREG_X_NONE) return refuse(c, user.text);
    outcome end;
    end.take(c, user);
    wire::device_removal device;
    if (where.elevated) {
        device = device::device_broker(where).cleanup(net::clock::now() + 120s);
        end.take(c, device);
    }
    say_end(c, devices, end, has_removed(device));
    if (end.unwritten) return cli::exit_broken;
    return end.failed ? exit_failed : 0;
}

} // namespace dsreg::actions

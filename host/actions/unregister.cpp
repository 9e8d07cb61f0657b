// --unregister: root, then what is here, then the token, then the tenant; whoever is missing first
// is told first, and nothing was touched.
#include "actions/own_memory.h"
#include "actions/part.h"
#include "actions/rows.h"
#include "actions/unregister_token.h"
#include "cli/deliver.h"
#include "device/device_broker.h"
#include "device/lock.h"

#include <chrono>

namespace dsreg::actions {
namespace {

using wire::unregistered;

constexpr int exit_needs_root = 4;
constexpr int exit_token = 5;
constexpr int exit_failed = 6;
constexpr std::chrono::seconds longest(45);

std::string opening(unregistered how)
{
    switch (how) {
    case unregistered::nothing:
        return "nothing was unregistered: ";
    case unregistered::left_behind:
        return "";
    default:
        return "the device was not unregistered: ";
    }
}

// The rows of what was done, then why that is not all.
int tell(const call& c, wire::device_unregistering end)
{
    const auto how = static_cast<unregistered>(end.end);
    const bool done = how == unregistered::done;
    if (!end.device_id.empty() && (done || how == unregistered::left_behind))
        end.steps.insert(end.steps.begin(),
                         {static_cast<uint32_t>(wire::removed::yes),
                          "device " + end.device_id + " of the tenant " + c.chosen.tenant_id,
                          end.finished_earlier ? "by an earlier run; this one finished it" : ""});
    const int printed =
        end.steps.empty() ? 0 : cli::print(rows_text(end.steps, c.out.ascii()), c.out);
    if (!done) {
        c.out.error(opening(how) + end.text);
        if (!end.correlation.empty())
            c.out.note("The request to " + end.host + " has the id " + end.correlation + ".");
    } else {
        if (!end.text.empty()) c.out.note("Note: " + end.text + ".");
        c.out.note("Accounts and caches of users stay; dsreg --cleanup removes them.");
    }
    say_lab(c);
    if (printed != 0) return printed;
    return done ? 0 : exit_failed;
}

} // namespace

int unregister(const call& c)
{
    if (const dsreg::status s = keep_memory_to_ourselves(); !s) {
        c.out.error(s.text());
        return cli::exit_broken;
    }
    for (const std::string& w : c.here.warnings) c.out.warning(w);
    const wire::world& where = c.here.world;
    const std::string& tenant = c.chosen.tenant_id;
    if (!where.elevated) {
        c.out.error("--unregister needs root: sudo dsreg --tenant-id " + tenant + " --unregister");
        return exit_needs_root;
    }
    device::lock held;
    if (const dsreg::status s = device::take_lock(where, true, held); !s) {
        c.out.error(s.text() + "; nothing was unregistered");
        return exit_failed;
    }
    const device::device_broker device(where);
    const wire::device_unregistering seen = device.look_to_unregister(tenant);
    if (seen.end != 0 && !seen.finished_earlier) return tell(c, seen);
    // The tenant's yes of an earlier run was given to somebody who had a token.
    if (!seen.finished_earlier) {
        if (const dsreg::status s = demand_token(where, tenant); !s) {
            c.out.error(s.text());
            return exit_token;
        }
    }
    return tell(c, device.unregister(tenant, net::clock::now() + longest, c.here.config.cloud));
}

} // namespace dsreg::actions

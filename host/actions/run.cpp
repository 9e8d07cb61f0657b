#include "actions/load.h"
#include "actions/part.h"
#include "cli/deliver.h"

namespace dsreg::actions {
namespace {

int act(const call& c)
{
    const bool change =
        c.chosen.what == cli::action::unregister || c.chosen.what == cli::action::cleanup;
    void* entry = nullptr;
    if (const dsreg::status s = load(change ? "change" : "query", "dsreg_act", entry); !s) {
        c.out.error(s.text());
        return cli::exit_broken;
    }
    return reinterpret_cast<decltype(&dsreg_act)>(entry)(c);
}

} // namespace

int run(const call& c)
{
    return act(c);
}

} // namespace dsreg::actions

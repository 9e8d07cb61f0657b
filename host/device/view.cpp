#include "device/view.h"

#include "device/look.h"

#include <dsreg/probe.h>

namespace dsreg::device {
namespace {

// A service that is not installed is nothing to talk about.
void mention(const status& why, std::string& text)
{
    if (why.code() == errc::not_found) return;
    text += (text.empty() ? "" : "; ") + why.text();
}

} // namespace

view::view(const wire::world& where) : where_(where), root_(where_), home_(where_), service_(where_)
{}

wire::device_list view::list(bus::clock::time_point until)
{
    return look(where_, root_, home_, service_, until, read_content);
}

wire::device_verdict view::ask(const question& service, const fallback& in_process, bool& ret_cut)
{
    if (where_.elevated) return in_process();
    wire::device_verdict verdict;
    const status asked = service(service_, verdict);
    if (asked.ok()) return verdict;
    verdict = in_process();
    if (verdict.error != DSREG_X_ACCESS) return verdict;
    mention(asked, verdict.text);
    if (asked.code() == errc::timeout) ret_cut = true;
    return verdict;
}

} // namespace dsreg::device

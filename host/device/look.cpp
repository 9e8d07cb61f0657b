#include "device/look.h"

#include "device/survey.h"

#include <dsreg/probe.h>

namespace dsreg::device {

wire::device_list look(const wire::world& where, const root& files, const home_notes& home,
                       client& service, bus::clock::time_point until, content_reader read)
{
    wire::device_list list;
    status asked;
    if (!where.elevated) {
        asked = service.list(until, list);
        if (asked.ok()) return with_notes(std::move(list), home.read());
    }
    list = look_around(where, files, home.read(), find_files(files, read)).list;
    // A service that is not installed is nothing to talk about.
    if (list.error == DSREG_X_ACCESS && !asked.ok() && asked.code() != errc::not_found)
        list.text += (list.text.empty() ? "" : "; ") + asked.text();
    return list;
}

wire::device_list look(const wire::world& where, bus::clock::time_point until, content_reader read)
{
    client service(where);
    return look(where, root(where), home_notes(where), service, until, read);
}

} // namespace dsreg::device

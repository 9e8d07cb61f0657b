// One look at the registration, as view.h says.
#pragma once
#include "bus/client.h"
#include "device/client.h"
#include "device/find.h"
#include "device/home_notes.h"
#include "device/root.h"
#include "wire/device.h"
#include "wire/world.h"

namespace dsreg::device {

// `read` reads the files that may be read (see find.h).
wire::device_list look(const wire::world& where, const root& files, const home_notes& home,
                       client& service, bus::clock::time_point until, content_reader read);

wire::device_list look(const wire::world& where, bus::clock::time_point until, content_reader read);

} // namespace dsreg::device

// What can be learnt here of this machine's registration, whoever asks: from the files with root's
// rights; without, from org.dsreg.DeviceBroker1 where that is installed, else from what everybody
// may read. Notes in the user's home are always read by this process.
#pragma once
#include "bus/client.h"
#include "device/client.h"
#include "device/home_notes.h"
#include "device/root.h"
#include "wire/device.h"
#include "wire/world.h"

#include <functional>
#include <string>

namespace dsreg::device {

class view
{
public:
    explicit view(const wire::world& where);

    wire::device_list list(bus::clock::time_point until);

    // The question to the service; `in_process` answers where the service is not needed or not
    // there. `ret_cut`: there was too little time.
    using question = std::function<status(client&, wire::device_verdict&)>;
    using fallback = std::function<wire::device_verdict()>;
    wire::device_verdict ask(const question& service, const fallback& in_process, bool& ret_cut);

private:
    const wire::world where_;
    const root root_;
    const home_notes home_;
    client service_;
};

} // namespace dsreg::device

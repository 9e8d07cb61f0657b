// What org.dsreg.DeviceBroker1 answers to dsreg.
#include "device/json.h"
#include "dsreg/svc/device.h"
#include "oracle.h"
#include "wire/bytes.h"

using namespace dsreg;
using namespace dsreg::fuzz;

namespace {

void list(std::string_view text)
{
    wire::device_list read, again;
    if (!device::from_json(text, read).ok()) {
        ALWAYS(wire::encode(read) == wire::encode(wire::device_list()));
        return;
    }
    // What was read can be said again, and is then read as the same.
    ALWAYS(device::from_json(device::to_json(read), again).ok());
    ALWAYS(wire::encode(read) == wire::encode(again));
}

void verdict(std::string_view text)
{
    wire::device_verdict v;
    bool cut = false;
    if (!device::from_json(text, v, cut).ok()) {
        ALWAYS(v.verdict == 0 && !cut);
        return;
    }
    ALWAYS(v.verdict >= DSREG_DEVICE_OK && v.verdict <= DSREG_DEVICE_KEY_UNUSABLE);
    ALWAYS(v.error <= DSREG_X_REFUSED);
    wire::device_verdict again;
    bool cut_again = false;
    ALWAYS(device::from_json(device::to_json(v, cut), again, cut_again).ok());
    ALWAYS(cut == cut_again && wire::encode(v) == wire::encode(again));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const unsigned choice = take_choice(data, size, 2);
    const std::string_view text = text_of(data, size);
    if (choice == 0) list(text);
    if (choice == 1) verdict(text);
    return 0;
}

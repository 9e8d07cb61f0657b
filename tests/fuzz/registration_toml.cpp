// Intune's registration.toml.
#include "device/toml_note.h"
#include "oracle.h"

using namespace dsreg;
using namespace dsreg::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    device::registration_note note;
    const bool read = device::read_registration_note(text_of(data, size), note).ok();
    ALWAYS(is_guid_or_empty(note.device_id) && is_guid_or_empty(note.tenant_id));
    ALWAYS(read || (note.device_id.empty() && note.tenant_id.empty()));
    return 0;
}

// What Himmelblau's daemon noted about its domains.
#include "device/domain_notes.h"
#include "oracle.h"

using namespace dsreg;
using namespace dsreg::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    std::vector<device::domain_note> notes;
    const bool read = device::read_domain_notes(text_of(data, size), notes).ok();
    ALWAYS(read || notes.empty());
    ALWAYS(notes.size() <= 16);
    for (const device::domain_note& note : notes) {
        ALWAYS(is_guid_or_empty(note.device_id) && is_guid_or_empty(note.tenant_id));
        ALWAYS(!note.device_id.empty()); // only sections that name a device
    }
    return 0;
}

// A device certificate from a file.
#include "device/certificate.h"
#include "dsreg/svc/device.h"
#include "oracle.h"

using namespace dsreg;
using namespace dsreg::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const std::string_view file = text_of(data, size);
    device::certificate found;
    if (!device::parse_certificate(file, found)) {
        ALWAYS(!found.shown.there && found.shown.der.empty() && found.note.empty());
        return 0;
    }
    const wire::device_certificate& c = found.shown;
    ALWAYS(c.there && !c.der.empty() && c.der.size() <= file.size());
    ALWAYS(c.thumbprint.size() == 40 &&
           c.thumbprint.find_first_not_of("0123456789ABCDEF") == std::string::npos);
    for (const std::string* id : {&c.device_id, &c.tenant_id, &c.user_id})
        ALWAYS(is_guid_or_empty(*id));
    for (const std::string* name : {&c.subject, &c.issuer, &c.issuer_unit})
        ALWAYS(!has_control(*name) && valid_utf8(*name) == *name);
    ALWAYS(c.join_type <= DSREG_JOIN_JOINED);
    ALWAYS(c.region.empty() || c.region.size() == 2);
    // The certificate that is shown is the one that OpenSSL gets.
    const device::certificate_ptr opened = device::open_certificate(c.der);
    ALWAYS(opened != nullptr);
    device::certificate again;
    ALWAYS(device::parse_certificate(c.der, again).ok());
    ALWAYS(again.shown.thumbprint == c.thumbprint && again.shown.device_id == c.device_id);
    return 0;
}

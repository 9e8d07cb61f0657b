// What Microsoft's own dsreg prints.
#include "broker/vendor_output.h"
#include "dsreg/svc/broker.h"
#include "oracle.h"

using namespace dsreg;
using namespace dsreg::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    broker::vendor_output found;
    found.device_id = "untouched";
    if (!broker::parse_vendor_output(text_of(data, size), found)) {
        ALWAYS(found.device_id == "untouched");
        return 0;
    }
    ALWAYS(found.accounts.size() <= 64);
    ALWAYS(found.registered <= DSREG_KNOWN_NO && found.prt <= DSREG_KNOWN_NO);
    if (found.registered != DSREG_KNOWN_YES)
        ALWAYS(found.device_id.empty() && found.tenant_id.empty() && found.tenant_domain.empty());
    if (found.prt != DSREG_KNOWN_YES)
        ALWAYS(found.prt_cached == 0 && found.prt_expires == 0 &&
               found.session_key_protocol.empty());
    ALWAYS(found.prt_cached >= 0 && found.prt_refreshed >= 0 && found.prt_expires >= 0);
    for (const std::string* s : {&found.device_id, &found.tenant_id, &found.tenant_domain,
                                 &found.session_key_protocol, &found.device_mode})
        ALWAYS(s->size() <= 1024 && !has_control(*s) && holds_no_token(*s));
    return 0;
}

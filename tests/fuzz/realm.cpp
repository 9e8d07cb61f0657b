// The user realm, and the metadata of the issuer.
#include "drs-discovery/document.h"
#include "oracle.h"

using namespace dsreg::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    if (take_choice(data, size, 2) == 0) {
        drs::realm_document found;
        const drs::parsed end = drs::read_realm(text_of(data, size), found);
        ALWAYS(end == drs::parsed::ok || found.account_type.empty());
        ALWAYS(found.account_type.size() <= 2048 && !has_control(found.account_type));
        return 0;
    }
    drs::openid_document found;
    const drs::parsed end = drs::read_openid(text_of(data, size), found);
    ALWAYS(end == drs::parsed::ok || (found.issuer.empty() && !found.tenant_not_found));
    for (const std::string* s : {&found.issuer, &found.cloud_instance, &found.error})
        ALWAYS(s->size() <= 2048 && !has_control(*s));
    return 0;
}

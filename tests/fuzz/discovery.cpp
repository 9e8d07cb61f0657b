// The discovery document of a registration service.
#include "drs-discovery/document.h"
#include "oracle.h"

using namespace dsreg::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    drs::discovery_document found;
    const drs::parsed end = drs::read_discovery(text_of(data, size), found);
    if (end != drs::parsed::ok)
        ALWAYS(found.tenant_id.empty() && !found.join.any() && found.display_name.empty());
    ALWAYS(found.display_name.size() <= 2048);
    for (const std::string* s :
         {&found.tenant_id, &found.tenant_name, &found.auth_code_url, &found.token_url,
          &found.join.url, &found.join.version, &found.join.id, &found.key.url, &found.key.id,
          &found.webauthn.url, &found.webauthn.id, &found.manage.url, &found.manage.id})
        ALWAYS(s->size() <= 2048 && !has_control(*s));
    return 0;
}

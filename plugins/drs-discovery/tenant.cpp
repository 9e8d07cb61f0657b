#include "drs-discovery/tenant.h"

#include "common/input.h"
#include "common/names.h"

namespace drs {
namespace {

constexpr uint32_t most_accounts = 64;

bool has_account_in(dsreg::host host, const std::string& id)
{
    for (uint32_t i = 0; i < most_accounts; i++) {
        const std::string_view one = common::input_text(host, "user.tenant", i);
        if (one.empty()) return false;
        if (common::lowered(one) == id) return true;
    }
    return false;
}

tenant from(const char* key, std::string_view value)
{
    tenant t{common::lowered(value), key, false, false};
    t.malformed = !common::is_guid(t.id) && !common::is_domain(t.id);
    return t;
}

} // namespace

tenant choose_tenant(dsreg::host host)
{
    const std::string said = common::lowered(common::input_text(host, "run.tenant"));
    // A machine may be registered in more tenants than one; what was said chooses among them.
    const std::string own = common::lowered(common::input_text(host, "tenant.id"));
    if (!said.empty() && (said == own || has_account_in(host, said)))
        return from("run.tenant", said);
    for (const char* key : {"scp.tenant", "user.tenant", "tenant.id"}) {
        const std::string_view value = common::input_text(host, key);
        if (value.empty()) continue;
        tenant t = from(key, value);
        // A domain said and an id found (or the other way round) may well be one tenant.
        t.overruled = common::is_guid(said) && common::is_guid(t.id) && said != t.id;
        return t;
    }
    return said.empty() ? tenant{} : from("run.tenant", said);
}

const char* missing_tenant(dsreg::host host)
{
    const uint32_t scp = common::input_state(host, "scp.tenant");
    return scp == DSREG_IN_SILENT || scp == DSREG_IN_BROKEN ? "scp.tenant" : "user.tenant";
}

} // namespace drs

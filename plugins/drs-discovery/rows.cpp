#include "drs-discovery/rows.h"

#include "common/input.h"
#include "common/names.h"

namespace drs {
namespace {

// The device's own certificate is where TenantId comes from; discovery has to agree with it. The
// test of the registration that ended SKIPPED has shown the row all the same.
bool device_names_tenant(dsreg::host host)
{
    const uint32_t state = common::input_state(host, "tenant.id");
    return state == DSREG_IN_PRESENT || state == DSREG_IN_UNKNOWN || state == DSREG_IN_SKIPPED;
}

// Every row that only the document knows.
template <class Row>
void each_row(const discovery_document& doc, Row row)
{
    row("drs.tenant-name", doc.display_name);
    row("drs.tenant-id", common::lowered(doc.tenant_id));
    row("drs.auth-code-url", doc.auth_code_url);
    row("drs.token-url", doc.token_url);
    row("drs.join.version", doc.join.version);
    row("drs.join.url", doc.join.url);
    row("drs.join.id", doc.join.id);
    row("drs.key.version", doc.key.version);
    row("drs.key.url", doc.key.url);
    row("drs.key.id", doc.key.id);
    row("drs.webauthn.version", doc.webauthn.version);
    row("drs.webauthn.url", doc.webauthn.url);
    row("drs.webauthn.id", doc.webauthn.id);
    row("drs.manage.version", doc.manage.version);
    row("drs.manage.url", doc.manage.url);
    row("drs.manage.id", doc.manage.id);
}

bool is_the_devices(dsreg::host host, std::string_view key)
{
    return key == "drs.tenant-id" && device_names_tenant(host);
}

} // namespace

void report_idp(dsreg::host host, const common::cloud& cloud)
{
    const std::string_view environment = common::input_text(host, "user.environment");
    if (!environment.empty())
        host.fact("drs.idp", dsreg::text(environment), "broker");
    else if (*cloud.idp != '\0')
        host.fact("drs.idp", dsreg::text(cloud.idp), "constant");
    else
        host.fact("drs.idp", dsreg::unknown("not published for this cloud"), "none");
}

void report_rows(dsreg::host host, const discovery_document& doc)
{
    each_row(doc, [host](const char* key, const std::string& value) {
        if (!value.empty() && !is_the_devices(host, key))
            host.fact(key, dsreg::text(value), "discovery");
    });
}

void report_unread(dsreg::host host, const char* why)
{
    each_row({}, [host, why](const char* key, const std::string&) {
        if (!is_the_devices(host, key)) host.fact(key, dsreg::unknown(why), "discovery");
    });
}

} // namespace drs

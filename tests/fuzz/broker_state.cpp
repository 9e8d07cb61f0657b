// getState of the reference broker.
#include "broker/state.h"
#include "dsreg/svc/broker.h"
#include "oracle.h"

using namespace dsreg;
using namespace dsreg::fuzz;

namespace {

constexpr int64_t year_2000 = 946'684'800'000'000'000, year_2200 = 7'258'118'400'000'000'000;

bool is_time_or_none(int64_t ns)
{
    return ns == 0 || (ns >= year_2000 && ns < year_2200);
}

void check(const wire::broker_attempt& a)
{
    ALWAYS(is_time_or_none(a.time));
    ALWAYS(a.http_status >= 0 && a.http_status <= 999);
    ALWAYS(a.endpoint.find_first_of("?#") == std::string::npos);
    ALWAYS(a.server_text.size() <= 4096);
    ALWAYS(holds_no_token(a.server_text) && holds_no_token(a.server_error));
    ALWAYS(a.there || (a.time == 0 && a.user.empty() && a.server_text.empty()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const wire::broker_state s = broker::read_state(text_of(data, size));
    ALWAYS(s.prt <= DSREG_KNOWN_NO && s.registered <= DSREG_KNOWN_NO);
    for (const int64_t time : {s.prt_cached, s.prt_refreshed, s.prt_expires}) {
        ALWAYS(is_time_or_none(time));
        ALWAYS(time == 0 || s.prt == DSREG_KNOWN_YES);
    }
    ALWAYS(s.prt != DSREG_KNOWN_NOT || !s.prt_why.empty());
    ALWAYS(s.device_mode.empty() || s.device_mode == "Exclusive" || s.device_mode == "Shared");
    std::string guid;
    ALWAYS(s.device_id.empty() || parse_guid(s.device_id, guid));
    for (const std::string* text : {&s.prt_authority, &s.session_key_protocol, &s.tenant_id,
                                    &s.tenant_domain, &s.mdm_url.text})
        ALWAYS(holds_no_token(*text));
    check(s.acquire);
    check(s.refresh);
    if (s.error.kind != 0) { // nothing of a reply that is wrong is kept
        ALWAYS(s.prt == DSREG_KNOWN_NOT && s.registered == DSREG_KNOWN_NOT);
        ALWAYS(!s.acquire.there && !s.refresh.there && !s.mdm_url.known);
        ALWAYS(s.device_id.empty() && s.tenant_id.empty());
    }
    return 0;
}

// What a broker answers to the five questions of the public interface.
#include "broker/replies.h"
#include "dsreg/svc/broker.h"
#include "oracle.h"

using namespace dsreg;
using namespace dsreg::fuzz;

namespace {

void check(const wire::broker_error& e)
{
    ALWAYS(e.kind == 0 || e.kind == DSREG_X_REFUSED || e.kind == DSREG_X_PROTOCOL);
    ALWAYS(e.status >= -1 && e.status <= 9999 && e.sub_status >= -1 && e.sub_status <= 9999);
    ALWAYS(e.aadsts <= 99'999'999);
    ALWAYS(e.tag.empty() || e.tag.size() == 5);
    ALWAYS(e.suberror.size() <= 64);
    ALWAYS(is_guid_or_empty(e.correlation));
    ALWAYS(e.text.size() <= 4096);
    ALWAYS(holds_no_token(e.text) && holds_no_token(e.suberror) && holds_no_token(e.tag));
}

void check(const wire::broker_token& t)
{
    check(t.error);
    ALWAYS(t.granted == (t.error.kind == 0));
    ALWAYS(t.granted || (t.expires == 0 && t.audience.empty() && t.device_id.empty()));
    ALWAYS(t.expires >= 0);
}

void check(const wire::broker_accounts& list)
{
    check(list.error);
    ALWAYS(list.error.kind == 0 || list.accounts.empty());
    ALWAYS(list.accounts.size() <= 1024);
    for (const wire::broker_account& a : list.accounts)
        for (const std::string* s : {&a.home_account_id, &a.username, &a.tenant_id, &a.environment})
            ALWAYS(s->size() <= 512 && s->find('\0') == s->npos);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const unsigned question = take_choice(data, size, 5);
    const uint32_t vendor =
        take_choice(data, size, 2) == 0 ? DSREG_BROKER_MICROSOFT : DSREG_BROKER_HIMMELBLAU;
    const std::string_view reply = text_of(data, size);
    if (question == 0) {
        wire::broker_info info;
        broker::read_version(reply, vendor, info);
        check(info.error);
        ALWAYS(info.version.size() <= 64 && !has_control(info.version));
        ALWAYS(info.version.empty() == info.version_source.empty());
    } else if (question == 1) {
        check(broker::read_accounts(reply, vendor));
    } else if (question == 2) {
        check(broker::read_token(reply, vendor));
    } else if (question == 3) {
        check(broker::read_cookie(reply, vendor));
    } else {
        boost::json::object account;
        if (!broker::pick_account(reply, {"", ""}, account)) return 0;
        // What was picked is the first of a list that is there.
        const auto whole = boost::json::parse({reply.data(), reply.size()});
        ALWAYS(whole.at("accounts").is_array());
    }
    return 0;
}

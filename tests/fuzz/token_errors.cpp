// A sign-in service's answer to the request for a nonce and for a device token.
#include "device/token_reply.h"
#include "dsreg/svc/device.h"
#include "oracle.h"

using namespace dsreg;
using namespace dsreg::fuzz;

namespace {

void check(const wire::device_verdict& v)
{
    ALWAYS(v.verdict == DSREG_DEVICE_OK || v.verdict == DSREG_DEVICE_DISABLED ||
           v.verdict == DSREG_DEVICE_DELETED || v.verdict == DSREG_DEVICE_NO_ANSWER);
    ALWAYS(is_guid_or_empty(v.correlation));
    ALWAYS(v.text.size() <= 4096 && !has_control(v.text) && holds_no_token(v.text));
    ALWAYS(v.suberror.size() <= 64 && holds_no_token(v.suberror));
    // A verdict about the device rests on one of these numbers and on nothing else.
    if (v.verdict == DSREG_DEVICE_DISABLED) ALWAYS(v.aadsts == 135011 || v.aadsts == 130007);
    if (v.verdict == DSREG_DEVICE_DELETED)
        ALWAYS(v.aadsts == 700003 || v.aadsts == 130008 || v.aadsts == 50155);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    constexpr int statuses[] = {200, 400, 401, 500, 503, 0, 302};
    const int status = statuses[take_choice(data, size, 7)];
    if (take_choice(data, size, 2) == 0) {
        const wire::device_verdict v = device::read_token_reply(status, text_of(data, size));
        check(v);
        ALWAYS(v.http_status == status);
        return 0;
    }
    wire::device_verdict problem;
    const std::string nonce = device::read_nonce(status, text_of(data, size), problem);
    ALWAYS(nonce.size() <= 4096 && !has_control(nonce));
    if (nonce.empty()) {
        check(problem);
        ALWAYS(problem.verdict == DSREG_DEVICE_NO_ANSWER);
    }
    return 0;
}

// The registration service's discovery document, and its errors.
#include "device/registration_reply.h"
#include "oracle.h"

using namespace dsreg;
using namespace dsreg::fuzz;

namespace {

void check_address(const device::discovery_reply& got)
{
    ALWAYS(is_guid_or_empty(got.tenant_id));
    ALWAYS(got.join_host == "enterpriseregistration.windows.net" ||
           got.join_host == "enterpriseregistration.microsoftonline.us" ||
           got.join_host == "enterpriseregistration.partner.microsoftonline.cn" ||
           got.join_host == "certauth.enterpriseregistration.windows.net" ||
           got.join_host == "certauth.enterpriseregistration.microsoftonline.us" ||
           got.join_host == "certauth.enterpriseregistration.partner.microsoftonline.cn");
    const std::string begin = "https://" + got.join_host + "/";
    ALWAYS(got.join_endpoint.compare(0, begin.size(), begin) == 0);
    ALWAYS(got.join_endpoint.back() == '/');
    const std::string path = got.join_endpoint.substr(begin.size());
    ALWAYS(path.find_first_of("?#@:\\% ") == path.npos && path.find("..") != 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const unsigned choice = take_choice(data, size, 2);
    const std::string_view body = text_of(data, size);
    if (choice == 0) {
        device::discovery_reply got;
        const status s = device::read_discovery(body, got);
        if (s) check_address(got);
        ALWAYS(s.text().size() <= 2048 && !has_control(s.text()));
        return 0;
    }
    device::service_error e;
    const bool is_error = device::read_service_error(body, e);
    for (const std::string* text : {&e.type, &e.message, &e.trace_id}) {
        ALWAYS(text->size() <= 4096 && !has_control(*text) && holds_no_token(*text));
        ALWAYS(is_error || text->empty());
    }
    if (is_error) ALWAYS(device::is_removal_reply(body));
    return 0;
}

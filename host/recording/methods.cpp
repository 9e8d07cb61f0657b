#include "recording/methods.h"

#include "recording/members.h"
#include "recording/names_identity.h"
#include "recording/names_services.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/device.h>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>
#include <dsreg/svc/journal.h>
#include <dsreg/svc/net.h>

#include <boost/json.hpp>

#include <algorithm>

namespace dsreg::recording {
namespace {

struct nothing {
    template <class A>
    void fields(A&)
    {}
};

template <class S>
bool to_json(std::string_view payload, const cleaner& clean, boost::json::value& ret)
{
    S message;
    if (!wire::decode(payload, message)) return false;
    ret = object_json(message, clean);
    return true;
}

template <class S>
std::string to_bytes(const place& where, const boost::json::value& from, faults& out)
{
    S message;
    read_members(where, from, out, message);
    return out.none() ? wire::encode(message) : std::string();
}

template <class Request, class Reply>
constexpr method row(const char* service, uint16_t number, const char* name)
{
    return {service,
            number,
            name,
            {to_json<Request>, to_bytes<Request>},
            {to_json<Reply>, to_bytes<Reply>}};
}

constexpr method table[] = {
    row<wire::fs_request, wire::fs_reply>(DSREG_SVC_FS, wire::fs_read, "read"),
    row<wire::fs_request, wire::fs_reply>(DSREG_SVC_FS, wire::fs_list, "list"),
    row<wire::net_check_request, wire::net_check_reply>(DSREG_SVC_NET, wire::net_check, "check"),
    row<wire::net_srv_request, wire::net_srv_reply>(DSREG_SVC_NET, wire::net_srv, "srv"),
    row<wire::http_perform_request, wire::http_perform_reply>(DSREG_SVC_HTTP, wire::http_perform,
                                                              "perform"),
    row<wire::dbus_request, wire::dbus_reply>(DSREG_SVC_DBUS, wire::dbus_call, "call"),
    row<nothing, wire::broker_info>(DSREG_SVC_BROKER, wire::broker_info_call, "info"),
    row<nothing, wire::broker_accounts>(DSREG_SVC_BROKER, wire::broker_accounts_call, "accounts"),
    row<wire::broker_token_request, wire::broker_token>(DSREG_SVC_BROKER, wire::broker_token_call,
                                                        "token"),
    row<wire::broker_state_request, wire::broker_state>(DSREG_SVC_BROKER, wire::broker_state_call,
                                                        "state"),
    row<nothing, wire::device_list>(DSREG_SVC_DEVICE, wire::device_list_call, "list"),
    row<wire::device_request, wire::device_verdict>(DSREG_SVC_DEVICE, wire::device_key_match_call,
                                                    "key_match"),
    row<wire::device_request, wire::device_verdict>(DSREG_SVC_DEVICE, wire::device_sign_test_call,
                                                    "sign_test"),
    row<wire::device_request, wire::device_verdict>(DSREG_SVC_DEVICE, wire::device_server_test_call,
                                                    "server_test"),
    row<wire::journal_query, wire::journal_entries>(DSREG_SVC_JOURNAL, wire::journal_query_call,
                                                    "query"),
};

template <class Same>
const method* find_if(Same same)
{
    const auto* found = std::find_if(std::begin(table), std::end(table), same);
    return found == std::end(table) ? nullptr : found;
}

} // namespace

std::span<const method> all_methods()
{
    return table;
}

const method* find_method(std::string_view service, uint16_t number)
{
    return find_if([&](const method& m) { return m.service == service && m.number == number; });
}

const method* find_method(std::string_view service, std::string_view name)
{
    return find_if([&](const method& m) { return m.service == service && m.name == name; });
}

} // namespace dsreg::recording

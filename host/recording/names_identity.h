// The names of dsreg.broker/1 and device/1.
#pragma once
#include "recording/names.h"
#include "wire/device.h"
#include "wire/services.h"

namespace dsreg::recording {

template <>
struct names<wire::broker_error> {
    static constexpr std::array list{"kind",     "status",     "sub_status",  "aadsts", "tag",
                                     "suberror", "dbus_error", "correlation", "text"};
};
template <>
struct names<wire::broker_info> {
    static constexpr std::array list{
        "vendor",         "java_era",   "activatable",     "replaced",     "pid",  "version",
        "version_source", "executable", "executable_time", "service_file", "error"};
};
template <>
struct names<wire::broker_account> {
    static constexpr std::array list{"home_account_id", "username", "tenant_id", "environment"};
};
template <>
struct names<wire::broker_accounts> {
    static constexpr std::array list{"accounts", "error"};
};
template <>
struct names<wire::broker_token_request> {
    static constexpr std::array list{"kind", "home_account_id"};
};
template <>
struct names<wire::broker_token> {
    static constexpr std::array list{"granted",   "expires", "audience", "tenant_id",
                                     "device_id", "amr",     "error"};
};
template <>
struct names<wire::broker_state_request> {
    static constexpr std::array list{"home_account_id"};
};
template <>
struct names<wire::broker_attempt> {
    static constexpr std::array list{"there",          "code",       "time",        "http_status",
                                     "has_http_error", "http_error", "user",        "credential",
                                     "correlation",    "endpoint",   "http_method", "server_error",
                                     "server_text"};
};
template <>
struct names<wire::published_text> {
    static constexpr std::array list{"known", "text"};
};
template <>
struct names<wire::broker_state> {
    static constexpr std::array list{
        "prt",           "prt_cached",           "prt_refreshed", "prt_expires", "prt_source",
        "prt_why",       "session_key_protocol", "prt_authority", "registered",  "device_id",
        "tenant_id",     "tenant_domain",        "device_source", "device_mode", "mdm_url",
        "mdm_terms_url", "mdm_compliance_url",   "acquire",       "refresh",     "error"};
};
template <>
struct names<wire::device_certificate> {
    static constexpr std::array list{
        "there",     "key_bits",   "not_before", "not_after", "client_auth", "enterprise",
        "join_type", "thumbprint", "subject",    "issuer",    "issuer_unit", "device_id",
        "tenant_id", "user_id",    "region",     "key_type",  "der"};
};
template <>
struct names<wire::device_record> {
    static constexpr std::array list{"hardware",      "instance",     "tenant_id",
                                     "device_id",     "source",       "path",
                                     "key_container", "key_provider", "certificate"};
};
template <>
struct names<wire::device_file> {
    static constexpr std::array list{"kind", "state", "exposed", "uid",      "gid",
                                     "mode", "size",  "path",    "instance", "text"};
};
template <>
struct names<wire::device_list> {
    static constexpr std::array list{"error", "records", "files", "text"};
};
template <>
struct names<wire::device_request> {
    static constexpr std::array list{"instance", "cloud"};
};
template <>
struct names<wire::device_verdict> {
    static constexpr std::array list{"verdict",     "error", "aadsts",   "http_status", "attempts",
                                     "correlation", "host",  "suberror", "text"};
};

} // namespace dsreg::recording

// The names of dsreg.fs/1, net/1, http/1, dbus/1 and journal/1.
#pragma once
#include "recording/names.h"
#include "wire/journal.h"
#include "wire/services.h"

namespace dsreg::recording {

template <>
struct names<wire::fs_request> {
    static constexpr std::array list{"path", "max"};
};
template <>
struct names<wire::fs_entry> {
    static constexpr std::array list{"name", "size", "modified", "mode", "uid", "gid"};
};
template <>
struct names<wire::fs_reply> {
    static constexpr std::array list{"error", "native", "entries", "bytes"};
};
template <>
struct names<wire::net_target> {
    static constexpr std::array list{"host", "port", "upto"};
};
template <>
struct names<wire::net_check_request> {
    static constexpr std::array list{"targets"};
};
template <>
struct names<wire::net_cert> {
    static constexpr std::array list{"trusted",    "subject",   "issuer", "sha256",
                                     "not_before", "not_after", "der"};
};
template <>
struct names<wire::net_result> {
    static constexpr std::array list{"error",        "native",      "address",   "proxy",
                                     "proxy_source", "tls_version", "certs",     "resolve_ns",
                                     "connect_ns",   "tls_ns",      "error_text"};
};
template <>
struct names<wire::net_check_reply> {
    static constexpr std::array list{"results"};
};
template <>
struct names<wire::net_srv_request> {
    static constexpr std::array list{"name"};
};
template <>
struct names<wire::net_srv_record> {
    static constexpr std::array list{"host", "port", "priority", "weight"};
};
template <>
struct names<wire::net_srv_reply> {
    static constexpr std::array list{"error", "records"};
};
template <>
struct names<wire::http_request> {
    static constexpr std::array list{"method", "url", "headers", "body", "max_body"};
};
template <>
struct names<wire::http_reply> {
    static constexpr std::array list{"error", "status", "headers", "body", "error_text", "net"};
};
template <>
struct names<wire::http_perform_request> {
    static constexpr std::array list{"requests"};
};
template <>
struct names<wire::http_perform_reply> {
    static constexpr std::array list{"replies"};
};
template <>
struct names<wire::dbus_request> {
    static constexpr std::array list{"bus",    "destination", "path",     "interface",
                                     "member", "signature",   "arguments"};
};
template <>
struct names<wire::dbus_reply> {
    static constexpr std::array list{"error", "owner_uid", "error_name",
                                     "owner", "items",     "error_text"};
};
template <>
struct names<wire::journal_query> {
    static constexpr std::array list{"from", "count", "since"};
};
template <>
struct names<wire::journal_entry> {
    static constexpr std::array list{"priority", "time",       "uid",    "pid",
                                     "unit",     "identifier", "message"};
};
template <>
struct names<wire::journal_entries> {
    static constexpr std::array list{"error", "entries", "text"};
};

} // namespace dsreg::recording

// The members of json.h, named once for both ways: `a` is a writer or a reader. Inside this room
// only.
#pragma once
#include "wire/device.h"

#include <dsreg/probe.h>
#include <span>
#include <string_view>

namespace dsreg::device {

using words = std::span<const std::string_view>; // by number; "": a number that is not used

inline constexpr std::string_view error_words[] = {
    "none",     "dns",       "connect",   "tls",    "timeout",      "proxy",
    "protocol", "too-large", "not-found", "access", "disconnected", "refused"};
inline constexpr std::string_view storage_words[] = {"file", "hardware", "unknown"};
inline constexpr std::string_view join_words[] = {"unknown", "registered", "joined"};
inline constexpr std::string_view kind_words[] = {"", "certificate", "key", "transport-key",
                                                  "note"};
inline constexpr std::string_view state_words[] = {"",          "good",    "denied", "not-regular",
                                                   "too-large", "garbage", "locked"};
inline constexpr std::string_view verdict_words[] = {
    "",         "ok",      "key-missing", "key-mismatch", "sign-failed",
    "disabled", "deleted", "no-answer",   "key-unusable"};
inline constexpr std::string_view removed_words[] = {"", "removed", "absent", "failed", "kept"};
inline constexpr std::string_view end_words[] = {
    "",           "done",        "nothing",     "no-key",
    "refused",    "not-removed", "unreachable", "left-behind",
    "not-started"};

constexpr std::size_t steps_most = 1024;

template <class A>
void describe(A& a, wire::device_certificate& c)
{
    a.text("thumbprint", c.thumbprint);
    a.text("subject", c.subject);
    a.text("issuer", c.issuer);
    a.text("issuer_unit", c.issuer_unit);
    a.text("device_id", c.device_id);
    a.text("tenant_id", c.tenant_id);
    a.text("user_id", c.user_id);
    a.text("region", c.region);
    a.word("join_type", c.join_type, join_words);
    a.number("not_before", c.not_before); // ns since 1970
    a.number("not_after", c.not_after);
    a.flag("client_auth", c.client_auth);
    a.flag("enterprise", c.enterprise);
    a.text("key_type", c.key_type);
    a.number("key_bits", c.key_bits);
    a.bytes("der", c.der);
}

template <class A>
void describe(A& a, wire::device_record& r)
{
    a.text("instance", r.instance);
    a.text("tenant_id", r.tenant_id);
    a.text("device_id", r.device_id);
    a.text("source", r.source);
    a.text("path", r.path);
    a.word("key_storage", r.hardware, storage_words);
    a.text("key_container", r.key_container);
    a.text("key_provider", r.key_provider);
    a.optional("certificate", r.certificate);
}

template <class A>
void describe(A& a, wire::device_file& f)
{
    a.text("path", f.path);
    a.word("kind", f.kind, kind_words);
    a.word("state", f.state, state_words);
    a.flag("exposed", f.exposed);
    a.number("uid", f.uid);
    a.number("gid", f.gid);
    a.number("mode", f.mode);
    a.number("size", f.size);
    a.text("instance", f.instance);
    a.text("text", f.text);
}

template <class A>
void describe(A& a, wire::device_list& l)
{
    a.word("error", l.error, error_words);
    a.text("text", l.text);
    a.list("registrations", l.records, wire::device_records_most);
    a.list("files", l.files, wire::device_files_most);
}

template <class A>
void describe(A& a, wire::device_verdict& v)
{
    a.word("verdict", v.verdict, verdict_words);
    a.word("error", v.error, error_words);
    a.number("aadsts", v.aadsts);
    a.number("http_status", v.http_status);
    a.number("attempts", v.attempts);
    a.text("correlation", v.correlation);
    a.text("host", v.host);
    a.text("suberror", v.suberror);
    a.text("text", v.text);
}

template <class A>
void describe(A& a, wire::device_step& s)
{
    a.word("how", s.how, removed_words);
    a.text("path", s.path);
    a.text("why", s.why);
}

template <class A>
void describe(A& a, wire::device_removal& r)
{
    a.word("error", r.error, error_words);
    a.list("steps", r.steps, steps_most);
    a.text("text", r.text);
}

template <class A>
void describe(A& a, wire::device_unregistering& u)
{
    a.word("end", u.end, end_words);
    a.word("error", u.error, error_words);
    a.number("http_status", u.http_status);
    a.flag("finished_earlier", u.finished_earlier);
    a.text("device_id", u.device_id);
    a.text("host", u.host);
    a.text("correlation", u.correlation);
    a.text("text", u.text);
    a.list("steps", u.steps, steps_most);
}

} // namespace dsreg::device

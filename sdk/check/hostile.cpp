// Answers as nobody sends them by accident, each allowed by the contract.
#include "worlds.h"

#include <limits>

namespace dsreg::check {
namespace {

constexpr int64_t least = std::numeric_limits<int64_t>::min();
constexpr int64_t most = std::numeric_limits<int64_t>::max();

// Every text that a service may give, replaced by one. `bytes`: where the contract promises bytes
// and no text, which may be something else.
services filled(const std::string& text, const std::string& bytes, int64_t number)
{
    services s = plain_services();
    testkit::broker_trouble trouble;
    trouble.tag = trouble.suberror = trouble.dbus_error = trouble.correlation = trouble.text = text;
    const auto net = [=] {
        testkit::net_answer a;
        a.address = a.proxy = a.proxy_source = a.tls_version = a.text = text;
        a.native = static_cast<int32_t>(number);
        testkit::certificate c;
        c.subject = c.issuer = c.sha256 = text;
        c.not_before = c.not_after = number;
        a.certs.assign(8, c);
        return a;
    };
    s.net = [=](const std::string&, uint16_t) { return net(); };
    s.srv = [=](const std::string&) {
        testkit::srv_answer a;
        a.records.assign(64, {text.substr(0, 255), 0, 0xffff, 0xffff});
        return a;
    };
    s.http = [=](const testkit::http_question&) {
        testkit::http_answer a;
        a.status = 200;
        a.body = bytes;
        const std::string field = bytes.substr(0, 4096);
        for (const char* name : {"date", "location", "server", "content-type", "request-id",
                                 "www-authenticate", "set-cookie"})
            a.fields.emplace_back(name, field);
        a.net = net();
        return a;
    };
    s.dbus = [=](const testkit::dbus_question&) {
        testkit::dbus_answer a;
        a.items = {{"0", text}, {"0/" + text.substr(0, 64), text}, {"0/ActiveState", text}};
        a.numbers = {{"0/1", number}};
        return a;
    };
    s.broker = [=](uint32_t) {
        testkit::broker_answer a;
        a.vendor = 99;
        a.pid = static_cast<int32_t>(number);
        a.version = a.version_source = a.executable = a.service_file = text;
        a.executable_time = number;
        a.error = trouble;
        return a;
    };
    s.accounts = [=] {
        testkit::accounts_answer a;
        a.accounts.assign(64, {text, text, text, text});
        return a;
    };
    s.state = [=] {
        testkit::broker_state a;
        a.prt = a.registered = 99;
        a.prt_cached = a.prt_refreshed = a.prt_expires = number;
        a.prt_source = a.prt_why = a.session_key_protocol = a.prt_authority = a.device_id = text;
        a.tenant_id = a.tenant_domain = a.device_source = a.device_mode = text;
        a.mdm_url = a.mdm_terms_url = a.mdm_compliance_url = text;
        testkit::broker_attempt t;
        t.code = 0xffffffffu;
        t.time = number;
        t.http_status = static_cast<int32_t>(number);
        t.user = t.credential = t.correlation = t.endpoint = t.http_method = text;
        t.server_error = t.server_text = text;
        a.acquire = a.refresh = t;
        return a;
    };
    s.token = [=](uint32_t, const std::string&) {
        testkit::token_answer a;
        a.expires = number;
        a.audience = a.tenant_id = a.device_id = a.amr = text;
        a.error = trouble;
        return a;
    };
    s.fs = [=](const std::string&) {
        testkit::fs_answer a;
        a.bytes = bytes;
        a.entries = {{text.substr(0, 255), number}};
        return a;
    };
    s.device = [=] {
        testkit::device_record r;
        r.instance = r.tenant_id = r.device_id = r.source = r.path = text;
        r.key_container = r.key_provider = text;
        r.hardware = 99;
        testkit::device_certificate c;
        c.device_id = c.tenant_id = c.key_type = c.subject = c.issuer = c.thumbprint = text;
        c.not_before = c.not_after = number;
        c.join_type = 99;
        testkit::device_answer a;
        a.records.assign(16, r);
        a.records.front().certificate = c;
        testkit::device_file f;
        f.kind = f.state = 99;
        f.path = f.instance = f.text = text;
        a.files.assign(256, f);
        a.text = text;
        return a;
    };
    s.device_test = [=](const testkit::device_question&) {
        testkit::device_verdict v;
        v.verdict = v.error = 99;
        v.http_status = static_cast<int32_t>(number);
        v.correlation = v.host = v.suberror = v.text = text;
        return v;
    };
    s.journal = [=](const dsreg_journal_query&) {
        testkit::journal_answer a;
        testkit::journal_entry e;
        e.time = number;
        e.message = text.substr(0, 8192);
        e.unit = e.identifier = text.substr(0, 255);
        a.entries.assign(200, e);
        return a;
    };
    return s;
}

// Only what fetches bytes.
services with_bytes(const std::string& bytes)
{
    services s = plain_services();
    s.http = [=](const testkit::http_question& q) {
        testkit::http_answer a;
        // The host keeps to what was asked for.
        const std::size_t room = q.max_body != 0 ? q.max_body : 1024 * 1024;
        a.body = bytes.substr(0, room);
        return a;
    };
    s.fs = [=](const std::string&) {
        testkit::fs_answer a;
        a.bytes = bytes.substr(0, 64 * 1024);
        return a;
    };
    return s;
}

services many_items()
{
    services s = plain_services();
    s.dbus = [](const testkit::dbus_question&) {
        testkit::dbus_answer a;
        for (int i = 0; i < 4096; i++) a.items.emplace_back("0/" + std::to_string(i), "x");
        return a;
    };
    s.fs = [](const std::string&) {
        testkit::fs_answer a;
        for (int i = 0; i < 4096; i++) a.entries.emplace_back("name" + std::to_string(i), i);
        return a;
    };
    return s;
}

} // namespace

std::vector<named_world> hostile_worlds(const subject& s, const dsreg_probe& probe)
{
    std::string deep;
    for (int i = 0; i < 100'000; i++) deep += "{\"a\":[";
    const std::string signs = "\x1b[31mred\x1b[0m\r\n\t\b\x7f\xe2\x80\xae\xc2\x9b";
    const struct {
        const char* name;
        services offered;
    } kinds[] = {
        {"with 4 MiB of text", with_bytes(std::string(4u << 20, 'a'))},
        {"with 4 MiB of brackets", with_bytes(std::string(4u << 20, '['))},
        {"with a document of 100000 levels", with_bytes(deep)},
        {"with half a document", with_bytes(R"({"status":"o)")},
        {"with a document of another type", with_bytes("[1,\"2\",null]")},
        {"with zero bytes", with_bytes(std::string(1024, '\0'))},
        {"with bytes that are no UTF-8",
         with_bytes("\xff\xfe\xc0\x80{\"status\":\"\xed\xa0\x80\"}")},
        {"with 4096 items", many_items()},
        {"with control characters", filled(signs, signs, 0)},
        {"with empty texts and the least number", filled("", "", least)},
        {"with bytes that are no UTF-8 everywhere", filled("\xc3\xbc", "\xff\xc3", most)},
        {"with texts of 4 KiB and the largest number",
         filled(std::string(4000, 'x') + "\xc3\xbc", std::string(4000, '"'), most)},
        {"with format strings", filled("%s%n%p{}{0}$(id)`id`", "%s%n{}", -1)},
    };
    std::vector<named_world> list;
    for (const auto& kind : kinds) {
        list.push_back({kind.name, plain_world(s, probe)});
        list.back().where.offered = kind.offered;
    }
    return list;
}

} // namespace dsreg::check

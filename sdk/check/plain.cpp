// What services say on a healthy machine.
#include "worlds.h"

#include <algorithm>

namespace dsreg::check {
namespace {

constexpr int64_t second = 1'000'000'000, hour = 3600 * second;
constexpr int64_t start = 1'790'000'000 * second; // the testkit's clock
constexpr const char* tenant = "5f0c4a52-83b1-4b6e-9d0c-7a1e2f3b4c5d";
constexpr const char* device = "0d9e8c7b-6a5f-4e3d-8c2b-1a0f9e8d7c6b";
constexpr const char* user = "someone@contoso.example";

testkit::net_answer reachable()
{
    testkit::net_answer a;
    a.address = "192.0.2.7";
    a.tls_version = "TLSv1.3";
    testkit::certificate leaf;
    leaf.subject = "CN=www.contoso.example";
    leaf.issuer = "CN=An Authority";
    leaf.sha256 = std::string(64, 'a');
    leaf.not_before = start - 1000 * hour;
    leaf.not_after = start + 1000 * hour;
    a.certs = {leaf};
    return a;
}

// What a federated organisation's sign-in service publishes for clients that speak WS-Trust.
constexpr const char* metadata =
    R"(<?xml version="1.0"?><wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">)"
    R"(<wsdl:service name="SecurityTokenService"><wsdl:port><wsdl:address location=)"
    R"("https://www.contoso.example/adfs/services/trust/13/windowstransport"/></wsdl:port>)"
    R"(<wsdl:port><wsdl:address location=)"
    R"("https://www.contoso.example/adfs/services/trust/13/usernamemixed"/></wsdl:port>)"
    R"(</wsdl:service></wsdl:definitions>)";

bool wants_xml(const testkit::http_question& q)
{
    return std::any_of(q.fields.begin(), q.fields.end(), [](const auto& field) {
        return field.second.find("xml") != std::string::npos;
    });
}

testkit::http_answer page(const testkit::http_question& q)
{
    testkit::http_answer a;
    if (wants_xml(q)) {
        a.body = metadata;
        a.fields = {{"content-type", "text/xml; charset=utf-8"}};
        a.net = reachable();
        return a;
    }
    a.body = R"({"status":"ok","name":"plain","version":"1.0","tenant":")" + std::string(tenant) +
             R"(","url":"https://www.contoso.example/","count":1,"list":[],"enabled":true})";
    a.fields = {{"content-type", "application/json"}, {"date", "Mon, 21 Sep 2026 14:13:20 GMT"}};
    a.net = reachable();
    return a;
}

testkit::broker_answer running(uint32_t)
{
    testkit::broker_answer a;
    a.vendor = DSREG_BROKER_MICROSOFT;
    a.pid = 700;
    a.activatable = true;
    a.version = "2.0.4";
    a.version_source = "getLinuxBrokerVersion";
    a.executable = "/opt/microsoft/identity-broker/bin/microsoft-identity-broker";
    a.executable_time = start - 100 * hour;
    a.service_file = "/usr/share/dbus-1/services/com.microsoft.identity.broker1.service";
    return a;
}

testkit::broker_state fresh()
{
    testkit::broker_state s;
    s.prt = DSREG_KNOWN_YES;
    s.registered = DSREG_KNOWN_YES;
    s.prt_cached = s.prt_refreshed = start - hour;
    s.prt_expires = start + 300 * hour;
    s.prt_source = s.device_source = "broker";
    s.session_key_protocol = "3.1";
    s.prt_authority = std::string("https://login.microsoftonline.com/") + tenant;
    s.device_id = device;
    s.tenant_id = tenant;
    s.tenant_domain = "contoso.example";
    s.device_mode = "Exclusive";
    s.mdm_url = "https://mdm.contoso.example/";
    return s;
}

testkit::device_answer registered()
{
    testkit::device_certificate c;
    c.device_id = device;
    c.tenant_id = tenant;
    testkit::device_record r;
    r.instance = "certificate";
    r.device_id = device;
    r.tenant_id = tenant;
    r.source = "certificate";
    r.path = "/etc/microsoft/identity-broker/certs/device.pem";
    r.key_container = "device.key";
    r.key_provider = "Software (PEM file)";
    r.certificate = c;
    testkit::device_file f;
    f.path = r.path;
    f.instance = r.instance;
    return {DSREG_X_NONE, {r}, {f}, {}, DSREG_OK};
}

testkit::dbus_answer items(const testkit::dbus_question& q)
{
    testkit::dbus_answer a;
    a.items = {{"0", "active"},
               {"0/ActiveState", "active"},
               {"0/SubState", "running"},
               {"0/LoadState", "loaded"},
               {"0/Id", q.destination}};
    a.numbers = {{"0/Count", 1}};
    a.flags = {{"0/Enabled", true}};
    return a;
}

} // namespace

services plain_services()
{
    services s;
    s.dbus = items;
    s.http = page;
    s.net = [](const std::string&, uint16_t) { return reachable(); };
    s.srv = [](const std::string&) {
        testkit::srv_answer a;
        a.records = {{"www.contoso.example", 443, 0, 100}, {"two.contoso.example", 443, 10, 0}};
        return a;
    };
    s.broker = running;
    s.accounts = [] {
        testkit::accounts_answer a;
        a.accounts = {{"someone.home", user, tenant, "login.windows.net"}};
        return a;
    };
    s.state = fresh;
    s.token = [](uint32_t, const std::string&) {
        testkit::token_answer a;
        a.expires = start + hour;
        a.audience = "urn:ms-drs:enterpriseregistration.windows.net";
        a.tenant_id = tenant;
        a.device_id = device;
        a.amr = "pwd rsa mfa";
        return a;
    };
    s.fs = [](const std::string&) {
        testkit::fs_answer a;
        a.bytes = "plain\n";
        a.entries = {{"one", start - hour}, {"two", start}};
        return a;
    };
    s.device = registered;
    s.device_test = [](const testkit::device_question&) { return testkit::device_verdict(); };
    s.journal = [](const dsreg_journal_query&) {
        testkit::journal_answer a;
        testkit::journal_entry e;
        e.time = start - hour;
        e.message = "Started as it should.";
        a.entries = {e};
        return a;
    };
    return s;
}

services empty_services()
{
    services s;
    s.dbus = [](const testkit::dbus_question&) { return testkit::dbus_answer(); };
    s.http = [](const testkit::http_question&) {
        testkit::http_answer a;
        a.status = 204;
        return a;
    };
    s.net = [](const std::string&, uint16_t) { return testkit::net_answer(); };
    s.srv = [](const std::string&) { return testkit::srv_answer(); };
    s.broker = [](uint32_t) { return testkit::broker_answer(); };
    s.accounts = [] { return testkit::accounts_answer(); };
    s.state = [] { return testkit::broker_state(); };
    s.token = [](uint32_t, const std::string&) {
        testkit::token_answer a;
        a.granted = false;
        return a;
    };
    s.fs = [](const std::string&) { return testkit::fs_answer(); };
    s.device = [] { return testkit::device_answer(); };
    s.device_test = [](const testkit::device_question&) {
        testkit::device_verdict v;
        v.verdict = DSREG_DEVICE_KEY_MISSING;
        v.attempts = 0;
        return v;
    };
    s.journal = [](const dsreg_journal_query&) { return testkit::journal_answer(); };
    return s;
}

services failing_services(uint32_t error)
{
    services s;
    testkit::broker_trouble trouble;
    trouble.kind = error;
    trouble.text = "as the other side put it";
    testkit::net_answer net;
    net.error = error;
    net.text = trouble.text;
    net.resolved = error != DSREG_X_DNS;
    s.dbus = [=](const testkit::dbus_question&) {
        testkit::dbus_answer a;
        a.error = error;
        a.name = "org.example.Error";
        a.text = "as the other side put it";
        return a;
    };
    s.http = [=](const testkit::http_question&) {
        testkit::http_answer a;
        a.net = net;
        return a;
    };
    s.net = [=](const std::string&, uint16_t) { return net; };
    s.srv = [=](const std::string&) { return testkit::srv_answer{error, {}, DSREG_OK}; };
    s.broker = [=](uint32_t) {
        testkit::broker_answer a;
        a.error = trouble;
        return a;
    };
    s.accounts = [=] { return testkit::accounts_answer{{}, trouble, DSREG_OK}; };
    s.state = [=] {
        testkit::broker_state a;
        a.error = trouble;
        return a;
    };
    s.token = [=](uint32_t, const std::string&) {
        testkit::token_answer a;
        a.granted = false;
        a.error = trouble;
        return a;
    };
    s.fs = [=](const std::string&) { return testkit::fs_answer{error, {}, DSREG_OK, {}}; };
    s.device = [=] {
        return testkit::device_answer{error, {}, {}, "as the other side put it", DSREG_OK};
    };
    s.device_test = [=](const testkit::device_question&) {
        testkit::device_verdict v;
        v.verdict = DSREG_DEVICE_NO_ANSWER;
        v.error = error;
        return v;
    };
    s.journal = [=](const dsreg_journal_query&) {
        testkit::journal_answer a;
        a.error = error;
        a.text = "as the other side put it";
        return a;
    };
    return s;
}

} // namespace dsreg::check

// Calls each service once with everything filled in and notes what comes back; then wrongly.
#include "note.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>
#include <dsreg/svc/net.h>

namespace {

dsreg::result fs(dsreg::host h)
{
    const auto* s = h.service<dsreg_svc_fs>(DSREG_SVC_FS);
    const dsreg_call how = {sizeof how, DSREG_CALL_OPTIONAL, 250, 0};
    const dsreg_fs_reply* r = nullptr;
    note(h, "status", s->read(h.raw(), &how, "/etc/hostname", 99, &r));
    note(h, "bytes", dsreg::view(r->bytes));
    note(h, "name", r->entries[0].name);
    note(h, "mode", r->entries[0].mode);
    note(h, "list", s->list(h.raw(), nullptr, "/etc", &r));
    note(h, "native", r->native);
    note(h, "failed", s->read(h.raw(), nullptr, "/etc/hostname", 0, &r));
    note(h, "null-path", s->read(h.raw(), nullptr, nullptr, 0, &r));
    note(h, "null-ret", s->read(h.raw(), nullptr, "/etc/hostname", 0, nullptr));
    note(h, "null-host", s->read(nullptr, nullptr, "/etc/hostname", 0, &r));
    const dsreg_call small = {4, 0, 0, 0};
    note(h, "small-call", s->read(h.raw(), &small, "/etc/hostname", 0, &r));
    return dsreg::result::pass();
}

dsreg::result net(dsreg::host h)
{
    const auto* s = h.service<dsreg_svc_net>(DSREG_SVC_NET);
    const dsreg_net_target targets[] = {{"a.example", 443, DSREG_NET_TLS, 0},
                                        {"b.example", 80, DSREG_NET_RESOLVE, 0}};
    const dsreg_net_result* const* r = nullptr;
    note(h, "status", s->check(h.raw(), nullptr, targets, 2, &r));
    note(h, "address", r[0]->address);
    note(h, "subject", r[0]->certs[0]->subject);
    note(h, "der", dsreg::view(r[0]->certs[0]->der));
    note(h, "error", r[1]->error);
    note(h, "tls-ns", r[1]->tls_ns);
    const dsreg_net_srv_list* records = nullptr;
    note(h, "srv", s->srv(h.raw(), nullptr, "_ldap._tcp.example", &records));
    note(h, "srv-host", records->records[0].host);
    note(h, "srv-port", records->records[0].port);
    note(h, "null-targets", s->check(h.raw(), nullptr, nullptr, 2, &r));
    note(h, "too-many", s->check(h.raw(), nullptr, targets, 100000, &r));
    return dsreg::result::pass();
}

dsreg::result http(dsreg::host h)
{
    const auto* s = h.service<dsreg_svc_http>(DSREG_SVC_HTTP);
    const dsreg_http_field field = {dsreg::str("accept"), dsreg::str("text/plain")};
    const dsreg_http_request request = {
        sizeof request, 1, "GET", "https://a.example/x", &field, dsreg::str("body"), 77, 0};
    const dsreg_http_request no_url = {sizeof no_url, 0, "GET", nullptr, nullptr, {}, 0, 0};
    const dsreg_http_request* list[] = {&request};
    const dsreg_http_reply* const* r = nullptr;
    note(h, "status", s->perform(h.raw(), nullptr, list, 1, &r));
    note(h, "code", r[0]->status);
    note(h, "field", dsreg::view(r[0]->fields[0].value));
    note(h, "body", dsreg::view(r[0]->body));
    note(h, "net", r[0]->net->address);
    list[0] = &no_url;
    note(h, "no-url", s->perform(h.raw(), nullptr, list, 1, &r));
    list[0] = nullptr;
    note(h, "null-request", s->perform(h.raw(), nullptr, list, 1, &r));
    return dsreg::result::pass();
}

dsreg::result dbus(dsreg::host h)
{
    const auto* s = h.service<dsreg_svc_dbus>(DSREG_SVC_DBUS);
    const dsreg_value arguments[] = {dsreg::text("one"), dsreg::number(2)};
    dsreg_dbus_request request = {sizeof request, DSREG_BUS_SYSTEM, "org.x", "/org/x",
                                  "org.x.I",      "GetAll",         "su",    arguments};
    const dsreg_dbus_reply* r = nullptr;
    note(h, "status", s->call(h.raw(), nullptr, &request, &r));
    note(h, "owner", r->owner);
    note(h, "path", r->items[0].name);
    note(h, "value", dsreg::view(r->items[0].value.u.s));
    note(h, "uid", r->owner_uid);
    request.arguments = nullptr;
    note(h, "null-arguments", s->call(h.raw(), nullptr, &request, &r));
    note(h, "null-request", s->call(h.raw(), nullptr, nullptr, &r));
    return dsreg::result::pass();
}

dsreg::result broker(dsreg::host h)
{
    const auto* s = h.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    const dsreg_broker_info* info = nullptr;
    note(h, "info", s->info(h.raw(), nullptr, &info));
    note(h, "vendor", info->vendor);
    note(h, "version", info->version);
    note(h, "tag", info->error->tag);
    const dsreg_broker_accounts* accounts = nullptr;
    note(h, "accounts", s->accounts(h.raw(), nullptr, &accounts));
    note(h, "username", accounts->accounts[0]->username);
    const dsreg_broker_token* token = nullptr;
    note(h, "token", s->token(h.raw(), nullptr, DSREG_TOKEN_DRS, accounts->accounts[0], &token));
    note(h, "audience", token->audience);
    note(h, "aadsts", token->error->aadsts);
    note(h, "version-still", info->version);
    return dsreg::result::pass();
}

constexpr const char* all[] = {DSREG_SVC_FS,   DSREG_SVC_NET,    DSREG_SVC_HTTP,
                               DSREG_SVC_DBUS, DSREG_SVC_BROKER, nullptr};

constexpr dsreg_probe probe(const char* id, void (*run)(const dsreg_host*))
{
    dsreg_probe p{};
    p.struct_size = sizeof p;
    p.id = id;
    p.section = "Test";
    p.title = "Test";
    p.services = all;
    p.outputs = noted;
    p.run = run;
    return p;
}

dsreg::result absent(dsreg::host h)
{
    note(h, "fs", h.service<dsreg_svc_fs>(DSREG_SVC_FS) == nullptr);
    note(h, "device", h.service<void>("dsreg.device/1") == nullptr);
    return dsreg::result::pass();
}

constexpr dsreg_probe fs_probe = probe("t.services.fs", dsreg::run<fs>);
constexpr dsreg_probe net_probe = probe("t.services.net", dsreg::run<net>);
constexpr dsreg_probe http_probe = probe("t.services.http", dsreg::run<http>);
constexpr dsreg_probe dbus_probe = probe("t.services.dbus", dsreg::run<dbus>);
constexpr dsreg_probe broker_probe = probe("t.services.broker", dsreg::run<broker>);
constexpr dsreg_probe absent_probe = probe("t.services.absent", dsreg::run<absent>);

} // namespace

DSREG_MODULE("t.services", "1.0.0", "Tests of dsreg", nullptr, "MIT", &fs_probe, &net_probe,
             &http_probe, &dbus_probe, &broker_probe, &absent_probe);

#include "fake.h"

#include <string_view>

namespace dsreg::testkit {

run_context& context(const dsreg_host* host)
{
    return *static_cast<run_context*>(host->ctx);
}

void check_call(run_context& run, const dsreg_call* call, uint32_t most)
{
    if (call != nullptr && call->struct_size != sizeof *call) run.violation("call: struct_size");
    if (call == nullptr || call->timeout_ms == 0 || call->timeout_ms > most)
        run.violation("call: no time-out within the budget");
}

namespace {

dsreg_status dbus_call(const dsreg_host* host, const dsreg_call* call,
                       const dsreg_dbus_request* request, const dsreg_dbus_reply** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    dbus_question q{request->bus,       request->destination, request->path,
                    request->interface, request->member,      {}};
    const std::string_view signature = request->signature;
    for (std::size_t i = 0; i < signature.size(); i++) {
        if (request->arguments == nullptr) {
            run.violation("dbus: fewer arguments than the signature has");
            return DSREG_E_INVALID;
        }
        const dsreg_value& v = request->arguments[i];
        if (signature[i] == 's' && v.type != DSREG_T_STR) run.violation("dbus: not a text");
        if (v.type == DSREG_T_STR) q.arguments.emplace_back(v.u.s.ptr, v.u.s.len);
    }
    const dbus_answer a = run.offered().dbus(q);
    if (a.status != DSREG_OK) return a.status;
    auto& items = run.keep().make<std::vector<dsreg_pair>>();
    for (const auto& [path, text] : a.items) {
        dsreg_value v{DSREG_T_STR, 0, {}};
        v.u.s = run.keep().str(text);
        items.push_back({run.keep().text(path), v});
    }
    for (const auto& [path, flag] : a.flags) {
        dsreg_value v{DSREG_T_BOOL, 0, {}};
        v.u.i = flag ? 1 : 0;
        items.push_back({run.keep().text(path), v});
    }
    for (const auto& [path, number] : a.numbers) {
        dsreg_value v{DSREG_T_INT, 0, {}};
        v.u.i = number;
        items.push_back({run.keep().text(path), v});
    }
    auto& reply = run.keep().make<dsreg_dbus_reply>();
    reply = {sizeof reply,
             a.error,
             static_cast<uint32_t>(items.size()),
             0,
             run.keep().text(a.name),
             ":1.7",
             items.data(),
             run.keep().str(a.text)};
    *ret = &reply;
    return DSREG_OK;
}

const dsreg_net_result* keep_net(run_context& run, const net_answer& a)
{
    keeper& keep = run.keep();
    auto& certs = keep.make<std::vector<dsreg_net_cert>>();
    for (const certificate& c : a.certs)
        certs.push_back({sizeof(dsreg_net_cert),
                         a.error == DSREG_X_NONE || c.trusted ? 1u : 0u,
                         keep.text(c.subject),
                         keep.text(c.issuer),
                         keep.text(c.sha256),
                         c.not_before,
                         c.not_after,
                         {"", 0}});
    auto& list = keep.make<std::vector<const dsreg_net_cert*>>();
    for (const dsreg_net_cert& c : certs) list.push_back(&c);
    auto& r = keep.make<dsreg_net_result>();
    r = {sizeof r,
         a.error,
         a.native,
         static_cast<uint32_t>(list.size()),
         keep.text(a.address),
         keep.text(a.proxy),
         keep.text(a.proxy_source),
         keep.text(a.tls_version),
         list.data(),
         1'234'567, // the look-up has its time even when it was in vain
         a.resolved ? 2'345'678 : -1,
         a.resolved ? 3'456'789 : -1,
         keep.str(a.text)};
    return &r;
}

dsreg_status net_check(const dsreg_host* host, const dsreg_call* call,
                       const dsreg_net_target* targets, uint32_t count,
                       const dsreg_net_result* const** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    if (run.offered().net_status != DSREG_OK) return run.offered().net_status;
    auto& list = run.keep().make<std::vector<const dsreg_net_result*>>();
    for (uint32_t i = 0; i < count; i++)
        list.push_back(keep_net(run, run.offered().net(targets[i].host, targets[i].port)));
    *ret = list.data();
    return DSREG_OK;
}

dsreg_status net_srv(const dsreg_host*, const dsreg_call*, const char*, const dsreg_net_srv_list**)
{
    return DSREG_E_SERVICE;
}

dsreg_status http_perform(const dsreg_host* host, const dsreg_call* call,
                          const dsreg_http_request* const* requests, uint32_t count,
                          const dsreg_http_reply* const** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    auto& list = run.keep().make<std::vector<const dsreg_http_reply*>>();
    for (uint32_t i = 0; i < count; i++) {
        const dsreg_http_request& r = *requests[i];
        http_question q{r.method, r.url, {}, r.max_body};
        for (uint32_t f = 0; f < r.field_count; f++)
            q.fields.emplace_back(std::string(r.fields[f].name.ptr, r.fields[f].name.len),
                                  std::string(r.fields[f].value.ptr, r.fields[f].value.len));
        const http_answer a = run.offered().http(q);
        if (a.carried != DSREG_OK) return a.carried;
        auto& fields = run.keep().make<std::vector<dsreg_http_field>>();
        for (const auto& [name, value] : a.fields)
            fields.push_back({run.keep().str(name), run.keep().str(value)});
        const bool answered = a.net.error == DSREG_X_NONE;
        auto& reply = run.keep().make<dsreg_http_reply>();
        reply = {sizeof reply,
                 a.net.error,
                 answered ? a.status : 0,
                 static_cast<uint32_t>(fields.size()),
                 fields.data(),
                 run.keep().str(answered ? a.body : ""),
                 run.keep().str(a.net.text),
                 keep_net(run, a.net)};
        list.push_back(&reply);
    }
    *ret = list.data();
    return DSREG_OK;
}

} // namespace

const dsreg_broker_error* keep_error(run_context& run, const broker_trouble& t)
{
    keeper& keep = run.keep();
    auto& e = keep.make<dsreg_broker_error>();
    e = {sizeof e,
         t.kind,
         t.status,
         t.sub_status,
         t.aadsts,
         0,
         keep.text(t.tag),
         keep.text(t.suberror),
         keep.text(t.dbus_error),
         keep.text(t.correlation),
         keep.str(t.text)};
    return &e;
}

namespace {

dsreg_status broker_info(const dsreg_host* host, const dsreg_call* call,
                         const dsreg_broker_info** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    const broker_answer a = run.offered().broker(call == nullptr ? 0 : call->flags);
    if (a.status != DSREG_OK) return a.status;
    keeper& keep = run.keep();
    auto& info = keep.make<dsreg_broker_info>();
    info = {sizeof info,
            a.vendor,
            a.java_era ? 1u : 0u,
            a.pid,
            keep.text(a.version),
            keep.text(a.executable),
            keep_error(run, a.error),
            a.activatable ? 1u : 0u,
            a.replaced ? 1u : 0u,
            a.executable_time,
            keep.text(a.version_source),
            keep.text(a.service_file)};
    *ret = &info;
    return DSREG_OK;
}

dsreg_status broker_accounts(const dsreg_host* host, const dsreg_call* call,
                             const dsreg_broker_accounts** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    const accounts_answer a = run.offered().accounts();
    if (a.status != DSREG_OK) return a.status;
    keeper& keep = run.keep();
    auto& list = keep.make<std::vector<const dsreg_account*>>();
    for (const account& one : a.accounts) {
        auto& kept = keep.make<dsreg_account>();
        kept = {sizeof kept,
                0,
                keep.text(one.home_account_id),
                keep.text(one.username),
                keep.text(one.tenant_id),
                keep.text(one.environment)};
        list.push_back(&kept);
    }
    auto& reply = keep.make<dsreg_broker_accounts>();
    reply = {sizeof reply, static_cast<uint32_t>(list.size()), list.data(),
             keep_error(run, a.error)};
    *ret = &reply;
    return DSREG_OK;
}

dsreg_status fs_read(const dsreg_host* host, const dsreg_call* call, const char* path, uint32_t,
                     const dsreg_fs_reply** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    if (!run.may_read(path)) {
        run.violation(std::string("fs: path is not declared: ") + path);
        return DSREG_E_UNDECLARED;
    }
    const fs_answer a = run.offered().fs(path);
    if (a.status != DSREG_OK) return a.status;
    auto& reply = run.keep().make<dsreg_fs_reply>();
    reply = {sizeof reply, a.error, 0, 0, nullptr, run.keep().str(a.bytes)};
    *ret = &reply;
    return DSREG_OK;
}

dsreg_status fs_list(const dsreg_host* host, const dsreg_call* call, const char* path,
                     const dsreg_fs_reply** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    if (!run.may_read(path)) {
        run.violation(std::string("fs: path is not declared: ") + path);
        return DSREG_E_UNDECLARED;
    }
    const fs_answer a = run.offered().fs(path);
    if (a.status != DSREG_OK) return a.status;
    auto& entries = run.keep().make<std::vector<dsreg_fs_entry>>();
    for (const auto& [name, modified] : a.entries)
        entries.push_back({run.keep().text(name), 0, modified, 0100755, 0, 0, 0});
    auto& reply = run.keep().make<dsreg_fs_reply>();
    const auto count = static_cast<uint32_t>(entries.size());
    reply = {sizeof reply, a.error, 0, count, entries.data(), {"", 0}};
    *ret = &reply;
    return DSREG_OK;
}

constexpr dsreg_svc_dbus dbus_table{sizeof dbus_table, 0, dbus_call};
constexpr dsreg_svc_net net_table{sizeof net_table, 0, net_check, net_srv};
constexpr dsreg_svc_http http_table{sizeof http_table, 0, http_perform};
constexpr dsreg_svc_broker broker_table{
    sizeof broker_table, 0, broker_info, broker_accounts, broker_token_call, broker_state_call};
constexpr dsreg_svc_fs fs_table{sizeof fs_table, 0, fs_read, fs_list};

} // namespace

const void* service_table(const run_context& run, const std::string& id)
{
    const services& s = run.offered();
    if (id == DSREG_SVC_DBUS) return s.dbus ? &dbus_table : nullptr;
    if (id == DSREG_SVC_NET) return s.net ? &net_table : nullptr;
    if (id == DSREG_SVC_HTTP) return s.http ? &http_table : nullptr;
    if (id == DSREG_SVC_BROKER)
        return s.broker || s.accounts || s.state || s.token ? &broker_table : nullptr;
    if (id == DSREG_SVC_JOURNAL) return s.journal ? &journal_table : nullptr;
    if (id == DSREG_SVC_FS) return s.fs ? &fs_table : nullptr;
    if (id == DSREG_SVC_DEVICE) return s.device ? &device_table : nullptr;
    return nullptr;
}

} // namespace dsreg::testkit

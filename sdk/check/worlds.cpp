#include "worlds.h"

#include <algorithm>

namespace dsreg::check {
namespace {

bool holds(const std::string& key, const char* part)
{
    return key.find(part) != std::string::npos;
}

// `run.` keys come from the host, which no module declares.
uint32_t type_of(const subject& s, const std::string& key)
{
    if (key == "run.user.uid" || key == "run.invoked-by") return DSREG_T_INT;
    if (key == "run.elevated") return DSREG_T_BOOL;
    const known_fact* known = s.known(key);
    return known != nullptr ? known->type : DSREG_T_STR;
}

std::string plain_text(const std::string& key)
{
    if (key == "run.cloud") return "public";
    if (holds(key, "realm")) return "Federated";
    if (holds(key, "url") || holds(key, "authority")) return "https://www.contoso.example/";
    if (holds(key, "tenant")) return "5f0c4a52-83b1-4b6e-9d0c-7a1e2f3b4c5d";
    if (holds(key, "device-id") || holds(key, "device.id"))
        return "0d9e8c7b-6a5f-4e3d-8c2b-1a0f9e8d7c6b";
    if (holds(key, "account") || holds(key, "user.name")) return "someone@contoso.example";
    if (holds(key, "version")) return "2.0.4";
    if (holds(key, "host") || holds(key, "domain")) return "www.contoso.example";
    return "plain";
}

bool is_many(const subject& s, const std::string& key)
{
    const known_fact* known = s.known(key);
    return known != nullptr && (known->flags & DSREG_F_MANY) != 0;
}

services refusing_services()
{
    services s = failing_services(DSREG_X_REFUSED);
    s.http = [](const testkit::http_question&) {
        testkit::http_answer a;
        a.status = 403;
        a.body = R"({"error":"access_denied","error_description":"not for you"})";
        a.fields = {{"content-type", "application/json"}};
        return a;
    };
    replace_service(s, DSREG_SVC_NET, plain_services());
    return s;
}

} // namespace

const std::vector<std::string>& service_ids()
{
    static const std::vector<std::string> ids = {
        DSREG_SVC_BROKER, DSREG_SVC_DBUS,    DSREG_SVC_DEVICE, DSREG_SVC_FS,
        DSREG_SVC_HTTP,   DSREG_SVC_JOURNAL, DSREG_SVC_NET};
    return ids;
}

void replace_service(services& in, const std::string& id, const services& other)
{
    if (id == DSREG_SVC_DBUS) in.dbus = other.dbus;
    if (id == DSREG_SVC_HTTP) in.http = other.http;
    if (id == DSREG_SVC_NET) {
        in.net = other.net;
        in.srv = other.srv;
    }
    if (id == DSREG_SVC_FS) in.fs = other.fs;
    if (id == DSREG_SVC_JOURNAL) in.journal = other.journal;
    if (id == DSREG_SVC_DEVICE) {
        in.device = other.device;
        in.device_test = other.device_test;
    }
    if (id == DSREG_SVC_BROKER) {
        in.broker = other.broker;
        in.accounts = other.accounts;
        in.state = other.state;
        in.token = other.token;
    }
}

value plain_value(const subject& s, const std::string& key)
{
    value v;
    v.type = type_of(s, key);
    switch (v.type) {
    case DSREG_T_BOOL:
    case DSREG_T_INT:
        v.i = 1;
        break;
    case DSREG_T_REAL:
        v.d = 1;
        break;
    case DSREG_T_TIME:
        v.i = testkit::clock().now() + 3'600'000'000'000;
        break;
    case DSREG_T_DURATION:
        v.i = 1'000'000'000;
        break;
    default:
        v.type = DSREG_T_STR;
        v.s = plain_text(key);
    }
    return v;
}

world plain_world(const subject& s, const dsreg_probe& probe)
{
    world w;
    w.offered = plain_services();
    const int64_t ms = probe.timeout_ms == 0 ? 10'000 : probe.timeout_ms;
    w.budget_ns = ms * 1'000'000;
    w.time = new_clock(w.budget_ns);
    for (const std::string& entry : texts(probe.inputs)) {
        const std::string key = bare(entry);
        const value v = plain_value(s, key);
        w.inputs.push_back({key, is_many(s, key) ? "someone.home" : "", "test", v});
    }
    return w;
}

std::shared_ptr<testkit::clock> new_clock(int64_t budget_ns)
{
    constexpr int64_t looks = 1'000'000, tick_max = 10'000;
    auto made = std::make_shared<testkit::clock>();
    made->tick(std::clamp<int64_t>(budget_ns / looks, 1, tick_max));
    return made;
}

void set_input(world& w, const std::string& key, uint32_t state, const std::string& reason)
{
    const auto gone = std::remove_if(w.inputs.begin(), w.inputs.end(),
                                     [&](const testkit::fact& f) { return f.key == key; });
    w.inputs.erase(gone, w.inputs.end());
    w.states.erase(key);
    if (state == DSREG_IN_UNKNOWN) // that it is not known is the value's to say
        w.inputs.push_back({key, {}, "test", value::unknown(reason)});
    else
        w.states[key] = state;
}

bool asks_for(const dsreg_probe& probe, const std::string& service)
{
    for (const std::string& entry : texts(probe.services))
        if (bare(entry) == service) return true;
    return false;
}

std::vector<named_world> usual_worlds(const subject& s, const dsreg_probe& probe)
{
    std::vector<named_world> list;
    const auto add = [&](const char* name) -> world& {
        list.push_back({std::string("in the world \"") + name + "\"", plain_world(s, probe),
                        met_by::usual_checks});
        return list.back().where;
    };
    add("plain");
    list.back().whom = met_by::all_checks; // or something that differs in one thing
    world& settings = add("with settings");
    for (const std::string& name : texts(probe.settings))
        settings.settings[bare(name)] = setting_value(bare(name));
    world& bare_world = add("nothing optional");
    for (const std::string& id : service_ids()) {
        const auto all = texts(probe.services);
        if (std::find(all.begin(), all.end(), id) == all.end())
            replace_service(bare_world.offered, id, {});
    }
    for (const std::string& entry : texts(probe.inputs))
        if (is_optional(entry)) set_input(bare_world, bare(entry), DSREG_IN_NO_PROVIDER);
    add("empty answers").offered = empty_services();
    add("refused").offered = refusing_services();
    add("not found").offered = failing_services(DSREG_X_NOT_FOUND);
    add("unreachable").offered = failing_services(DSREG_X_CONNECT);
    add("no rights").offered = failing_services(DSREG_X_ACCESS);
    add("no input but the required ones");
    for (const std::string& entry : texts(probe.inputs))
        if (is_optional(entry)) set_input(list.back().where, bare(entry), DSREG_IN_SILENT);
    return list;
}

named_world variant(const named_world& of, const std::string& added)
{
    named_world out{of.name + ", " + added, of.where};
    out.where.time = new_clock(of.where.budget_ns);
    return out;
}

const char* error_name(uint32_t error)
{
    static const char* const names[] = {
        "DSREG_X_NONE",      "DSREG_X_DNS",    "DSREG_X_CONNECT",      "DSREG_X_TLS",
        "DSREG_X_TIMEOUT",   "DSREG_X_PROXY",  "DSREG_X_PROTOCOL",     "DSREG_X_TOO_LARGE",
        "DSREG_X_NOT_FOUND", "DSREG_X_ACCESS", "DSREG_X_DISCONNECTED", "DSREG_X_REFUSED"};
    return error < std::size(names) ? names[error] : "an error of a later contract";
}

const char* state_name(uint32_t state)
{
    static const char* const names[] = {"?",       "present", "unknown",    "silent",
                                        "skipped", "broken",  "no-provider"};
    return state < std::size(names) ? names[state] : "?";
}

} // namespace dsreg::check

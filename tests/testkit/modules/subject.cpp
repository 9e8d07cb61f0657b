// A module that does what a test asks of it: the setting "do" names the deed.
#include <dsreg/probe.hpp>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/device.h>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>
#include <dsreg/svc/journal.h>
#include <dsreg/svc/net.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using dsreg::host;
using dsreg::result;

#define ID "org.example.kit"

constexpr dsreg_fact_decl fact_of(const char* key, dsreg_type type, uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, flags | DSREG_F_HIDDEN, 0, key, "Kit", "kit"};
}

constexpr dsreg_fact_decl status_fact = fact_of(ID ".status", DSREG_T_INT);
constexpr dsreg_fact_decl error_fact = fact_of(ID ".error", DSREG_T_INT);
constexpr dsreg_fact_decl text_fact = fact_of(ID ".text", DSREG_T_STR, DSREG_F_PERSONAL);
constexpr dsreg_fact_decl state_fact = fact_of(ID ".state", DSREG_T_INT);
constexpr dsreg_fact_decl number_fact = fact_of(ID ".number", DSREG_T_INT);
constexpr dsreg_fact_decl real_fact = fact_of(ID ".real", DSREG_T_REAL);
constexpr dsreg_fact_decl many_fact = fact_of(ID ".many", DSREG_T_STR, DSREG_F_MANY);
constexpr dsreg_fact_decl took_fact = fact_of(ID ".took", DSREG_T_DURATION);
constexpr const dsreg_fact_decl* outputs[] = {&status_fact, &error_fact,  &text_fact,
                                              &state_fact,  &number_fact, &real_fact,
                                              &many_fact,   &took_fact,   nullptr};

constexpr dsreg_finding_decl bad{sizeof(dsreg_finding_decl),
                                 DSREG_SEVERITY_ERROR,
                                 ID ".bad",
                                 "Something is bad",
                                 "A test wanted it so.",
                                 "Nothing to do.",
                                 nullptr,
                                 nullptr,
                                 0,
                                 0};
constexpr const dsreg_finding_decl* findings[] = {&bad, nullptr};

constexpr const char* services[] = {"?dsreg.fs/1",   "?dsreg.http/1",   "?dsreg.net/1",
                                    "?dsreg.dbus/1", "?dsreg.device/1", "?dsreg.journal/1",
                                    nullptr};
constexpr const char* inputs[] = {"?an.input", "?run.cloud", "?" ID ".hush", nullptr};
constexpr const char* settings[] = {"do",      "path",      "number", "flags",
                                    "timeout", "never-set", nullptr};
constexpr const char* paths[] = {"/etc/kit/", "~/kit.conf", nullptr};

std::string text_setting(host h, const char* name)
{
    const dsreg_value* v = nullptr;
    if (h.raw()->setting(h.raw(), name, &v) != DSREG_OK || v == nullptr) return {};
    return std::string(dsreg::view(v->u.s));
}

int64_t number_setting(host h, const char* name)
{
    const dsreg_value* v = nullptr;
    if (h.raw()->setting(h.raw(), name, &v) != DSREG_OK || v == nullptr) return 0;
    return v->u.i;
}

void note(host h, const char* key, int64_t n)
{
    h.fact(key, dsreg::number(n), "test");
}

void note(host h, const char* key, std::string_view text)
{
    h.fact(key, dsreg::text(text), "test");
}

dsreg_call how(host h)
{
    return {sizeof(dsreg_call), static_cast<uint32_t>(number_setting(h, "flags")),
            static_cast<uint32_t>(number_setting(h, "timeout")), 0};
}

result after(host h, dsreg_status status, uint32_t error, std::string_view text)
{
    note(h, ID ".status", status);
    note(h, ID ".error", error);
    note(h, ID ".text", text);
    return result::pass();
}

result read_file(host h, bool list)
{
    const auto* fs = h.service<dsreg_svc_fs>(DSREG_SVC_FS);
    if (fs == nullptr) return after(h, 99, 0, "no service");
    const std::string path = text_setting(h, "path");
    const dsreg_call call = how(h);
    const dsreg_fs_reply* reply = nullptr;
    const dsreg_status s = list ? fs->list(h.raw(), &call, path.c_str(), &reply)
                                : fs->read(h.raw(), &call, path.c_str(), 0, &reply);
    if (s != DSREG_OK) return after(h, s, 0, "");
    note(h, ID ".number", reply->count);
    std::string text(dsreg::view(reply->bytes));
    if (list && reply->count != 0) text = reply->entries[0].name;
    return after(h, s, reply->error, text);
}

result ask_http(host h, const char* method)
{
    const auto* http = h.service<dsreg_svc_http>(DSREG_SVC_HTTP);
    if (http == nullptr) return after(h, 99, 0, "no service");
    const std::string url = text_setting(h, "path");
    dsreg_http_request one{};
    one.struct_size = sizeof one;
    one.method = method;
    one.url = url.c_str();
    one.max_body = 16;
    const dsreg_http_request* both[] = {&one, &one};
    const dsreg_call call = how(h);
    const dsreg_http_reply* const* replies = nullptr;
    const auto count = static_cast<uint32_t>(number_setting(h, "number") == 2 ? 2 : 1);
    const dsreg_status s = http->perform(h.raw(), &call, both, count, &replies);
    if (s != DSREG_OK) return after(h, s, 0, "");
    note(h, ID ".number", replies[0]->status);
    return after(h, s, replies[0]->error, dsreg::view(replies[0]->body));
}

result ask_bus(host h, const char* member)
{
    const auto* bus = h.service<dsreg_svc_dbus>(DSREG_SVC_DBUS);
    const dsreg_dbus_request r{sizeof r,
                               DSREG_BUS_SYSTEM,
                               "org.freedesktop.systemd1",
                               "/org/freedesktop/systemd1",
                               "org.freedesktop.systemd1.Manager",
                               member,
                               "",
                               nullptr};
    const dsreg_dbus_reply* reply = nullptr;
    const dsreg_status s = bus->call(h.raw(), nullptr, &r, &reply);
    if (s != DSREG_OK) return after(h, s, 0, "");
    const bool any = reply->item_count != 0;
    return after(h, s, reply->error, any ? dsreg::view(reply->items[0].value.u.s) : "");
}

result ask_server(host h)
{
    const auto* device = h.service<dsreg_svc_device>(DSREG_SVC_DEVICE);
    const dsreg_device_verdict* verdict = nullptr;
    const dsreg_status s = device->server_test(h.raw(), nullptr, "device-1", "public", &verdict);
    return after(h, s, 0, "");
}

result ask_journal(host h)
{
    const auto* journal = h.service<dsreg_svc_journal>(DSREG_SVC_JOURNAL);
    const dsreg_journal_query q{sizeof q, DSREG_JOURNAL_USER_BROKER,
                                static_cast<uint32_t>(number_setting(h, "number")), 0, 0};
    const dsreg_journal_entries* entries = nullptr;
    const dsreg_status s = journal->query(h.raw(), nullptr, &q, &entries);
    if (s != DSREG_OK) return after(h, s, 0, "");
    note(h, ID ".number", entries->count);
    return after(h, s, entries->error, "");
}

result look_at_input(host h)
{
    std::string key = text_setting(h, "path");
    if (key.empty()) key = "an.input";
    const dsreg_fact* f = nullptr;
    uint32_t index = 0;
    std::string all;
    for (;; index++) {
        const uint32_t state = h.input(key.c_str(), f, index);
        if (index == 0) note(h, ID ".state", state);
        if (state != DSREG_IN_PRESENT && state != DSREG_IN_UNKNOWN) break;
        const bool text = f->value.type == DSREG_T_STR || f->value.type == DSREG_T_UNKNOWN;
        if (index == 0) note(h, ID ".number", f->value.flags);
        if (f->instance != nullptr) all += std::string(f->instance) + "=";
        all += text ? std::string(dsreg::view(f->value.u.s)) : std::to_string(f->value.u.i);
        all += ";";
    }
    note(h, ID ".text", all);
    return result::pass();
}

result compute(host h)
{
    int64_t rounds = 0;
    while (h.remaining() > 0) rounds++;
    note(h, ID ".number", rounds);
    return result::pass();
}

result fail(host h)
{
    h.finding(ID ".bad", "It is bad.", {{"why", dsreg::text("a test")}}, nullptr);
    return result::fail(1, 2);
}

result break_a_rule(host h, const std::string& deed)
{
    const result pass = result::pass();
    if (deed == "undeclared-fact") h.fact(ID ".other", dsreg::text("x"), "test");
    if (deed == "other-type") h.fact(ID ".number", dsreg::text("x"), "test");
    if (deed == "many-without-instance") h.fact(ID ".many", dsreg::text("x"), "test");
    if (deed == "no-source") h.fact(ID ".text", dsreg::text("x"), "");
    if (deed == "no-key") h.fact(nullptr, dsreg::text("x"), "test");
    if (deed == "not-utf8") h.fact(ID ".text", dsreg::text("\xff"), "test");
    if (deed == "long-text") h.fact(ID ".text", dsreg::text(std::string(40'000, 'x')), "test");
    if (deed == "undeclared-finding") h.finding(ID ".other", "It is.");
    if (deed == "undeclared-service") h.service<dsreg_svc_fs>("dsreg.broker/1");
    if (deed == "undeclared-setting") text_setting(h, "other");
    if (const dsreg_fact* f = nullptr; deed == "undeclared-input") h.input("other.input", f);
    if (deed == "twice") h.raw()->conclude(h.raw(), &pass.raw);
    if (deed == "pass-with-error") h.finding(ID ".bad", "It is bad.");
    if (deed == "fail-without") return result::fail();
    if (deed == "about-nothing") return result::skip(DSREG_SKIP_MISSING_INPUT, "no", "other");
    if (deed == "skip-silently") return result::skip(DSREG_SKIP_NOT_APPLICABLE, "");
    if (deed == "nothing") return result::none();
    if (deed == "throw") throw std::runtime_error("a thrown sentence");
    return pass;
}

result act(host h)
{
    const std::string deed = text_setting(h, "do");
    if (deed == "read") return read_file(h, false);
    if (deed == "list") return read_file(h, true);
    if (deed == "read-twice") return read_file(h, false), read_file(h, false);
    if (deed == "get") return ask_http(h, "GET");
    if (deed == "post") return ask_http(h, "POST");
    if (deed == "bus-read") return ask_bus(h, "GetDefaultTarget");
    if (deed == "bus-start") return ask_bus(h, "StartUnit");
    if (deed == "server") return ask_server(h);
    if (deed == "journal") return ask_journal(h);
    if (deed == "input") return look_at_input(h);
    if (deed == "compute") return compute(h);
    if (deed == "fail") return fail(h);
    if (deed == "log") {
        std::thread([&] { h.log(7, "from a thread"); }).join();
        h.log(4, "a warning");
        return result::pass();
    }
    if (deed == "settings") {
        note(h, ID ".number", number_setting(h, "number"));
        return after(h, text_setting(h, "never-set").empty() ? 0 : 1, 0, text_setting(h, "path"));
    }
    if (deed == "sizeless-fact") {
        dsreg_fact f{};
        f.key = ID ".text";
        h.raw()->fact(h.raw(), &f);
        return result::pass();
    }
    if (deed == "again") { // the same fact twice: the last one counts
        note(h, ID ".number", int64_t{1});
        note(h, ID ".number", int64_t{2});
        h.fact(ID ".many", dsreg::text("x"), "test", "one");
        h.fact(ID ".many", dsreg::unknown("nobody knows"), "test", "two");
        dsreg_value half{DSREG_T_REAL, 0, {}};
        half.u.d = 0.5;
        h.fact(ID ".real", half, "test");
        return result::pass();
    }
    if (deed == "flood") {
        for (int i = 0; i < 30'000; i++) note(h, ID ".number", int64_t{i});
        return result::pass();
    }
    if (deed == "thread-setting") {
        std::thread([&] { text_setting(h, "path"); }).join();
        return result::pass();
    }
    if (deed == "read-and-fail") return read_file(h, false), fail(h);
    if (deed == "read-and-skip")
        return read_file(h, false), result::skip(DSREG_SKIP_NEEDS_ROOT, "no rights");
    if (deed == "took") {
        const int64_t began = h.now();
        dsreg_value took{DSREG_T_DURATION, 0, {}};
        took.u.i = number_setting(h, "number") + h.now() - began;
        h.fact(ID ".took", took, "test");
        return result::pass();
    }
    if (deed == "times") {
        note(h, ID ".number", h.now());
        note(h, ID ".state", h.remaining());
        return result::pass();
    }
    if (deed == "sizes") {
        note(h, ID ".number", h.raw()->struct_size);
        note(h, ID ".state", h.raw()->abi_minor);
        return after(h, h.service<dsreg_svc_fs>(DSREG_SVC_FS)->struct_size, 0, h.raw()->version);
    }
    if (deed == "beyond-host" || deed == "beyond-service") {
        const void* table = deed == "beyond-host" ? static_cast<const void*>(h.raw())
                                                  : h.service<dsreg_svc_fs>(DSREG_SVC_FS);
        const uint32_t size = *static_cast<const uint32_t*>(table);
        note(h, ID ".number", static_cast<const volatile unsigned char*>(table)[size]);
        return result::pass();
    }
    return break_a_rule(h, deed);
}

constexpr dsreg_probe act_probe{sizeof(dsreg_probe),
                                DSREG_P_NETWORK,
                                2000,
                                0,
                                ID ".act",
                                "Kit",
                                "Kit",
                                services,
                                inputs,
                                settings,
                                outputs,
                                findings,
                                dsreg::run<act>,
                                paths};

// ---- what demands: an input and a service, without which dsreg would not run it -----------------

constexpr const char* wanted_service[] = {"dsreg.fs/1", nullptr};
constexpr const char* wanted_input[] = {"an.input", nullptr};

result strict(host)
{
    return result::pass();
}

constexpr dsreg_probe strict_probe{sizeof(dsreg_probe), 0,       2000,    0,
                                   ID ".strict",        "Kit",   "Kit",   wanted_service,
                                   wanted_input,        nullptr, nullptr, nullptr,
                                   dsreg::run<strict>,  paths};

// ---- what has a secret, and no budget of its own
// -------------------------------------------------

constexpr dsreg_fact_decl hush_fact = fact_of(ID ".hush", DSREG_T_STR, DSREG_F_SECRET);
constexpr dsreg_fact_decl left_fact = fact_of(ID ".left", DSREG_T_INT);
constexpr const dsreg_fact_decl* hush_outputs[] = {&hush_fact, &left_fact, nullptr};

result hush(host h)
{
    note(h, ID ".left", h.remaining());
    return result::pass();
}

constexpr dsreg_probe hush_probe{sizeof(dsreg_probe),
                                 0,
                                 0,
                                 0,
                                 ID ".hush",
                                 "Kit",
                                 "Kit",
                                 nullptr,
                                 nullptr,
                                 nullptr,
                                 hush_outputs,
                                 nullptr,
                                 dsreg::run<hush>,
                                 nullptr};

} // namespace

DSREG_MODULE(ID, "1.0.0", "Example", nullptr, "MIT", &act_probe, &strict_probe, &hush_probe);

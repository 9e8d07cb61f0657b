// frame_seeds FOLDER: writes the seeds of the target `frames`, made by the encoder itself. Run
// again when a message has changed; the numbers are those of the readers in frames.cpp.
#include "wire/device.h"
#include "wire/frame.h"
#include "wire/journal.h"
#include "wire/messages.h"
#include "wire/services.h"

#include <dsreg/probe.h>
#include <fstream>
#include <iostream>

using namespace dsreg;

namespace {

std::string folder;
bool good = true;

void seed(const char* name, char reader, const std::string& bytes)
{
    std::ofstream out(folder + "/" + name, std::ios::binary);
    out << reader << bytes;
    good = good && out.flush();
}

std::string datagram(wire::frame_type type, uint16_t flags, const std::string& payload)
{
    const wire::frame_header header{static_cast<uint32_t>(payload.size()),
                                    static_cast<uint16_t>(type), flags, 1, 0};
    const auto size = static_cast<uint16_t>(sizeof header + payload.size());
    std::string out{static_cast<char>(size & 0xFF), static_cast<char>(size >> 8)};
    out.append(reinterpret_cast<const char*>(&header), sizeof header);
    return out + payload;
}

wire::worker_hello a_hello()
{
    wire::worker_hello h;
    h.module = {0, "x", "1.0.0", "Tests", "", "MIT", {}};
    wire::probe_decl p;
    p.id = "x.y";
    p.section = "Section";
    p.title = "Title Test";
    p.services = {"?dsreg.fs/1"};
    p.inputs = {"device.id"};
    p.settings = {"one"};
    p.paths = {"/etc/", "~/x"};
    p.outputs = {{value_type::text, DSREG_F_MANY, 1, "x.y.fact", "Section", "Label"}};
    p.findings = {
        {DSREG_SEVERITY_ERROR, DSREG_RISK_SAFE, "x.bad", "Bad", "It is.", "None.", "true", ""}};
    h.module.probes = {p};
    return h;
}

void of_workers()
{
    using wire::frame_type;
    const std::string payload = wire::encode(wire::log_line{6, "hello"});
    seed("frames", 0, datagram(frame_type::fact, 0, "") + datagram(frame_type::log, 0, payload));
    seed("frames-more", 0,
         datagram(frame_type::log, wire::flag_more, payload.substr(0, 5)) +
             datagram(frame_type::trapped, 0, wire::encode(wire::trap_report{101})) +
             datagram(frame_type::log, 0, payload.substr(5)));
    seed("hello", 1, wire::encode(a_hello()));
    seed("run-end", 31,
         wire::encode(wire::run_end{DSREG_E_UNDECLARED,
                                    "the probe read the setting \"x\"",
                                    3,
                                    {{"setting", "x", "it is not declared", 2}}}));
    seed("entered", 30, wire::encode(wire::worker_entered{"build", "full"}));
    seed("fact", 2, wire::encode(fact{"x.many", "one", "test", value::of_text("value")}));
    seed("fact-number", 2, wire::encode(fact{"x.one", "", "test", value::of_int(7)}));
    seed("finding", 3, wire::encode(finding{"x.bad", "", "It is.", {{"n", value::of_int(1)}}}));
    seed("log", 4, payload);
    seed("pass", 5, wire::encode(wire::conclusion{1, 0, 0, 0, "", ""}));
    seed("skip", 5, wire::encode(wire::conclusion{3, 3, 0, 0, "x.in", "because"}));
    seed("call", 6, wire::encode(wire::call{"dsreg.fs/1", 1, 1, 500, "payload"}));
    seed("trap", 7, wire::encode(wire::trap_report{101}));
}

void of_services()
{
    wire::service_call call;
    call.service = "dsreg.fs/1";
    call.paths = {"/etc/"};
    call.payload = "payload";
    seed("service-call", 8, wire::encode(call));
    for (const char* path : {"/etc/one", "~/file", "/var/log/../x"})
        seed(("file" + std::to_string(path[1])).c_str(), 9,
             wire::encode(wire::fs_request{path, 7}));
    const wire::http_request get{"GET", "https://a.example/", {{"Accept", "*/*"}}, "", 9};
    seed("http", 10, wire::encode(wire::http_perform_request{{get, get}}));
    const std::string systemd = "org.freedesktop.systemd1";
    seed("dbus", 11,
         wire::encode(wire::dbus_request{1,
                                         systemd,
                                         "/x",
                                         "org.freedesktop.DBus.Properties",
                                         "GetAll",
                                         "s",
                                         {value::of_text(systemd + ".Manager")}}));
    seed("net", 12, wire::encode(wire::net_check_request{{{"a.example", 443, 3}}}));
    seed("token", 12, wire::encode(wire::broker_token_request{1, "id"}));
    seed("journal", 12, wire::encode(wire::journal_query{1, 10, 0}));
    seed("device", 12, wire::encode(wire::device_request{"drs_x", "public"}));
}

void of_replies()
{
    seed("service-reply", 13, wire::encode(wire::service_reply{0, false, "payload"}));
    seed("worker-reply", 14, wire::encode(wire::worker_reply{0, 5, "payload"}));
    seed("file-reply", 15, wire::encode(wire::fs_reply{0, 0, {{"one", 3, 1, 0644, 0, 0}}, "abc"}));
    wire::net_result net;
    net.certs = {{true, "CN=a", "CN=b", "00", 1, 2, "der"}};
    seed("net-reply", 16, wire::encode(wire::net_check_reply{{net}}));
    seed("srv-reply", 17, wire::encode(wire::net_srv_reply{0, {{"a", 1, 2, 3}}}));
    const wire::http_reply ok{0, 200, {{"a", "b"}}, "body", "", net};
    seed("http-reply", 18, wire::encode(wire::http_perform_reply{{ok}}));
    seed("dbus-reply", 19,
         wire::encode(wire::dbus_reply{0, 1, "", ":1.1", {{"0/A", value::of_bool(true)}}, ""}));
    seed("broker-info", 20, wire::encode(wire::broker_info()));
    seed("accounts", 21, wire::encode(wire::broker_accounts{{{"a", "b", "c", "d"}}, {}}));
    seed("broker-token", 22, wire::encode(wire::broker_token()));
    seed("broker-state", 23, wire::encode(wire::broker_state()));
    wire::device_list devices;
    devices.records.resize(1);
    devices.files.resize(1);
    seed("device-list", 24, wire::encode(devices));
    seed("device-verdict", 25, wire::encode(wire::device_verdict()));
    seed("entries", 26, wire::encode(wire::journal_entries{0, {{6, 1, 0, 1, "u", "i", "m"}}, ""}));
    seed("worker-init", 27, wire::encode(wire::worker_init()));
    seed("service-init", 28, wire::encode(wire::service_init()));
    wire::run_order order;
    order.inputs = {{"x", 1, {{"x", "", "s", value::of_int(1)}}}};
    order.settings = {{"one", value::of_text("1")}};
    seed("run", 29, wire::encode(order));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return 2;
    folder = argv[1];
    of_workers();
    of_services();
    of_replies();
    if (!good) std::cerr << "frame_seeds: cannot write to " << folder << "\n";
    return good ? 0 : 1;
}

// What a worker may put on its socket, through all that reads it: frames to messages, messages to
// structs, and the rules of host and services about them. And the replies on their way back.
#include "engine/accept.h"
#include "engine/check.h"
#include "engine/graph.h"
#include "engine/judge.h"
#include "net/http_rules.h"
#include "oracle.h"
#include "services/dbus_policy.h"
#include "services/fs_guard.h"
#include "services/rules.h"
#include "wire/assembler.h"
#include "wire/device.h"
#include "wire/journal.h"
#include "wire/messages.h"

#include <algorithm>
#include <cstring>

using namespace dsreg;
using namespace dsreg::fuzz;

namespace {

// The datagrams of one socket: each with its length, as a SOCK_SEQPACKET gives them.
void frames(std::string_view bytes)
{
    constexpr std::size_t frames_most = 40, bytes_most = 4096, message_most = 2048;
    wire::assembler parts;
    parts.allow(frames_most, bytes_most);
    parts.limit_message(message_most);
    std::string joined; // of the message that is under way
    std::size_t taken = 0, count = 0;
    while (bytes.size() >= 2) {
        const std::size_t size = static_cast<unsigned char>(bytes[0]) |
                                 static_cast<std::size_t>(static_cast<unsigned char>(bytes[1]))
                                     << 8;
        bytes.remove_prefix(2);
        const std::string_view frame = bytes.substr(0, size); // cut: as recv says with MSG_TRUNC
        bytes.remove_prefix(frame.size());
        wire::message got;
        const char* fault = nullptr;
        const auto end = parts.take(frame, size, got, fault);
        ALWAYS((end == wire::assembler::taken::wrong) == (fault != nullptr));
        if (end == wire::assembler::taken::wrong) return;
        taken += frame.size();
        ALWAYS(++count <= frames_most && taken <= bytes_most && frame.size() == size);
        const std::string_view payload = frame.substr(wire::header_size);
        if (got.type == wire::frame_type::trapped) { // stands between the parts of another
            ALWAYS(end == wire::assembler::taken::whole && got.payload == payload);
            continue;
        }
        joined += payload;
        ALWAYS(joined.size() <= message_most);
        if (end != wire::assembler::taken::whole) continue;
        ALWAYS(got.payload == joined);
        joined.clear();
    }
}

// False: these bytes are no T. What was read can be said again, and is then read as the same.
template <class T>
bool read(std::string_view bytes, T& ret)
{
    if (!wire::decode(bytes, ret)) return false;
    const std::string said = wire::encode(ret);
    ALWAYS(said.size() == bytes.size());
    T again;
    ALWAYS(wire::decode(said, again) && wire::encode(again) == said);
    return true;
}

template <class T>
void only_read(std::string_view bytes)
{
    T ignored;
    read(bytes, ignored);
}

// One probe that declares one of each, for the facts and findings below.
const wire::probe_decl& declared()
{
    static const wire::probe_decl decl = [] {
        wire::probe_decl d;
        d.id = "x.y";
        d.inputs = {"?x.in"};
        d.outputs = {{value_type::integer, 0, 0, "x.one", "S", "One"},
                     {value_type::text, DSREG_F_MANY, 0, "x.many", "S", ""}};
        d.findings = {{DSREG_SEVERITY_ERROR, 0, "x.bad", "t", "m", "r", "", ""}};
        return d;
    }();
    return decl;
}

void hello(std::string_view bytes)
{
    wire::worker_hello h;
    if (!read(bytes, h) || !engine::check_descriptor(h.module, false).empty()) return;
    ALWAYS(h.module.probes.size() <= 256 && !h.module.id.empty());
    for (const wire::probe_decl& p : h.module.probes) {
        ALWAYS(p.id.substr(0, h.module.id.size() + 1) == h.module.id + ".");
        ALWAYS(!has_control(p.title) && !has_control(p.section));
        for (const wire::fact_decl& f : p.outputs) ALWAYS(!has_control(f.label));
    }
    engine::graph g;
    std::string rejected, why;
    g.add(0, h.module, "/x", rejected, why);
    std::string again;
    g.add(1, h.module, "/y", again, why);
    ALWAYS(!rejected.empty() || h.module.probes.empty() || !again.empty());
}

void fact_frame(std::string_view bytes)
{
    fact f;
    if (!read(bytes, f)) return;
    std::vector<fact> kept;
    std::string why;
    const fact said = f;
    if (!engine::accept_fact(declared(), std::move(f), kept, why)) {
        ALWAYS(kept.empty() && !why.empty());
        return;
    }
    ALWAYS(kept.size() == 1 && kept[0].key == said.key);
    ALWAYS(said.key == "x.one" || said.key == "x.many");
    ALWAYS(!said.val.known() || said.val.type == value_type::integer ||
           said.val.type == value_type::text);
    ALWAYS(display(kept[0].val).size() <= wire::text_max + 64);
}

void finding_frame(std::string_view bytes)
{
    finding f;
    if (!read(bytes, f)) return;
    std::vector<finding> kept;
    const wire::finding_decl* decl = nullptr;
    std::string why;
    if (engine::accept_finding(declared(), std::move(f), kept, decl, why)) {
        ALWAYS(decl != nullptr && kept.size() == 1 && kept[0].evidence.size() <= 32);
        for (const named_value& e : kept[0].evidence) static_cast<void>(display(e.second));
    } else {
        ALWAYS(kept.empty() && !why.empty());
    }
}

void conclusion(std::string_view bytes)
{
    engine::run_record run;
    if (!read(bytes, run.said)) return;
    run.concludes = 1;
    report::probe_row row;
    engine::judge_finished(run, row);
    engine::judge_about(declared(), row);
    // No finding came with it.
    ALWAYS(row.result != report::outcome::fail);
    ALWAYS(row.result != report::outcome::pass || run.said.outcome == DSREG_PASS);
    ALWAYS(row.result == report::outcome::pass || !row.reason.empty());
}

void end_of_run(std::string_view bytes)
{
    wire::run_end end;
    if (!read(bytes, end)) return;
    engine::run_record run;
    engine::note_end(end, run);
    ALWAYS(run.missed_why.size() <= 512 && run.refusals.size() <= report::refusals_named);
    for (const report::refusal& r : run.refusals)
        ALWAYS(r.name.size() <= report::refusal_name_max && r.count <= run.refused);
    run.concludes = 1;
    run.said.outcome = DSREG_PASS;
    report::probe_row row;
    engine::judge_finished(run, row);
    ALWAYS((row.result == report::outcome::pass) == (end.missed == DSREG_OK));
}

void file_request(std::string_view bytes)
{
    wire::fs_request r;
    if (!read(bytes, r)) return;
    std::string path;
    const std::vector<std::string> paths = {"/etc/one", "/var/", "~/", "?~/x"};
    for (const bool list : {false, true}) {
        if (services::check_file(r, list, paths, "/home/u", path) != DSREG_OK) continue;
        const std::string slash = path + "/";
        ALWAYS(path == "/etc/one" || slash.rfind("/var/", 0) == 0 ||
               slash.rfind("/home/u/", 0) == 0);
        ALWAYS(slash.find("/../") == slash.npos && slash.find("/./") == slash.npos);
        ALWAYS(slash.find("//") == slash.npos && path.find('\0') == path.npos);
    }
    static_cast<void>(services::is_secret_place(r.path));
    static_cast<void>(services::is_inside_process(r.path));
}

void http_request(std::string_view bytes)
{
    wire::http_perform_request r;
    if (!read(bytes, r)) return;
    for (const wire::http_request& one : r.requests) {
        if (net::check_request(one, DSREG_P_NETWORK) != DSREG_OK) continue;
        ALWAYS((one.method == "GET" || one.method == "HEAD") && one.body.empty());
        for (const auto& [name, text] : one.headers)
            ALWAYS(name.find_first_of("\r\n: ") == name.npos &&
                   text.find_first_of("\r\n") == text.npos);
    }
}

void dbus_request(std::string_view bytes)
{
    wire::dbus_request r;
    if (!read(bytes, r) || !services::is_reading_call(r)) return;
    ALWAYS(r.destination.rfind("org.freedesktop.", 0) == 0 &&
           r.destination != "org.freedesktop.secrets");
    ALWAYS(r.member != "Set" && r.member.find("Start") != 0);
    std::vector<named_value> items = {{"0/Environment", {}}, {"", {}}, {"/", {}}};
    services::drop_secrets(r, items);
}

void requests_of_others(std::string_view bytes)
{
    wire::net_check_request targets;
    if (read(bytes, targets) && services::check_targets(targets.targets) == DSREG_OK)
        ALWAYS(targets.targets.size() <= services::net_targets_most);
    wire::broker_token_request token;
    if (read(bytes, token)) ALWAYS(services::check_token(token, DSREG_P_NETWORK) != DSREG_OK);
    wire::journal_query query;
    if (read(bytes, query) && services::check_journal(query) == DSREG_OK)
        ALWAYS(query.from == 1 || query.from == 2);
    only_read<wire::net_srv_request>(bytes);
    only_read<wire::broker_state_request>(bytes);
    only_read<wire::device_request>(bytes);
}

using reader = void (*)(std::string_view);
constexpr reader readers[] = {
    frames,
    hello,
    fact_frame,
    finding_frame,
    only_read<wire::log_line>,
    conclusion,
    only_read<wire::call>,
    only_read<wire::trap_report>,
    only_read<wire::service_call>,
    file_request,
    http_request,
    dbus_request,
    requests_of_others,
    // replies, as the host reads them and as the worker does
    only_read<wire::service_reply>,
    only_read<wire::worker_reply>,
    only_read<wire::fs_reply>,
    only_read<wire::net_check_reply>,
    only_read<wire::net_srv_reply>,
    only_read<wire::http_perform_reply>,
    only_read<wire::dbus_reply>,
    only_read<wire::broker_info>,
    only_read<wire::broker_accounts>,
    only_read<wire::broker_token>,
    only_read<wire::broker_state>,
    only_read<wire::device_list>,
    only_read<wire::device_verdict>,
    only_read<wire::journal_entries>,
    // what the host says first
    only_read<wire::worker_init>,
    only_read<wire::service_init>,
    only_read<wire::run_order>,
    // what a worker says first
    only_read<wire::worker_entered>,
    // and last in a run
    end_of_run,
};
// A fixed number, so that a seed goes on meaning the same when a reader is added.
constexpr unsigned choices = 64;
static_assert(std::size(readers) <= choices);

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const unsigned choice = take_choice(data, size, choices);
    if (choice < std::size(readers)) readers[choice](text_of(data, size));
    return 0;
}

// dsreg-lab-world SCENARIO LABDIR SHAREDIR UID USER - plays everything of a lab but the brokers.
// Started by dsreg-lab: descriptor 3 hangs up when the lab ends, descriptor 4 takes the ports.
#include "file.h"
#include "hosts.h"
#include "world/dns.h"
#include "world/entra.h"
#include "world/identity.h"
#include "world/proxy.h"
#include "world/secrets.h"
#include "world/sockets.h"
#include "world/standins.h"

#include <boost/json.hpp>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>

namespace {

using namespace dsreg;
using namespace dsreg::lab;
namespace json = boost::json;

constexpr int end_fd = 3, ready_fd = 4;

struct whole_world { // lives as long as the process: threads of the web server use it
    scenario play;
    identities tls{play};
    token_service tokens{play};
    web_server web;
    bad_ports bad;
    unique_fd dns;
    bus::server system, session;
    std::string log;
};

// Never the query nor the body: a body may hold a device's proof.
web_response answer_and_log(whole_world& w, const web_request& request)
{
    web_response reply = answer(w.play, request, w.tokens);
    json::object line{{"host", request.host},
                      {"tls", request.tls},
                      {"method", request.method},
                      {"target", request.target.substr(0, request.target.find('?'))},
                      {"status", reply.hang ? 0 : reply.status}};
    if (request.asked_who)
        line["client_certificate"] = request.client.empty() ? "" : thumbprint_of(request.client);
    append_line(w.log, json::serialize(line));
    return reply;
}

bool has_secrets(const whole_world& w)
{
    return w.play.machine.session_bus && w.play.machine.secrets.collection != "no-service";
}

status start_secrets(whole_world& w, const std::string& folder)
{
    if (!has_secrets(w)) return {};
    const auto deadline = bus::clock::now() + std::chrono::seconds(5);
    const bus::outcome open = w.session.open("unix:path=" + folder + "/session/socket", deadline);
    if (!open.ok()) return {errc::io, "no connection to the lab's session bus: " + open.text};
    return play_secret_service(w.session, w.play, folder + "/secrets.json");
}

status start(whole_world& w, char** argv)
{
    const std::string folder = argv[2];
    w.log = folder + "/http.log";
    if (status s = load_scenario(argv[1], w.play); !s.ok()) return s;
    if (status s = w.tls.load(argv[3]); !s.ok()) return s;
    if (status s = w.tokens.devices().load(argv[3]); !s.ok()) return s;
    if (status s = open_bad_ports(w.bad); !s.ok()) return s;
    uint16_t dns = 0, https = 0, http = 0;
    if (status s = bind_loopback(SOCK_DGRAM, w.dns, dns); !s.ok()) return s;
    web_handlers handlers;
    handlers.answer = [&w](const web_request& request) { return answer_and_log(w, request); };
    handlers.identity = [&w](const std::string& name) { return w.tls.context_for(name); };
    handlers.asks_who = [&w](const std::string& name) {
        const known_host* host = find_host(name);
        const host_play how = behaviour(w.play, name);
        return host && host->plays == role::drs && how.certificate == "lab" &&
               how.client_certificate == "asked";
    };
    if (status s = w.web.start(std::move(handlers), https, http); !s.ok()) return s;
    uint16_t proxy = 0;
    const auto note = [file = folder + "/proxy.log"](const std::string& target, unsigned code) {
        append_line(file, json::serialize(json::object{{"target", target}, {"status", code}}));
    };
    const proxy_ways ways{https, http, w.bad.refused, w.bad.silent};
    if (status s = start_proxy(w.play, ways, note, proxy); !s.ok()) return s;
    const auto deadline = bus::clock::now() + std::chrono::seconds(5);
    const bus::outcome open = w.system.open("unix:path=" + folder + "/system/socket", deadline);
    if (!open.ok()) return {errc::io, "no connection to the lab's system bus: " + open.text};
    const auto uid = static_cast<uint32_t>(std::strtoul(argv[4], nullptr, 10));
    if (status s = play_system_services(w.system, w.play, uid, argv[5]); !s.ok()) return s;
    if (status s = start_secrets(w, folder); !s.ok()) return s;
    const json::object ports{
        {"dns", dns},     {"https", https},           {"http", http},
        {"proxy", proxy}, {"refused", w.bad.refused}, {"silent", w.bad.silent}};
    const std::string text = json::serialize(ports);
    (void)!::write(ready_fd, text.data(), text.size());
    ::close(ready_fd);
    return {};
}

void wait_for_end()
{
    pollfd p{end_fd, POLLIN, 0};
    while (::poll(&p, 1, -1) < 0) {
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 6) return 2;
    ::signal(SIGPIPE, SIG_IGN);
    ::fcntl(end_fd, F_SETFD, FD_CLOEXEC);
    ::fcntl(ready_fd, F_SETFD, FD_CLOEXEC);
    auto* world = new whole_world; // never deleted, see above
    const status started = start(*world, argv);
    if (!started.ok()) {
        std::fprintf(stderr, "dsreg-lab-world: %s\n", started.text().c_str());
        std::_Exit(1);
    }
    std::thread([world] { serve_dns(world->play, world->dns.get(), end_fd); }).detach();
    std::thread([world] { (void)world->system.run(end_fd); }).detach();
    if (has_secrets(*world)) std::thread([world] { (void)world->session.run(end_fd); }).detach();
    wait_for_end();
    // Usually dsreg-lab ends this process and cleans up. Getting here means that it was killed.
    remove_tree(argv[2]);
    std::_Exit(0);
}

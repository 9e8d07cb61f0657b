// A service process that does what the payload of each call says:
// "echo", "crash" (dies by a signal), "exit", "hang", "garbage", "once:FILE" (crashes only when
// FILE is not there yet), "third:FILE" (answers when asked for the third time).
#include "wire/channel.h"
#include "wire/services.h"

#include <dsreg/probe.h>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::wire;

namespace {

constexpr std::size_t barrier = 10;

void answer_check(channel& host, uint32_t id)
{
    net_check_reply checked;
    checked.results.emplace_back();
    service_reply reply;
    reply.payload = encode(checked);
    (void)host.send(frame_type::reply, 0, id, encode(reply));
}

} // namespace

int main()
{
    std::vector<uint32_t> held;
    channel host{unique_fd(3)};
    message m;
    if (!host.receive(m) || m.type != frame_type::init) return 1;
    (void)host.send(frame_type::hello, 0, 0, {});
    while (host.receive(m)) {
        service_call call;
        if (!decode(m.payload, call)) return 1;
        std::string what = call.payload;
        net_check_request check;
        if (decode(call.payload, check) && check.targets.size() == 1) what = check.targets[0].host;
        if (what == "barrier") {
            held.push_back(m.id);
            if (held.size() < barrier) continue;
            for (const uint32_t id : held) answer_check(host, id);
            held.clear();
            continue;
        }
        if (what == "free") {
            answer_check(host, m.id);
            continue;
        }
        if (what == "crash") ::raise(SIGKILL);
        if (what == "exit") return 0;
        if (what == "hang") continue;
        if (what == "garbage") {
            (void)host.send(frame_type::reply, 0, m.id, "?");
            continue;
        }
        if (what.rfind("once:", 0) == 0) {
            const int fd = ::open(what.c_str() + 5, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
            if (fd >= 0) ::raise(SIGKILL);
        }
        if (what.rfind("third:", 0) == 0) {
            const unique_fd fd(
                ::open(what.c_str() + 6, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0600));
            if (::write(fd.get(), "x", 1) != 1) return 1;
            if (::lseek(fd.get(), 0, SEEK_END) < 3) continue;
        }
        service_reply reply;
        reply.payload = std::to_string(::getpid()) + (call.may_start ? " active" : "");
        (void)host.send(frame_type::reply, 0, m.id, encode(reply));
    }
    return 0;
}

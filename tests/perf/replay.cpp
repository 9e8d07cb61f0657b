// Stands in for dsreg-service where only the host's own time is to be measured. Beside it lies the
// real one, dsreg-service-real. The first process of a kind passes everything on and keeps the
// answers in KIND.answers; later ones answer from there, at once. A call that was never recorded
// ends the process: a measurement of something else is none.
#include "wire/channel.h"
#include "wire/services.h"

#include <climits>
#include <cstdio>
#include <deque>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::wire;

namespace {

using answers = std::vector<std::pair<std::string, std::string>>;

// What makes two calls of two runs the same question.
std::string question(const service_call& call)
{
    service_call same = call;
    same.deadline = 0;
    return encode(same);
}

struct book {
    answers list;
    template <class A>
    void fields(A& a)
    {
        a(list);
    }
};

std::string own_folder()
{
    char path[PATH_MAX];
    const ssize_t n = ::readlink("/proc/self/exe", path, sizeof path);
    if (n <= 0) return {};
    const std::string self(path, static_cast<std::size_t>(n));
    return self.substr(0, self.rfind('/') + 1);
}

bool load(const std::string& file, book& ret)
{
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    return in && decode(bytes, ret);
}

pid_t start_real(const std::string& folder, const char* kind, unique_fd& ret)
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return -1;
    const pid_t pid = ::fork();
    if (pid == 0) {
        if (pair[1] == 3)
            ::fcntl(3, F_SETFD, 0);
        else
            ::dup2(pair[1], 3);
        const std::string real = folder + "dsreg-service-real";
        ::execl(real.c_str(), real.c_str(), kind, static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ret.reset(pair[0]);
    ::close(pair[1]);
    return pid;
}

int record(channel& host, service_init first, const std::string& folder, const char* kind)
{
    unique_fd socket(::dup(host.fd())); // keeps 3 from being the pair's
    unique_fd end;
    const pid_t pid = start_real(folder, kind, end);
    channel real{std::move(end)};
    first.host_pid = ::getpid();
    message m;
    if (pid < 0 || !real.send(frame_type::init, 0, 0, encode(first)) || !real.receive(m)) return 1;
    host.send(m.type, m.run, m.id, m.payload);

    std::map<uint32_t, std::string> asked;
    std::mutex both;
    book kept;
    std::thread answering([&] {
        message reply;
        while (real.receive(reply)) {
            const std::lock_guard hold(both);
            kept.list.emplace_back(asked[reply.id], reply.payload);
            host.send(reply.type, reply.run, reply.id, reply.payload);
            std::ofstream(folder + kind + ".answers", std::ios::binary) << encode(kept);
        }
    });
    while (host.receive(m)) {
        service_call call;
        const std::lock_guard hold(both);
        if (decode(m.payload, call)) asked[m.id] = question(call);
        real.send(m.type, m.run, m.id, m.payload);
    }
    ::shutdown(real.fd(), SHUT_RDWR);
    answering.join();
    ::waitpid(pid, nullptr, 0);
    return 0;
}

int replay(channel& host, const book& kept)
{
    std::map<std::string, std::deque<std::string>> known; // the same question may change its answer
    for (const auto& [asked, answer] : kept.list) known[asked].push_back(answer);
    host.send(frame_type::hello, 0, 0, {});
    message m;
    while (host.receive(m)) {
        service_call call;
        if (!decode(m.payload, call)) return 1;
        const auto at = known.find(question(call));
        if (at == known.end()) {
            std::fprintf(stderr, "replay: %s method %u was not recorded\n", call.service.c_str(),
                         call.method);
            return 1;
        }
        host.send(frame_type::reply, 0, m.id, at->second.front());
        if (at->second.size() > 1) at->second.pop_front();
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return 2;
    channel host{unique_fd(3)};
    message m;
    service_init first;
    if (!host.receive(m) || !decode(m.payload, first)) return 1;
    const std::string folder = own_folder();
    book kept;
    if (load(folder + argv[1] + ".answers", kept)) return replay(host, kept);
    return record(host, std::move(first), folder, argv[1]);
}

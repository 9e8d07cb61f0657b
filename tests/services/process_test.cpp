// The built dsreg-service, with the test as its host.
#include "services/service.h"
#include "wire/channel.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <dsreg/svc/fs.h>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <optional>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace dsreg;
using wire::frame_type;

namespace {

class service_process
{
public:
    explicit service_process(const char* kind)
    {
        int pair[2];
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return;
        const timeval patience{20, 0};
        ::setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        channel.emplace(unique_fd(pair[0]));
        const unique_fd theirs(pair[1]);
        const unique_fd copy(::fcntl(theirs.get(), F_DUPFD_CLOEXEC, 20));
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, copy.get(), 3);
        char* const arguments[] = {const_cast<char*>(SERVICE), const_cast<char*>(kind), nullptr};
        char* const environment[] = {nullptr};
        ::posix_spawn(&pid, SERVICE, &actions, nullptr, arguments, environment);
        posix_spawn_file_actions_destroy(&actions);
        init.build_id = wire::build_id();
        init.host_pid = ::getpid();
        init.where.uid = ::geteuid();
        init.where.gid = ::getegid();
    }
    ~service_process()
    {
        if (pid > 0) {
            ::kill(pid, SIGKILL);
            wait();
        }
    }
    bool greet()
    {
        wire::message got;
        return channel->send(frame_type::init, 0, 0, wire::encode(init)) && channel->receive(got) &&
               got.type == frame_type::hello;
    }
    void ask(uint32_t id, const std::string& path, const std::string& service = DSREG_SVC_FS,
             const std::string& payload = {})
    {
        wire::service_call call;
        call.service = service;
        call.method = wire::fs_read;
        call.paths = {path};
        call.probe_flags = DSREG_P_NETWORK;
        call.deadline = INT64_MAX;
        call.payload = payload.empty() ? wire::encode(wire::fs_request{path, 0}) : payload;
        channel->send(frame_type::call, 0, id, wire::encode(call));
    }
    wire::service_reply answer(uint32_t* ret_id = nullptr)
    {
        wire::message got;
        wire::service_reply reply{-99, false, {}};
        if (!channel->receive(got) || got.type != frame_type::reply) return reply;
        if (ret_id != nullptr) *ret_id = got.id;
        EXPECT_TRUE(wire::decode(got.payload, reply));
        return reply;
    }
    wire::fs_reply file()
    {
        wire::fs_reply reply;
        EXPECT_TRUE(wire::decode(answer().payload, reply));
        return reply;
    }
    int wait()
    {
        int status = -1;
        ::waitpid(pid, &status, 0);
        pid = -1;
        return status;
    }

    std::optional<wire::channel> channel;
    wire::service_init init;
    pid_t pid = -1;
};

} // namespace

TEST(ServiceProcess, AnswersByItsId)
{
    service_process p("fs");
    ASSERT_TRUE(p.greet());
    p.ask(41, "/proc/self/status");
    uint32_t id = 0;
    EXPECT_EQ(p.answer(&id).status, DSREG_OK);
    EXPECT_EQ(id, 41u);
}

TEST(ServiceProcess, AThousandCallsAtOnceAreAllAnswered)
{
    service_process p("fs");
    ASSERT_TRUE(p.greet());
    std::vector<bool> answered(1000);
    for (uint32_t sent = 0; sent < 1000; sent += 50) {
        for (uint32_t i = 0; i < 50; i++) p.ask(sent + i, "/proc/self/status");
        for (uint32_t i = 0; i < 50; i++) {
            uint32_t id = 0;
            EXPECT_EQ(p.answer(&id).status, DSREG_OK);
            answered.at(id) = true;
        }
    }
    EXPECT_EQ(std::count(answered.begin(), answered.end(), true), 1000);
}

TEST(ServiceProcess, EachKindKnowsItsOwnServicesOnly)
{
    const std::vector<std::pair<const char*, std::vector<const char*>>> kinds = {
        {"fs", {"dsreg.fs/1"}},
        {"net", {"dsreg.net/1", "dsreg.http/1"}},
        {"bus", {"dsreg.dbus/1", "dsreg.broker/1"}},
        {"device", {"dsreg.device/1"}},
        {"journal", {"dsreg.journal/1"}}};
    for (const auto& [kind, own] : kinds) {
        service_process p(kind);
        ASSERT_TRUE(p.greet()) << kind;
        for (const auto& [other, services] : kinds) {
            for (const char* service : services) {
                p.ask(1, "no request of theirs", service, "garbage");
                EXPECT_EQ(p.answer().status,
                          std::string_view(other) == kind ? DSREG_E_INVALID : DSREG_E_UNDECLARED)
                    << kind << " " << service;
            }
        }
    }
}

TEST(ServiceProcess, EndsWithItsHost)
{
    service_process p("fs");
    ASSERT_TRUE(p.greet());
    p.channel.reset();
    EXPECT_EQ(p.wait(), 0);
}

TEST(ServiceProcess, RefusesAnotherBuildAnotherHostAndAnotherKind)
{
    service_process build("fs"), host("fs"), kind("oracle");
    build.init.build_id = "other";
    host.init.host_pid = 1;
    for (service_process* p : {&build, &host, &kind}) {
        EXPECT_FALSE(p->greet());
        EXPECT_EQ(WEXITSTATUS(p->wait()), 1);
    }
}

TEST(ServiceProcess, IsHardened)
{
    service_process p("fs");
    ASSERT_TRUE(p.greet());
    p.ask(1, "/proc/self/status");
    const std::string status = p.file().bytes;
    EXPECT_NE(status.find("NoNewPrivs:\t1"), std::string::npos);
    EXPECT_NE(status.find("Umask:\t0077"), std::string::npos);
}

TEST(ServiceProcess, GivesUpRootForTheTargetUser)
{
    service_process p("fs");
    p.init.where.uid = p.init.where.gid = 65534;
    if (::geteuid() != 0) {
        p.init.where.uid = ::geteuid() + 1;
        EXPECT_FALSE(p.greet()); // and never acts as somebody else
        return;
    }
    const std::string path = testing::TempDir() + "dsreg-private";
    std::ofstream(path) << "root's";
    ::chmod(path.c_str(), 0600);
    ASSERT_TRUE(p.greet());
    p.ask(1, "/proc/self/status");
    const wire::fs_reply status = p.file();
    EXPECT_NE(status.bytes.find("Uid:\t65534\t65534\t65534"), std::string::npos);
    EXPECT_NE(status.bytes.find("Gid:\t65534\t65534\t65534"), std::string::npos);
    EXPECT_NE(status.bytes.find("CapEff:\t0000000000000000"), std::string::npos);
    p.ask(2, path);
    EXPECT_EQ(p.file().error, DSREG_X_ACCESS);
    ::unlink(path.c_str());
}

TEST(ServiceProcess, FilesAreNeverReadWithRootsRightsNotForRootEither)
{
    // Whoever runs this: what only the caller may read is read by the caller alone.
    const std::string path = testing::TempDir() + "dsreg-own-" + std::to_string(::getpid());
    std::ofstream(path) << "own";
    ::chmod(path.c_str(), 0600);
    service_process p("fs");
    ASSERT_TRUE(p.greet());
    p.ask(1, path);
    EXPECT_EQ(p.file().error, ::geteuid() == 0 ? DSREG_X_ACCESS : DSREG_X_NONE);
    p.ask(2, "/proc/self/status");
    const std::string status = p.file().bytes;
    EXPECT_EQ(status.find("Uid:\t0"), std::string::npos);
    EXPECT_NE(status.find("CapEff:\t0000000000000000"), std::string::npos);
    ::unlink(path.c_str());
}

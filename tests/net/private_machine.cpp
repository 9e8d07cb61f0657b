// main() of the tests that need a machine of their own.
#include "net/private_machine.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

namespace dsreg::net_test {
namespace {
bool write_file(const char* path, const std::string& text)
{
    const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool fine = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(fd);
    return fine;
}

bool raise_loopback()
{
    const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    const bool fine = ::ioctl(fd, SIOCSIFFLAGS, &request) == 0;
    ::close(fd);
    return fine;
}

bool become(std::string& ret_why)
{
    const std::string uid = std::to_string(::geteuid()), gid = std::to_string(::getegid());
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) != 0) {
        ret_why = "unshare";
        return false;
    }
    ret_why = "map ids";
    write_file("/proc/self/setgroups", "deny");
    if (!write_file("/proc/self/uid_map", "0 " + uid + " 1")) return false;
    if (!write_file("/proc/self/gid_map", "0 " + gid + " 1")) return false;
    ret_why = "loopback";
    if (!raise_loopback()) return false;
    ret_why = "mount";
    // /etc is replaced by a folder with only what getaddrinfo reads.
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
    if (::mount("tmpfs", "/etc", "tmpfs", 0, "size=1m") != 0) return false;
    std::ofstream("/etc/nsswitch.conf") << "hosts: files dns\n";
    std::ofstream("/etc/hosts") << "127.0.0.1 localhost\n";
    return true;
}
} // namespace

bool enter_private_machine(std::string& ret_why)
{
    if (become(ret_why)) return true;
    ret_why += std::string(": ") + std::strerror(errno);
    return false;
}

void set_resolv_conf(const std::string& text)
{
    // Replaced, not rewritten: the C library notices by the file's identity and time.
    std::ofstream("/etc/resolv.conf.new") << text;
    ASSERT_EQ(::rename("/etc/resolv.conf.new", "/etc/resolv.conf"), 0);
}

void trust_root(const std::string& pem_file, unsigned long name_hash)
{
    namespace fs = std::filesystem;
    fs::remove_all("/etc/ssl/certs");
    fs::create_directories("/etc/ssl/certs");
    char name[32];
    std::snprintf(name, sizeof name, "/etc/ssl/certs/%08lx.0", name_hash);
    fs::copy_file(pem_file, name);
    fs::copy_file(pem_file, "/etc/ssl/certs/ca-certificates.crt");
}

} // namespace dsreg::net_test

int main(int argc, char** argv)
{
    testing::InitGoogleTest(&argc, argv);
    std::string why;
    if (!testing::GTEST_FLAG(list_tests) && !dsreg::net_test::enter_private_machine(why)) {
        std::cerr << "SKIPPED: no namespaces for the tests of name look-up on this system (" << why
                  << ")\n";
        return 77;
    }
    return RUN_ALL_TESTS();
}

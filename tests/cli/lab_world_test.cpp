#include "cli/lab_world.h"

#include "scratch.h"

#include <gtest/gtest.h>

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dsreg::cli {
namespace {

// A whole descriptor, with `from` replaced by `to`.
std::string descriptor(const std::string& from = "", const std::string& to = "")
{
    std::string text = R"({
  "format": "dsreg-lab/1",
  "scenario": "healthy",
  "user": {"uid": 1000, "gid": 1001, "name": "alice", "home": "/home/alice"},
  "session_bus": "unix:path=/tmp/lab/session",
  "session_why": "",
  "system_bus": "unix:path=/tmp/lab/system",
  "device_root": "/tmp/lab/root",
  "hosts": [
    {"name": "login.microsoftonline.com", "port": 443, "address": "127.0.0.1", "to_port": 8443,
     "fail": ""},
    {"name": "gone.example.com", "fail": "nxdomain"}
  ],
  "dns_server": "127.0.0.1:5353",
  "ca_file": "/tmp/lab/ca.pem",
  "proxy": "",
  "no_proxy": "",
  "clock_offset_ns": -5000000000,
  "owners": [{"path": "/etc/shadow", "uid": 0, "gid": 42, "mode": 33184}]
})";
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    return text;
}

TEST(lab_world, every_member_arrives)
{
    wire::world w;
    const status s = parse_lab_world("f", descriptor(), w);
    ASSERT_TRUE(s.ok()) << s.text();
    EXPECT_TRUE(w.lab);
    EXPECT_EQ(w.scenario, "healthy");
    EXPECT_EQ(w.uid, 1000u);
    EXPECT_EQ(w.gid, 1001u);
    EXPECT_EQ(w.user, "alice");
    EXPECT_EQ(w.home, "/home/alice");
    EXPECT_EQ(w.session_bus, "unix:path=/tmp/lab/session");
    EXPECT_EQ(w.system_bus, "unix:path=/tmp/lab/system");
    EXPECT_EQ(w.device_root, "/tmp/lab/root");
    ASSERT_EQ(w.hosts.size(), 2u);
    EXPECT_EQ(w.hosts[0].name, "login.microsoftonline.com");
    EXPECT_EQ(w.hosts[0].to_port, 8443);
    EXPECT_EQ(w.hosts[1].fail, "nxdomain");
    EXPECT_EQ(w.dns_server, "127.0.0.1:5353");
    EXPECT_EQ(w.ca_file, "/tmp/lab/ca.pem");
    EXPECT_EQ(w.clock_offset, -5'000'000'000);
    ASSERT_EQ(w.owners.size(), 1u);
    EXPECT_EQ(w.owners[0].path, "/etc/shadow");
    EXPECT_EQ(w.owners[0].mode, 33184u);
    EXPECT_EQ(w.proxy_source, "");
}

TEST(lab_world, a_proxy_is_the_labs_own)
{
    wire::world w;
    ASSERT_TRUE(
        parse_lab_world("f", descriptor(R"("proxy": "")", R"("proxy": "http://127.0.0.1:1")"), w)
            .ok());
    EXPECT_EQ(w.proxy, "http://127.0.0.1:1");
    EXPECT_EQ(w.proxy_source, "lab");
}

TEST(lab_world, without_a_session_bus_the_reason_is_known)
{
    wire::world w;
    ASSERT_TRUE(parse_lab_world("f", descriptor("unix:path=/tmp/lab/session", ""), w).ok());
    EXPECT_EQ(w.session_bus, "");
    EXPECT_EQ(w.session_why, "no user session bus: this lab has none");
}

struct bad_descriptor {
    const char *from, *to, *sentence;
};

TEST(lab_world, what_could_reach_the_real_machine_or_is_not_understood_is_refused)
{
    const bad_descriptor table[] = {
        {"dsreg-lab/1", "dsreg-lab/2", "f: /format must be \"dsreg-lab/1\""},
        {"\"format\"", "\"fromat\"", "f: /fromat is not a known key, did you mean \"format\"?"},
        {"\"gid\"", "\"gidd\"", "f: /user/gidd is not a known key, did you mean \"gid\"?"},
        {"\"to_port\"", "\"toport\"",
         "f: /hosts/0/toport is not a known key, did you mean \"to_port\"?"},
        {"1000", "-1", "f: /user/uid must be a whole number from 0 to 4294967295"},
        {"1000", "4294967295", "f: /user/uid is no user id"},
        {"8443", "70000", "f: /hosts/0/to_port must be a whole number from 0 to 65535"},
        {"\"127.0.0.1\"", "\"10.0.0.1\"",
         "f: /hosts/0/address must be an address of the loopback interface"},
        {"nxdomain", "gone", "f: /hosts/1/fail must be nxdomain, servfail, refused or silent"},
        {"127.0.0.1:5353", "8.8.8.8",
         "f: /dns_server must be an address of the loopback interface"},
        {"unix:path=/tmp/lab/session", "unixexec:path=/bin/sh",
         "f: /session_bus must be the D-Bus address of a socket"},
        {"unix:path=/tmp/lab/system", "tcp:host=a",
         "f: /system_bus must be the D-Bus address of a socket"},
        {"/tmp/lab/root", "/", "f: /device_root must be a folder of the lab"},
        {"/tmp/lab/root", "", "f: /device_root must be a folder of the lab"},
        {"/tmp/lab/root", "/tmp/../etc", "f: /device_root must be a folder of the lab"},
        {"/tmp/lab/ca.pem", "ca.pem", "f: /ca_file must be an absolute path"},
        {"/etc/shadow", "shadow", "f: /owners/0/path must be an absolute path"},
        {"\"scenario\": \"healthy\",", "", "f: /scenario is missing"},
        {"\"device_root\": \"/tmp/lab/root\",", "", "f: /device_root is missing"},
        {"\"name\": \"alice\", ", "", "f: /user/name is missing"},
    };
    for (const bad_descriptor& bad : table) {
        wire::world w;
        const status s = parse_lab_world("f", descriptor(bad.from, bad.to), w);
        EXPECT_EQ(s.code(), errc::invalid) << bad.from;
        EXPECT_EQ(s.text(), bad.sentence) << bad.from << " -> " << bad.to;
        EXPECT_FALSE(w.lab);
    }
}

TEST(lab_world, the_descriptor_must_be_the_callers_roots_or_sudos)
{
    const scratch dir;
    ASSERT_EQ(::mkdir(dir.at("root").c_str(), 0700), 0);
    const std::string file = dir.write("lab.json", descriptor("/tmp/lab/root", dir.at("root")));
    caller who;
    who.uid = ::geteuid();
    who.elevated = true; // may act for the lab's user, whoever that is
    wire::world w;
    EXPECT_TRUE(load_lab_world(file, who, w).ok());

    ::chmod(file.c_str(), 0620);
    EXPECT_EQ(load_lab_world(file, who, w).code(), errc::untrusted);
    ::chmod(file.c_str(), 0602);
    EXPECT_EQ(load_lab_world(file, who, w).code(), errc::untrusted);
    ::chmod(file.c_str(), 0600);
    ASSERT_EQ(::symlink("lab.json", dir.at("link.json").c_str()), 0);
    EXPECT_EQ(load_lab_world(dir.at("link.json"), who, w).code(), errc::untrusted);
    EXPECT_EQ(load_lab_world(dir.path(), who, w).code(), errc::untrusted);
    EXPECT_EQ(load_lab_world(dir.at("none.json"), who, w).code(), errc::not_found);
    ::chmod(dir.path().c_str(), 0777);
    EXPECT_EQ(load_lab_world(file, who, w).code(), errc::untrusted);
    ::chmod(dir.path().c_str(), 0700);

    if (::geteuid() == 0) { // only root can make files of others
        ASSERT_EQ(::chown(file.c_str(), 1000, 1000), 0);
        EXPECT_EQ(load_lab_world(file, who, w).code(), errc::untrusted);
        who.invoked_by = 1000;
        EXPECT_TRUE(load_lab_world(file, who, w).ok());
    }
}

// Else a descriptor of the user's own would lead sudo's root to the machine's files.
TEST(lab_world, a_descriptor_speaks_for_its_own_folder_alone)
{
    const scratch dir, other;
    ASSERT_EQ(::symlink("/", dir.at("link").c_str()), 0);
    caller who;
    who.uid = ::geteuid();
    who.elevated = true;
    for (const std::string& root :
         {std::string("//"), std::string("/run"), other.path(), dir.at("link"),
          dir.at("link") + "/run", other.path() + "/.."}) {
        wire::world w;
        const std::string file = dir.write("lab.json", descriptor("/tmp/lab/root", root));
        const status s = load_lab_world(file, who, w);
        EXPECT_FALSE(s.ok()) << root;
        EXPECT_NE(s.text().find("device"), std::string::npos) << s.text();
        EXPECT_FALSE(w.lab);
    }
}

TEST(lab_world, an_ordinary_user_cannot_enter_the_lab_of_another_one)
{
    const scratch dir;
    const std::string file = dir.write("lab.json", descriptor());
    caller who;
    who.uid = ::geteuid();
    wire::world w;
    ASSERT_TRUE(parse_lab_world("f", descriptor(), w).ok());
    ASSERT_NE(w.uid, who.uid);
    wire::world untouched;
    const status s = load_lab_world(file, who, untouched);
    EXPECT_EQ(s.code(), errc::untrusted);
    EXPECT_NE(s.text().find("is for the user id"), std::string::npos);
    EXPECT_FALSE(untouched.lab);
}

TEST(lab_world, a_huge_descriptor_is_refused)
{
    const scratch dir;
    caller who;
    who.uid = ::geteuid();
    wire::world w;
    EXPECT_EQ(load_lab_world(dir.write("f", std::string((1u << 20) + 1, ' ')), who, w).code(),
              errc::too_large);
}

// Runs started_by_lab() in a grandchild whose grandparent is called `name`.
bool below(const char* name)
{
    const pid_t outer = ::fork();
    if (outer == 0) {
        ::prctl(PR_SET_NAME, name);
        const pid_t middle = ::fork();
        if (middle == 0) {
            ::prctl(PR_SET_NAME, "sudo");
            const pid_t inner = ::fork();
            if (inner == 0) ::_exit(started_by_lab() ? 1 : 0);
            int status = 0;
            ::waitpid(inner, &status, 0);
            ::_exit(WEXITSTATUS(status));
        }
        int status = 0;
        ::waitpid(middle, &status, 0);
        ::_exit(WEXITSTATUS(status));
    }
    int status = 0;
    ::waitpid(outer, &status, 0);
    return WEXITSTATUS(status) == 1;
}

TEST(lab_world, an_ancestor_called_dsreg_lab_is_seen)
{
    EXPECT_TRUE(below("dsreg-lab"));
    EXPECT_FALSE(below("dsreg-labour"));
}

} // namespace
} // namespace dsreg::cli

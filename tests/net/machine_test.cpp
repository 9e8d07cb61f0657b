// What holds outside a lab: the machine's own resolver, in all the ways in which it fails.
#include "net/calls.h"
#include "net/connect.h"
#include "net/dns_server.h"
#include "net/private_machine.h"
#include "net/tls_server.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <net/if.h>
#include <netdb.h>
#include <sys/ioctl.h>

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
const std::string host = "login.example.com";

wire::net_result resolve(milliseconds budget = milliseconds(3000), timed* t = nullptr)
{
    return check_one({}, host, 443, DSREG_NET_RESOLVE, budget, t);
}
} // namespace

TEST(Machine, ANameInDnsIsFound)
{
    const dns_server dns(dns_mode::answer, 53);
    set_resolv_conf("nameserver 127.0.0.1\n");
    const auto r = resolve();
    EXPECT_EQ(r.error, DSREG_X_NONE) << r.error_text;
    EXPECT_EQ(r.address, "127.0.0.1");
}

TEST(Machine, NxdomainToEverythingSaysWhoSaidIt)
{
    const dns_server dns(dns_mode::nxdomain, 53);
    set_resolv_conf("nameserver 127.0.0.1\n");
    timed t;
    const auto r = resolve(milliseconds(3000), &t);
    EXPECT_EQ(r.error, DSREG_X_DNS);
    EXPECT_EQ(r.native, EAI_NONAME);
    EXPECT_EQ(r.error_text, "name \"login.example.com\" does not exist (NXDOMAIN from 127.0.0.1)");
    EXPECT_LT(t.took, milliseconds(500));
    EXPECT_FALSE(t.cut_short);
}

TEST(Machine, ServfailAndRefusedAreToldApart)
{
    dns_server dns(dns_mode::servfail, 53);
    set_resolv_conf("nameserver 127.0.0.1\n");
    const auto broken = resolve();
    EXPECT_EQ(broken.error, DSREG_X_DNS);
    EXPECT_EQ(broken.native, EAI_AGAIN);
    EXPECT_TRUE(contains(broken.error_text, "(SERVFAIL from 127.0.0.1)")) << broken.error_text;
    dns.mode = dns_mode::refused;
    const auto refused = resolve();
    EXPECT_EQ(refused.native, EAI_AGAIN);
    EXPECT_TRUE(contains(refused.error_text, "(REFUSED by 127.0.0.1)")) << refused.error_text;
}

TEST(Machine, NoNetworkEndsFastAndIsNotNxdomain)
{
    for (const char* conf : {"nameserver 192.0.2.1\n", "", "nameserver 127.0.0.1\n"}) {
        set_resolv_conf(conf);
        timed t;
        const auto r = resolve(milliseconds(3000), &t);
        EXPECT_EQ(r.error, DSREG_X_DNS) << conf;
        EXPECT_EQ(r.native, EAI_AGAIN) << conf << r.error_text;
        EXPECT_TRUE(contains(r.error_text, "no network to any name server")) << r.error_text;
        EXPECT_LT(t.took, milliseconds(500)) << conf;
    }
}

TEST(Machine, ASilentServerKeepsTheDeadlineAndIsNamed)
{
    const dns_server dns(dns_mode::silent, 53);
    set_resolv_conf("nameserver 127.0.0.1\n");
    timed t;
    const auto r = resolve(milliseconds(2500), &t);
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_EQ(r.native, EAI_AGAIN);
    EXPECT_TRUE(t.cut_short);
    EXPECT_TRUE(contains(r.error_text, "(no answer from 127.0.0.1)")) << r.error_text;
}

TEST(Machine, ManySilentNamesTakeOneTimeout)
{
    const dns_server dns(dns_mode::silent, 53);
    set_resolv_conf("nameserver 127.0.0.1\n");
    std::vector<wire::net_target> targets;
    for (int i = 0; i < 20; i++)
        targets.push_back({"host" + std::to_string(i) + ".example.com", 443, DSREG_NET_TLS});
    timed t;
    for (const auto& r : check({}, targets, milliseconds(800), &t))
        EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_LT(t.took, milliseconds(800));
}

TEST(Machine, HttpKeepsItsDeadlineUnderASilentServer)
{
    const dns_server dns(dns_mode::silent, 53);
    set_resolv_conf("nameserver 127.0.0.1\n");
    timed t;
    const auto r = get({}, "https://login.example.com/", milliseconds(600), &t);
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(t.cut_short);
    EXPECT_EQ(r.net.connect_ns, -1);
}

TEST(Machine, AServerThatFailsIsNotHiddenByOneThatWorks)
{
    const dns_server dns(dns_mode::nxdomain, 53);
    set_resolv_conf("nameserver 192.0.2.1\nnameserver 127.0.0.1\n");
    const auto r = resolve();
    EXPECT_EQ(r.native, EAI_NONAME);
    EXPECT_TRUE(contains(r.error_text, "cannot reach 192.0.2.1, NXDOMAIN from 127.0.0.1"))
        << r.error_text;
}

TEST(Machine, SrvRecordsAreAskedOfTheMachinesServer)
{
    const dns_server dns(dns_mode::answer, 53, {{0, 100, 88, "dc1.example.com"}});
    set_resolv_conf("nameserver 127.0.0.1\n");
    const auto service = services::make_net({});
    const wire::net_srv_request request{"_kerberos._tcp.example.com"};
    const auto r = decoded<wire::net_srv_reply>(
        ask(*service, call_of(wire::net_srv, wire::encode(request), milliseconds(3000))));
    ASSERT_EQ(r.records.size(), 1u);
    EXPECT_EQ(r.records[0].host, "dc1.example.com");
}

TEST(Machine, WithoutRootsNoPeerIsTrusted)
{
    const authority ca("Test Root");
    const dns_server dns(dns_mode::answer, 53);
    set_resolv_conf("nameserver 127.0.0.1\n");
    const tls_server server(ca.issue({{host}}), answering(ok("hello")), {}, 443);
    const auto stranger = check_one({}, host);
    EXPECT_EQ(stranger.error, DSREG_X_TLS);
    EXPECT_TRUE(contains(stranger.error_text, "no trusted roots")) << stranger.error_text;
    ASSERT_EQ(stranger.certs.size(), 1u);
    EXPECT_FALSE(stranger.certs[0].trusted);

    ::setenv("SSL_CERT_FILE", ca.file().c_str(), 1);
    EXPECT_EQ(check_one({}, host).error, DSREG_X_TLS) << "the environment adds no root";
    EXPECT_EQ(get({}, "https://login.example.com/").error, DSREG_X_TLS);
    ::unsetenv("SSL_CERT_FILE");

    wire::world where;
    where.ca_file = ca.file();
    const auto reply = get(where, "https://login.example.com/");
    EXPECT_EQ(reply.error, DSREG_X_NONE) << reply.error_text;
    EXPECT_EQ(reply.body, "hello");
}

TEST(Machine, ACaFileHasNoSystemRootsBehindIt)
{
    const authority ca("Test Root"), other("Other Root");
    const dns_server dns(dns_mode::answer, 53);
    set_resolv_conf("nameserver 127.0.0.1\n");
    trust_root(ca.file(), X509_subject_name_hash(ca.root().certificate.get()));
    const tls_server server(ca.issue({{host}}), answering(ok("hello")), {}, 443);
    const auto outcome = [&](const std::string& ca_file) {
        wire::world where;
        where.ca_file = ca_file;
        const uint32_t by_net = check_one(where, host).error;
        EXPECT_EQ(get(where, "https://login.example.com/").error, by_net);
        return by_net;
    };
    EXPECT_EQ(outcome(""), DSREG_X_NONE) << "the machine trusts it";
    EXPECT_EQ(outcome(other.file()), DSREG_X_TLS) << "but only the file counts";
}

TEST(Machine, OfSeveralFailuresTheTellingOneIsTold)
{
    // No way to the first address: that says nothing about the host. Nobody listens at the second.
    const auto until = net::clock::now() + milliseconds(2000);
    const auto c =
        net::connect_any({*net::literal("192.0.2.1", 443), *net::literal("127.0.0.1", 444)}, until);
    EXPECT_EQ(c.why.error, DSREG_X_CONNECT);
    EXPECT_EQ(c.why.native, ECONNREFUSED);
    EXPECT_EQ(c.address, "127.0.0.1");
    EXPECT_EQ(c.why.text, "connection to 127.0.0.1:444 refused (2 addresses tried)");
}

TEST(Machine, ANameThatLeadsToACloudsMetadataIsNotAsked)
{
    const unique_fd server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(80);
    at.sin_addr.s_addr = ::inet_addr("169.254.169.254");
    ifreq address{};
    std::strcpy(address.ifr_name, "lo:1");
    std::memcpy(&address.ifr_addr, &at, sizeof at);
    ASSERT_EQ(::ioctl(server.get(), SIOCSIFADDR, &address), 0);
    const auto* where = reinterpret_cast<const sockaddr*>(&at);
    ASSERT_EQ(::bind(server.get(), where, sizeof at), 0);
    ASSERT_EQ(::listen(server.get(), 8), 0);
    std::ofstream("/etc/hosts", std::ios::app) << "169.254.169.254 metadata.example\n";

    const auto r = get({}, {"GET", "http://metadata.example/token", {{"Metadata", "true"}}, "", 0});
    EXPECT_EQ(r.error, DSREG_X_ACCESS) << r.error_text;
    EXPECT_EQ(r.status, 0);
    EXPECT_EQ(r.net.address, "169.254.169.254");
}

#include "net/proxy.h"

#include "net/address.h"
#include "net/calls.h"
#include "net/tls_server.h"

#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
const std::string host = "login.example";

// A CONNECT proxy: answers `answer`; with 200 it joins the connection to a port of this machine.
class proxy_server
{
public:
    explicit proxy_server(std::string answer, uint16_t joins = 0)
        : answer_(std::move(answer)), joins_(joins), listener_([this](int fd) { serve(fd); })
    {}
    uint16_t port() const { return listener_.port(); }
    std::string request()
    {
        const std::lock_guard lock(mutex_);
        return request_;
    }

private:
    void serve(int fd)
    {
        const std::string text = read_until(fd, "\r\n\r\n");
        {
            const std::lock_guard lock(mutex_);
            request_ = text;
        }
        send_text(fd, answer_);
        if (joins_ == 0) return wait_for_close(fd);
        const net::endpoint to = *net::literal("127.0.0.1", joins_);
        const unique_fd far(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ::connect(far.get(), reinterpret_cast<const sockaddr*>(&to.where), to.size);
        join(fd, far.get());
    }
    static void join(int a, int b)
    {
        char part[4096];
        for (;;) {
            pollfd fds[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
            ::poll(fds, 2, -1);
            const bool from_a = fds[0].revents != 0;
            const ssize_t n = ::recv(from_a ? a : b, part, sizeof part, 0);
            if (n <= 0) return;
            if (!send_text(from_a ? b : a, {part, static_cast<std::size_t>(n)})) return;
        }
    }

    const std::string answer_;
    const uint16_t joins_;
    std::mutex mutex_;
    std::string request_;
    listener listener_;
};

wire::world behind(uint16_t port, const std::string& ca_file = "", const std::string& user = "")
{
    wire::world where = lab({}, ca_file);
    where.proxy = "http://" + user + "127.0.0.1:" + std::to_string(port);
    where.proxy_source = "HTTPS_PROXY";
    return where;
}
} // namespace

TEST(Proxy, TheWayLeadsThroughIt)
{
    const authority ca("Test Root");
    const tls_server server(ca.issue({{host}}), answering(ok("hello")));
    proxy_server proxy("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n", server.port());
    const wire::world where = behind(proxy.port(), ca.file());
    const std::string name = "127.0.0.1:" + std::to_string(proxy.port());

    const auto r = check_one(where, host);
    EXPECT_EQ(r.error, DSREG_X_NONE) << r.error_text;
    EXPECT_EQ(r.proxy, name);
    EXPECT_EQ(r.proxy_source, "HTTPS_PROXY");
    EXPECT_EQ(r.address, "127.0.0.1");
    EXPECT_EQ(r.certs.size(), 1u);
    EXPECT_TRUE(proxy.request().starts_with("CONNECT login.example:443 HTTP/1.1\r\n"))
        << proxy.request();

    const auto reply = get(where, "https://login.example/");
    EXPECT_EQ(reply.error, DSREG_X_NONE) << reply.error_text;
    EXPECT_EQ(reply.body, "hello");
    EXPECT_EQ(reply.net.proxy, name);
}

TEST(Proxy, ASignInIsToldApart)
{
    proxy_server proxy("HTTP/1.1 407 Proxy Authentication Required\r\n"
                       "Proxy-Authenticate: Negotiate\r\n"
                       "proxy-authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
    const wire::world where = behind(proxy.port());
    for (const bool http : {false, true}) {
        const auto r = http ? get(where, "https://login.example/").net : check_one(where, host);
        EXPECT_EQ(r.error, DSREG_X_PROXY);
        EXPECT_EQ(r.native, 407);
        EXPECT_TRUE(
            contains(r.error_text, "demands a sign-in (HTTP 407; it offers Negotiate, Basic)"))
            << r.error_text;
        EXPECT_GE(r.connect_ns, 0);
        EXPECT_EQ(r.tls_ns, -1);
    }
    EXPECT_EQ(get(where, "https://login.example/").status, 0);
}

TEST(Proxy, OtherAnswersAreThoseOfTheProxy)
{
    proxy_server forbidding("HTTP/1.1 403 Forbidden\r\n\r\n");
    EXPECT_EQ(check_one(behind(forbidding.port()), host).native, 403);
    proxy_server talking("SSH-2.0-OpenSSH_9\r\n\r\n");
    const auto r = check_one(behind(talking.port()), host);
    EXPECT_EQ(r.error, DSREG_X_PROXY);
    EXPECT_TRUE(contains(r.error_text, "did not answer in HTTP")) << r.error_text;
    listener closing([](int fd) { read_until(fd, "\r\n\r\n"); });
    EXPECT_EQ(check_one(behind(closing.port()), host).error, DSREG_X_PROXY);
    proxy_server endless("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n");
    EXPECT_TRUE(contains(check_one(behind(endless.port()), host).error_text, "endless"));
}

TEST(Proxy, ASilentProxyKeepsTheDeadline)
{
    listener silent([](int fd) { wait_for_close(fd); });
    timed t;
    const auto r =
        check_one(behind(silent.port()), host, 443, DSREG_NET_TLS, milliseconds(500), &t);
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(t.cut_short);
    EXPECT_TRUE(contains(r.error_text, "proxy 127.0.0.1:")) << r.error_text;
}

TEST(Proxy, OneThatCannotBeReachedIsTheProxysFailure)
{
    wire::world where = behind(1);
    const auto refused = check_one(where, host);
    EXPECT_EQ(refused.error, DSREG_X_PROXY);
    EXPECT_EQ(refused.native, ECONNREFUSED);
    where.proxy = "http://proxy.example:3128";
    const auto unknown = check_one(where, host);
    EXPECT_EQ(unknown.error, DSREG_X_PROXY);
    EXPECT_TRUE(contains(unknown.error_text, "\"proxy.example\" does not exist"));
}

TEST(Proxy, NoProxyGoesStraight)
{
    const authority ca("Test Root");
    const tls_server server(ca.issue({{host}}), [](talk& t) { t.wait_for_close(); });
    wire::world where = behind(1, ca.file());
    where.hosts = lab({{host, server.port()}}).hosts;
    where.no_proxy = "example";
    const auto r = check_one(where, host);
    EXPECT_EQ(r.error, DSREG_X_NONE) << r.error_text;
    EXPECT_EQ(r.proxy, "");
    EXPECT_EQ(r.proxy_source, "");
}

TEST(Proxy, OnlyHttpsGoesThroughIt)
{
    listener open([](int fd) { wait_for_close(fd); });
    wire::world where = behind(1);
    where.hosts = {{host, 389, "127.0.0.1", open.port(), ""}};
    EXPECT_EQ(check_one(where, host, 389, DSREG_NET_CONNECT).error, DSREG_X_NONE);
    EXPECT_EQ(check_one(where, host, 389, DSREG_NET_RESOLVE).error, DSREG_X_NONE);
    EXPECT_EQ(check_one(where, host, 443, DSREG_NET_CONNECT).error, DSREG_X_PROXY);
}

TEST(Proxy, ACredentialReachesTheProxyAndNothingElse)
{
    proxy_server proxy("HTTP/1.1 407 No\r\n\r\n");
    const auto r = check_one(behind(proxy.port(), "", "alice:s%65cret@"), host);
    EXPECT_TRUE(contains(proxy.request(), "Proxy-Authorization: Basic YWxpY2U6c2VjcmV0\r\n"))
        << proxy.request();
    const std::string all = wire::encode(r);
    for (const char* secret : {"alice", "s%65cret", "secret", "YWxpY2U6c2VjcmV0"})
        EXPECT_FALSE(contains(all, secret)) << secret;
}

// So that nobody blames the proxy for what dsreg cannot do.
TEST(Proxy, AKindThatIsNotSpokenAndAnAddressThatIsNoneAreToldApart)
{
    for (const char* url : {"socks5://p.example:1080", "https://p.example:443", "SOCKS4A://p:1"})
        EXPECT_EQ(net::parse_proxy(url).why.native, EPROTONOSUPPORT) << url;
    for (const char* url : {"http://", "http://a b", "p.example:x"})
        EXPECT_EQ(net::parse_proxy(url).why.native, EINVAL) << url;
    EXPECT_TRUE(contains(net::parse_proxy("socks5://p:1").why.text, "socks5://"));
}

TEST(Proxy, SettingsThatCannotBeUsedSaySoWithoutTheirPassword)
{
    for (const char* url :
         {"socks5://u:geheim@p:1", "https://u:geheim@p:1", "http://u:geheim@",
          "http://u:geheim@p:x", "http://u:geheim@p:99999", "http://u:geheim@a b"}) {
        const net::proxy p = net::parse_proxy(url);
        EXPECT_EQ(p.why.error, DSREG_X_PROXY) << url;
        EXPECT_FALSE(contains(p.why.text, "geheim")) << p.why.text;
    }
    const net::proxy plain = net::parse_proxy("proxy.example:3128");
    EXPECT_FALSE(plain.why);
    EXPECT_EQ(plain.host, "proxy.example");
    EXPECT_EQ(plain.port, 3128);
    EXPECT_EQ(net::parse_proxy("http://proxy.example/").port, 80);
    EXPECT_EQ(net::parse_proxy("HTTP://[::1]:8080").host, "::1");
}

TEST(Proxy, NoProxyReadsItsListAsCurlDoes)
{
    struct {
        const char* list;
        const char* host;
        bool matches;
    } const rows[] = {
        {"*", "login.example", true},
        {"", "login.example", false},
        {"example", "login.example", true},
        {".example", "login.example", true},
        {".login.example", "login.example", true},
        {"login.example", "LOGIN.example.", true},
        {"LOGIN.EXAMPLE", "login.example", true},
        {"ogin.example", "login.example", false},
        {"login.example", "example", false},
        {"a.example, login.example", "login.example", true},
        {"a.example login.example", "login.example", true},
        {"a.example,*", "login.example", false},
        {"*.example", "login.example", false},
        {"127.0.0.1", "127.0.0.1", true},
        {"127.0.0.1", "127.0.0.10", false},
        {"0.0.1", "127.0.0.1", false},
        {"127.0.0.0/8", "127.9.9.9", true},
        {"10.0.0.0/9", "10.127.0.1", true},
        {"10.0.0.0/9", "10.128.0.1", false},
        {"10.0.0.0/33", "10.0.0.1", false},
        {"10.0.0.0/x", "10.0.0.1", false},
        {"fd00::/8", "fd12::1", true},
        {"::1", "[::1]", true},
        {"[::1]", "::1", true},
        {"::1", "::2", false},
    };
    for (const auto& row : rows)
        EXPECT_EQ(net::no_proxy_matches(row.list, row.host), row.matches)
            << row.list << " / " << row.host;
}

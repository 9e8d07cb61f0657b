#include "net/calls.h"
#include "net/tls_server.h"

#include <cstdlib>

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
const std::string host = "login.example";
const std::string url = "https://login.example/common/discover?api-version=1.9#fragment";

struct Http : testing::Test {
    authority ca{"Test Root"};

    wire::http_reply fetch(const std::string& answer, uint32_t max_body = 0) const
    {
        const tls_server server(ca.issue({{host}}), answering(answer));
        wire::http_request request{"GET", url, {}, "", max_body};
        return get(lab({{host, server.port()}}, ca.file()), request);
    }
};
} // namespace

TEST_F(Http, AnAnswerComesWholeWithItsWay)
{
    const auto r = fetch(ok("{\"a\":1}", "Content-Type: application/json\r\nX-Two:  b \r\n"));
    EXPECT_EQ(r.error, DSREG_X_NONE) << r.error_text;
    EXPECT_EQ(r.error_text, "");
    EXPECT_EQ(r.status, 200);
    EXPECT_EQ(r.body, "{\"a\":1}");
    const std::vector<wire::http_field> fields = {
        {"content-length", "7"}, {"content-type", "application/json"}, {"x-two", "b"}};
    EXPECT_EQ(r.headers, fields);
    EXPECT_EQ(r.net.error, DSREG_X_NONE);
    EXPECT_EQ(r.net.address, "127.0.0.1");
    EXPECT_EQ(r.net.tls_version, "TLSv1.3");
    EXPECT_GE(r.net.resolve_ns, 0);
    EXPECT_GT(r.net.connect_ns, 0);
    EXPECT_GT(r.net.tls_ns, 0);
    ASSERT_EQ(r.net.certs.size(), 1u);
    EXPECT_TRUE(r.net.certs[0].trusted);
}

TEST_F(Http, TheRequestSaysWhatItShouldAndNoMore)
{
    std::string seen;
    {
        const tls_server server(ca.issue({{host}}), [&](talk& t) {
            seen = t.request();
            t.send(ok(""));
            t.wait_for_close();
        });
        const wire::http_request request{
            "GET", "https://LOGIN.example/a/../b?q=1#f", {{"Accept", "application/json"}}, "", 0};
        EXPECT_EQ(get(lab({{host, server.port()}}, ca.file()), request).status, 200);
    }
    EXPECT_TRUE(seen.starts_with("GET /a/../b?q=1 HTTP/1.1\r\n")) << seen;
    EXPECT_TRUE(contains(seen, "Host: login.example\r\n")) << seen;
    EXPECT_TRUE(contains(seen, "User-Agent: dsreg/")) << seen;
    EXPECT_TRUE(contains(seen, "Accept: application/json\r\n")) << seen;
    EXPECT_FALSE(contains(seen, "Expect")) << seen;
}

TEST_F(Http, ARedirectIsAnAnswerAndIsNotFollowed)
{
    const auto r = fetch("HTTP/1.1 302 Found\r\nLocation: https://login.example/else\r\n"
                         "Content-Length: 0\r\n\r\n");
    EXPECT_EQ(r.error, DSREG_X_NONE);
    EXPECT_EQ(r.status, 302);
    EXPECT_EQ(r.headers.at(0).second, "https://login.example/else");
}

TEST_F(Http, AnErrorStatusIsAnAnswer)
{
    const auto r = fetch("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy");
    EXPECT_EQ(r.error, DSREG_X_NONE);
    EXPECT_EQ(r.status, 503);
    EXPECT_EQ(r.body, "busy");
}

TEST_F(Http, ABodyOfTheAllowedSizeFitsAndOneByteMoreDoesNot)
{
    EXPECT_EQ(fetch(ok(std::string(1000, 'x')), 1000).body.size(), 1000u);
    const auto r = fetch(ok(std::string(1001, 'x')), 1000);
    EXPECT_EQ(r.error, DSREG_X_TOO_LARGE);
    EXPECT_EQ(r.body, "");
    EXPECT_EQ(r.status, 200);
    EXPECT_TRUE(contains(r.error_text, "more than 1000 bytes")) << r.error_text;
    EXPECT_EQ(fetch(ok(std::string(1024 * 1024, 'x'))).error, DSREG_X_NONE);
    EXPECT_EQ(fetch(ok(std::string(1024 * 1024 + 1, 'x'))).error, DSREG_X_TOO_LARGE);
    EXPECT_EQ(fetch(ok(std::string(4 * 1024 * 1024, 'x')), 4 * 1024 * 1024).error, DSREG_X_NONE);
}

TEST_F(Http, ABodyWithoutALengthIsCountedToo)
{
    const tls_server server(ca.issue({{host}}), [](talk& t) {
        t.request();
        t.send("HTTP/1.1 200 OK\r\n\r\n");
        while (t.send(std::string(4096, 'x'))) {
        }
    });
    const auto r = get(lab({{host, server.port()}}, ca.file()), url);
    EXPECT_EQ(r.error, DSREG_X_TOO_LARGE);
}

TEST_F(Http, AnEndlessHeaderIsTooLarge)
{
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 5000; i++)
        many += "X-" + std::to_string(i) + ": " + std::string(40, 'y') + "\r\n";
    EXPECT_EQ(fetch(many + "\r\n").error, DSREG_X_TOO_LARGE);
    const auto one = fetch("HTTP/1.1 200 OK\r\nX: " + std::string(400'000, 'x') + "\r\n\r\n");
    EXPECT_EQ(one.error, DSREG_X_TOO_LARGE) << one.error_text;
    std::string continues;
    for (int i = 0; i < 20000; i++) continues += "HTTP/1.1 100 Continue\r\n\r\n";
    EXPECT_EQ(fetch(continues).error, DSREG_X_TOO_LARGE);
}

TEST_F(Http, CookiesAreNotHandedOn)
{
    const auto r = fetch(ok("x", "Set-Cookie: esctx=geheim; path=/\r\nX-A: b\r\n"));
    EXPECT_EQ(r.status, 200);
    EXPECT_FALSE(contains(wire::encode(r), "geheim"));
    EXPECT_TRUE(contains(wire::encode(r), "x-a"));
}

TEST_F(Http, AForeignHeaderIsValidUtf8)
{
    const auto r = fetch(ok("", "X-A: \xff\xfe\r\n"));
    EXPECT_EQ(r.headers.at(1).second, "\xef\xbf\xbd\xef\xbf\xbd");
}

TEST_F(Http, RequestsRunSideBySideAndKeepTheirOrder)
{
    // The first is answered only after all others have been.
    std::mutex mutex;
    std::condition_variable changed;
    int done = 0;
    const tls_server server(ca.issue({{host}}), [&](talk& t) {
        const std::string request = t.request();
        const std::string path = request.substr(4, request.find(' ', 4) - 4);
        {
            std::unique_lock lock(mutex);
            if (path == "/0")
                changed.wait_for(lock, std::chrono::seconds(5), [&] { return done == 9; });
            done++;
            changed.notify_all();
        }
        t.send(ok(path));
        t.wait_for_close();
    });
    wire::http_perform_request request;
    for (int i = 0; i < 10; i++)
        request.requests.push_back(
            {"GET", "https://login.example/" + std::to_string(i), {}, "", 0});
    const auto service = services::make_http(lab({{host, server.port()}}, ca.file()));
    timed t;
    const auto replies =
        decoded<wire::http_perform_reply>(
            ask(*service, call_of(wire::http_perform, wire::encode(request), milliseconds(8000)),
                &t))
            .replies;
    ASSERT_EQ(replies.size(), 10u);
    for (int i = 0; i < 10; i++) EXPECT_EQ(replies[i].body, "/" + std::to_string(i));
    EXPECT_LT(t.took, milliseconds(4000));
    EXPECT_FALSE(t.cut_short);
}

TEST_F(Http, PlainHttpOnPort80IsStraightAndWithoutTls)
{
    listener server([](int fd) {
        read_until(fd, "\r\n\r\n");
        send_text(fd, "HTTP/1.1 204 No Content\r\n\r\n");
        wait_for_close(fd);
    });
    wire::world where = lab({});
    where.hosts = {{host, 80, "127.0.0.1", server.port(), ""}};
    where.proxy = "http://127.0.0.1:1";
    const auto r = get(where, "http://login.example/connecttest.txt");
    EXPECT_EQ(r.error, DSREG_X_NONE) << r.error_text;
    EXPECT_EQ(r.status, 204);
    EXPECT_EQ(r.net.tls_ns, -1);
    EXPECT_TRUE(r.net.certs.empty());
}

TEST_F(Http, AProxyOfTheEnvironmentDoesNotCount)
{
    ::setenv("https_proxy", "http://127.0.0.1:1", 1);
    ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    EXPECT_EQ(fetch(ok("x")).error, DSREG_X_NONE);
    ::unsetenv("https_proxy");
    ::unsetenv("ALL_PROXY");
}

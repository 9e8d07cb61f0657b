#include "net/http_policy.h"

#include "net/calls.h"
#include "net/tls_server.h"

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
int32_t status(const wire::http_request& request, uint32_t flags = DSREG_P_NETWORK)
{
    net::http_plan plan;
    return net::plan_request(request, flags, plan);
}

// What its reply will say; a status that is not OK as it is.
int64_t status_of_url(const std::string& url)
{
    net::http_plan plan;
    const int32_t s = net::plan_request({"GET", url, {}, "", 0}, DSREG_P_NETWORK, plan);
    return s != DSREG_OK ? int64_t{s} : int64_t{plan.refused};
}

int32_t status_of_field(const std::string& name, const std::string& value)
{
    return status({"GET", "https://a.example/", {{name, value}}, "", 0});
}
} // namespace

TEST(HttpPolicy, HttpsAnywhereAndHttpOnPort80)
{
    for (const char* url : {"https://a.example/", "https://a.example:8443/x?y", "http://a.example/",
                            "https://127.0.0.1/", "https://[::1]:444/", "http://a.example:80"})
        EXPECT_EQ(status_of_url(url), DSREG_OK) << url;
    for (const char* url :
         {"", "a.example", "ftp://a.example/", "file:///etc/passwd", "http://a.example:8080/",
          "https://user:pw@a.example/", "https://a.example:0/", "https://a b/", "https://a_b..c/",
          "https://a.example/\r\nX: y", "gopher://a/"})
        EXPECT_EQ(status_of_url(url), DSREG_X_PROTOCOL) << url;
    EXPECT_EQ(status_of_url(std::string("https://a.example/\0x", 20)), DSREG_X_PROTOCOL);
    EXPECT_EQ(status_of_url("https://a.example/" + std::string(9000, 'x')), DSREG_E_LIMIT);
}

TEST(HttpPolicy, WhereACloudHandsOutCredentialsIsNotAsked)
{
    for (const char* url :
         {"http://169.254.169.254/latest/meta-data/", "http://169.254.0.1", "http://2852039166/",
          "http://0xa9fea9fe/", "http://0251.0376.0251.0376/", "https://[fe80::1]/",
          "http://[::ffff:169.254.169.254]/", "http://[64:ff9b::a9fe:a9fe]/",
          "http://[fd00:ec2::254]/", "http://[fd00:ec2::23]/", "http://[fd20:ce::254]/",
          "http://[2002:a9fe:a9fe::1]/", "http://168.63.129.16/machine", "http://100.100.100.200/"})
        EXPECT_EQ(status_of_url(url), DSREG_X_ACCESS) << url;
    for (const char* url : {"http://169.253.169.254/", "https://[fd00:ec3::254]/", "https://[::1]/",
                            "http://[2002:a00:1::1]/", "http://[::ffff:10.0.0.1]/"})
        EXPECT_EQ(status_of_url(url), DSREG_OK) << url;
}

// It may come from a fact or from a server: the other requests of the call are answered.
TEST(HttpPolicy, AUrlThatCannotBeAskedIsTheWorldsAnswer)
{
    const auto service = services::make_http({});
    const wire::http_perform_request request{{{"GET", "ftp://a.example/", {}, "", 0},
                                              {"GET", "http://169.254.169.254/", {}, "", 0},
                                              {"GET", "https://127.0.0.1:1/", {}, "", 0}}};
    const wire::service_reply got =
        service->handle(call_of(wire::http_perform, wire::encode(request), milliseconds(5000)));
    wire::http_perform_reply reply;
    ASSERT_EQ(got.status, DSREG_OK);
    ASSERT_TRUE(wire::decode(got.payload, reply) && reply.replies.size() == 3);
    EXPECT_EQ(reply.replies[0].error, DSREG_X_PROTOCOL);
    EXPECT_EQ(reply.replies[1].error, DSREG_X_ACCESS);
    EXPECT_EQ(reply.replies[2].error, DSREG_X_CONNECT);
    for (const wire::http_reply& r : reply.replies) EXPECT_NE(r.error_text, "");
}

TEST(HttpPolicy, APlanIsNormalised)
{
    net::http_plan plan;
    const wire::http_request request{"HEAD", "https://A.Example.:444/x#y", {}, "", 7};
    ASSERT_EQ(net::plan_request(request, DSREG_P_NETWORK, plan), DSREG_OK);
    EXPECT_EQ(plan.host, "a.example");
    EXPECT_EQ(plan.port, 444);
    EXPECT_EQ(plan.max_body, 7u);
    EXPECT_TRUE(plan.tls);
}

TEST(HttpPolicy, OtherMethodsDemandAnActiveProbe)
{
    const auto with = [](const char* method, uint32_t flags, const std::string& body = "") {
        return status({method, "https://a.example/", {}, body, 0}, flags);
    };
    constexpr uint32_t active = DSREG_P_NETWORK | DSREG_P_ACTIVE;
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
        EXPECT_EQ(with(method, DSREG_P_NETWORK), DSREG_E_UNDECLARED) << method;
        EXPECT_EQ(with(method, active), DSREG_OK) << method;
    }
    for (const char* method : {"GET", "HEAD"}) EXPECT_EQ(with(method, DSREG_P_NETWORK), DSREG_OK);
    for (const char* method : {"", "get", "CONNECT", "TRACE", "GET /x HTTP/1.1\r\nA:"})
        EXPECT_EQ(with(method, active), DSREG_E_INVALID) << method;
    EXPECT_EQ(with("GET", active, "body"), DSREG_E_INVALID);
    EXPECT_EQ(with("POST", active, std::string(65536, 'x')), DSREG_OK);
    EXPECT_EQ(with("POST", active, std::string(65537, 'x')), DSREG_E_LIMIT);
}

TEST(HttpPolicy, TheHostsOwnFieldsAndCredentialsAreRefused)
{
    EXPECT_EQ(status_of_field("ocp-adrs-client-name", "dsreg"), DSREG_OK);
    for (const char* name :
         {"Host", "cookie", "Authorization", "Proxy-Authorization", "Content-Length",
          "Transfer-Encoding", "User-Agent", "Expect", "a b", "", "x:y"})
        EXPECT_EQ(status_of_field(name, "x"), DSREG_E_INVALID) << name;
    EXPECT_EQ(status_of_field("X", "a\r\nEvil: b"), DSREG_E_INVALID);
    EXPECT_EQ(status_of_field("X", std::string(40'000, 'x')), DSREG_E_LIMIT);
}

TEST(HttpPolicy, SizesHaveTheirEnd)
{
    EXPECT_EQ(status({"GET", "https://a.example/", {}, "", 4 * 1024 * 1024}), DSREG_OK);
    EXPECT_EQ(status({"GET", "https://a.example/", {}, "", 4 * 1024 * 1024 + 1}), DSREG_E_LIMIT);
    const auto service = services::make_http({});
    const auto of_many = [&](std::size_t count, uint32_t max_body) {
        wire::http_perform_request request;
        request.requests.assign(count, {"GET", "https://127.0.0.1:1/", {}, "", max_body});
        const auto call = call_of(wire::http_perform, wire::encode(request), milliseconds(3000));
        return service->handle(call).status;
    };
    EXPECT_EQ(of_many(64, 0), DSREG_OK);
    EXPECT_EQ(of_many(65, 0), DSREG_E_LIMIT);
    EXPECT_EQ(of_many(64, 4 * 1024 * 1024), DSREG_E_LIMIT);
}

TEST(HttpPolicy, TheServiceDemandsTheNetworkFlag)
{
    const auto service = services::make_http({});
    const wire::http_perform_request request{{{"GET", "https://a.example/", {}, "", 0}}};
    const auto call =
        call_of(wire::http_perform, wire::encode(request), milliseconds(1000), DSREG_P_ACTIVE);
    EXPECT_EQ(service->handle(call).status, DSREG_E_UNDECLARED);
    EXPECT_EQ(service->handle(call_of(wire::http_perform, "x", milliseconds(1000))).status,
              DSREG_E_INVALID);
}

TEST(HttpPolicy, AnActiveProbesPostArrives)
{
    const authority ca("Test Root");
    std::string seen;
    {
        const tls_server server(ca.issue({{"a.example"}}), [&](talk& t) {
            seen = t.request();
            t.send(ok("done"));
            t.wait_for_close();
        });
        const wire::http_request request{
            "POST", "https://a.example/token", {{"Content-Type", "text/plain"}}, "grant=x", 0};
        const auto r = get(lab({{"a.example", server.port()}}, ca.file()), request,
                           milliseconds(5000), nullptr, DSREG_P_NETWORK | DSREG_P_ACTIVE);
        EXPECT_EQ(r.body, "done");
    }
    EXPECT_TRUE(seen.starts_with("POST /token HTTP/1.1\r\n")) << seen;
    EXPECT_TRUE(contains(seen, "Content-Length: 7\r\n")) << seen;
    EXPECT_FALSE(contains(seen, "Expect")) << seen;
}

// A tenant's servers for the tests of drs-discovery: what each URL answers.
#pragma once
#include "bundled.h"

#include <map>
#include <string>
#include <vector>

namespace drs_world {

inline const std::string tenant = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
inline const std::string discovery_url =
    "https://enterpriseregistration.windows.net/" + tenant + "/Discover?api-version=1.9";
inline const std::string realm_url =
    "https://login.microsoftonline.com/common/UserRealm/?user=contoso.com&api-version=1.0";
inline const std::string openid_url =
    "https://login.microsoftonline.com/" + tenant + "/.well-known/openid-configuration";

inline testkit::http_answer json(const std::string& body, int32_t status = 200)
{
    testkit::http_answer a;
    a.status = status;
    a.body = body;
    a.fields = {{"content-type", "application/json; charset=utf-8"},
                {"x-ms-request-id", "5f0a1c2e-0000-4000-8000-000000000001"},
                {"server", "lab"}};
    a.net.address = "192.0.2.7";
    return a;
}

inline testkit::http_answer file(const std::string& name, int32_t status = 200)
{
    return json(fixture("drs-discovery", name), status);
}

inline testkit::http_answer trouble(uint32_t error, int32_t native = 0,
                                    const std::string& text = {})
{
    testkit::http_answer a;
    a.net.error = error;
    a.net.native = native;
    a.net.text = text;
    return a;
}

inline testkit::http_answer portal()
{
    testkit::http_answer a = file("portal.html");
    a.fields = {{"content-type", "text/html; charset=utf-8"}};
    return a;
}

// Answers by URL; one that is not listed is a question that the probe must not ask.
struct servers {
    std::map<std::string, testkit::http_answer> answers = {
        {discovery_url, file("discovery-1.9.json")},
        {realm_url, file("realm-managed.json")},
        {openid_url, file("openid-v1.json")},
    };
    std::vector<testkit::http_question> asked;
};

inline testkit::world world_of(servers& s)
{
    testkit::world w;
    w.offered.http = [&s](const testkit::http_question& q) {
        s.asked.push_back(q);
        const auto it = s.answers.find(q.url);
        return it == s.answers.end() ? trouble(DSREG_X_DNS) : it->second;
    };
    w.give("user.tenant", tenant, "oid.tid");
    return w;
}

inline const bundled_module& drs_module()
{
    static const bundled_module m(bundled("drs-discovery"));
    return m;
}

inline testkit::outcome discover(const testkit::world& w)
{
    return drs_module().run("drs.discovery", w);
}

inline testkit::outcome discover_with(const std::string& url, const testkit::http_answer& answer)
{
    servers s;
    s.answers[url] = answer;
    return discover(world_of(s));
}

} // namespace drs_world

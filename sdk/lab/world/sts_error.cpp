#include "world/sts_error.h"

#include <boost/json.hpp>

namespace dsreg::lab {

namespace json = boost::json;

web_response sts_error(const std::string& host, const sts_failure& what)
{
    const std::string trace = "5f0a1c2e-0000-4000-8000-000000000003";
    const std::string correlation = "5f0a1c2e-0000-4000-8000-000000000004";
    const std::string time = "2026-01-01 00:00:00Z";
    const std::string code = std::to_string(what.code);
    json::object o{
        {"error", what.error},
        {"error_description", "AADSTS" + code + ": " + what.text + " Trace ID: " + trace +
                                  " Correlation ID: " + correlation + " Timestamp: " + time},
        {"error_codes", json::array{what.code}},
        {"timestamp", time},
        {"trace_id", trace},
        {"correlation_id", correlation},
        {"error_uri", "https://" + host + "/error?code=" + code}};
    if (!what.suberror.empty()) o["suberror"] = what.suberror;
    web_response r;
    r.status = what.status;
    r.type = "application/json; charset=utf-8";
    r.body = json::serialize(o);
    r.headers = {{"Cache-Control", "no-store, no-cache"}, {"x-ms-request-id", trace}};
    return r;
}

} // namespace dsreg::lab

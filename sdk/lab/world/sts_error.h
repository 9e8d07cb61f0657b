// An error as the sign-in service puts it (Microsoft Learn, "Microsoft Entra authentication and
// authorization error codes"). Ids and times are fixed, so that reports of one scenario are equal.
#pragma once
#include "world/web.h"

#include <cstdint>
#include <string>

namespace dsreg::lab {

struct sts_failure {
    int64_t code = 0;  // 50027 of "AADSTS50027"
    std::string error; // "invalid_grant"
    std::string text;  // without its number
    std::string suberror;
    unsigned status = 400;
};

web_response sts_error(const std::string& host, const sts_failure& what);

} // namespace dsreg::lab

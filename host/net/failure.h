// Why something in the world did not work: what a reply says about it.
#pragma once
#include <dsreg/probe.h>

#include <cstdint>
#include <string>
#include <utility>

namespace dsreg::net {

struct failure {
    uint32_t error = DSREG_X_NONE; // DSREG_X_*
    int32_t native = 0;            // errno, EAI_*, X509 verify code, or the proxy's HTTP status
    std::string text;              // one sentence, with what was tried
    bool by_deadline = false;      // the deadline ended it: waiting longer might have helped

    explicit operator bool() const noexcept { return error != DSREG_X_NONE; }

    static failure of(uint32_t error, int32_t native, std::string text)
    {
        return failure{error, native, std::move(text), false};
    }
    static failure too_late(int32_t native, std::string text)
    {
        return failure{DSREG_X_TIMEOUT, native, std::move(text), true};
    }
};

} // namespace dsreg::net

// What a probe may ask of each service, as far as the question alone tells. Link-free and pure: the
// services go by it, and so does whoever plays them.
#pragma once
#include "services/fs_path.h"
#include "wire/journal.h"
#include "wire/services.h"

#include <climits>
#include <dsreg/svc/broker.h>
#include <dsreg/svc/journal.h>
#include <dsreg/svc/net.h>

namespace dsreg::services {

// Each answers DSREG_OK, or with what the question is refused.

inline int32_t check_flags(uint32_t probe_flags, uint32_t needed)
{
    return (probe_flags & needed) == needed ? DSREG_OK : DSREG_E_UNDECLARED;
}

constexpr std::size_t net_targets_most = 64;

inline int32_t check_targets(const std::vector<wire::net_target>& targets)
{
    if (targets.size() > net_targets_most) return DSREG_E_LIMIT;
    for (const wire::net_target& t : targets)
        if (t.upto < DSREG_NET_RESOLVE || t.upto > DSREG_NET_TLS || t.port == 0)
            return DSREG_E_INVALID;
    return DSREG_OK;
}

// A token leaves a trace in the sign-in log, so only probes that say so may ask for one.
inline int32_t check_token(const wire::broker_token_request& request, uint32_t probe_flags)
{
    if (request.kind != DSREG_TOKEN_DRS && request.kind != DSREG_TOKEN_COOKIE)
        return DSREG_E_INVALID;
    return check_flags(probe_flags, DSREG_P_ACTIVE);
}

constexpr uint32_t device_server_test_flags = DSREG_P_NETWORK | DSREG_P_ACTIVE;

constexpr uint32_t journal_count_default = 200;
constexpr uint32_t journal_count_most = 1000;

inline int32_t check_journal(const wire::journal_query& query)
{
    if (query.from != DSREG_JOURNAL_DEVICE_BROKER && query.from != DSREG_JOURNAL_USER_BROKER)
        return DSREG_E_INVALID;
    return query.count > journal_count_most ? DSREG_E_LIMIT : DSREG_OK;
}

constexpr uint32_t fs_read_default = 64 * 1024;
constexpr uint32_t fs_read_most = 1024 * 1024;

// `ret_path`: the path in its whole, without "~/" and, of a list, a slash at the end.
inline int32_t check_file(const wire::fs_request& request, bool list,
                          const std::vector<std::string>& declared, const std::string& home,
                          std::string& ret_path)
{
    if (request.path.find('\0') != std::string::npos) return DSREG_E_INVALID;
    if (request.path.size() >= PATH_MAX || request.max > fs_read_most) return DSREG_E_LIMIT;
    std::string path = expand_home(request.path, home);
    if (list && path.size() > 1 && path.back() == '/') path.pop_back();
    if (!is_normal(path) || !is_declared(path, declared, home)) return DSREG_E_UNDECLARED;
    ret_path = std::move(path);
    return DSREG_OK;
}

} // namespace dsreg::services

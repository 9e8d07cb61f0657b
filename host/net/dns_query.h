// One DNS question, asked of each server separately, so that it is known who answered what.
#pragma once
#include "net/wait.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::net {

enum class dns_verdict {
    answered,    // records of the asked type
    no_data,     // the name exists, without such records
    nxdomain,    // the name does not exist
    servfail,    // the server could not find out
    refused,     // the server does not answer us
    silent,      // nothing came back
    unreachable, // no way to the server, or nobody listens there
    other,       // an answer that makes no sense
};

struct dns_answer {
    std::string server; // "127.0.0.53", with ":port" unless it is 53
    dns_verdict verdict = dns_verdict::silent;
    std::string message; // the whole reply, when answered
};

constexpr int dns_type_a = 1;
constexpr int dns_type_srv = 33;

// Name servers that this machine is set up with, "address" or "address:port". At most three count,
// as in the C library.
std::vector<std::string> system_dns_servers();

// Asks all of `servers` side by side, without search list and without the hosts file. Answers come
// in the order of the servers; those that did not answer by `until` are silent.
std::vector<dns_answer> dns_query(const std::vector<std::string>& servers, std::string_view name,
                                  int type, time_point until);

} // namespace dsreg::net

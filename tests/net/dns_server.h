// A DNS server over UDP that answers everything in one way.
#pragma once
#include "base/unique_fd.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace dsreg::net_test {

enum class dns_mode { answer, nxdomain, servfail, refused, silent };

struct srv_line {
    uint16_t priority, weight, port;
    std::string target;
};

class dns_server
{
public:
    explicit dns_server(dns_mode mode, uint16_t port = 0, std::vector<srv_line> srv = {});
    ~dns_server();
    dns_server(const dns_server&) = delete;
    dns_server& operator=(const dns_server&) = delete;

    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    std::size_t questions() const { return questions_; }
    std::atomic<dns_mode> mode;

private:
    void serve();
    std::string reply(const std::string& question) const;

    const std::vector<srv_line> srv_;
    unique_fd socket_, stop_;
    uint16_t port_ = 0;
    std::atomic<std::size_t> questions_{0};
    std::thread thread_;
};

} // namespace dsreg::net_test

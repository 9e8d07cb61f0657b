// A TCP server on a loopback port of its own; each connection on a thread of its own.
#pragma once
#include "base/unique_fd.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dsreg::net_test {

class listener
{
public:
    // `serve` owns the connection until it returns; its reads end when the listener does.
    explicit listener(std::function<void(int fd)> serve, uint16_t port = 0);
    ~listener();
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    uint16_t port() const { return port_; }
    std::size_t connections();

private:
    void accept_all();

    std::function<void(int)> serve_;
    unique_fd socket_, stop_;
    uint16_t port_ = 0;
    std::mutex mutex_;
    std::vector<int> open_;
    std::vector<std::thread> threads_;
    std::size_t count_ = 0;
    std::thread accepting_;
};

bool send_text(int fd, const std::string& text);
std::string read_until(int fd, const std::string& end); // what came before the end or the close
void wait_for_close(int fd);                            // by the peer, or by the listener
void reset(int fd);                                     // the next close sends RST

} // namespace dsreg::net_test

// The host's end of a child process: a worker or a service process.
//
// Frames are read without ever blocking and written from a queue, so a child that does not read
// delays nobody. The end of the child is its pidfd, never the end of the socket: a grandchild may
// hold that. [one thread]
#pragma once
#include "base/status.h"
#include "base/unique_fd.h"
#include "engine/loop.h"
#include "wire/channel.h"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace dsreg::engine {

// Every child has the same environment: PATH, HOME=/nonexistent, LANG=C.UTF-8, TZ=UTC.
struct spawn_request {
    std::string program;           // absolute path
    std::vector<std::string> args; // behind argv[0]
    int file_fd = -1;              // becomes descriptor 4; -1: none
};

struct child_end {
    bool signalled = false;
    int code = 0; // exit status or signal
};

// "killed by SIGSEGV", "exited with status 3".
std::string describe(const child_end& end);
std::string signal_name(int number);

class child
{
public:
    struct handlers {
        std::function<void(wire::message&&)> message;
        std::function<void(const std::string& what)> violation; // once; then it reads no more
        std::function<void(const child_end&)> end; // last call; the child may be destroyed after it
        std::function<void(std::string_view output)> output;
    };

    child(loop& on, handlers call) : loop_(on), call_(std::move(call)) {}
    ~child();
    child(const child&) = delete;
    child& operator=(const child&) = delete;

    [[nodiscard]] status start(const spawn_request& request);
    // For --in-process: the other end is served by a thread. Its end is the end of the socket.
    void adopt(unique_fd socket);

    // Who hears of it from now on; for a worker that is handed over after it was loaded.
    void hand_over(handlers call) { call_ = std::move(call); }

    // Queued when the child does not read. `queued_bytes` tells how much waits.
    void send(wire::frame_type type, uint32_t run, uint32_t id, std::string_view payload);
    std::size_t queued_bytes() const noexcept { return queued_; }

    void kill();           // SIGKILL; handlers.end follows
    void close_politely(); // hang up: an idle child ends by itself

    // How much the child may send from now on; beyond it is a violation.
    void allow(std::size_t frames, std::size_t bytes)
    {
        incoming_.allow(frames, bytes);
        output_ = 0;
    }
    // True when it has written more to stdout and stderr since then than anybody keeps. Takes in
    // what waits in the pipe first.
    bool flooded();

    bool alive() const noexcept { return !ended_; }

private:
    void watch_socket();
    void on_socket(uint32_t events);
    void on_pidfd();
    void reap_traced();
    bool read_output(); // false: nothing more to read now
    bool read_frame();  // false: nothing more to read now
    void flush();
    void hung_up();
    void violate(const std::string& what);
    void forget_socket();
    void finish(const child_end& end);

    loop& loop_;
    handlers call_;
    unique_fd socket_, pidfd_, pipe_;
    loop::watch_id socket_watch_ = 0, pid_watch_ = 0, output_watch_ = 0;
    uint32_t watched_ = 1; // EPOLLIN
    loop::timer_id hangup_ = 0, reaping_ = 0;
    int pid_ = -1;
    bool adopted_ = false, deaf_ = false, ended_ = false;
    std::deque<std::string> queue_;
    std::size_t queued_ = 0, output_ = 0;
    wire::assembler incoming_;
    std::vector<char> buffer_;
};

} // namespace dsreg::engine

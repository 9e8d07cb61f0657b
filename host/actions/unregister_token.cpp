#include "actions/unregister_token.h"

#include "broker/error_words.h"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

namespace dsreg::actions {
namespace {

using clock = std::chrono::steady_clock;
constexpr std::size_t most = 64 * 1024;

bool wait_for(int fd, clock::time_point until)
{
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now()).count();
        if (left <= 0) return false;
        pollfd one{fd, POLLIN, 0};
        const int ready = ::poll(&one, 1, static_cast<int>(left));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return true; // read() says what is wrong
    }
}

dsreg::status one_line(std::string& text)
{
    if (!text.empty() && text.back() == '\n') text.pop_back();
    if (!text.empty() && text.back() == '\r') text.pop_back();
    if (text.find_first_of("\r\n") != text.npos) return {errc::invalid, "it is more than one line"};
    return {};
}

} // namespace

dsreg::status read_token(int fd, std::chrono::milliseconds longest, secret_text& ret)
{
    const clock::time_point until = clock::now() + longest;
    secret_text got;
    std::string& text = got.text();
    text.resize(most + 1); // at once: growing would leave copies behind
    std::size_t size = 0;
    while (size < text.size()) {
        if (!wait_for(fd, until)) return {errc::timeout, "it did not come to an end in a minute"};
        const ssize_t n = ::read(fd, text.data() + size, text.size() - size);
        if (n < 0 && errno == EBADF) break;
        if (n < 0 && errno != EINTR && errno != EAGAIN)
            return {errc::io, std::string("it cannot be read: ") + std::strerror(errno)};
        if (n == 0) break;
        if (n > 0) size += static_cast<std::size_t>(n);
    }
    if (size > most) return {errc::too_large, "it is longer than 64 KiB"};
    text.resize(size);
    if (dsreg::status s = one_line(text); !s) return s;
    ret = std::move(got);
    return {};
}

dsreg::status demand_token(const wire::world& where, const std::string& tenant_id)
{
    secret_text token;
    if (::isatty(0) == 0) {
        if (const dsreg::status s = read_token(0, longest_for_stdin, token); !s)
            return {s.code(), "the token on the standard input cannot be used: " + s.text()};
    }
    const bool given = !token.view().empty();
    wire::broker_error why;
    if (!given && !acquire_drs_token(where, tenant_id, token, why))
        return {errc::not_found,
                "--unregister needs a DRS token, and there is none: " + broker::words_of(why) +
                    "; or pipe one in: dsreg --getdrstoken --tenant-id " + tenant_id +
                    " | sudo dsreg --tenant-id " + tenant_id + " --unregister"};
    const dsreg::status fit = check_drs_token(token.view(), tenant_id, wire::wall_clock(where));
    if (fit) return {};
    return {fit.code(), std::string(given ? "the token on the standard input"
                                          : "the token that the broker gave") +
                            " cannot be used: " + fit.text()};
}

} // namespace dsreg::actions

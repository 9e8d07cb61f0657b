#include "actions/prompt.h"

#include "cli/interrupt.h"
#include "cli/output.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace dsreg::actions {
namespace {

constexpr std::size_t line_most = 64; // a longer line is no "y"

enum class line_end { newline, input_over, interrupted };

// Byte by byte: what follows the line is not ours.
line_end read_line(const cli::interrupt_guard& guard, std::string& ret)
{
    for (;;) {
        pollfd ends[] = {{0, POLLIN, 0}, {guard.fd(), POLLIN, 0}};
        const int ready = ::poll(ends, 2, -1);
        if (guard.exit_code() != 0) return line_end::interrupted;
        if (ready < 0) {
            if (errno == EINTR) continue;
            return line_end::input_over;
        }
        if (ends[0].revents == 0) continue;
        char byte = 0;
        const ssize_t n = ::read(0, &byte, 1);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n <= 0) return line_end::input_over;
        if (byte == '\n') return line_end::newline;
        ret += byte;
        if (ret.size() > line_most) return line_end::input_over;
    }
}

} // namespace

std::string cleanup_warning(bool root)
{
    std::string text = "WARNING: This operation will permanently remove all local accounts, "
                       "credentials, and cached tokens.\n";
    if (root)
        text += "         Running as root will also remove device certificates and private keys "
                "from:\n"
                "           - /etc/microsoft/identity-broker/certs (certificates)\n"
                "           - /etc/microsoft/identity-broker/private (private keys)\n";
    return text + "\nThis is an irreversible operation.\n";
}

reply ask_to_continue(const std::string& warning, int& ret_exit_code)
{
    const cli::interrupt_guard guard;
    bool gone = false;
    // Whoever cannot see the question cannot have answered it.
    if (!cli::write_all(2, warning + cleanup_question, gone)) return reply::no;
    std::string line;
    const line_end end = read_line(guard, line);
    // The terminal shows the line's end by itself.
    if (end != line_end::newline || ::isatty(0) == 0) [[maybe_unused]]
        const status ignored = cli::write_all(2, "\n", gone);
    if (end == line_end::interrupted) {
        ret_exit_code = guard.exit_code();
        return reply::interrupted;
    }
    return line == "Y" || line == "y" ? reply::yes : reply::no;
}

} // namespace dsreg::actions

#include "device_broker/arguments.h"

#include "base/text.h"

#include <charconv>
#include <string_view>

namespace dsreg::device_broker {

const char* help_text()
{
    return "dsreg-device-broker [--lab FILE] [--idle SECONDS]\n"
           "\n"
           "Answers for the device's registration on the system bus, as org.dsreg.DeviceBroker1.\n"
           "The bus starts it, as root, and it ends when nobody has asked for a while.\n"
           "\n"
           "  --lab FILE      serve a lab, by its descriptor (also DSREG_LAB)\n"
           "  --idle SECONDS  how long that while is (1 to 3600; 30)\n"
           "  --help, --version\n";
}

status parse(int argc, const char* const* argv, arguments& ret)
{
    arguments got;
    for (int i = 1; i < argc; i++) {
        const std::string_view word = argv[i];
        if (word == "--help" || word == "--version") {
            (word == "--help" ? got.help : got.version) = true;
            continue;
        }
        if (word != "--lab" && word != "--idle")
            return {errc::invalid, "unknown argument \"" + safe_text(cut_utf8(word, 64)) + "\""};
        if (i + 1 == argc || argv[i + 1][0] == '\0')
            return {errc::invalid, std::string(word) + " needs a value"};
        const std::string_view value = argv[++i];
        if (word == "--lab") {
            got.lab = value;
            continue;
        }
        int seconds = 0;
        const auto [end, ec] = std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (ec != std::errc{} || end != value.data() + value.size() || seconds < 1 ||
            seconds > 3600)
            return {errc::invalid, "--idle is a number of seconds from 1 to 3600"};
        got.idle = std::chrono::seconds(seconds);
    }
    ret = std::move(got);
    return {};
}

} // namespace dsreg::device_broker

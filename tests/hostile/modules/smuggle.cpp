// Calls that the module does not declare, written to the socket itself.
#include "hostile.h"

#include <sys/socket.h>

using namespace hostile;

namespace {

struct frame {
    uint32_t size;
    uint16_t type, flags;
    uint32_t run, id;
    char payload[4096];
};
constexpr uint16_t frame_call = 8;

void put(std::string& to, const std::string& text)
{
    const auto size = static_cast<uint32_t>(text.size());
    to.append(reinterpret_cast<const char*>(&size), sizeof size);
    to += text;
}

// The run's number is where the worker keeps it; its host numbers them from one.
std::string call(uint32_t run, const char* service, uint16_t method, const std::string& request)
{
    std::string payload;
    put(payload, service);
    payload.append(reinterpret_cast<const char*>(&method), sizeof method);
    payload.append(8, '\0'); // flags, timeout
    put(payload, request);
    frame f{static_cast<uint32_t>(payload.size()), frame_call, 0, run, 1, {}};
    std::memcpy(f.payload, payload.data(), payload.size());
    if (::send(3, &f, 16 + payload.size(), 0) < 0) return "not sent";
    const ssize_t n = ::recv(3, &f, sizeof f, 0);
    int32_t status = 0;
    if (n < 20) return "no answer";
    std::memcpy(&status, f.payload, sizeof status);
    return answer(status, 0,
                  static_cast<std::size_t>(n) > 16 + 16 ? static_cast<std::size_t>(n) : 0);
}

void smuggle(const dsreg_host* host)
{
    std::string shadow;
    put(shadow, "/etc/shadow");
    shadow.append(4, '\0');
    const uint32_t run = 1;
    report(host, "file", call(run, "dsreg.fs/1", 1, shadow));
    report(host, "token", call(run, "dsreg.broker/1", 3, std::string("\1\0\0\0\0\0\0\0", 8)));
    report(host, "no-service", call(run, "dsreg.nothing/1", 1, ""));
    report(host, "no-method", call(run, "dsreg.device/1", 99, ""));
    report(host, "garbage", call(run, "dsreg.device/1", 2, "\xFF\xFF\xFF\xFF"));
    report(host, "nul", call(run, "dsreg.device/1", 2, std::string("\4\0\0\0a\0b\0\0\0\0\0", 12)));
    pass(host);
}

constexpr const char* services[] = {"dsreg.device/1", nullptr};
HOSTILE_PROBE(smuggle_probe, "call", "Smuggling Test", smuggle, 0, services);
constexpr const dsreg_probe* probes[] = {&smuggle_probe};

} // namespace

extern "C" constinit const dsreg_module dsreg_probe_module_v1 = module(probes);

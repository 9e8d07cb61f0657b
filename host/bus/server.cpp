#include "bus/server.h"

#include "bus/connect.h"
#include "bus/message.h"

#include <cerrno>
#include <cstring>
#include <map>
#include <vector>

namespace dsreg::bus {
namespace {

constexpr std::size_t most_bytes_in = 1024 * 1024;
constexpr const char* failed = "org.freedesktop.DBus.Error.Failed";

struct exports {
    std::vector<compat::exported_method> methods;
    std::vector<compat::exported_property> properties;
};

outcome of_error(const sdbus::Error& e)
{
    const uint32_t kind = kind_of_error(e.getName(), e.getMessage());
    return {kind == DSREG_X_NONE ? DSREG_X_REFUSED : kind, e.getName(), e.getMessage()};
}

bool is_stopped(int fd)
{
    pollfd p{fd, POLLIN, 0};
    return ::poll(&p, 1, 0) > 0;
}

std::string signature_of(const std::vector<typed>& values)
{
    std::string all;
    for (const typed& v : values) all += v.signature;
    return all;
}

void serve(sdbus::MethodCall& call, const std::string& out, const method_callback& callback)
{
    incoming in;
    in.sender = compat::sender(call);
    if (flatten(call, most_bytes_in, in.arguments) == flattened::too_large) {
        throw compat::error("org.freedesktop.DBus.Error.LimitsExceeded", "arguments too large");
    }
    const answer given = callback(in);
    if (!given.error_name.empty()) throw compat::error(given.error_name, given.error_text);
    if (signature_of(given.values) != out) {
        throw compat::error(failed, "the answer does not match the signature");
    }
    sdbus::MethodReply reply = call.createReply();
    for (const typed& v : given.values) append(reply, v);
    reply.send();
}

// sd-bus ends the process when anything but its own error leaves a callback.
template <class F>
void only_bus_errors(const F& f)
{
    try {
        f();
    } catch (const sdbus::Error&) {
        throw;
    } catch (const std::exception& e) {
        throw compat::error(failed, e.what());
    } catch (...) {
        throw compat::error(failed, "unknown exception");
    }
}

} // namespace

struct server::impl {
    std::map<std::string, std::map<std::string, exports>> by_path; // path, interface
    std::unique_ptr<sdbus::IConnection> bus;
    std::vector<std::unique_ptr<sdbus::IObject>> objects; // gone before the bus

    void finish()
    {
        for (const auto& [path, interfaces] : by_path) {
            auto object = compat::object(*bus, path);
            for (const auto& [name, what] : interfaces) {
                compat::export_interface(*object, name, what.methods, what.properties);
            }
            compat::finish_exports(*object);
            objects.push_back(std::move(object));
        }
        by_path.clear();
    }
};

server::server() : impl_(std::make_unique<impl>()) {}
server::server(server&&) noexcept = default;
server& server::operator=(server&&) noexcept = default;
server::~server() = default;

void server::method(const std::string& path, const std::string& interface,
                    const std::string& member, const std::string& in, const std::string& out,
                    method_callback callback)
{
    auto handler = [out, callback = std::move(callback)](sdbus::MethodCall call) {
        only_bus_errors([&] { serve(call, out, callback); });
    };
    impl_->by_path[path][interface].methods.push_back({member, in, out, std::move(handler)});
}

void server::property(const std::string& path, const std::string& interface,
                      const std::string& name, property_callback callback)
{
    const std::string signature = callback().signature;
    auto handler = [signature, callback = std::move(callback)](sdbus::Message& reply) {
        only_bus_errors([&] {
            const typed v = callback();
            if (v.signature != signature) throw compat::error(failed, "another type");
            append(reply, v);
        });
    };
    impl_->by_path[path][interface].properties.push_back({name, signature, std::move(handler)});
}

outcome server::open(const std::string& address, clock::time_point deadline)
{
    return connect(address, deadline, impl_->bus);
}

outcome server::request_name(const std::string& name)
{
    if (!impl_->bus) return {DSREG_X_CONNECT, "", "not connected"};
    try {
        impl_->finish();
        compat::request_name(*impl_->bus, name);
        return {};
    } catch (const sdbus::Error& e) {
        return of_error(e);
    }
}

outcome server::release_name(const std::string& name)
{
    if (!impl_->bus) return {DSREG_X_CONNECT, "", "not connected"};
    try {
        compat::release_name(*impl_->bus, name);
        return {};
    } catch (const sdbus::Error& e) {
        return of_error(e);
    }
}

outcome server::run(int stop_fd)
{
    if (!impl_->bus) return {DSREG_X_CONNECT, "", "not connected"};
    try {
        impl_->finish();
        while (true) {
            while (compat::process(*impl_->bus)) {
                if (is_stopped(stop_fd)) return {};
            }
            const auto data = impl_->bus->getEventLoopPollData();
            pollfd fds[] = {{data.fd, data.events, 0},
                            {compat::second_fd(data), POLLIN, 0},
                            {stop_fd, POLLIN, 0}};
            if (::poll(fds, 3, data.getPollTimeout()) < 0 && errno != EINTR) {
                return {DSREG_X_DISCONNECTED, "", std::strerror(errno)};
            }
            if (fds[2].revents != 0) return {};
        }
    } catch (const sdbus::Error& e) {
        return {DSREG_X_DISCONNECTED, e.getName(), e.getMessage()};
    }
}

} // namespace dsreg::bus

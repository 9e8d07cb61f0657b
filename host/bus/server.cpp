#include "bus/server.h"

#include "bus/connect.h"
#include "bus/message.h"
#include "bus/outbox.h"

#include <algorithm>
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

incoming take_in(sdbus::MethodCall& call)
{
    incoming in;
    in.sender = compat::sender(call);
    if (flatten(call, most_bytes_in, in.arguments) == flattened::too_large) {
        throw compat::error("org.freedesktop.DBus.Error.LimitsExceeded", "arguments too large");
    }
    return in;
}

void send_answer(sdbus::MethodCall& call, const std::string& out, const answer& given)
{
    if (!given.error_name.empty()) throw compat::error(given.error_name, given.error_text);
    if (signature_of(given.values) != out) {
        throw compat::error(failed, "the answer does not match the signature");
    }
    sdbus::MethodReply reply = call.createReply();
    for (const typed& v : given.values) append(reply, v);
    reply.send();
    if (given.after) given.after();
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

// A call that waits for its answer.
struct owed {
    sdbus::MethodCall call;
    std::string out;
};

} // namespace

struct server::impl {
    std::map<std::string, std::map<std::string, exports>> by_path; // path, interface
    std::unique_ptr<sdbus::IConnection> bus;
    std::vector<std::unique_ptr<sdbus::IObject>> objects; // gone before the bus
    std::map<uint64_t, owed> waiting;                     // these, too
    uint64_t last_id = 0;
    std::shared_ptr<outbox> box = std::make_shared<outbox>();
    std::vector<std::string> names;

    void deliver()
    {
        for (const outbox::item& one : box->take()) {
            auto at = waiting.extract(one.first);
            if (!at) continue;
            owed& to = at.mapped();
            if (to.call.doesntExpectReply()) continue;
            try {
                only_bus_errors([&] { send_answer(to.call, to.out, one.second); });
            } catch (const sdbus::Error& e) {
                to.call.createErrorReply(e).send();
            }
        }
    }
    void give_back_names()
    {
        for (const std::string& name : std::exchange(names, {})) compat::release_name(*bus, name);
    }

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
        only_bus_errors([&] { send_answer(call, out, callback(take_in(call))); });
    };
    impl_->by_path[path][interface].methods.push_back({member, in, out, std::move(handler)});
}

void server::slow_method(const std::string& path, const std::string& interface,
                         const std::string& member, const std::string& in, const std::string& out,
                         slow_callback callback)
{
    auto handler = [self = impl_.get(), out,
                    callback = std::move(callback)](sdbus::MethodCall call) {
        only_bus_errors([&] {
            const incoming in = take_in(call);
            const uint64_t id = ++self->last_id;
            const later way_back(
                [box = self->box, id](answer given) { box->put(id, std::move(given)); });
            self->waiting.emplace(id, owed{std::move(call), out});
            try {
                callback(in, way_back);
            } catch (...) { // is the answer
                self->waiting.erase(id);
                throw;
            }
        });
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

void server::emit(const std::string& path, const std::string& interface, const std::string& member,
                  const std::vector<typed>& arguments)
{
    for (const auto& object : impl_->objects) {
        if (compat::path_of(*object) != path) continue;
        auto signal = compat::signal(*object, interface, member);
        for (const typed& v : arguments) append(signal, v);
        object->emitSignal(signal);
    }
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
        impl_->names.push_back(name);
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
        std::erase(impl_->names, name);
        return {};
    } catch (const sdbus::Error& e) {
        return of_error(e);
    }
}

outcome server::run(int stop_fd, std::chrono::milliseconds idle)
{
    using std::chrono::milliseconds;
    if (!impl_->bus) return {DSREG_X_CONNECT, "", "not connected"};
    const bool may_idle = idle >= milliseconds::zero();
    bool leaving = false;
    clock::time_point last = clock::now();
    try {
        impl_->finish();
        while (true) {
            while (compat::process(*impl_->bus)) {
                last = clock::now();
                impl_->deliver();
                if (is_stopped(stop_fd)) return {};
            }
            impl_->deliver();
            if (!impl_->waiting.empty()) last = clock::now();
            const auto left =
                std::chrono::ceil<milliseconds>(std::max(idle - (clock::now() - last), {}));
            if (may_idle && impl_->waiting.empty()) {
                if (leaving) return {};
                leaving = left.count() == 0;
                if (leaving) {
                    impl_->give_back_names();
                    continue;
                }
            }
            const auto data = impl_->bus->getEventLoopPollData();
            int patience = data.getPollTimeout();
            if (may_idle && impl_->waiting.empty() && (patience < 0 || left.count() < patience))
                patience = static_cast<int>(left.count());
            pollfd fds[] = {{data.fd, data.events, 0},
                            {compat::second_fd(data), POLLIN, 0},
                            {stop_fd, POLLIN, 0},
                            {impl_->box->wake.get(), POLLIN, 0}};
            if (::poll(fds, 4, patience) < 0 && errno != EINTR) {
                return {DSREG_X_DISCONNECTED, "", std::strerror(errno)};
            }
            if (fds[3].revents != 0) impl_->deliver();
            if (fds[2].revents != 0) return {};
        }
    } catch (const sdbus::Error& e) {
        return {DSREG_X_DISCONNECTED, e.getName(), e.getMessage()};
    }
}

} // namespace dsreg::bus

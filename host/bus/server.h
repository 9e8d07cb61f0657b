// A service on a message bus: objects with methods and properties, served by the caller's thread.
//
//     bus::server s;
//     if (auto end = s.open(address, deadline); !end.ok()) ...
//     s.method("/a", "org.example.A", "Echo", "s", "s", [](const bus::incoming& in) {
//         return bus::answer{{bus::of_text(in.text(0))}, "", ""};
//     });
//     s.property("/a", "org.example.A", "State", [] { return bus::of_text("running"); });
//     s.request_name("org.example.A");   // after all exports
//     s.run(stop_fd);
//
// With fork: open in the child. A callback may block or end its process; what it throws becomes
// the error org.freedesktop.DBus.Error.Failed.
#pragma once
#include "base/status.h"
#include "bus/client.h"

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace dsreg::bus {

// A typed value to send. A basic type uses `leaf`; arrays "as", structures "(su)", dictionaries
// "a{sv}" (their items are entries "{sv}" of two), and variants "v" (of one) use `items`.
struct typed {
    std::string signature;
    value leaf;
    std::vector<typed> items;
};

typed of_text(std::string text);                      // s
typed of_path(std::string path);                      // o
typed of_bool(bool b);                                // b
typed of_u32(uint32_t n);                             // u
typed of_i32(int32_t n);                              // i
typed of_u64(uint64_t n);                             // t
typed of_texts(const std::vector<std::string>& list); // as
typed of_paths(const std::vector<std::string>& list); // ao
typed of_struct(std::vector<typed> members);          // (...)
// a...: `element` is the signature of each, so that an empty one has a type.
typed of_array(const std::string& element, std::vector<typed> list);
typed of_dict(std::vector<std::pair<std::string, typed>> entries); // a{sv}

// A call that came in.
struct incoming {
    std::string sender;                        // unique name
    bus::items arguments;                      // flattened, as in client.h
    std::string text(std::size_t index) const; // argument `index` as text; "" when it is none
};

struct answer {
    std::vector<typed> values; // must match the method's out-signature
    std::string error_name;    // not "": a D-Bus error instead
    std::string error_text;
    std::function<void()> after = {}; // called by the serving thread when the answer is out
    static answer error(std::string name, std::string text);
};

using method_callback = std::function<answer(const incoming&)>;

// The way back to a caller whose answer takes its time: to be called once, from any thread. When
// the last copy goes without an answer, the caller gets org.freedesktop.DBus.Error.Failed.
class later
{
public:
    explicit later(std::function<void(answer)> to_caller);
    void operator()(answer given) const;

private:
    struct once;
    std::shared_ptr<once> once_;
};
using slow_callback = std::function<void(const incoming&, later)>;

using property_callback = std::function<typed()>;

class server
{
public:
    server();
    server(server&&) noexcept;
    server& operator=(server&&) noexcept;
    ~server();

    outcome open(const std::string& address, clock::time_point deadline);

    // Exports, before the first request_name() or run(). A property is read through
    // org.freedesktop.DBus.Properties Get and GetAll; its callback gives one type always.
    void method(const std::string& path, const std::string& interface, const std::string& member,
                const std::string& in, const std::string& out, method_callback callback);
    // A method that is answered later: `callback` hands its work on and returns.
    void slow_method(const std::string& path, const std::string& interface,
                     const std::string& member, const std::string& in, const std::string& out,
                     slow_callback callback);
    void property(const std::string& path, const std::string& interface, const std::string& name,
                  property_callback callback);

    // Sends a signal; from a callback, by the serving thread. `path` has exports.
    void emit(const std::string& path, const std::string& interface, const std::string& member,
              const std::vector<typed>& arguments);

    outcome request_name(const std::string& name);
    // Only for tests of a service that loses its name while it lives.
    outcome release_name(const std::string& name);

    // Serves until `stop_fd` is readable or hung up (ok), or the bus goes away
    // (DSREG_X_DISCONNECTED). With `idle` also until nothing came for so long and nobody waits for
    // an answer; then the names are given back first, and what came in until then is served.
    outcome run(int stop_fd, std::chrono::milliseconds idle = std::chrono::milliseconds(-1));

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace dsreg::bus

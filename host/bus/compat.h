// sdbus-c++ 1.2 and 2.x behind one set of small wrappers. Inside this room only.
#pragma once
#include "bus/server.h"

#include <sdbus-c++/sdbus-c++.h>

#include <poll.h>

#include <memory>
#include <string>
#include <vector>

#if __has_include(<sdbus-c++/VTableItems.h>)
#define DSREG_SDBUS_2
#endif

namespace dsreg::bus::compat {

using method_handler = std::function<void(sdbus::MethodCall)>;
using property_handler = std::function<void(sdbus::Message&)>;
using signal_handler = std::function<void(sdbus::Message&)>;

struct exported_method {
    std::string member, in, out;
    method_handler handler;
};
struct exported_property {
    std::string name, signature;
    property_handler handler;
};

// No property of ours tells when it changes.
inline sdbus::Flags silent()
{
    sdbus::Flags flags;
    flags.set(sdbus::Flags::EMITS_NO_SIGNAL);
    return flags;
}

// What a message holds next; `code` 0 at the end of it or of its container.
struct next_type {
    char code = 0;
    std::string contents;
};

// Connects to any address, whatever its name says.
inline std::unique_ptr<sdbus::IConnection> connect(const std::string& address)
{
    return sdbus::createSessionBusConnectionWithAddress(address);
}

#ifdef DSREG_SDBUS_2

inline std::unique_ptr<sdbus::IProxy> proxy(sdbus::IConnection& c, const std::string& destination,
                                            const std::string& path)
{
    return sdbus::createProxy(c, sdbus::ServiceName{destination}, sdbus::ObjectPath{path});
}
inline sdbus::MethodCall method_call(sdbus::IProxy& p, const std::string& interface,
                                     const std::string& member)
{
    return p.createMethodCall(sdbus::InterfaceName{interface}, sdbus::MethodName{member});
}
inline std::unique_ptr<sdbus::IObject> object(sdbus::IConnection& c, const std::string& path)
{
    return sdbus::createObject(c, sdbus::ObjectPath{path});
}
inline void export_interface(sdbus::IObject& o, const std::string& interface,
                             const std::vector<exported_method>& methods,
                             const std::vector<exported_property>& properties)
{
    std::vector<sdbus::VTableItem> table;
    for (const auto& m : methods) {
        table.emplace_back(sdbus::MethodVTableItem{sdbus::MethodName{m.member},
                                                   sdbus::Signature{m.in},
                                                   {},
                                                   sdbus::Signature{m.out},
                                                   {},
                                                   m.handler,
                                                   {}});
    }
    for (const auto& p : properties) {
        table.emplace_back(sdbus::PropertyVTableItem{sdbus::PropertyName{p.name},
                                                     sdbus::Signature{p.signature},
                                                     [h = p.handler](auto&& reply) { h(reply); },
                                                     {},
                                                     silent()});
    }
    o.addVTable(sdbus::InterfaceName{interface}, std::move(table));
}
inline void finish_exports(sdbus::IObject&) {}
inline void on_signal(sdbus::IProxy& p, const std::string& interface, const std::string& member,
                      const signal_handler& handler)
{
    p.registerSignalHandler(sdbus::InterfaceName{interface}, sdbus::SignalName{member},
                            [handler](sdbus::Signal signal) { handler(signal); });
}
inline sdbus::Signal signal(sdbus::IObject& o, const std::string& interface,
                            const std::string& member)
{
    return o.createSignal(sdbus::InterfaceName{interface}, sdbus::SignalName{member});
}
inline void request_name(sdbus::IConnection& c, const std::string& name)
{
    c.requestName(sdbus::ServiceName{name});
}
inline void release_name(sdbus::IConnection& c, const std::string& name)
{
    c.releaseName(sdbus::ServiceName{name});
}
inline sdbus::Error error(const std::string& name, const std::string& text)
{
    return sdbus::Error(sdbus::Error::Name{name}, text);
}
inline next_type peek(const sdbus::Message& m)
{
    const auto [code, contents] = m.peekType();
    return {code, contents ? contents : ""};
}
inline bool process(sdbus::IConnection& c)
{
    return c.processPendingEvent();
}
inline int second_fd(const sdbus::IConnection::PollData& data)
{
    return data.eventFd;
}

#else

inline std::unique_ptr<sdbus::IProxy> proxy(sdbus::IConnection& c, const std::string& destination,
                                            const std::string& path)
{
    return sdbus::createProxy(c, destination, path);
}
inline sdbus::MethodCall method_call(sdbus::IProxy& p, const std::string& interface,
                                     const std::string& member)
{
    return p.createMethodCall(interface, member);
}
inline std::unique_ptr<sdbus::IObject> object(sdbus::IConnection& c, const std::string& path)
{
    return sdbus::createObject(c, path);
}
inline void export_interface(sdbus::IObject& o, const std::string& interface,
                             const std::vector<exported_method>& methods,
                             const std::vector<exported_property>& properties)
{
    for (const auto& m : methods) o.registerMethod(interface, m.member, m.in, m.out, m.handler);
    for (const auto& p : properties) {
        o.registerProperty(
            interface, p.name, p.signature, [h = p.handler](auto&& reply) { h(reply); }, silent());
    }
}
inline void finish_exports(sdbus::IObject& o)
{
    o.finishRegistration();
}
inline void on_signal(sdbus::IProxy& p, const std::string& interface, const std::string& member,
                      const signal_handler& handler)
{
    p.registerSignalHandler(interface, member,
                            [handler](sdbus::Signal& signal) { handler(signal); });
    p.finishRegistration();
}
inline sdbus::Signal signal(sdbus::IObject& o, const std::string& interface,
                            const std::string& member)
{
    return o.createSignal(interface, member);
}
inline void request_name(sdbus::IConnection& c, const std::string& name)
{
    c.requestName(name);
}
inline void release_name(sdbus::IConnection& c, const std::string& name)
{
    c.releaseName(name);
}
inline sdbus::Error error(const std::string& name, const std::string& text)
{
    return sdbus::Error(name, text);
}
inline next_type peek(const sdbus::Message& m)
{
    std::string code, contents;
    m.peekType(code, contents);
    return {code.empty() ? '\0' : code[0], contents};
}
inline bool process(sdbus::IConnection& c)
{
    return c.processPendingRequest();
}
inline int second_fd(const sdbus::IConnection::PollData&)
{
    return -1;
}

#endif

inline std::string path_of(const sdbus::IObject& o)
{
    return std::string(o.getObjectPath());
}
inline std::string text_of(const char* s)
{
    return s ? s : "";
}
inline std::string text_of(const std::string& s)
{
    return s;
}
inline std::string sender(const sdbus::Message& m)
{
    return text_of(m.getSender());
}

} // namespace dsreg::bus::compat

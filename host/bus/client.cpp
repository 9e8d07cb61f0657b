#include "bus/client.h"

#include "bus/connect.h"
#include "bus/message.h"
#include "bus/names.h"

namespace dsreg::bus {
namespace {

constexpr const char* driver = "org.freedesktop.DBus";
constexpr const char* driver_path = "/org/freedesktop/DBus";

outcome too_late(const char* text)
{
    return {DSREG_X_TIMEOUT, "", text};
}

outcome of_error(const sdbus::Error& e)
{
    outcome end{kind_of_error(e.getName(), e.getMessage()), e.getName(), e.getMessage()};
    if (end.ok()) end.kind = DSREG_X_REFUSED; // an error without a name
    return end;
}

// A unique name that nobody has is one that left: it was there when it was resolved.
bool is_nobody(std::string_view error)
{
    return error == "org.freedesktop.DBus.Error.ServiceUnknown" ||
           error == "org.freedesktop.DBus.Error.NameHasNoOwner";
}

typed of_dictionary(const std::vector<std::pair<std::string, std::string>>& entries)
{
    typed all = of_array("{ss}", {});
    for (const auto& [key, word] : entries) {
        all.items.push_back({"{ss}", {}, {of_text(key), of_text(word)}});
    }
    return all;
}

// Microseconds from now, at least 1 (0 would mean the library's own 25 s).
uint64_t left(clock::time_point deadline)
{
    const auto us =
        std::chrono::duration_cast<std::chrono::microseconds>(deadline - clock::now()).count();
    return us > 0 ? static_cast<uint64_t>(us) : 1;
}

} // namespace

struct connection::impl {
    std::unique_ptr<sdbus::IConnection> bus;
};

connection::connection() noexcept = default;
connection::connection(connection&&) noexcept = default;
connection& connection::operator=(connection&&) noexcept = default;
connection::~connection() = default;

bool connection::is_open() const noexcept
{
    return impl_ != nullptr;
}

outcome connection::open(const std::string& address, clock::time_point deadline)
{
    auto fresh = std::make_unique<impl>();
    outcome end = connect(address, deadline, fresh->bus);
    if (end.ok()) impl_ = std::move(fresh);
    return end;
}

status check(const request& what)
{
    if (!is_bus_name(what.destination)) return {errc::invalid, "destination is not a bus name"};
    if (!is_object_path(what.path)) return {errc::invalid, "path is not an object path"};
    if (!is_interface(what.interface)) return {errc::invalid, "interface is not a name"};
    if (!is_member(what.member)) return {errc::invalid, "member is not a name"};
    if (!is_basic_signature(what.signature)) {
        return {errc::invalid, "signature holds more than 64 or other than basic types"};
    }
    if (what.arguments.size() != what.signature.size()) {
        return {errc::invalid, "signature and arguments differ in number"};
    }
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < what.arguments.size(); i++) {
        bytes += what.arguments[i].text.size();
        if (bytes > most_bytes) return {errc::invalid, "the arguments are too long"};
        const status end = append(nullptr, what.signature[i], what.arguments[i]);
        if (!end.ok()) return {errc::invalid, "argument " + std::to_string(i) + ": " + end.text()};
    }
    for (const auto& [key, word] : what.dictionary) {
        bytes += key.size() + word.size();
        if (bytes > most_bytes) return {errc::invalid, "the arguments are too long"};
        for (const std::string* s : {&key, &word}) {
            const status end = append(nullptr, 's', value::of_text(*s));
            if (!end.ok()) return {errc::invalid, "dictionary: " + end.text()};
        }
    }
    return {};
}

outcome connection::call(const request& what, clock::time_point deadline, items& ret,
                         std::size_t max_bytes)
{
    if (!impl_) return {DSREG_X_CONNECT, "", "not connected"};
    if (const status end = check(what); !end.ok()) return {DSREG_X_PROTOCOL, "", end.text()};
    if (clock::now() >= deadline) return too_late("no time was left");
    try {
        const auto proxy = compat::proxy(*impl_->bus, what.destination, what.path);
        sdbus::MethodCall message = compat::method_call(*proxy, what.interface, what.member);
        for (std::size_t i = 0; i < what.arguments.size(); i++) {
            const status end = append(&message, what.signature[i], what.arguments[i]);
            if (!end.ok()) return {DSREG_X_PROTOCOL, "", end.text()};
        }
        if (!what.dictionary.empty()) append(message, of_dictionary(what.dictionary));
        sdbus::MethodReply reply = proxy->callMethod(message, left(deadline));
        if (flatten(reply, max_bytes, ret) == flattened::too_large) {
            return {DSREG_X_TOO_LARGE, "", "the reply is larger than it may be"};
        }
        return {};
    } catch (const sdbus::Error& e) {
        outcome end = of_error(e);
        if (is_unique_name(what.destination) && is_nobody(end.name))
            end.kind = DSREG_X_DISCONNECTED;
        return end;
    } catch (const std::exception& e) {
        return {DSREG_X_PROTOCOL, "", e.what()};
    }
}

outcome connection::ask_driver(const char* member, const std::string& name,
                               clock::time_point deadline, items& ret)
{
    request what{driver, driver_path, driver, member, "", {}};
    if (!name.empty()) {
        what.signature = "s";
        what.arguments = {value::of_text(name)};
    }
    return call(what, deadline, ret);
}

outcome connection::name_owner(const std::string& name, clock::time_point deadline,
                               std::string& ret)
{
    items reply;
    outcome end = ask_driver("GetNameOwner", name, deadline, reply);
    if (!end.ok()) return end;
    const std::string owner = text_at(reply, "0");
    if (!is_bus_name(owner)) return {DSREG_X_PROTOCOL, "", "the bus names no valid owner"};
    ret = owner;
    return {};
}

outcome connection::owner_uid(const std::string& name, clock::time_point deadline, uint32_t& ret)
{
    items reply;
    outcome end = ask_driver("GetConnectionUnixUser", name, deadline, reply);
    if (!end.ok()) return end;
    if (reply.size() != 1) return {DSREG_X_PROTOCOL, "", "the bus names no user"};
    ret = static_cast<uint32_t>(reply[0].second.i);
    return {};
}

outcome connection::owner_pid(const std::string& name, clock::time_point deadline, int32_t& ret)
{
    items reply;
    outcome end = ask_driver("GetConnectionUnixProcessID", name, deadline, reply);
    if (!end.ok()) return end;
    if (reply.size() != 1) return {DSREG_X_PROTOCOL, "", "the bus names no process"};
    ret = static_cast<int32_t>(reply[0].second.i);
    return {};
}

outcome connection::activatable_names(clock::time_point deadline, std::vector<std::string>& ret)
{
    items reply;
    outcome end = ask_driver("ListActivatableNames", "", deadline, reply);
    if (!end.ok()) return end;
    std::vector<std::string> names;
    for (named_value& item : reply) names.push_back(std::move(item.second.text));
    ret = std::move(names);
    return {};
}

outcome connection::start_service(const std::string& name, clock::time_point deadline)
{
    items reply;
    return call({driver,
                 driver_path,
                 driver,
                 "StartServiceByName",
                 "su",
                 {value::of_text(name), value::of_int(0)}},
                deadline, reply);
}

outcome connection::property(const std::string& destination, const std::string& path,
                             const std::string& interface, const std::string& name,
                             clock::time_point deadline, value& ret)
{
    items reply;
    outcome end = call({destination,
                        path,
                        "org.freedesktop.DBus.Properties",
                        "Get",
                        "ss",
                        {value::of_text(interface), value::of_text(name)}},
                       deadline, reply);
    if (!end.ok()) return end;
    if (reply.size() != 1) return {DSREG_X_PROTOCOL, "", "the property is not one value"};
    ret = std::move(reply[0].second);
    return {};
}

std::string text_at(const items& list, std::string_view path)
{
    for (const named_value& item : list) {
        if (item.first == path) {
            return item.second.type == value_type::text ? item.second.text : std::string();
        }
    }
    return {};
}

} // namespace dsreg::bus

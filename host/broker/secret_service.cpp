#include "broker/secret_service.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace dsreg::broker {
namespace {

constexpr const char* name = "org.freedesktop.secrets";
constexpr const char* service_path = "/org/freedesktop/secrets";
constexpr std::string_view collections = "/org/freedesktop/secrets/collection/";
constexpr const char* service_interface = "org.freedesktop.Secret.Service";
constexpr const char* collection_interface = "org.freedesktop.Secret.Collection";
constexpr const char* item_interface = "org.freedesktop.Secret.Item";
constexpr const char* prompt_interface = "org.freedesktop.Secret.Prompt";
constexpr const char* properties = "org.freedesktop.DBus.Properties";
constexpr const char* no_path = "/"; // no such alias; no prompt is needed
constexpr auto longest = std::chrono::seconds(3);

// The specification's own error, and what D-Bus libraries say of a path that nobody exports (GIO,
// which gnome-keyring uses: UnknownMethod).
constexpr std::array<std::string_view, 4> nothing_there{
    "org.freedesktop.Secret.Error.NoSuchObject",
    "org.freedesktop.DBus.Error.UnknownObject",
    "org.freedesktop.DBus.Error.UnknownMethod",
    "org.freedesktop.DBus.Error.UnknownInterface",
};

bool is_nothing(const bus::outcome& end)
{
    return std::find(nothing_there.begin(), nothing_there.end(), end.name) != nothing_there.end();
}

bus::outcome nonsense()
{
    return {DSREG_X_PROTOCOL, "", "the answer is not what the Secret Service's protocol allows"};
}

bool begins_with(std::string_view s, std::string_view beginning)
{
    return s.size() > beginning.size() && s.substr(0, beginning.size()) == beginning;
}

} // namespace

bus::outcome secret_service::call(const bus::request& what, bus::items& ret)
{
    return bus_.call(what, std::min(deadline_, bus::clock::now() + longest), ret);
}

bus::request secret_service::at(const std::string& path, const char* interface,
                                const char* member) const
{
    return {owner_, path, interface, member, "", {}};
}

bus::outcome secret_service::property(const std::string& path, const char* interface,
                                      const char* property_name, bus::items& ret)
{
    bus::request what = at(path, properties, "Get");
    what.signature = "ss";
    what.arguments = {value::of_text(interface), value::of_text(property_name)};
    return call(what, ret);
}

secret_answer secret_service::find(bus::outcome& ret_end)
{
    ret_end = bus_.name_owner(name, std::min(deadline_, bus::clock::now() + longest), owner_);
    if (ret_end.ok()) return secret_answer::yes;
    return ret_end.kind == DSREG_X_NOT_FOUND ? secret_answer::absent : secret_answer::failed;
}

secret_answer secret_service::read_alias(const std::string& alias, std::string& ret,
                                         bus::outcome& ret_end)
{
    bus::request what = at(service_path, service_interface, "ReadAlias");
    what.signature = "s";
    what.arguments = {value::of_text(alias)};
    bus::items reply;
    ret_end = call(what, reply);
    if (!ret_end.ok()) return is_nothing(ret_end) ? secret_answer::absent : secret_answer::failed;
    const std::string path = bus::text_at(reply, "0");
    if (path == no_path) return secret_answer::absent;
    if (!begins_with(path, collections)) {
        ret_end = nonsense();
        return secret_answer::failed;
    }
    ret = path;
    return secret_answer::yes;
}

secret_answer secret_service::is_locked(const std::string& collection, bus::outcome& ret_end)
{
    bus::items reply;
    ret_end = property(collection, collection_interface, "Locked", reply);
    if (!ret_end.ok()) return is_nothing(ret_end) ? secret_answer::absent : secret_answer::failed;
    if (reply.size() != 1 || reply[0].second.type != value_type::boolean) {
        ret_end = nonsense();
        return secret_answer::failed;
    }
    return reply[0].second.i != 0 ? secret_answer::yes : secret_answer::no;
}

bus::outcome secret_service::search(const std::string& collection, const attribute& by,
                                    std::vector<std::string>& ret)
{
    bus::request what = at(collection, collection_interface, "SearchItems");
    what.dictionary = {by};
    bus::items reply;
    const bus::outcome end = call(what, reply);
    if (!end.ok()) return end;
    std::vector<std::string> found;
    for (const auto& [where, path] : reply) {
        if (path.type != value_type::text) return nonsense();
        // What lies elsewhere is no item of this collection, whatever the service says.
        if (begins_with(path.text, collection + "/")) found.push_back(path.text);
    }
    ret = std::move(found);
    return {};
}

secret_answer secret_service::carries(const std::string& item, const attribute& what,
                                      bus::outcome& ret_end)
{
    bus::items reply;
    ret_end = property(item, item_interface, "Attributes", reply);
    if (!ret_end.ok()) return is_nothing(ret_end) ? secret_answer::absent : secret_answer::failed;
    return bus::text_at(reply, "0/" + what.first) == what.second ? secret_answer::yes
                                                                 : secret_answer::no;
}

std::string secret_service::label(const std::string& item)
{
    bus::items reply;
    return property(item, item_interface, "Label", reply).ok() ? bus::text_at(reply, "0") : "";
}

secret_answer secret_service::remove(const std::string& item, bus::outcome& ret_end)
{
    bus::items reply;
    ret_end = call(at(item, item_interface, "Delete"), reply);
    if (!ret_end.ok()) return is_nothing(ret_end) ? secret_answer::absent : secret_answer::failed;
    const std::string prompt = bus::text_at(reply, "0");
    if (prompt == no_path) return secret_answer::yes;
    if (prompt.empty()) {
        ret_end = nonsense();
        return secret_answer::failed;
    }
    bus::items ignored; // a prompt that nobody performs stays in the service's memory
    (void)call(at(prompt, prompt_interface, "Dismiss"), ignored);
    return secret_answer::no;
}

} // namespace dsreg::broker

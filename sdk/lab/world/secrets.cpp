#include "world/secrets.h"

#include "file.h"

#include <boost/json.hpp>
#include <memory>

namespace dsreg::lab {
namespace {

namespace json = boost::json;
using bus::answer;
using bus::incoming;

const std::string service_path = "/org/freedesktop/secrets";
const std::string prompt_path = service_path + "/prompt/p1";
const std::string service = "org.freedesktop.Secret.Service";
const std::string collection = "org.freedesktop.Secret.Collection";
const std::string item = "org.freedesktop.Secret.Item";
const std::string prompt = "org.freedesktop.Secret.Prompt";

struct stored {
    std::string path;
    secret_play what;
    bool there = true;
};

struct keyring {
    std::string file, path; // path "": no collection
    bool locked = false, prompts = false;
    bool prompt_waits = false, value_wanted = false;
    std::vector<stored> items;

    void show() const
    {
        json::array left;
        for (const stored& one : items) {
            if (!one.there) continue;
            json::object attributes;
            for (const auto& [key, word] : one.what.attributes) attributes[key] = word;
            left.push_back({{"label", one.what.label}, {"attributes", std::move(attributes)}});
        }
        const json::object all{{"collection", path},
                               {"items", std::move(left)},
                               {"prompt_waits", prompt_waits},
                               {"value_wanted", value_wanted}};
        // Renamed into place, so that nobody reads half of it.
        const std::string fresh = file + ".new";
        if (write_file(fresh, json::serialize(all), 0600).ok())
            (void)std::rename(fresh.c_str(), file.c_str());
    }
};
using shared = std::shared_ptr<keyring>;

bool carries(const stored& one, const bus::items& wanted)
{
    for (const auto& [where, word] : wanted) { // "0/KEY"
        const auto found = one.what.attributes.find(where.substr(2));
        if (found == one.what.attributes.end() || found->second != word.text) return false;
    }
    return one.there;
}

std::vector<std::string> search(const keyring& k, const bus::items& wanted)
{
    std::vector<std::string> paths;
    for (const stored& one : k.items) {
        if (carries(one, wanted)) paths.push_back(one.path);
    }
    return paths;
}

answer no_value(const shared& k)
{
    k->value_wanted = true;
    k->show();
    return answer::error("org.freedesktop.DBus.Error.NotSupported", "the lab holds no values");
}

void export_service(bus::server& server, const shared& k)
{
    server.method(service_path, service, "ReadAlias", "s", "o", [k](const incoming& in) {
        const bool known = in.text(0) == "login" || in.text(0) == "default";
        return answer{{bus::of_path(known && !k->path.empty() ? k->path : "/")}, "", ""};
    });
    server.method(service_path, service, "SearchItems", "a{ss}", "aoao", [k](const incoming& in) {
        const std::vector<std::string> none, found = search(*k, in.arguments);
        return answer{
            {bus::of_paths(k->locked ? none : found), bus::of_paths(k->locked ? found : none)},
            "",
            ""};
    });
    server.method(service_path, service, "OpenSession", "sv", "vo",
                  [k](const incoming&) { return no_value(k); });
    server.property(service_path, service, "Collections", [k] {
        return bus::of_paths(k->path.empty() ? std::vector<std::string>{}
                                             : std::vector<std::string>{k->path});
    });
}

void export_collection(bus::server& server, const shared& k)
{
    server.property(k->path, collection, "Locked", [k] { return bus::of_bool(k->locked); });
    server.property(k->path, collection, "Label", [] { return bus::of_text("Login"); });
    server.property(k->path, collection, "Items", [k] { return bus::of_paths(search(*k, {})); });
    server.method(k->path, collection, "SearchItems", "a{ss}", "ao", [k](const incoming& in) {
        return answer{{bus::of_paths(search(*k, in.arguments))}, "", ""};
    });
}

answer remove(const shared& k, stored& one)
{
    if (!one.there)
        return answer::error("org.freedesktop.Secret.Error.NoSuchObject", "no such item");
    if (k->locked) return answer::error("org.freedesktop.Secret.Error.IsLocked", "it is locked");
    if (k->prompts)
        k->prompt_waits = true;
    else
        one.there = false;
    k->show();
    return {{bus::of_path(k->prompts ? prompt_path : "/")}, "", ""};
}

void export_item(bus::server& server, const shared& k, std::size_t at)
{
    const stored& one = k->items[at];
    bus::typed attributes = bus::of_array("{ss}", {});
    for (const auto& [key, word] : one.what.attributes)
        attributes.items.push_back({"{ss}", {}, {bus::of_text(key), bus::of_text(word)}});
    server.property(one.path, item, "Attributes", [attributes] { return attributes; });
    server.property(one.path, item, "Label",
                    [label = one.what.label] { return bus::of_text(label); });
    server.property(one.path, item, "Locked", [k] { return bus::of_bool(k->locked); });
    server.method(one.path, item, "Delete", "", "o",
                  [k, at](const incoming&) { return remove(k, k->items[at]); });
    server.method(one.path, item, "GetSecret", "o", "(oayays)",
                  [k](const incoming&) { return no_value(k); });
}

} // namespace

status play_secret_service(bus::server& server, const scenario& s, const std::string& file)
{
    const secrets_play& play = s.machine.secrets;
    const auto k = std::make_shared<keyring>();
    k->file = file;
    const bool alias = play.collection == "alias";
    if (play.collection != "none")
        k->path = service_path + "/collection/" + (alias ? "kdewallet" : "login");
    k->locked = play.collection == "locked";
    k->prompts = play.prompt;
    if (!k->path.empty()) {
        for (secret_play& what : secret_items(s)) {
            const std::string path = k->path + "/" + std::to_string(k->items.size() + 1);
            k->items.push_back({path, std::move(what)});
        }
        export_collection(server, k);
    }
    export_service(server, k);
    for (std::size_t i = 0; i < k->items.size(); i++) export_item(server, k, i);
    server.method(prompt_path, prompt, "Dismiss", "", "", [k](const incoming&) {
        k->prompt_waits = false;
        k->show();
        return answer{};
    });
    server.method(prompt_path, prompt, "Prompt", "s", "", [](const incoming&) {
        return answer::error("org.freedesktop.DBus.Error.NotSupported",
                             "nobody is at the screen of a lab");
    });
    k->show();
    const bus::outcome taken = server.request_name("org.freedesktop.secrets");
    if (!taken.ok()) return {errc::io, "no name on the lab's session bus: " + taken.text};
    return {};
}

} // namespace dsreg::lab

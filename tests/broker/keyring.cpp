#include "broker/keyring.h"

#include <fstream>
#include <memory>
#include <set>

namespace dsreg::test {
namespace {

using bus::answer;
using bus::incoming;

const std::string root = "/org/freedesktop/secrets";
const std::string waiting = root + "/prompt/p7";

struct playing {
    keyring k;
    std::string log;
    std::set<std::string> gone; // names
    int deletions = 0;

    void note(const std::string& line) const { std::ofstream(log, std::ios::app) << line << '\n'; }
    std::string path(const kept_item& i) const { return k.collection + "/" + i.name; }
};
using shared = std::shared_ptr<playing>;

answer search(const playing& p, const incoming& in)
{
    std::vector<std::string> found = p.k.found_paths;
    for (int i = 0; i < p.k.found_many; i++)
        found.push_back(p.k.collection + "/x" + std::to_string(i));
    for (const kept_item& i : p.k.items) {
        bool all = p.gone.count(i.name) == 0;
        for (const auto& [where, word] : in.arguments) { // "0/KEY"
            const auto at = i.attributes.find(where.substr(2));
            if (at == i.attributes.end() || at->second != word.text) all = all && p.k.finds_all;
        }
        if (all) found.push_back(p.path(i));
    }
    return {{bus::of_paths(found)}, "", ""};
}

answer remove(playing& p, const std::string& name)
{
    p.note("Delete " + name);
    if (++p.deletions == p.k.dies_at_delete) ::_exit(0);
    if (!p.k.delete_error.empty()) return answer::error(p.k.delete_error, "it does not");
    if (p.k.prompts) return {{bus::of_path(waiting)}, "", ""};
    if (!p.k.keeps) p.gone.insert(name);
    return {{bus::of_path("/")}, "", ""};
}

void export_item(bus::server& s, const shared& p, const kept_item& i)
{
    const std::string item = "org.freedesktop.Secret.Item", path = p->path(i);
    bus::typed attributes = bus::of_array("{ss}", {});
    for (const auto& [key, word] : i.attributes)
        attributes.items.push_back({"{ss}", {}, {bus::of_text(key), bus::of_text(word)}});
    if (!p->k.no_attributes)
        s.property(path, item, "Attributes", [attributes] { return attributes; });
    s.property(path, item, "Label", [label = i.label] { return bus::of_text(label); });
    s.method(path, item, "Delete", "", "o",
             [p, name = i.name](const incoming&) { return remove(*p, name); });
    s.method(path, item, "GetSecret", "o", "s", [p](const incoming&) {
        p->note("value");
        return answer{{bus::of_text("s3cret")}, "", ""};
    });
}

} // namespace

child serve_keyring(const std::string& address, const keyring& k, const std::string& log)
{
    return serve(address, [&](bus::server& s) {
        const auto p = std::make_shared<playing>(playing{k, log, {}, 0});
        s.method(root, "org.freedesktop.Secret.Service", "ReadAlias", "s", "o",
                 [p](const incoming& in) {
                     const bool login = in.text(0) == "login" && !p->k.alias.empty();
                     return answer{{bus::of_path(login ? p->k.alias : "/")}, "", ""};
                 });
        s.method(root, "org.freedesktop.Secret.Service", "OpenSession", "sv", "vo",
                 [p](const incoming&) {
                     p->note("value");
                     return answer::error("org.freedesktop.DBus.Error.NotSupported", "no");
                 });
        s.method(waiting, "org.freedesktop.Secret.Prompt", "Dismiss", "", "", [p](const incoming&) {
            p->note("Dismiss");
            return answer{};
        });
        s.method(waiting, "org.freedesktop.Secret.Prompt", "Prompt", "s", "", [p](const incoming&) {
            p->note("Prompt");
            return answer{};
        });
        if (!k.collection.empty()) {
            const std::string of = "org.freedesktop.Secret.Collection";
            s.property(k.collection, of, "Locked", [p] { return bus::of_bool(p->k.locked); });
            s.method(k.collection, of, "SearchItems", "a{ss}", "ao", [p](const incoming& in) {
                p->note("SearchItems");
                if (p->k.searched_once && p->deletions > 0)
                    return answer::error("org.freedesktop.DBus.Error.Failed", "no more");
                return search(*p, in);
            });
            for (const kept_item& i : k.items) export_item(s, p, i);
        }
        (void)s.request_name("org.freedesktop.secrets");
    });
}

} // namespace dsreg::test

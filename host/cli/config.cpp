#include "cli/config.h"

#include "base/text.h"
#include "cli/option_values.h"
#include "cli/strict_json.h"

#include <algorithm>

namespace dsreg::cli {
namespace json = boost::json;
namespace {

constexpr std::size_t max_size = 1u << 20;

bool word_of(std::string_view text, std::string_view allowed)
{
    return !text.empty() && text.size() <= 253 &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      allowed.find(c) != std::string_view::npos;
           });
}

bool is_probe_glob(std::string_view text)
{
    return word_of(text, ".-*?");
}

std::string lower(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return text;
}

// "host" or "host:port"
constexpr std::size_t most_extra_hosts = 16; // what the probe takes

// A full name, as the probe wants it: an address has no certificate to check.
bool is_host(const std::string& text)
{
    const std::size_t colon = text.find(':');
    const std::string name = lower(text.substr(0, colon));
    const std::size_t dot = name.rfind('.');
    if (!word_of(name, ".-") || name[0] == '-' || name[0] == '.' || dot == std::string::npos)
        return false;
    if (dot + 1 >= name.size() || name[dot + 1] < 'a' || name[dot + 1] > 'z') return false;
    if (colon == std::string::npos) return true;
    const std::string port = text.substr(colon + 1);
    return !port.empty() && port.size() <= 5 &&
           port.find_first_not_of("0123456789") == std::string::npos && std::stoi(port) >= 1 &&
           std::stoi(port) <= 65535;
}

void read_tenant(complaints& out, object_reader& top, config& ret)
{
    if (top.find("tenant") == nullptr) return;
    std::string text;
    top.text("tenant", text);
    if (parse_guid(text, ret.tenant)) return;
    ret.tenant = lower(text);
    const bool domain = word_of(ret.tenant, ".-") && ret.tenant.find('.') != std::string::npos &&
                        ret.tenant.front() != '.' && ret.tenant.front() != '-';
    if (!domain) out.add("/tenant", "must be a tenant's GUID or a domain");
}

void read_cloud(complaints& out, object_reader& top, config& ret)
{
    if (top.find("cloud") == nullptr) return;
    top.text("cloud", ret.cloud);
    if (!is_cloud(ret.cloud)) out.add("/cloud", "must be public, usgov or china");
}

void read_seconds(complaints& out, const std::string& pointer, const json::value& v,
                  std::chrono::milliseconds& ret)
{
    const double seconds = v.is_number() ? v.to_number<double>() : 0;
    if (!(seconds >= 1 && seconds <= 3600))
        out.add(pointer, "must be a number of seconds from 1 to 3600");
    else
        ret = std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000 + 0.5));
}

void read_timeouts(complaints& out, const json::value& v, config& ret)
{
    const json::object* members = v.if_object();
    if (members == nullptr) return out.add("/timeouts", "must be an object");
    for (const auto& member : *members) {
        config::budget one;
        one.probe.assign(member.key().data(), member.key().size());
        const std::string pointer = pointer_step("/timeouts", one.probe);
        if (!is_probe_glob(one.probe)) out.add(pointer, "is neither a probe's id nor a glob");
        read_seconds(out, pointer, member.value(), one.time);
        ret.timeouts.push_back(std::move(one));
    }
}

// A list of texts travels as lines.
void read_setting(complaints& out, const std::string& pointer, const json::value& v, value& ret)
{
    if (const json::string* s = v.if_string()) {
        ret = value::of_text(std::string(s->data(), s->size()));
    } else if (const bool* b = v.if_bool()) {
        ret = value::of_bool(*b);
    } else if (const int64_t* n = v.if_int64()) {
        ret = value::of_int(*n);
    } else if (const double* d = v.if_double()) {
        ret.type = value_type::real;
        ret.d = *d;
    } else if (const json::array* items = v.if_array()) {
        std::string lines;
        for (std::size_t i = 0; i < items->size(); i++) {
            const json::string* s = (*items)[i].if_string();
            if (s == nullptr || s->find('\n') != json::string::npos)
                return out.add(pointer_step(pointer, std::to_string(i)),
                               "must be a text of one line");
            if (i > 0) lines += '\n';
            lines.append(s->data(), s->size());
        }
        ret = value::of_text(std::move(lines));
    } else {
        return out.add(pointer, "must be a text, a number, true or false, or a list of texts");
    }
    if (ret.text.size() > 32768 || ret.text.find('\0') != std::string::npos)
        out.add(pointer, "is longer than 32 KiB or holds a NUL character");
}

void read_probes(complaints& out, const json::value& v, config& ret)
{
    const json::object* probes = v.if_object();
    if (probes == nullptr) return out.add("/probes", "must be an object");
    for (const auto& probe : *probes) {
        const std::string id(probe.key().data(), probe.key().size());
        const std::string pointer = pointer_step("/probes", id);
        if (!word_of(id, ".-")) out.add(pointer, "is no probe's id");
        const json::object* settings = probe.value().if_object();
        if (settings == nullptr) return out.add(pointer, "must be an object");
        for (const auto& member : *settings) {
            config::setting one{id, std::string(member.key().data(), member.key().size()), {}};
            read_setting(out, pointer_step(pointer, one.name), member.value(), one.val);
            ret.settings.push_back(std::move(one));
        }
    }
}

void read_extra_hosts(complaints& out, object_reader& top, config& ret)
{
    std::vector<std::string> hosts;
    top.texts("extra_hosts", hosts);
    if (hosts.size() > most_extra_hosts)
        return out.add("/extra_hosts",
                       "holds more than " + std::to_string(most_extra_hosts) + " hosts");
    std::string lines;
    for (std::size_t i = 0; i < hosts.size(); i++) {
        if (!is_host(hosts[i]))
            out.add(pointer_step("/extra_hosts", std::to_string(i)), "must be HOST or HOST:PORT");
        lines += (i == 0 ? "" : "\n") + hosts[i];
    }
    for (const config::setting& one : ret.settings)
        if (!hosts.empty() && one.probe == "net.endpoints" && one.name == "extra-hosts")
            return out.add("/extra_hosts",
                           "is said a second time in /probes/net.endpoints/extra-hosts");
    if (!hosts.empty())
        ret.settings.push_back({"net.endpoints", "extra-hosts", value::of_text(std::move(lines))});
}

} // namespace

status parse_config(const std::string& file, const std::string& text, config& ret)
{
    json::value document;
    if (status s = parse_strict(file, text, document); !s) return s;
    complaints out(file);
    config c;
    c.file = file;
    object_reader top(out, "", document,
                      {"format", "tenant", "cloud", "timeout", "disabled", "timeouts",
                       "extra_hosts", "vdi", "probes"});
    int64_t format = 1;
    top.integer("format", 1, 1, format);
    read_tenant(out, top, c);
    read_cloud(out, top, c);
    if (const auto* v = top.find("timeout")) read_seconds(out, "/timeout", *v, c.timeout);
    top.texts("disabled", c.disabled);
    for (std::size_t i = 0; i < c.disabled.size(); i++)
        if (!is_probe_glob(c.disabled[i]))
            out.add(pointer_step("/disabled", std::to_string(i)),
                    "is neither a probe's id nor a glob");
    if (const auto* v = top.find("timeouts")) read_timeouts(out, *v, c);
    if (const auto* v = top.find("probes")) read_probes(out, *v, c);
    read_extra_hosts(out, top, c);
    if (const auto* v = top.find("vdi")) { // judged by the probe: INVALID is a documented answer
        std::string words = json::serialize(*v);
        if (words.size() > 8192) out.add("/vdi", "is longer than 8 KiB");
        c.settings.push_back({"device.registered", "vdi", value::of_text(std::move(words))});
    }
    if (!out.none()) return out.first();
    ret = std::move(c);
    return {};
}

status load_config(const std::string& named, const std::string& device_root, const trust_rule& rule,
                   config& ret)
{
    const std::string path = named.empty() ? device_root + default_config : named;
    std::string text;
    status s = read_trusted(path, rule, max_size, text);
    if (!s && s.code() == errc::not_found && named.empty()) {
        ret = config{};
        return {};
    }
    if (!s) return status(s.code(), "the configuration " + s.text());
    return parse_config(path, text, ret);
}

} // namespace dsreg::cli

// Linux has no standard for telling that a machine is a virtual desktop, and a virtual machine is
// not one for that alone. So only what the maker of the desktop wrote into the configuration
// counts.
#include "common/evidence.h"
#include "common/json.h"
#include "device-state/parts.h"

namespace device_state {
namespace {

namespace json = boost::json;

constexpr std::size_t most_bytes = 8192, most_extensions = 32;

struct metadata {
    std::string provider, type, mode;
    std::vector<std::pair<std::string, std::string>> extensions;
};

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words)
{
    for (const std::string_view w : words)
        if (text == w) return true;
    return false;
}

// "": it is as it should be; else what is wrong.
const char* read_extensions(const json::value& from, metadata& ret)
{
    const json::object* pairs = from.if_object();
    if (pairs == nullptr || pairs->size() > most_extensions)
        return "extensions must be an object of at most 32 texts";
    for (const auto& pair : *pairs) {
        const std::string key(pair.key().data(), pair.key().size());
        const std::string text = common::member_text(*pairs, key.c_str());
        if (key.empty() || key.size() > 64 || !pair.value().is_string() ||
            (text.empty() && !pair.value().get_string().empty()))
            return "extensions must be texts of one line by name";
        ret.extensions.emplace_back(key, text);
    }
    return "";
}

const char* parse(std::string_view text, metadata& ret)
{
    json::object all;
    if (!common::parse_object(text, most_bytes, all)) return "it is no object";
    for (const auto& member : all)
        if (!is_one_of({member.key().data(), member.key().size()},
                       {"provider", "type", "user_mode", "extensions"}))
            return "it has a member that is not known";
    ret.provider = common::member_text(all, "provider");
    ret.type = common::member_text(all, "type");
    ret.mode = common::member_text(all, "user_mode");
    if (ret.provider.empty()) return "provider must be a text";
    if (!is_one_of(ret.type, {"persistent", "non-persistent"}))
        return "type must be persistent or non-persistent";
    if (!is_one_of(ret.mode, {"single", "multi-user"}))
        return "user_mode must be single or multi-user";
    const json::value* extensions = all.if_contains("extensions");
    return extensions == nullptr ? "" : read_extensions(*extensions, ret);
}

} // namespace

void report_vdi(dsreg::host host)
{
    constexpr const char* source = "configuration";
    const dsreg_value* given = nullptr;
    if (host.raw()->setting(host.raw(), "vdi", &given) != DSREG_OK || given == nullptr) {
        host.fact("device.vdi", dsreg::text("NOT SET"), "no-linux-source");
        return;
    }
    const std::string_view text =
        given->type == DSREG_T_STR ? dsreg::view(given->u.s) : std::string_view{};
    metadata m;
    if (const char* wrong = parse(text, m); *wrong != '\0') {
        std::string as_read = "INVALID";
        if (!text.empty()) as_read.append(" ").append(common::cut(text, 512));
        host.fact("device.vdi", dsreg::text(as_read), source);
        common::evidence e;
        e.text("problem", wrong);
        e.report(host, "device.vdi-invalid", "the metadata of the virtual desktop are not valid");
        return;
    }
    host.fact("device.vdi", dsreg::text("YES"), source);
    host.fact("device.vdi-provider", dsreg::text(m.provider), source);
    host.fact("device.vdi-type", dsreg::text(m.type), source);
    host.fact("device.vdi-user-mode", dsreg::text(m.mode), source);
    host.fact("device.vdi-extensions", dsreg::number(static_cast<int64_t>(m.extensions.size())),
              source);
    for (const auto& [key, value] : m.extensions)
        host.fact("device.vdi-extension", dsreg::text(value), source, key.c_str());
}

} // namespace device_state

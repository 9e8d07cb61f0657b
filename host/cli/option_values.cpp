#include "cli/option_values.h"

#include "base/nearest.h"
#include "base/text.h"
#include "cli/quote.h"

#include <algorithm>
#include <charconv>

namespace dsreg::cli {
namespace {

status wrong(std::string text)
{
    return status(errc::invalid, std::move(text));
}

template <class T>
struct word {
    const char* name;
    T meaning;
};

// One word out of a few; the sentence lists them and names the nearest.
template <class T, std::size_t N>
status choose(const char* option, const std::string& text, const word<T> (&words)[N], T& ret)
{
    std::vector<std::string> names;
    std::string list;
    for (std::size_t i = 0; i < N; i++) {
        if (text == words[i].name) {
            ret = words[i].meaning;
            return {};
        }
        names.emplace_back(words[i].name);
        list += (i == 0 ? "" : i + 1 == N ? " or " : ", ") + std::string(words[i].name);
    }
    const std::string near = nearest(text, names);
    return wrong(std::string(option) + " is " + list + ", not " + in_quotes(text) +
                 (near.empty() ? "" : "; did you mean " + near + "?"));
}

status take_format(const std::string& text, options& ret)
{
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    destination to;
    if (name == "json")
        to.kind = format::json;
    else if (name == "junit")
        to.kind = format::junit;
    else if (name != "text")
        return wrong(in_quotes(name) + " is not a format; formats: text, json, junit");
    if (to.kind == format::junit && ret.what != action::diagnose)
        return wrong("--format junit goes with --diagnose, not with " +
                     std::string(flag_of(ret.what)));
    if (equals != std::string::npos) {
        to.file = text.substr(equals + 1);
        if (to.file.empty()) return wrong("--format " + name + "= names no file");
    }
    for (const destination& other : ret.outputs) {
        if (other.file != to.file) continue;
        if (to.file.empty())
            return wrong("only one --format can go to the standard output; give the others a file");
        return wrong("two formats would be written to " + in_quotes(to.file));
    }
    ret.outputs.push_back(std::move(to));
    return {};
}

status take_jobs(const std::string& text, options& ret)
{
    unsigned n = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (ec != std::errc{} || end != text.data() + text.size() || n < 1 || n > 256)
        return wrong("--jobs is a number from 1 to 256, not " + in_quotes(text));
    ret.jobs = n;
    return {};
}

} // namespace

bool is_cloud(std::string_view name) noexcept
{
    return name == "public" || name == "usgov" || name == "china";
}

bool parse_seconds(std::string_view text, std::chrono::milliseconds& ret)
{
    double seconds = 0;
    const char* last = text.data() + text.size();
    const auto [end, ec] = std::from_chars(text.data(), last, seconds, std::chars_format::fixed);
    if (ec != std::errc{} || end != last) return false;
    if (!(seconds >= 1 && seconds <= 3600)) return false; // NaN, too
    ret = std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000 + 0.5));
    return true;
}

status take_values(const raw_values& raw, options& ret)
{
    const auto given = [&](option_id id) { return !raw[id].empty(); };
    if (given(o_tenant_id) && !parse_guid(raw[o_tenant_id].front(), ret.tenant_id))
        return wrong("--tenant-id is a GUID like 01234567-89ab-cdef-0123-456789abcdef, not " +
                     in_quotes(raw[o_tenant_id].front()));
    for (const std::string& text : raw[o_format])
        if (status s = take_format(text, ret); !s) return s;
    if (ret.outputs.empty()) ret.outputs.emplace_back();
    if (given(o_jobs))
        if (status s = take_jobs(raw[o_jobs].front(), ret); !s) return s;
    if (given(o_timeout) && !parse_seconds(raw[o_timeout].front(), ret.timeout))
        return wrong("--timeout is a number of seconds from 1 to 3600, not " +
                     in_quotes(raw[o_timeout].front()));
    if (given(o_cloud)) {
        static constexpr word<const char*> clouds[] = {
            {"public", "public"}, {"usgov", "usgov"}, {"china", "china"}};
        const char* cloud = nullptr;
        if (status s = choose("--cloud", raw[o_cloud].front(), clouds, cloud); !s) return s;
        ret.cloud = cloud;
    }
    if (given(o_fail_on)) {
        static constexpr word<report::fail_on> levels[] = {{"warning", report::fail_on::warning},
                                                           {"fail", report::fail_on::fail},
                                                           {"never", report::fail_on::never}};
        if (status s = choose("--fail-on", raw[o_fail_on].front(), levels, ret.fail_on); !s)
            return s;
    }
    if (given(o_color)) {
        static constexpr word<colour_choice> when[] = {{"auto", colour_choice::automatic},
                                                       {"always", colour_choice::always},
                                                       {"never", colour_choice::never}};
        if (status s = choose("--color", raw[o_color].front(), when, ret.color); !s) return s;
    }
    ret.probe_globs = raw[o_probe];
    ret.skip_globs = raw[o_skip];
    ret.require_globs = raw[o_require];
    ret.plugin_dirs = raw[o_plugin_dir];
    if (given(o_record)) ret.record = raw[o_record].front();
    if (given(o_user)) ret.user = raw[o_user].front();
    if (given(o_config)) ret.config = raw[o_config].front();
    if (given(o_lab)) ret.lab = raw[o_lab].front();
    return {};
}

} // namespace dsreg::cli

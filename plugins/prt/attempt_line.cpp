// Lines of the session broker's log that tell of a primary refresh token.
//
// The reference broker writes "prt attempt: {...}". Of Microsoft's, two lines are public that can
// mean nothing else (recolic/microsoft-intune-archlinux, README and issue 25): the one after the
// server granted a token, and the one after the keyring did not keep it. Its many other errors may
// belong to any token, and are left alone.
#include "common/json.h"
#include "common/names.h"
#include "prt/attempts.h"

#include <charconv>

namespace prt {
namespace {

namespace json = boost::json;

constexpr std::size_t most_bytes = 8192;

// "0xc000006d"; false for anything else.
bool hex(const std::string& text, uint32_t& ret)
{
    if (text.size() < 3 || text.size() > 10 || text.compare(0, 2, "0x") != 0) return false;
    const char* const end = text.data() + text.size();
    uint32_t code = 0; // what from_chars has read of "0x12z" must not stay
    const auto [stop, ec] = std::from_chars(text.data() + 2, end, code, 16);
    if (ec != std::errc() || stop != end) return false;
    ret = code;
    return true;
}

bool read_members(const json::object& in, attempt& ret)
{
    const std::string what = common::member_text(in, "kind");
    const std::string end = common::member_text(in, "result");
    if ((what != "acquire" && what != "refresh") || (end != "failed" && end != "succeeded"))
        return false;
    ret.what = what == "acquire" ? kind::acquire : kind::refresh;
    ret.failed = end == "failed";
    (void)hex(common::member_text(in, "code"), ret.code);
    ret.has_http_error = hex(common::member_text(in, "httpError"), ret.http_error);
    const int64_t status = common::member_number(in, "httpStatus", 0);
    ret.http_status = status > 0 && status < 1000 ? static_cast<int32_t>(status) : 0;
    ret.user = common::member_text(in, "user");
    ret.credential = common::member_text(in, "credential");
    ret.correlation = common::member_text(in, "correlationId");
    ret.endpoint = common::member_text(in, "endpoint");
    ret.http_method = common::member_text(in, "httpMethod");
    ret.server_error = common::member_text(in, "serverError");
    ret.server_text = common::member_text(in, "serverText");
    // Seconds; the entry's own time is at hand when it is out of any range.
    const int64_t seconds = common::member_number(in, "time", 0);
    if (seconds >= 946'684'800 && seconds < 7'258'118'400) ret.time = seconds * 1'000'000'000;
    return true;
}

// "Created an error: 4kv4v, StatusInternal::..."
std::string tag_in(std::string_view message)
{
    constexpr std::string_view before = "Created an error: ";
    const std::size_t at = message.find(before);
    if (at == message.npos) return {};
    const std::string_view rest = message.substr(at + before.size());
    const std::string_view tag = rest.substr(0, rest.find(','));
    if (tag.size() != 5) return {};
    for (const char c : tag)
        if (!common::is_digit(c) && (c < 'a' || c > 'z')) return {};
    return std::string(tag);
}

bool read_message(std::string_view message, attempt& ret)
{
    constexpr std::string_view ours = "prt attempt: ";
    if (message.substr(0, ours.size()) == ours) {
        json::object members;
        return common::parse_object(message.substr(ours.size()), most_bytes, members) &&
               read_members(members, ret);
    }
    if (message.find("Missing PRT after a successful bootstrap") != message.npos) {
        ret.tag = tag_in(message);
        ret.stored = false;
        return true;
    }
    if (message.find("Successfully parsed PRT enabled AAD response") != message.npos) {
        ret.failed = false;
        return true;
    }
    return false;
}

} // namespace

bool read_line(const dsreg_journal_entry& entry, attempt& ret)
{
    attempt found;
    if (!read_message(dsreg::view(entry.message), found)) return false;
    // What was logged had happened: a time ahead of the entry's own is a lie or a broken clock.
    if (found.time == 0 || found.time > entry.time) found.time = entry.time;
    found.uid = entry.uid;
    found.source = "journal";
    ret = std::move(found);
    return true;
}

} // namespace prt

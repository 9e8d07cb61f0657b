#include "join-history/log_lines.h"

#include "common/json.h"
#include "common/names.h"
#include "join-history/phases.h"

#include <algorithm>

namespace joining {
namespace {

constexpr std::size_t most_bytes = 16 * 1024;
constexpr std::size_t most_text = 2048;

bool begins(std::string_view text, std::string_view with)
{
    return text.substr(0, with.size()) == with;
}

// Letters, digits, '_', '-' and '.', at most 64; else "".
std::string plain_word(std::string_view s)
{
    const bool good = s.size() <= 64 && std::all_of(s.begin(), s.end(), [](char c) {
                          return common::is_alnum(c) || c == '_' || c == '-' || c == '.';
                      });
    return good ? std::string(s) : std::string();
}

std::string guid(std::string_view s)
{
    return common::is_guid(s) ? common::lowered(s) : std::string();
}

// "0x801c03f2": one to eight digits.
bool read_code(std::string_view s, uint32_t& ret)
{
    if (s.size() < 3 || s.size() > 10 || !begins(s, "0x")) return false;
    uint32_t n = 0;
    for (const char raw : s.substr(2)) {
        const char c = common::lower(raw);
        if (!common::is_digit(c) && (c < 'a' || c > 'f')) return false;
        n = n << 4 | static_cast<uint32_t>(common::is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    ret = n;
    return true;
}

// ---- the reference broker: dsreg's own lab plays it

bool read_reference(std::string_view message, attempt& ret)
{
    constexpr std::string_view mark = "registration attempt: ";
    if (!begins(message, mark)) return false;
    boost::json::object o;
    if (!common::parse_object(message.substr(mark.size()), most_bytes, o)) return false;
    const std::string result = common::member_text(o, "result");
    if (result != "failed" && result != "succeeded") return false;
    attempt a;
    a.succeeded = result == "succeeded";
    a.phase = phase_of_word(common::member_text(o, "phase"));
    a.type = plain_word(common::member_text(o, "type"));
    a.coded = read_code(common::member_text(o, "clientCode"), a.client_code);
    a.server_code = plain_word(common::member_text(o, "serverCode"));
    a.server_message = common::member_text(o, "serverMessage");
    const int64_t status = common::member_number(o, "httpsStatus", 0);
    if (status >= 100 && status <= 599) a.https_status = static_cast<int32_t>(status);
    a.request_id = guid(common::member_text(o, "requestId"));
    ret = std::move(a);
    return true;
}

// ---- Himmelblau: src/common/src/idprovider/himmelblau.rs logs both lines; an error is printed in
// Rust's {:?} form. Captures: himmelblau-idm/himmelblau issues 668 and 1344.

// The text in quotes after `name: `, without its escapes.
std::string debug_text(std::string_view in, std::string_view name)
{
    const std::string mark = std::string(name) + ": \"";
    const std::size_t at = in.find(mark);
    if (at == in.npos) return {};
    std::string out;
    for (std::size_t i = at + mark.size(); i < in.size() && in[i] != '"'; i++) {
        if (in[i] == '\\' && i + 1 < in.size()) {
            i++;
            out += in[i] == 'n' || in[i] == 'r' || in[i] == 't' ? ' ' : in[i];
        } else {
            out += in[i];
        }
        if (out.size() >= most_text) break;
    }
    return out;
}

// What stands after `mark`, which is either the beginning or follows the level in brackets.
bool said(std::string_view message, std::string_view level, std::string_view mark,
          std::string_view& ret)
{
    const std::size_t at = message.find(level);
    std::string_view rest = at == message.npos ? message : message.substr(at + level.size());
    if (!begins(rest, mark)) return false;
    ret = rest.substr(mark.size());
    return true;
}

std::string correlation(std::string_view text)
{
    constexpr std::string_view mark = "Correlation ID: ";
    const std::size_t at = text.find(mark);
    return at == text.npos ? std::string() : guid(text.substr(at + mark.size(), 36));
}

bool read_himmelblau(std::string_view message, attempt& ret)
{
    std::string_view rest;
    attempt a;
    if (said(message, "[info]: ", "Joined domain ", rest)) {
        constexpr std::string_view mark = " with device id ";
        const std::size_t at = rest.find(mark);
        if (at == rest.npos || guid(rest.substr(at + mark.size(), 36)).empty()) return false;
        a.succeeded = true;
        ret = std::move(a);
        return true;
    }
    if (said(message, "[error]: ", "Failed to authenticate for domain join: ", rest)) {
        a.phase = "auth";
    } else if (said(message, "[error]: ", "Failed to join domain: ", rest)) {
        // The token for the registration service was refused.
        if (begins(rest, "AcquireTokenFailed(")) a.phase = "auth";
    } else {
        return false;
    }
    a.server_code = plain_word(debug_text(rest, "error"));
    a.server_message = debug_text(rest, "error_description");
    a.request_id = correlation(a.server_message);
    ret = std::move(a);
    return true;
}

} // namespace

bool read_attempt(std::string_view message, attempt& ret)
{
    message = message.substr(0, most_bytes);
    return read_reference(message, ret) || read_himmelblau(message, ret);
}

// Captures: recolic/microsoft-intune-archlinux issue 21, microsoft/shell-intune-samples issue 297.
bool read_telemetry(std::string_view message, telemetry_line& ret)
{
    if (!begins(message, "[MSAL:") || message.size() > most_bytes) return false;
    const std::size_t close = message.find(']');
    constexpr std::string_view mark = "LogTelemetryData:";
    const std::size_t at = message.find(mark);
    if (close > 16 || at == message.npos || at > 64) return false;
    std::string_view rest = message.substr(at + mark.size());
    while (!rest.empty() && common::is_digit(rest.front())) rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));

    telemetry_line line;
    line.thread = message.substr(0, close + 1);
    constexpr std::string_view first = "Printing Telemetry for Correlation ID: ";
    constexpr std::string_view key = "Key: ", value = ", Value: ";
    if (begins(rest, first)) {
        line.what = telemetry_line::kind::begin;
        line.value = guid(rest.substr(first.size(), 36));
    } else if (begins(rest, "Printing Execution Flow")) {
        line.what = telemetry_line::kind::end;
    } else {
        const std::size_t split = rest.find(value);
        if (!begins(rest, key) || split == rest.npos) return false;
        line.name = plain_word(rest.substr(key.size(), split - key.size()));
        line.value = rest.substr(split + value.size(), most_text);
    }
    ret = std::move(line);
    return true;
}

} // namespace joining

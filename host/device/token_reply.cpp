#include "device/token_reply.h"

#include "base/secrets.h"
#include "base/text.h"
#include "device/reply_json.h"

#include <algorithm>
#include <dsreg/svc/device.h>
#include <optional>

namespace dsreg::device {
namespace {

constexpr std::size_t text_most = 1024;
constexpr std::size_t nonce_most = 4096;

uint32_t meaning_of(uint32_t aadsts)
{
    switch (aadsts) {
    case 135011: // the device used during the authentication is disabled
    case 130007: // NgcDeviceIsDisabled
        return DSREG_DEVICE_DISABLED;
    case 700003: // device object not found in the tenant
    case 130008: // NgcDeviceIsNotFound
    case aadsts_not_authenticated:
        return DSREG_DEVICE_DELETED;
    default:
        return DSREG_DEVICE_NO_ANSWER;
    }
}

constexpr uint32_t wrapper = 70002; // "Error validating credentials.", then the real number

// The whole number after the first "AADSTS" in the words, which it takes off their front; 0: there
// is none, or it is longer than the numbers of that service are.
uint32_t next_number(std::string_view& text)
{
    constexpr std::string_view mark = "AADSTS";
    text.remove_prefix(std::min(text.find(mark), text.size()));
    if (text.empty()) return 0;
    text.remove_prefix(mark.size());
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits > 8) return 0;
    uint32_t n = 0;
    for (const char c : text.substr(0, digits)) n = n * 10 + static_cast<uint32_t>(c - '0');
    return n;
}

// What the words are about. Numbers that follow may be advice: "compare AADSTS700003".
uint32_t number_of(std::string_view text)
{
    const uint32_t first = next_number(text);
    const uint32_t wrapped = first == wrapper ? next_number(text) : 0;
    return wrapped != 0 ? wrapped : first;
}

// A wrong "deleted" costs a working registration: of several codes one that is not about the
// device decides, then one that says disabled.
uint32_t deciding_code(const std::vector<uint32_t>& codes)
{
    uint32_t best = wrapper;
    const auto weight = [](uint32_t n) {
        if (n == wrapper) return 0;
        const uint32_t meaning = meaning_of(n);
        return meaning == DSREG_DEVICE_DELETED ? 1 : meaning == DSREG_DEVICE_DISABLED ? 2 : 3;
    };
    for (const uint32_t n : codes)
        if (weight(n) > weight(best)) best = n;
    return best;
}

// 0: the answer names none.
uint32_t code_of(const reply_json& got)
{
    if (got.error_codes.empty()) return number_of(got.error_description);
    const uint32_t code = deciding_code(got.error_codes);
    if (code != wrapper) return code;
    std::string_view words = got.error_description;
    if (next_number(words) != wrapper) return wrapper;
    return number_of(got.error_description);
}

// The server's words without what differs each time: trace, correlation and time stamp.
std::string words_of(std::string_view description)
{
    for (const char* mark : {"Trace ID:", "Correlation ID:", "Timestamp:"})
        description = description.substr(0, description.find(mark));
    std::string text = without_tokens_cut(safe_text(description), text_most);
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

std::string plain_word(std::string_view s)
{
    const bool plain = s.size() <= 64 && std::all_of(s.begin(), s.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '_' || c == '-';
                       });
    return plain && without_tokens(s) == s ? std::string(s) : std::string();
}

wire::device_verdict no_answer_of(uint32_t error, int http_status, std::string text)
{
    wire::device_verdict v;
    v.verdict = DSREG_DEVICE_NO_ANSWER;
    v.error = error;
    v.http_status = http_status;
    v.text = std::move(text);
    return v;
}

wire::device_verdict no_json(int http_status)
{
    const std::string said = "HTTP status " + std::to_string(http_status);
    if (http_status >= 400)
        return no_answer_of(DSREG_X_REFUSED, http_status,
                            "the server answered " + said + " without a reason");
    return no_answer_of(DSREG_X_PROTOCOL, http_status,
                        "the answer, " + said + ", is not one of a sign-in service");
}

wire::device_verdict read_error(int http_status, const reply_json& got)
{
    wire::device_verdict v = no_answer_of(DSREG_X_REFUSED, http_status, "");
    v.aadsts = code_of(got);
    const uint32_t meaning = meaning_of(v.aadsts);
    // A server in trouble has looked up nothing.
    if (http_status < 500 && meaning != DSREG_DEVICE_NO_ANSWER) {
        v.verdict = meaning;
        v.error = DSREG_X_NONE;
    }
    v.suberror = plain_word(got.suberror);
    parse_guid(got.correlation_id, v.correlation);
    v.text = words_of(got.error_description);
    if (v.text.empty()) v.text = plain_word(got.error);
    return v;
}

} // namespace

wire::device_verdict read_token_reply(int http_status, std::string_view body)
{
    reply_json got;
    if (!read_reply_json(body, got).ok()) return no_json(http_status);
    if (http_status == 200) {
        if (!got.has_token || !got.error.empty()) return no_json(http_status);
        wire::device_verdict v;
        v.verdict = DSREG_DEVICE_OK;
        v.http_status = http_status;
        return v;
    }
    if (http_status < 400 || got.error.empty()) return no_json(http_status);
    return read_error(http_status, got);
}

std::string read_nonce(int http_status, std::string_view body, wire::device_verdict& ret_problem)
{
    reply_json got;
    const bool read = read_reply_json(body, got).ok();
    const bool plain = !got.nonce.empty() && got.nonce.size() <= nonce_most &&
                       std::all_of(got.nonce.begin(), got.nonce.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') ||
                                  std::string_view("-_.~+/=").find(c) != std::string_view::npos;
                       });
    if (read && http_status == 200 && plain) return got.nonce;
    if (read && http_status >= 400 && !got.error.empty()) {
        // About the request for a nonce; no device was named in it.
        ret_problem = read_error(http_status, got);
        ret_problem.verdict = DSREG_DEVICE_NO_ANSWER;
        ret_problem.error = DSREG_X_REFUSED;
    } else {
        ret_problem = no_json(http_status);
    }
    return {};
}

} // namespace dsreg::device

#include "broker/vendor_output.h"

#include "base/secrets.h"
#include "dsreg/svc/broker.h"

#include <algorithm>
#include <set>

namespace dsreg::broker {
namespace {

constexpr std::size_t longest_value = 512;
constexpr std::size_t shortest_rule = 10; // dashes under a heading
constexpr std::size_t most_accounts = 64;

enum class block { none, unknown, account, device, prt, broker };

std::string_view trimmed(std::string_view s)
{
    const std::size_t first = s.find_first_not_of(' ');
    if (first == s.npos) return {};
    return s.substr(first, s.find_last_not_of(' ') - first + 1);
}

bool is_rule(std::string_view line)
{
    return line.size() >= shortest_rule && line.find_first_not_of('-') == line.npos;
}

block block_of(std::string_view heading)
{
    if (heading == "Account") return block::account;
    if (heading == "Device State") return block::device;
    if (heading == "Primary Refresh Token") return block::prt;
    if (heading == "Broker Information") return block::broker;
    return block::unknown;
}

// Days from 1970-01-01 by the proleptic Gregorian calendar.
int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    const int64_t era = year / 400, in_era = year - era * 400;
    const int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146'097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719'468;
}

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

class reader
{
public:
    explicit reader(vendor_output& ret) : out_(ret) {}

    status read(std::string_view text)
    {
        std::string_view above;
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            std::string_view line = text.substr(0, end);
            text.remove_prefix(end == text.npos ? text.size() : end + 1);
            if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
            if (std::any_of(line.begin(), line.end(), is_control))
                return {errc::protocol, "it holds control characters"};
            line = trimmed(line);
            if (is_rule(line)) {
                if (const status s = open(block_of(above)); !s.ok()) return s;
            } else if (const std::size_t colon = line.find(':'); colon != line.npos) {
                const std::string_view value = trimmed(line.substr(colon + 1));
                if (const status s = row(trimmed(line.substr(0, colon)), value); !s.ok()) return s;
            }
            above = line;
        }
        if (!any_) return {errc::protocol, "it is not the output of a status"};
        return {};
    }

private:
    status open(block what)
    {
        in_ = what;
        any_ = any_ || what == block::device || what == block::prt;
        if (what == block::account) {
            // One block for each account; the other blocks come once.
            if (out_.accounts.size() == most_accounts)
                return {errc::protocol, "it names too many accounts"};
            out_.accounts.emplace_back();
            seen_.clear();
        } else if (what != block::unknown && !blocks_.insert(what).second) {
            return {errc::protocol, "it has one block twice"};
        }
        return {};
    }

    status row(std::string_view label, std::string_view value)
    {
        if (in_ == block::none || in_ == block::unknown) return {};
        if (value.size() > longest_value) return {errc::protocol, "a value is too long"};
        if (!seen_.insert({in_, std::string(label)}).second)
            return {errc::protocol, "it has one row twice"};
        if (in_ == block::account) account(label, value);
        if (in_ == block::device) device(label, value);
        if (in_ == block::prt) prt(label, value);
        // Version 3.0.2 announces a device mode among the broker's rows and does not print it.
        if (label == "Device Mode" && (value == "Exclusive" || value == "Shared"))
            out_.device_mode = value;
        return {};
    }

    void account(std::string_view label, std::string_view value)
    {
        vendor_account& a = out_.accounts.back();
        if (label == "Home Account ID") a.home_account_id = without_tokens(value);
        if (label == "Environment") a.environment = without_tokens(value);
        if (label == "Tenant ID") a.tenant_id = without_tokens(value);
    }

    void device(std::string_view label, std::string_view value)
    {
        if (label == "Device Registration Status") {
            if (value == "Registered") out_.registered = DSREG_KNOWN_YES;
            if (value == "Not Registered") out_.registered = DSREG_KNOWN_NO;
        }
        if (label == "Device ID") out_.device_id = without_tokens(value);
        if (label == "Tenant ID") out_.tenant_id = without_tokens(value);
        if (label == "Tenant Name") out_.tenant_domain = without_tokens(value);
    }

    void prt(std::string_view label, std::string_view value)
    {
        if (label == "PRT Present") {
            if (value == "YES") out_.prt = DSREG_KNOWN_YES;
            if (value == "NO") out_.prt = DSREG_KNOWN_NO;
        }
        if (label == "PRT Cached At") (void)parse_utc(value, out_.prt_cached);
        if (label == "Last PRT Refresh Time") (void)parse_utc(value, out_.prt_refreshed);
        if (label == "PRT Expires On") (void)parse_utc(value, out_.prt_expires);
        if (label == "Session Key Protocol") out_.session_key_protocol = without_tokens(value);
    }

    vendor_output& out_;
    block in_ = block::none;
    bool any_ = false;
    std::set<block> blocks_;
    std::set<std::pair<block, std::string>> seen_;
};

} // namespace

bool parse_utc(std::string_view text, int64_t& ret_ns)
{
    constexpr std::string_view shape = "dddd-dd-dd dd:dd:dd UTC";
    if (text.size() != shape.size()) return false;
    int64_t numbers[6] = {};
    std::size_t at = 0;
    for (std::size_t i = 0; i < shape.size(); i++) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i]) return false;
        if (digit)
            numbers[at] = numbers[at] * 10 + (text[i] - '0');
        else if (at < 5)
            at++;
    }
    const auto [year, month, day, hour, minute, second] = numbers;
    constexpr int64_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 2000 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day > lengths[month - 1] + (leap && month == 2)) return false;
    if (hour > 23 || minute > 59 || second > 59) return false;
    ret_ns =
        (days_of(year, month, day) * 86'400 + hour * 3600 + minute * 60 + second) * 1'000'000'000;
    return true;
}

status parse_vendor_output(std::string_view text, vendor_output& ret)
{
    if (text.size() > largest_output) return {errc::protocol, "it is longer than 64 KiB"};
    vendor_output found;
    if (status s = reader(found).read(text); !s.ok()) return s;
    // What only a registered device and a present token have is not believed without them.
    if (found.registered != DSREG_KNOWN_YES)
        found.device_id.clear(), found.tenant_id.clear(), found.tenant_domain.clear();
    if (found.prt != DSREG_KNOWN_YES) {
        found.prt_cached = found.prt_refreshed = found.prt_expires = 0;
        found.session_key_protocol.clear();
    }
    ret = std::move(found);
    return {};
}

} // namespace dsreg::broker

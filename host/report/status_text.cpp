#include "report/status.h"

#include "base/text.h"

#include <array>
#include <charconv>

namespace dsreg::report {
namespace {

constexpr std::size_t label_width = 35, rule_width = 65;
constexpr const char *good = "32", *bad = "31", *doubtful = "33", *bold = "1";

class page
{
public:
    explicit page(const status_style& style) : style_(style) {}

    void block(const char* heading)
    {
        if (!out_.empty()) out_ += "\n";
        out_ += painted(heading, bold) + "\n" + std::string(rule_width, '-') + "\n";
    }

    // `yes` and `no` are what a boolean is called.
    void row(const std::string& label, const stated& s, const char* yes = "YES",
             const char* no = "NO")
    {
        out_ += label + std::string(label_width - label.size(), ' ') + ": ";
        const bool is_bool = s.val.type == value_type::boolean;
        const char* tone = !s.val.known() ? doubtful : !is_bool ? nullptr : s.val.i ? good : bad;
        const std::string words = is_bool ? (s.val.i != 0 ? yes : no) : shown(s.val);
        out_ += painted(safe_text(words, style_.ascii), tone) + "\n";
    }
    void row(const std::string& label, const maybe& s)
    {
        if (s) row(label, *s);
    }

    std::string take() { return std::move(out_); }

private:
    static std::string shown(const value& v)
    {
        if (!v.known()) return v.text.empty() ? "Unknown" : "Unknown (" + v.text + ")";
        if (v.type == value_type::time) return format_time(v.i, false);
        if (v.type != value_type::real) return display(v);
        std::array<char, 64> buffer;
        const auto [end, ec] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v.d,
                                             std::chars_format::fixed, 2);
        return ec == std::errc() ? std::string(buffer.data(), end) + " hours" : "Unknown";
    }

    std::string painted(const std::string& text, const char* sgr) const
    {
        if (!style_.color || sgr == nullptr || text.empty()) return text;
        return "\x1b[" + std::string(sgr) + "m" + text + "\x1b[0m";
    }

    const status_style& style_;
    std::string out_;
};

} // namespace

std::string status_text(const status_report& original, const status_style& style)
{
    const status_report r = withheld(original, style.redact);
    page p(style);
    for (const account_status& a : r.accounts) {
        p.block("Account");
        p.row("Home Account ID", a.home_account_id);
        p.row("Environment", a.environment);
        p.row("Tenant ID", a.tenant_id);
    }
    for (const device_status& d : r.devices) {
        p.block("Device State");
        p.row("Device Registration Status", d.registered, "Registered", "Not Registered");
        p.row("Device ID", d.device_id);
        p.row("Tenant ID", d.tenant_id);
        p.row("Tenant Name", d.tenant_name);
        p.row("Certificate Thumbprint", d.thumbprint);
    }
    p.block("Primary Refresh Token");
    p.row("PRT Present", r.token.present);
    p.row("PRT Cached At", r.token.cached);
    p.row("PRT Age", r.token.age);
    p.row("PRT Expires On", r.token.expires);
    p.row("Last PRT Refresh Time", r.token.refreshed);
    p.row("Session Key Protocol", r.token.session_key_protocol);
    p.block("Broker Information");
    p.row("Broker Version", r.broker.version);
    p.row("Broker Service Name", r.broker.service);
    p.row("Broker Binary Path", r.broker.binary);
    p.row("Broker Binary Timestamp", r.broker.binary_time);
    p.row("Device Mode", r.broker.device_mode);
    return p.take();
}

} // namespace dsreg::report

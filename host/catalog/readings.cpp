#include "catalog/readings.h"

#include "base/tag.h"
#include "base/text.h"
#include "catalog/codes.h"

#include <algorithm>
#include <set>

namespace dsreg::catalog {
namespace {

// Smaller numbers would be tags that begin with "a"; none is known, and each small number is
// something else.
constexpr int64_t least_tag = 1 << 24;

constexpr uint32_t facility(uint32_t code)
{
    return code & 0xffff0000u;
}

bool is_join_phase(std::string_view phase)
{
    return phase == "pre-check" || phase == "discover" || phase == "auth" || phase == "join";
}

// The table's short words for people.
std::string area_text(const std::string& phase)
{
    if (phase == "prt") return "Primary Refresh Token";
    if (phase == "deviceauth") return "authentication of the device";
    if (phase == "key") return "keys of the device";
    if (phase == "ngc") return "Windows Hello";
    if (phase == "policy") return "policy of the tenant";
    if (phase == "local") return "this machine";
    return phase;
}

class reader
{
public:
    explicit reader(const error_table& table) : table_(table) {}

    std::vector<entry> read(std::string_view word)
    {
        add_named(word);
        if (const std::string n = aadsts_digits(word); !n.empty()) add_code("AADSTS" + n);
        if (const std::string n = status_digits(word); !n.empty()) add_code("status " + n);
        if (const auto code = hex_code(word)) add_hresult(*code);
        if (const auto n = decimal_number(word)) add_number(*n);
        const bool letter = std::any_of(word.begin(), word.end(), [](char c) { return c > '9'; });
        if (letter) add_tag(tag_number(word));
        return std::move(found_);
    }

private:
    void add_named(std::string_view word)
    {
        if (const error_row* row = table_.by_code(word)) add(*row);
        // Telemetry writes StatusInternal::InteractionRequired.
        const std::size_t colons = word.rfind("::");
        const std::string_view name = colons == word.npos ? word : word.substr(colons + 2);
        for (const error_row* row : table_.by_symbol(name)) add(*row);
    }

    bool add_code(const std::string& code)
    {
        const error_row* row = table_.by_code(code);
        if (row != nullptr) add(*row);
        return row != nullptr;
    }

    void add_number(int64_t n)
    {
        const std::string digits = std::to_string(n);
        if (n < 0 || n > INT32_MAX) return add_hresult(static_cast<uint32_t>(n));
        add_code("AADSTS" + digits);
        add_code(digits);
        add_code("status " + digits);
        if (n >= least_tag) add_tag(n);
    }

    void add_hresult(uint32_t code)
    {
        if (add_code(hex32(code))) return;
        const uint32_t low = code & 0xffffu;
        if (facility(code) == 0x80070000u) {
            if (const error_row* row = table_.by_code(std::to_string(low)))
                add_derived(code, row,
                            "0x8007 and the error number " + row->code + " in hexadecimal");
        } else if (facility(code) == 0xcaa80000u) {
            if (const error_row* row = table_.by_code(hex32(0x80070000u | low)))
                add_derived(code, row,
                            "0xcaa8 and the low half of " + row->code +
                                ", on the way to the sign-in service");
            else if (low >= 12000 && low <= 12999)
                add_transport(code, low);
        } else if (facility(code) == 0xcaa30000u && low >= 100 && low <= 599) {
            entry e;
            e.head = hex32(code) + "  HTTP status " + std::to_string(low);
            e.add("Meaning",
                  "The sign-in service, or a proxy before it, answered with HTTP status " +
                      std::to_string(low) + ".");
            e.add("Remedy", "Find out who answered (headers of the answer), then what it refuses.");
            e.add("Derived", "0xcaa3 and the HTTP status in hexadecimal");
            e.add("Same as", signed_text(code));
            found_.push_back(std::move(e));
        }
    }

    void add_transport(uint32_t code, uint32_t number)
    {
        entry e;
        e.head = hex32(code) + "  transport error " + std::to_string(number);
        e.add("Meaning", "The way to the sign-in service failed in the transport, with the WinINet "
                         "error number " +
                             std::to_string(number) + ".");
        e.add("Remedy", "Check network, proxy and TLS to the sign-in service.");
        e.add("Derived", "0xcaa8 and the error number in hexadecimal");
        e.add("Same as", signed_text(code));
        found_.push_back(std::move(e));
    }

    void add_derived(uint32_t code, const error_row* row, std::string how)
    {
        entry e = described(*row);
        e.head = hex32(code) + "  " + row->symbol;
        e.rows.insert(e.rows.begin() + 2, {"Derived", std::move(how), false});
        e.add("Same as", signed_text(code));
        found_.push_back(std::move(e));
    }

    void add_tag(int64_t n)
    {
        const std::string tag = tag_text(n);
        if (tag.empty() || add_code(tag)) return;
        entry e;
        e.head = tag + "  tag of the broker";
        e.add("Meaning", "A place in the broker's code; what it stands for is not public.");
        e.add("Remedy", "Go by the status, the AADSTS number and the text of the same error. Give "
                        "the tag, the correlation id and the time to whoever supports the broker.");
        e.add("Derived", pair_text(tag, n));
        found_.push_back(std::move(e));
    }

    static std::string pair_text(const std::string& tag, int64_t n)
    {
        return "\"tag\": " + std::to_string(n) + " in a reply is " + tag +
               " in a log: five characters of 6 bits, the highest first";
    }

    void add(const error_row& row)
    {
        if (!told_.insert(&row).second) return;
        entry e = described(row);
        if (const auto code = hex_code(row.code); code && *code > INT32_MAX)
            e.add("Same as", signed_text(*code));
        if (const int64_t n = row.phase == "broker" ? tag_number(row.code) : 0; n != 0)
            e.add("Derived", pair_text(row.code, n));
        found_.push_back(std::move(e));
    }

    static entry described(const error_row& row)
    {
        entry e;
        e.head = row.code + "  " + row.symbol;
        e.add("Meaning", row.meaning);
        e.add("Remedy", row.remedy);
        if (is_join_phase(row.phase))
            e.add("Phase", row.phase + " (of a device registration)");
        else
            e.add("Area", area_text(row.phase));
        e.add("Source", row.source);
        return e;
    }

    const error_table& table_;
    std::vector<entry> found_;
    std::set<const error_row*> told_;
};

} // namespace

std::vector<entry> readings(const error_table& table, std::string_view word)
{
    constexpr std::string_view around = " \t[]";
    word.remove_prefix(std::min(word.find_first_not_of(around), word.size()));
    word = word.substr(0, word.find_last_not_of(around) + 1);
    const std::size_t slash = word.find('/');
    if (slash == word.npos) return reader(table).read(word);
    std::vector<entry> both = reader(table).read(word.substr(0, slash));
    std::vector<entry> inner = reader(table).read(word.substr(slash + 1));
    if (both.empty() || inner.empty()) return {}; // half an answer would hide the other half
    both.insert(both.end(), inner.begin(), inner.end());
    return both;
}

std::vector<std::string> known_words(const error_table& table)
{
    std::vector<std::string> words;
    for (const error_row& row : table.rows()) {
        words.push_back(row.code);
        if (row.symbol.front() != '(') words.push_back(row.symbol);
    }
    return words;
}

} // namespace dsreg::catalog

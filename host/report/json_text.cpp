#include "report/json_text.h"

#include "base/text.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace dsreg::report {
namespace {

namespace json = boost::json;

// Controls, and characters of two or three bytes that hide or turn what stands around them.
bool acts_on_terminal(unsigned c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

// `s` is valid UTF-8. 0 for characters beyond the first plane: none of them is looked for.
unsigned character_at(std::string_view s, std::size_t i, std::size_t& ret_length)
{
    const auto byte = [&](std::size_t k) -> unsigned { return static_cast<unsigned char>(s[k]); };
    const unsigned first = byte(i);
    ret_length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (ret_length == 1) return first;
    if (ret_length == 2) return (first & 0x1F) << 6 | (byte(i + 1) & 0x3F);
    if (ret_length == 3)
        return (first & 0x0F) << 12 | (byte(i + 1) & 0x3F) << 6 | (byte(i + 2) & 0x3F);
    return 0x10000;
}

// Needs no escape and is whole by itself: most characters of most texts.
bool plain(char c)
{
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

class printer
{
public:
    explicit printer(std::string& out) : out_(out) {}

    void print(const json::value& v, std::size_t depth)
    {
        if (const json::object* object = v.if_object())
            print_object(*object, depth);
        else if (const json::array* array = v.if_array())
            print_array(*array, depth);
        else if (const json::string* text = v.if_string())
            print_text(*text);
        else
            out_ += json::serialize(v);
    }

private:
    void line(std::size_t depth) { out_.append("\n").append(2 * depth, ' '); }

    void print_object(const json::object& object, std::size_t depth)
    {
        out_ += '{';
        bool first = true;
        for (const json::key_value_pair& member : object) {
            if (!first) out_ += ',';
            first = false;
            line(depth + 1);
            print_text(member.key());
            out_ += ": ";
            print(member.value(), depth + 1);
        }
        if (!first) line(depth);
        out_ += '}';
    }
    void print_array(const json::array& array, std::size_t depth)
    {
        out_ += '[';
        bool first = true;
        for (const json::value& item : array) {
            if (!first) out_ += ',';
            first = false;
            line(depth + 1);
            print(item, depth + 1);
        }
        if (!first) line(depth);
        out_ += ']';
    }
    void print_text(std::string_view raw)
    {
        if (std::all_of(raw.begin(), raw.end(), plain)) {
            ((out_ += '"') += raw) += '"';
            return;
        }
        const std::string text = valid_utf8(raw);
        out_ += '"';
        std::size_t length = 1;
        for (std::size_t i = 0; i < text.size(); i += length) {
            const unsigned c = character_at(text, i, length);
            if (c == '"' || c == '\\')
                (out_ += '\\') += static_cast<char>(c);
            else if (c == '\n')
                out_ += "\\n";
            else if (acts_on_terminal(c))
                print_escaped(c);
            else
                out_.append(text, i, length);
        }
        out_ += '"';
    }
    void print_escaped(unsigned c)
    {
        char buffer[8];
        std::snprintf(buffer, sizeof buffer, "\\u%04x", c & 0xFFFF);
        out_ += buffer;
    }

    std::string& out_;
};

} // namespace

std::string pretty(const boost::json::value& document)
{
    std::string out;
    printer(out).print(document, 0);
    out += '\n';
    return out;
}

} // namespace dsreg::report

// Fills any message of wire/ with values that are hard to write down.
#pragma once
#include "base/value.h"

#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dsreg::recording_tests {

// Every call gives other ones; the same seed gives the same.
class odd_values
{
public:
    explicit odd_values(unsigned seed) : next_(seed) {}

    template <class... T>
    void operator()(T&... items)
    {
        (fill(items), ...);
    }

private:
    template <class T>
    void fill(T& item)
    {
        if constexpr (std::is_same_v<T, bool>) {
            item = next_++ % 2 == 0;
        } else if constexpr (std::is_arithmetic_v<T>) {
            const T all[] = {std::numeric_limits<T>::max(), std::numeric_limits<T>::min(), T{0},
                             T{1}, static_cast<T>(-1)};
            item = all[next_++ % 5];
        } else {
            item.fields(*this);
        }
    }
    void fill(std::string& s)
    {
        static const std::string all[] = {
            "",
            "plain",
            std::string("a\0b", 3),
            "\xff\xfe\x01 no utf-8",
            "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80 \xE2\x80\xAE",
            "\"quotes\" \\ / \n\r\t\x1b[31m",
            "{\"base64\": \"AAAA\"}",
            "\xEF\xBB\xBF bom",
            "\xC0\x80 overlong",
            std::string(3000, 'x').replace(1500, 1, " "),
        };
        s = all[next_++ % std::size(all)];
        if (s.size() > 2000) s = words();
    }
    // Long, and no token.
    static std::string words()
    {
        std::string out;
        while (out.size() < 4'000) out += "word after word ";
        return out;
    }
    void fill(value& v)
    {
        static const value all[] = {
            value::of_text("text"),
            value::of_text("\xff bytes", 1),
            value::of_text(""),
            value::unknown("why not"),
            value::of_bool(true),
            value::of_bool(false),
            value::of_int(std::numeric_limits<int64_t>::min()),
            value::of_int(9'007'199'254'740'993, value_type::time),
            value::of_int(-1, value_type::duration),
            value::of_int(7, value_type::boolean),
            real(0.1),
            real(-0.0),
            real(5e-324),
            real(1.7976931348623157e308),
            real(std::numeric_limits<double>::infinity()),
            {value_type::not_applicable, 8, 0, 0, "no such thing"},
            {static_cast<value_type>(77), 0xFFFFFFFDu, 0, 0, "of a later dsreg"},
        };
        v = all[next_++ % std::size(all)];
    }
    static value real(double d) { return {value_type::real, 0, 0, d, {}}; }
    template <class A, class B>
    void fill(std::pair<A, B>& p)
    {
        (*this)(p.first, p.second);
    }
    template <class T>
    void fill(std::vector<T>& list)
    {
        list.resize(next_++ % 4);
        for (T& item : list) fill(item);
    }

    unsigned next_;
};

} // namespace dsreg::recording_tests

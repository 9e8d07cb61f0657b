// Texts of a script made UTF-8, as dsreg's services make whatever they were told.
#pragma once
#include "base/text.h"
#include "wire/services.h"

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dsreg::testkit {

// Visits a message of the wire like its writer does (wire/bytes.h).
class text_repair
{
public:
    template <class... T>
    void operator()(T&... items)
    {
        (repair(items), ...);
    }

private:
    template <class T>
    void repair(T& item)
    {
        if constexpr (!std::is_enum_v<T> && !std::is_arithmetic_v<T>) item.fields(*this);
    }
    void repair(std::string& s)
    {
        if (std::string valid = valid_utf8(s); valid != s) s = std::move(valid);
    }
    void repair(dsreg::value& v) { repair(v.text); }
    template <class A, class B>
    void repair(std::pair<A, B>& p)
    {
        (*this)(p.first, p.second);
    }
    template <class T>
    void repair(std::vector<T>& list)
    {
        for (T& item : list) repair(item);
    }
};

template <class T>
T repaired(T message)
{
    text_repair{}(message);
    return message;
}

// What a file or a server holds are bytes, and stay so.
inline wire::fs_reply repaired(wire::fs_reply message)
{
    const std::string bytes = std::exchange(message.bytes, {});
    text_repair{}(message);
    message.bytes = bytes;
    return message;
}

inline wire::http_perform_reply repaired(wire::http_perform_reply message)
{
    for (wire::http_reply& r : message.replies) {
        const std::string body = std::exchange(r.body, {});
        text_repair{}(r);
        r.body = body;
    }
    return message;
}

} // namespace dsreg::testkit

#include "bus/message.h"

#include "base/text.h"
#include "bus/names.h"

#include <cstring>
#include <limits>

namespace dsreg::bus {
namespace {

template <class T>
status append_number(sdbus::Message* m, const value& v)
{
    if (v.type != value_type::integer && v.type != value_type::boolean &&
        v.type != value_type::time && v.type != value_type::duration) {
        return {errc::invalid, "not a number"};
    }
    bool fits = true;
    if constexpr (std::is_unsigned_v<T>) {
        fits = v.i >= 0 && static_cast<uint64_t>(v.i) <= std::numeric_limits<T>::max();
    } else {
        fits = v.i >= std::numeric_limits<T>::min() && v.i <= std::numeric_limits<T>::max();
    }
    if (!fits) return {errc::invalid, "a number does not fit its type"};
    if (m) *m << static_cast<T>(v.i);
    return {};
}

status append_text(sdbus::Message* m, char code, const value& v)
{
    if (v.type != value_type::text) return {errc::invalid, "not a text"};
    if (v.text.find('\0') != v.text.npos || valid_utf8(v.text) != v.text) {
        return {errc::invalid, "a text is not UTF-8 without NUL"};
    }
    if (code == 'o' && !is_object_path(v.text)) return {errc::invalid, "not an object path"};
    if (code == 'g' && !is_basic_signature(v.text)) return {errc::invalid, "not a signature"};
    if (!m) return {};
    if (code == 'o') {
        *m << sdbus::ObjectPath{v.text};
    } else if (code == 'g') {
        *m << sdbus::Signature{v.text};
    } else {
        *m << v.text;
    }
    return {};
}

// Reads one message into a flat list, within its budget.
class flattener
{
public:
    flattener(sdbus::Message& m, std::size_t max_bytes, items& out)
        : m_(m), left_(max_bytes), out_(out)
    {}

    // Everything up to the end of this container.
    void all(const std::string& prefix)
    {
        for (std::size_t index = 0; !full_; index++) {
            const compat::next_type next = compat::peek(m_);
            if (next.code == 0) return;
            if (next.code == 'e') {
                entry(prefix, next.contents);
            } else {
                one(prefix.empty() ? std::to_string(index) : prefix + '/' + std::to_string(index),
                    next);
            }
        }
    }
    bool full() const { return full_; }

private:
    void entry(const std::string& prefix, const std::string& contents)
    {
        m_.enterDictEntry(contents.c_str());
        const value key = basic(compat::peek(m_).code);
        one(prefix + '/' + display(key), compat::peek(m_));
        if (!full_) m_.exitDictEntry();
    }

    // A message that turned out too large is dropped whole, so containers need not be left then.
    void one(const std::string& path, const compat::next_type& next)
    {
        if (full_) return;
        switch (next.code) {
        case 'a':
            m_.enterContainer(next.contents.c_str());
            all(path);
            if (!full_) m_.exitContainer();
            return;
        case 'r':
            m_.enterStruct(next.contents.c_str());
            all(path);
            if (!full_) m_.exitStruct();
            return;
        case 'v':
            m_.enterVariant(next.contents.c_str());
            one(path, compat::peek(m_));
            if (!full_) m_.exitVariant();
            return;
        default:
            if (out_.size() >= most_items) full_ = true;
            take(path.size());
            value v = basic(next.code);
            if (!full_) out_.emplace_back(path, std::move(v));
        }
    }

    template <class T>
    value number()
    {
        T n{};
        m_ >> n;
        return value::of_int(static_cast<int64_t>(n));
    }

    value basic(char code)
    {
        switch (code) {
        case 'y':
            return number<uint8_t>();
        case 'n':
            return number<int16_t>();
        case 'q':
            return number<uint16_t>();
        case 'i':
            return number<int32_t>();
        case 'u':
            return number<uint32_t>();
        case 'x':
            return number<int64_t>();
        case 't': {
            uint64_t n = 0;
            m_ >> n;
            if (n > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
                return value::of_text(std::to_string(n));
            }
            return value::of_int(static_cast<int64_t>(n));
        }
        case 'b': {
            bool b = false;
            m_ >> b;
            return value::of_bool(b);
        }
        case 'd': {
            value v;
            v.type = value_type::real;
            m_ >> v.d;
            return v;
        }
        case 'o': {
            sdbus::ObjectPath path;
            m_ >> path;
            return text(path);
        }
        case 'g': {
            sdbus::Signature signature;
            m_ >> signature;
            return text(signature);
        }
        case 'h': {
            sdbus::UnixFd fd;
            m_ >> fd;
            return value::unknown("a file descriptor");
        }
        default:
            break;
        }
        // A text is measured before it is copied.
        char* raw = nullptr;
        m_ >> raw;
        return text(raw ? std::string_view(raw) : std::string_view());
    }

    value text(std::string_view s)
    {
        take(s.size());
        return full_ ? value() : value::of_text(std::string(s));
    }

    void take(std::size_t n)
    {
        if (n > left_) {
            full_ = true;
        } else {
            left_ -= n;
        }
    }

    sdbus::Message& m_;
    std::size_t left_;
    items& out_;
    bool full_ = false;
};

} // namespace

status append(sdbus::Message* m, char code, const value& v)
{
    switch (code) {
    case 'y':
        return append_number<uint8_t>(m, v);
    case 'n':
        return append_number<int16_t>(m, v);
    case 'q':
        return append_number<uint16_t>(m, v);
    case 'i':
        return append_number<int32_t>(m, v);
    case 'u':
        return append_number<uint32_t>(m, v);
    case 'x':
        return append_number<int64_t>(m, v);
    case 't':
        return append_number<uint64_t>(m, v);
    case 'b':
        if (v.type != value_type::boolean) return {errc::invalid, "not a boolean"};
        if (m) *m << (v.i != 0);
        return {};
    case 'd':
        if (v.type != value_type::real) return {errc::invalid, "not a real number"};
        if (m) *m << v.d;
        return {};
    default:
        return append_text(m, code, v);
    }
}

flattened flatten(sdbus::Message& m, std::size_t max_bytes, items& ret)
{
    items found;
    flattener f(m, max_bytes, found);
    f.all("");
    if (f.full()) return flattened::too_large;
    ret = std::move(found);
    return flattened::fine;
}

} // namespace dsreg::bus

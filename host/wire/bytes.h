// Values to bytes and back. Little-endian fixed-width numbers, length-prefixed text and lists.
//
// A struct joins by a member template `fields(A& a)` that names its members once, for both ways:
//     template <class A> void fields(A& a) { a(key, instance, val); }
// A reader never trusts a length: it stops at the first one that does not fit, and stays stopped.
#pragma once
#include "base/value.h"

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dsreg::wire {

class writer
{
public:
    template <class... T>
    void operator()(const T&... items)
    {
        (put(items), ...);
    }
    std::string take() { return std::move(out_); }

private:
    template <class T>
    void put(const T& item)
    {
        if constexpr (std::is_enum_v<T>) {
            put(static_cast<std::underlying_type_t<T>>(item));
        } else if constexpr (std::is_same_v<T, bool>) {
            out_ += item ? '\1' : '\0';
        } else if constexpr (std::is_arithmetic_v<T>) {
            char raw[sizeof(T)];
            std::memcpy(raw, &item, sizeof raw);
            out_.append(raw, sizeof raw);
        } else {
            // `fields` only names members; a writer does not change them.
            const_cast<T&>(item).fields(*this);
        }
    }
    void put(const std::string& s)
    {
        put(static_cast<uint32_t>(s.size()));
        out_ += s;
    }
    void put(const value& v) { (*this)(v.type, v.flags, v.i, v.d, v.text); }
    void put(const fact& f) { (*this)(f.key, f.instance, f.source, f.val); }
    void put(const finding& f) { (*this)(f.code, f.instance, f.message, f.evidence); }
    template <class A, class B>
    void put(const std::pair<A, B>& p)
    {
        (*this)(p.first, p.second);
    }
    template <class T>
    void put(const std::vector<T>& list)
    {
        put(static_cast<uint32_t>(list.size()));
        for (const T& item : list) put(item);
    }

    std::string out_;
};

class reader
{
public:
    explicit reader(std::string_view bytes) : rest_(bytes) {}
    template <class... T>
    void operator()(T&... items)
    {
        (get(items), ...);
    }
    bool ok() const noexcept { return ok_; }
    bool at_end() const noexcept { return ok_ && rest_.empty(); }

private:
    template <class T>
    void get(T& item)
    {
        if constexpr (std::is_enum_v<T>) {
            std::underlying_type_t<T> raw{};
            get(raw);
            item = static_cast<T>(raw);
        } else if constexpr (std::is_same_v<T, bool>) {
            uint8_t raw = 0;
            get(raw);
            item = raw != 0;
        } else if constexpr (std::is_arithmetic_v<T>) {
            if (!need(sizeof(T))) return;
            std::memcpy(&item, rest_.data(), sizeof(T));
            rest_.remove_prefix(sizeof(T));
        } else {
            item.fields(*this);
        }
    }
    void get(std::string& s)
    {
        uint32_t n = 0;
        get(n);
        if (!need(n)) return;
        s.assign(rest_.substr(0, n));
        rest_.remove_prefix(n);
    }
    void get(value& v) { (*this)(v.type, v.flags, v.i, v.d, v.text); }
    void get(fact& f) { (*this)(f.key, f.instance, f.source, f.val); }
    void get(finding& f) { (*this)(f.code, f.instance, f.message, f.evidence); }
    template <class A, class B>
    void get(std::pair<A, B>& p)
    {
        (*this)(p.first, p.second);
    }
    template <class T>
    void get(std::vector<T>& list)
    {
        uint32_t n = 0;
        get(n);
        if (!need(n)) return; // each item takes a byte at least
        list.clear();
        for (uint32_t i = 0; i < n && ok_; i++) get(list.emplace_back());
    }
    bool need(std::size_t n)
    {
        ok_ = ok_ && rest_.size() >= n;
        return ok_;
    }

    std::string_view rest_;
    bool ok_ = true;
};

template <class T>
std::string encode(const T& message)
{
    writer w;
    w(message);
    return w.take();
}

// False when the bytes are not exactly one T; then `ret` may be half filled and must not be used.
template <class T>
bool decode(std::string_view bytes, T& ret)
{
    reader r(bytes);
    r(ret);
    return r.at_end();
}

} // namespace dsreg::wire

// Structs of wire/ as JSON objects and back: their fields() visited with their names.
#pragma once
#include "recording/leaves.h"
#include "recording/names.h"

#include <boost/json/array.hpp>

#include <limits>
#include <type_traits>
#include <utility>

namespace dsreg::recording {

template <class S>
boost::json::object object_json(const S& item, const cleaner& clean);
template <class S>
void read_members(const place& where, const boost::json::value& from, faults& out, S& ret);

template <class S>
class member_writer
{
public:
    member_writer(boost::json::object& out, const cleaner& clean) : out_(out), clean_(clean) {}

    template <class... T>
    void operator()(const T&... items)
    {
        static_assert(sizeof...(T) == names<S>::list.size(), "a name for each member");
        std::size_t i = 0;
        ((out_[names<S>::list[i]] = json_of(names<S>::list[i], items), i++), ...);
    }

private:
    template <class T>
    boost::json::value json_of(const char* name, const T& item) const
    {
        if constexpr (std::is_same_v<T, std::string>)
            return text_json(clean_.member(name, item));
        else if constexpr (std::is_arithmetic_v<T>)
            return item;
        else if constexpr (std::is_same_v<T, value>)
            return value_json(item, clean_);
        else if constexpr (std::is_same_v<T, named_value>)
            return named_json(item, clean_);
        else
            return object_json(item, clean_);
    }
    template <class T>
    boost::json::value json_of(const char* name, const std::vector<T>& list) const
    {
        boost::json::array out;
        out.reserve(list.size());
        for (const T& item : list) out.push_back(json_of(name, item));
        return out;
    }
    // A header.
    boost::json::value json_of(const char*, const std::pair<std::string, std::string>& p) const
    {
        return boost::json::object{{"name", text_json(p.first)},
                                   {"value", text_json(clean_.header(p.first, p.second))}};
    }

    boost::json::object& out_;
    const cleaner& clean_;
};

template <class S>
class member_reader
{
public:
    member_reader(const place& where, const boost::json::object& from, faults& out)
        : where_(where), from_(from), out_(out)
    {}

    template <class... T>
    void operator()(T&... items)
    {
        static_assert(sizeof...(T) == names<S>::list.size(), "a name for each member");
        std::size_t i = 0;
        (member(names<S>::list[i++], items), ...);
    }

private:
    template <class T>
    void member(const char* name, T& ret)
    {
        if (const boost::json::value* v = from_.if_contains(name)) read(where_.at(name), *v, ret);
    }
    template <class T>
    void read(const place& at, const boost::json::value& from, T& ret)
    {
        if constexpr (std::is_same_v<T, std::string>) {
            read_text(at, from, out_, ret);
        } else if constexpr (std::is_same_v<T, bool>) {
            read_bool(at, from, out_, ret);
        } else if constexpr (std::is_arithmetic_v<T>) {
            int64_t with_sign = 0;
            uint64_t without = 0;
            read_number(at, from, std::numeric_limits<T>::min(), std::numeric_limits<T>::max(),
                        out_, with_sign, without);
            ret = std::is_signed_v<T> ? static_cast<T>(with_sign) : static_cast<T>(without);
        } else if constexpr (std::is_same_v<T, value>) {
            read_value(at, from, out_, ret);
        } else if constexpr (std::is_same_v<T, named_value>) {
            read_named(at, from, out_, ret);
        } else {
            read_members(at, from, out_, ret);
        }
    }
    template <class T>
    void read(const place& at, const boost::json::value& from, std::vector<T>& ret)
    {
        const boost::json::array* array = read_array(at, from, out_);
        if (array == nullptr) return;
        ret.clear();
        for (std::size_t i = 0; i < array->size() && out_.none(); i++)
            read(at.at(i), (*array)[i], ret.emplace_back());
    }
    void read(const place& at, const boost::json::value& from,
              std::pair<std::string, std::string>& ret)
    {
        const boost::json::object* object = read_object(at, from, out_);
        if (object == nullptr) return;
        read_member_text(at, *object, "name", out_, ret.first);
        read_member_text(at, *object, "value", out_, ret.second);
    }

    const place& where_;
    const boost::json::object& from_;
    faults& out_;
};

template <class S>
boost::json::object object_json(const S& item, const cleaner& clean)
{
    boost::json::object out;
    member_writer<S> visit(out, clean);
    // `fields` only names members; this visitor does not change them.
    const_cast<S&>(item).fields(visit);
    return out;
}

template <class S>
void read_members(const place& where, const boost::json::value& from, faults& out, S& ret)
{
    const boost::json::object* object = read_object(where, from, out);
    if (object == nullptr) return;
    member_reader<S> visit(where, *object, out);
    ret.fields(visit);
}

} // namespace dsreg::recording

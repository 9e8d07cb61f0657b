#include "device/json.h"

#include "base/base64.h"

#include "base/text.h"
#include "broker/document.h"
#include "device/json_fields.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace dsreg::device {
namespace json = boost::json;
namespace {

constexpr std::size_t text_most = 16 * 1024;
constexpr std::size_t bytes_most = 64 * 1024;      // of one certificate
constexpr std::size_t bytes_together = 256 * 1024; // of all, so that a list stays below 1 MiB

class writer
{
public:
    json::object take() { return std::move(out_); }

    void text(const char* name, const std::string& s)
    {
        out_[name] = std::string(cut_utf8(valid_utf8(s), text_most));
    }
    void bytes(const char* name, const std::string& s)
    {
        if (!s.empty()) out_[name] = to_base64(s, base64_kind::plain);
    }
    void flag(const char* name, bool b) { out_[name] = b; }
    template <class T>
    void number(const char* name, T n)
    {
        out_[name] = n;
    }
    void word(const char* name, uint32_t n, const words& known)
    {
        out_[name] = n < known.size() ? known.begin()[n] : "";
    }
    template <class T>
    void list(const char* name, const std::vector<T>& items, std::size_t most)
    {
        json::array all;
        for (const T& item : items) {
            if (all.size() == most) break;
            all.push_back(object_of(item));
        }
        out_[name] = std::move(all);
    }
    void optional(const char* name, const wire::device_certificate& c)
    {
        if (c.there) out_[name] = object_of(c);
    }
    template <class T>
    static json::object object_of(const T& item)
    {
        writer below;
        describe(below, const_cast<T&>(item)); // a writer changes nothing
        return below.take();
    }

private:
    json::object out_;
};

class reader
{
public:
    explicit reader(const json::object& in) : in_(in) {}
    const status& end() const { return end_; }

    void text(const char* name, std::string& ret)
    {
        note(broker::read_text(in_, name, text_most, ret));
    }
    void bytes(const char* name, std::string& ret)
    {
        std::string encoded;
        note(broker::read_text(in_, name, bytes_most / 3 * 4 + 4, encoded));
        if (end_.ok() && !from_base64(encoded, base64_kind::plain, ret)) wrong(name);
    }
    void flag(const char* name, bool& ret) { note(broker::read_flag(in_, name, ret)); }
    template <class T>
    void number(const char* name, T& ret)
    {
        int64_t n = 0;
        note(broker::read_number(in_, name, n));
        using limits = std::numeric_limits<T>;
        const bool fits = sizeof(T) == sizeof n || (n <= static_cast<int64_t>(limits::max()) &&
                                                    n >= static_cast<int64_t>(limits::min()));
        if (!fits || (std::is_unsigned_v<T> && n < 0)) return wrong(name);
        ret = static_cast<T>(n);
    }
    void word(const char* name, uint32_t& ret, const words& known)
    {
        std::string said;
        note(broker::read_text(in_, name, 64, said));
        const auto at = said.empty() ? known.end() : std::find(known.begin(), known.end(), said);
        if (at == known.end()) return wrong(name);
        ret = static_cast<uint32_t>(at - known.begin());
    }
    template <class T>
    void list(const char* name, std::vector<T>& ret, std::size_t most)
    {
        const json::array* items = nullptr;
        note(broker::read_array(in_, name, items));
        if (!end_.ok()) return;
        if (items == nullptr || items->size() > most) return wrong(name);
        for (const json::value& v : *items) {
            if (!v.is_object()) return wrong(name);
            take(v.get_object(), ret.emplace_back());
        }
    }
    void optional(const char* name, wire::device_certificate& ret)
    {
        const json::object* below = nullptr;
        note(broker::read_object(in_, name, below));
        ret.there = below != nullptr;
        if (below != nullptr) take(*below, ret);
    }

private:
    template <class T>
    void take(const json::object& from, T& ret)
    {
        reader below(from);
        describe(below, ret);
        note(below.end());
    }
    void note(const status& s)
    {
        if (end_.ok()) end_ = s;
    }
    void wrong(const char* name)
    {
        note({errc::protocol, std::string("member ") + name + " is not what it may be"});
    }

    const json::object& in_;
    status end_;
};

template <class T>
status read(std::string_view text, T& ret, bool* ret_cut = nullptr)
{
    broker::document all;
    if (status s = all.parse(text); !s.ok()) return s;
    reader in(all.root());
    T got;
    bool cut = false;
    describe(in, got);
    if (ret_cut != nullptr) in.flag("cut", cut);
    if (!in.end().ok()) return in.end();
    ret = std::move(got);
    if (ret_cut != nullptr) *ret_cut = cut;
    return {};
}

} // namespace

std::string to_json(const wire::device_list& of)
{
    wire::device_list small = of;
    std::size_t bytes = 0;
    for (wire::device_record& r : small.records) {
        bytes += r.certificate.der.size();
        if (bytes > bytes_together) r.certificate.der.clear();
    }
    std::string text = json::serialize(writer::object_of(small));
    if (text.size() <= broker::largest_reply) return text;
    wire::device_list nothing;
    nothing.error = DSREG_X_TOO_LARGE;
    nothing.text = "there is more to tell about the device's files than fits into an answer";
    return json::serialize(writer::object_of(nothing));
}

std::string to_json(const wire::device_verdict& of, bool cut)
{
    json::object out = writer::object_of(of);
    if (cut) out["cut"] = true;
    return json::serialize(out);
}

std::string to_json(const wire::device_removal& of)
{
    return json::serialize(writer::object_of(of));
}

std::string to_json(const wire::device_unregistering& of)
{
    return json::serialize(writer::object_of(of));
}

status from_json(std::string_view text, wire::device_list& ret)
{
    return read(text, ret);
}

status from_json(std::string_view text, wire::device_verdict& ret, bool& ret_cut)
{
    return read(text, ret, &ret_cut);
}

} // namespace dsreg::device

#include "recording/document.h"

#include "recording/leaves.h"
#include "recording/methods.h"
#include "recording/strict_json.h"
#include "recording/words.h"

#include <boost/json.hpp>

#include <charconv>
#include <limits>

namespace dsreg::recording {
namespace json = boost::json;
namespace {

constexpr std::size_t depth_max = 32;

// The members of one object, each read if it is there.
class members
{
public:
    members(const place& where, const json::value& from, faults& out)
        : where_(where), object_(read_object(where, from, out)), out_(out)
    {}
    const json::value* find(const char* name) const
    {
        return object_ == nullptr ? nullptr : object_->if_contains(name);
    }
    place at(const char* name) const { return where_.at(name); }
    void text(const char* name, std::string& ret) const
    {
        if (object_ != nullptr) read_member_text(where_, *object_, name, out_, ret);
    }
    template <class T>
    void number(const char* name, T& ret) const
    {
        const json::value* v = find(name);
        if (v == nullptr) return;
        int64_t with_sign = 0;
        uint64_t without = 0;
        read_number(at(name), *v, std::numeric_limits<T>::min(), std::numeric_limits<T>::max(),
                    out_, with_sign, without);
        ret = std::is_signed_v<T> ? static_cast<T>(with_sign) : static_cast<T>(without);
    }
    // "0x801c0021"
    void code(const char* name, uint32_t& ret) const
    {
        std::string digits;
        text(name, digits);
        if (digits.empty()) return;
        const char* last = digits.data() + digits.size();
        const bool hex = digits.size() > 2 && digits.compare(0, 2, "0x") == 0;
        const auto [end, error] =
            std::from_chars(digits.data() + (hex ? 2 : 0), last, ret, hex ? 16 : 10);
        if (error != std::errc{} || end != last)
            out_.add(at(name), "must be a code like \"0x801c0021\"");
    }
    template <class T>
    void word(const char* name, words list, T& ret) const
    {
        if (const json::value* v = find(name)) read_word(at(name), *v, list, out_, ret);
    }
    template <class F>
    void each(const char* name, F item) const
    {
        const json::value* v = find(name);
        if (v == nullptr) return;
        const place here = at(name);
        const json::array* array = read_array(here, *v, out_);
        for (std::size_t i = 0; array != nullptr && i < array->size() && out_.none(); i++)
            item(here.at(i), (*array)[i]);
    }

private:
    const place& where_;
    const json::object* object_;
    faults& out_;
};

class document_reader
{
public:
    document_reader(faults& out, document& ret) : out_(out), ret_(ret) {}

    void read(const json::value& from)
    {
        const place top;
        const members m(top, from, out_);
        std::string schema, format;
        m.text("schema", schema);
        m.text("format", format);
        if (!schema.empty() && schema != "recording-1.schema.json")
            out_.add(top.at("schema"), "is another document's: \"" + schema.substr(0, 96) + "\"");
        if (format.rfind("1.", 0) != 0)
            out_.add(top.at("format"), "must be 1.x, which is what this dsreg reads");
        m.text("probe", ret_.probe);
        if (ret_.probe.empty()) out_.add(top.at("probe"), "is missing");
        m.text("module", ret_.module);
        if (const json::value* v = m.find("order")) order(m.at("order"), *v);
        m.each("calls", [&](const place& at, const json::value& v) { call_of(at, v); });
        if (const json::value* v = m.find("outcome")) outcome(m.at("outcome"), *v);
    }

private:
    void facts(const members& m, std::vector<fact>& ret)
    {
        m.each("facts", [&](const place& at, const json::value& v) {
            read_fact(at, v, out_, ret.emplace_back());
        });
    }
    void named(const members& m, const char* name, std::vector<named_value>& ret)
    {
        m.each(name, [&](const place& at, const json::value& v) {
            read_named(at, v, out_, ret.emplace_back());
        });
    }

    void order(const place& where, const json::value& from)
    {
        const members m(where, from, out_);
        m.number("started_ns", ret_.started_ns);
        m.number("budget_ms", ret_.budget_ms);
        m.each("services", [&](const place& at, const json::value& v) {
            read_text(at, v, out_, ret_.services.emplace_back());
        });
        m.each("inputs", [&](const place& at, const json::value& v) {
            const members in(at, v, out_);
            wire::input& input = ret_.inputs.emplace_back();
            in.text("key", input.key);
            in.word("state", state_words, input.state);
            facts(in, input.facts);
        });
        named(m, "settings", ret_.settings);
    }

    void call_of(const place& where, const json::value& from)
    {
        const members m(where, from, out_);
        call c;
        m.text("service", c.service);
        const json::value* name = m.find("method");
        const method* known = nullptr;
        if (name != nullptr && name->is_string()) {
            const json::string& s = name->get_string();
            known = find_method(c.service, std::string_view(s.data(), s.size()));
        } else if (name == nullptr || !name->is_int64()) {
            out_.add(m.at("method"), "must be the name of a method");
        }
        if (const json::value* v = m.find("flags"))
            read_words(m.at("flags"), *v, call_words, out_, c.flags);
        m.number("timeout_ms", c.timeout_ms);
        m.word("status", status_words, c.status);
        const json::value* request = m.find("request");
        if (known == nullptr || request == nullptr) return;
        c.method = known->number;
        c.request = known->request.to_bytes(m.at("request"), *request, out_);
        if (const json::value* v = m.find("reply"))
            c.reply = known->reply.to_bytes(m.at("reply"), *v, out_);
        else if (c.status == DSREG_OK)
            out_.add(m.at("reply"), "is missing, and the status is ok");
        ret_.calls.push_back(std::move(c));
    }

    void outcome(const place& where, const json::value& from)
    {
        const members m(where, from, out_);
        m.number("concluded", ret_.concluded);
        m.word("outcome", outcome_words, ret_.said.outcome);
        m.word("reason", skip_words, ret_.said.reason);
        m.code("outer", ret_.said.outer);
        m.code("inner", ret_.said.inner);
        m.text("about", ret_.said.about);
        m.text("text", ret_.said.text);
        facts(m, ret_.facts);
        m.each("findings", [&](const place& at, const json::value& v) {
            const members f(at, v, out_);
            told_finding& told = ret_.findings.emplace_back();
            f.text("code", told.said.code);
            f.word("severity", severity_words, told.severity);
            f.text("instance", told.said.instance);
            f.text("message", told.said.message);
            named(f, "evidence", told.said.evidence);
        });
        const json::value* v = m.find("verdict");
        if (v == nullptr) return;
        const place at = m.at("verdict");
        const members verdict(at, *v, out_);
        verdict.text("outcome", ret_.verdict);
        verdict.text("reason", ret_.verdict_reason);
        verdict.text("text", ret_.verdict_text);
    }

    faults& out_;
    document& ret_;
};

} // namespace

status from_json(std::string_view text, document& ret)
{
    if (text.size() > document_bytes_max)
        return status(errc::invalid, " is larger than " +
                                         std::to_string(document_bytes_max / 1024 / 1024) + " MiB");
    json::value whole;
    if (status s = parse_strict(text, depth_max, whole); !s) return s;
    faults out;
    document fresh;
    document_reader(out, fresh).read(whole);
    if (!out.none()) return status(errc::invalid, ": " + out.first());
    ret = std::move(fresh);
    return {};
}

} // namespace dsreg::recording

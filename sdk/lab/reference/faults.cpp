#include "reference/faults.h"

#include <boost/json.hpp>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

constexpr std::size_t ten_mebibytes = 10u << 20;

json::value other_type(const json::value& v)
{
    if (v.is_string()) return 7;
    if (v.is_array()) return json::object{};
    if (v.is_object()) return json::array{};
    return "7";
}

// What a terminal would obey, in the texts that a person gets to see, and in the token.
void put_escapes(json::value& v)
{
    if (v.is_array())
        for (json::value& item : v.get_array()) put_escapes(item);
    if (!v.is_object()) return;
    for (auto& member : v.get_object()) {
        const std::string_view key(member.key().data(), member.key().size());
        const bool shown = key == "username" || key == "name" || key == "givenName" ||
                           key == "context" || key == "accessToken";
        if (shown && member.value().is_string())
            member.value().get_string().insert(0, "\x1b]0;owned\x07\x1b[2J\n");
        else
            put_escapes(member.value());
    }
}

// "{" + `more` + the members of `reply`.
std::string with_members(const std::string& more, const std::string& reply)
{
    const std::string rest = reply.substr(1);
    return "{" + more + (rest == "}" || more.empty() ? "" : ",") + rest;
}

} // namespace

std::string with_fault(const std::string& fault, std::string good)
{
    if (fault == "garbage") return "<html>502 this is not JSON";
    if (fault == "empty") return "{}";
    if (fault == "huge")
        return with_members("\"padding\":\"" + std::string(ten_mebibytes, 'x') + "\"", good);
    // Half of a character outside the basic plane, which JSON's grammar lets pass.
    if (fault == "surrogate") return with_members(R"("half":"\ud800")", good);
    if (fault == "duplicate-keys") return with_members(good.substr(1, good.size() - 2), good);
    if (fault != "wrong-types" && fault != "escapes") return good;
    json::value v = json::parse(good);
    if (fault == "escapes") put_escapes(v);
    if (fault == "wrong-types")
        for (auto& member : v.get_object()) member.value() = other_type(member.value());
    return json::serialize(v);
}

} // namespace dsreg::lab

// The JSON document of check-1.schema.json.
#include "report.h"

#include "base/text.h"
#include "wire/frame.h"

#include <boost/json.hpp>

#include <cmath>

namespace dsreg::check {
namespace {

namespace json = boost::json;

json::object counted(const counts& c)
{
    return {{"passed", c.pass}, {"warned", c.warning}, {"failed", c.fail}, {"skipped", c.skip}};
}

json::object one(const checked& c)
{
    json::array messages;
    for (const message& m : c.end.said.messages)
        messages.push_back(
            json::object{{"probe", safe_text(m.probe)}, {"text", safe_text(m.text)}});
    return {{"id", c.which->id},
            {"sentence", c.which->sentence},
            {"result", verdict_name(c.end.said.said)},
            {"made", c.end.made},
            {"messages", messages},
            {"output", safe_text(std::string(cut_utf8(c.end.output, 4096)))},
            {"seconds", std::round(c.end.seconds * 1e6) / 1e6}};
}

json::object tool()
{
    return {{"name", "dsreg-probe-check"}, {"version", wire::version()}};
}

} // namespace

std::string as_json(const std::vector<checked_module>& all)
{
    json::array modules;
    counts total;
    for (const checked_module& m : all) {
        json::array checks;
        for (const checked& c : m.checks) checks.push_back(one(c));
        counts sum;
        sum.add(m);
        total.add(m);
        modules.push_back(json::object{{"path", safe_text(m.path)},
                                       {"id", safe_text(m.id)},
                                       {"version", safe_text(m.version)},
                                       {"checks", checks},
                                       {"summary", counted(sum)}});
    }
    const json::object document{{"schema", "check-1.schema.json"},
                                {"format", "1.0"},
                                {"tool", tool()},
                                {"modules", modules},
                                {"summary", counted(total)}};
    return json::serialize(document) + "\n";
}

std::string list_as_json()
{
    json::array checks;
    for (const check_entry& c : catalog())
        checks.push_back(json::object{{"id", c.id}, {"sentence", c.sentence}});
    return json::serialize(json::object{{"tool", tool()}, {"checks", checks}}) + "\n";
}

} // namespace dsreg::check

#include "bundled.h"

namespace {

void check_text(const std::string& where, const std::string& text, testkit::outcome& ret)
{
    if (text.find(" ms") != text.npos || text.find("millisecond") != text.npos)
        ret.violations.push_back(where + " holds a measured time: " + text);
}

void check_call(const testkit::service_call& call, testkit::outcome& ret)
{
    // A device that the tenant has just learnt of is asked for a second time, after 5 s.
    const uint32_t most = call.method == "server_test" ? 20'000 : 8'000;
    if (call.timeout_ms == 0 || call.timeout_ms > most)
        ret.violations.push_back(call.service + " " + call.method + ": no time-out in the budget");
}

} // namespace

testkit::outcome bundled_module::run(const std::string& probe_id, const testkit::world& where) const
{
    testkit::outcome out = module::run(probe_id, where);
    for (const testkit::fact& f : out.facts) check_text(f.key, f.val.s, out);
    for (const testkit::finding& f : out.findings) {
        check_text(f.code, f.message, out);
        for (const auto& [name, v] : f.evidence) check_text(f.code + "/" + name, v.s, out);
    }
    for (const testkit::service_call& c : out.calls) check_call(c, out);
    return out;
}

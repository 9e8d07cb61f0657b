#include "join-history/history.h"

#include <map>
#include <utility>

namespace joining {
namespace {

constexpr std::size_t most_items = 64; // of a block
constexpr std::size_t most_blocks = 256;

// A block of Microsoft's broker that has begun and not ended. Its names are those of the telemetry
// in its replies (siemens/linux-entra-sso issue 129); "registerDevice" is what registers
// (codgician/serenitea-pot, register-device.py).
class blocks
{
public:
    // True: with this line ended a block that tells of a failed registration. One without an error
    // tag tells nothing: whether the call did what it should is not published.
    bool add(const telemetry_line& line, int32_t pid, attempt& ret)
    {
        const std::pair<int32_t, std::string> thread(pid, line.thread);
        if (line.what == telemetry_line::kind::begin) {
            if (open_.size() >= most_blocks) open_.clear();
            open_[thread] = {{"correlation_id", line.value}};
            return false;
        }
        const auto block = open_.find(thread);
        if (block == open_.end()) return false;
        items& in = block->second;
        if (line.what == telemetry_line::kind::item) {
            if (in.size() < most_items) in[line.name] = line.value;
            return false;
        }
        const bool failed = in["api_name"] == "registerDevice" && !in["api_error_tag"].empty();
        if (failed) ret = read(in);
        open_.erase(block);
        return failed;
    }

private:
    using items = std::map<std::string, std::string>;

    static attempt read(items& in)
    {
        attempt a;
        a.tag = in["api_error_tag"].substr(0, 16);
        a.status = in["api_status_code"].substr(0, 64);
        constexpr std::string_view scope = "StatusInternal::";
        if (a.status.compare(0, scope.size(), scope) == 0) a.status.erase(0, scope.size());
        const std::string& id = in["correlation_id"];
        if (id.size() == 36) a.request_id = id;
        const std::string& http = in["last_http_response_code"];
        if (http.size() == 3 && (http[0] == '4' || http[0] == '5') &&
            http.find_first_not_of("0123456789") == http.npos)
            a.https_status = (http[0] - '0') * 100 + (http[1] - '0') * 10 + (http[2] - '0');
        return a;
    }

    std::map<std::pair<int32_t, std::string>, items> open_;
};

} // namespace

bool last_attempt(const std::vector<logged>& newest_first, attempt& ret)
{
    bool found = false;
    blocks microsoft;
    for (auto line = newest_first.rbegin(); line != newest_first.rend(); ++line) {
        attempt a;
        telemetry_line t;
        const bool tells = read_telemetry(line->message, t) ? microsoft.add(t, line->pid, a)
                                                            : read_attempt(line->message, a);
        if (!tells) continue;
        a.time = line->time;
        ret = std::move(a);
        found = true;
    }
    return found;
}

} // namespace joining

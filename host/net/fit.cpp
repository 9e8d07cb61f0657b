#include "net/fit.h"

#include "wire/frame.h"

#include <dsreg/probe.h>

#include <vector>

namespace dsreg::net {
namespace {
// The rest is room for the frame around the reply.
constexpr std::size_t budget = wire::reply_max - 64 * 1024;

template <class T>
std::size_t size_of(const T& item)
{
    return wire::encode(item).size();
}

// Drops certificates until `total` fits, and says by how much it went down.
std::size_t drop_certificates(const std::vector<wire::net_result*>& results, std::size_t total)
{
    for (const bool whole : {false, true}) {
        for (auto it = results.rbegin(); it != results.rend() && total > budget; ++it) {
            const std::size_t before = size_of(**it);
            if (whole)
                (*it)->certs.clear();
            else
                for (wire::net_cert& c : (*it)->certs) c.der.clear();
            total -= before - size_of(**it);
        }
    }
    return total;
}
} // namespace

void fit(wire::net_check_reply& reply)
{
    const std::size_t total = size_of(reply);
    if (total <= budget) return;
    std::vector<wire::net_result*> results;
    for (wire::net_result& r : reply.results) results.push_back(&r);
    drop_certificates(results, total);
}

void fit(wire::http_perform_reply& reply)
{
    std::size_t total = 0;
    for (const wire::http_reply& r : reply.replies) total += size_of(r);
    if (total <= budget) return;
    std::vector<wire::net_result*> results;
    for (wire::http_reply& r : reply.replies) results.push_back(&r.net);
    total = drop_certificates(results, total);
    for (auto it = reply.replies.rbegin(); it != reply.replies.rend() && total > budget; ++it) {
        if (it->body.empty() && it->headers.empty()) continue;
        total -= size_of(*it);
        it->body = {};
        it->headers = {};
        it->error = DSREG_X_TOO_LARGE;
        it->error_text = "the answers of this call are too large together";
        total += size_of(*it);
    }
}

} // namespace dsreg::net

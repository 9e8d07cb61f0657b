// From the testkit's structs to the replies of dsreg's services, behind the services' own rules.
#pragma once
#include "repaired.h"
#include "wire/bytes.h"
#include "wire/messages.h"

#include <dsreg/testkit.hpp>

#include <algorithm>
#include <string>

namespace dsreg::testkit {

struct question {
    const world& where;
    const wire::probe_decl& decl;
    const wire::call& asked;
    int64_t limit_ns; // an answer that takes longer is too late
};

struct reply {
    dsreg_status status = DSREG_OK;
    std::string payload;
    bool late = false;  // not an answer to remember
    std::string detail; // for the sentence about a question that was refused
};

inline reply refused(dsreg_status status, std::string detail = {})
{
    return {status, {}, false, std::move(detail)};
}

template <class T>
reply answered(const T& payload, bool late = false)
{
    return {DSREG_OK, wire::encode(repaired(payload)), late, {}};
}

// Runs a function of the script. What it does to the clock is how long it took, up to the limit;
// `ret_late`: longer.
template <class F>
auto timed(const question& q, bool& ret_late, F&& script)
{
    clock& time = *q.where.time;
    const int64_t start = time.now();
    auto answer = script();
    const int64_t over = time.now() - start - q.limit_ns;
    if (over > 0) time.advance(-over);
    ret_late = over > 0;
    return answer;
}

// The same for one of several that run side by side: together they take as long as the longest.
class side_by_side
{
public:
    explicit side_by_side(const question& q) : q_(q), start_(q.where.time->now()) {}
    ~side_by_side() { q_.where.time->advance(longest_); }
    side_by_side(const side_by_side&) = delete;
    side_by_side& operator=(const side_by_side&) = delete;

    template <class F>
    auto one(bool& ret_late, F&& script)
    {
        auto answer = timed(q_, ret_late, script);
        const int64_t took = q_.where.time->now() - start_;
        longest_ = std::max(longest_, took);
        q_.where.time->advance(-took);
        return answer;
    }

private:
    const question& q_;
    const int64_t start_;
    int64_t longest_ = 0;
};

constexpr const char* too_late = "there was no answer in time";

reply ask_dbus(const question& q);
reply ask_net(const question& q);
reply ask_http(const question& q);
reply ask_broker(const question& q);
reply ask_device(const question& q);
reply ask_fs(const question& q);
reply ask_journal(const question& q);

// Does the world offer this service?
bool is_scripted(const world& where, const std::string& service);
// A question that is the module's mistake, and the sentence about it; `detail`: "" or more of it.
bool is_refusal(dsreg_status status);
std::string refusal(const std::string& service, const std::string& method, dsreg_status status,
                    const std::string& detail = {});
// "perform" of method 1 of dsreg.http/1.
std::string method_name(const std::string& service, uint16_t method);

} // namespace dsreg::testkit

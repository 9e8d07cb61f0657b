#include "worker/calls.h"

namespace dsreg::worker {
namespace {

constexpr uint32_t requests_max = 64;
constexpr uint32_t fields_max = 64;
constexpr std::size_t body_max = 64 * 1024;

dsreg_status take_field(const dsreg_http_field& given, wire::http_field& ret)
{
    const dsreg_status s = take(given.name, ret.first);
    return s == DSREG_OK ? take(given.value, ret.second) : s;
}

dsreg_status take_request(const dsreg_http_request* given, wire::http_request& ret)
{
    if (given == nullptr || given->struct_size < DSREG_HTTP_REQUEST_SIZE_V1_0 ||
        (given->fields == nullptr && given->field_count != 0) ||
        (given->body.ptr == nullptr && given->body.len != 0))
        return DSREG_E_INVALID;
    if (given->field_count > fields_max || given->body.len > body_max) return DSREG_E_LIMIT;
    dsreg_status s = take(given->method, false, ret.method);
    if (s == DSREG_OK) s = take(given->url, false, ret.url);
    for (uint32_t i = 0; i < given->field_count && s == DSREG_OK; i++)
        s = take_field(given->fields[i], ret.headers.emplace_back());
    if (given->body.len != 0) ret.body.assign(given->body.ptr, given->body.len);
    ret.max_body = given->max_body;
    return s;
}

const dsreg_http_reply* give_reply(arena& memory, const wire::http_reply& from)
{
    auto* fields = memory.array<dsreg_http_field>(from.headers.size());
    for (std::size_t i = 0; i < from.headers.size(); i++)
        fields[i] = {give(from.headers[i].first), give(from.headers[i].second)};
    return &memory.keep(dsreg_http_reply{sizeof(dsreg_http_reply), from.error, from.status,
                                         static_cast<uint32_t>(from.headers.size()), fields,
                                         give(from.body), give(from.error_text),
                                         give(memory, from.net)});
}

dsreg_status http_perform(const dsreg_host* host, const dsreg_call* call,
                          const dsreg_http_request* const* requests, uint32_t count,
                          const dsreg_http_reply* const** ret) noexcept
{
    return service_call(host, {DSREG_SVC_HTTP, call}, ret, [&](run_context& c) -> dsreg_status {
        if (requests == nullptr && count != 0) return DSREG_E_INVALID;
        if (count > requests_max) return DSREG_E_LIMIT;
        wire::http_perform_request request;
        dsreg_status s = DSREG_OK;
        for (uint32_t i = 0; i < count && s == DSREG_OK; i++)
            s = take_request(requests[i], request.requests.emplace_back());
        wire::http_perform_reply reply;
        if (s == DSREG_OK)
            s = exchange(c, DSREG_SVC_HTTP, wire::http_perform, call, request, reply);
        if (s != DSREG_OK) return s;
        if (reply.replies.size() != count) return c.garbled();

        const wire::http_perform_reply& kept = c.memory().keep(std::move(reply));
        auto** replies = c.memory().array<const dsreg_http_reply*>(count);
        for (uint32_t i = 0; i < count; i++) replies[i] = give_reply(c.memory(), kept.replies[i]);
        *ret = replies;
        return DSREG_OK;
    });
}

constexpr dsreg_svc_http table{sizeof table, 0, http_perform};

} // namespace

const dsreg_svc_http& http_table() noexcept
{
    return table;
}

} // namespace dsreg::worker

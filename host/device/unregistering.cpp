#include "device/unregistering.h"

#include "base/guid.h"
#include "device/join_endpoint.h"
#include "device/removal_answer.h"
#include "net/http_transfer.h"

#include <dsreg/svc/device.h>
#include <set>

namespace dsreg::device {
namespace {

using wire::unregistered;

constexpr uint32_t answer_max = 64 * 1024;

void end(unregistered how, uint32_t error, std::string text, wire::device_unregistering& ret)
{
    ret.end = static_cast<uint32_t>(how);
    ret.error = error;
    ret.text = std::move(text);
}

// Seconds since 1970 by the machine's clock.
int64_t now_in(const wire::world& where)
{
    return wire::wall_clock(where) / 1'000'000'000;
}

// The call of [MS-DVRJ] 3.1.5.1.2, with the version that open clients send (AADInternals).
wire::http_reply send_removal(const net::network& net, const join_endpoint& to,
                              const own_registration& own, const std::string& id,
                              net::client_identity& as, net::time_point until)
{
    wire::http_request request;
    request.method = "DELETE";
    request.url = to.url + own.device_id + "?api-version=1.0";
    request.headers = registration_fields(id);
    request.max_body = answer_max;
    net::http_plan plan;
    wire::http_reply reply;
    bool cut = false;
    if (net::plan_request(request, DSREG_P_NETWORK | DSREG_P_ACTIVE, plan) == DSREG_OK &&
        net::http_ready())
        return net::exchange(net, request, plan, until, cut, &as);
    reply.error = DSREG_X_PROTOCOL;
    reply.error_text = "the request cannot be sent";
    return reply;
}

} // namespace

unregistering::unregistering(const parts& of, std::function<void(step)> at)
    : of_(of), at_(std::move(at)), notes_(of.below)
{}

// False: `ret` says how it ended.
bool unregistering::begin(const std::string& tenant_id, wire::device_unregistering& ret)
{
    status s = notes_.open(false);
    if (s) s = notes_.read(tenant_id, state_, note_);
    if (!s && state_ == unregister_note::state::gone) {
        end(unregistered::left_behind, DSREG_X_PROTOCOL,
            "the tenant has removed this device, at the request of an earlier run, but which files "
            "are to go is not known: " +
                s.text() +
                ". Look by hand at what is left, or run sudo dsreg --cleanup; then remove that "
                "note",
            ret);
        return false;
    }
    if (!s) {
        end(unregistered::not_started,
            s.code() == errc::untrusted ? DSREG_X_PROTOCOL : DSREG_X_ACCESS,
            s.text() + ". Nothing was sent or removed", ret);
        return false;
    }
    if (state_ == unregister_note::state::gone) {
        ret.finished_earlier = true;
        ret.device_id = note_.device_id;
        return true;
    }
    own_ = {};
    wire::device_unregistering why;
    if (!find_registration(of_.where, of_.below, of_.home, tenant_id, own_, why)) {
        ret = std::move(why);
        // A note about what somebody else removed meanwhile.
        if (ret.end == static_cast<uint32_t>(unregistered::nothing) &&
            state_ == unregister_note::state::asked)
            forget_request(tenant_id, ret);
        return false;
    }
    ret.device_id = own_.device_id;
    if (own_.device_id.empty()) {
        end(unregistered::no_key, DSREG_X_NOT_FOUND,
            "the certificate of this registration does not say which device it is of", ret);
        return false;
    }
    if (state_ == unregister_note::state::asked && note_.thumbprint == own_.thumbprint)
        earlier_ = note_.since;
    return true;
}

wire::device_unregistering unregistering::look(const std::string& tenant_id)
{
    wire::device_unregistering ret;
    if (begin(tenant_id, ret) && ret.finished_earlier) end(unregistered::done, 0, "", ret);
    return ret;
}

bool unregistering::note_request(const std::string& tenant_id, wire::device_unregistering& ret)
{
    note_ = {tenant_id, own_.device_id, own_.thumbprint, earlier_, own_.files};
    if (earlier_ == 0) note_.since = now_in(of_.where);
    status s = notes_.open(true);
    if (s) s = notes_.write(note_, [this] { at(step::written); });
    if (s) return true;
    end(unregistered::not_started, DSREG_X_ACCESS,
        "what is about to happen cannot be noted, so nothing was sent: " + s.text(), ret);
    return false;
}

void unregistering::forget_request(const std::string& tenant_id, wire::device_unregistering& ret)
{
    const status s = notes_.remove(tenant_id);
    if (!s) ret.text += ". The note of this attempt stays: " + s.text();
}

// False: the tenant did not say yes.
bool unregistering::ask(const std::string& tenant_id, const std::string& cloud,
                        net::time_point until, wire::device_unregistering& ret)
{
    const net::network net(of_.where);
    const join_endpoint to = find_join_endpoint(net, tenant_id, cloud, until);
    ret.host = to.host;
    if (to.url.empty()) {
        ret.http_status = to.http_status;
        end(to.http_status != 0 ? unregistered::not_removed : unregistered::unreachable, to.error,
            "where devices leave could not be found out: " + to.text + ". Nothing was removed",
            ret);
        return false;
    }
    if (!note_request(tenant_id, ret)) return false;
    at(step::asked);

    const std::string id = new_guid();
    net::client_identity as{own_.certificate, own_.key.get()};
    const wire::http_reply reply = send_removal(net, to, own_, id, as, until);
    removal_answer said = judge_removal(
        to.host, reply, as, {earlier_, own_.valid_from, own_.valid_to, now_in(of_.where)});
    said.end.device_id = own_.device_id;
    said.end.correlation = id;
    ret = std::move(said.end);
    at(step::answered);
    if (ret.end == static_cast<uint32_t>(unregistered::done)) return true;
    // 400: the tenant has the device, so no earlier request removed it either.
    if (!said.open && (earlier_ == 0 || reply.status == 400)) forget_request(tenant_id, ret);
    return false;
}

void unregistering::finish(const std::string& tenant_id, wire::device_unregistering& ret)
{
    std::set<std::string> folders;
    bool failed = false, replaced = false;
    for (const noted_file& file : note_.files) {
        at(step::removing);
        wire::device_step done = remove_noted(of_.below, file);
        failed = failed || done.how == static_cast<uint32_t>(wire::removed::failed);
        replaced = replaced || done.how == static_cast<uint32_t>(wire::removed::kept);
        ret.steps.push_back(std::move(done));
        folders.insert(file.folder);
        at(step::removed);
    }
    ret.steps.insert(ret.steps.end(), own_.kept.begin(), own_.kept.end());
    status lasting;
    for (const std::string& folder : folders)
        if (lasting) lasting = make_durable(of_.below, folder);
    if (failed || !lasting)
        return end(unregistered::left_behind, DSREG_X_ACCESS,
                   "the tenant removed the device, but not all of its files could be removed here" +
                       (lasting ? std::string() : ": " + lasting.text()) + "; run it again",
                   ret);
    if (const status s = notes_.remove(tenant_id); !s)
        return end(unregistered::left_behind, DSREG_X_ACCESS,
                   "the tenant removed the device and its files are gone, but the note of it "
                   "stays: " +
                       s.text() + "; run it again",
                   ret);
    at(step::over);
    end(unregistered::done, DSREG_X_NONE, "", ret);
    if (own_.others || replaced)
        ret.text = "another registration of this tenant is here: run it again to unregister that";
}

wire::device_unregistering unregistering::run(const std::string& tenant_id,
                                              const std::string& cloud, net::time_point until)
{
    wire::device_unregistering ret;
    if (!begin(tenant_id, ret)) return ret;
    at(step::begun);
    if (!ret.finished_earlier) {
        if (!ask(tenant_id, cloud, until, ret)) return ret;
        if (const status s = notes_.mark_gone(tenant_id); !s) {
            end(unregistered::left_behind, DSREG_X_ACCESS,
                "the tenant removed the device, but that cannot be noted, so its files stay: " +
                    s.text() + ". sudo dsreg --cleanup removes them",
                ret);
            return ret;
        }
        at(step::gone);
    }
    finish(tenant_id, ret);
    return ret;
}

} // namespace dsreg::device

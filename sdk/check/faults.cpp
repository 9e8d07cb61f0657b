#include "faults.h"

namespace dsreg::check {
namespace {

dsreg_status next(disturbance& d)
{
    if (++d.asked != d.at) return DSREG_OK;
    if (d.happens) d.happens();
    return d.status;
}

dsreg_status& status_of(testkit::http_answer& a)
{
    return a.carried;
}
template <class A>
dsreg_status& status_of(A& a)
{
    return a.status;
}

template <class Answer, class... Question>
std::function<Answer(Question...)> wrap(std::function<Answer(Question...)> calm,
                                        const std::shared_ptr<disturbance>& by)
{
    if (!calm) return calm;
    return [calm = std::move(calm), by](Question... q) {
        const dsreg_status ends = next(*by);
        Answer a = calm(q...);
        if (ends != DSREG_OK) status_of(a) = ends;
        return a;
    };
}

constexpr int questions_max = 24; // of one run that are disturbed one by one

const char* status_name(dsreg_status s)
{
    return s == DSREG_E_SERVICE ? "DSREG_E_SERVICE"
           : s == DSREG_E_LIMIT ? "DSREG_E_LIMIT"
                                : "DSREG_E_CANCELLED";
}

named_world fail_question(const named_world& w, int at, disturbance& by)
{
    by.status = DSREG_E_SERVICE;
    return variant(w, "question " + std::to_string(at) + " alone ending in DSREG_E_SERVICE");
}

} // namespace

services disturbed(services calm, std::shared_ptr<disturbance> by)
{
    services s = calm;
    s.dbus = wrap(calm.dbus, by);
    s.http = wrap(calm.http, by);
    s.broker = wrap(calm.broker, by);
    s.accounts = wrap(calm.accounts, by);
    s.state = wrap(calm.state, by);
    s.token = wrap(calm.token, by);
    s.fs = wrap(calm.fs, by);
    s.srv = wrap(calm.srv, by);
    s.device = wrap(calm.device, by);
    s.device_test = wrap(calm.device_test, by);
    s.journal = wrap(calm.journal, by);
    if (calm.net)
        s.net = [net = calm.net, by](const std::string& host, uint16_t port) {
            (void)next(*by);
            return net(host, port);
        };
    return s;
}

std::set<std::string> asked_in(const outcome& o)
{
    std::set<std::string> out;
    for (const testkit::service_call& c : o.calls) out.insert(c.service);
    return out;
}

void over_questions(subject& s, const dsreg_probe& p, const named_world& w, const disturb& how,
                    const look& at_each)
{
    for (int at = 1; at <= questions_max; at++) {
        const auto by = std::make_shared<disturbance>();
        by->at = at;
        named_world one = how(w, at, *by);
        one.where.offered = disturbed(one.where.offered, by);
        const outcome o = s.run(p, one);
        if (by->asked < at) return;
        at_each(one, o);
    }
}

std::set<std::string> over_faults(subject& s, const dsreg_probe& p, const look& at_each)
{
    std::set<std::string> anywhere;
    for (const named_world& w : usual_worlds(s, p)) {
        const outcome calm = s.run(p, w);
        at_each(w, calm);
        for (const std::string& id : asked_in(calm)) {
            anywhere.insert(id);
            for (const dsreg_status status : {DSREG_E_SERVICE, DSREG_E_LIMIT, DSREG_E_CANCELLED}) {
                named_world broken =
                    variant(w, "every call of " + id + " ending in " + status_name(status));
                broken.where.broken[id] = status;
                at_each(broken, s.run(p, broken));
            }
        }
        over_questions(s, p, w, fail_question, at_each);
    }
    return anywhere;
}

} // namespace dsreg::check

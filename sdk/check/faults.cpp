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

} // namespace dsreg::check

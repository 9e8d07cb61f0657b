// Which services a world offers, and what their methods are called.
#include "answers.h"
#include "recording/methods.h"

namespace dsreg::testkit {

bool is_scripted(const world& where, const std::string& service)
{
    const services& s = where.offered;
    if (where.broken.count(service) != 0) return true;
    if (service == DSREG_SVC_DBUS) return static_cast<bool>(s.dbus);
    if (service == DSREG_SVC_NET) return s.net || s.srv;
    if (service == DSREG_SVC_HTTP) return static_cast<bool>(s.http);
    if (service == DSREG_SVC_BROKER) return s.broker || s.accounts || s.state || s.token;
    if (service == DSREG_SVC_JOURNAL) return static_cast<bool>(s.journal);
    if (service == DSREG_SVC_FS) return s.fs || !where.device_root.empty();
    if (service == DSREG_SVC_DEVICE) return s.device || s.device_test;
    return false;
}

std::string method_name(const std::string& service, uint16_t method)
{
    const dsreg::recording::method* known = dsreg::recording::find_method(service, method);
    return known != nullptr ? known->name : std::to_string(method);
}

} // namespace dsreg::testkit

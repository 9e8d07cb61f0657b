#include "dsreg/svc/dbus.h"
#include "base/text.h"
#include "bus/client.h"
#include "services/bus_call.h"
#include "services/bus_pool.h"
#include "services/dbus_policy.h"

#include <exception>
#include <limits>

namespace dsreg::services {
namespace {

constexpr std::size_t longest_error = 4096;
constexpr uint32_t uid_unknown = std::numeric_limits<uint32_t>::max();

void fill_error(const bus::outcome& end, wire::dbus_reply& ret)
{
    ret.error = end.kind;
    ret.error_name = end.name;
    ret.error_text = cut_utf8(end.text, longest_error);
}

class dbus_service final : public service
{
public:
    explicit dbus_service(const wire::world& where) : where_(where) {}
    const char* id() const noexcept override { return DSREG_SVC_DBUS; }

    wire::service_reply handle(const wire::service_call& call) noexcept override
    {
        try {
            wire::dbus_request request;
            if (call.method != wire::dbus_call || !wire::decode(call.payload, request)) {
                return refused(DSREG_E_INVALID);
            }
            const bool known = request.bus == DSREG_BUS_SYSTEM || request.bus == DSREG_BUS_SESSION;
            const bus::request what{request.destination, request.path,      request.interface,
                                    request.member,      request.signature, request.arguments};
            if (!known || !bus::check(what).ok()) return refused(DSREG_E_INVALID);
            if (!is_reading_call(request)) return refused(DSREG_E_UNDECLARED);
            const clock::time_point by = answer_by(call);
            wire::dbus_reply reply;
            fill_error(ask(request.bus, what, by, reply), reply);
            drop_secrets(request, reply.items);
            return answered(reply, reply.error, by);
        } catch (const std::exception&) {
            return refused(DSREG_E_SERVICE);
        }
    }

private:
    bus::outcome ask(uint32_t which, bus::request what, clock::time_point by, wire::dbus_reply& ret)
    {
        const bool session = which == DSREG_BUS_SESSION;
        const std::string& address = session ? where_.session_bus : where_.system_bus;
        if (address.empty()) {
            const std::string why = session ? where_.session_why : std::string();
            return {DSREG_X_NOT_FOUND, "", why.empty() ? "there is no such bus" : why};
        }
        bus::connection c;
        bus::outcome end = pool_.take(address, by, c);
        if (!end.ok()) return end;
        end = ask_owner(c, std::move(what), by, ret);
        pool_.give_back(address, end.kind, std::move(c));
        return end;
    }

    // Addressing the owner itself starts nothing, and notices when it is replaced.
    static bus::outcome ask_owner(bus::connection& c, bus::request what, clock::time_point by,
                                  wire::dbus_reply& ret)
    {
        bus::outcome end = c.name_owner(what.destination, by, ret.owner);
        if (!end.ok()) return end;
        ret.owner_uid = uid_unknown;
        (void)c.owner_uid(ret.owner, by, ret.owner_uid);
        what.destination = ret.owner;
        return c.call(what, by, ret.items);
    }

    wire::world where_;
    bus_pool pool_;
};

} // namespace

std::unique_ptr<service> make_dbus(const wire::world& where)
{
    return std::make_unique<dbus_service>(where);
}

} // namespace dsreg::services

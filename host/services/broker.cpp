#include "broker/broker.h"

#include "broker/error_text.h"
#include "dsreg/svc/broker.h"
#include "services/bus_call.h"
#include "services/bus_pool.h"
#include "services/rules.h"

#include <exception>

namespace dsreg::services {
namespace {

class broker_service final : public service
{
public:
    explicit broker_service(const wire::world& where) : where_(where) {}
    const char* id() const noexcept override { return DSREG_SVC_BROKER; }

    wire::service_reply handle(const wire::service_call& call) noexcept override
    {
        try {
            const broker::asking how{answer_by(call), call.may_start};
            switch (call.method) {
            case wire::broker_info_call:
                if (!call.payload.empty()) break;
                return ask<wire::broker_info>(
                    how, [&](broker::session_broker& b) { return b.info(how); });
            case wire::broker_accounts_call:
                if (!call.payload.empty()) break;
                return ask<wire::broker_accounts>(
                    how, [&](broker::session_broker& b) { return b.accounts(how); });
            case wire::broker_token_call:
                return token(call, how);
            case wire::broker_state_call:
                return state(call, how);
            default:
                break;
            }
            return refused(DSREG_E_INVALID);
        } catch (const std::exception&) {
            return refused(DSREG_E_SERVICE);
        }
    }

private:
    template <class T, class F>
    wire::service_reply ask(const broker::asking& how, const F& question)
    {
        T answer;
        bus::connection connection;
        const std::string& address = where_.session_bus;
        const bus::outcome end = address.empty() ? broker::connect(where_, how.deadline, connection)
                                                 : pool_.take(address, how.deadline, connection);
        if (end.ok()) {
            broker::session_broker b(connection, place_);
            answer = question(b);
            pool_.give_back(address, answer.error.kind, std::move(connection));
        } else {
            answer.error.kind = end.kind;
            answer.error.dbus_error = end.name;
            answer.error.text = broker::foreign_text(end.text);
        }
        return answered(answer, answer.error.kind, how.deadline);
    }

    wire::service_reply token(const wire::service_call& call, const broker::asking& how)
    {
        wire::broker_token_request request;
        if (!wire::decode(call.payload, request)) return refused(DSREG_E_INVALID);
        if (const int32_t bad = check_token(request, call.probe_flags); bad != DSREG_OK)
            return refused(bad);
        return ask<wire::broker_token>(
            how, [&](broker::session_broker& b) { return b.token(request, how); });
    }

    wire::service_reply state(const wire::service_call& call, const broker::asking& how)
    {
        wire::broker_state_request request;
        if (!wire::decode(call.payload, request)) return refused(DSREG_E_INVALID);
        return ask<wire::broker_state>(
            how, [&](broker::session_broker& b) { return b.state(request.home_account_id, how); });
    }

    wire::world where_;
    const broker::place place_ = broker::place_of(where_); // with what the vendor's tool said
    bus_pool pool_;
};

} // namespace

std::unique_ptr<service> make_broker(const wire::world& where)
{
    return std::make_unique<broker_service>(where);
}

} // namespace dsreg::services

#include "broker/clear.h"
#include "broker/error_text.h"
#include "broker/error_words.h"
#include "dsreg/svc/broker.h"

namespace dsreg::broker {
namespace {

constexpr const char* all_of_them = "accounts of the broker";

wire::device_step row(wire::removed how, std::string path, std::string why = "")
{
    return {static_cast<uint32_t>(how), std::move(path), std::move(why)};
}

std::string name_of(const wire::broker_account& a)
{
    const std::string& name = a.username.empty() ? a.home_account_id : a.username;
    return "account " + (name.empty() ? "without a name" : foreign_text(name));
}

// Its D-Bus interface has the method, and this answer.
bool is_himmelblau_s_no(const account_removal& one, uint32_t vendor)
{
    return vendor == DSREG_BROKER_HIMMELBLAU &&
           one.error.text.find("Not implemented") != std::string::npos;
}

std::string why_not_started(const wire::broker_error& error)
{
    if (error.kind == DSREG_X_TIMEOUT) return "the broker could not be started in time";
    return "the broker could not be started: " + error.text +
           (error.dbus_error.empty() ? "" : " (" + error.dbus_error + ")");
}

wire::device_step row_of(const account_removal& one, uint32_t vendor,
                         const wire::broker_error& check)
{
    const std::string said = words_of(one.error);
    if (!one.gone && is_himmelblau_s_no(one, vendor))
        return row(wire::removed::failed, name_of(one.account), himmelblau_keeps);
    if (!one.gone) {
        return row(wire::removed::failed, name_of(one.account),
                   said.empty() ? "the broker said that it is removed, and lists it still" : said);
    }
    std::string note;
    if (check.kind != DSREG_X_NONE) {
        note = "the broker said so; it could not be asked again: " + words_of(check);
    } else if (!said.empty()) {
        note = "it is gone, although " + said;
    }
    return row(wire::removed::yes, name_of(one.account), std::move(note));
}

} // namespace

std::vector<wire::device_step> clear_accounts(bus::connection& session, const place& where,
                                              clock::time_point deadline)
{
    const account_removals end = session_broker(session, where).remove_accounts(deadline);
    if (end.nobody) return {row(wire::removed::absent, all_of_them, "no broker is installed")};
    if (end.not_started)
        return {row(wire::removed::failed, all_of_them, why_not_started(end.error))};
    if (end.error.kind != DSREG_X_NONE) {
        return {row(wire::removed::failed, all_of_them, words_of(end.error))};
    }
    std::vector<wire::device_step> rows;
    for (const account_removal& one : end.accounts)
        rows.push_back(row_of(one, end.vendor, end.check));
    if (rows.empty()) {
        rows.push_back(row(wire::removed::absent, all_of_them, "nobody is signed in to it"));
    }
    return rows;
}

} // namespace dsreg::broker

#include "broker/error_words.h"

#include <dsreg/broker_status.hpp>
#include <dsreg/probe.h>

namespace dsreg::broker {
namespace {

std::string numbers_of(const wire::broker_error& e)
{
    std::string all;
    const auto add = [&all](const std::string& part) { all += (all.empty() ? "" : ", ") + part; };
    if (e.status >= 0) {
        const std::string name = broker_status_name(e.status);
        add("status " + std::to_string(e.status) + (name.empty() ? "" : " " + name));
    }
    if (e.aadsts != 0) add("AADSTS" + std::to_string(e.aadsts));
    if (!e.suberror.empty()) add(e.suberror);
    if (!e.tag.empty()) add("tag " + e.tag);
    if (!e.correlation.empty() && (e.aadsts != 0 || !e.tag.empty())) {
        add("correlation id " + e.correlation);
    }
    return all;
}

std::string beginning(const wire::broker_error& e)
{
    switch (e.kind) {
    case DSREG_X_TIMEOUT:
        return "the broker did not answer in time";
    case DSREG_X_DISCONNECTED:
        return "the broker left the session bus before it answered";
    case DSREG_X_PROTOCOL:
    case DSREG_X_TOO_LARGE:
        return "the broker's answer cannot be used";
    case DSREG_X_ACCESS:
        return "the session bus did not let the question through";
    case DSREG_X_CONNECT:
        return "the session bus cannot be reached";
    case DSREG_X_REFUSED:
        return e.dbus_error.empty() ? "the broker refused"
                                    : "the broker answered with the error " + e.dbus_error;
    default:
        return {};
    }
}

} // namespace

std::string page_of(uint32_t aadsts, const std::string& tag, int32_t status)
{
    if (aadsts != 0) return "AADSTS" + std::to_string(aadsts);
    if (!tag.empty()) return tag;
    return *broker_status_name(status) != '\0' ? "status=" + std::to_string(status) : "";
}

std::string words_of(const wire::broker_error& error)
{
    if (error.kind == DSREG_X_NONE) return {};
    std::string all = beginning(error);
    // What the library says of an answer that did not come adds nothing.
    const bool silent = error.kind == DSREG_X_TIMEOUT || error.kind == DSREG_X_DISCONNECTED;
    if (!silent && !error.text.empty()) all += (all.empty() ? "" : ": ") + error.text;
    const std::string numbers = numbers_of(error);
    if (!numbers.empty()) all += " (" + numbers + ")";
    return all;
}

} // namespace dsreg::broker

// Every message of every service, as JSON and back.
#include "odd_values.h"
#include "recording/methods.h"
#include "recording/strict_json.h"
#include "wire/device.h"
#include "wire/journal.h"
#include "wire/services.h"

#include <boost/json.hpp>

#include <gtest/gtest.h>

using namespace dsreg;
using recording::cleaner;
using recording::faults;
using recording::message_form;
using recording::place;
namespace json = boost::json;

namespace {

// JSON text of `bytes`, and the bytes of that text.
std::string there_and_back(const message_form& form, const std::string& bytes)
{
    json::value written, read;
    EXPECT_TRUE(form.to_json(bytes, cleaner(), written));
    EXPECT_TRUE(recording::parse_strict(json::serialize(written), 32, read).ok());
    faults out;
    const std::string back = form.to_bytes(place{}, read, out);
    EXPECT_EQ(out.first(), "");
    return back;
}

template <class S>
void expect_same(const message_form& form, const char* what)
{
    for (unsigned seed = 0; seed < 100; seed++) {
        S message;
        recording_tests::odd_values fill(seed);
        message.fields(fill);
        const std::string bytes = wire::encode(message);
        ASSERT_EQ(there_and_back(form, bytes), bytes) << what << ", seed " << seed;
    }
}

struct nothing {
    template <class A>
    void fields(A&)
    {}
};

template <class Request, class Reply>
void expect_method(const char* service, const char* name, int& ret_count)
{
    const recording::method* m = recording::find_method(service, name);
    ASSERT_NE(m, nullptr) << service << " " << name;
    expect_same<Request>(m->request, name);
    expect_same<Reply>(m->reply, name);
    ret_count++;
}

} // namespace

TEST(RecordedMethods, MessagesOfEveryMethodComeBackAsTheyWere)
{
    using namespace dsreg::wire;
    int n = 0;
    expect_method<fs_request, fs_reply>("dsreg.fs/1", "read", n);
    expect_method<fs_request, fs_reply>("dsreg.fs/1", "list", n);
    expect_method<net_check_request, net_check_reply>("dsreg.net/1", "check", n);
    expect_method<net_srv_request, net_srv_reply>("dsreg.net/1", "srv", n);
    expect_method<http_perform_request, http_perform_reply>("dsreg.http/1", "perform", n);
    expect_method<dbus_request, dbus_reply>("dsreg.dbus/1", "call", n);
    expect_method<nothing, broker_info>("dsreg.broker/1", "info", n);
    expect_method<nothing, broker_accounts>("dsreg.broker/1", "accounts", n);
    expect_method<broker_token_request, broker_token>("dsreg.broker/1", "token", n);
    expect_method<broker_state_request, broker_state>("dsreg.broker/1", "state", n);
    expect_method<nothing, device_list>("dsreg.device/1", "list", n);
    expect_method<device_request, device_verdict>("dsreg.device/1", "key_match", n);
    expect_method<device_request, device_verdict>("dsreg.device/1", "sign_test", n);
    expect_method<device_request, device_verdict>("dsreg.device/1", "server_test", n);
    expect_method<journal_query, journal_entries>("dsreg.journal/1", "query", n);
    EXPECT_EQ(static_cast<std::size_t>(n), recording::all_methods().size());
}

TEST(RecordedMethods, MembersHaveTheirNames)
{
    wire::net_check_request request;
    request.targets = {{"login.example", 443, 3}};
    json::value written;
    const auto* m = recording::find_method("dsreg.net/1", wire::net_check);
    ASSERT_TRUE(m->request.to_json(wire::encode(request), cleaner(), written));
    EXPECT_EQ(json::serialize(written),
              R"({"targets":[{"host":"login.example","port":443,"upto":3}]})");
}

TEST(RecordedMethods, BytesThatAreNoMessageAreNotWritten)
{
    json::value written;
    const auto* m = recording::find_method("dsreg.fs/1", wire::fs_read);
    EXPECT_FALSE(m->request.to_json("\x05", cleaner(), written));
    EXPECT_FALSE(m->request.to_json(wire::encode(wire::fs_request{}) + "x", cleaner(), written));
}

TEST(RecordedMethods, AbsentMembersAreEmptyAndUnknownOnesAreLetBe)
{
    json::value read = json::parse(R"({"path": "/etc/x", "new": {"in": [1, 1]}})");
    faults out;
    const auto* m = recording::find_method("dsreg.fs/1", wire::fs_read);
    EXPECT_EQ(m->request.to_bytes(place{}, read, out), wire::encode(wire::fs_request{"/etc/x", 0}));
    EXPECT_TRUE(out.none());
}

TEST(RecordedMethods, WhatDoesNotFitIsNamedWithItsPlace)
{
    const struct {
        const char* service;
        const char* method;
        const char* request;
        const char* says;
    } cases[] = {
        {"dsreg.net/1", "check", R"({"targets": [{}, {"port": 65536}]})",
         "/targets/1/port must be a whole number from 0 to 65535"},
        {"dsreg.net/1", "check", R"({"targets": [{"port": -1}]})",
         "/targets/0/port must be a whole number from 0 to 65535"},
        {"dsreg.net/1", "check", R"({"targets": [{"port": 1.5}]})",
         "/targets/0/port must be a whole number from 0 to 65535"},
        {"dsreg.net/1", "check", R"({"targets": {}})", "/targets must be a list"},
        {"dsreg.net/1", "check", R"({"targets": [3]})", "/targets/0 must be an object"},
        {"dsreg.fs/1", "read", "[]", " must be an object"},
        {"dsreg.fs/1", "read", R"({"path": 3})", "/path must be a text or {\"base64\": ...}"},
        {"dsreg.fs/1", "read", R"({"path": {"base64": "A"}})", "/path is no base64"},
        {"dsreg.fs/1", "read", R"({"path": {"base64": 1}})",
         "/path must be a text or {\"base64\": ...}"},
        {"dsreg.dbus/1", "call", R"({"arguments": [{"type": "words"}]})",
         "/arguments/0/type must be one of: unknown, boolean, integer, real, text, time, duration, "
         "not-applicable"},
        {"dsreg.dbus/1", "call", R"({"arguments": [{"type": "real", "value": "1x"}]})",
         "/arguments/0/value must be a number"},
        {"dsreg.dbus/1", "call", R"({"arguments": [{"type": "text", "flags": "personal"}]})",
         "/arguments/0/flags must be a list"},
    };
    for (const auto& c : cases) {
        faults out;
        const auto* m = recording::find_method(c.service, std::string_view(c.method));
        EXPECT_EQ(m->request.to_bytes(place{}, json::parse(c.request), out), "") << c.request;
        EXPECT_EQ(out.first(), c.says) << c.request;
    }
}

// session_broker::state on a real bus, with a broker of each vendor, and the service around it.
#include "broker/stage.h"
#include "dsreg/svc/broker.h"
#include "services/service.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

using namespace dsreg;
using namespace dsreg::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* reference = "/usr/libexec/dsreg/dsreg-lab-broker";
constexpr const char* vendor = "/opt/microsoft/identity-broker/bin/microsoft-identity-broker";
constexpr const char* one_account = R"({"accounts":[{"homeAccountId":"o1.t1","realm":"t1"}]})";
constexpr const char* two_accounts =
    R"({"accounts":[{"homeAccountId":"o1.t1"},{"homeAccountId":"o2.t2"}]})";
constexpr const char* present = R"({"prt":{"present":true,"sessionKeyProtocol":"3.1"}})";

std::string asked(const stage& s)
{
    std::ifstream in(s.words() + "/asked");
    return {std::istreambuf_iterator<char>(in), {}};
}

void install_tool(const stage& s, const std::string& body, mode_t mode = 0755)
{
    const auto file = s.dir.write("root/usr/bin/dsreg", "#!/bin/sh\n" + body + "\n");
    for (std::filesystem::path p = file.parent_path(); p != s.dir.path(); p = p.parent_path())
        ::chmod(p.c_str(), 0755);
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
}

std::string prints(const std::string& rows)
{
    return "cat <<END\nPrimary Refresh Token\n-----------------------------------------\n" + rows +
           "\nEND";
}

} // namespace

TEST(state, the_reference_broker_is_asked_for_the_account)
{
    stage s;
    s.says("getAccounts.json", two_accounts);
    s.says("getState.json", present);
    s.run(reference);
    const wire::broker_state b = s.state("o2.t2");
    EXPECT_EQ(b.error.kind, DSREG_X_NONE) << b.error.text;
    EXPECT_EQ(b.prt, DSREG_KNOWN_YES);
    EXPECT_EQ(b.prt_source, "broker");
    EXPECT_NE(asked(s).find(R"({"homeAccountId":"o2.t2"})"), std::string::npos);
    (void)s.state();
    EXPECT_NE(asked(s).find(R"({"homeAccountId":"o1.t1"})"), std::string::npos); // the first one
    EXPECT_EQ(asked(s).find("acquire"), std::string::npos);
}

TEST(state, an_account_that_the_broker_does_not_know)
{
    stage s;
    s.says("getAccounts.json", one_account);
    s.says("getState.json", present);
    s.run(reference);
    const wire::broker_state b = s.state("o9.t9");
    EXPECT_EQ(b.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(b.prt, DSREG_KNOWN_NOT);
    EXPECT_EQ(asked(s).find("getState"), std::string::npos);
}

TEST(state, nobody_signed_in_means_no_token_whoever_the_broker_is)
{
    for (const char* program : {reference, vendor, "/usr/sbin/himmelblau_broker"}) {
        stage s;
        s.says("getAccounts.json", R"({"accounts":[]})");
        s.run(program);
        const wire::broker_state b = s.state();
        EXPECT_EQ(b.error.kind, DSREG_X_NONE) << program;
        EXPECT_EQ(b.prt, DSREG_KNOWN_NO) << program;
        EXPECT_EQ(b.prt_source, "accounts") << program;
    }
}

TEST(state, other_brokers_publish_nothing_and_are_not_asked)
{
    for (const char* program : {vendor, "/usr/sbin/himmelblau_broker", "/opt/intuneme"}) {
        stage s;
        s.says("getAccounts.json", one_account);
        s.says("getState.json", present);
        s.run(program);
        const wire::broker_state b = s.state();
        EXPECT_EQ(b.error.kind, DSREG_X_NONE) << program;
        EXPECT_EQ(b.prt, DSREG_KNOWN_NOT) << program;
        EXPECT_EQ(b.prt_why, "the broker does not publish it") << program;
        EXPECT_EQ(asked(s).find("getState"), std::string::npos) << program;
    }
}

TEST(state, a_reference_broker_without_the_method_publishes_nothing)
{
    stage s;
    s.says("getAccounts.json", one_account);
    s.run(reference);
    const wire::broker_state b = s.state();
    EXPECT_EQ(b.error.kind, DSREG_X_NONE);
    EXPECT_EQ(b.prt_why, "the broker does not publish it");
}

TEST(state, a_broker_that_fails_over_the_question)
{
    stage s;
    s.says("getAccounts.json", one_account);
    s.says("getState.json", "nonsense");
    s.run(reference);
    EXPECT_EQ(s.state().error.kind, DSREG_X_PROTOCOL);
    s.says("getState.die", "");
    const wire::broker_state b = s.state();
    EXPECT_EQ(b.error.kind, DSREG_X_DISCONNECTED);
    EXPECT_EQ(b.prt_why, "the broker could not be asked");
}

TEST(state, accounts_that_cannot_be_read_end_the_question)
{
    stage s;
    s.says("getAccounts.json", "[]");
    s.says("getState.json", present);
    s.run(reference);
    const wire::broker_state b = s.state();
    EXPECT_EQ(b.error.kind, DSREG_X_PROTOCOL);
    EXPECT_EQ(b.prt, DSREG_KNOWN_NOT);
}

TEST(state, a_broker_that_does_not_run_is_not_started)
{
    stage s;
    install_tool(s, "touch " + s.dir.path().string() + "/ran");
    const wire::broker_state b = s.state();
    EXPECT_EQ(b.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(b.prt_why, "the broker is not running");
    EXPECT_FALSE(std::filesystem::exists(s.dir.path() / "ran"));
}

TEST(state, an_active_probe_may_ask_the_vendor_s_tool_without_a_broker)
{
    stage s;
    install_tool(s, prints("PRT Present : NO"));
    const wire::broker_state b = s.state("", true);
    EXPECT_EQ(b.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(b.prt, DSREG_KNOWN_NO);
    EXPECT_EQ(b.prt_source, "vendor tool");
}

TEST(state, the_vendor_s_tool_speaks_for_the_vendor_s_broker)
{
    stage s;
    s.says("getAccounts.json", one_account);
    s.run(vendor);
    install_tool(s, prints("PRT Present : YES\nPRT Cached At : 2026-09-15 10:33:57 UTC"));
    const wire::broker_state b = s.state();
    EXPECT_EQ(b.prt, DSREG_KNOWN_YES) << b.prt_why;
    EXPECT_EQ(b.prt_source, "vendor tool");
    EXPECT_EQ(b.prt_cached, 1'789'468'437 * int64_t{1'000'000'000});
}

TEST(state, the_vendor_s_tool_does_not_speak_for_another_s_broker)
{
    stage s;
    s.says("getAccounts.json", one_account);
    s.run("/usr/sbin/himmelblau_broker");
    install_tool(s, prints("PRT Present : YES"));
    EXPECT_EQ(s.state().prt, DSREG_KNOWN_NOT);
}

TEST(state, the_vendor_s_tool_is_run_once_however_many_ask)
{
    stage s;
    s.says("getAccounts.json", two_accounts);
    s.run(vendor);
    const std::string runs = s.dir.path().string() + "/runs";
    install_tool(s, "echo run >> " + runs + "; sleep 0.2\n" + prints("PRT Present : YES"));
    const auto service = services::make_broker(s.world());
    const auto ask = [&](const char* account, bool may_start) {
        wire::service_call call;
        call.service = service->id();
        call.method = wire::broker_state_call;
        call.may_start = may_start;
        call.deadline = std::chrono::nanoseconds(soon().time_since_epoch()).count();
        wire::broker_state_request request;
        request.home_account_id = account;
        call.payload = wire::encode(request);
        wire::broker_state b;
        EXPECT_TRUE(wire::decode(service->handle(call).payload, b));
        EXPECT_EQ(b.prt, DSREG_KNOWN_YES) << b.prt_why;
    };
    std::thread other([&] { ask("o2.t2", false); });
    ask("", true);
    other.join();
    ask("o1.t1", false);
    std::ifstream in(runs);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "run\n");
}

TEST(state, a_tool_that_is_not_believed_is_named)
{
    stage s;
    s.says("getAccounts.json", one_account);
    s.run(vendor);
    install_tool(s, prints("PRT Present : YES"), 0777);
    wire::broker_state b = s.state();
    EXPECT_EQ(b.error.kind, DSREG_X_NONE);
    EXPECT_EQ(b.prt, DSREG_KNOWN_NOT);
    EXPECT_EQ(b.prt_why, "the broker does not publish it; /usr/bin/dsreg: others than root could "
                         "have written it");
    install_tool(s, "echo 'Failed to get broker instance'; exit 2");
    b = s.state();
    EXPECT_EQ(b.prt_why, "the broker does not publish it; /usr/bin/dsreg: it ended with code 2");
}

TEST(state, the_service_answers_every_probe)
{
    stage s;
    s.says("getAccounts.json", two_accounts);
    s.says("getState.json", present);
    s.run(reference);
    const auto service = services::make_broker(s.world());
    wire::service_call call;
    call.service = service->id();
    call.method = wire::broker_state_call;
    call.deadline = std::chrono::nanoseconds(soon().time_since_epoch()).count();
    wire::broker_state_request request;
    request.home_account_id = "o2.t2";
    call.payload = wire::encode(request);
    const wire::service_reply reply = service->handle(call);
    ASSERT_EQ(reply.status, DSREG_OK);
    wire::broker_state b;
    ASSERT_TRUE(wire::decode(reply.payload, b));
    EXPECT_EQ(b.prt, DSREG_KNOWN_YES);
    call.payload = "garbage";
    EXPECT_EQ(service->handle(call).status, DSREG_E_INVALID);
}

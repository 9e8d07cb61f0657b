#include "bundled.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using testkit::accounts_answer;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const bundled_module& accounts()
{
    static const bundled_module m(bundled("accounts"));
    return m;
}

// "home account id, user name, tenant, environment" a line.
accounts_answer from_fixture(const std::string& file)
{
    accounts_answer a;
    std::string rest = fixture("accounts", file);
    while (!rest.empty()) {
        const std::string line = rest.substr(0, rest.find('\n'));
        rest.erase(0, line.size() + 1);
        std::vector<std::string> cells(1);
        for (const char c : line) {
            if (c == '\t')
                cells.emplace_back();
            else
                cells.back() += c;
        }
        cells.resize(4);
        a.accounts.push_back({cells[0], cells[1], cells[2], cells[3]});
    }
    return a;
}

world with(accounts_answer answer)
{
    world w;
    w.offered.accounts = [answer] { return answer; };
    w.give("broker.vendor", "microsoft").give("broker.version", "3.0.2");
    return w;
}

world with_trouble(testkit::broker_trouble trouble)
{
    accounts_answer a;
    a.error = std::move(trouble);
    return with(a);
}

outcome run(const world& w)
{
    return accounts().run("user.accounts", w);
}

void expect_fail(const outcome& o, const std::string& code, uint32_t outer)
{
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, outer);
    EXPECT_EQ(o.inner, 0u);
    for (const char* key :
         {"user.account", "user.tenant", "user.environment", "user.account-count"})
        EXPECT_FALSE(o.has_fact(key)) << key;
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_accounts, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(accounts().get()), codes{});
    EXPECT_EQ(std::string(accounts().get().id), "dsreg.accounts");
}

TEST(plugin_accounts, reports_every_account_of_two)
{
    const outcome o = run(with(from_fixture("two-accounts.tsv")));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("user.account-count"), "2");
    EXPECT_EQ(o.fact_of("user.account", "oid-1.tid-1"), "alice@contoso.com");
    EXPECT_EQ(o.fact_of("user.account", "oid-2.tid-2"), "bob@fabrikam.com");
    EXPECT_EQ(o.fact_of("user.tenant", "oid-1.tid-1"), "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234");
    EXPECT_EQ(o.fact_of("user.environment", "oid-2.tid-2"), "login.microsoftonline.us");
    EXPECT_EQ(o.violations, codes{});
    for (const char* key : {"user.account", "user.tenant"}) {
        EXPECT_NE(o.flags_of(key) & DSREG_F_PERSONAL, 0u) << key;
        EXPECT_NE(o.flags_of(key) & DSREG_F_HIDDEN, 0u) << key;
    }
}

TEST(plugin_accounts, there_is_no_web_account_manager)
{
    const outcome o = run(with(from_fixture("two-accounts.tsv")));
    for (const char* key : {"user.wam-default-set", "user.wam-default-authority",
                            "user.wam-default-id", "user.wam-default-guid"}) {
        const auto f = std::find_if(o.facts.begin(), o.facts.end(),
                                    [&](const testkit::fact& one) { return one.key == key; });
        ASSERT_NE(f, o.facts.end()) << key;
        EXPECT_EQ(f->val.type, DSREG_T_NOT_APPLICABLE);
        EXPECT_EQ(f->val.s, "Linux has no Web Account Manager");
    }
}

TEST(plugin_accounts, what_an_account_does_not_say_is_no_fact)
{
    accounts_answer a;
    a.accounts.push_back({"oid.tid", "alice@contoso.com", "", ""});
    const outcome o = run(with(a));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_FALSE(o.has_fact("user.tenant"));
    EXPECT_FALSE(o.has_fact("user.environment"));
}

TEST(plugin_accounts, nobody_signed_in_fails_with_the_no_account_code)
{
    expect_fail(run(with({})), "user.nobody-signed-in", 0x801c004du);
}

TEST(plugin_accounts, accounts_without_ids_are_garbage)
{
    accounts_answer a;
    a.accounts.push_back({"", "alice@contoso.com", "", ""});
    expect_fail(run(with(a)), "user.accounts-garbage", 0x8007000du);
}

TEST(plugin_accounts, an_error_reply_is_decoded_into_evidence)
{
    testkit::broker_trouble t;
    t.kind = DSREG_X_REFUSED;
    t.status = 2;
    t.sub_status = 0;
    t.aadsts = 50078;
    t.tag = "965ya";
    t.suberror = "basic_action";
    t.correlation = "c0ffee00-0000-4000-8000-000000000001";
    t.text = "AADSTS50078: alice@contoso.com must use a second factor again";
    const outcome o = run(with_trouble(t));
    expect_fail(o, "user.sign-in-needed", 0);
    const auto seen = [&](const char* name) { return o.evidence("user.sign-in-needed", name); };
    EXPECT_EQ(seen("status"), "2");
    EXPECT_EQ(seen("status-name"), "InteractionRequired");
    EXPECT_EQ(seen("aadsts"), "AADSTS50078");
    EXPECT_EQ(seen("tag"), "965ya");
    EXPECT_EQ(seen("suberror"), "basic_action");
    EXPECT_EQ(seen("request-id"), t.correlation);
    EXPECT_EQ(seen("error"), t.text);
    EXPECT_NE(o.findings[0].evidence.at("error").flags & DSREG_F_PERSONAL, 0u);
    EXPECT_EQ(o.findings[0].message.find("alice"), std::string::npos);
}

TEST(plugin_accounts, status_numbers_choose_the_finding)
{
    const std::pair<int32_t, const char*> table[] = {
        {13, "user.sign-in-needed"},  {3, "user.broker-offline"},
        {4, "user.broker-offline"},   {20, "user.device-not-registered"},
        {0, "user.accounts-refused"}, {-1, "user.accounts-refused"},
        {99, "user.accounts-refused"}};
    for (const auto& [status, code] : table) {
        testkit::broker_trouble t;
        t.kind = DSREG_X_REFUSED;
        t.status = status;
        const outcome o = run(with_trouble(t));
        EXPECT_EQ(o.codes(), codes{code}) << status;
        EXPECT_EQ(o.result, DSREG_FAIL) << status;
        EXPECT_EQ(o.evidence(code, "status"), status < 0 ? "" : std::to_string(status));
    }
}

// A broker that answers both questions with an error fails once: at its version.
TEST(plugin_accounts, a_refusal_follows_from_that_of_the_version)
{
    testkit::broker_trouble t;
    t.kind = DSREG_X_REFUSED;
    t.status = 99;
    EXPECT_EQ(run(with_trouble(t)).about, ""); // it said its version
    const auto refused_twice = [&t] {
        world w = with_trouble(t);
        w.state("broker.version", DSREG_IN_UNKNOWN);
        return run(w);
    };
    const outcome o = refused_twice();
    expect_fail(o, "user.accounts-refused", 0);
    EXPECT_EQ(o.about, "broker.version");
    t.status = 2; // what a status explains is said here, and nowhere else
    EXPECT_EQ(refused_twice().about, "");
    t.kind = DSREG_X_TIMEOUT;
    EXPECT_EQ(refused_twice().about, "");
}

TEST(plugin_accounts, slow_dead_garbled_and_denied_are_told_apart)
{
    const auto kind = [](uint32_t k) {
        testkit::broker_trouble t;
        t.kind = k;
        return run(with_trouble(t));
    };
    expect_fail(kind(DSREG_X_TIMEOUT), "user.accounts-timeout", 0x80072ee2u);
    expect_fail(kind(DSREG_X_DISCONNECTED), "user.broker-died", 0x80072efeu);
    expect_fail(kind(DSREG_X_NOT_FOUND), "user.broker-died", 0x80072efeu);
    expect_fail(kind(DSREG_X_PROTOCOL), "user.accounts-garbage", 0x8007000du);
    expect_fail(kind(DSREG_X_TOO_LARGE), "user.accounts-garbage", 0x8007000du);
    expect_fail(kind(DSREG_X_ACCESS), "user.accounts-denied", 0x80070005u);
}

TEST(plugin_accounts, a_broker_that_does_not_answer_is_not_asked_again)
{
    world w;
    w.offered.accounts = []() -> accounts_answer { throw std::logic_error("asked"); };
    w.give("broker.vendor", "microsoft").state("broker.version", DSREG_IN_SILENT);
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT);
    EXPECT_EQ(o.about, "broker.version");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_accounts, without_a_version_the_bus_says_whether_a_broker_runs)
{
    accounts_answer gone;
    gone.error.kind = DSREG_X_NOT_FOUND;
    world w;
    w.offered.accounts = [gone] { return gone; };
    w.give("broker.vendor", "microsoft").state("broker.version", DSREG_IN_SKIPPED);
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "broker.version");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_accounts, a_broken_version_probe_is_not_an_absent_broker)
{
    for (const uint32_t state : {DSREG_IN_BROKEN, DSREG_IN_UNKNOWN, DSREG_IN_NO_PROVIDER}) {
        world w = with(from_fixture("two-accounts.tsv"));
        w.state("broker.version", state);
        EXPECT_EQ(run(w).result, DSREG_PASS) << state;
    }
}

TEST(plugin_accounts, a_service_error_concludes_nothing)
{
    accounts_answer a;
    a.status = DSREG_E_SERVICE;
    const outcome o = run(with(a));
    EXPECT_EQ(o.concluded, 0);
    EXPECT_FALSE(o.has_fact("user.account-count"));
    EXPECT_TRUE(o.findings.empty());
}

TEST(plugin_accounts, a_huge_list_with_hostile_names_stays_within_bounds)
{
    accounts_answer a;
    for (int i = 0; i < 1000; i++)
        a.accounts.push_back(
            {"id-" + std::to_string(i), "\x1b[31m \xff" + std::string(900, 'x'), "../../etc", "e"});
    const outcome o = run(with(a));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("user.account-count"), "1000");
    EXPECT_NE(o.fact_of("user.account", "id-255"), "");
    EXPECT_EQ(o.fact_of("user.account", "id-256"), ""); // a bound, well inside the contract's
    EXPECT_EQ(o.violations, codes{});
}

} // namespace

#include "faults.h"
#include "worlds.h"

#include <gtest/gtest.h>

namespace {

using namespace dsreg::check;

subject with_known(std::vector<known_fact> known)
{
    job order;
    order.known = std::move(known);
    return subject(std::move(order), [](const step&) {});
}

dsreg_probe probe_with(const char* const* inputs)
{
    dsreg_probe p{};
    p.struct_size = sizeof p;
    p.inputs = inputs;
    return p;
}

TEST(check_worlds, an_input_has_the_type_that_its_provider_declares)
{
    const subject s = with_known({{"x.count", DSREG_T_INT, 0}, {"x.when", DSREG_T_TIME, 0}});
    EXPECT_EQ(plain_value(s, "x.count").type, DSREG_T_INT);
    EXPECT_EQ(plain_value(s, "x.when").type, DSREG_T_TIME);
    EXPECT_EQ(plain_value(s, "x.other").type, DSREG_T_STR);
    EXPECT_EQ(plain_value(s, "run.elevated").type, DSREG_T_BOOL);
}

TEST(check_worlds, every_input_is_present_in_the_plain_one_and_many_name_an_instance)
{
    const char* const inputs[] = {"x.many", "?x.single", nullptr};
    const world w =
        plain_world(with_known({{"x.many", DSREG_T_STR, DSREG_F_MANY}}), probe_with(inputs));
    ASSERT_EQ(w.inputs.size(), 2u);
    EXPECT_EQ(w.inputs[0].instance, "someone.home");
    EXPECT_EQ(w.inputs[1].key, "x.single");
    EXPECT_EQ(w.inputs[1].instance, "");
}

TEST(check_worlds, a_state_takes_the_value_away)
{
    const char* const inputs[] = {"?x.single", nullptr};
    world w = plain_world(with_known({}), probe_with(inputs));
    set_input(w, "x.single", DSREG_IN_BROKEN);
    EXPECT_TRUE(w.inputs.empty());
    EXPECT_EQ(w.states.at("x.single"), DSREG_IN_BROKEN);
    set_input(w, "x.single", DSREG_IN_UNKNOWN, "why");
    ASSERT_EQ(w.inputs.size(), 1u);
    EXPECT_EQ(w.inputs[0].val.s, "why");
    EXPECT_FALSE(w.inputs[0].val.known());
}

TEST(check_worlds, a_setting_has_a_value_that_its_name_suggests)
{
    EXPECT_EQ(setting_value("url").s, "https://www.contoso.example/");
    EXPECT_EQ(setting_value("gateway-url").s, "https://www.contoso.example/");
    for (const char* name : {"host", "extra-hosts", "gateway", "server_name", "Portal", "address"})
        EXPECT_EQ(setting_value(name).s, "www.contoso.example") << name;
    for (const char* name : {"port", "limit", "timeout", "seconds", "count", "gateway-port"}) {
        EXPECT_EQ(setting_value(name).type, DSREG_T_INT) << name;
        EXPECT_GT(setting_value(name).i, 1) << name;
    }
    for (const char* name : {"vdi", "account", "support", "ghost"})
        EXPECT_EQ(setting_value(name).s, "1") << name;
}

TEST(check_worlds, looking_at_the_clock_takes_little_of_any_budget_and_ends_it_at_last)
{
    for (const int64_t budget_ms : {100, 1'000, 10'000, 60'000}) {
        const int64_t budget = budget_ms * 1'000'000;
        const auto time = new_clock(budget);
        const int64_t began = time->now();
        for (int i = 0; i < 20'000; i++) time->look();
        EXPECT_LT(time->now() - began, budget / 20) << budget_ms;
        for (int i = 0; i < 6'000'000; i++) time->look();
        EXPECT_GE(time->now() - began, budget) << budget_ms;
    }
}

TEST(check_worlds, each_service_answers_in_the_plain_one_and_can_be_replaced)
{
    const services plain = plain_services();
    EXPECT_TRUE(plain.dbus && plain.http && plain.net && plain.srv && plain.fs && plain.journal);
    EXPECT_TRUE(plain.broker && plain.accounts && plain.state && plain.token);
    EXPECT_TRUE(plain.device && plain.device_test);
    for (const std::string& id : service_ids()) {
        services s;
        replace_service(s, id, plain);
        const int given = (s.dbus ? 1 : 0) + (s.http ? 1 : 0) + (s.net ? 1 : 0) + (s.fs ? 1 : 0) +
                          (s.journal ? 1 : 0) + (s.broker ? 1 : 0) + (s.device ? 1 : 0);
        EXPECT_EQ(given, 1) << id;
        EXPECT_EQ(static_cast<bool>(s.srv), id == DSREG_SVC_NET);
    }
}

TEST(check_worlds, an_srv_query_is_disturbed_like_any_other)
{
    const auto by = std::make_shared<disturbance>();
    by->at = 2;
    by->status = DSREG_E_SERVICE;
    const services s = disturbed(plain_services(), by);
    EXPECT_EQ(s.srv("_x._tcp.contoso.example").status, DSREG_OK);
    EXPECT_EQ(s.srv("_x._tcp.contoso.example").status, DSREG_E_SERVICE);
}

TEST(check_sandbox, a_part_that_is_missing_is_worth_a_warning)
{
    for (const char* level : {"no-uid", "no-landlock", "no-seccomp"}) {
        subject s = with_known({});
        EXPECT_TRUE(s.judge_sandbox(level));
        EXPECT_EQ(s.so_far().said, verdict::warning);
        EXPECT_NE(s.so_far().messages.at(0).text.find(level), std::string::npos);
    }
}

TEST(check_sandbox, the_full_one_is_worth_no_word_and_none_is_a_skip)
{
    subject full = with_known({}), none = with_known({});
    EXPECT_TRUE(full.judge_sandbox("full"));
    EXPECT_EQ(full.so_far().said, verdict::pass);
    EXPECT_FALSE(none.judge_sandbox("none"));
    EXPECT_EQ(none.so_far().said, verdict::skip);
}

} // namespace

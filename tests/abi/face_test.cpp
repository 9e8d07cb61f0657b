// The C++ face of the contract, in C++17 and against a host that only remembers.
#include <dsreg/probe.hpp>

#include <gtest/gtest.h>

#include <map>
#include <pthread.h>
#include <stdexcept>
#include <string>

namespace {

// Inputs and settings by name; what the body says.
struct memory {
    std::map<std::string, dsreg_value> inputs, settings;
    std::string log;
    int concluded = 0;
    dsreg_outcome outcome = 0;
    dsreg_value fact{};
    uint32_t evidence = 0;
};

memory& of(const dsreg_host* self)
{
    return *static_cast<memory*>(self->ctx);
}

uint32_t give_input(const dsreg_host* self, const char* key, uint32_t index, const dsreg_fact** ret)
{
    static dsreg_fact fact;
    const auto found = of(self).inputs.find(key);
    if (found == of(self).inputs.end()) return DSREG_IN_BROKEN;
    if (index > 0) return DSREG_IN_SILENT;
    fact = {sizeof fact, 0, found->first.c_str(), nullptr, "test", found->second};
    *ret = &fact;
    const bool known = found->second.type != DSREG_T_UNKNOWN;
    return known ? DSREG_IN_PRESENT : DSREG_IN_UNKNOWN;
}

dsreg_status give_setting(const dsreg_host* self, const char* name, const dsreg_value** ret)
{
    if (std::string_view(name) == "undeclared") return DSREG_E_UNDECLARED;
    const auto found = of(self).settings.find(name);
    *ret = found != of(self).settings.end() ? &found->second : nullptr;
    return DSREG_OK;
}

dsreg_status take_fact(const dsreg_host* self, const dsreg_fact* fact)
{
    of(self).fact = fact->value;
    return DSREG_OK;
}

dsreg_status take_finding(const dsreg_host* self, const dsreg_finding* finding)
{
    of(self).evidence = finding->evidence_count;
    return DSREG_OK;
}

dsreg_status take_result(const dsreg_host* self, const dsreg_result* result)
{
    of(self).concluded++;
    of(self).outcome = result->outcome;
    return DSREG_OK;
}

void take_log(const dsreg_host* self, int32_t, dsreg_str text)
{
    of(self).log = dsreg::view(text);
}

dsreg::result leaves(dsreg::host)
{
    pthread_exit(nullptr);
}
void* run_leaves(void* raw)
{
    dsreg::run<leaves>(static_cast<const dsreg_host*>(raw));
    return raw; // whoever left does not come back
}

class Face : public testing::Test
{
protected:
    Face()
    {
        raw.struct_size = sizeof raw;
        raw.ctx = &seen;
        raw.input = give_input;
        raw.setting = give_setting;
        raw.fact = take_fact;
        raw.finding = take_finding;
        raw.conclude = take_result;
        raw.log = take_log;
    }
    memory seen;
    dsreg_host raw{};
    dsreg::host host{&raw};
};

dsreg::result passes(dsreg::host)
{
    return dsreg::result::pass();
}
dsreg::result says_nothing(dsreg::host)
{
    return dsreg::result::none();
}
dsreg::result throws(dsreg::host)
{
    throw std::runtime_error("on purpose");
}

TEST_F(Face, a_setting_that_is_not_there_is_nothing)
{
    EXPECT_EQ(host.setting("unset"), nullptr);
    EXPECT_EQ(host.setting("undeclared"), nullptr);
    EXPECT_EQ(host.setting_text("unset"), std::nullopt);
}

TEST_F(Face, a_setting_is_read_by_its_type)
{
    seen.settings["name"] = dsreg::text("value");
    seen.settings["count"] = dsreg::number(3);
    EXPECT_EQ(host.setting_text("name"), "value");
    EXPECT_EQ(host.setting_text("count"), std::nullopt);
    EXPECT_EQ(dsreg::as_number(*host.setting("count")), 3);
}

TEST_F(Face, an_input_is_read_by_its_type)
{
    seen.inputs["text"] = dsreg::text("words");
    seen.inputs["int"] = dsreg::number(-1);
    seen.inputs["bool"] = dsreg::boolean(true);
    seen.inputs["real"] = dsreg::real(0.5);
    seen.inputs["time"] = dsreg::time(7);
    seen.inputs["duration"] = dsreg::duration(8);
    EXPECT_EQ(host.input_text("text"), "words");
    EXPECT_EQ(host.input_number("int"), -1);
    EXPECT_EQ(host.input_boolean("bool"), true);
    EXPECT_EQ(host.input_real("real"), 0.5);
    EXPECT_EQ(host.input_real("int"), -1.0);
    EXPECT_EQ(host.input_number("time", DSREG_T_TIME), 7);
    EXPECT_EQ(host.input_number("duration", DSREG_T_DURATION), 8);
}

TEST_F(Face, an_input_of_another_type_is_nothing)
{
    seen.inputs["text"] = dsreg::text("words");
    seen.inputs["time"] = dsreg::time(7);
    EXPECT_EQ(host.input_number("text"), std::nullopt);
    EXPECT_EQ(host.input_boolean("text"), std::nullopt);
    EXPECT_EQ(host.input_real("text"), std::nullopt);
    EXPECT_EQ(host.input_number("time"), std::nullopt);
    EXPECT_EQ(host.input_text("time"), std::nullopt);
}

TEST_F(Face, an_input_that_is_not_present_is_nothing_and_its_state_says_why)
{
    seen.inputs["unknown"] = dsreg::unknown("who knows");
    seen.inputs["one"] = dsreg::text("first");
    EXPECT_EQ(host.input_text("unknown"), std::nullopt);
    EXPECT_EQ(host.input_state("unknown"), DSREG_IN_UNKNOWN);
    EXPECT_EQ(host.present("broken"), nullptr);
    EXPECT_EQ(host.input_state("broken"), DSREG_IN_BROKEN);
    EXPECT_EQ(host.input_text("one", 1), std::nullopt);
}

TEST_F(Face, values_have_their_types_and_flags)
{
    EXPECT_EQ(dsreg::time(1).type, DSREG_T_TIME);
    EXPECT_EQ(dsreg::duration(1).type, DSREG_T_DURATION);
    EXPECT_EQ(dsreg::real(1).type, DSREG_T_REAL);
    EXPECT_EQ(dsreg::boolean(true).u.i, 1);
    EXPECT_EQ(dsreg::not_applicable("no").type, DSREG_T_NOT_APPLICABLE);
    EXPECT_EQ(dsreg::text("x", DSREG_F_PERSONAL).flags, DSREG_F_PERSONAL);
    host.fact("key", dsreg::number(5, DSREG_T_INT, DSREG_F_SECRET), "test");
    EXPECT_EQ(seen.fact.flags, DSREG_F_SECRET);
}

TEST_F(Face, a_call_says_its_size)
{
    const dsreg_call call = dsreg::calling(2000, DSREG_CALL_OPTIONAL);
    EXPECT_EQ(call.struct_size, DSREG_CALL_SIZE_V1_0);
    EXPECT_EQ(call.timeout_ms, 2000U);
    EXPECT_EQ(call.flags, DSREG_CALL_OPTIONAL);
}

TEST_F(Face, evidence_is_counted)
{
    host.finding("x.y", "It is so.", {{"a", dsreg::number(1)}, {"b", dsreg::number(2)}});
    EXPECT_EQ(seen.evidence, 2U);
}

TEST_F(Face, a_body_concludes_once)
{
    dsreg::run<passes>(&raw);
    EXPECT_EQ(seen.concluded, 1);
    EXPECT_EQ(seen.outcome, DSREG_PASS);
}

TEST_F(Face, a_body_that_says_nothing_does_not_conclude)
{
    dsreg::run<says_nothing>(&raw);
    EXPECT_EQ(seen.concluded, 0);
}

TEST_F(Face, an_exception_is_logged_and_concludes_nothing)
{
    dsreg::run<throws>(&raw);
    EXPECT_EQ(seen.concluded, 0);
    EXPECT_EQ(seen.log, "on purpose");
}

TEST_F(Face, a_thread_that_ends_itself_inside_a_body_ends)
{
    pthread_t thread{};
    ASSERT_EQ(pthread_create(&thread, nullptr, run_leaves, &raw), 0);
    void* ended = &raw;
    ASSERT_EQ(pthread_join(thread, &ended), 0);
    EXPECT_EQ(ended, nullptr);
    EXPECT_EQ(seen.concluded, 0);
    EXPECT_EQ(seen.log, "");
}

} // namespace

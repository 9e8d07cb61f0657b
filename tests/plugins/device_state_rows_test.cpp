// The rows of device.registered that hang on nothing else: virtual desktop and the machine's name.
#include "state_world.h"

#include <gtest/gtest.h>

namespace {

using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const bundled_module& device_state()
{
    static const bundled_module m(bundled("device-state"));
    return m;
}

outcome run(const world& w)
{
    return device_state().run("device.registered", w);
}

void expect_pass(const outcome& o)
{
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
}

// ---- virtual desktop

outcome with_vdi(const std::string& text)
{
    world w = testkit::state_world(testkit::joined_device());
    w.settings["vdi"] = text;
    return run(w);
}

TEST(plugin_device_rows, valid_metadata_make_a_virtual_desktop)
{
    const outcome o = with_vdi(fixture("device-state", "vdi.json"));
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.vdi"), "YES");
    EXPECT_EQ(o.fact_of("device.vdi-provider"), "Contoso Desktops");
    EXPECT_EQ(o.fact_of("device.vdi-type"), "non-persistent");
    EXPECT_EQ(o.fact_of("device.vdi-user-mode"), "multi-user");
    EXPECT_EQ(o.fact_of("device.vdi-extensions"), "2");
    EXPECT_EQ(o.fact_of("device.vdi-extension", "pool"), "blue");
    EXPECT_EQ(o.fact_of("device.vdi-extension", "image"), "2026-03");
}

TEST(plugin_device_rows, metadata_without_extensions_have_none)
{
    const outcome o = with_vdi(R"({"provider":"P","type":"persistent","user_mode":"single"})");
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.vdi-extensions"), "0");
}

TEST(plugin_device_rows, wrong_metadata_are_invalid_and_shown_as_read)
{
    for (const std::string text :
         {R"({"provider":"P","type":"sometimes","user_mode":"single"})",
          R"({"provider":"P","type":"persistent","user_mode":"many"})",
          R"({"type":"persistent","user_mode":"single"})",
          R"({"provider":7,"type":"persistent","user_mode":"single"})",
          R"({"provider":"P","type":"persistent","user_mode":"single","color":"red"})",
          R"({"provider":"P","type":"persistent","user_mode":"single","extensions":["a"]})",
          R"({"provider":"P","type":"persistent","user_mode":"single","extensions":{"a":1}})",
          R"({"provider":"P","type":"persistent","user_mode":"single","extensions":{"":"x"}})",
          R"(["no object"])", R"(true)", R"({)"}) {
        const outcome o = with_vdi(text);
        EXPECT_EQ(o.result, DSREG_PASS) << text;
        EXPECT_EQ(o.fact_of("device.vdi"), "INVALID " + text);
        EXPECT_EQ(o.codes(), codes{"device.vdi-invalid"}) << text;
        EXPECT_FALSE(o.has_fact("device.vdi-provider")) << text;
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_device_rows, hostile_metadata_stay_within_bounds)
{
    EXPECT_EQ(with_vdi(std::string(20'000, '[')).fact_of("device.vdi").size(), 520u);
    std::string many = R"({"provider":"P","type":"persistent","user_mode":"single","extensions":{)";
    for (int i = 0; i < 33; i++) many += (i ? ",\"" : "\"") + std::to_string(i) + "\":\"x\"";
    EXPECT_EQ(with_vdi(many + "}}").codes(), codes{"device.vdi-invalid"});
}

// ---- the machine's name

TEST(plugin_device_rows, without_systemd_the_file_names_the_machine)
{
    world w = testkit::state_world(testkit::joined_device());
    w.offered.dbus = nullptr;
    w.offered.fs = [](const std::string& path) {
        return path == "/etc/hostname" ? testkit::file_says(DSREG_X_NONE, "desk-7\n")
                                       : testkit::file_says(DSREG_X_NOT_FOUND);
    };
    const outcome o = run(w);
    EXPECT_EQ(o.fact_of("device.name"), "desk-7");
    for (const testkit::fact& f : o.facts)
        if (f.key == "device.name") {
            EXPECT_EQ(f.source, "/etc/hostname");
        }
}

TEST(plugin_device_rows, a_machine_that_nothing_names_has_an_unknown_name)
{
    world w = testkit::state_world(testkit::joined_device());
    w.offered.dbus = nullptr;
    w.offered.fs = [](const std::string&) {
        return testkit::file_says(DSREG_X_NONE, "two words\x1b[31m");
    };
    EXPECT_EQ(run(w).fact_of("device.name"), "?nothing that can be read names this machine");
}

} // namespace

TEST(plugin_device_rows, settings_sync_does_not_exist_here)
{
    const outcome o = run(testkit::state_world(testkit::joined_device()));
    EXPECT_EQ(o.fact_of("device.settings-url").substr(0, 1), "-");
}

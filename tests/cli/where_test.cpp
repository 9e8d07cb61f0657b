#include "cli/where.h"

#include "cli/locations.h"
#include "scratch.h"

#include <dsreg/probe.h>
#include <gtest/gtest.h>

#include <unistd.h>

namespace dsreg::cli {
namespace {

std::string lab_text(const std::string& root)
{
    return R"({"format": "dsreg-lab/1", "scenario": "s", "device_root": ")" + root +
           R"(", "user": {"uid": 7, "gid": 8, "name": "alice", "home": "/home/alice"}})";
}

const fact* find(const std::vector<fact>& facts, const std::string& key)
{
    for (const fact& f : facts)
        if (f.key == key) return &f;
    return nullptr;
}

class where_test : public ::testing::Test
{
protected:
    where_test()
    {
        std::filesystem::create_directories(dir.at("root/etc/dsreg"));
        lab = dir.write("lab.json", lab_text(dir.at("root")));
    }
    scratch dir;
    std::string lab;
    options chosen;
    environment env;
    surroundings here;
};

TEST_F(where_test, the_option_wins_over_the_variable)
{
    env.lab = "/nonexistent";
    EXPECT_EQ(find_surroundings(chosen, env, here).code(), errc::not_found);
    chosen.lab = lab;
    const status s = find_surroundings(chosen, env, here);
    ASSERT_TRUE(s.ok()) << s.text();
    EXPECT_TRUE(here.world.lab);
    EXPECT_EQ(here.world.uid, 7u);
}

TEST_F(where_test, a_broken_lab_is_never_the_real_machine)
{
    env.lab = "";
    EXPECT_EQ(find_surroundings(chosen, env, here).text(),
              "the environment variable DSREG_LAB names no file");
    env.lab = dir.write("open.json", lab_text(dir.at("root")), 0666);
    EXPECT_EQ(find_surroundings(chosen, env, here).code(), errc::untrusted);
    env.lab = dir.write("bad.json", "{");
    EXPECT_EQ(find_surroundings(chosen, env, here).code(), errc::invalid);
}

TEST_F(where_test, a_lab_has_its_own_user_configuration_and_no_proxy_of_ours)
{
    env.lab = lab;
    env.proxy[0].value = "http://real.example.com:1";
    env.session_bus = "unix:path=/real";
    dir.write("root/etc/dsreg/config.json", R"({"cloud": "china", "tenant": "contoso.com"})");
    const status s = find_surroundings(chosen, env, here);
    ASSERT_TRUE(s.ok()) << s.text();
    EXPECT_EQ(here.world.proxy, "");
    EXPECT_EQ(here.world.session_bus, "");
    EXPECT_EQ(here.config.cloud, "china");
    chosen.user = "bob";
    EXPECT_EQ(find_surroundings(chosen, env, here).text(),
              "the user of this lab is alice, not bob");
    chosen.user = "alice";
    EXPECT_TRUE(find_surroundings(chosen, env, here).ok());
}

TEST_F(where_test, the_hosts_own_facts)
{
    chosen.lab = lab;
    ASSERT_TRUE(find_surroundings(chosen, env, here).ok());
    std::vector<fact> facts = run_facts(chosen, here);
    for (const fact& f : facts) EXPECT_EQ(f.source, "host");
    ASSERT_NE(find(facts, "run.user.uid"), nullptr);
    EXPECT_EQ(find(facts, "run.user.uid")->val, value::of_int(7));
    EXPECT_EQ(find(facts, "run.user.name")->val, value::of_text("alice", DSREG_F_PERSONAL));
    EXPECT_EQ(find(facts, "run.user.home")->val, value::of_text("/home/alice", DSREG_F_PERSONAL));
    EXPECT_EQ(find(facts, "run.cloud"), nullptr); // not given: the account's environment decides
    EXPECT_EQ(find(facts, "run.elevated")->val, value::of_bool(::geteuid() == 0));
    EXPECT_EQ(find(facts, "run.tenant"), nullptr);
}

TEST_F(where_test, the_command_line_beats_the_configuration)
{
    chosen.lab = lab;
    chosen.config = dir.write("c.json", R"({"cloud": "china", "tenant": "contoso.com"})");
    ASSERT_TRUE(find_surroundings(chosen, env, here).ok());
    EXPECT_EQ(find(run_facts(chosen, here), "run.cloud")->val.text, "china");
    EXPECT_EQ(find(run_facts(chosen, here), "run.tenant")->val.text, "contoso.com");
    chosen.cloud = "usgov";
    chosen.tenant_id = "01234567-89ab-cdef-0123-456789abcdef";
    EXPECT_EQ(find(run_facts(chosen, here), "run.cloud")->val.text, "usgov");
    EXPECT_EQ(find(run_facts(chosen, here), "run.tenant")->val.text, chosen.tenant_id);
}

TEST_F(where_test, in_process_is_refused_as_root)
{
    chosen.lab = lab;
    chosen.in_process = true;
    const status s = find_surroundings(chosen, env, here);
    if (::geteuid() == 0)
        EXPECT_EQ(s.text(), "--in-process loads modules without isolation: not as root");
    else
        EXPECT_TRUE(s.ok()) << s.text();
}

TEST(search_dirs, are_bundled_machine_environment_option)
{
    options chosen;
    chosen.plugin_dirs = {"/x", "/y"};
    environment env;
    env.probe_path = ":/a::/b:";
    surroundings here;
    const auto dirs = search_dirs("/usr", chosen, env, here);
    const char* expected[][2] = {{"/usr/lib/dsreg/probes", "bundled"},
                                 {"/usr/local/lib/dsreg/probes", "directory"},
                                 {"/a", "environment"},
                                 {"/b", "environment"},
                                 {"/x", "option"},
                                 {"/y", "option"}};
    ASSERT_EQ(dirs.size(), 6u);
    for (std::size_t i = 0; i < 6; i++) {
        EXPECT_EQ(dirs[i].path, expected[i][0]);
        EXPECT_EQ(dirs[i].origin, expected[i][1]);
        EXPECT_EQ(dirs[i].must_exist, dirs[i].origin == "option");
    }
    EXPECT_TRUE(here.warnings.empty());
}

TEST(search_dirs, root_ignores_the_environment_and_a_lab_the_machine)
{
    environment env;
    env.probe_path = "/a";
    surroundings here;
    here.who.elevated = true;
    here.world.lab = true;
    const auto dirs = search_dirs("/usr", {}, env, here);
    ASSERT_EQ(dirs.size(), 1u);
    EXPECT_EQ(dirs[0].origin, "bundled");
    ASSERT_EQ(here.warnings.size(), 1u);
    EXPECT_EQ(here.warnings[0], "DSREG_PROBE_PATH is ignored as root; use --plugin-dir DIR");
}

TEST(install_prefix, is_two_folders_above_the_executable)
{
    const auto exe = std::filesystem::read_symlink("/proc/self/exe");
    EXPECT_EQ(install_prefix(), exe.parent_path().parent_path().string());
}

} // namespace
} // namespace dsreg::cli

#include "cli/trusted_file.h"

#include "scratch.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

namespace dsreg::cli {
namespace {

constexpr std::size_t most = 1000;

trust_rule mine()
{
    trust_rule rule;
    rule.owners = {0, ::geteuid()};
    return rule;
}

errc code_of(const std::string& path, const trust_rule& rule)
{
    std::string text;
    return read_trusted(path, rule, most, text).code();
}

TEST(trusted_file, a_private_file_is_read_whole)
{
    const scratch dir;
    std::string text;
    const status s = read_trusted(dir.write("f", std::string(999, 'x')), mine(), most, text);
    ASSERT_TRUE(s.ok()) << s.text();
    EXPECT_EQ(text, std::string(999, 'x'));
}

TEST(trusted_file, what_others_could_have_written_is_refused)
{
    const scratch dir;
    EXPECT_EQ(code_of(dir.write("other", "x", 0602), mine()), errc::untrusted);
    EXPECT_EQ(code_of(dir.write("group", "x", 0620), mine()), errc::untrusted);
    trust_rule lax = mine();
    lax.group_may_write = true;
    EXPECT_EQ(code_of(dir.at("group"), lax), errc::ok);
    EXPECT_EQ(code_of(dir.at("other"), lax), errc::untrusted);
}

TEST(trusted_file, a_foreign_owner_is_refused)
{
    const scratch dir;
    trust_rule rule;
    rule.owners = {::geteuid() + 1};
    const std::string file = dir.write("f", "x");
    std::string text;
    const status s = read_trusted(file, rule, most, text);
    EXPECT_EQ(s.code(), errc::untrusted);
    EXPECT_EQ(s.text(),
              file + " is not trusted: it belongs to the user id " + std::to_string(::geteuid()));
    EXPECT_EQ(text, "");
}

TEST(trusted_file, links_folders_and_fifos_are_refused)
{
    const scratch dir;
    dir.write("f", "x");
    ASSERT_EQ(::symlink("f", dir.at("link").c_str()), 0);
    ASSERT_EQ(::mkfifo(dir.at("fifo").c_str(), 0600), 0);
    EXPECT_EQ(code_of(dir.at("link"), mine()), errc::untrusted);
    EXPECT_EQ(code_of(dir.at("fifo"), mine()), errc::untrusted);
    EXPECT_EQ(code_of(dir.path(), mine()), errc::untrusted);
    EXPECT_EQ(code_of("/dev/null", mine()), errc::untrusted);
    EXPECT_EQ(code_of(dir.at("absent"), mine()), errc::not_found);
    EXPECT_EQ(code_of(dir.at("absent/absent"), mine()), errc::not_found);
}

TEST(trusted_file, a_folder_that_others_write_spoils_it)
{
    const scratch dir;
    std::filesystem::create_directories(dir.at("open/inner"));
    dir.write("open/inner/f", "x");
    EXPECT_EQ(code_of(dir.at("open/inner/f"), mine()), errc::ok);
    ::chmod(dir.at("open").c_str(), 0777);
    std::string text;
    const status s = read_trusted(dir.at("open/inner/f"), mine(), most, text);
    EXPECT_EQ(s.code(), errc::untrusted);
    EXPECT_NE(s.text().find("chmod go-w " + dir.at("open")), std::string::npos) << s.text();
}

TEST(trusted_file, the_limit_holds)
{
    const scratch dir;
    EXPECT_EQ(code_of(dir.write("f", std::string(1000, 'x')), mine()), errc::ok);
    EXPECT_EQ(code_of(dir.write("g", std::string(1001, 'x')), mine()), errc::too_large);
}

TEST(trusted_file, root_wants_configuration_that_only_root_wrote)
{
    const trust_rule rule = configuration_rule(true);
    EXPECT_EQ(rule.owners, std::vector<uid_t>{0});
    EXPECT_FALSE(rule.group_may_write);
    EXPECT_TRUE(rule.strict_folders);
    const scratch dir;
    const std::string file = dir.write("f", "x");
    EXPECT_EQ(code_of(file, rule), ::geteuid() == 0 ? errc::ok : errc::untrusted);
    ::chmod(dir.path().c_str(), 0770);
    EXPECT_EQ(code_of(file, rule), errc::untrusted);
}

} // namespace
} // namespace dsreg::cli

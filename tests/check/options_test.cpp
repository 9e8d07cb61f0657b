#include "options.h"

#include <gtest/gtest.h>

namespace {

using dsreg::status;
using dsreg::check::form;
using dsreg::check::options;

status parse(std::vector<const char*> words, options& ret)
{
    words.insert(words.begin(), "dsreg-probe-check");
    return dsreg::check::parse(static_cast<int>(words.size()), words.data(), ret);
}

TEST(check_options, modules_and_their_defaults)
{
    options o;
    ASSERT_TRUE(parse({"a.probe.so", "b.probe.so"}, o).ok());
    EXPECT_EQ(o.modules, (std::vector<std::string>{"a.probe.so", "b.probe.so"}));
    EXPECT_EQ(o.format, form::text);
    EXPECT_EQ(o.deadline, std::chrono::seconds(10));
    EXPECT_TRUE(o.only.empty());
}

TEST(check_options, only_takes_ids_globs_and_lists_of_them)
{
    options o;
    ASSERT_TRUE(parse({"--only", "load-*,canary", "--only=budget", "a"}, o).ok());
    EXPECT_EQ(o.only, (std::vector<std::string>{"load-*", "canary", "budget"}));
    EXPECT_EQ(o.modules, (std::vector<std::string>{"a"}));
}

TEST(check_options, an_unknown_check_is_refused_with_the_nearest_one)
{
    options o;
    EXPECT_EQ(parse({"--only", "canari", "a"}, o).text(),
              "there is no check \"canari\"; is it canary?");
    EXPECT_EQ(parse({"--only", "zzz", "a"}, o).text(), "there is no check \"zzz\"; see --list");
}

TEST(check_options, a_format_may_name_its_file)
{
    options o;
    ASSERT_TRUE(parse({"--format", "junit=out/check.xml", "a"}, o).ok());
    EXPECT_EQ(o.format, form::junit);
    EXPECT_EQ(o.file, "out/check.xml");
    EXPECT_FALSE(parse({"--format", "junit=", "a"}, o).ok());
    EXPECT_FALSE(parse({"--format", "yaml", "a"}, o).ok());
}

TEST(check_options, what_cannot_be_meant_is_refused)
{
    for (const std::vector<const char*>& words : {std::vector<const char*>{},
                                                  {"--nonsense", "a"},
                                                  {"--timeout", "0", "a"},
                                                  {"--timeout", "never", "a"},
                                                  {"a", "--only"},
                                                  {"--list", "extra"},
                                                  {"--list", "--format", "junit"}}) {
        options o;
        EXPECT_FALSE(parse(words, o).ok()) << (words.empty() ? "" : words.front());
    }
}

} // namespace

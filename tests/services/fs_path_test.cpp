#include "services/fs_path.h"

#include <gtest/gtest.h>

using namespace dsreg::services;

TEST(FsPath, OnlyAbsoluteNormalPathsAreNormal)
{
    for (const char* good : {"/", "/etc", "/etc/a.b", "/etc/..a", "/a/b c/d"})
        EXPECT_TRUE(is_normal(good)) << good;
    for (const char* bad : {"", "etc", "./etc", "/etc/", "/etc//a", "/etc/./a", "/etc/../a", "/..",
                            "/etc/..", "~/a", "//"})
        EXPECT_FALSE(is_normal(bad)) << bad;
    EXPECT_FALSE(is_normal(std::string_view("/etc\0/a", 7)));
}

TEST(FsPath, AnEntryCoversItselfOrWhatLiesBelow)
{
    const std::vector<std::string> declared = {"/etc/one", "/etc/two/", "~/.cache/x", "?/etc/opt"};
    for (const char* good :
         {"/etc/one", "/etc/two", "/etc/two/a", "/etc/two/a/b", "/home/u/.cache/x", "/etc/opt"})
        EXPECT_TRUE(is_declared(good, declared, "/home/u")) << good;
    for (const char* bad : {"/etc", "/etc/one/a", "/etc/onetwo", "/etc/twofold", "/etc/tw", "/",
                            "/home/u/.cache/xy", "/root/.cache/x"})
        EXPECT_FALSE(is_declared(bad, declared, "/home/u")) << bad;
}

TEST(FsPath, AHomeOfTheUserDatabaseIsMadeUsable)
{
    EXPECT_EQ(usable_home("/home/u"), "/home/u");
    EXPECT_EQ(usable_home("/home//alice/"), "/home/alice");
    EXPECT_EQ(usable_home("/home/./x/../alice"), "/home/alice");
    EXPECT_EQ(usable_home("/"), "/");
    // A declared "~/" path is then not there; it is no fault of the probe's.
    EXPECT_EQ(usable_home(""), "/nonexistent");
    EXPECT_EQ(usable_home("home"), "/nonexistent");
}

TEST(FsPath, AHomeThatNobodyKnowsCoversNothing)
{
    EXPECT_EQ(expand_home("~/a", ""), "");
    EXPECT_EQ(expand_home("~/a", "/"), "/a");
    EXPECT_EQ(expand_home("~/a", "/home/u/"), "/home/u/a");
    EXPECT_FALSE(is_declared("/a", {"~/a", ""}, ""));
}

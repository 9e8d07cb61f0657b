#include "engine/find.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::engine;
namespace fs = std::filesystem;

namespace {

class FindModules : public testing::Test
{
protected:
    FindModules()
    {
        std::string pattern = fs::temp_directory_path() / "dsreg-find-XXXXXX";
        dir = ::mkdtemp(pattern.data());
    }
    ~FindModules() override { fs::remove_all(dir); }

    std::string file(const std::string& name, mode_t mode = 0644)
    {
        const std::string path = dir + "/" + name;
        std::ofstream(path) << "x";
        ::chmod(path.c_str(), mode);
        return path;
    }
    // Name -> rejection code.
    std::map<std::string, std::string> found()
    {
        std::vector<found_module> list;
        EXPECT_TRUE(find_modules({{dir, "option", true}}, ::geteuid(), list).ok());
        std::map<std::string, std::string> out;
        for (const found_module& m : list) {
            out[fs::path(m.row.path).filename()] = m.row.rejected;
            EXPECT_EQ(m.row.rejected.empty(), static_cast<bool>(m.file)) << m.row.path;
            if (!m.row.rejected.empty()) {
                EXPECT_NE(m.row.text, "");
            }
        }
        return out;
    }
    std::string dir;
};

} // namespace

TEST_F(FindModules, TakesOnlyTheSuffixAndSortsByName)
{
    file("b.probe.so");
    file("a.probe.so");
    file("c.so");
    file(".probe.so");
    EXPECT_EQ(found(),
              (std::map<std::string, std::string>{{"a.probe.so", ""}, {"b.probe.so", ""}}));
}

TEST_F(FindModules, WhatIsNoRegularFileIsRefusedWithoutWaiting)
{
    fs::create_directory(dir + "/d.probe.so");
    ASSERT_EQ(::mkfifo((dir + "/f.probe.so").c_str(), 0600), 0);
    fs::create_symlink("/nonexistent", dir + "/l.probe.so");
    file("real.probe.so");
    fs::create_symlink("real.probe.so", dir + "/m.probe.so");
    const auto list = found();
    for (const char* name : {"d.probe.so", "f.probe.so", "l.probe.so", "m.probe.so"})
        EXPECT_EQ(list.at(name), "not-regular") << name;
}

TEST_F(FindModules, AFileOfMoreThan64MiBIsTooLarge)
{
    const std::string path = file("big.probe.so");
    ASSERT_EQ(::truncate(path.c_str(), module_size_max + 1), 0);
    EXPECT_EQ(found().at("big.probe.so"), "too-large");
}

TEST_F(FindModules, AWorldWritableFileIsUnsafe)
{
    file("w.probe.so", 0666);
    EXPECT_EQ(found().at("w.probe.so"), "unsafe-permissions");
}

TEST_F(FindModules, AWorldWritableFolderIsUnsafe)
{
    file("a.probe.so");
    ::chmod(dir.c_str(), 0777);
    EXPECT_EQ(found().at("a.probe.so"), "unsafe-permissions");
}

TEST_F(FindModules, AGroupWritableFileIsRefusedForRootAndAWarningForUsers)
{
    file("g.probe.so", 0664);
    std::vector<found_module> list;
    ASSERT_TRUE(find_modules({{dir, "option", true}}, ::geteuid(), list).ok());
    ASSERT_EQ(list.size(), 1u);
    if (::geteuid() == 0) {
        EXPECT_EQ(list[0].row.rejected, "unsafe-permissions");
        EXPECT_NE(list[0].row.text.find("chmod go-w"), std::string::npos);
    } else {
        ASSERT_EQ(list[0].row.warnings.size(), 1u);
    }
    // As some other user who is not root, whoever runs the test: a warning.
    ASSERT_TRUE(find_modules({{dir, "option", true}}, 4242, list).ok());
    EXPECT_EQ(list[0].row.rejected, "");
    ASSERT_FALSE(list[0].row.warnings.empty());
    EXPECT_NE(list[0].row.warnings[0].find(": chmod g-w '" + dir + "/g.probe.so'"),
              std::string::npos)
        << list[0].row.warnings[0];
}

TEST_F(FindModules, AFolderThatMustExistIsAnErrorElseNothing)
{
    std::vector<found_module> list;
    EXPECT_EQ(find_modules({{dir + "/none", "option", true}}, 0, list).code(), errc::invalid);
    EXPECT_TRUE(find_modules({{dir + "/none", "directory", false}}, 0, list).ok());
    EXPECT_TRUE(list.empty());
}

TEST_F(FindModules, OneFileThroughTwoFoldersIsTakenOnce)
{
    file("a.probe.so");
    std::vector<found_module> list;
    ASSERT_TRUE(
        find_modules({{dir, "bundled", true}, {dir + "/.", "option", true}}, ::geteuid(), list)
            .ok());
    EXPECT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].row.origin, "bundled");
}

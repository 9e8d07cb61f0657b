// A folder as the root of the device's files.
#include "subject.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <stdexcept>
#include <stdlib.h>

namespace {

namespace fs = std::filesystem;

class testkit_device_root : public ::testing::Test
{
protected:
    void SetUp() override
    {
        std::string name = (fs::temp_directory_path() / "dsreg-testkit-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        base_ = name;
        fs::create_directories(base_ / "root/etc/kit");
        fs::create_directories(base_ / "root/home/user");
        write(base_ / "outside", "outside");
        write(base_ / "root/etc/kit/a.conf", "inside");
    }
    void TearDown() override { fs::remove_all(base_); }

    static void write(const fs::path& file, const std::string& text)
    {
        std::ofstream(file) << text;
    }

    testkit::outcome read(const std::string& path, const std::string& deed = "read") const
    {
        testkit::world w = doing(deed);
        w.settings["path"] = path;
        w.device_root = (base_ / "root").string();
        return act(w);
    }

    fs::path base_;
};

TEST_F(testkit_device_root, a_declared_file_is_read_below_it)
{
    EXPECT_EQ(said(read("/etc/kit/a.conf"), "text"), "inside");
}

TEST_F(testkit_device_root, what_is_not_there_is_not_found)
{
    EXPECT_EQ(said(read("/etc/kit/b.conf"), "error"), std::to_string(DSREG_X_NOT_FOUND));
}

TEST_F(testkit_device_root, a_folder_is_listed)
{
    EXPECT_EQ(said(read("/etc/kit/", "list"), "text"), "a.conf");
}

TEST_F(testkit_device_root, the_home_folder_lies_below_it)
{
    write(base_ / "root/home/user/kit.conf", "at home");
    EXPECT_EQ(said(read("~/kit.conf"), "text"), "at home");
}

TEST_F(testkit_device_root, an_undeclared_file_is_refused)
{
    write(base_ / "root/etc/other", "other");
    EXPECT_EQ(said(read("/etc/other"), "status"), std::to_string(DSREG_E_UNDECLARED));
}

TEST_F(testkit_device_root, a_link_does_not_lead_out_of_it)
{
    fs::create_symlink("../../../outside", base_ / "root/etc/kit/relative");
    fs::create_symlink(base_ / "outside", base_ / "root/etc/kit/absolute");
    for (const char* path : {"/etc/kit/relative", "/etc/kit/absolute"}) {
        EXPECT_EQ(said(read(path), "error"), std::to_string(DSREG_X_NOT_FOUND)) << path;
        EXPECT_EQ(said(read(path), "text"), "") << path;
    }
}

TEST_F(testkit_device_root, a_function_goes_before_it)
{
    testkit::world w = doing("read");
    w.settings["path"] = "/etc/kit/a.conf";
    w.device_root = (base_ / "root").string();
    w.offered.fs = [](const std::string&) {
        testkit::fs_answer a;
        a.bytes = "scripted";
        return a;
    };
    EXPECT_EQ(said(act(w), "text"), "scripted");
}

} // namespace

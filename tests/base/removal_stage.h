// A folder full of traps for what removes things, and how it looks afterwards.
#pragma once
#include "base/remove_tree.h"
#include "base/unique_fd.h"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace dsreg::removal_test {

namespace files = std::filesystem;

inline removal_clock::time_point soon()
{
    return removal_clock::now() + std::chrono::seconds(60);
}

// Both ways through a folder: the second one for kernels without openat2(2).
enum class way { openat2, walk };

class Removal : public testing::TestWithParam<way>
{
protected:
    Removal()
    {
        std::string made = testing::TempDir() + "dsreg-remove-XXXXXX";
        EXPECT_NE(::mkdtemp(made.data()), nullptr);
        top = made;
        inside = top / "inside";
        outside = top / "outside";
        files::create_directories(inside);
        write(outside / "precious", "keep me");
    }
    ~Removal() override
    {
        files::permissions(inside, files::perms::owner_all);
        files::remove_all(top);
    }

    static void write(const files::path& path, const std::string& text = "x")
    {
        files::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
    }
    static unique_fd open(const files::path& folder)
    {
        return unique_fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    static std::set<std::string> names(const files::path& folder)
    {
        std::set<std::string> all;
        for (const auto& entry : files::directory_iterator(folder))
            all.insert(entry.path().filename().string());
        return all;
    }
    bool is_outside_whole() const
    {
        std::ifstream file(outside / "precious");
        std::string text;
        return std::getline(file, text) && text == "keep me" && names(outside).size() == 1;
    }

    // Runs `job` in a child, in which openat2 is missing when the test's way says so; what it
    // expects is expected of the test. Its text is printed when it is not "".
    void run(const std::function<std::string()>& job) const;
    static void in_child(const std::function<std::string()>& job, bool without_openat2, int error);

    files::path top, inside, outside;
};

} // namespace dsreg::removal_test

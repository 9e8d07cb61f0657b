#include "object.h"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <unistd.h>

namespace {

using dsreg::check::object;
using dsreg::check::read_object;

std::string module(const std::string& name)
{
    return std::string(DSREG_BUILD_DIR) + "/tests/broken/" + name + "/broken-" + name + ".probe.so";
}

TEST(object, a_module_exports_its_constant_descriptor)
{
    object o;
    ASSERT_EQ(read_object(module("good"), o), "");
    ASSERT_EQ(o.exports.size(), 1u);
    EXPECT_EQ(o.exports[0].name, "dsreg_probe_module_v1");
    EXPECT_TRUE(o.exports[0].data && o.exports[0].stored && o.exports[0].constant);
    EXPECT_EQ(o.search_path, "");
}

TEST(object, a_file_cut_at_any_place_is_no_object_and_no_crash)
{
    std::ifstream in(module("good"), std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), {}};
    ASSERT_GT(whole.size(), 4096u);
    const std::string path = testing::TempDir() + "/cut-" + std::to_string(::getpid());
    for (std::size_t size = 0; size < whole.size(); size += 509) {
        std::ofstream(path, std::ios::binary).write(whole.data(), static_cast<long>(size));
        object o;
        EXPECT_NE(read_object(path, o), "") << size;
    }
    ::unlink(path.c_str());
}

} // namespace

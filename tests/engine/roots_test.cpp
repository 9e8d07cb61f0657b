#include "engine/roots.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::report;

namespace {
probe_row row(const char* id, outcome o, const char* reason = "", const char* root = "")
{
    probe_row r;
    r.id = id;
    r.result = o;
    r.reason = reason;
    r.root_cause = root;
    return r;
}
} // namespace

TEST(Roots, TheOneWithMostDependentsComesFirst)
{
    const auto roots =
        engine::find_roots({row("a", outcome::fail), row("b", outcome::error, "crashed"),
                            row("d", outcome::skip, "missing-input", "b"),
                            row("c", outcome::skip, "missing-input", "b")},
                           {});
    ASSERT_EQ(roots.size(), 2u);
    EXPECT_EQ(roots[0].cause, "b");
    EXPECT_EQ(roots[0].outcome, "error crashed");
    EXPECT_EQ(roots[0].dependents, (std::vector<std::string>{"c", "d"}));
    EXPECT_EQ(roots[1].outcome, "fail");
}

TEST(Roots, ARejectedModuleIsARoot)
{
    module_row m;
    m.path = "/x.probe.so";
    m.rejected = "no-symbol";
    const auto roots =
        engine::find_roots({row("a", outcome::skip, "missing-input", "/x.probe.so")}, {m});
    ASSERT_EQ(roots.size(), 1u);
    EXPECT_EQ(roots[0].outcome, "rejected no-symbol");
    EXPECT_EQ(roots[0].dependents.size(), 1u);
}

TEST(Roots, AGreenRunHasNone)
{
    EXPECT_TRUE(engine::find_roots({row("a", outcome::pass)}, {}).empty());
}

TEST(Roots, AFailureThatFollowsFromAnotherIsItsDependent)
{
    const auto roots = engine::find_roots(
        {row("clock", outcome::fail), row("server", outcome::fail, "", "clock")}, {});
    ASSERT_EQ(roots.size(), 1u);
    EXPECT_EQ(roots[0].cause, "clock");
    EXPECT_EQ(roots[0].dependents, (std::vector<std::string>{"server"}));
}

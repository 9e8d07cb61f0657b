#include "engine/graph.h"

#include "modules.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::engine;
using namespace dsreg::engine::test;

namespace {

std::string add(graph& g, std::size_t index, const wire::module_decl& m)
{
    std::string code, why;
    g.add(index, m, "/m/" + m.id, code, why);
    return code;
}

} // namespace

TEST(Graph, FindsTheProvider)
{
    graph g;
    EXPECT_EQ(add(g, 3, module_named("a", {probe_named("a.p", {}, {"a.f"})})), "");
    ASSERT_NE(g.provider("a.f"), nullptr);
    EXPECT_EQ(g.provider("a.f")->module, 3u);
    EXPECT_EQ(g.provider("a.g"), nullptr);
}

TEST(Graph, TheLaterModuleWithADuplicateProbeGoes)
{
    graph g;
    EXPECT_EQ(add(g, 0, module_named("a", {probe_named("p")})), "");
    EXPECT_EQ(add(g, 1, module_named("b", {probe_named("q"), probe_named("p")})),
              "duplicate-probe");
    EXPECT_EQ(g.find("p")->module, 0u);
    EXPECT_EQ(g.find("q"), nullptr); // nothing of it stays
}

TEST(Graph, TheLaterModuleWithADuplicateFactGoesAndIsRemembered)
{
    graph g;
    EXPECT_EQ(add(g, 0, module_named("a", {probe_named("p", {}, {"f"})})), "");
    EXPECT_EQ(add(g, 1, module_named("b", {probe_named("q", {}, {"g", "f"})})), "duplicate-fact");
    EXPECT_EQ(g.provider("g"), nullptr);
    EXPECT_EQ(g.rejected_provider("g"), "/m/b");
}

TEST(Graph, DuplicatesInsideOneModuleAreFound)
{
    graph g;
    EXPECT_EQ(add(g, 0, module_named("a", {probe_named("p"), probe_named("p")})),
              "duplicate-probe");
    EXPECT_EQ(
        add(g, 0, module_named("a", {probe_named("p", {}, {"f"}), probe_named("q", {}, {"f"})})),
        "duplicate-fact");
}

TEST(Graph, ACycleAcrossModulesRejectsTheLaterOne)
{
    graph g;
    EXPECT_EQ(add(g, 0, module_named("a", {probe_named("p", {"y"}, {"x"})})), "");
    EXPECT_EQ(add(g, 1, module_named("b", {probe_named("q", {"?x"}, {"y"})})), "cycle");
    EXPECT_NE(g.find("p"), nullptr);
    EXPECT_EQ(g.find("q"), nullptr);
    // The place is free for an honest provider.
    EXPECT_EQ(add(g, 2, module_named("c", {probe_named("r", {}, {"y"})})), "");
}

TEST(Graph, ACycleInsideOneModuleAndAProbeThatFeedsItself)
{
    graph g;
    EXPECT_EQ(
        add(g, 0,
            module_named("a", {probe_named("p", {"y"}, {"x"}), probe_named("q", {"x"}, {"y"})})),
        "cycle");
    EXPECT_EQ(add(g, 0, module_named("b", {probe_named("s", {"z"}, {"z"})})), "cycle");
}

TEST(Graph, ADiamondIsNoCycle)
{
    graph g;
    EXPECT_EQ(
        add(g, 0,
            module_named("a", {probe_named("p", {}, {"x"}), probe_named("q", {"x"}, {"y"}),
                               probe_named("r", {"x"}, {"z"}), probe_named("s", {"y", "z"})})),
        "");
}

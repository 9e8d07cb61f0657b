#include "engine/board.h"

#include "modules.h"

#include <dsreg/probe.h>
#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::engine;
using namespace dsreg::engine::test;
using report::outcome;

namespace {

// Three probes in a chain: first gives a, second takes a and gives b, third takes b.
struct chain {
    chain()
    {
        decl =
            module_named("m", {probe_named("first", {}, {"a"}), probe_named("second", {"a"}, {"b"}),
                               probe_named("third", {"b"}), probe_named("odd", {"nobody"})});
        std::string code, why;
        g.add(0, decl, "/m", code, why);
        b = std::make_unique<board>(
            g, std::vector<fact>{{"run.tenant", "", "host", value::of_text("t")}});
        for (std::size_t i = 0; i < decl.probes.size(); i++) {
            probe_state s;
            s.ref = {0, i};
            s.decl = &decl.probes[i];
            s.row.id = s.row.title = decl.probes[i].id;
            b->add(std::move(s));
        }
        b->link();
    }
    void end(std::size_t place, outcome o, std::vector<fact> facts = {})
    {
        b->at(place).at = stage::finished;
        b->at(place).row.result = o;
        b->at(place).facts = std::move(facts);
    }
    wire::module_decl decl;
    graph g;
    std::unique_ptr<board> b;
};

fact known(const char* key)
{
    return {key, "", "test", value::of_text("x")};
}

} // namespace

TEST(Board, ASecretReachesNoOtherProbe)
{
    chain c;
    fact secret = known("a");
    secret.val.flags = DSREG_F_SECRET;
    c.end(0, outcome::pass, {secret});
    const wire::input in = c.b->resolve("a");
    EXPECT_EQ(in.state, DSREG_IN_UNKNOWN);
    ASSERT_EQ(in.facts.size(), 1u);
    EXPECT_FALSE(in.facts[0].val.known());
    EXPECT_NE(in.facts[0].val.text, "x");

    c.end(0, outcome::pass, {known("a")});
    c.decl.probes[0].outputs[0].flags = DSREG_F_SECRET; // declared, not said each time
    EXPECT_EQ(c.b->resolve("a").state, DSREG_IN_UNKNOWN);
}

TEST(Board, BesideAnInstanceThatIsKnownASecretOneIsLeftOut)
{
    chain c;
    fact secret = known("a"), plain = known("a");
    secret.instance = "one";
    secret.val.flags = DSREG_F_SECRET;
    plain.instance = "two";
    c.end(0, outcome::pass, {secret, plain});
    const wire::input in = c.b->resolve("a");
    EXPECT_EQ(in.state, DSREG_IN_PRESENT);
    ASSERT_EQ(in.facts.size(), 1u) << "what is required is known at index 0";
    EXPECT_EQ(in.facts[0].instance, "two");
}

TEST(Board, LinksDependentsToTheirProviders)
{
    chain c;
    EXPECT_EQ(c.b->at(0).waits_for, 0u);
    EXPECT_EQ(c.b->at(1).waits_for, 1u);
    EXPECT_EQ(c.b->at(0).dependents, std::vector<std::size_t>{1});
}

TEST(Board, AnInputHasTheStateOfItsProvider)
{
    chain c;
    c.end(0, outcome::pass, {known("a")});
    EXPECT_EQ(c.b->resolve("a").state, DSREG_IN_PRESENT);
    c.end(0, outcome::fail, {known("a")});
    EXPECT_EQ(c.b->resolve("a").state, DSREG_IN_PRESENT); // a failed probe may still know it
    c.end(0, outcome::pass);
    EXPECT_EQ(c.b->resolve("a").state, DSREG_IN_SILENT);
    c.end(0, outcome::pass, {{"a", "", "test", value::unknown("not published")}});
    EXPECT_EQ(c.b->resolve("a").state, DSREG_IN_UNKNOWN);
    c.end(0, outcome::skip, {known("a")});
    EXPECT_EQ(c.b->resolve("a").state, DSREG_IN_SKIPPED);
    c.end(0, outcome::error, {known("a")});
    EXPECT_EQ(c.b->resolve("a").state, DSREG_IN_BROKEN); // partial facts feed nobody
    EXPECT_TRUE(c.b->resolve("a").facts.empty());
    EXPECT_EQ(c.b->resolve("nobody").state, DSREG_IN_NO_PROVIDER);
    EXPECT_EQ(c.b->resolve("run.tenant").state, DSREG_IN_PRESENT);
    EXPECT_EQ(c.b->resolve("run.cloud").state, DSREG_IN_SILENT);
}

TEST(Board, ASkipNamesTheFirstFailureOfItsChain)
{
    chain c;
    c.end(0, outcome::fail);
    report::probe_row& second = c.b->at(1).row;
    ASSERT_TRUE(c.b->missing_input(*c.b->at(1).decl, second));
    EXPECT_EQ(second.reason, "missing-input");
    EXPECT_EQ(second.root_cause, "first");
    c.b->at(1).at = stage::finished;
    report::probe_row& third = c.b->at(2).row;
    ASSERT_TRUE(c.b->missing_input(*c.b->at(2).decl, third));
    EXPECT_EQ(third.root_cause, "first");
}

TEST(Board, ARequiredInputThatNobodyProvidesIsAnError)
{
    chain c;
    report::probe_row& odd = c.b->at(3).row;
    ASSERT_TRUE(c.b->missing_input(*c.b->at(3).decl, odd));
    EXPECT_EQ(odd.result, outcome::error);
    EXPECT_EQ(odd.reason, "rejected");
    EXPECT_EQ(odd.about, "nobody");
}

TEST(Board, AnInputOfARejectedModuleIsSkippedWithThatModuleAsRoot)
{
    graph g;
    std::string code, why;
    const wire::module_decl good = module_named("a", {probe_named("p", {"f"})});
    g.add(0, good, "/good", code, why);
    g.add(1, module_named("b", {probe_named("p", {}, {"f"})}), "/late", code, why);
    ASSERT_EQ(code, "duplicate-probe");
    board b(g, {});
    probe_state s;
    s.decl = &good.probes[0];
    b.add(std::move(s));
    b.link();
    report::probe_row row;
    ASSERT_TRUE(b.missing_input(good.probes[0], row));
    EXPECT_EQ(row.result, outcome::skip);
    EXPECT_EQ(row.root_cause, "/late");
}

TEST(Board, AFailureAboutAnInputIsAttributedOnlyToWhatWentWrong)
{
    chain c;
    c.end(0, outcome::pass, {known("a")});
    c.end(1, outcome::fail);
    c.b->at(1).row.about = "a";
    c.b->attribute(1);
    EXPECT_EQ(c.b->at(1).row.root_cause, "");
    EXPECT_EQ(c.b->at(1).row.about, "");

    c.end(0, outcome::fail);
    c.b->at(1).row.about = "a";
    c.b->attribute(1);
    EXPECT_EQ(c.b->at(1).row.root_cause, "first");

    c.end(0, outcome::error); // nobody knows what it would have said
    c.b->at(1).row.root_cause.clear();
    c.b->at(1).row.about = "a";
    c.b->attribute(1);
    EXPECT_EQ(c.b->at(1).row.root_cause, "");

    c.end(0, outcome::fail);
    c.b->at(1).row.about = "a";
    c.b->attribute(1);
    c.end(2, outcome::fail); // and so on down the chain
    c.b->at(2).row.about = "b";
    c.b->attribute(2);
    EXPECT_EQ(c.b->at(2).row.root_cause, "first");
}

TEST(Board, AProbeThatPassedAndKnewNothingIsNoRootCause)
{
    chain c;
    c.end(0, outcome::pass);
    report::probe_row& second = c.b->at(1).row;
    ASSERT_TRUE(c.b->missing_input(*c.b->at(1).decl, second));
    EXPECT_EQ(second.about, "a");
    EXPECT_EQ(second.root_cause, "");
}

#include "engine/select.h"

#include "modules.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::engine;
using namespace dsreg::engine::test;
using report::outcome;

namespace {

struct setup {
    setup()
    {
        wire::probe_decl net = probe_named("net.check", {}, {"net.ok"});
        net.flags = DSREG_P_NETWORK;
        wire::probe_decl active = probe_named("broker.start");
        active.flags = DSREG_P_ACTIVE;
        wire::probe_decl root = probe_named("key.test");
        root.flags = DSREG_P_NEEDS_ROOT;
        wire::probe_decl odd = probe_named("ldap.test");
        odd.services = {"dsreg.ldap/9"};
        odd.settings = {"server"};
        loaded_module m;
        m.decl = module_named("m", {net, active, root, odd, probe_named("top", {"?net.ok"})});
        m.accepted = true;
        modules.push_back(m);
        std::string code, why;
        g.add(0, modules[0].decl, "/m", code, why);
    }
    status choose(const request& r)
    {
        b = std::make_unique<board>(g, std::vector<fact>{});
        return select_probes(r, modules, g, *b);
    }
    const report::probe_row* row(const std::string& id) const
    {
        for (std::size_t i = 0; i < b->size(); i++)
            if (b->at(i).row.id == id) return &b->at(i).row;
        return nullptr;
    }
    std::vector<loaded_module> modules;
    graph g;
    std::unique_ptr<board> b;
};

} // namespace

TEST(Select, EverythingWhenNothingIsNamed)
{
    setup s;
    ASSERT_TRUE(s.choose({}).ok());
    EXPECT_EQ(s.b->size(), 5u);
}

TEST(Select, ProvidersOfAChosenProbeComeAlong)
{
    setup s;
    request r;
    r.probe_globs = {"top"};
    ASSERT_TRUE(s.choose(r).ok());
    EXPECT_NE(s.row("net.check"), nullptr);
    EXPECT_EQ(s.row("key.test"), nullptr);
}

TEST(Select, TheFlagsLeaveOutWithTheirReason)
{
    setup s;
    request r;
    r.offline = r.passive = true;
    r.skip_globs = {"to?"};
    ASSERT_TRUE(s.choose(r).ok());
    EXPECT_EQ(s.row("net.check")->reason, "offline");
    EXPECT_EQ(s.row("broker.start")->reason, "disabled");
    EXPECT_EQ(s.row("top")->reason, "disabled");
    EXPECT_EQ(s.row("key.test")->reason, "needs-root");
}

TEST(Select, AServiceThatIsNotOfferedIsAnError)
{
    setup s;
    ASSERT_TRUE(s.choose({}).ok());
    EXPECT_EQ(s.row("ldap.test")->result, outcome::error);
    EXPECT_EQ(s.row("ldap.test")->reason, "service");
}

TEST(Select, AGlobThatMatchesNothingNamesTheNearest)
{
    setup s;
    request r;
    r.probe_globs = {"net.chek"};
    const status st = s.choose(r);
    EXPECT_EQ(st.code(), errc::invalid);
    EXPECT_NE(st.text().find("net.check"), std::string::npos);
}

TEST(Select, AnUnknownSettingNamesTheNearest)
{
    setup s;
    request r;
    r.settings = {{"ldap.test", "servr", value::of_text("x")}};
    EXPECT_NE(s.choose(r).text().find("did you mean server"), std::string::npos);
    r.settings = {{"ldap.tset", "server", value::of_text("x")}};
    EXPECT_NE(s.choose(r).text().find("did you mean ldap.test"), std::string::npos);
}

TEST(Select, WithARejectedModuleAnUnknownNameIsNoMistake)
{
    setup s;
    loaded_module rejected;
    rejected.row.rejected = "no-symbol";
    s.modules.push_back(rejected);
    request r;
    r.probe_globs = {"org.vendor.*"};
    EXPECT_TRUE(s.choose(r).ok());
    EXPECT_EQ(s.b->size(), 0u);
}

TEST(Select, RequiredProbesComeAlongAndAreMarked)
{
    setup s;
    request r;
    r.probe_globs = {"broker.*"};
    r.require_globs = {"key.test"};
    ASSERT_TRUE(s.choose(r).ok());
    ASSERT_NE(s.row("key.test"), nullptr);
    EXPECT_TRUE(s.row("key.test")->required);
}

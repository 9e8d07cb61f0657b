#include "engine/check.h"

#include "modules.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::engine;
using namespace dsreg::engine::test;

namespace {

wire::module_decl good()
{
    wire::probe_decl p = probe_named("org.x.p", {"?user.account"}, {"org.x.fact"});
    p.findings.push_back(finding_named("org.x.bad"));
    return module_named("org.x", {p});
}

struct fault {
    const char* what;
    void (*break_it)(wire::module_decl&);
    const char* says;
};

const fault faults[] = {
    {"module id", [](auto& m) { m.id = "Org X"; }, "no id"},
    {"bundled id", [](auto& m) { m.id = "dsreg.x"; }, "bundled"},
    {"id of one word", [](auto& m) { m.id = "org"; }, "one word"},
    {"no version", [](auto& m) { m.version = ""; }, "version"},
    {"escape in vendor", [](auto& m) { m.vendor = "a\x1b[2J"; }, "not printable"},
    {"foreign probe id", [](auto& m) { m.probes[0].id = "prt.state"; }, "does not begin"},
    {"empty section", [](auto& m) { m.probes[0].section = ""; }, "section"},
    {"separator in title", [](auto& m) { m.probes[0].title = "a : b"; }, "\" : \""},
    {"wide title", [](auto& m) { m.probes[0].title = std::string(41, 'x'); }, "wider"},
    {"budget", [](auto& m) { m.probes[0].timeout_ms = 60'001; }, "60 s"},
    {"service name", [](auto& m) { m.probes[0].services = {"http"}; }, "dsreg.fs/1"},
    {"network", [](auto& m) { m.probes[0].services = {"?dsreg.http/1"}; }, "DSREG_P_NETWORK"},
    {"input", [](auto& m) { m.probes[0].inputs = {"A b"}; }, "input"},
    {"path", [](auto& m) { m.probes[0].paths = {"etc/x"}; }, "not absolute"},
    {"fact type", [](auto& m) { m.probes[0].outputs[0].type = value_type::unknown; }, "type"},
    {"fact type 9", [](auto& m) { m.probes[0].outputs[0].type = static_cast<value_type>(9); },
     "type"},
    {"foreign fact", [](auto& m) { m.probes[0].outputs[0].key = "tenant.id"; }, "does not begin"},
    {"no label", [](auto& m) { m.probes[0].outputs[0].label = ""; }, "label"},
    {"severity", [](auto& m) { m.probes[0].findings[0].severity = 4; }, "severity"},
    {"no remedy", [](auto& m) { m.probes[0].findings[0].remedy = ""; }, "remedy"},
    {"risk", [](auto& m) { m.probes[0].findings[0].command = "rm x"; }, "risk"},
    {"twice", [](auto& m) { m.probes[0].findings.push_back(m.probes[0].findings[0]); }, "twice"},
};

} // namespace

TEST(CheckDescriptor, AGoodModuleIsFine)
{
    EXPECT_EQ(check_descriptor(good(), false), "");
}

TEST(CheckDescriptor, EachFaultIsNamed)
{
    for (const fault& f : faults) {
        wire::module_decl m = good();
        f.break_it(m);
        EXPECT_NE(check_descriptor(m, false).find(f.says), std::string::npos)
            << f.what << ": \"" << check_descriptor(m, false) << '"';
    }
}

TEST(CheckDescriptor, TheHostsOwnKeysAreRefusedEvenFromBundledModules)
{
    EXPECT_NE(
        check_descriptor(module_named("dsreg.a", {probe_named("a", {}, {"run.tenant"})}), true),
        "");
}

// Keys of facts are; the ids of probes and findings are never mixed up with them.
TEST(CheckDescriptor, AProbeMayBeNamedAfterTheRun)
{
    EXPECT_EQ(
        check_descriptor(module_named("dsreg.a", {probe_named("run.context", {}, {"a.b"})}), true),
        "");
}

TEST(CheckDescriptor, BundledModulesMayUseShortKeys)
{
    EXPECT_EQ(
        check_descriptor(module_named("dsreg.a", {probe_named("a.b", {}, {"tenant.id"})}), true),
        "");
}

// A vendor's package installs its module beside the bundled ones.
TEST(CheckDescriptor, OthersKeepTheirPrefixInTheFolderOfTheBundledModules)
{
    const auto m = module_named("org.example.a", {probe_named("a.b", {}, {"tenant.id"})});
    EXPECT_NE(check_descriptor(m, true).find("does not begin with"), std::string::npos);
}

TEST(CheckDescriptor, ManyAndHiddenFactsMayLackALabel)
{
    for (const uint32_t flag : {DSREG_F_MANY, DSREG_F_HIDDEN}) {
        wire::module_decl m = good();
        m.probes[0].outputs[0].label = "";
        m.probes[0].outputs[0].flags = flag;
        EXPECT_EQ(check_descriptor(m, false), "");
    }
}

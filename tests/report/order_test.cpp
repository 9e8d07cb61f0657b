#include "report/order.h"

#include "report/json.h"
#include "report/text.h"
#include "report/totals.h"
#include "samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

// Rows of modules in every order of sections and declarations, with instances and ties.
report_t mixed()
{
    report_t r;
    const char* sections[] = {"Vendor B", "Network Checks", "Device State", "Vendor A",
                              "Broker Information"};
    for (int m = 0; m < 6; m++) {
        const std::string module = (m % 2 == 0 ? "dsreg.m" : "org.m") + std::to_string(m);
        r.modules.push_back({module, "1", "v", "", "MIT", "/" + module, "bundled", "", "", {}});
        for (uint32_t p = 0; p < 5; p++) {
            probe_row probe = passed(sections[(p + m) % 5], "Test " + std::to_string(p),
                                     module + "." + std::to_string(p));
            probe.module = module;
            probe.order = p % 2;
            probe.declared = p;
            r.probes.push_back(probe);
            for (uint32_t f = 0; f < 4; f++) {
                fact_row fact = fact_of(sections[f], "Label " + std::to_string(p), value::of_int(f),
                                        probe.id + "." + std::to_string(f),
                                        f == 3 ? "instance " + std::to_string(m) : "");
                fact.probe = probe.id;
                fact.module = module;
                fact.declared = f;
                r.facts.push_back(fact);
            }
            r.findings.push_back(found(probe.id, "z.last", 2, "t", "m"));
            r.findings.push_back(found(probe.id, "a.first", 2, "t", "m"));
            r.timings.push_back({probe.id, p, m});
        }
    }
    r.root_causes = {{"dsreg.m0.1", "fail", {"b", "a"}},
                     {"dsreg.m2.0", "fail", {"c"}},
                     {"/path", "rejected no-symbol", {}}};
    return r;
}

template <class T>
void shuffle(std::vector<T>& items, std::mt19937& random)
{
    std::shuffle(items.begin(), items.end(), random);
}

} // namespace

TEST(Order, DoesNotDependOnTheOrderThatThingsArrivedIn)
{
    const report_t first = finished(mixed());
    std::mt19937 random(1);
    for (int i = 0; i < 50; i++) {
        report_t r = mixed();
        shuffle(r.probes, random);
        shuffle(r.facts, random);
        shuffle(r.findings, random);
        shuffle(r.modules, random);
        shuffle(r.root_causes, random);
        shuffle(r.timings, random);
        r = finished(r);
        ASSERT_EQ(text(r, {}), text(first, {}));
        ASSERT_EQ(json(r), json(first));
    }
}
TEST(Order, FactsOfOneProbeStandAsDeclaredThenByInstance)
{
    report_t r;
    for (const char* instance : {"b", "c", "a"}) {
        r.facts.push_back(
            fact_of("Network Checks", "", value::of_text("up"), "a.declared-last", instance));
        r.facts.back().declared = 2;
    }
    r.facts.push_back(fact_of("Network Checks", "First", value::of_text("x"), "z.declared-first"));
    r.facts.back().declared = 1;
    r.facts.push_back(fact_of("Network Checks", "Order", value::of_text("x"), "m.order"));
    r.facts.back().order = 1;
    r = finished(r);
    std::vector<std::string> got;
    for (const fact_row& row : r.facts) got.push_back(row.data.key + "/" + row.data.instance);
    EXPECT_EQ(got,
              (std::vector<std::string>{"z.declared-first/", "a.declared-last/a",
                                        "a.declared-last/b", "a.declared-last/c", "m.order/"}));
}
TEST(Order, IsTheSameWhenSortedTwice)
{
    report_t r = finished(everything());
    const std::string once = json(r);
    sort_report(r);
    EXPECT_EQ(json(r), once);
}
TEST(Order, SectionsOfThirdPartiesStandByTheirFirstModule)
{
    report_t r;
    for (const auto& [module, section] :
         {std::pair("org.z", "Alpha"), std::pair("org.a", "Zulu"), std::pair("org.z", "Zulu")}) {
        r.probes.push_back(passed(section, std::string("Test of ") + module));
        r.probes.back().module = module;
    }
    r = finished(r);
    ASSERT_EQ(r.probes.size(), 3u);
    EXPECT_EQ(r.probes[0].section, "Zulu");
    EXPECT_EQ(r.probes[0].module, "org.a");
    EXPECT_EQ(r.probes[1].section, "Zulu");
    EXPECT_EQ(r.probes[2].section, "Alpha");
}
TEST(Order, WorkAccountsStandByTheirNumber)
{
    report_t r;
    for (const char* section : {"Work Account 10", "Work Account 2", "Work Account 1"})
        r.facts.push_back(text_fact(section, "WorkplaceDeviceId", "x"));
    r = finished(r);
    EXPECT_EQ(r.facts[0].section, "Work Account 1");
    EXPECT_EQ(r.facts[1].section, "Work Account 2");
    EXPECT_EQ(r.facts[2].section, "Work Account 10");
}
TEST(Order, FindingsStandAsTheirProbesThenByCode)
{
    report_t r;
    r.probes = {passed("SSO Checks", "Second", "a.second"),
                passed("Device Checks", "First", "z.first")};
    r.findings = {found("a.second", "b", 2, "", ""), found("a.second", "a", 2, "", ""),
                  found("z.first", "c", 2, "", "")};
    r = finished(r);
    EXPECT_EQ(r.findings[0].data.code, "c");
    EXPECT_EQ(r.findings[1].data.code, "a");
    EXPECT_EQ(r.findings[2].data.code, "b");
}
TEST(Order, TheRootCauseOnWhichMostHangsComesFirst)
{
    report_t r;
    r.probes = {failed("Device Checks", "Little", 1, 0, "a"),
                failed("SSO Checks", "Much", 1, 0, "b")};
    r.root_causes = {{"a", "fail", {"x"}}, {"b", "fail", {"z", "y"}}};
    r = finished(r);
    EXPECT_EQ(r.root_causes[0].cause, "b");
    EXPECT_EQ(r.root_causes[0].dependents, (std::vector<std::string>{"y", "z"}));
}

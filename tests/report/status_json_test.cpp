// The document of --status. Its schema is checked in schema_test.cpp and with real documents.
#include "report/status.h"
#include "status_samples.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

boost::json::value parsed(const status_report& r, const hash_key* key = nullptr)
{
    return boost::json::parse(status_json(r, key));
}

} // namespace

TEST(StatusJson, EveryValueCarriesItsSource)
{
    const boost::json::value all = parsed(full_status());
    EXPECT_EQ(all.at("primary_refresh_token").at("cached"),
              boost::json::parse(R"({"value":"2025-12-11T08:30:15.999Z","source":"broker"})"));
    EXPECT_EQ(all.at("device_state").at(0).at("registered"),
              boost::json::parse(R"({"value":true,"source":"broker"})"));
    EXPECT_EQ(all.at("primary_refresh_token").at("age_hours").at("value").as_double(), 4.25);
}

TEST(StatusJson, UnknownAndAbsentAreDifferent)
{
    status_report r = full_status();
    r.token.present = unknown("nobody says it");
    r.token.cached.reset();
    const boost::json::value all = parsed(r);
    EXPECT_EQ(all.at("primary_refresh_token").at("present"),
              boost::json::parse(R"({"unknown":"nobody says it"})"));
    EXPECT_TRUE(all.at("primary_refresh_token").at("cached").is_null());
}

TEST(StatusJson, ARedactedOneKeepsNoWordsOfTheBroker)
{
    status_report r = full_status();
    r.tenant_id = "12345678-90ab-cdef-1234-567890abcdef";
    r.error.emplace();
    r.error->text = "no token for alice@contoso.com on " + std::string(600, 'x');
    r.error->sentence = "the broker refused: " + r.error->text + " (status 2)";
    const hash_key key{};
    const std::string document = status_json(r, &key);
    for (const char* personal : {"alice", "contoso", "12345678-90ab", "pc-17", "11.22", "xxx"})
        EXPECT_EQ(document.find(personal), std::string::npos) << personal;
    EXPECT_EQ(boost::json::parse(document).at("error").at("sentence"),
              "the broker refused: ... (status 2)");
}

// Documents against the published schemas, with Debian's python3-jsonschema.
#include "document_test.h"
#include "listing_samples.h"
#include "report/json.h"
#include "samples.h"
#include "status_samples.h"

#include <gtest/gtest.h>

using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

class Schema : public document_test
{
protected:
    // Exit code of the validator.
    int validate(const std::string& schema, const std::string& document)
    {
        return check_with({"/usr/bin/python3", DSREG_SOURCE_DIR "/tests/report/validate.py",
                           DSREG_SOURCE_DIR "/schemas/" + schema},
                          document);
    }
    int validate_report(const std::string& document)
    {
        return validate("report-1.schema.json", document);
    }
};

std::string with(std::string document, const std::string& what, const std::string& instead)
{
    const std::size_t at = document.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return document.replace(at, what.size(), instead);
}

} // namespace

TEST_F(Schema, EmptyReportIsValid)
{
    EXPECT_EQ(validate_report(json(finished({}))), 0);
}
TEST_F(Schema, ReportWithEverythingIsValid)
{
    EXPECT_EQ(validate_report(json(everything())), 0);
}
TEST_F(Schema, RedactedReportIsValid)
{
    const hash_key key{};
    json_options options;
    options.redact = &key;
    EXPECT_EQ(validate_report(json(everything(), options)), 0);
}
TEST_F(Schema, ListOfProbesIsValid)
{
    EXPECT_EQ(validate("probes-1.schema.json", json_probes(listed(), "0.1.0")), 0);
}
TEST_F(Schema, StatusIsValid)
{
    status_report r = full_status();
    EXPECT_EQ(validate("status-1.schema.json", status_json(r)), 0);
    const hash_key key{};
    EXPECT_EQ(validate("status-1.schema.json", status_json(r, &key)), 0);
    r.devices[0] = {unknown("why"), {}, {}, {}, {}};
    r.token = {says_yes(false), {}, {}, {}, {}, {}};
    r.error.emplace();
    r.error->question = "accounts";
    r.error->kind = "refused";
    r.error->aadsts = 50078;
    r.exit_code = 3;
    r.lab = true;
    EXPECT_EQ(validate("status-1.schema.json", status_json(r)), 0);
}
TEST_F(Schema, WrongStatusIsRefused)
{
    const std::string good = status_json(full_status());
    const auto refused = [&](const char* what, const char* instead) {
        EXPECT_EQ(validate("status-1.schema.json", with(good, what, instead)), 1) << what;
    };
    refused("\"registered\": {\n        \"value\": true",
            "\"registered\": {\n        \"value\": \"YES\"");
    refused("\"source\": \"broker\"", "\"sources\": \"broker\"");
    refused("\"exit_code\": 0", "\"exit_code\": 9");
    refused("\"source\": \"broker\"", "\"source\": \"broker\", \"unknown\": \"why\"");
}
TEST_F(Schema, UnknownMembersAreAllowed)
{
    EXPECT_EQ(validate_report(with(json(everything()), "\"tool\": {", "\"new\": 1, \"tool\": {")),
              0);
}
TEST_F(Schema, WhatIsWrongIsRefused)
{
    const std::string good = json(everything());
    EXPECT_EQ(validate_report(with(good, "\"outcome\": \"pass\"", "\"outcome\": \"passed\"")), 1);
    EXPECT_EQ(validate_report(with(good, "\"reason\": \"crashed\"", "\"reason\": \"offline\"")), 1);
    EXPECT_EQ(validate_report(with(good, "\"timings\"", "\"timing\"")), 1);
    EXPECT_EQ(validate_report(with(good, "\"type\": \"boolean\"", "\"type\": \"text\"")), 1);
    EXPECT_EQ(validate_report(with(good, "\"exit_code\": 9", "\"exit_code\": 2")), 1);
    EXPECT_EQ(validate_report(with(good, "0x801c0021", "0x801C0021")), 1);
    EXPECT_EQ(validate_report(with(good, "\"passive\": false", "\"passive\": NaN")), 1);
    EXPECT_EQ(validate_report(with(good, "\"format\"", "\"schema\"")), 1) << "a member twice";
    EXPECT_EQ(validate_report(good.substr(0, good.size() / 2)), 1);
}

#include "report/redact.h"

#include "report/json.h"
#include "report/text.h"
#include "samples.h"

#include <dsreg/probe.h>
#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

constexpr const char* secret = "CANARY-s3cr3t-0123456789";
constexpr const char* person = "Alice.Canary@contoso.example";
constexpr const char* object_id = "7a61a2c4-aaaa-bbbb-cccc-0123456789ab";
constexpr hash_key key = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

fact_row flagged(const char* label, const char* text, uint32_t flags, const char* instance = "")
{
    fact_row row = fact_of("Device Checks", label, value::of_text(text), "", instance);
    row.flags = flags;
    return row;
}

// The canaries as values, instances, evidence, and repeated in every kind of sentence.
report_t with_canaries()
{
    const std::string sentence = std::string("got ") + secret + " for " + person + ", id " +
                                 object_id + " on canary-host as canary-user";
    report_t r;
    r.host_name = "canary-host";
    r.user = "canary-user";
    r.notes = {sentence};
    r.modules.push_back({"dsreg.test",
                         "1",
                         "v",
                         "",
                         "MIT",
                         "/home/canary-user/x.probe.so",
                         "option",
                         "",
                         sentence,
                         {sentence}});
    r.probes = {failed("Device Checks", "Failed", 1, 0, "test.failed"),
                broken("Device Checks", "Broken", "crashed", "test.broken")};
    r.probes[0].text = r.probes[1].text = sentence;
    r.facts = {flagged("Token", secret, DSREG_F_SECRET), flagged("User", person, DSREG_F_PERSONAL),
               flagged("Account", "one", DSREG_F_PERSONAL | DSREG_F_MANY, object_id),
               flagged("Plain", sentence.c_str(), 0)};
    // A flag on the value counts like one of the declaration.
    fact_row by_value = text_fact("Device Checks", "By value", "canary-by-value");
    by_value.data.val.flags = DSREG_F_SECRET;
    r.facts.push_back(by_value);
    r.facts.push_back(flagged("Same user", "ALICE.canary@contoso.example", DSREG_F_PERSONAL));
    r.findings = {found("test.failed", "test.code", 3, "Title", sentence)};
    r.findings[0].data.instance = object_id;
    r.findings[0].data.evidence = {{"token", value::of_text("canary-evidence", DSREG_F_SECRET)},
                                   {"user", value::of_text(person, DSREG_F_PERSONAL)},
                                   {"header", value::of_text(sentence)}};
    r.root_causes = {{"test.failed", "fail", {}}};
    r.log = {{"test.failed", 7, sentence}};
    return finished(r);
}

bool holds(const std::string& text, const char* canary)
{
    return text.find(canary) != std::string::npos;
}

} // namespace

TEST(Withhold, NoSecretInAnyFormat)
{
    const report_t r = with_canaries();
    text_options all;
    all.all = true;
    text_options redacted = all;
    redacted.redact = &key;
    json_options redacted_json;
    redacted_json.redact = &key;
    for (const std::string& document :
         {text(r, {}), text(r, all), text(r, redacted), json(r), json(r, redacted_json)}) {
        EXPECT_FALSE(holds(document, secret)) << document;
        EXPECT_FALSE(holds(document, "canary-by-value")) << document;
        EXPECT_FALSE(holds(document, "canary-evidence")) << document;
    }
    EXPECT_TRUE(holds(text(r, {}), "Token : <secret>"));
    EXPECT_TRUE(holds(json(r), "\"type\": \"secret\""));
}
TEST(Withhold, ShortSecretsAndSecretNumbersGoToo)
{
    report_t r;
    r.facts = {flagged("Pin", "7Q!", DSREG_F_SECRET),
               fact_of("Device Checks", "Number", value::of_int(918273), "test.number")};
    r.facts[1].flags = DSREG_F_SECRET;
    r = finished(r);
    for (const std::string& document : {text(r, {}), json(r)}) {
        EXPECT_FALSE(holds(document, "7Q!")) << document;
        EXPECT_FALSE(holds(document, "918273")) << document;
    }
}
TEST(Withhold, NoSecretInTheLog)
{
    const report_t clean = withheld(with_canaries(), nullptr);
    ASSERT_EQ(clean.log.size(), 1u);
    EXPECT_FALSE(holds(clean.log[0].text, secret));
    EXPECT_TRUE(holds(clean.log[0].text, person)) << "personal values stay without a key";
}
TEST(Withhold, NothingPersonalInARedactedDocument)
{
    const report_t r = with_canaries();
    text_options as_text;
    as_text.redact = &key;
    json_options as_json;
    as_json.redact = &key;
    for (const std::string& document : {text(r, as_text), json(r, as_json)})
        for (const char* canary : {person, object_id, "canary-host", "canary-user", "ALICE"})
            EXPECT_FALSE(holds(document, canary)) << canary << " in " << document;
    EXPECT_TRUE(holds(json(r, as_json), "\"redacted\": true"));
}
TEST(Withhold, PersonalValuesStayWhereTheyAreAskedFor)
{
    const report_t r = with_canaries();
    EXPECT_TRUE(holds(text(r, {}), person));
    EXPECT_TRUE(holds(json(r), person));
    EXPECT_TRUE(holds(json(r), "\"personal\": true"));
}
TEST(Withhold, EqualValuesHaveEqualPseudonymsWhateverTheirCase)
{
    const report_t clean = withheld(with_canaries(), &key);
    std::vector<std::string> users;
    for (const fact_row& row : clean.facts)
        if (row.label == "User" || row.label == "Same user") users.push_back(row.data.val.text);
    ASSERT_EQ(users.size(), 2u);
    EXPECT_EQ(users[0], users[1]);
    EXPECT_EQ(users[0], pseudonym(key, person));
    EXPECT_TRUE(users[0].starts_with("personal-"));
    hash_key other = key;
    other[0]++;
    EXPECT_NE(pseudonym(other, person), users[0]);
}
TEST(Withhold, WordsThatOnlyContainAPersonalNameStay)
{
    report_t r;
    r.host_name = "debian";
    r.user = "root";
    r.notes = {"debian-based, mydebian, DEBIAN, needs root, grassroots"};
    const report_t clean = withheld(r, &key);
    const std::string host = pseudonym(key, "debian");
    EXPECT_EQ(clean.notes[0], host + "-based, mydebian, " + host + ", needs root, grassroots");
    EXPECT_EQ(clean.user, "root");
    EXPECT_EQ(clean.host_name, host);
}
TEST(Withhold, UnknownAndEmptyPersonalValuesKeepTheirMeaning)
{
    report_t r;
    r.facts = {flagged("Empty", "", DSREG_F_PERSONAL),
               fact_of("Device Checks", "Unknown", value::unknown("not published"))};
    r.facts[1].flags = DSREG_F_PERSONAL;
    const report_t clean = withheld(r, &key);
    EXPECT_EQ(clean.facts[0].data.val.text, "");
    EXPECT_EQ(clean.facts[1].data.val, value::unknown("not published"));
}
TEST(Withhold, RootCauseStillNamesItsModule)
{
    report_t r;
    r.user = "canary-user";
    r.modules.push_back({"", "", "", "", "", "/home/canary-user/x", "option", "no-symbol", "", {}});
    r.root_causes = {{"/home/canary-user/x", "rejected no-symbol", {"a"}}};
    const report_t clean = withheld(r, &key);
    EXPECT_EQ(clean.modules[0].path, clean.root_causes[0].cause);
    EXPECT_FALSE(holds(clean.modules[0].path, "canary-user"));
}
TEST(Withhold, KeysAreFresh)
{
    hash_key one{}, other{};
    ASSERT_TRUE(new_redaction_key(one).ok());
    ASSERT_TRUE(new_redaction_key(other).ok());
    EXPECT_NE(one, other);
}

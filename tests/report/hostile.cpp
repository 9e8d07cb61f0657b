// A module for the tests of the machine formats: all that it may say in free text is meant to break
// the document around it.
#include <dsreg/probe.hpp>

namespace {

#define HOSTILE                                                                                    \
    "]]></failure><testcase name=\"forged\"/>&amp;<!--\n\x1b[31m\x01\xEF\xBF\xBE\xE2\x80\xAE'\""

constexpr dsreg_finding_decl bad = {sizeof bad,
                                    DSREG_SEVERITY_ERROR,
                                    "x.hostile.bad",
                                    "<Bad & \"worse\">",
                                    "It means ]]> nothing.",
                                    "<remedy/>",
                                    "echo '<&>'",
                                    nullptr,
                                    DSREG_RISK_SAFE,
                                    0};
constexpr const dsreg_finding_decl* findings[] = {&bad, nullptr};

dsreg::result fails_body(dsreg::host host)
{
    host.finding("x.hostile.bad", HOSTILE);
    return dsreg::result::fail(0x801c0021u);
}

dsreg::result skips_body(dsreg::host)
{
    return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, HOSTILE);
}

constexpr dsreg_probe fails = {
    sizeof fails,           0,       0,       1,       "x.hostile.fails", "<&]]>",
    "\"<Fails>\"",          nullptr, nullptr, nullptr, nullptr,           findings,
    dsreg::run<fails_body>, nullptr};
constexpr dsreg_probe skips = {
    sizeof skips, 0,       0,       2,       "x.hostile.skips",      "<&]]>", "'Skips'", nullptr,
    nullptr,      nullptr, nullptr, nullptr, dsreg::run<skips_body>, nullptr};

} // namespace

DSREG_MODULE("x.hostile", "1.0.0", "<vendor>", nullptr, "MIT", &fails, &skips);

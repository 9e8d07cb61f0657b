#include "cli/options.h"

#include "cli/help.h"
#include "cli/option_table.h"

#include <gtest/gtest.h>

namespace dsreg::cli {
namespace {

status parse_words(const std::vector<const char*>& words, options& ret)
{
    std::vector<const char*> argv{"dsreg"};
    argv.insert(argv.end(), words.begin(), words.end());
    return parse(static_cast<int>(argv.size()), argv.data(), ret);
}

options parsed(const std::vector<const char*>& words)
{
    options ret;
    const status s = parse_words(words, ret);
    EXPECT_TRUE(s.ok()) << s.text();
    return ret;
}

std::string refused(const std::vector<const char*>& words)
{
    options ret;
    const status s = parse_words(words, ret);
    EXPECT_EQ(s.code(), errc::invalid);
    return s.text();
}

TEST(options, no_argument_means_status_as_text_on_stdout)
{
    const options o = parsed({});
    EXPECT_EQ(o.what, action::status);
    ASSERT_EQ(o.outputs.size(), 1u);
    EXPECT_EQ(o.outputs[0].kind, format::text);
    EXPECT_EQ(o.outputs[0].file, "");
}

TEST(options, each_action_has_its_flag)
{
    EXPECT_EQ(parsed({"--status"}).what, action::status);
    EXPECT_EQ(parsed({"--diagnose"}).what, action::diagnose);
    EXPECT_EQ(parsed({"--diagnose", "--diagnose"}).what, action::diagnose);
    EXPECT_EQ(parsed({"--getdrstoken"}).what, action::getdrstoken);
    EXPECT_EQ(parsed({"--cleanup", "--yes"}).what, action::cleanup);
    EXPECT_EQ(parsed({"--list-probes"}).what, action::list_probes);
    EXPECT_EQ(parsed({"--help"}).what, action::help);
    EXPECT_EQ(parsed({"--version"}).what, action::version);
    const options explain = parsed({"--explain", "-2145648607"});
    EXPECT_EQ(explain.what, action::explain);
    EXPECT_EQ(explain.explain_code, "-2145648607");
}

TEST(options, every_option_of_a_diagnosis_arrives)
{
    const options o = parsed(
        {"--diagnose", "--probe",      "net.*",       "--probe=drs.*",
         "--skip",     "net.tls*",     "--require",   "drs.discovery",
         "--passive",  "--offline",    "--all",       "--cloud",
         "usgov",      "--plugin-dir", "/a",          "--plugin-dir",
         "/b",         "--jobs",       "8",           "--timeout",
         "2.5",        "--fail-on",    "warning",     "--in-process",
         "--user",     "alice",        "--config",    "/c.json",
         "--color",    "always",       "--verbose",   "--verbose",
         "--lab",      "/l.json",      "--format",    "json=/r.json",
         "--format",   "text",         "--tenant-id", "01234567-89AB-CDEF-0123-456789abcdef"});
    EXPECT_EQ(o.probe_globs, (std::vector<std::string>{"net.*", "drs.*"}));
    EXPECT_EQ(o.skip_globs, std::vector<std::string>{"net.tls*"});
    EXPECT_EQ(o.require_globs, std::vector<std::string>{"drs.discovery"});
    EXPECT_TRUE(o.passive && o.offline && o.all && o.in_process);
    EXPECT_EQ(o.cloud, "usgov");
    EXPECT_EQ(o.plugin_dirs, (std::vector<std::string>{"/a", "/b"}));
    EXPECT_EQ(o.jobs, 8u);
    EXPECT_EQ(o.timeout, std::chrono::milliseconds(2500));
    EXPECT_EQ(o.fail_on, report::fail_on::warning);
    EXPECT_EQ(o.user, "alice");
    EXPECT_EQ(o.config, "/c.json");
    EXPECT_EQ(o.color, colour_choice::always);
    EXPECT_EQ(o.verbose, 2);
    EXPECT_EQ(o.lab, "/l.json");
    EXPECT_EQ(o.tenant_id, "01234567-89ab-cdef-0123-456789abcdef");
    ASSERT_EQ(o.outputs.size(), 2u);
    EXPECT_EQ(o.outputs[0].kind, format::json);
    EXPECT_EQ(o.outputs[0].file, "/r.json");
    EXPECT_EQ(o.outputs[1].file, "");
}

TEST(options, only_files_leave_stdout_empty)
{
    const options o = parsed({"--diagnose", "--format", "json=/r.json"});
    ASSERT_EQ(o.outputs.size(), 1u);
    EXPECT_EQ(o.outputs[0].file, "/r.json");
}

struct bad_call {
    std::vector<const char*> words;
    const char* sentence;
};

TEST(options, what_cannot_be_meant_is_one_sentence)
{
    const bad_call table[] = {
        {{"--status", "--diagnose"}, "--status and --diagnose are two actions; a call does one"},
        {{"--diagnose", "--explain", "x"},
         "--diagnose and --explain are two actions; a call does one"},
        {{"--diagnos"}, "unknown option \"--diagnos\", did you mean --diagnose?"},
        {{"-diagnose"}, "unknown option \"-diagnose\", did you mean --diagnose?"},
        {{"--diagnose", "--jbos", "3"}, "unknown option \"--jbos\", did you mean --jobs?"},
        {{"--formt=json"}, "unknown option \"--formt\", did you mean --format?"},
        {{"--frobnicate"}, "unknown option \"--frobnicate\"; see dsreg --help"},
        {{"-x"}, "unknown option \"-x\"; see dsreg --help"},
        {{"-h"}, "unknown option \"-h\"; see dsreg --help"},
        {{"diagnose"}, "unexpected argument \"diagnose\", did you mean --diagnose?"},
        {{"--diagnose", "--", "--all"}, "unexpected argument \"--\"; see dsreg --help"},
        {{"\x1b[31m"}, "unexpected argument \"\xEF\xBF\xBD[31m\"; see dsreg --help"},
        {{"--diagnose", "--jobs"}, "--jobs needs a value"},
        {{"--explain"}, "--explain needs a value"},
        {{"--diagnose", "--probe", "--all"}, "--probe needs a value"},
        {{"--diagnose", "--probe", ""}, "--probe needs a value"},
        {{"--diagnose", "--probe="}, "--probe needs a value"},
        {{"--diagnose", "--passive=no"}, "--passive takes no value"},
        {{"--diagnose=false"}, "--diagnose takes no value"},
        {{"--diagnose", "--jobs", "1", "--jobs", "2"}, "--jobs is given twice"},
        {{"--explain", "a", "--explain", "b"}, "--explain is given twice"},
        {{"--all"}, "--all needs --diagnose"},
        {{"--list-probes", "--all"}, "--all goes with --diagnose, not with --list-probes"},
        {{"--version", "--format", "json"},
         "--format goes with --status, --diagnose, --list-probes, not with --version"},
        {{"--diagnose", "--yes"}, "--yes goes with --cleanup, not with --diagnose"},
        {{"--tenant-id", "nonsense"},
         "--tenant-id is a GUID like 01234567-89ab-cdef-0123-456789abcdef, not \"nonsense\""},
        {{"--unregister"}, "--unregister needs --tenant-id GUID"},
        {{"--diagnose", "--jobs", "0"}, "--jobs is a number from 1 to 256, not \"0\""},
        {{"--diagnose", "--jobs", "257"}, "--jobs is a number from 1 to 256, not \"257\""},
        {{"--diagnose", "--jobs", "4x"}, "--jobs is a number from 1 to 256, not \"4x\""},
        {{"--diagnose", "--jobs", "-1"}, "--jobs is a number from 1 to 256, not \"-1\""},
        {{"--diagnose", "--timeout", "0.5"},
         "--timeout is a number of seconds from 1 to 3600, not \"0.5\""},
        {{"--diagnose", "--timeout", "3601"},
         "--timeout is a number of seconds from 1 to 3600, not \"3601\""},
        {{"--diagnose", "--timeout", "nan"},
         "--timeout is a number of seconds from 1 to 3600, not \"nan\""},
        {{"--diagnose", "--timeout", "10s"},
         "--timeout is a number of seconds from 1 to 3600, not \"10s\""},
        {{"--diagnose", "--color", "alway"},
         "--color is auto, always or never, not \"alway\"; did you mean always?"},
        {{"--diagnose", "--cloud", "mars"}, "--cloud is public, usgov or china, not \"mars\""},
        {{"--diagnose", "--fail-on", "skip"}, "--fail-on is warning, fail or never, not \"skip\""},
        {{"--diagnose", "--format", "xml"}, "\"xml\" is not a format; formats: text, json, junit"},
        {{"--status", "--format", "junit=/x"},
         "--format junit goes with --diagnose, not with --status"},
        {{"--format", "junit"}, "--format junit goes with --diagnose, not with --status"},
        {{"--list-probes", "--format", "junit"},
         "--format junit goes with --diagnose, not with --list-probes"},
        {{"--diagnose", "--format", "json="}, "--format json= names no file"},
        {{"--diagnose", "--format", "json", "--format", "text"},
         "only one --format can go to the standard output; give the others a file"},
        {{"--diagnose", "--format", "json=/a", "--format", "text=/a"},
         "two formats would be written to \"/a\""},
        {{"--diagnose", "--quiet", "--verbose"}, "--quiet and --verbose exclude each other"},
    };
    for (const bad_call& bad : table) EXPECT_EQ(refused(bad.words), bad.sentence);
}

TEST(options, the_result_is_untouched_after_an_error)
{
    options ret;
    ret.user = "before";
    EXPECT_FALSE(parse_words({"--diagnose", "--user", "after", "--jobs", "x"}, ret).ok());
    EXPECT_EQ(ret.user, "before");
    EXPECT_EQ(ret.what, action::status);
}

TEST(options, no_argument_at_all_is_no_crash)
{
    options ret;
    EXPECT_TRUE(parse(0, nullptr, ret).ok());
    EXPECT_EQ(ret.what, action::status);
}

TEST(help, names_every_action_and_option_and_who_needs_root)
{
    const std::string text = help_text();
    for (const action_row& row : action_table)
        EXPECT_NE(text.find("  " + std::string(row.name)), std::string::npos) << row.name;
    for (const option_row& row : option_table)
        EXPECT_NE(text.find("  " + std::string(row.name)), std::string::npos) << row.name;
    for (const char* name : {"--unregister", "--cleanup"}) {
        const std::size_t at = text.find("  " + std::string(name));
        const std::size_t next = text.find("\n  --", at);
        EXPECT_NE(text.substr(at, next - at).find("(needs root"), std::string::npos) << name;
    }
}

TEST(help, fits_eighty_columns)
{
    std::istringstream lines(help_text());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

} // namespace
} // namespace dsreg::cli

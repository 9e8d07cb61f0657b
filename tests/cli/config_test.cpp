#include "cli/config.h"

#include "scratch.h"

#include <gtest/gtest.h>

#include <unistd.h>

namespace dsreg::cli {
namespace {

TEST(config, every_member_arrives)
{
    config c;
    const status s = parse_config("f", R"({
        "format": 1, "tenant": "Contoso.COM", "cloud": "china", "timeout": 2.5,
        "disabled": ["net.*", "clock"], "timeouts": {"drs.*": 4, "net.endpoints": 1.5},
        "extra_hosts": ["a.example.com", "b.example.com:8443"],
        "probes": {"time.skew": {"server": "ntp.example.com", "most": 5, "ratio": 0.5,
                                 "strict": true, "hosts": ["x", "y"]}}})",
                                  c);
    ASSERT_TRUE(s.ok()) << s.text();
    EXPECT_EQ(c.file, "f");
    EXPECT_EQ(c.tenant, "contoso.com");
    EXPECT_EQ(c.cloud, "china");
    EXPECT_EQ(c.timeout, std::chrono::milliseconds(2500));
    EXPECT_EQ(c.disabled, (std::vector<std::string>{"net.*", "clock"}));
    ASSERT_EQ(c.timeouts.size(), 2u);
    EXPECT_EQ(c.timeouts[0].probe, "drs.*");
    EXPECT_EQ(c.timeouts[1].time, std::chrono::milliseconds(1500));
    ASSERT_EQ(c.settings.size(), 6u);
    EXPECT_EQ(c.settings[0].probe, "time.skew");
    EXPECT_EQ(c.settings[0].name, "server");
    EXPECT_EQ(c.settings[0].val, value::of_text("ntp.example.com"));
    EXPECT_EQ(c.settings[1].val, value::of_int(5));
    EXPECT_EQ(c.settings[2].val.type, value_type::real);
    EXPECT_EQ(c.settings[3].val, value::of_bool(true));
    EXPECT_EQ(c.settings[4].val, value::of_text("x\ny"));
    EXPECT_EQ(c.settings[5].probe, "net.endpoints");
    EXPECT_EQ(c.settings[5].name, "extra-hosts");
    EXPECT_EQ(c.settings[5].val, value::of_text("a.example.com\nb.example.com:8443"));
}

TEST(config, a_tenant_guid_is_lower_case_afterwards)
{
    config c;
    ASSERT_TRUE(parse_config("f", R"({"tenant": "01234567-89AB-CDEF-0123-456789ABCDEF"})", c).ok());
    EXPECT_EQ(c.tenant, "01234567-89ab-cdef-0123-456789abcdef");
}

struct bad_config {
    const char* text;
    const char* sentence;
};

TEST(config, mistakes_name_file_place_and_nearest_key)
{
    const bad_config table[] = {
        {"", "f is not JSON: incomplete JSON in line 1"},
        {"{\n\n\"a\" 1}", "f is not JSON: syntax error in line 3"},
        {"{} {}", "f is not JSON: extra data in line 1"},
        {"{\"cloud\":\"public\",\"cloud\":\"china\"}", "f: the key \"cloud\" stands there twice"},
        {"{\"probes\":{\"a\":{\"x\":1,\"x\":2}}}", "f: the key \"x\" stands there twice"},
        {"{\"\":1,\"\":2}", "f: the key \"\" stands there twice"},
        {"[]", "f: / must be an object"},
        {"{\"tenent\":\"x\"}", "f: /tenent is not a known key, did you mean \"tenant\"?"},
        {"{\"verbosity\":1}", "f: /verbosity is not a known key"},
        {"{\"a/b~\":1}", "f: /a~1b~0 is not a known key"},
        {"{\"format\":2}", "f: /format must be a whole number from 1 to 1"},
        {"{\"tenant\":7}", "f: /tenant must be a text"},
        {"{\"tenant\":\"nodots\"}", "f: /tenant must be a tenant's GUID or a domain"},
        {"{\"tenant\":\"a b.c\"}", "f: /tenant must be a tenant's GUID or a domain"},
        {"{\"cloud\":\"mars\"}", "f: /cloud must be public, usgov or china"},
        {"{\"timeout\":0}", "f: /timeout must be a number of seconds from 1 to 3600"},
        {"{\"timeout\":\"5\"}", "f: /timeout must be a number of seconds from 1 to 3600"},
        {"{\"timeout\":1e9}", "f: /timeout must be a number of seconds from 1 to 3600"},
        {"{\"disabled\":\"net.*\"}", "f: /disabled must be a list"},
        {"{\"disabled\":[\"ok\",3]}", "f: /disabled/1 must be a text"},
        {"{\"disabled\":[\"no blanks\"]}", "f: /disabled/0 is neither a probe's id nor a glob"},
        {"{\"timeouts\":[]}", "f: /timeouts must be an object"},
        {"{\"timeouts\":{\"A\":3}}", "f: /timeouts/A is neither a probe's id nor a glob"},
        {"{\"timeouts\":{\"a\":-3}}", "f: /timeouts/a must be a number of seconds from 1 to 3600"},
        {"{\"extra_hosts\":[\"a b\"]}", "f: /extra_hosts/0 must be HOST or HOST:PORT"},
        {"{\"extra_hosts\":[\"a:0\"]}", "f: /extra_hosts/0 must be HOST or HOST:PORT"},
        {"{\"extra_hosts\":[\"a:99999\"]}", "f: /extra_hosts/0 must be HOST or HOST:PORT"},
        {"{\"probes\":[]}", "f: /probes must be an object"},
        {"{\"probes\":{\"a\":1}}", "f: /probes/a must be an object"},
        {"{\"probes\":{\"a\":{\"b\":null}}}",
         "f: /probes/a/b must be a text, a number, true or false, or a list of texts"},
        {"{\"probes\":{\"a\":{\"b\":[1]}}}", "f: /probes/a/b/0 must be a text of one line"},
        {"{\"probes\":{\"a\":{\"b\":[\"x\\ny\"]}}}", "f: /probes/a/b/0 must be a text of one line"},
        {"{\"probes\":{\"a\":{\"b\":\"x\\u0000y\"}}}",
         "f: /probes/a/b is longer than 32 KiB or holds a NUL character"},
    };
    for (const bad_config& bad : table) {
        config c;
        const status s = parse_config("f", bad.text, c);
        EXPECT_EQ(s.code(), errc::invalid) << bad.text;
        EXPECT_EQ(s.text(), bad.sentence) << bad.text;
    }
}

TEST(config, deep_nesting_is_refused)
{
    config c;
    EXPECT_EQ(parse_config("f", std::string(5000, '['), c).code(), errc::invalid);
}

TEST(config, a_missing_default_is_no_error_and_a_missing_named_file_is)
{
    const scratch dir;
    config c;
    c.cloud = "old";
    EXPECT_TRUE(load_config("", dir.path(), trust_rule{}, c).ok());
    EXPECT_EQ(c.cloud, "");
    EXPECT_EQ(c.file, "");
    const status s = load_config(dir.at("none.json"), "", trust_rule{}, c);
    EXPECT_EQ(s.code(), errc::not_found);
    EXPECT_EQ(s.text(), "the configuration " + dir.at("none.json") +
                            " cannot be read: No such file or directory");
}

TEST(config, the_default_lies_below_the_device_root)
{
    const scratch dir;
    std::filesystem::create_directories(dir.at("etc/dsreg"));
    dir.write("etc/dsreg/config.json", R"({"cloud": "usgov"})");
    config c;
    const status s = load_config("", dir.path(), trust_rule{}, c);
    ASSERT_TRUE(s.ok()) << s.text();
    EXPECT_EQ(c.cloud, "usgov");
    EXPECT_EQ(c.file, dir.at("etc/dsreg/config.json"));
}

TEST(config, an_untrusted_or_huge_file_is_refused)
{
    const scratch dir;
    config c;
    const std::string open = dir.write("open.json", "{}", 0666);
    EXPECT_EQ(load_config(open, "", configuration_rule(false), c).code(), errc::untrusted);
    const std::string huge = dir.write("huge.json", std::string((1u << 20) + 1, ' '));
    EXPECT_EQ(load_config(huge, "", configuration_rule(false), c).code(), errc::too_large);
}

} // namespace
} // namespace dsreg::cli

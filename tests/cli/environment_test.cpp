#include "cli/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <string>
#include <unistd.h>

namespace dsreg::cli {
namespace {

// ctest runs each case in a process of its own, so a case may change its environment.
std::set<std::string> names_now()
{
    std::set<std::string> names;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; entry++) {
        const std::string text = *entry;
        names.insert(text.substr(0, text.find('=')));
    }
    return names;
}

TEST(environment, root_keeps_only_the_documented_names)
{
    ::clearenv();
    for (const char* hostile :
         {"LD_PRELOAD", "OPENSSL_CONF", "KRB5_CONFIG", "SSL_CERT_FILE", "CURL_CA_BUNDLE",
          "GCONV_PATH", "TZ", "HOME", "LC_ALL", "http_proxy", "DBUS_SESSION_BUS_ADDRESS",
          "DBUS_SYSTEM_BUS_ADDRESS", "BASH_ENV"})
        ::setenv(hostile, "/evil", 1);
    ::setenv("PATH", "/evil", 1);
    const std::set<std::string> kept{
        "TERM",     "COLUMNS",    "LANG",         "DSREG_LAB",       "NO_COLOR",  "CLICOLOR_FORCE",
        "SUDO_UID", "PKEXEC_UID", "HTTPS_PROXY",  "https_proxy",     "ALL_PROXY", "all_proxy",
        "NO_PROXY", "no_proxy",   "DSREG_NESTED", "DSREG_PROBE_PATH"};
    for (const std::string& name : kept) ::setenv(name.c_str(), name.c_str(), 1);
    rebuild_environment();
    std::set<std::string> expected = kept;
    expected.insert("PATH");
    EXPECT_EQ(names_now(), expected);
    EXPECT_STREQ(std::getenv("PATH"), "/usr/sbin:/usr/bin:/sbin:/bin");
    for (const std::string& name : kept) EXPECT_EQ(std::getenv(name.c_str()), name);
}

TEST(environment, sudo_counts_for_root_only_and_lc_for_others_only)
{
    ::setenv("SUDO_UID", "1000", 1);
    ::setenv("PKEXEC_UID", "1001", 1);
    ::setenv("LC_ALL", "C.UTF-8", 1);
    const environment root = read_environment(true);
    EXPECT_EQ(root.sudo_uid, "1000");
    EXPECT_EQ(root.pkexec_uid, "1001");
    EXPECT_FALSE(root.lc_all);
    const environment user = read_environment(false);
    EXPECT_FALSE(user.sudo_uid || user.pkexec_uid);
    EXPECT_EQ(user.lc_all, "C.UTF-8");
}

environment with_proxy(const char* name, const char* text)
{
    environment env;
    for (environment::variable& v : env.proxy)
        if (std::string(v.name) == name) v.value = text;
    for (environment::variable& v : env.no_proxy)
        if (std::string(v.name) == name) v.value = text;
    return env;
}

TEST(proxy, comes_from_the_first_variable_that_is_set)
{
    for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
        proxy_choice chosen;
        ASSERT_TRUE(choose_proxy(with_proxy(name, "http://p.example.com:8080"), chosen).ok());
        EXPECT_EQ(chosen.url, "http://p.example.com:8080");
        EXPECT_EQ(chosen.source, std::string("environment variable ") + name);
    }
    environment both = with_proxy("https_proxy", "http://lower:1");
    both.proxy[1].value = "http://upper:1";
    proxy_choice chosen;
    ASSERT_TRUE(choose_proxy(both, chosen).ok());
    EXPECT_EQ(chosen.url, "http://lower:1");
    both.proxy[0].value = "";
    ASSERT_TRUE(choose_proxy(both, chosen).ok());
    EXPECT_EQ(chosen.url, "http://upper:1");
}

TEST(proxy, http_proxy_is_never_read)
{
    ::setenv("http_proxy", "http://evil:1", 1);
    ::setenv("HTTP_PROXY", "http://evil:1", 1);
    for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
        ::unsetenv(name);
    proxy_choice chosen;
    ASSERT_TRUE(choose_proxy(read_environment(true), chosen).ok());
    EXPECT_EQ(chosen.url, "");
    EXPECT_EQ(chosen.source, "");
}

TEST(proxy, takes_the_usual_forms)
{
    for (const char* good : {"proxy:3128", "proxy", "http://proxy/", "https://a:b@proxy:1",
                             "socks5h://127.0.0.1:9", "http://[::1]:8080", "http://[::1]"}) {
        proxy_choice chosen;
        EXPECT_TRUE(choose_proxy(with_proxy("https_proxy", good), chosen).ok()) << good;
    }
}

TEST(proxy, a_malformed_one_is_refused_without_being_repeated)
{
    for (const char* bad : {"http://user:secret@:8080", "gopher://secret:1", "http://secret:99999",
                            "http://secret:0", "http://se cret:1", "http://secret\n:1",
                            "http://secret:80/path", "http://[secret]:1", "secret:"}) {
        proxy_choice chosen;
        const status s = choose_proxy(with_proxy("https_proxy", bad), chosen);
        EXPECT_EQ(s.code(), errc::invalid) << bad;
        EXPECT_EQ(s.text().find("secret"), std::string::npos);
        EXPECT_NE(s.text().find("https_proxy"), std::string::npos);
    }
    proxy_choice chosen;
    EXPECT_FALSE(choose_proxy(with_proxy("NO_PROXY", "a\nb"), chosen).ok());
    EXPECT_TRUE(choose_proxy(with_proxy("NO_PROXY", "localhost, .example.com"), chosen).ok());
    EXPECT_EQ(chosen.no_proxy, "localhost, .example.com");
}

} // namespace
} // namespace dsreg::cli

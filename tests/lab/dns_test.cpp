#include "world/dns.h"

#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

std::string query(const std::string& name, char type = 1)
{
    std::string q("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00", 12);
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t end = std::min(name.find('.', at), name.size());
        q += static_cast<char>(end - at);
        q += name.substr(at, end - at);
        at = end + 1;
    }
    return q + std::string("\0\0", 2) + type + std::string("\0\1", 2);
}

int code(const std::string& reply)
{
    return reply[3] & 15;
}

TEST(Dns, AnswersAddressesWhateverTheCase)
{
    const scenario s;
    const std::string reply = dns_reply(s, query("Login.MicrosoftOnline.com"));
    EXPECT_EQ(reply.substr(0, 2), "\x12\x34");
    EXPECT_EQ(code(reply), 0);
    EXPECT_EQ(reply.substr(reply.size() - 4), std::string("\x7f\0\0\1", 4));
}

TEST(Dns, AKnownNameHasNoOtherRecords)
{
    const std::string reply = dns_reply(scenario{}, query("login.microsoftonline.com", 28));
    EXPECT_EQ(code(reply), 0);
    EXPECT_EQ(reply[7], 0);
}

TEST(Dns, FaultsAreTheScenarios)
{
    scenario s;
    const std::string name = "login.microsoftonline.com";
    EXPECT_EQ(code(dns_reply(s, query("contoso.com"))), 3);
    s.hosts.push_back({name, "servfail"});
    EXPECT_EQ(code(dns_reply(s, query(name))), 2);
    s.hosts.back().dns = "refused";
    EXPECT_EQ(code(dns_reply(s, query(name))), 5);
    s.hosts.back().dns = "silent";
    EXPECT_EQ(dns_reply(s, query(name)), "");
}

TEST(Dns, BrokenQueriesGetNoAnswer)
{
    const scenario s;
    const std::string good = query("login.microsoftonline.com");
    for (std::size_t size = 0; size < good.size(); size++) {
        EXPECT_EQ(dns_reply(s, good.substr(0, size)), "") << size;
    }
    std::string pointer = good;
    pointer[12] = '\xc0'; // compression has no place in a question
    EXPECT_EQ(dns_reply(s, pointer), "");
}

} // namespace
} // namespace dsreg::lab

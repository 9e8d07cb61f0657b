// What --cleanup takes out of the user's keyring, and what it leaves there.
#include "broker/clear.h"
#include "broker/keyring.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace dsreg;
using namespace dsreg::test;
using wire::removed;

namespace {

constexpr const char* env = "60a144fbac31dfcf32034c112a615303b0e55ecad3a7aa61b7982557838908dc";

const kept_item ours{"mine", "Microsoft identity broker", {{"env", env}, {"xdg:schema", "x"}}};
const kept_item java{"java", "", {{"name", "LinuxBrokerRegularUserSecretKey"}}};
const kept_item java_system{"sys", "", {{"name", "LinuxBrokerSystemUserSecretKey"}}};
const kept_item foreign{"mail", "Mail password", {{"name", "LinuxBroker"}, {"env", "home"}}};

struct scene {
    explicit scene(const keyring& k)
        : log((dir.path() / "log").string()), service(serve_keyring(daemon.address(), k, log))
    {}

    std::vector<wire::device_step> clear(bus::clock::time_point deadline = soon()) const
    {
        bus::connection c;
        if (!c.open(daemon.address(), soon()).ok()) throw std::runtime_error("no bus");
        return broker::clear_credentials(c, deadline);
    }
    std::string calls() const
    {
        std::ifstream in(log);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::size_t count(const std::string& line) const
    {
        std::size_t n = 0;
        const std::string all = "\n" + calls();
        for (std::size_t at = 0; (at = all.find("\n" + line + "\n", at)) != all.npos; at++) n++;
        return n;
    }

    temp_dir dir;
    private_bus daemon;
    std::string log;
    child service;
};

std::vector<std::string> words(const std::vector<wire::device_step>& rows)
{
    std::vector<std::string> all;
    for (const wire::device_step& r : rows) {
        const auto how = static_cast<removed>(r.how);
        const char* word = how == removed::yes      ? "yes"
                           : how == removed::absent ? "absent"
                           : how == removed::failed ? "failed"
                                                    : "kept";
        all.push_back(std::string(word) + " " + r.path + (r.why.empty() ? "" : ": " + r.why));
    }
    return all;
}
using lines = std::vector<std::string>;

keyring with(std::vector<kept_item> items)
{
    keyring k;
    k.items = std::move(items);
    return k;
}

} // namespace

TEST(clear_credentials, the_broker_s_items_go_and_others_stay)
{
    const scene s(with({foreign, ours, java, java_system}));
    EXPECT_EQ(words(s.clear()), (lines{"yes stored credential \"Microsoft identity broker\"",
                                       "yes stored credential java", "yes stored credential sys"}));
    EXPECT_EQ(s.count("Delete mail"), 0u);
    EXPECT_EQ(words(s.clear()),
              lines{"absent stored credentials: the login keyring holds none of a broker's"});
}

TEST(clear_credentials, no_value_is_ever_asked_for)
{
    const scene s(with({ours, foreign}));
    (void)s.clear();
    EXPECT_EQ(s.count("value"), 0u) << s.calls();
}

TEST(clear_credentials, nobody_who_serves_secrets_is_said_and_nobody_is_started)
{
    temp_dir dir;
    const std::string mark = (dir.path() / "started").string();
    const private_bus bus(activatables{{"org.freedesktop.secrets", "/usr/bin/touch " + mark}});
    bus::connection c;
    ASSERT_TRUE(c.open(bus.address(), soon()).ok());
    EXPECT_EQ(words(broker::clear_credentials(c, soon())),
              lines{"absent stored credentials: no Secret Service runs in this session"});
    EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST(clear_credentials, a_keyring_without_a_login_collection_is_absent)
{
    keyring k;
    k.collection = "";
    const scene s(k);
    EXPECT_EQ(words(s.clear()),
              lines{"absent stored credentials: there is no keyring called login"});
}

TEST(clear_credentials, a_locked_keyring_is_kept_whole)
{
    keyring k = with({ours});
    k.locked = true;
    const scene s(k);
    const lines said = words(s.clear());
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0].rfind("kept stored credentials: the login keyring is locked", 0), 0u);
    EXPECT_EQ(s.calls(), "");
}

TEST(clear_credentials, the_alias_login_leads_to_another_collection)
{
    keyring k = with({ours, foreign});
    k.collection = k.alias = "/org/freedesktop/secrets/collection/kdewallet";
    const scene s(k);
    EXPECT_EQ(words(s.clear()), lines{"yes stored credential \"Microsoft identity broker\""});
}

TEST(clear_credentials, an_alias_of_the_same_collection_is_not_searched_twice)
{
    keyring k = with({});
    k.alias = login_collection;
    const scene s(k);
    (void)s.clear();
    EXPECT_EQ(s.count("SearchItems"), 3u); // one an attribute
}

TEST(clear_credentials, an_alias_that_leads_elsewhere_is_not_followed)
{
    keyring k = with({ours});
    k.alias = "/org/freedesktop/secrets/session/s1";
    const scene s(k);
    const lines said = words(s.clear());
    ASSERT_EQ(said.size(), 2u);
    EXPECT_EQ(said[0].rfind("kept stored credentials: it is not known", 0), 0u) << said[0];
    EXPECT_EQ(said[1], "yes stored credential \"Microsoft identity broker\"");
}

TEST(clear_credentials, what_needs_the_user_s_yes_stays_and_the_prompt_is_dismissed)
{
    keyring k = with({ours});
    k.prompts = true;
    const scene s(k);
    const lines said = words(s.clear());
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0].rfind("failed stored credential \"Microsoft identity broker\": it cannot be "
                            "deleted without asking the user",
                            0),
              0u);
    EXPECT_EQ(s.count("Dismiss"), 1u);
    EXPECT_EQ(s.count("Prompt"), 0u);
}

TEST(clear_credentials, who_says_yes_and_keeps_it_is_not_believed)
{
    keyring k = with({ours});
    k.keeps = true;
    const scene s(k);
    EXPECT_EQ(words(s.clear()),
              lines{"failed stored credential \"Microsoft identity broker\": the Secret Service "
                    "said that it is deleted, and lists it still"});
}

TEST(clear_credentials, a_yes_that_nobody_could_check_is_told_as_such)
{
    keyring k = with({ours});
    k.searched_once = true;
    const scene s(k);
    const lines said = words(s.clear());
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said[0], "yes stored credential \"Microsoft identity broker\": the Secret Service "
                       "said so; it could not be asked again: the Secret Service refused: no more "
                       "(org.freedesktop.DBus.Error.Failed)");
}

TEST(clear_credentials, a_search_that_finds_everything_deletes_only_what_carries_the_attribute)
{
    keyring k = with({foreign, ours});
    k.finds_all = true;
    const scene s(k);
    EXPECT_EQ(words(s.clear()), lines{"yes stored credential \"Microsoft identity broker\""});
    EXPECT_EQ(s.count("Delete mail"), 0u);
}

TEST(clear_credentials, an_item_that_does_not_say_what_it_carries_stays)
{
    keyring k = with({ours});
    k.no_attributes = true;
    const scene s(k);
    EXPECT_EQ(s.count("Delete mine"), 0u);
    for (const std::string& said : words(s.clear())) EXPECT_EQ(said.find("yes"), said.npos) << said;
    EXPECT_EQ(s.count("Delete mine"), 0u);
}

TEST(clear_credentials, paths_outside_the_collection_are_nobody_s_items)
{
    keyring k = with({});
    k.found_paths = {"/", "/org/freedesktop/secrets", login_collection,
                     "/org/freedesktop/secrets/collection/other/1",
                     "/org/freedesktop/secrets/collection/login2/1"};
    const scene s(k);
    EXPECT_EQ(words(s.clear()),
              lines{"absent stored credentials: the login keyring holds none of a broker's"});
}

TEST(clear_credentials, more_items_than_can_be_read_are_a_failure)
{
    keyring k = with({});
    k.found_many = 20'000;
    const scene s(k);
    const lines said = words(s.clear());
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said[0], "failed stored credentials: the Secret Service's answer is too long");
}

TEST(clear_credentials, an_error_of_the_service_is_decoded)
{
    keyring k = with({ours});
    k.delete_error = "org.freedesktop.Secret.Error.IsLocked";
    EXPECT_EQ(words(scene(k).clear()),
              lines{"failed stored credential \"Microsoft identity broker\": the keyring is "
                    "locked"});
    // "I do not know that method" of a service whose item is still there.
    k.delete_error = "org.freedesktop.DBus.Error.UnknownMethod";
    EXPECT_EQ(words(scene(k).clear()),
              lines{"failed stored credential \"Microsoft identity broker\": the Secret Service "
                    "refused: it does not (org.freedesktop.DBus.Error.UnknownMethod)"});
}

TEST(clear_credentials, a_service_that_dies_leaves_rows_for_what_it_had)
{
    keyring k = with({java, ours, java_system});
    k.items.push_back({"mine2", "Second", {{"env", env}}});
    k.dies_at_delete = 2;
    const scene s(k);
    const lines said = words(s.clear());
    ASSERT_EQ(said.size(), 2u);
    EXPECT_EQ(said[0], "yes stored credential \"Microsoft identity broker\": the Secret Service "
                       "said so; it could not be asked again: the Secret Service left the session "
                       "bus");
    EXPECT_EQ(said[1], "failed stored credential \"Second\": the Secret Service left the session "
                       "bus");
}

TEST(clear_credentials, a_label_is_bounded_and_holds_no_token)
{
    keyring k = with({{"a", std::string(5000, 'x'), {{"env", env}}},
                      {"b", "password=hunter2hunter2", {{"env", env}}}});
    const scene s(k);
    for (const std::string& said : words(s.clear())) {
        EXPECT_LT(said.size(), 300u);
        EXPECT_EQ(said.find("hunter2"), said.npos);
    }
}

TEST(clear_credentials, without_time_nothing_is_deleted)
{
    const scene s(with({ours}));
    const lines said = words(s.clear(bus::clock::now()));
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0].rfind("kept ", 0), 0u) << said[0];
    EXPECT_EQ(s.calls(), "");
}

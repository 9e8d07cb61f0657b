// The lab's journal, read back by libsystemd.
#include "file.h"
#include "journal.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <sys/stat.h>
#include <systemd/sd-journal.h>

namespace dsreg::lab {
namespace {

using entry = std::map<std::string, std::string>;
constexpr uint32_t user = 1234;

// The entries of a folder, oldest first; empty when nothing can be read.
std::vector<entry> read_journal(const std::string& folder)
{
    std::vector<entry> all;
    sd_journal* j = nullptr;
    if (sd_journal_open_directory(&j, folder.c_str(), 0) < 0) return all;
    SD_JOURNAL_FOREACH(j)
    {
        entry& e = all.emplace_back();
        const void* data = nullptr;
        std::size_t size = 0;
        SD_JOURNAL_FOREACH_DATA(j, data, size)
        {
            const std::string field(static_cast<const char*>(data), size);
            e[field.substr(0, field.find('='))] = field.substr(field.find('=') + 1);
        }
        uint64_t at = 0;
        if (sd_journal_get_realtime_usec(j, &at) == 0) e["at"] = std::to_string(at / 1'000'000);
    }
    sd_journal_close(j);
    return all;
}

class Journal : public testing::Test
{
protected:
    void SetUp() override
    {
        folder = testing::TempDir() + "journal.XXXXXX";
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    }
    void TearDown() override { remove_tree(folder); }
    void make()
    {
        journal_maker maker(find_journal_converter());
        status r = maker.begin(s, folder, folder + "/root", user);
        ASSERT_TRUE(r.ok()) << r.text();
        r = maker.finish(owners);
        ASSERT_TRUE(r.ok()) << r.text();
    }
    std::string place() { return folder + "/root" + journal_folder; }
    std::vector<entry> entries() { return read_journal(place() + "/" + machine_id); }
    // Of what `identifier` wrote; empty: nothing.
    std::vector<entry> of(const std::string& identifier)
    {
        std::vector<entry> some;
        for (entry& e : entries())
            if (e["SYSLOG_IDENTIFIER"] == identifier) some.push_back(std::move(e));
        return some;
    }
    mode_t mode(const std::string& path)
    {
        for (const wire::owner_entry& o : owners)
            if (o.path == path) return o.uid == 0 ? o.mode : 0;
        return 0;
    }

    scenario s;
    std::string folder;
    std::vector<wire::owner_entry> owners;
};

TEST_F(Journal, TheUsualLinesOfARegisteredDevice)
{
    make();
    const auto now = static_cast<int64_t>(std::time(nullptr));
    std::vector<entry> lines = of("microsoft-identity-device-broker");
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0]["MESSAGE"], "registration attempt: {\"result\":\"succeeded\",\"phase\":"
                                   "\"join\",\"type\":\"sync\"}");
    EXPECT_NEAR(std::stoll(lines[0]["at"]), now - s.device.registered_ago_s, 60);
    EXPECT_EQ(lines[1]["MESSAGE"], "device broker started, version 3.0.2");
    for (entry& e : lines) {
        EXPECT_EQ(e["_SYSTEMD_UNIT"], "microsoft-identity-device-broker.service");
        EXPECT_EQ(e["_UID"], "0");
        EXPECT_EQ(e["_MACHINE_ID"], machine_id);
        EXPECT_EQ(e["PRIORITY"], "6");
    }
    EXPECT_EQ(of("CRON").size(), 1u); // somebody else writes, too
}

TEST_F(Journal, LinesOfTheScenario)
{
    const std::string wild = "two\nlines \x1b[31m and \xff bytes";
    s.machine.log = {{"user-broker", 60, 3, wild, -1}, {"device-broker", 120, 4, "plain", -1}};
    make();
    std::vector<entry> lines = of("microsoft-identity-broker");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0]["MESSAGE"], wild);
    EXPECT_EQ(lines[0]["_UID"], std::to_string(user));
    EXPECT_EQ(lines[0]["PRIORITY"], "3");
    EXPECT_EQ(of("microsoft-identity-device-broker").back()["MESSAGE"], "plain");
}

TEST_F(Journal, ALineMayBeAnotherUsers)
{
    s.machine.log = {{"user-broker", 60, 4, "his", 1001}, {"device-broker", 50, 4, "hers", 0}};
    const std::string text = journal_text(s, user, 1'800'000'000);
    const std::size_t his = text.find("\n_UID=1001\n");
    ASSERT_NE(his, std::string::npos);
    EXPECT_LT(text.find("MESSAGE=his"), text.find("MESSAGE=hers"));
    EXPECT_EQ(text.find("_UID=" + std::to_string(user)), std::string::npos);
}

TEST_F(Journal, ItGoesByTheMachinesClock)
{
    s.machine.clock_offset_s = 7 * 86'400;
    s.machine.log = {{"device-broker", 0, 6, "now", -1}};
    make();
    EXPECT_NEAR(std::stoll(entries().back()["at"]), std::time(nullptr) + 7 * 86'400, 60);
}

TEST_F(Journal, OnlyTheReferenceBrokerTellsOfItsRegistration)
{
    const auto tells = [this] {
        return journal_text(s, user, 1'800'000'000).find("registration attempt") !=
               std::string::npos;
    };
    EXPECT_TRUE(tells());
    s.device.registered = false;
    EXPECT_FALSE(tells());
    s.device.registered = true;
    s.broker.kind = "cpp";
    EXPECT_FALSE(tells());
}

TEST_F(Journal, HimmelblauHasItsOwnNames)
{
    s.broker.kind = "himmelblau";
    s.machine.log = {{"user-broker", 60, 3, "x", -1}};
    const std::string text = journal_text(s, user, 1'800'000'000);
    EXPECT_NE(text.find("_SYSTEMD_UNIT=himmelblaud.service\n"), std::string::npos);
    EXPECT_NE(text.find("SYSLOG_IDENTIFIER=himmelblau_broker\n"), std::string::npos);
    EXPECT_EQ(text.find("microsoft"), std::string::npos);
}

TEST_F(Journal, EverybodyMayReadAGoodOne)
{
    make();
    const std::string dir = std::string(journal_folder) + "/" + machine_id;
    EXPECT_EQ(mode(journal_folder), S_IFDIR | 0755u);
    EXPECT_EQ(mode(dir), S_IFDIR | 0755u);
    EXPECT_EQ(mode(dir + "/system.journal"), S_IFREG | 0644u);
}

TEST_F(Journal, AnUnreadableOneIsRoots)
{
    s.machine.journal = "unreadable";
    make();
    const std::string dir = std::string(journal_folder) + "/" + machine_id;
    EXPECT_EQ(mode(journal_folder), S_IFDIR | 0700u);
    EXPECT_EQ(mode(dir + "/system.journal"), S_IFREG | 0600u);
    EXPECT_FALSE(entries().empty());
}

TEST_F(Journal, ACorruptOneOpensAndSaysNothing)
{
    s.machine.journal = "corrupt";
    make();
    EXPECT_TRUE(entries().empty());
    EXPECT_GT(std::filesystem::file_size(place() + "/" + machine_id + "/system.journal"), 1000u);
}

TEST_F(Journal, WithoutTheConverterItSaysWhatToInstall)
{
    journal_maker maker("");
    const status r = maker.begin(s, folder, folder + "/root", user);
    EXPECT_FALSE(r.ok());
    EXPECT_NE(r.text().find("package systemd-journal-remote"), std::string::npos) << r.text();
}

TEST_F(Journal, AConverterThatFailsIsAnError)
{
    journal_maker maker("/bin/false");
    ASSERT_TRUE(maker.begin(s, folder, folder + "/root", user).ok());
    EXPECT_FALSE(maker.finish(owners).ok());
    EXPECT_TRUE(owners.empty());
}

TEST_F(Journal, NoneIsNone)
{
    s.machine.journal = "none";
    make();
    EXPECT_FALSE(std::filesystem::exists(place()));
    EXPECT_TRUE(owners.empty());
}

} // namespace
} // namespace dsreg::lab

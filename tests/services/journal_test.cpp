// dsreg.journal/1 against journal files that systemd's own converter wrote.
#include "journal_maker.h"
#include "services/service.h"
#include "wire/journal.h"

#include <dsreg/svc/journal.h>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::services;
using journal::of_unit;
using journal::of_user;
using journal::time_of;
namespace files = std::filesystem;

namespace {

using texts = std::vector<std::string>;

class Journal : public testing::Test
{
protected:
    void SetUp() override
    {
        std::string name = testing::TempDir() + "dsreg-journal-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        top = name;
        folder = top / "var/log/journal" / std::string(32, 'a');
        where.lab = true;
        where.elevated = true;
        where.uid = 1000;
        where.gid = 1000;
        where.device_root = top;
        query.from = DSREG_JOURNAL_DEVICE_BROKER;
    }
    void TearDown() override { files::remove_all(top); }

    void write(const std::string& name, const std::vector<journal::entry>& entries)
    {
        ASSERT_TRUE(journal::write(folder / name, entries)) << name;
    }
    // From the one text in system.journal to the other.
    void overwrite_between(const std::string& first, const std::string& last)
    {
        std::fstream f(folder / "system.journal", std::ios::in | std::ios::out | std::ios::binary);
        const std::string all((std::istreambuf_iterator<char>(f)), {});
        const std::size_t from = all.find(first), to = all.find(last);
        ASSERT_NE(from, all.npos);
        ASSERT_NE(to, all.npos);
        f.clear();
        f.seekp(static_cast<std::streamoff>(from));
        f << std::string(to - from, 'Z');
    }
    // As an ordinary user, for whom the lab pretends an owner and a mode.
    void pretend(const files::path& path, uint32_t mode, uint32_t uid = 0, uint32_t gid = 0)
    {
        where.elevated = false;
        where.owners.push_back({"/" + path.lexically_relative(top).string(), uid, gid, mode});
    }

    wire::service_reply raw(const std::string& payload, uint16_t method = wire::journal_query_call)
    {
        wire::service_call call;
        call.service = DSREG_SVC_JOURNAL;
        call.method = method;
        call.deadline = deadline;
        call.payload = payload;
        return make_journal(where)->handle(call);
    }
    wire::journal_entries ask()
    {
        const wire::service_reply r = raw(wire::encode(query));
        EXPECT_EQ(r.status, DSREG_OK);
        wire::journal_entries reply;
        EXPECT_TRUE(wire::decode(r.payload, reply));
        EXPECT_EQ(reply.text.empty(), reply.error == DSREG_X_NONE) << reply.text;
        return reply;
    }
    texts messages()
    {
        const wire::journal_entries reply = ask();
        EXPECT_EQ(reply.error, DSREG_X_NONE) << reply.text;
        texts list;
        for (const wire::journal_entry& e : reply.entries) list.push_back(e.message);
        return list;
    }

    files::path top, folder;
    wire::world where;
    wire::journal_query query;
    int64_t deadline = (clock::now() + std::chrono::hours(1)).time_since_epoch().count();
};

} // namespace

TEST_F(Journal, TheNewestComesFirst)
{
    write("system.journal", {of_unit(1, "one"), of_unit(2, "two"), of_unit(3, "three")});
    EXPECT_EQ(messages(), (texts{"three", "two", "one"}));
}

TEST_F(Journal, AnEntryIsWhole)
{
    write("system.journal", {of_unit(5, "said\nin two lines")});
    const wire::journal_entries reply = ask();
    ASSERT_EQ(reply.entries.size(), 1u);
    const wire::journal_entry& e = reply.entries[0];
    EXPECT_EQ(e.time, time_of(5));
    EXPECT_EQ(e.priority, 3);
    EXPECT_EQ(e.uid, 0u);
    EXPECT_EQ(e.pid, 4711);
    EXPECT_EQ(e.unit, "microsoft-identity-device-broker.service");
    EXPECT_EQ(e.identifier, "microsoft-identity-device-broker");
    EXPECT_EQ(e.message, "said\nin two lines");
}

TEST_F(Journal, WhatAnEntryDoesNotSayIsNotGuessed)
{
    write("system.journal",
          {{1, "bare", {{"_SYSTEMD_UNIT", "himmelblaud.service"}, {"PRIORITY", "loud"}}}});
    const wire::journal_entries reply = ask();
    ASSERT_EQ(reply.entries.size(), 1u);
    EXPECT_EQ(reply.entries[0].priority, -1);
    EXPECT_EQ(reply.entries[0].uid, UINT32_MAX);
    EXPECT_EQ(reply.entries[0].pid, 0);
    EXPECT_EQ(reply.entries[0].identifier, "");
}

TEST_F(Journal, CountAndSinceBoundTheAnswer)
{
    std::vector<journal::entry> many;
    for (int i = 0; i < 300; i++) many.push_back(of_unit(i, std::to_string(i)));
    write("system.journal", many);
    EXPECT_EQ(messages().size(), 200u);
    query.count = 2;
    EXPECT_EQ(messages(), (texts{"299", "298"}));
    query.count = 1000;
    query.since = time_of(298);
    EXPECT_EQ(messages(), (texts{"299", "298"}));
    query.since = 0;
    EXPECT_EQ(messages().size(), 300u);
}

TEST_F(Journal, OnlyTheDeviceServicesUnitsAreRead)
{
    write("system.journal",
          {of_unit(1, "microsoft"),
           of_unit(2, "2.0.2", "microsoft-identity-devicebroker.service"),
           of_unit(3, "himmelblau", "himmelblaud.service"),
           of_unit(4, "tasks", "himmelblaud-tasks.service"),
           {5, "root", {{"_UID", "0"}, {"SYSLOG_IDENTIFIER", "microsoft-identity-device-broker"}}},
           {6, "sshd", {{"_UID", "0"}, {"_SYSTEMD_UNIT", "ssh.service"}}},
           of_user(7, "session", 1000)});
    EXPECT_EQ(messages(), (texts{"root", "tasks", "himmelblau", "2.0.2", "microsoft"}));
}

TEST_F(Journal, AnIdentifierAloneIsNobodysWord)
{
    journal::entry spoofed = of_user(1, "registration attempt: {}", 1000);
    spoofed.fields["SYSLOG_IDENTIFIER"] = "microsoft-identity-device-broker";
    spoofed.fields["SYSTEMD_UNIT"] = "microsoft-identity-device-broker.service";
    write("system.journal", {spoofed});
    EXPECT_EQ(messages(), texts{});
}

TEST_F(Journal, AUserSeesTheOwnBroker)
{
    query.from = DSREG_JOURNAL_USER_BROKER;
    journal::entry by_name = of_user(3, "by name", 1000);
    by_name.fields["SYSLOG_IDENTIFIER"] = "java";
    by_name.fields["_COMM"] = "microsoft-ident";
    journal::entry by_unit = of_user(4, "by unit", 1000);
    by_unit.fields["SYSLOG_IDENTIFIER"] = "x";
    by_unit.fields["_SYSTEMD_USER_UNIT"] = "himmelblau-broker.service";
    journal::entry other = of_user(5, "other program", 1000);
    other.fields["SYSLOG_IDENTIFIER"] = "firefox";
    write("system.journal", {of_user(1, "mine", 1000), of_user(2, "theirs", 1001), by_name, by_unit,
                             other, of_unit(6, "device")});
    where.elevated = false;
    EXPECT_EQ(messages(), (texts{"by unit", "by name", "mine"}));
    EXPECT_EQ(ask().entries.at(0).unit, "himmelblau-broker.service");
}

TEST_F(Journal, RootSeesEveryUsersBrokerAndWhoseItIs)
{
    query.from = DSREG_JOURNAL_USER_BROKER;
    write("system.journal", {of_unit(1, "device")});
    write("user-1000.journal", {of_user(2, "mine", 1000)});
    write("user-1001.journal", {of_user(3, "theirs", 1001)});
    EXPECT_EQ(messages(), (texts{"theirs", "mine"}));
    EXPECT_EQ(ask().entries.at(0).uid, 1001u);
}

TEST_F(Journal, SeveralFilesAreOneJournal)
{
    write("system@1-2-3.journal", {of_unit(1, "archived")});
    write("system.journal", {of_unit(2, "current")});
    folder = top / "run/log/journal" / std::string(32, 'a');
    write("system.journal", {of_unit(3, "volatile")});
    EXPECT_EQ(messages(), (texts{"volatile", "current", "archived"}));
}

TEST_F(Journal, AFileInTheJournalsOwnFolderCounts)
{
    folder = top / "var/log/journal";
    write("system.journal", {of_unit(1, "converted")});
    EXPECT_EQ(messages(), texts{"converted"});
}

TEST_F(Journal, AnotherMachinesJournalIsNotOurs)
{
    write("system.journal", {of_unit(1, "ours")});
    folder = top / "var/log/journal" / std::string(32, 'c');
    write("system.journal", {of_unit(2, "theirs")});
    files::create_directories(top / "etc");
    std::ofstream(top / "etc/machine-id") << std::string(32, 'a') << "\n";
    EXPECT_EQ(messages(), texts{"ours"});
}

TEST_F(Journal, AJournalWithoutOurEntriesIsEmptyAndNoError)
{
    write("system.journal", {of_user(1, "x", 1000)});
    const wire::journal_entries reply = ask();
    EXPECT_EQ(reply.error, DSREG_X_NONE);
    EXPECT_TRUE(reply.entries.empty());
}

TEST_F(Journal, WithoutFolderOrFilesThereIsNone)
{
    EXPECT_EQ(ask().error, DSREG_X_NOT_FOUND);
    files::create_directories(folder);
    EXPECT_EQ(ask().error, DSREG_X_NOT_FOUND);
}

TEST_F(Journal, AMissingDeviceRootIsNotTheRealOne)
{
    where.device_root = "";
    EXPECT_EQ(ask().error, DSREG_X_NOT_FOUND);
    where.device_root = top / "nowhere";
    EXPECT_EQ(ask().error, DSREG_X_NOT_FOUND);
}

TEST_F(Journal, AFileThatMayNotBeReadIsNoEmptyOne)
{
    write("system.journal", {of_unit(1, "secret")});
    pretend(folder / "system.journal", 0100640);
    const wire::journal_entries reply = ask();
    EXPECT_EQ(reply.error, DSREG_X_ACCESS);
    EXPECT_TRUE(reply.entries.empty());
    EXPECT_NE(reply.text.find("systemd-journal"), std::string::npos);
}

TEST_F(Journal, AFolderThatMayNotBeListedIsNoEmptyOne)
{
    write("system.journal", {of_unit(1, "secret")});
    pretend(folder, 040750);
    EXPECT_EQ(ask().error, DSREG_X_ACCESS);
}

TEST_F(Journal, AMemberOfTheGroupReads)
{
    write("system.journal", {of_unit(1, "shared")});
    pretend(folder / "system.journal", 0100640, 0, 1000);
    EXPECT_EQ(messages(), texts{"shared"});
}

TEST_F(Journal, TheOwnFileSaysNothingOfTheDeviceService)
{
    write("system.journal", {of_unit(1, "secret")});
    write("user-1000.journal", {of_user(2, "mine", 1000)});
    pretend(folder / "system.journal", 0100640);
    EXPECT_EQ(ask().error, DSREG_X_ACCESS);
    query.from = DSREG_JOURNAL_USER_BROKER;
    EXPECT_EQ(messages(), texts{"mine"});
}

TEST_F(Journal, AUserWithoutAnOwnFileDependsOnTheSystems)
{
    write("system.journal", {of_user(1, "mine", 1000)});
    pretend(folder / "system.journal", 0100640);
    query.from = DSREG_JOURNAL_USER_BROKER;
    EXPECT_EQ(ask().error, DSREG_X_ACCESS);
}

TEST_F(Journal, GarbageIsDamaged)
{
    files::create_directories(folder);
    for (const std::string& bytes :
         {std::string(), std::string("LPKSHHRH"), std::string(100'000, 'x'), std::string(300, '\0'),
          "LPKSHHRH" + std::string(100'000, '\xff')}) {
        std::ofstream(folder / "system.journal", std::ios::binary) << bytes;
        const wire::journal_entries reply = ask();
        EXPECT_EQ(reply.error, DSREG_X_PROTOCOL) << bytes.size();
        EXPECT_NE(reply.text.find("system.journal"), std::string::npos);
    }
}

TEST_F(Journal, ATruncatedFileIsDamaged)
{
    write("system.journal", {of_unit(1, "one")});
    for (const uintmax_t size : {200u, 4096u, 100'000u}) {
        files::resize_file(folder / "system.journal", size);
        EXPECT_EQ(ask().error, DSREG_X_PROTOCOL) << size;
    }
}

TEST_F(Journal, AnOverwrittenMiddleIsDamaged)
{
    std::vector<journal::entry> many;
    for (int i = 0; i < 50; i++) many.push_back(of_unit(i, "message " + std::to_string(i)));
    write("system.journal", many);
    overwrite_between("MESSAGE=message 0", "MESSAGE=message 49");
    EXPECT_EQ(ask().error, DSREG_X_PROTOCOL);
}

TEST_F(Journal, OverwrittenEntriesBeforeAGoodEndAreDamaged)
{
    std::vector<journal::entry> many;
    for (int i = 0; i < 50; i++) many.push_back(of_unit(i, "message " + std::to_string(i)));
    for (int i = 50; i < 100; i++) many.push_back(of_user(i, std::to_string(i), 1000));
    write("system.journal", many);
    overwrite_between("MESSAGE=message 20", "MESSAGE=message 40");
    EXPECT_EQ(ask().error, DSREG_X_PROTOCOL);
}

TEST_F(Journal, ALostIndexIsDamaged)
{
    write("system.journal", {of_unit(1, "one"), of_unit(2, "two")});
    journal::lose_data_index(folder / "system.journal");
    EXPECT_EQ(ask().error, DSREG_X_PROTOCOL);
}

TEST_F(Journal, EntriesWithoutTheirFieldsAreDamaged)
{
    write("system.journal", {of_unit(1, "one"), of_unit(2, "two")});
    journal::lose_fields(folder / "system.journal");
    EXPECT_EQ(ask().error, DSREG_X_PROTOCOL);
}

TEST_F(Journal, EntriesWithoutTheirFieldsBeforeAGoodEndAreDamaged)
{
    write("system.journal", {of_unit(1, "one"), of_unit(2, "two"), of_user(3, "three", 1000)});
    journal::lose_fields(folder / "system.journal", 1);
    EXPECT_EQ(ask().error, DSREG_X_PROTOCOL);
}

TEST_F(Journal, AnEntryWithoutAMessageIsWhole)
{
    write("system.journal", {of_unit(1, "")});
    EXPECT_EQ(messages(), texts{""});
}

TEST_F(Journal, AnArchiveDoesNotExcuseTheCurrentFile)
{
    std::vector<journal::entry> many;
    for (int i = 0; i < 50; i++) many.push_back(of_unit(i, "message " + std::to_string(i)));
    for (int i = 50; i < 100; i++) many.push_back(of_user(i, std::to_string(i), 1000));
    write("system@0-1-2.journal", {of_user(1, "archived", 1000)});
    write("system.journal", many);
    journal::lose_fields(folder / "system.journal", 50);
    EXPECT_EQ(ask().error, DSREG_X_PROTOCOL);
}

TEST_F(Journal, ADamagedArchiveDoesNotHideTheRest)
{
    write("system.journal", {of_unit(1, "current")});
    std::ofstream(folder / "system@0-1-2.journal~") << "power went away here";
    EXPECT_EQ(messages(), texts{"current"});
}

TEST_F(Journal, AnArchiveWithLostEntriesDoesNotHideTheRest)
{
    std::vector<journal::entry> many;
    for (int i = 0; i < 50; i++) many.push_back(of_unit(i, "message " + std::to_string(i)));
    write("system.journal", many);
    overwrite_between("MESSAGE=message 5", "MESSAGE=message 20");
    files::rename(folder / "system.journal", folder / "system@0-1-2.journal");
    write("system.journal", {of_unit(100, "current")});
    EXPECT_EQ(messages().at(0), "current");
}

TEST_F(Journal, OtherUsersDamagedFilesDoNotHideTheRest)
{
    query.from = DSREG_JOURNAL_USER_BROKER;
    write("system.journal", {of_unit(1, "device")});
    write("user-1000.journal", {of_user(2, "mine", 1000)});
    std::ofstream(folder / "user-1001.journal") << "garbage";
    EXPECT_EQ(messages(), texts{"mine"});
}

TEST_F(Journal, ALinkOrAFifoIsNoJournal)
{
    files::create_directories(folder);
    ASSERT_EQ(::mkfifo((folder / "system.journal").c_str(), 0600), 0);
    EXPECT_EQ(ask().error, DSREG_X_PROTOCOL); // and it does not hang
    files::remove(folder / "system.journal");
    ASSERT_TRUE(journal::write(top / "outside.journal", {of_unit(1, "outside")}));
    files::create_symlink("../../../../../outside.journal", folder / "system.journal");
    EXPECT_EQ(messages(), texts{"outside"}); // inside the root a link may lead
    files::remove(folder / "system.journal");
    files::create_symlink("/../../../../../../etc/passwd", folder / "system.journal");
    EXPECT_EQ(ask().error, DSREG_X_NOT_FOUND); // outside of it there is nothing
}

TEST_F(Journal, TokensAndTerminalSequencesAreTakenOut)
{
    const std::string jwt = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl";
    write(
        "system.journal",
        {of_unit(1, "\x1b[31mred\x1b[0m \x1b]0;title\a" + std::string("got ") + jwt + " \xff\x01"),
         of_unit(2, "https://login.microsoftonline.com/7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234/"
                    "oauth2/token")});
    const texts got = messages();
    ASSERT_EQ(got.size(), 2u);
    EXPECT_EQ(got[1], "red got [removed] \xef\xbf\xbd\xef\xbf\xbd");
    EXPECT_NE(got[0].find("/oauth2/token"), std::string::npos);
}

TEST_F(Journal, AMessageIsCutAndATokenAtTheCutIsNotLeft)
{
    std::string tokens;
    for (int i = 0; i < 10; i++) tokens += std::string(6500, 'k') + " ";
    tokens += std::string(65'536 - 12 - tokens.size(), '.') + " ";
    write("system.journal", {of_unit(1, std::string(20'000, ' ') + "end"),
                             of_unit(2, tokens + "eyJ" + std::string(500, 'k'))});
    const texts got = messages();
    ASSERT_EQ(got.size(), 2u);
    EXPECT_EQ(got[1], std::string(8192, ' '));
    EXPECT_EQ(got[0].substr(0, 20), "[removed] [removed] ");
    EXPECT_EQ(got[0].find("eyJ"), std::string::npos);
}

TEST_F(Journal, AnAnswerIsOfBoundedSize)
{
    std::vector<journal::entry> many;
    for (int i = 0; i < 200; i++) {
        std::string text;
        while (text.size() < 8000) text += "word " + std::to_string(i);
        many.push_back(of_unit(i, text));
    }
    write("system.journal", many);
    const wire::journal_entries reply = ask();
    EXPECT_EQ(reply.error, DSREG_X_TOO_LARGE);
    EXPECT_GT(reply.entries.size(), 100u);
    EXPECT_LT(wire::encode(reply).size(), 1100u * 1024);
}

TEST_F(Journal, ALateQuestionIsCutShort)
{
    write("system.journal", {of_unit(1, "one")});
    deadline = 1;
    EXPECT_EQ(ask().error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(raw(wire::encode(query)).cut_short);
}

TEST_F(Journal, AWrongQuestionIsRefused)
{
    EXPECT_EQ(raw("garbage").status, DSREG_E_INVALID);
    EXPECT_EQ(raw(wire::encode(query), 77).status, DSREG_E_INVALID);
    query.from = 3;
    EXPECT_EQ(raw(wire::encode(query)).status, DSREG_E_INVALID);
    query.from = 1;
    query.count = 1001;
    EXPECT_EQ(raw(wire::encode(query)).status, DSREG_E_LIMIT);
}

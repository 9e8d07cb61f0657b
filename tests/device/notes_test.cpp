#include "device/device_broker.h"
#include "device/domain_notes.h"
#include "device/home_notes.h"
#include "device/stage.h"
#include "device/toml_note.h"

#include <atomic>
#include <future>

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;

namespace {

const std::string portal = "/home/alice/.config/intune/registration.toml";
const std::string state = "/home/alice/.local/state/intune/registration.toml";
const std::string cache = "/var/cache/himmelblaud/himmelblau.conf";
const std::string other_id = "9d53c6fa-b38e-4509-8fb1-51dedb421aac";

registration_note noted(const std::string& text)
{
    registration_note n;
    const status s = read_registration_note(text, n);
    EXPECT_TRUE(s.ok()) << s.text();
    return n;
}

bool refused(const std::string& text)
{
    registration_note n;
    return !read_registration_note(text, n).ok();
}

std::string hint(const std::string& id = device_id)
{
    return "aad_device_hint = \"" + id + "\"\n";
}

class Notes : public Stage
{
protected:
    wire::device_list list() { return device_broker(where).list(); }
    wire::device_file only_file()
    {
        const wire::device_list l = list();
        EXPECT_EQ(l.files.size(), 1u);
        return l.files.empty() ? wire::device_file() : l.files[0];
    }
};

} // namespace

TEST(RegistrationToml, SaysDeviceAndTenant)
{
    const registration_note n =
        noted("account_hint = \"alice@contoso.com\"\ndevice_hint = \"" + other_id + "\"\n" +
              hint() + "authority = \"https://login.microsoftonline.com/" + tenant_id +
              "\"\nneeds_patching = false\n");
    EXPECT_EQ(n.device_id, device_id);
    EXPECT_EQ(n.tenant_id, tenant_id);
}

TEST(RegistrationToml, EveryWayToWriteItIsRead)
{
    const std::string id = device_id;
    for (const std::string& text :
         {"aad_device_hint=\"" + id + "\"", "  aad_device_hint  =  '" + id + "'  # mine\r\n",
          "\"aad_device_hint\" = \"" + id + "\"", "\xef\xbb\xbf" + hint(),
          "[registration]\n" + hint(), "# a comment\n\n" + hint(),
          "AAD = \n" + hint("11223344-5566-7788-99AA-BBCCDDEEFF00"),
          "other = [ 1,\n 2 ]\nbroken line\n" + hint()})
        EXPECT_EQ(noted(text).device_id, id) << text;
}

TEST(RegistrationToml, ATenantIsAnIdOrNothing)
{
    const std::string id = tenant_id;
    EXPECT_EQ(noted(hint() + "tenant = \"" + id + "\"").tenant_id, id);
    EXPECT_EQ(
        noted(hint() + "authority = \"https://login.microsoftonline.us/" + id + "/\"").tenant_id,
        id);
    EXPECT_EQ(noted(hint() + "tenant = \"contoso.com\"").tenant_id, "");
    EXPECT_EQ(noted(hint() + "authority = \"https://login.microsoftonline.com/common\"").tenant_id,
              "");
}

TEST(RegistrationToml, WithoutADeviceIsNoError)
{
    EXPECT_EQ(noted("device_hint = \"" + other_id + "\"").device_id, "");
    EXPECT_EQ(noted("aad_device_hint = \"\"").device_id, "");
}

TEST(RegistrationToml, WhatIsNoStringIsPassedOver)
{
    for (const char* value : {"true", "1", "\"unfinished", "\"a\" b", "\"\"\"", "\"\\u0041\""})
        EXPECT_EQ(noted("aad_device_hint = " + std::string(value)).device_id, "") << value;
}

TEST(RegistrationToml, GarbageIsRefused)
{
    EXPECT_TRUE(refused(""));
    EXPECT_TRUE(refused("no setting at all"));
    EXPECT_TRUE(refused(std::string("a = \"b\"\0", 8)));
    EXPECT_TRUE(refused("a = \"\xff\xfe\""));
    EXPECT_TRUE(refused("aad_device_hint = \"not an id\""));
    EXPECT_TRUE(refused("{\"aad_device_hint\": 1}"));
}

TEST(HimmelblauConf, NamesADeviceForEachDomain)
{
    std::vector<domain_note> all;
    ASSERT_TRUE(
        read_domain_notes("[global]\ndebug = false\n\n[contoso.com]\ntenant_id = " +
                              std::string(tenant_id) + "\ndevice_id = " + device_id +
                              "\n; comment\n[fabrikam.com]\ntenant_id = x\ndevice_id=" + other_id,
                          all)
            .ok());
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].domain, "contoso.com");
    EXPECT_EQ(all[0].tenant_id, tenant_id);
    EXPECT_EQ(all[0].device_id, device_id);
    EXPECT_EQ(all[1].tenant_id, "");
    EXPECT_EQ(all[1].device_id, other_id);
}

TEST(HimmelblauConf, GarbageIsRefusedAndEmptyIsNot)
{
    std::vector<domain_note> all;
    EXPECT_FALSE(read_domain_notes("garbage", all).ok());
    EXPECT_FALSE(read_domain_notes(std::string("[a]\0", 4), all).ok());
    EXPECT_TRUE(read_domain_notes("\n", all).ok());
}

TEST_F(Notes, OfThePortalAreARecord)
{
    note(portal, hint() + "tenant = \"" + tenant_id + "\"\n");
    const wire::device_list l = list();
    ASSERT_EQ(l.records.size(), 1u);
    EXPECT_EQ(l.records[0].instance, "registration.toml");
    EXPECT_EQ(l.records[0].source, "registration.toml");
    EXPECT_EQ(l.records[0].device_id, device_id);
    EXPECT_EQ(l.records[0].tenant_id, tenant_id);
    EXPECT_EQ(l.records[0].hardware, 2u);
    EXPECT_FALSE(l.records[0].certificate.there);
    EXPECT_EQ(only_file().kind, DSREG_FILE_NOTE);
    EXPECT_EQ(only_file().instance, "registration.toml");
    EXPECT_EQ(l.error, DSREG_X_NONE);
}

TEST_F(Notes, InBothPlacesThatAgreeAreOneRecord)
{
    note(portal, hint());
    note(state, hint());
    EXPECT_EQ(list().records.size(), 1u);
    EXPECT_EQ(list().files.size(), 2u);
    note(state, hint(other_id));
    ASSERT_EQ(list().records.size(), 2u);
    EXPECT_EQ(list().records[1].instance, "registration.toml#2");
    EXPECT_EQ(list().records[1].device_id, other_id);
}

TEST_F(Notes, ComeAfterTheCertificates)
{
    note(portal, hint());
    register_device("drs_z");
    write(cache, "[contoso.com]\ndevice_id = " + other_id + "\n");
    const wire::device_list l = list();
    ASSERT_EQ(l.records.size(), 3u);
    EXPECT_EQ(l.records[0].source, "certificate");
    EXPECT_EQ(l.records[1].instance, "himmelblau.conf:contoso.com");
    EXPECT_EQ(l.records[2].source, "registration.toml");
}

TEST_F(Notes, ThatAreGarbageAreAFileAndNoRecord)
{
    note(portal, "garbage");
    EXPECT_EQ(only_file().state, DSREG_FILE_GARBAGE);
    EXPECT_TRUE(list().records.empty());
}

TEST_F(Notes, BehindALinkAreNotRead)
{
    note("/home/alice/elsewhere", hint());
    make_folder_of(portal);
    files::create_symlink("../../elsewhere", on_disk(portal));
    EXPECT_EQ(only_file().state, DSREG_FILE_NOT_REGULAR);
    EXPECT_TRUE(list().records.empty());
}

TEST_F(Notes, BehindALinkedFolderAreNotRead)
{
    note("/home/alice/dotfiles/intune/registration.toml", hint());
    files::create_directory_symlink("dotfiles", on_disk("/home/alice/.config"));
    EXPECT_EQ(only_file().state, DSREG_FILE_NOT_REGULAR);
    EXPECT_TRUE(list().records.empty());
}

TEST_F(Notes, OfAnotherUserAreNotRead)
{
    note(portal, hint());
    where.uid = ::geteuid() + 1;
    EXPECT_EQ(only_file().state, DSREG_FILE_DENIED);
    EXPECT_EQ(only_file().text, "it belongs to another user");
    EXPECT_TRUE(list().records.empty());
    EXPECT_EQ(list().error, DSREG_X_NONE); // root would not read it either
}

TEST_F(Notes, OfHimmelblauThatOnlyRootMayReadAreDenied)
{
    write(cache, "[contoso.com]\ndevice_id = " + other_id + "\n");
    EXPECT_EQ(list().records.size(), 1u);
    where.elevated = false;
    EXPECT_TRUE(list().records.empty());
    EXPECT_EQ(list().error, DSREG_X_ACCESS);
    EXPECT_EQ(only_file().state, DSREG_FILE_DENIED);
}

TEST_F(Notes, ThatOthersMayChangeAreExposed)
{
    note(portal, hint());
    EXPECT_FALSE(only_file().exposed);
    files::permissions(on_disk(portal), files::perms(0666));
    EXPECT_TRUE(only_file().exposed);
}

TEST(HomeNotes, OfAHomeThatDoesNotAnswerAreOneRowAndNoWait)
{
    std::promise<void> answer;
    const auto readings = std::make_shared<std::atomic<int>>(0);
    const home_notes home(
        "/home/alice",
        [readings, wait = answer.get_future().share()] {
            ++*readings;
            wait.wait();
            notes n;
            n.records.emplace_back();
            return n;
        },
        std::chrono::milliseconds(50));
    for (int i = 0; i < 3; i++) {
        const notes n = home.read();
        EXPECT_TRUE(n.records.empty());
        EXPECT_FALSE(n.denied); // root would see no more
        ASSERT_EQ(n.files.size(), 1u);
        EXPECT_EQ(n.files[0].path, portal);
        EXPECT_EQ(n.files[0].kind, DSREG_FILE_NOTE);
        EXPECT_EQ(n.files[0].state, DSREG_FILE_DENIED);
        EXPECT_NE(n.files[0].text.find("does not answer"), std::string::npos);
    }
    EXPECT_EQ(*readings, 1); // one thread hangs, not one for each question
    answer.set_value();
    notes now;
    for (int i = 0; i < 100 && now.records.empty(); i++) now = home.read();
    EXPECT_EQ(now.records.size(), 1u);
    EXPECT_TRUE(now.files.empty());
}

TEST(HomeNotes, ThatCannotBeReadAreOneRow)
{
    const home_notes home(
        "/home/alice", []() -> notes { throw std::bad_alloc(); }, std::chrono::seconds(5));
    ASSERT_EQ(home.read().files.size(), 1u);
    EXPECT_EQ(home.read().files[0].state, DSREG_FILE_DENIED);
}

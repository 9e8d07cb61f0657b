// SIGKILL at every step, a full disk, a note that is not ours: the next run knows what to do.
#include "device/unregister_stage.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;
using net_test::contains;
using step = unregistering::step;

namespace {

class Crash : public Unregister
{
protected:
    void leave_note(const char* state, const std::string& text, mode_t mode = 0600)
    {
        files::create_directories(on_disk(note_place));
        files::permissions(on_disk(note_place), files::perms(0700));
        std::ofstream(on_disk(note(state))) << text;
        files::permissions(on_disk(note(state)), files::perms(mode));
    }
    // In a process of its own, which this limit keeps from writing files.
    int unregister_on_a_full_disk()
    {
        const pid_t child = ::fork();
        if (child == 0) {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit none{0, 0};
            ::setrlimit(RLIMIT_FSIZE, &none);
            ::_exit(static_cast<int>(unregister().end));
        }
        int code = 0;
        ::waitpid(child, &code, 0);
        return WIFEXITED(code) ? WEXITSTATUS(code) : -1;
    }
};

} // namespace

TEST_F(Crash, BeforeTheRequestLosesNothing)
{
    const auto before = tree();
    for (const step s : {step::begun, step::written, step::asked}) {
        ASSERT_TRUE(kill_at(s));
        EXPECT_TRUE(removals.empty());
        for (const auto& path : {certs + "drs_a.pem", keys + "drs_a.pem", keys + "stk_a.pem"})
            EXPECT_TRUE(is_there(path)) << path;
    }
    EXPECT_END(unregister(), unregistered::done);
    EXPECT_EQ(rest_of(tree()), rest_of(before));
}

TEST_F(Crash, AfterARequestWhoseAnswerNobodyReadIsNotTakenForAYes)
{
    const auto before = tree();
    ASSERT_TRUE(kill_at(step::answered));
    ASSERT_EQ(removals.size(), 1u);
    removal_reply = http(401, ""); // as a tenant that has removed it
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::refused);
    EXPECT_TRUE(contains(end.text, "went without an answer")) << end.text;
    for (const auto& [path, content] : before) EXPECT_EQ(tree()[path], content) << path;
}

TEST_F(Crash, AfterTheNotedYesIsFinishedWithoutAskingAgain)
{
    const auto before = rest_of(tree());
    for (const step s : {step::gone, step::removing, step::removed, step::over}) {
        for (int i = 1; i <= 4; i++) {
            register_device("drs_a.pem", 0);
            write(keys + "stk_a.pem", pem_of(rsa_key(2).get()));
            if (!kill_at(s, i)) { // each file is a step: the fourth time never comes
                EXPECT_GT(i, s == step::removing || s == step::removed ? 3 : 1);
                continue;
            }
            const std::size_t asked = server->connections();
            const wire::device_unregistering end = unregister();
            if (s == step::over) {
                EXPECT_END(end, unregistered::nothing);
            } else {
                EXPECT_END(end, unregistered::done);
                EXPECT_TRUE(end.finished_earlier);
                EXPECT_EQ(end.device_id, device_id);
                EXPECT_EQ(end.steps.size(), 3u);
            }
            EXPECT_EQ(server->connections(), asked);
            EXPECT_EQ(rest_of(tree()), before);
            EXPECT_FALSE(is_there(certs + "drs_a.pem"));
            EXPECT_FALSE(is_there(keys + "drs_a.pem"));
        }
    }
}

TEST_F(Crash, FilesOfAnyNameAndAsManyAsAreLookedAtAreRememberedAll)
{
    write(certs + "drs_\xff.pem", file_bytes(on_disk(certs + "drs_a.pem")));
    const std::string key = file_bytes(on_disk(keys + "drs_a.pem")), end(200, 'x');
    for (int i = 0; i < 240; i++) write(keys + "drs_copy" + std::to_string(i) + end, key);
    ASSERT_TRUE(kill_at(step::removing));
    const wire::device_unregistering last = unregister();
    EXPECT_END(last, unregistered::done);
    EXPECT_EQ(count(last, wire::removed::yes), 244u);
    EXPECT_FALSE(is_there(certs + "drs_\xff.pem"));
    EXPECT_FALSE(is_there(keys + "drs_copy0" + end));
    EXPECT_EQ(removals.size(), 1u);
}

TEST_F(Crash, ANoteThatCouldNotBeReadAgainIsNotWritten)
{
    const device::root below(where);
    note_folder notes(below);
    ASSERT_TRUE(notes.open(true).ok());
    unregister_note wrong{tenant_id, device_id, std::string(40, 'A'), 1, {}};
    EXPECT_TRUE(notes.write(wrong, [] {}).ok());
    wrong.files = {{"/etc/ssl", "drs_a", 1, std::string(64, '0')}}; // no folder of a device
    EXPECT_FALSE(notes.write(wrong, [] {}).ok());
    wrong.files = {};
    wrong.thumbprint = "none";
    EXPECT_FALSE(notes.write(wrong, [] {}).ok());
}

TEST_F(Crash, AnInodeIsAnyNumberOf64Bits)
{
    const device::root below(where);
    note_folder notes(below);
    ASSERT_TRUE(notes.open(true).ok());
    const unregister_note large{tenant_id,
                                device_id,
                                std::string(40, 'A'),
                                1,
                                {{"/etc/ssl/private", "drs_a", ~0ull, std::string(64, '0')}}};
    ASSERT_TRUE(notes.write(large, [] {}).ok());
    unregister_note again;
    auto state = unregister_note::state::none;
    ASSERT_TRUE(notes.read(tenant_id, state, again).ok());
    EXPECT_TRUE(again == large);
}

TEST_F(Crash, WhatIsLeftIsKnownWithoutTheTenant)
{
    ASSERT_TRUE(kill_at(step::removed));
    const wire::device_unregistering seen = device_broker(where).look_to_unregister(tenant_id);
    EXPECT_END(seen, unregistered::done);
    EXPECT_TRUE(seen.finished_earlier);
}

TEST_F(Crash, ANewRegistrationInTheOldPlaceStays)
{
    ASSERT_TRUE(kill_at(step::gone));
    register_device("drs_a.pem", 2); // other content in the same files
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::done);
    EXPECT_TRUE(contains(end.text, "run it again")) << end.text;
    EXPECT_TRUE(is_there(certs + "drs_a.pem"));
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
    EXPECT_FALSE(is_there(keys + "stk_a.pem"));
    EXPECT_EQ(count(end, wire::removed::kept), 2u);
    EXPECT_END(unregister(), unregistered::done); // the new one
    EXPECT_EQ(removals.size(), 2u);
}

TEST_F(Crash, AFileThatCannotGoIsFinishedByTheNextRun)
{
    ASSERT_TRUE(kill_at(step::gone));
    files::rename(on_disk(keys), on_disk("/etc/aside"));
    files::create_directory_symlink("../../aside",
                                    on_disk("/etc/microsoft/identity-broker/private"));
    EXPECT_END(unregister(), unregistered::left_behind);
    files::remove(on_disk("/etc/microsoft/identity-broker/private"));
    files::rename(on_disk("/etc/aside"), on_disk(keys));
    EXPECT_END(unregister(), unregistered::done);
    EXPECT_FALSE(is_there(keys + "drs_a.pem"));
    EXPECT_EQ(removals.size(), 1u);
}

TEST_F(Crash, OnAFullDiskNothingIsSent)
{
    const auto before = tree();
    EXPECT_EQ(unregister_on_a_full_disk(), static_cast<int>(unregistered::not_started));
    EXPECT_TRUE(removals.empty());
    EXPECT_EQ(rest_of(tree()), rest_of(before));
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
    EXPECT_END(unregister(), unregistered::done);
}

TEST_F(Crash, ADiskThatGotFullMeanwhileDoesNotKeepTheYesFromBeingNoted)
{
    ASSERT_TRUE(kill_at(step::gone));
    EXPECT_EQ(unregister_on_a_full_disk(), static_cast<int>(unregistered::done));
    EXPECT_FALSE(is_there(keys + "drs_a.pem"));
}

TEST_F(Crash, ADamagedNoteStopsEverything)
{
    ASSERT_TRUE(kill_at(step::gone));
    const std::string good = file_bytes(on_disk(note("gone")));
    std::string escaping = good, foreign = good, mark = "/etc/microsoft/identity-broker/private";
    escaping.replace(escaping.find(mark), mark.size(), "/etc");
    foreign.replace(foreign.find(tenant_id), 36, other_tenant);
    for (const std::string& bad : {std::string(), std::string("garbage"), good.substr(0, 100),
                                   std::string(300'000, ' '), escaping, foreign}) {
        leave_note("gone", bad);
        const wire::device_unregistering end = unregister();
        EXPECT_END(end, unregistered::left_behind);
        EXPECT_TRUE(contains(end.text, "damaged")) << end.text;
        EXPECT_TRUE(contains(end.text, "the tenant has removed this device")) << end.text;
        EXPECT_TRUE(is_there(keys + "drs_a.pem"));
    }
    leave_note("gone", good);
    EXPECT_END(unregister(), unregistered::done);
}

TEST_F(Crash, ANoteOfSomebodyElseStopsEverything)
{
    ASSERT_TRUE(kill_at(step::gone));
    const std::string good = file_bytes(on_disk(note("gone")));
    leave_note("gone", good, 0666);
    EXPECT_END(unregister(), unregistered::left_behind);
    files::remove(on_disk(note("gone")));
    leave_note("aside", good);
    files::create_symlink("unregister-" + std::string(tenant_id) + ".aside", on_disk(note("gone")));
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::left_behind);
    EXPECT_TRUE(contains(end.text, "symbolic link")) << end.text;
    files::remove(on_disk(note("gone")));
    files::create_directory(on_disk(note("gone")));
    EXPECT_END(unregister(), unregistered::left_behind);
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
}

TEST_F(Crash, AFolderThatOthersCanChangeIsNotUsed)
{
    files::create_directories(on_disk(note_place));
    files::permissions(on_disk(note_place), files::perms(0777));
    EXPECT_END(unregister(), unregistered::not_started);
    files::remove(on_disk(note_place.substr(0, note_place.size() - 1)));
    files::create_directory(on_disk("/var/lib/elsewhere"));
    files::create_directory_symlink("elsewhere", on_disk("/var/lib/dsreg"));
    EXPECT_END(unregister(), unregistered::not_started);
    EXPECT_TRUE(removals.empty());
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
}

TEST_F(Crash, OneRunAtATime)
{
    files::create_directories(on_disk(note_place));
    files::permissions(on_disk(note_place), files::perms(0700));
    const unique_fd held(::open(on_disk(note_place).c_str(), O_RDONLY | O_CLOEXEC));
    ASSERT_EQ(::flock(held.get(), LOCK_EX | LOCK_NB), 0);
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::not_started);
    EXPECT_TRUE(contains(end.text, "another run of dsreg")) << end.text;
}

TEST_F(Crash, ANoteAboutWhatIsGoneMeanwhileGoesToo)
{
    ASSERT_TRUE(kill_at(step::asked));
    files::remove(on_disk(certs + "drs_a.pem"));
    files::remove(on_disk(keys + "drs_a.pem"));
    EXPECT_END(unregister(), unregistered::nothing);
    EXPECT_FALSE(is_there(note("asked")));
}

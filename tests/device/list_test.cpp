// What dsreg.device/1 lists of the device root.
#include "device/device_broker.h"
#include "device/stage.h"

#include <sys/stat.h>

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;

namespace {

class List : public Stage
{
protected:
    wire::device_list list() { return device_broker(where).list(); }
    wire::device_file file(const std::string& path)
    {
        for (const wire::device_file& f : list().files)
            if (f.path == path) return f;
        ADD_FAILURE() << path << " is not listed";
        return {};
    }
    std::string some_certificate()
    {
        const auto key = ec_key();
        return pem_of(make_certificate(key.get()).get());
    }
};

} // namespace

TEST_F(List, AMachineWithoutARegistrationHasNothing)
{
    const wire::device_list l = list();
    EXPECT_EQ(l.error, DSREG_X_NONE);
    EXPECT_TRUE(l.records.empty());
    EXPECT_TRUE(l.files.empty());
}

TEST_F(List, ARegisteredDevice)
{
    register_device();
    write(keys + "stk_a.pem", pem_of(rsa_key(1).get()));
    const wire::device_list l = list();
    EXPECT_EQ(l.error, DSREG_X_NONE);
    ASSERT_EQ(l.records.size(), 1u);
    const wire::device_record& r = l.records[0];
    EXPECT_EQ(r.instance, "drs_a.pem");
    EXPECT_EQ(r.source, "certificate");
    EXPECT_EQ(r.path, certs + "drs_a.pem");
    EXPECT_EQ(r.device_id, device_id);
    EXPECT_EQ(r.tenant_id, tenant_id);
    EXPECT_EQ(r.key_container, "drs_a.pem");
    EXPECT_EQ(r.key_provider, "Software (PEM file)");
    EXPECT_EQ(r.hardware, 0u);
    EXPECT_TRUE(r.certificate.there);
    ASSERT_EQ(l.files.size(), 3u);
    for (const wire::device_file& f : l.files) {
        EXPECT_EQ(f.state, DSREG_FILE_GOOD) << f.path;
        EXPECT_FALSE(f.exposed) << f.path;
        EXPECT_EQ(f.text, "") << f.path;
        EXPECT_EQ(f.instance, "drs_a.pem") << f.path;
        EXPECT_EQ(f.uid, 0u);
        EXPECT_EQ(f.mode, 0100600u);
    }
    EXPECT_EQ(l.files[0].kind, DSREG_FILE_CERTIFICATE);
    EXPECT_EQ(l.files[1].kind, DSREG_FILE_KEY);
    EXPECT_EQ(l.files[2].kind, DSREG_FILE_TRANSPORT);
}

TEST_F(List, DerFilesAreReadToo)
{
    const auto key = rsa_key();
    write(certs + "drs_a", der_of(make_certificate(key.get()).get()));
    write(keys + "drs_a", pkcs8_der_of(key.get()));
    const wire::device_list l = list();
    ASSERT_EQ(l.records.size(), 1u);
    EXPECT_EQ(l.records[0].key_provider, "Software (DER file)");
}

TEST_F(List, TwoTenantsAreTwoRecordsWithTheirOwnKeys)
{
    certificate_plan other;
    other.subject = "9d53c6fa-b38e-4509-8fb1-51dedb421aac";
    other.extensions = {{2, long_form(windows_bytes(other.subject))},
                        {5, long_form(windows_bytes("0f0e0d0c-0b0a-0908-0706-050403020100"))}};
    const auto a = rsa_key(0), b = rsa_key(1);
    // The names say nothing, so the public keys have to.
    write(certs + "drs_1", pem_of(make_certificate(a.get()).get()));
    write(certs + "drs_2", pem_of(make_certificate(b.get(), other).get()));
    write(keys + "drs_x", pem_of(b.get()));
    write(keys + "drs_y", pem_of(a.get()));
    const wire::device_list l = list();
    ASSERT_EQ(l.records.size(), 2u);
    EXPECT_EQ(l.records[0].tenant_id, tenant_id);
    EXPECT_EQ(l.records[0].key_container, "drs_y");
    EXPECT_EQ(l.records[1].tenant_id, "0f0e0d0c-0b0a-0908-0706-050403020100");
    EXPECT_EQ(l.records[1].key_container, "drs_x");
    EXPECT_EQ(file(keys + "drs_x").instance, "drs_2");
}

TEST_F(List, AKeyOfTheSameNameIsTheCertificatesEvenWhenItDoesNotMatch)
{
    write(certs + "drs_a-cert.pem", pem_of(make_certificate(rsa_key().get()).get()));
    write(keys + "drs_a-key.pem", pem_of(rsa_key(1).get()));
    write(keys + "drs_b-key.pem", "garbage");
    EXPECT_EQ(list().records.at(0).key_container, "drs_a-key.pem");
}

TEST_F(List, AnotherTenantsKeyIsNobodysKey)
{
    write(certs + "drs_a", pem_of(make_certificate(rsa_key().get()).get()));
    write(keys + "drs_b", pem_of(rsa_key(1).get()));
    const wire::device_list l = list();
    EXPECT_EQ(l.records.at(0).key_container, "");
    EXPECT_EQ(l.records.at(0).hardware, 2u);
    EXPECT_EQ(file(keys + "drs_b").instance, "");
}

TEST_F(List, AKeyWithoutACertificateIsAFileAndNoRecord)
{
    write(keys + "drs_a", pem_of(rsa_key().get()));
    EXPECT_TRUE(list().records.empty());
    EXPECT_EQ(file(keys + "drs_a").state, DSREG_FILE_GOOD);
}

TEST_F(List, TheOldPlaceTellsCertificatesFromKeysByContent)
{
    const auto key = rsa_key();
    write(old_place + "drs1", pem_of(key.get()));
    write(old_place + "drs2", pem_of(make_certificate(key.get()).get()));
    write(old_place + "stk", pem_of(rsa_key(1).get()));
    write(old_place + "ssl-cert-snakeoil.key", pem_of(rsa_key(2).get()), 0100640);
    EXPECT_EQ(file(old_place + "drs1").kind, DSREG_FILE_KEY);
    EXPECT_EQ(file(old_place + "drs2").kind, DSREG_FILE_CERTIFICATE);
    EXPECT_EQ(file(old_place + "stk").kind, DSREG_FILE_TRANSPORT);
    const wire::device_list l = list();
    EXPECT_EQ(l.files.size(), 3u);
    EXPECT_EQ(l.records.at(0).key_container, "drs1");
}

TEST_F(List, OneFileMayHoldBoth)
{
    const auto key = rsa_key();
    write(old_place + "drs", pem_of(make_certificate(key.get()).get()) + pem_of(key.get()),
          0100640);
    EXPECT_EQ(list().records.at(0).key_container, "drs");
    EXPECT_EQ(file(old_place + "drs").kind, DSREG_FILE_CERTIFICATE);
    EXPECT_TRUE(file(old_place + "drs").exposed); // there is a private key in it
}

TEST_F(List, OfTwoRecordsWithOneNameEachHasItsOwnInstance)
{
    register_device("drs_a");
    write(old_place + "drs_a", some_certificate());
    const wire::device_list l = list();
    ASSERT_EQ(l.records.size(), 2u);
    EXPECT_EQ(l.records[0].instance, "drs_a");
    EXPECT_EQ(l.records[1].instance, "drs_a#2");
}

TEST_F(List, GarbageIsAFileAndNoRecord)
{
    write(certs + "drs_a", "garbage");
    write(keys + "drs_a", "garbage");
    write(keys + "stk_a", "");
    EXPECT_TRUE(list().records.empty());
    EXPECT_EQ(file(certs + "drs_a").state, DSREG_FILE_GARBAGE);
    EXPECT_EQ(file(certs + "drs_a").text, "there is no certificate in it");
    EXPECT_EQ(file(keys + "drs_a").state, DSREG_FILE_GARBAGE);
    EXPECT_EQ(file(keys + "stk_a").state, DSREG_FILE_GARBAGE);
}

TEST_F(List, APrivateKeyWhereTheCertificateBelongsIsSaid)
{
    write(certs + "drs_a", pem_of(rsa_key().get()));
    EXPECT_EQ(file(certs + "drs_a").state, DSREG_FILE_GARBAGE);
    EXPECT_EQ(file(certs + "drs_a").text, "it holds a private key, no certificate");
}

TEST_F(List, AnOddCertificateIsGoodAndItsOddityIsSaid)
{
    write(certs + "drs_a", some_certificate() + some_certificate());
    EXPECT_EQ(file(certs + "drs_a").state, DSREG_FILE_GOOD);
    EXPECT_NE(file(certs + "drs_a").text, "");
}

TEST_F(List, ALockedKeyIsTheCertificatesAndLocked)
{
    const auto key = rsa_key();
    write(certs + "drs_1", pem_of(make_certificate(key.get()).get()));
    write(keys + "drs_2", locked_pem_of(key.get()));
    EXPECT_EQ(file(keys + "drs_2").state, DSREG_FILE_LOCKED);
    EXPECT_EQ(list().records.at(0).key_container, "drs_2");
    EXPECT_EQ(list().records.at(0).key_provider, "Software (PEM file)");
}

TEST_F(List, AKeyInATpmIsHardware)
{
    write(certs + "drs_a", some_certificate());
    write(keys + "drs_a",
          "-----BEGIN TSS2 PRIVATE KEY-----\nMAA=\n-----END TSS2 PRIVATE KEY-----\n");
    EXPECT_EQ(list().records.at(0).hardware, 1u);
    EXPECT_EQ(list().records.at(0).key_provider, "Hardware (TPM 2.0)");
}

TEST_F(List, AHugeFileIsNotRead)
{
    make_folder_of(certs + "drs_a");
    std::ofstream(on_disk(certs + "drs_a"));
    files::resize_file(on_disk(certs + "drs_a"), 64 * 1024 * 1024);
    EXPECT_EQ(file(certs + "drs_a").state, DSREG_FILE_TOO_LARGE);
    EXPECT_EQ(file(certs + "drs_a").size, 64u * 1024 * 1024);
}

TEST_F(List, AFileOf64KiBIsTheLargestThatIsRead)
{
    const std::string pem = some_certificate();
    write(certs + "drs_a", pem + std::string(64 * 1024 - pem.size(), '\n'));
    write(certs + "drs_b", pem + std::string(64 * 1024 - pem.size() + 1, '\n'));
    EXPECT_EQ(file(certs + "drs_a").state, DSREG_FILE_GOOD);
    EXPECT_EQ(file(certs + "drs_b").state, DSREG_FILE_TOO_LARGE);
}

TEST_F(List, WhatIsNoRegularFileIsNotOpened)
{
    write("/etc/elsewhere", some_certificate());
    make_folder_of(certs + "drs_a");
    files::create_symlink("/etc/elsewhere", on_disk(certs + "drs_link"));
    files::create_symlink("nowhere", on_disk(certs + "drs_dangling"));
    files::create_directory(on_disk(certs + "drs_folder"));
    ::mkfifo(on_disk(certs + "drs_pipe").c_str(), 0600);
    for (const char* name : {"drs_link", "drs_dangling", "drs_folder", "drs_pipe"})
        EXPECT_EQ(file(certs + name).state, DSREG_FILE_NOT_REGULAR) << name;
    EXPECT_EQ(file(certs + "drs_link").text, "it is a symbolic link");
    EXPECT_EQ(file(certs + "drs_folder").text, "it is a folder");
    EXPECT_EQ(file(certs + "drs_pipe").text, "it is a pipe");
    EXPECT_TRUE(list().records.empty());
}

TEST_F(List, ALinkedFolderStaysInsideTheRoot)
{
    make_folder_of("/etc/microsoft/identity-broker/x");
    files::create_directory_symlink("/srv/certs", on_disk("/etc/microsoft/identity-broker/certs"));
    EXPECT_TRUE(list().files.empty());
    write("/srv/certs/drs_a", some_certificate());
    EXPECT_EQ(list().records.size(), 1u);
}

TEST_F(List, OwnersAndModesThatExposeAFile)
{
    register_device();
    struct {
        const char* what;
        uint32_t mode, uid;
        bool certificate, key;
    } const rows[] = {{"root's own", 0100600, 0, false, false},
                      {"readable by all", 0100644, 0, false, true},
                      {"readable by a group", 0100640, 0, false, true},
                      {"writable by a group", 0100620, 0, true, true},
                      {"writable by all", 0100602, 0, true, true},
                      {"another's", 0100600, 1234, true, true},
                      {"the broker's", 0100600, 997, false, false}};
    write("/etc/passwd",
          "root:x:0:0::/:/bin/sh\nmicrosoft-identity-broker2:x:1234:1234::/:/x\n"
          "microsoft-identity-broker:x:997:997::/:/usr/sbin/nologin\n",
          0100644);
    for (const auto& row : rows) {
        pretend(certs + "drs_a.pem", row.mode, row.uid);
        pretend(keys + "drs_a.pem", row.mode, row.uid);
        EXPECT_EQ(file(certs + "drs_a.pem").exposed, row.certificate) << row.what;
        EXPECT_EQ(file(keys + "drs_a.pem").exposed, row.key) << row.what;
        EXPECT_EQ(file(keys + "drs_a.pem").text.empty(), !row.key) << row.what;
    }
}

TEST_F(List, WhatIsNoFileIsNotExposed)
{
    make_folder_of(keys + "drs_old");
    files::create_directory(on_disk(keys + "drs_old"));
    pretend(keys + "drs_old", 040755);
    ::mkfifo(on_disk(keys + "drs_pipe").c_str(), 0666);
    pretend(keys + "drs_pipe", 0010666, 1234);
    EXPECT_FALSE(file(keys + "drs_old").exposed);
    EXPECT_FALSE(file(keys + "drs_pipe").exposed);
}

TEST_F(List, InTheOldPlaceOnlyWhatIsTheDevicesIsJudged)
{
    const auto key = rsa_key();
    write(old_place + "drs.crt", pem_of(make_certificate(key.get()).get()));
    write(old_place + "drs.key", pem_of(key.get()), 0100640);      // by its certificate
    write(old_place + "drs_x", pem_of(rsa_key(1).get()), 0100640); // by its name
    certificate_plan web;
    web.usual = false;
    web.subject = "drsystem.example";
    const auto foreign = rsa_key(2);
    write(old_place + "drsystem-web.crt", pem_of(make_certificate(foreign.get(), web).get()));
    write(old_place + "drsystem-web.key", pem_of(foreign.get()), 0100640);
    EXPECT_TRUE(file(old_place + "drs.key").exposed);
    EXPECT_TRUE(file(old_place + "drs_x").exposed);
    EXPECT_FALSE(file(old_place + "drsystem-web.key").exposed);
}

TEST_F(List, BehindAClosedFolderNobodyReadsAnOpenKey)
{
    register_device();
    const std::string path = keys + "drs_a.pem", folder = keys.substr(0, keys.size() - 1);
    pretend(path, 0100644);
    struct {
        const char* what;
        const char* folder;
        uint32_t mode, uid;
        bool exposed;
    } const rows[] = {{"closed", folder.c_str(), 040700, 0, false},
                      {"open to a group", folder.c_str(), 040710, 0, true},
                      {"open", folder.c_str(), 040755, 0, true},
                      {"another's", folder.c_str(), 040700, 1234, true},
                      {"above, closed", "/etc/microsoft", 040700, 0, false}};
    for (const auto& row : rows) {
        const auto before = where.owners;
        pretend(row.folder, row.mode, row.uid);
        EXPECT_EQ(file(path).exposed, row.exposed) << row.what;
        EXPECT_EQ(file(path).text.empty(), !row.exposed) << row.what;
        where.owners = before;
    }
    pretend(folder, 040700);
    pretend(path, 0100600, 1234); // a wrong owner is wrong all the same
    EXPECT_TRUE(file(path).exposed);
}

TEST_F(List, TheBrokersUserIsFoundInALongListOfUsers)
{
    register_device();
    std::string users;
    for (int i = 0; users.size() < 100'000; i++)
        users +=
            "user" + std::to_string(i) + ":x:" + std::to_string(10'000 + i) + ":1::/:/bin/sh\n";
    write("/etc/passwd", users + "microsoft-identity-broker:x:1997:997::/:/usr/sbin/nologin\n",
          0100644);
    pretend(keys + "drs_a.pem", 0100600, 1997);
    EXPECT_FALSE(file(keys + "drs_a.pem").exposed);
    pretend(keys + "drs_a.pem", 0100600, 10'001);
    EXPECT_TRUE(file(keys + "drs_a.pem").exposed);
}

TEST_F(List, AServicesUserOfUnknownNameIsNotJudged)
{
    register_device();
    write("/etc/passwd", "root:x:0:0::/:/bin/sh\ndaemon:x:2:2::/:/x\n", 0100644);
    struct {
        uint32_t uid;
        bool exposed;
    } const rows[] = {{997, false}, {61'500, false}, {2, true}, {1000, true}, {70'000, true}};
    for (const auto& row : rows) {
        pretend(keys + "drs_a.pem", 0100600, row.uid);
        EXPECT_EQ(file(keys + "drs_a.pem").exposed, row.exposed) << row.uid;
    }
}

TEST_F(List, AnExposedKeyIsStillGood)
{
    register_device();
    pretend(keys + "drs_a.pem", 0100644);
    EXPECT_EQ(file(keys + "drs_a.pem").state, DSREG_FILE_GOOD);
}

TEST_F(List, WithoutRootsRightsTheFoldersAreDeniedAndSaidSo)
{
    register_device();
    pretend("/etc/microsoft/identity-broker/certs", 040700);
    pretend("/etc/microsoft/identity-broker/private", 040700);
    where.elevated = false;
    const wire::device_list l = list();
    EXPECT_EQ(l.error, DSREG_X_ACCESS);
    EXPECT_NE(l.text.find("root"), std::string::npos);
    EXPECT_TRUE(l.records.empty());
}

TEST_F(List, AFolderAboveCanDenyToo)
{
    register_device();
    pretend("/etc/microsoft/identity-broker", 040700);
    where.elevated = false;
    EXPECT_EQ(list().error, DSREG_X_ACCESS);
    EXPECT_TRUE(list().records.empty());
}

TEST_F(List, WithoutRootsRightsWhatMayBeReadIsThereAllTheSame)
{
    register_device();
    pretend(certs + "drs_a.pem", 0100644);
    where.elevated = false;
    const wire::device_list l = list();
    EXPECT_EQ(l.error, DSREG_X_ACCESS);
    ASSERT_EQ(l.records.size(), 1u);
    EXPECT_EQ(l.records[0].key_container, "drs_a.pem"); // by its name
    EXPECT_EQ(l.records[0].hardware, 2u);
    EXPECT_EQ(file(keys + "drs_a.pem").state, DSREG_FILE_DENIED);
}

TEST_F(List, TheKernelsNoIsDeniedToo)
{
    register_device();
    where.lab = false; // no pretended owners
    ::chmod(on_disk(certs).c_str(), 0);
    ::chmod(on_disk(keys + "drs_a.pem").c_str(), 0);
    ::chmod(where.device_root.c_str(), 0755);
    const bool root = ::geteuid() == 0; // whom the kernel denies nothing
    if (root) {
        ASSERT_EQ(::seteuid(65534), 0);
    }
    const wire::device_list l = list();
    if (root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    ::chmod(on_disk(certs).c_str(), 0700);
    EXPECT_EQ(l.error, DSREG_X_ACCESS);
    ASSERT_EQ(l.files.size(), 1u);
    EXPECT_EQ(l.files[0].path, keys + "drs_a.pem");
    EXPECT_EQ(l.files[0].state, DSREG_FILE_DENIED);
}

TEST_F(List, TooManyFilesAreSaid)
{
    const auto key = ec_key();
    const std::string pem = pem_of(make_certificate(key.get()).get());
    for (int i = 0; i < 300; i++) write(certs + "drs_" + std::to_string(i), pem);
    const wire::device_list l = list();
    EXPECT_EQ(l.error, DSREG_X_TOO_LARGE);
    EXPECT_EQ(l.files.size(), 256u);
    EXPECT_EQ(l.records.size(), 64u);
    EXPECT_NE(l.text.find("not looked at"), std::string::npos);
}

TEST_F(List, MoreRegistrationsThanAnAnswerHoldsAreSaid)
{
    const auto key = ec_key();
    const std::string pem = pem_of(make_certificate(key.get()).get());
    for (int i = 0; i < 64; i++) write(certs + "drs_" + std::to_string(i), pem);
    EXPECT_EQ(list().error, DSREG_X_NONE);
    write(certs + "drs_64", pem);
    EXPECT_EQ(list().error, DSREG_X_TOO_LARGE);
    EXPECT_EQ(list().records.size(), 64u);
}

TEST_F(List, TooManyFilesAreSaidBesideDeniedOnes)
{
    for (int i = 0; i < 300; i++) write(keys + "drs_" + std::to_string(i), "x");
    where.elevated = false;
    EXPECT_EQ(list().error, DSREG_X_ACCESS);
    EXPECT_NE(list().text.find("root"), std::string::npos);
    EXPECT_NE(list().text.find("not looked at"), std::string::npos);
}

TEST_F(List, ALabWithoutADeviceRootHasNoFiles)
{
    register_device();
    const std::string root = where.device_root;
    where.device_root = "";
    EXPECT_TRUE(list().files.empty());
    where.device_root = root;
}

TEST_F(List, NamesAreSafeText)
{
    write(certs + "drs_\x1b[31m", some_certificate());
    EXPECT_EQ(list().records.at(0).instance.find('\x1b'), std::string::npos);
    EXPECT_EQ(list().files.at(0).path.find('\x1b'), std::string::npos);
}

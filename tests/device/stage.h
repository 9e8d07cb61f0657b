// A device root for a test, in a lab that pretends that root owns it.
#pragma once
#include "device/sample.h"
#include "wire/world.h"

#include <algorithm>
#include <dsreg/svc/device.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>

namespace dsreg::device_test {

namespace files = std::filesystem;

inline const std::string certs = "/etc/microsoft/identity-broker/certs/";
inline const std::string keys = "/etc/microsoft/identity-broker/private/";
inline const std::string old_place = "/etc/ssl/private/";

class Stage : public testing::Test
{
protected:
    Stage()
    {
        std::string folder = testing::TempDir() + "dsreg-device-XXXXXX";
        EXPECT_NE(::mkdtemp(folder.data()), nullptr);
        where.lab = true;
        where.elevated = true;
        where.device_root = folder;
        where.uid = ::geteuid();
        where.gid = ::getegid();
        where.home = "/home/alice";
    }
    ~Stage() override { files::remove_all(where.device_root); }

    std::string on_disk(const std::string& path) const { return where.device_root + path; }
    void make_folder_of(const std::string& path)
    {
        files::create_directories(files::path(on_disk(path)).parent_path());
    }
    void pretend(const std::string& path, uint32_t mode, uint32_t uid = 0, uint32_t gid = 0)
    {
        where.owners.push_back({path, uid, gid, mode});
    }
    void write(const std::string& path, const std::string& content, uint32_t mode = 0100600)
    {
        make_folder_of(path);
        std::ofstream(on_disk(path), std::ios::binary) << content;
        pretend(path, mode);
    }
    // In the user's home, theirs.
    void note(const std::string& path, const std::string& content)
    {
        make_folder_of(path);
        std::ofstream(on_disk(path), std::ios::binary) << content;
        files::permissions(on_disk(path), files::perms(0600));
    }
    // A registration that nothing is wrong with.
    void register_device(const std::string& name = "drs_a.pem", int key = 0,
                         const certificate_plan& plan = {})
    {
        const auto made = rsa_key(key);
        write(certs + name, pem_of(make_certificate(made.get(), plan).get()));
        write(keys + name, pem_of(made.get()));
    }

    wire::world where;
};

} // namespace dsreg::device_test

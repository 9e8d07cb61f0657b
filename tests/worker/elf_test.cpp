// Files that are no module: a sentence and a code, never a crash.
#include "harness.h"
#include "worker/elf.h"

#include <cstring>
#include <elf.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <random>
#include <sys/mman.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::test;
using worker::elf_verdict;

namespace {

std::string good_module()
{
    std::ifstream in(broken("good"), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

elf_verdict look(const std::string& bytes, std::string* ret_why = nullptr)
{
    const unique_fd fd(::memfd_create("module", MFD_CLOEXEC));
    EXPECT_EQ(::write(fd.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    std::string why;
    const elf_verdict verdict = worker::look_for_symbol(fd.get(), "dsreg_probe_module_v1", why);
    EXPECT_EQ(why.empty(), verdict == elf_verdict::exports);
    if (ret_why != nullptr) *ret_why = why;
    return verdict;
}

} // namespace

TEST(Elf, AModuleExportsItsSymbol)
{
    EXPECT_EQ(look(good_module()), elf_verdict::exports);
}

TEST(Elf, AnEmptyFileAndATextHaveNone)
{
    EXPECT_EQ(look(""), elf_verdict::no_symbol);
    EXPECT_EQ(look("x"), elf_verdict::no_symbol);
    EXPECT_EQ(look(std::string(100'000, 'x')), elf_verdict::no_symbol);
}

TEST(Elf, AnotherArchitectureIsNamed)
{
    std::string bytes = good_module();
    const uint16_t machine = EM_AARCH64 == EM_X86_64 ? EM_386 : EM_S390;
    std::memcpy(bytes.data() + offsetof(Elf64_Ehdr, e_machine), &machine, sizeof machine);
    std::string why;
    EXPECT_EQ(look(bytes, &why), elf_verdict::unloadable);
    EXPECT_NE(why.find("s390"), std::string::npos) << why;
}

TEST(Elf, NoTruncationPasses)
{
    const std::string bytes = good_module();
    for (std::size_t size = 0; size < bytes.size(); size += 97)
        EXPECT_NE(look(bytes.substr(0, size)), elf_verdict::exports) << size;
}

TEST(Elf, DamagedHeadersAreSurvived)
{
    const std::string bytes = good_module();
    std::mt19937 random(2); // the same damage in each run
    for (int round = 0; round < 3000; round++) {
        std::string damaged = bytes;
        // The head, and the section table at the end, is what the reader trusts least.
        for (int n = 0; n < 8; n++) {
            const std::size_t at = random() % 128;
            damaged[random() % 2 == 0 ? at : damaged.size() - 1 - random() % 1900] =
                static_cast<char>(random());
        }
        look(damaged);
    }
}

TEST(Elf, ATruncatedModuleIsRejectedByTheWorkerWithASentence)
{
    const std::string path = testing::TempDir() + "cut.probe.so";
    std::ofstream(path, std::ios::binary) << good_module().substr(0, 5000);
    worker_process worker(path);
    const auto hello = worker.greet();
    ::unlink(path.c_str());
    ASSERT_TRUE(hello.has_value());
    EXPECT_EQ(hello->rejected, "dlopen-failed");
    EXPECT_NE(hello->why.find("cut short"), std::string::npos);
}

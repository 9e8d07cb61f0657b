#include "journal_maker.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sys/wait.h>

namespace journal {
namespace {

constexpr const char* converter = "/lib/systemd/systemd-journal-remote";

// systemd, docs/JOURNAL_EXPORT_FORMATS.md: the form that holds any byte.
std::string binary_field(const std::string& name, const std::string& value)
{
    std::string out = name + "\n";
    for (int i = 0; i < 8; i++) out += static_cast<char>(value.size() >> 8 * i & 0xff);
    return out + value + "\n";
}

std::string export_text(const entry& e, std::size_t number)
{
    std::string out = "__REALTIME_TIMESTAMP=" + std::to_string((day + e.second) * 1'000'000) +
                      "\n__MONOTONIC_TIMESTAMP=" + std::to_string(1'000'000 + number) +
                      "\n_BOOT_ID=" + std::string(32, 'b') +
                      "\n_MACHINE_ID=" + std::string(32, 'a') + "\n";
    for (const auto& [name, value] : e.fields) out += binary_field(name, value);
    return out + binary_field("MESSAGE", e.message) + "\n";
}

// Written back at the end.
struct raw_file {
    std::filesystem::path path;
    std::string bytes;
    explicit raw_file(std::filesystem::path p) : path(std::move(p))
    {
        std::ifstream f(path, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(f), {});
    }
    ~raw_file() { std::ofstream(path, std::ios::binary) << bytes; }
    std::size_t number(std::size_t at) const
    {
        uint64_t n = 0;
        std::memcpy(&n, bytes.data() + at, sizeof n);
        return n;
    }
    void put(std::size_t at, uint64_t n) { std::memcpy(bytes.data() + at, &n, sizeof n); }
};

} // namespace

bool write(const std::filesystem::path& file, const std::vector<entry>& entries)
{
    std::filesystem::create_directories(file.parent_path());
    const std::string source = file.string() + ".export";
    {
        std::ofstream out(source, std::ios::binary);
        for (std::size_t i = 0; i < entries.size(); i++) out << export_text(entries[i], i);
    }
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
    const std::string output = "--output=" + file.string();
    char* const arguments[] = {const_cast<char*>(converter), const_cast<char*>(output.c_str()),
                               const_cast<char*>(source.c_str()), nullptr};
    char* const environment[] = {nullptr};
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, converter, &quiet, nullptr, arguments, environment);
    posix_spawn_file_actions_destroy(&quiet);
    int status = -1;
    if (error == 0) ::waitpid(pid, &status, 0);
    std::filesystem::remove(source);
    return error == 0 && status == 0;
}

void lose_data_index(const std::filesystem::path& file)
{
    raw_file f(file);
    f.bytes.replace(f.number(104), f.number(112), f.number(112), '\0');
}

void lose_fields(const std::filesystem::path& file, std::size_t spared)
{
    raw_file f(file);
    std::vector<std::size_t> entries;
    const std::size_t last = f.number(136);
    for (std::size_t at = f.number(88); at <= last; at += (f.number(at + 8) + 7) / 8 * 8)
        if (f.bytes[at] == 3) entries.push_back(at);
    entries.resize(entries.size() - std::min(spared, entries.size()));
    for (const std::size_t entry : entries)
        for (std::size_t at = entry + 64; at < entry + f.number(entry + 8); at += 8)
            f.put(at, 0x10);
}

} // namespace journal

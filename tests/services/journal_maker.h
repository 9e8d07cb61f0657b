// Makes journal files as journald would: systemd's own converter writes them.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace journal {

struct entry {
    int64_t second = 0; // of 2026-01-01
    std::string message;
    std::map<std::string, std::string> fields;
};

constexpr int64_t day = 1'767'225'600; // 2026-01-01

// Nanoseconds, as the service says them.
constexpr int64_t time_of(int64_t second)
{
    return (day + second) * 1'000'000'000;
}

inline entry of_unit(int64_t second, const std::string& message,
                     const std::string& unit = "microsoft-identity-device-broker.service")
{
    return {second,
            message,
            {{"_SYSTEMD_UNIT", unit},
             {"_UID", "0"},
             {"_PID", "4711"},
             {"PRIORITY", "3"},
             {"_COMM", "microsoft-ident"},
             {"SYSLOG_IDENTIFIER", "microsoft-identity-device-broker"}}};
}

inline entry of_user(int64_t second, const std::string& message, uint32_t uid)
{
    return {second,
            message,
            {{"_SYSTEMD_UNIT", "user@" + std::to_string(uid) + ".service"},
             {"_UID", std::to_string(uid)},
             {"PRIORITY", "6"},
             {"SYSLOG_IDENTIFIER", "microsoft-identity-broker"}}};
}

// Writes `file` (its name ends in ".journal"). False: the converter failed.
bool write(const std::filesystem::path& file, const std::vector<entry>& entries);

// Damage, by systemd's docs/JOURNAL_FILE_FORMAT.md: the index from values to entries is emptied.
void lose_data_index(const std::filesystem::path& file);
// What the entries consist of, of all but the last `spared` ones.
void lose_fields(const std::filesystem::path& file, std::size_t spared = 0);

} // namespace journal

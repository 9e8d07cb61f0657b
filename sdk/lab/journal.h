// The journal of the machine that is played, made by systemd's own converter from the export format
// (systemd.io/JOURNAL_EXPORT_FORMATS).
#pragma once
#include "base/status.h"
#include "base/unique_fd.h"
#include "scenario.h"
#include "wire/world.h"

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dsreg::lab {

constexpr const char* machine_id = "5d1e0c2f7a8b4e6f9d3c1b2a0f4e5d6c";
constexpr const char* journal_folder = "/var/log/journal"; // below the device root

// What stands in the journal, in the export format. `now_s` is the time of the machine's clock,
// `uid` the user's.
std::string journal_text(const scenario& s, uint32_t uid, int64_t now_s);

// systemd's converter on this machine; "": it is not installed.
std::string find_journal_converter();

class journal_maker
{
public:
    explicit journal_maker(std::string converter) : program_(std::move(converter)) {}

    // Starts the converter: it takes 40 ms, in which the rest of the lab can start. `folder` is the
    // lab's, in which `root` is the device root.
    status begin(const scenario& s, const std::string& folder, const std::string& root,
                 uint32_t uid);
    // Waits for it and says to whom the files belong.
    status finish(std::vector<wire::owner_entry>& owners);

private:
    status write_corrupt();
    status start_converter(const std::string& folder);
    status wait();
    bool readable_ = true;
    std::string program_, root_, file_, log_; // file_ below the root
    unique_fd ended_;                         // closed when the converter ends
    pid_t converter_ = 0;
};

} // namespace dsreg::lab

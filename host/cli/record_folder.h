// The folder of a recording: ours alone, and left empty or away when it could not be filled.
#pragma once
#include "cli/output.h"

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::cli {

class record_folder
{
public:
    record_folder() = default;
    ~record_folder(); // without keep(): takes back what it made
    record_folder(const record_folder&) = delete;
    record_folder& operator=(const record_folder&) = delete;

    // Makes it (mode 0700), or takes an empty one. errc::invalid: there is something else.
    [[nodiscard]] status open(const std::string& path, const file_rights& rights);
    [[nodiscard]] status write(const std::string& name, std::string_view text);
    void keep() noexcept { kept_ = true; }
    const std::string& path() const noexcept { return path_; }

private:
    void make(); // sets errno
    status check() const;
    status give_away();

    std::string path_, name_;
    file_rights rights_;
    unique_fd parent_, folder_;
    bool made_ = false, as_owner_ = false, kept_ = false;
    std::vector<std::string> written_;
};

} // namespace dsreg::cli

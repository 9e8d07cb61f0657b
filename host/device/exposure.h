// Do owner and mode of a file let others change it, or read a private key?
#pragma once
#include "device/root.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dsreg::device {

struct found_file;

class exposure
{
public:
    explicit exposure(const root& below) : below_(below) {}
    // Sets `exposed` of the device's own files among these, and the sentence where there is none.
    void look(std::vector<found_file>& files);

private:
    void look(found_file& file);
    bool is_stranger(uint32_t uid);            // neither root nor Microsoft's Java broker
    bool is_closed(const std::string& folder); // nobody but such an owner gets through to it

    const root& below_;
    std::optional<std::map<uint32_t, bool>> is_broker_; // of the machine's users, by uid
    std::map<std::string, bool> closed_;
};

} // namespace dsreg::device

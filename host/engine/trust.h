// May this file be believed? Code that we load and configuration that root obeys must not be
// writable by others, and neither may any folder on the way to it.
#pragma once
#include <string>
#include <sys/stat.h>
#include <sys/types.h>
#include <vector>

namespace dsreg::engine {

struct trust_verdict {
    bool trusted = true;
    std::string why;                   // what is wrong and the chmod that helps
    std::vector<std::string> warnings; // as a user: group-writable, foreign owner
};

// `folder` is the real path of the file's folder. As root (`uid` 0): owner root, not writable by
// group or others, up to "/"; folders that are sticky and root's pass. As a user: writable by
// others is refused, the rest is a warning.
trust_verdict judge_trust(const std::string& folder, const std::string& name,
                          const struct stat& file, uid_t uid);

} // namespace dsreg::engine

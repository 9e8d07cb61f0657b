#include "wire/owners.h"

#include <algorithm>

namespace dsreg::wire {
namespace {

constexpr uint32_t permissions = 07777;
constexpr uint32_t r = 4, x = 1;

} // namespace

const owner_entry* owners::find(const std::string& path) const
{
    // The last entry counts, as in dsreg.fs.
    const auto found = std::find_if(where_.owners.rbegin(), where_.owners.rend(),
                                    [&](const auto& o) { return o.path == path; });
    return found != where_.owners.rend() ? &*found : nullptr;
}

void owners::pretend(const std::string& path, struct stat& s) const
{
    const owner_entry* const o = find(path);
    if (o == nullptr) return;
    s.st_uid = o->uid;
    s.st_gid = o->gid;
    if (o->mode != 0) s.st_mode = (s.st_mode & ~mode_t{permissions}) | (o->mode & permissions);
}

bool owners::allows(const std::string& path, uint32_t wanted) const
{
    const owner_entry* const o = find(path);
    if (o == nullptr || o->mode == 0) return true; // as on disk
    // Whoever is played without root's rights is not root, although root may have started the lab.
    uint32_t granted = o->mode & 7;
    if (where_.gid != 0 && o->gid == where_.gid) granted = o->mode >> 3 & 7;
    if (where_.uid != 0 && o->uid == where_.uid) granted = o->mode >> 6 & 7;
    return (granted & wanted) == wanted;
}

bool owners::may_read(const std::string& path) const
{
    if (!where_.lab || where_.elevated) return true;
    for (std::size_t at = path.find('/', 1); at != path.npos; at = path.find('/', at + 1))
        if (!allows(path.substr(0, at), x)) return false;
    return allows(path, r);
}

} // namespace dsreg::wire

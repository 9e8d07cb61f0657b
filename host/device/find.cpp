#include "device/find.h"

#include "base/text.h"
#include "device/exposure.h"

#include <algorithm>
#include <dsreg/svc/device.h>
#include <iterator>

namespace dsreg::device {
namespace {

struct place {
    const char* folder;
    const char* prefix;
    uint32_t kind; // 0: a certificate or a key
};
constexpr place places[] = {
    {"/etc/microsoft/identity-broker/certs", "drs_", DSREG_FILE_CERTIFICATE},
    {"/etc/microsoft/identity-broker/private", "drs_", DSREG_FILE_KEY},
    {"/etc/microsoft/identity-broker/private", "stk_", DSREG_FILE_TRANSPORT},
    {"/etc/ssl/private", "drs", 0},
    {"/etc/ssl/private", "stk", DSREG_FILE_TRANSPORT},
};

uint32_t state_of(sight how)
{
    switch (how) {
    case sight::good:
        return DSREG_FILE_GOOD;
    case sight::not_regular:
        return DSREG_FILE_NOT_REGULAR;
    case sight::too_large:
        return DSREG_FILE_TOO_LARGE;
    default:
        return DSREG_FILE_DENIED;
    }
}

// False: it is gone meanwhile.
bool look_at(const root& below, const place& where, const std::string& name, content_reader read,
             found_file& ret)
{
    found_file file;
    file.folder = where.folder;
    file.name = name;
    file.shown.path = safe_text(file.folder + "/" + name);
    file.shown.kind = where.kind;
    const seen_file seen = below.read(file.folder, name);
    if (seen.how == sight::missing) return false;
    file.shown.state = state_of(seen.how);
    file.shown.text = seen.why;
    file.shown.uid = seen.info.st_uid;
    file.shown.gid = seen.info.st_gid;
    file.shown.mode = seen.info.st_mode;
    file.shown.size = static_cast<uint64_t>(seen.info.st_size);
    if (seen.how == sight::good) read(file, seen.bytes.view());
    if (file.shown.kind == 0) file.shown.kind = kind_by_name(name);
    ret = std::move(file);
    return true;
}

} // namespace

uint32_t kind_by_name(const std::string& name)
{
    return name.find("key") != name.npos ? DSREG_FILE_KEY : DSREG_FILE_CERTIFICATE;
}

bool found_file::for_key() const
{
    if (shown.kind == DSREG_FILE_KEY) return true;
    return shown.kind == DSREG_FILE_CERTIFICATE && key.state != key_state::none;
}

bool may_be_found(const std::string& folder, const std::string& name)
{
    const bool plain = name.find('/') == name.npos && name.find('\0') == name.npos;
    return plain && std::any_of(std::begin(places), std::end(places), [&](const place& p) {
               return folder == p.folder && name.rfind(p.prefix, 0) == 0;
           });
}

found_files find_files(const root& below, content_reader read)
{
    found_files found;
    for (const place& where : places) {
        std::vector<std::string> names;
        const sight how = below.list(where.folder, where.prefix, names);
        if (how == sight::denied) found.denied = true;
        if (how == sight::too_large) found.too_many = true;
        for (const std::string& name : names) {
            if (found.files.size() == found_files_most) {
                found.too_many = true;
                break;
            }
            found_file file;
            if (!look_at(below, where, name, read, file)) continue;
            if (file.shown.state == DSREG_FILE_DENIED) found.denied = true;
            found.files.push_back(std::move(file));
        }
    }
    exposure(below).look(found.files);
    std::sort(found.files.begin(), found.files.end(),
              [](const auto& a, const auto& b) { return a.shown.path < b.shown.path; });
    return found;
}

} // namespace dsreg::device

#include "device/notes.h"

#include "base/text.h"
#include "device/domain_notes.h"
#include "device/toml_note.h"

#include <algorithm>
#include <dsreg/svc/device.h>

namespace dsreg::device {
namespace {

bool describe(const seen_file& seen, const std::string& path, wire::device_file& ret)
{
    ret.kind = DSREG_FILE_NOTE;
    ret.path = safe_text(path);
    ret.state = seen.how == sight::good          ? DSREG_FILE_GOOD
                : seen.how == sight::not_regular ? DSREG_FILE_NOT_REGULAR
                : seen.how == sight::too_large   ? DSREG_FILE_TOO_LARGE
                                                 : DSREG_FILE_DENIED;
    ret.text = seen.why;
    ret.uid = seen.info.st_uid;
    ret.gid = seen.info.st_gid;
    ret.mode = seen.info.st_mode;
    ret.size = static_cast<uint64_t>(seen.info.st_size);
    if (S_ISREG(ret.mode) && (ret.mode & (S_IWGRP | S_IWOTH)) != 0) {
        ret.exposed = true;
        if (ret.text.empty()) ret.text = "others may change it";
    }
    return seen.how == sight::good;
}

void spoil(wire::device_file& file, const status& why)
{
    file.state = DSREG_FILE_GARBAGE;
    file.text = why.text();
}

wire::device_record record_of(const char* source, std::string instance, const std::string& path)
{
    wire::device_record r;
    r.source = source;
    r.instance = std::move(instance);
    r.path = safe_text(path);
    return r;
}

} // namespace

notes read_intune_notes(const wire::world& where, const root& below)
{
    notes ret;
    if (where.home.empty() || where.home.front() != '/') return ret;
    const uid_t user = where.uid;
    for (const char* below_home :
         {".config/intune/registration.toml", ".local/state/intune/registration.toml"}) {
        const seen_file seen = below.read(where.home, below_home, &user);
        if (seen.how == sight::missing) continue;
        wire::device_file file;
        registration_note note;
        if (describe(seen, where.home + "/" + below_home, file)) {
            if (const status s = read_registration_note(seen.bytes.view(), note); !s.ok())
                spoil(file, s);
            else if (note.device_id.empty() && file.text.empty())
                file.text = "it names no device of Microsoft Entra ID";
        }
        const auto same = [&](const wire::device_record& r) {
            return r.device_id == note.device_id && r.tenant_id == note.tenant_id;
        };
        const auto known = std::find_if(ret.records.begin(), ret.records.end(), same);
        if (file.state == DSREG_FILE_GOOD && !note.device_id.empty()) {
            if (known != ret.records.end()) {
                file.instance = known->instance;
            } else {
                auto r =
                    record_of("registration.toml",
                              ret.records.empty() ? "registration.toml" : "registration.toml#2",
                              where.home + "/" + below_home);
                r.device_id = note.device_id;
                r.tenant_id = note.tenant_id;
                file.instance = r.instance;
                ret.records.push_back(std::move(r));
            }
        }
        ret.files.push_back(std::move(file));
    }
    return ret;
}

notes read_himmelblau_notes(const root& below)
{
    notes ret;
    const std::string folder = "/var/cache/himmelblaud", name = "himmelblau.conf";
    const seen_file seen = below.read(folder, name);
    if (seen.how == sight::missing) return ret;
    wire::device_file file;
    std::vector<domain_note> domains;
    if (describe(seen, folder + "/" + name, file)) {
        if (const status s = read_domain_notes(seen.bytes.view(), domains); !s.ok()) spoil(file, s);
    } else if (file.state == DSREG_FILE_DENIED) {
        ret.denied = true;
    }
    for (const domain_note& d : domains) {
        auto r = record_of("himmelblau.conf", "himmelblau.conf:" + d.domain, folder + "/" + name);
        r.device_id = d.device_id;
        r.tenant_id = d.tenant_id;
        if (file.instance.empty()) file.instance = r.instance;
        ret.records.push_back(std::move(r));
    }
    ret.files.push_back(std::move(file));
    return ret;
}

} // namespace dsreg::device

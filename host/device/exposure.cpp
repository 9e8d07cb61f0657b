#include "device/exposure.h"

#include "base/text.h"
#include "device/find.h"
#include "device/lines.h"

#include <charconv>
#include <dsreg/svc/device.h>

namespace dsreg::device {
namespace {

constexpr std::size_t passwd_most = 4 * 1024 * 1024;

// From the machine's own file and no other source of users, which might have to ask a network.
std::map<uint32_t, bool> read_users(const root& below)
{
    const seen_file file = below.read("/etc", "passwd", nullptr, passwd_most);
    std::map<uint32_t, bool> users;
    std::string_view rest = file.bytes.view();
    while (!rest.empty()) {
        std::string_view line = next_line(rest);
        const std::string_view name = line.substr(0, line.find(':'));
        line.remove_prefix(std::min(name.size() + 1, line.size()));
        line.remove_prefix(std::min(line.find(':'), line.size()));
        if (line.empty()) continue;
        uint32_t uid = 0;
        const auto end = std::from_chars(line.data() + 1, line.data() + line.size(), uid);
        if (end.ec == std::errc()) users.emplace(uid, name == "microsoft-identity-broker");
    }
    return users;
}

// Below 1000, and systemd's for services that run (docs/UIDS-GIDS.md).
bool is_of_a_service(uint32_t uid)
{
    return uid < 1000 || (uid >= 61184 && uid <= 65519);
}

bool is_of_a_device(const wire::device_certificate& c)
{
    std::string guid;
    return c.there && (!c.device_id.empty() || parse_guid(c.subject, guid));
}

// The old place holds everybody's keys, and a name that begins with "drs" may be a web server's.
bool is_own(const found_file& file, const std::vector<found_file>& all)
{
    if (file.folder != "/etc/ssl/private") return true;
    const std::string start = file.name.substr(0, 4);
    if (start == "drs_" || start == "stk_" || is_of_a_device(file.certificate)) return true;
    return !file.key.public_key.empty() &&
           std::any_of(all.begin(), all.end(), [&](const found_file& f) {
               return is_of_a_device(f.certificate) && f.certified_key == file.key.public_key;
           });
}

} // namespace

bool exposure::is_stranger(uint32_t uid)
{
    if (uid == 0) return false;
    if (!is_broker_) is_broker_ = read_users(below_);
    const auto user = is_broker_->find(uid);
    if (user != is_broker_->end()) return !user->second;
    // Not in that file. A service's may be the broker's; a person's cannot.
    return !is_of_a_service(uid);
}

bool exposure::is_closed(const std::string& folder)
{
    const auto known = closed_.find(folder);
    if (known != closed_.end()) return known->second;
    bool closed = false;
    for (std::size_t at = 0; at != folder.npos && !closed;) {
        at = folder.find('/', at + 1);
        struct stat s {};
        closed = below_.see_folder(folder.substr(0, at), s) &&
                 (s.st_mode & (S_IXGRP | S_IXOTH)) == 0 && !is_stranger(s.st_uid);
    }
    return closed_[folder] = closed;
}

void exposure::look(found_file& file)
{
    wire::device_file& s = file.shown;
    if (!S_ISREG(s.mode)) return; // the rest is no key, whatever its mode
    const bool key = s.kind != DSREG_FILE_CERTIFICATE || file.key.state != key_state::none;
    const char* why = nullptr;
    if (key && (s.mode & (S_IRGRP | S_IROTH)) != 0) why = "others may read this private key";
    if ((s.mode & (S_IWGRP | S_IWOTH)) != 0) why = "others may change it";
    if (why != nullptr && is_closed(file.folder)) why = nullptr;
    if (is_stranger(s.uid))
        why = "it belongs to a user who is neither root nor the identity broker's";
    s.exposed = why != nullptr;
    if (s.exposed && s.text.empty()) s.text = why;
}

void exposure::look(std::vector<found_file>& files)
{
    for (found_file& file : files)
        if (is_own(file, files)) look(file);
}

} // namespace dsreg::device

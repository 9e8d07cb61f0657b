#include "device/find.h"

#include "base/text.h"
#include "device/certificate.h"
#include "device/exposure.h"

#include <algorithm>
#include <dsreg/svc/device.h>

namespace dsreg::device {
namespace {

constexpr std::size_t files_most = 256;

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

// By its name, for a file whose content does not tell.
uint32_t kind_by_name(const std::string& name)
{
    return name.find("key") != name.npos ? DSREG_FILE_KEY : DSREG_FILE_CERTIFICATE;
}

void spoil(found_file& file, uint32_t state, std::string text)
{
    file.shown.state = state;
    file.shown.text = std::move(text);
}

void judge_key(found_file& file)
{
    switch (file.key.state) {
    case key_state::locked:
        spoil(file, DSREG_FILE_LOCKED, "its private key is behind a passphrase");
        break;
    case key_state::garbage:
        spoil(file, DSREG_FILE_GARBAGE, "its private key cannot be read as one");
        break;
    case key_state::none:
        spoil(file, DSREG_FILE_GARBAGE, "there is no private key in it");
        break;
    default:
        break;
    }
}

void read_content(found_file& file, std::string_view bytes)
{
    key_ptr key;
    file.key.state = load_key(bytes, key);
    file.key.pem = bytes.empty() || bytes.front() != 0x30;
    if (key) file.key.public_key = public_key_of(key.get());
    key.reset();

    certificate c;
    const status parsed = file.key.state == key_state::none || holds_certificate(bytes)
                              ? parse_certificate(bytes, c)
                              : status(errc::protocol, "it holds a private key, no certificate");
    if (parsed.ok()) {
        file.certificate = std::move(c.shown);
        file.certified_key = std::move(c.public_key);
    }
    uint32_t& kind = file.shown.kind;
    const bool has_key = file.key.state != key_state::none;
    if (kind == 0 || kind == DSREG_FILE_KEY) {
        if (parsed.ok()) kind = DSREG_FILE_CERTIFICATE;
        if (kind == 0) kind = has_key ? DSREG_FILE_KEY : kind_by_name(file.name);
    }
    if (kind == DSREG_FILE_CERTIFICATE) {
        file.shown.state = parsed.ok() ? DSREG_FILE_GOOD : DSREG_FILE_GARBAGE;
        file.shown.text = parsed.ok() ? c.note : parsed.text();
    } else if (kind == DSREG_FILE_KEY || !parsed.ok()) {
        judge_key(file);
    }
}

// False: it is gone meanwhile.
bool look_at(const root& below, const place& where, const std::string& name, found_file& ret)
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
    if (seen.how == sight::good) read_content(file, seen.bytes.view());
    if (file.shown.kind == 0) file.shown.kind = kind_by_name(name);
    ret = std::move(file);
    return true;
}

} // namespace

bool found_file::for_key() const
{
    if (shown.kind == DSREG_FILE_KEY) return true;
    return shown.kind == DSREG_FILE_CERTIFICATE && key.state != key_state::none;
}

found_files find_files(const root& below)
{
    found_files found;
    for (const place& where : places) {
        std::vector<std::string> names;
        const sight how = below.list(where.folder, where.prefix, names);
        if (how == sight::denied) found.denied = true;
        if (how == sight::too_large) found.too_many = true;
        for (const std::string& name : names) {
            if (found.files.size() == files_most) {
                found.too_many = true;
                break;
            }
            found_file file;
            if (!look_at(below, where, name, file)) continue;
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

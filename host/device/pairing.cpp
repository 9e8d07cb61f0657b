#include "device/pairing.h"

#include <algorithm>
#include <dsreg/svc/device.h>

namespace dsreg::device {
namespace {

using candidates = std::vector<const found_file*>;

// A key that says by itself whose it is cannot be taken for another's on a guess.
bool is_silent(const found_file& file)
{
    return file.key.state != key_state::good;
}

const found_file* by_public_key(const found_file& c, const candidates& keys)
{
    if (c.certified_key.empty()) return nullptr;
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const found_file* k) {
        return k->key.public_key == c.certified_key;
    });
    return found != keys.end() ? *found : nullptr;
}

const found_file* by_name(const found_file& c, const candidates& keys)
{
    for (const found_file* k : keys)
        if (k->name == c.name) return k;
    for (const found_file* k : keys)
        if (stem_of(k->name) == stem_of(c.name)) return k;
    return nullptr;
}

candidates all_of(const std::vector<found_file>& files, bool (*wanted)(const found_file&))
{
    candidates some;
    for (const found_file& f : files)
        if (wanted(f)) some.push_back(&f);
    return some;
}

} // namespace

std::string stem_of(const std::string& name)
{
    std::string_view s = name;
    for (const char* prefix : {"drs", "stk"})
        if (s.substr(0, 3) == prefix) s.remove_prefix(3);
    constexpr std::string_view joints = "_-.";
    for (bool more = true; more;) {
        more = false;
        while (!s.empty() && joints.find(s.front()) != joints.npos) s.remove_prefix(1);
        for (const std::string_view end : {"pem", "der", "crt", "cer", "cert", "certificate", "key",
                                           "priv", "private", "p8", "pub"}) {
            if (s.size() < end.size() || s.substr(s.size() - end.size()) != end) continue;
            const std::size_t left = s.size() - end.size();
            if (left != 0 && joints.find(s[left - 1]) == joints.npos) continue;
            s = s.substr(0, left != 0 ? left - 1 : 0);
            more = true;
        }
    }
    return std::string(s);
}

std::vector<pair_of_files> pair_files(const std::vector<found_file>& files)
{
    const candidates keys = all_of(files, [](const found_file& f) { return f.for_key(); });
    const candidates transports =
        all_of(files, [](const found_file& f) { return f.shown.kind == DSREG_FILE_TRANSPORT; });
    std::vector<pair_of_files> pairs;
    for (std::size_t i = 0; i < files.size(); i++) {
        if (!files[i].certificate.there || files[i].shown.kind != DSREG_FILE_CERTIFICATE) continue;
        pair_of_files pair{i, by_public_key(files[i], keys), {}};
        // A certificate beside its key in one file, or a key of the same name.
        if (pair.key == nullptr) pair.key = by_name(files[i], keys);
        for (const found_file* t : transports)
            if (stem_of(t->name) == stem_of(files[i].name)) pair.transport.push_back(t);
        pairs.push_back(std::move(pair));
    }
    if (pairs.size() != 1) return pairs;
    // One registration: what cannot tell whose it is can only be its own.
    if (pairs[0].transport.empty()) pairs[0].transport = transports;
    if (pairs[0].key == nullptr && keys.size() == 1 && is_silent(*keys[0])) pairs[0].key = keys[0];
    return pairs;
}

} // namespace dsreg::device

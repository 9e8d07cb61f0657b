#include "engine/trust.h"

namespace dsreg::engine {
namespace {

constexpr mode_t group_write = S_IWGRP, other_write = S_IWOTH;

// Whoever owns "/" is root as far as files go: in a user namespace that is the overflow id.
bool is_roots(const struct stat& s)
{
    struct stat top {};
    return s.st_uid == 0 || (::stat("/", &top) == 0 && s.st_uid == top.st_uid);
}

bool sticky_root_folder(const struct stat& s)
{
    return S_ISDIR(s.st_mode) && (s.st_mode & S_ISVTX) != 0 && is_roots(s);
}

// "" when `path` is fine for root.
std::string root_objection(const std::string& path, const struct stat& s)
{
    if (sticky_root_folder(s)) return {};
    if (!is_roots(s))
        return path + " belongs to uid " + std::to_string(s.st_uid) +
               ", not to root: chown root '" + path + "'";
    if ((s.st_mode & (group_write | other_write)) != 0)
        return path + " is writable by group or others: chmod go-w '" + path + "'";
    return {};
}

std::string user_objection(const std::string& path, const struct stat& s)
{
    if (sticky_root_folder(s) || (s.st_mode & other_write) == 0) return {};
    return path + " is writable by everybody: chmod o-w '" + path + "'";
}

void warn(const std::string& path, const struct stat& s, uid_t uid, std::vector<std::string>& ret)
{
    if ((s.st_mode & group_write) != 0)
        ret.push_back(path + " is writable by its group, who could change it: chmod g-w '" + path +
                      "'");
    if (s.st_uid != uid && !is_roots(s))
        ret.push_back(path + " belongs to uid " + std::to_string(s.st_uid) +
                      ", who is neither you nor root and could change it");
}

} // namespace

trust_verdict judge_trust(const std::string& folder, const std::string& name,
                          const struct stat& file, uid_t uid)
{
    trust_verdict verdict;
    const std::string path = folder + "/" + name;
    const auto object = uid == 0 ? root_objection : user_objection;
    verdict.why = object(path, file);
    if (verdict.why.empty() && uid != 0) warn(path, file, uid, verdict.warnings);

    for (std::string at = folder; verdict.why.empty(); at.resize(at.rfind('/'))) {
        const std::string shown = at.empty() ? "/" : at;
        struct stat s {};
        if (::stat(shown.c_str(), &s) != 0)
            verdict.why = shown + " cannot be read";
        else
            verdict.why = object(shown, s);
        if (at.empty() || at.find('/') == std::string::npos) break;
    }
    verdict.trusted = verdict.why.empty();
    return verdict;
}

} // namespace dsreg::engine

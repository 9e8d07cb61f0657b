#include "cli/old_documents.h"

#include "cli/quote.h"
#include "report/junit.h"
#include "report/redact.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace dsreg::cli {
namespace {

bool empty_file(int folder, const std::string& name, bool elevated)
{
    const unique_fd fd(
        ::openat(folder, name.c_str(),
                 O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (elevated ? O_NOFOLLOW : 0)));
    struct stat st {};
    if (!fd || ::fstat(fd.get(), &st) != 0) return false;
    // A device or a FIFO holds nothing of an earlier run.
    return !S_ISREG(st.st_mode) || ::ftruncate(fd.get(), 0) == 0;
}

// 0, or errno.
int remove_one(const std::string& path, bool elevated)
{
    unique_fd folder;
    std::string name;
    // What cannot be reached is told when it is written.
    if (!open_parent(path, elevated, folder, name)) return 0;
    struct stat st {};
    if (::fstatat(folder.get(), name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) return 0;
    if (S_ISLNK(st.st_mode)) {
        if (elevated || ::fstatat(folder.get(), name.c_str(), &st, 0) != 0) return 0;
    } else if (S_ISREG(st.st_mode) && ::unlinkat(folder.get(), name.c_str(), 0) == 0) {
        return 0;
    }
    if (!S_ISREG(st.st_mode)) return 0;
    return empty_file(folder.get(), name, elevated) ? 0 : errno;
}

report::origin origin_without_world(const options& chosen, const surroundings& here)
{
    report::origin o = origin_of(here);
    account user;
    if (o.user.empty()) o.user = chosen.user;
    const uid_t person = here.who.invoked_by.value_or(::geteuid());
    if (o.user.empty() && find_account(person, user).ok()) o.user = user.name;
    return o;
}

} // namespace

bool names_a_file(const std::vector<destination>& outputs)
{
    return std::any_of(outputs.begin(), outputs.end(),
                       [](const destination& to) { return !to.file.empty(); });
}

status check_outputs(const options& chosen, const environment& env)
{
    const std::pair<const char*, std::string> sources[] = {
        {"configuration", chosen.config}, {"lab", chosen.lab}, {"lab", env.lab.value_or("")}};
    for (const destination& to : chosen.outputs)
        for (const auto& [what, path] : sources) {
            std::error_code unknown; // one of the two is not there: then they are not the same
            if (!to.file.empty() && !path.empty() &&
                std::filesystem::equivalent(to.file, path, unknown) && !unknown)
                return {errc::invalid,
                        shown_path(to.file) + " is the " + what + "; it is not written over"};
        }
    return {};
}

void remove_old(const std::vector<destination>& outputs, const file_rights& rights,
                const messages& out)
{
    for (const destination& to : outputs) {
        if (to.file.empty()) continue;
        if (const int e = remove_one(to.file, rights.elevated); e != 0)
            out.warning("cannot remove the earlier " + shown_path(to.file) + ": " +
                        std::strerror(e));
    }
}

void tell_not_run(const options& chosen, const surroundings& here, const file_rights& rights,
                  const std::string& why, int exit_code, const messages& out)
{
    using std::chrono::system_clock;
    if (!names_a_file(chosen.outputs)) return;
    report::report r;
    static_cast<report::origin&>(r) = origin_without_world(chosen, here);
    r.started = r.ended =
        std::chrono::duration_cast<std::chrono::nanoseconds>(system_clock::now().time_since_epoch())
            .count();
    r.exit_code = exit_code;
    r.complete = false;
    report::hash_key key{};
    if (!here.world.lab && !report::new_redaction_key(key)) return;
    for (const destination& to : chosen.outputs) {
        if (to.kind != format::junit || to.file.empty()) continue;
        if (const status s = write_file(to.file, report::junit_not_run(r, why, {&key}), rights); !s)
            out.error(s.text());
    }
}

} // namespace dsreg::cli

#include "journal.h"

#include "file.h"
#include "spawn.h"

#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dsreg::lab {
namespace {

constexpr int patience_ms = 10'000;

} // namespace

// Debian's place, and the one of distributions whose /lib is /usr/lib.
std::string find_journal_converter()
{
    for (const char* path :
         {"/lib/systemd/systemd-journal-remote", "/usr/lib/systemd/systemd-journal-remote"}) {
        if (::access(path, X_OK) == 0) return path;
    }
    return "";
}

status journal_maker::begin(const scenario& s, const std::string& folder, const std::string& root,
                            uint32_t uid)
{
    const std::string& kind = s.machine.journal;
    if (kind == "none") return {};
    readable_ = kind != "unreadable";
    root_ = root;
    file_ = std::string(journal_folder) + "/" + machine_id + "/system.journal";
    if (kind == "corrupt") return write_corrupt();
    if (status made = make_dirs(std::filesystem::path(root_ + file_).parent_path().string());
        !made.ok()) {
        return made;
    }
    const int64_t now = std::time(nullptr) + s.machine.clock_offset_s;
    if (status w = write_file(folder + "/journal.export", journal_text(s, uid, now)); !w.ok())
        return w;
    return start_converter(folder);
}

// The signature of a journal file, and nothing that could follow it.
status journal_maker::write_corrupt()
{
    std::string content = "LPKSHHRH";
    for (int i = 0; i < 4096; i++) content += static_cast<char>((i * 37 + 11) & 0xff);
    return write_file(root_ + file_, content, 0640);
}

status journal_maker::start_converter(const std::string& folder)
{
    if (program_.empty()) {
        return {errc::not_found, "the lab's journal needs systemd-journal-remote, which is not "
                                 "installed (Debian and Fedora: package systemd-journal-remote)"};
    }
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {errc::io, "no pipe"};
    unique_fd ended(ends[0]);
    const unique_fd there(ends[1]);
    log_ = folder + "/journal.log";
    const unique_fd log(::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    const unique_fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    program converter;
    converter.argv = {program_, "--output=" + root_ + file_, folder + "/journal.export"};
    converter.env = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent"};
    converter.fds = {{null.get(), 0}, {null.get(), 1}, {log.get(), 2}, {there.get(), 3}};
    converter.own_session = true;
    sigemptyset(&converter.mask);
    if (status s = spawn(converter, converter_); !s.ok()) return s;
    ended_ = std::move(ended);
    return {};
}

status journal_maker::wait()
{
    pollfd p{ended_.get(), POLLIN, 0};
    int ready = 0;
    while ((ready = ::poll(&p, 1, patience_ms)) < 0 && errno == EINTR) {
    }
    if (ready != 1) return {errc::timeout, "the converter of the lab's journal does not end"};
    int how = 0;
    const bool reaped = ::waitpid(converter_, &how, 0) == converter_;
    ended_.reset();
    if (reaped && exit_code_of(how) == 0) return {};
    std::string log;
    (void)read_file(log_, 4096, log);
    return {errc::io, "the converter of the lab's journal failed: " + log};
}

status journal_maker::finish(std::vector<wire::owner_entry>& owners)
{
    if (file_.empty()) return {};
    if (ended_) {
        if (status s = wait(); !s.ok()) return s;
    }
    const uint32_t dir_mode = S_IFDIR | (readable_ ? 0755 : 0700);
    const std::string dir = std::filesystem::path(file_).parent_path().string();
    owners.push_back({journal_folder, 0, 0, dir_mode});
    owners.push_back({dir, 0, 0, dir_mode});
    owners.push_back({file_, 0, 0, S_IFREG | (readable_ ? 0644u : 0600u)});
    return {};
}

} // namespace dsreg::lab

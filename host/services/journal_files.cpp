#include "services/journal_files.h"

#include "services/fs_root.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <systemd/sd-journal.h>

namespace dsreg::services {
namespace {

constexpr std::size_t most_files = 512;
constexpr std::size_t most_names = 4096;

// Offsets of a file's header, all numbers little-endian: systemd, docs/JOURNAL_FILE_FORMAT.md.
constexpr std::size_t header_least = 208, at_header_size = 88, at_arena_size = 96,
                      at_tail_object = 136, at_entries = 152;
constexpr std::size_t object_least = 16, at_object_size = 8; // of an object's own header
constexpr std::string_view magic = "LPKSHHRH";

uint64_t number_at(const char* bytes)
{
    uint64_t n = 0;
    for (std::size_t i = 8; i-- > 0;) n = n << 8 | static_cast<unsigned char>(bytes[i]);
    return n;
}

// Do the objects of the file, each of which begins where the one before it ends, lead to the last
// one? The library does not say when its indexes lead nowhere: it finds less, or nothing. After
// `until` the rest is taken on trust.
bool objects_connect(int fd, uint64_t at, uint64_t last, clock::time_point until)
{
    std::array<char, 64 * 1024> part;
    uint64_t begin = 0;
    std::size_t length = 0;
    while (at < last) {
        if (at < begin || at + object_least > begin + length) {
            if (clock::now() >= until) return true;
            const ssize_t n = ::pread(fd, part.data(), part.size(), static_cast<off_t>(at));
            if (n < static_cast<ssize_t>(object_least)) return false;
            begin = at;
            length = static_cast<std::size_t>(n);
        }
        const char* object = part.data() + (at - begin);
        const uint64_t size = number_at(object + at_object_size);
        if (object[0] == 0 || size < object_least || size > last - at) return false;
        at += (size + 7) / 8 * 8;
    }
    return at == last;
}

// A short field of the entry that was stepped to, "NAME=value": one that many entries share if
// there is one, because the index of a value that is new may be written only now. "": none can be
// read.
std::string some_field(sd_journal* journal)
{
    constexpr std::size_t longest = 256;
    const void* data = nullptr;
    std::size_t size = 0;
    for (const char* name : {"_BOOT_ID", "_MACHINE_ID"})
        if (sd_journal_get_data(journal, name, &data, &size) >= 0 && size <= longest)
            return {static_cast<const char*>(data), size};
    sd_journal_restart_data(journal);
    while (sd_journal_enumerate_data(journal, &data, &size) > 0)
        if (size <= longest) return {static_cast<const char*>(data), size};
    return {};
}

// Does the library find the last entry of this file alone, what it says, and by what it says? An
// index that was lost finds nothing, and an entry whose fields were lost has none.
bool shows_entry(int fd)
{
    sd_journal* raw = nullptr;
    unique_fd own(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
    int list[] = {own.get()};
    if (!own || sd_journal_open_files_fd(&raw, list, 1, 0) < 0) return false;
    own.release(); // an opened journal owns its descriptors
    const std::unique_ptr<sd_journal, void (*)(sd_journal*)> journal(raw, sd_journal_close);
    if (sd_journal_seek_tail(raw) < 0 || sd_journal_previous(raw) <= 0) return false;
    const std::string field = some_field(raw);
    return !field.empty() && sd_journal_add_match(raw, field.data(), field.size()) >= 0 &&
           sd_journal_seek_tail(raw) >= 0 && sd_journal_previous(raw) > 0;
}

bool is_whole(const journal_file& file, const struct stat& s, clock::time_point until)
{
    const int fd = file.fd.get();
    std::array<char, header_least> header{};
    if (::pread(fd, header.data(), header.size(), 0) != static_cast<ssize_t>(header.size()))
        return false;
    if (std::string_view(header.data(), magic.size()) != magic) return false;
    const auto number = [&](std::size_t at) { return number_at(header.data() + at); };
    const uint64_t size = static_cast<uint64_t>(s.st_size);
    const uint64_t head = number(at_header_size), last = number(at_tail_object);
    if (head > size || number(at_arena_size) > size - head) return false;
    if (number(at_entries) == 0) return true;
    if (last < head || last > size) return false;
    return (!file.current() || objects_connect(fd, head, last, until)) && shows_entry(fd);
}

bool is_machine_id(const std::string& name)
{
    return name.size() == 32 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool ends_in(const std::string& name, std::string_view end)
{
    return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
}

class search
{
public:
    search(const wire::world& where, clock::time_point until)
        : where_(where), until_(until), root_(root_of(where))
    {}

    journal_files go()
    {
        const std::string machine = machine_id();
        for (const char* base : {"/var/log/journal", "/run/log/journal"}) {
            const std::vector<std::string> names = list(base);
            const bool mine = std::find(names.begin(), names.end(), machine) != names.end();
            for (const std::string& name : names) {
                if (is_machine_id(name) && (!mine || name == machine))
                    add_all(std::string(base) + "/" + name);
            }
            add_all(base, names); // what a converter wrote
        }
        auto& files = ret_.files;
        std::stable_sort(files.begin(), files.end(),
                         [](const auto& a, const auto& b) { return a.changed > b.changed; });
        if (files.size() > most_files) files.resize(most_files);
        return std::move(ret_);
    }

private:
    static std::string root_of(const wire::world& where)
    {
        // A lab without a device root has no journal, not that of the real machine.
        return where.device_root.empty() && !where.lab ? "/" : where.device_root;
    }

    std::string machine_id() const
    {
        unique_fd fd;
        struct stat s {};
        std::array<char, 32> text{};
        if (root_.open("/etc/machine-id", false, fd, s) != 0) return {};
        const ssize_t n = ::read(fd.get(), text.data(), text.size());
        return n == 32 ? std::string(text.data(), text.size()) : std::string();
    }

    // What the lab pretends of `path` allows the target user to read it.
    bool may_read(const std::string& path) const
    {
        if (!where_.lab || where_.elevated) return true;
        for (const wire::owner_entry& o : where_.owners) {
            if (o.path != path || o.mode == 0) continue;
            // Whoever is played without root's rights is not root, although root may play it.
            const bool owner = where_.uid != 0 && o.uid == where_.uid;
            const bool group = where_.gid != 0 && o.gid == where_.gid;
            const unsigned shift = owner ? 6 : group ? 3 : 0;
            if ((o.mode >> shift & 4u) == 0) return false;
        }
        return true;
    }

    std::vector<std::string> list(const std::string& folder)
    {
        std::vector<std::string> names;
        unique_fd fd;
        struct stat s {};
        int error = root_.open(folder, true, fd, s);
        if (error == 0 && !may_read(folder)) error = EACCES;
        if (error == EACCES || error == EPERM || error == ENOSYS) ret_.folder_refused = true;
        if (error != 0) return names;
        const std::unique_ptr<DIR, int (*)(DIR*)> dir(::fdopendir(fd.get()), ::closedir);
        if (!dir) return names;
        fd.release(); // the stream owns it now
        while (const dirent* next = ::readdir(dir.get())) {
            names.emplace_back(next->d_name);
            if (names.size() == most_names) break;
        }
        std::sort(names.begin(), names.end());
        return names;
    }

    void add_all(const std::string& folder) { add_all(folder, list(folder)); }

    void add_all(const std::string& folder, const std::vector<std::string>& names)
    {
        for (const std::string& name : names)
            if (ends_in(name, ".journal") || ends_in(name, ".journal~")) add(folder, name);
    }

    void add(const std::string& folder, const std::string& name)
    {
        journal_file file;
        file.name = name;
        file.path = folder + "/" + name;
        struct stat s {};
        const int error = may_read(file.path) ? root_.open(file.path, false, file.fd, s) : EACCES;
        if (error == ENOENT) return; // rotated away meanwhile
        file.changed = static_cast<int64_t>(s.st_mtim.tv_sec) * 1'000'000'000 + s.st_mtim.tv_nsec;
        if (error == EACCES || error == EPERM || error == ENOSYS)
            file.state = journal_state::unreadable;
        else if (error != 0 || !is_whole(file, s, until_))
            file.state = journal_state::damaged;
        if (file.state != journal_state::good) file.fd.reset();
        ret_.files.push_back(std::move(file));
    }

    const wire::world& where_;
    const clock::time_point until_;
    const fs_root root_;
    journal_files ret_;
};

} // namespace

journal_files find_journal_files(const wire::world& where, clock::time_point until)
{
    return search(where, until).go();
}

} // namespace dsreg::services

#include "services/journal_reader.h"

#include "services/journal_text.h"

#include <algorithm>
#include <charconv>
#include <dsreg/svc/journal.h>
#include <memory>
#include <systemd/sd-journal.h>

namespace dsreg::services {
namespace {

constexpr std::size_t message_most = 8 * 1024;
constexpr std::size_t field_most = 64 * 1024; // read of a message, before it is cleaned
constexpr std::size_t name_most = 256;
constexpr std::size_t reply_most = 1024 * 1024;

// The device service's units: of Microsoft's package (the second one in 2.0.2 only) and of
// Himmelblau's. A field that begins with '_' is the journal's own word; all others are the
// writer's, and any user may write any name there.
constexpr const char* device_units[] = {"_SYSTEMD_UNIT=microsoft-identity-device-broker.service",
                                        "_SYSTEMD_UNIT=microsoft-identity-devicebroker.service",
                                        "_SYSTEMD_UNIT=himmelblaud.service",
                                        "_SYSTEMD_UNIT=himmelblaud-tasks.service"};
constexpr const char* user_identifiers[] = {"SYSLOG_IDENTIFIER=microsoft-identity-broker",
                                            "SYSLOG_IDENTIFIER=himmelblau_broker"};
// The kernel keeps 15 characters of a name.
constexpr const char* user_programs[] = {"_COMM=microsoft-ident", "_COMM=himmelblau_brok"};
constexpr const char* user_units[] = {"_SYSTEMD_USER_UNIT=microsoft-identity-broker.service",
                                      "_SYSTEMD_USER_UNIT=himmelblau-broker.service"};

class reader
{
public:
    explicit reader(sd_journal* journal) : journal_(journal) {}

    bool match(const journal_wish& wish)
    {
        if (wish.from == DSREG_JOURNAL_DEVICE_BROKER) {
            any_of(device_units);
            sd_journal_add_disjunction(journal_);
            add("SYSLOG_IDENTIFIER=microsoft-identity-device-broker");
            add("_UID=0");
        } else {
            if (!wish.all_users) {
                add("_UID=" + std::to_string(wish.uid));
                sd_journal_add_conjunction(journal_);
            }
            any_of(user_identifiers);
            sd_journal_add_disjunction(journal_);
            any_of(user_programs);
            sd_journal_add_disjunction(journal_);
            any_of(user_units);
        }
        return ok_;
    }

    // False: the field cannot be read. One that is not there is empty.
    bool field(const char* name, std::string& ret, bool* ret_cut = nullptr)
    {
        const void* data = nullptr;
        std::size_t size = 0;
        const int r = sd_journal_get_data(journal_, name, &data, &size);
        if (r == -ENOENT) return true;
        if (r < 0) return false;
        std::string_view all(static_cast<const char*>(data), size);
        all.remove_prefix(std::min(std::string_view(name).size() + 1, all.size()));
        if (ret_cut != nullptr) *ret_cut = size >= field_most;
        ret = all.substr(0, field_most);
        return true;
    }

private:
    void add(const std::string& pair)
    {
        ok_ = ok_ && sd_journal_add_match(journal_, pair.data(), pair.size()) >= 0;
    }
    template <std::size_t N>
    void any_of(const char* const (&pairs)[N])
    {
        for (const char* pair : pairs) add(pair);
    }

    sd_journal* journal_;
    bool ok_ = true;
};

template <class T>
void read_number(const std::string& text, T& ret)
{
    T n{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error == std::errc() && end == text.data() + text.size()) ret = n;
}

// False: the entry is damaged.
bool read_entry(reader& from, wire::journal_entry& ret)
{
    std::string priority, uid, pid, unit, user_unit, message;
    bool cut = false;
    if (!from.field("PRIORITY", priority) || !from.field("_UID", uid) || !from.field("_PID", pid) ||
        !from.field("_SYSTEMD_UNIT", unit) || !from.field("_SYSTEMD_USER_UNIT", user_unit) ||
        !from.field("SYSLOG_IDENTIFIER", ret.identifier) || !from.field("MESSAGE", message, &cut))
        return false;
    // The library passes over a field that it cannot follow as if there were none; the journal's
    // own words about the writer stand in every entry.
    if (message.empty() && uid.empty() && pid.empty() && unit.empty() && user_unit.empty())
        return false;
    read_number(priority, ret.priority);
    read_number(uid, ret.uid);
    read_number(pid, ret.pid);
    ret.unit = logged_text(user_unit.empty() ? unit : user_unit, false, name_most);
    ret.identifier = logged_text(ret.identifier, false, name_most);
    ret.message = logged_text(message, cut, message_most);
    return true;
}

// The device service is a program of the same name: with all users' entries asked for, its own
// would come along.
bool is_device_broker(const wire::journal_entry& e)
{
    return std::any_of(std::begin(device_units), std::end(device_units),
                       [&](std::string_view m) { return m.substr(m.find('=') + 1) == e.unit; });
}

uint64_t bytes_of(sd_journal* journal)
{
    uint64_t n = 0;
    return sd_journal_get_usage(journal, &n) < 0 ? 0 : n;
}

bool fail(uint32_t error, const char* text, wire::journal_entries& ret)
{
    ret.error = error;
    ret.text = text;
    return true;
}

} // namespace

bool read_entries(std::vector<unique_fd> files, const journal_wish& wish,
                  wire::journal_entries& ret)
{
    constexpr const char* damaged = "the journal is damaged";
    if (files.empty()) return true;
    std::vector<int> fds;
    for (const unique_fd& f : files) fds.push_back(f.get());
    sd_journal* raw = nullptr;
    if (sd_journal_open_files_fd(&raw, fds.data(), static_cast<unsigned>(fds.size()), 0) < 0)
        return fail(DSREG_X_PROTOCOL, damaged, ret);
    const std::unique_ptr<sd_journal, void (*)(sd_journal*)> journal(raw, sd_journal_close);
    for (unique_fd& f : files) f.release(); // an opened journal owns its descriptors
    sd_journal_set_data_threshold(raw, field_most);
    const uint64_t bytes = bytes_of(raw);
    reader from(raw);
    if (!from.match(wish) || sd_journal_seek_tail(raw) < 0)
        return fail(DSREG_X_PROTOCOL, damaged, ret);

    std::size_t size = 0;
    bool whole = true;
    while (ret.entries.size() < wish.count) {
        if (clock::now() >= wish.deadline)
            return fail(DSREG_X_TIMEOUT, "the journal could not be read in time", ret);
        const int r = sd_journal_previous(raw);
        whole = whole && r >= 0;
        if (r <= 0) break;
        uint64_t usec = 0;
        wire::journal_entry entry;
        if (sd_journal_get_realtime_usec(raw, &usec) < 0 || !read_entry(from, entry)) {
            whole = false;
            continue;
        }
        entry.time = usec > INT64_MAX / 1000 ? INT64_MAX : static_cast<int64_t>(usec) * 1000;
        if (entry.time < wish.since) break;
        if (wish.from == DSREG_JOURNAL_USER_BROKER && is_device_broker(entry)) continue;
        size += 64 + entry.message.size() + entry.unit.size() + entry.identifier.size();
        if (size > reply_most)
            return fail(DSREG_X_TOO_LARGE, "the journal has more than one answer can hold", ret);
        ret.entries.push_back(std::move(entry));
    }
    // A file whose entries cannot be followed is dropped by the library without a word.
    return whole && bytes_of(raw) >= bytes;
}

} // namespace dsreg::services

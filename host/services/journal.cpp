// dsreg.journal/1: what the brokers logged, and why it cannot be known when it cannot.
#include "services/journal_files.h"
#include "services/journal_reader.h"
#include "services/rules.h"
#include "services/service.h"

#include <algorithm>
#include <dsreg/svc/journal.h>
#include <fcntl.h>
#include <unistd.h>

namespace dsreg::services {
namespace {

constexpr std::chrono::milliseconds look_most(300); // through the files, before they are read

// The files that this question is about, and those of them whose state decides the answer: the ones
// that are written to now. Where there is none of those, all.
struct chosen {
    std::vector<journal_file*> all;
    std::size_t good = 0, unreadable = 0, damaged = 0; // of the deciding ones
};

void count(const journal_file& file, chosen& ret)
{
    switch (file.state) {
    case journal_state::good:
        ret.good++;
        break;
    case journal_state::unreadable:
        ret.unreadable++;
        break;
    case journal_state::damaged:
        ret.damaged++;
        break;
    }
}

chosen choose(std::vector<journal_file>& files, const journal_wish& wish)
{
    const std::string own = "user-" + std::to_string(wish.uid);
    const auto is_own = [&](const journal_file& f) {
        return f.name == own + ".journal" || f.name.rfind(own + "@", 0) == 0;
    };
    const bool of_users = wish.from == DSREG_JOURNAL_USER_BROKER;
    // A user's entries stand in a file of their own, or in the system's if there is none.
    const bool has_own = of_users && !wish.all_users &&
                         std::any_of(files.begin(), files.end(), [&](const journal_file& f) {
                             return f.current() && is_own(f);
                         });
    chosen ret;
    for (journal_file& f : files)
        if (!f.of_user() || (of_users && (wish.all_users || is_own(f)))) ret.all.push_back(&f);
    for (const journal_file* f : ret.all)
        if (f->current() && (is_own(*f) || (!f->of_user() && !has_own))) count(*f, ret);
    if (ret.good + ret.unreadable + ret.damaged == 0)
        for (const journal_file* f : ret.all) count(*f, ret);
    return ret;
}

// The damaged file to name: one that is written to now, if there is one.
const std::string& damaged_path(const chosen& files)
{
    const journal_file* found = nullptr;
    for (const journal_file* f : files.all)
        if (f->state == journal_state::damaged && (found == nullptr || f->current())) found = f;
    return found->path;
}

bool copy(const unique_fd& file, std::vector<unique_fd>& ret)
{
    ret.emplace_back(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0));
    return static_cast<bool>(ret.back());
}

class journal_service final : public service
{
public:
    explicit journal_service(const wire::world& where) : where_(where) {}
    const char* id() const noexcept override { return DSREG_SVC_JOURNAL; }

    wire::service_reply handle(const wire::service_call& call) noexcept override
    {
        try {
            wire::journal_query query;
            if (call.method != wire::journal_query_call || !wire::decode(call.payload, query))
                return {DSREG_E_INVALID, false, {}};
            if (const int32_t bad = check_journal(query); bad != DSREG_OK) return {bad, false, {}};
            journal_wish wish;
            wish.from = query.from;
            wish.count = query.count != 0 ? query.count : journal_count_default;
            wish.since = query.since;
            wish.uid = where_.uid;
            wish.all_users = where_.lab ? where_.elevated : ::geteuid() == 0;
            wish.deadline = deadline_of(call);
            const wire::journal_entries reply = answer(wish);
            return {DSREG_OK, reply.error == DSREG_X_TIMEOUT, wire::encode(reply)};
        } catch (...) {
            return {DSREG_E_SERVICE, false, {}};
        }
    }

private:
    wire::journal_entries answer(const journal_wish& wish) const
    {
        const auto now = clock::now();
        if (now >= wish.deadline)
            return {DSREG_X_TIMEOUT, {}, "the journal could not be read in time"};
        const auto look = std::min<clock::duration>(look_most, (wish.deadline - now) / 4);
        journal_files found = find_journal_files(where_, now + look);
        const chosen files = choose(found.files, wish);
        if (files.unreadable != 0 || (files.all.empty() && found.folder_refused))
            return {DSREG_X_ACCESS,
                    {},
                    "the system's journal may not be read; root, or a member of the group "
                    "systemd-journal, would see more"};
        if (files.all.empty()) return {DSREG_X_NOT_FOUND, {}, "this machine keeps no journal"};
        if (files.damaged != 0)
            return {
                DSREG_X_PROTOCOL, {}, "the journal file " + damaged_path(files) + " is damaged"};
        // Power that went away leaves a damaged archive behind; the rest counts all the same. So
        // the files that are written to now are read by themselves first.
        std::vector<unique_fd> current, all;
        bool archives = false, copied = true;
        for (journal_file* f : files.all) {
            if (f->state != journal_state::good) continue;
            if (f->current()) copied = copied && copy(f->fd, current);
            archives = archives || !f->current();
            all.push_back(std::move(f->fd));
        }
        if (!copied)
            return {DSREG_X_TOO_LARGE, {}, "the journal has more files than can be opened"};
        wire::journal_entries reply;
        if (!read_entries(std::move(current), wish, reply)) {
            reply.error = DSREG_X_PROTOCOL;
            reply.text = "the journal is damaged";
        }
        if (!archives || reply.error != DSREG_X_NONE) return reply;
        reply = {};
        read_entries(std::move(all), wish, reply);
        return reply;
    }

    const wire::world where_;
};

} // namespace

std::unique_ptr<service> make_journal(const wire::world& where)
{
    return std::make_unique<journal_service>(where);
}

} // namespace dsreg::services

#include "device/home_notes.h"

#include "base/text.h"

#include <condition_variable>
#include <dsreg/svc/device.h>
#include <mutex>
#include <optional>
#include <thread>

namespace dsreg::device {
namespace {

constexpr std::chrono::milliseconds patience_usual(500);

notes unreadable(const std::string& home, const char* why)
{
    wire::device_file file;
    file.kind = DSREG_FILE_NOTE;
    file.state = DSREG_FILE_DENIED;
    file.path = safe_text(home + "/.config/intune/registration.toml");
    file.text = why;
    notes n;
    n.files.push_back(std::move(file));
    return n;
}

std::function<notes()> reader_of(const wire::world& where)
{
    struct place {
        const wire::world where;
        const root below;
        explicit place(const wire::world& w) : where(w), below(where) {}
    };
    return
        [at = std::make_shared<place>(where)] { return read_intune_notes(at->where, at->below); };
}

} // namespace

struct home_notes::state {
    std::function<notes()> read;
    std::mutex mutex;
    std::condition_variable ended;
    bool reading = false;
    uint64_t readings = 0;      // that ended
    std::optional<notes> found; // by the last one; nothing: it failed
};

home_notes::home_notes(const wire::world& where)
    : home_notes(where.home, reader_of(where), patience_usual)
{}

home_notes::home_notes(std::string home, std::function<notes()> read,
                       std::chrono::milliseconds patience)
    : home_(std::move(home)), patience_(patience), state_(std::make_shared<state>())
{
    state_->read = std::move(read);
}

notes home_notes::read() const
{
    if (home_.empty() || home_.front() != '/') return {};
    const auto work = [s = state_] {
        std::optional<notes> found;
        try {
            found = s->read();
        } catch (...) { // no memory: as unreadable
        }
        const std::lock_guard lock(s->mutex);
        s->found = std::move(found);
        s->reading = false;
        s->readings++;
        s->ended.notify_all();
    };
    state& s = *state_;
    std::unique_lock lock(s.mutex);
    if (!s.reading) {
        try {
            std::thread(work).detach();
        } catch (...) {
            return unreadable(home_, "there is no thread to read it on");
        }
        s.reading = true; // it waits for the lock, should it be that fast
    }
    const uint64_t before = s.readings;
    if (!s.ended.wait_for(lock, patience_, [&] { return s.readings != before; }))
        return unreadable(home_, "the file system of the home folder does not answer");
    return s.found ? *s.found : unreadable(home_, "it could not be read");
}

} // namespace dsreg::device

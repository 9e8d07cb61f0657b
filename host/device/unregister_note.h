// What an unregistration leaves behind while it is under way, in /var/lib/dsreg: whoever comes
// after a crash knows how far it got. All of it outlasts a power cut before the next step begins.
#pragma once
#include "base/status.h"
#include "base/unique_fd.h"
#include "device/noted_file.h"
#include "device/root.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace dsreg::device {

struct unregister_note {
    enum class state {
        none,
        asked, // the tenant may have been asked, and may have said yes
        gone   // the tenant's yes: these files are to go
    };
    std::string tenant_id, device_id, thumbprint;
    int64_t since = 0; // seconds since 1970: the first request without an answer
    std::vector<noted_file> files;

    bool operator==(const unregister_note&) const = default;
};

class note_folder
{
public:
    explicit note_folder(const root& below) : below_(below) {}

    // Makes the folder if need be, or (`make` false) does nothing where there is none; then keeps
    // every other process out. An error: it is not what we made, or somebody else is at it.
    status open(bool make);

    // An error: there is a note, and it cannot be believed; `ret_state` says which.
    status read(const std::string& tenant_id, unregister_note::state& ret_state,
                unregister_note& ret) const;

    // The note "asked". An error too when read() would not take it. `before_rename` is called when
    // only that is left to do.
    status write(const unregister_note& note, const std::function<void()>& before_rename) const;

    // "asked" becomes "gone". A new name for the file and no new file, so that it works on a full
    // disk too.
    status mark_gone(const std::string& tenant_id) const;

    status remove(const std::string& tenant_id) const;

private:
    status take(const std::string& name, const std::string& tenant_id, bool& ret_there,
                unregister_note& ret) const;
    status flush() const;

    const root& below_;
    unique_fd folder_;
};

} // namespace dsreg::device

#include "cli/deliver.h"

#include <algorithm>

namespace dsreg::cli {

file_rights rights_of(const surroundings& here)
{
    file_rights rights;
    rights.elevated = here.who.elevated;
    account user;
    if (here.who.invoked_by && find_account(*here.who.invoked_by, user).ok()) {
        rights.owner = user.uid;
        rights.group = user.gid;
    }
    return rights;
}

int print(std::string_view text, const messages& out)
{
    bool gone = false;
    const status s = write_all(1, text, gone);
    if (s) return 0;
    if (!gone) out.error("cannot write to the standard output: " + s.text());
    return exit_broken;
}

int deliver(const std::vector<destination>& outputs, const file_rights& rights, const messages& out,
            const std::function<std::string(const destination&)>& render)
{
    int worst = 0;
    for (const destination& to : outputs) {
        const std::string document = render(to);
        if (to.file.empty()) {
            worst = std::max(worst, print(document, out));
        } else if (const status s = write_file(to.file, document, rights); !s) {
            out.error(s.text());
            worst = exit_broken;
        }
    }
    return worst;
}

} // namespace dsreg::cli

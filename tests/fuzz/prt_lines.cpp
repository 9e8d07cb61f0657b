// Lines of the session broker's log, as the prt module reads them.
#include "oracle.h"
#include "prt/attempts.h"

using namespace dsreg::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    dsreg_journal_entry entry{};
    entry.struct_size = sizeof entry;
    entry.time = 1'767'225'600'000'000'000;
    entry.uid = 1000;
    entry.message = {reinterpret_cast<const char*>(data), size};
    prt::attempt a;
    if (!prt::read_line(entry, a)) {
        ALWAYS(a.time == 0 && a.user.empty() && a.code == 0 && a.tag.empty());
        return 0;
    }
    ALWAYS(a.time >= 946'684'800'000'000'000 && a.time <= entry.time);
    ALWAYS(a.uid == 1000);
    ALWAYS(a.http_status >= 0 && a.http_status < 1000);
    ALWAYS(a.tag.empty() || a.tag.size() == 5);
    ALWAYS(a.has_http_error || a.http_error == 0);
    for (const std::string* s : {&a.user, &a.credential, &a.correlation, &a.endpoint,
                                 &a.http_method, &a.server_error, &a.server_text})
        ALWAYS(s->size() <= 2048 && !has_control(*s));
    return 0;
}

// Checks of the file alone; nothing of it is run.
#include "catalog.h"
#include "object.h"

#include "base/text.h"

#include <dsreg/probe.h>

#include <algorithm>
#include <cstring>
#include <sys/stat.h>

namespace dsreg::check::file {
namespace {

bool read(subject& s, object& ret)
{
    const std::string why = read_object(s.order().path, ret);
    if (!why.empty()) s.complain("", why);
    return why.empty();
}

// Libraries that cost a worker more than a millisecond each time that it starts.
constexpr const char* costly[] = {
    "libcurl",   "libssl",    "libcrypto",  "libgnutls",   "libldap", "libkrb5",   "libgssapi",
    "libdbus-1", "libsdbus",  "libsystemd", "libglib-2.0", "libgio",  "libboost_", "libspdlog",
    "libQt",     "libpython", "libicu",     "libxml2",     "libtss2", "libp11"};

} // namespace

void permissions(subject& s)
{
    struct stat st {};
    if (::stat(s.order().path.c_str(), &st) != 0)
        return s.complain("", std::string("it cannot be looked at: ") + std::strerror(errno));
    if (!S_ISREG(st.st_mode)) return s.complain("", "it is no regular file");
    if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        s.complain("", "others than its owner may change it; chmod go-w helps");
    if ((st.st_mode & S_IROTH) == 0)
        s.complain("", "a worker, which is an unprivileged user, cannot read it; chmod a+r helps");
    if ((st.st_mode & (S_ISUID | S_ISGID)) != 0) s.complain("", "it is set-uid or set-gid");
}

void one_export(subject& s)
{
    object o;
    if (!read(s, o)) return;
    const auto is_ours = [](const defined_symbol& d) { return d.name == DSREG_MODULE_SYMBOL; };
    if (std::none_of(o.exports.begin(), o.exports.end(), is_ours))
        s.complain("", "it does not export " DSREG_MODULE_SYMBOL);
    for (const defined_symbol& d : o.exports)
        if (!is_ours(d))
            s.complain("", "it also exports " + d.name +
                               "; hide it with a version script, as dsreg_add_probe() does");
}

void data_symbol(subject& s)
{
    object o;
    if (!read(s, o)) return;
    for (const defined_symbol& d : o.exports) {
        if (d.name != DSREG_MODULE_SYMBOL) continue;
        dsreg_module seen{};
        std::memcpy(&seen, d.bytes.data(), std::min(d.bytes.size(), sizeof seen));
        if (!d.data) return s.complain("", d.name + " is no data");
        if (!d.stored || seen.magic != DSREG_MAGIC)
            return s.complain("",
                              d.name + " is filled by code; define it with a static initialiser");
        if (!d.constant)
            s.complain("", d.name + " lies in " + d.section +
                               ", which stays writable; make it const and link with -z relro");
        return;
    }
    s.nothing_to_check("it does not export " DSREG_MODULE_SYMBOL);
}

void search_path(subject& s)
{
    object o;
    if (read(s, o) && !o.search_path.empty())
        s.complain("", "it looks for libraries in " + safe_text(o.search_path) +
                           "; a module is loaded by a descriptor, and $ORIGIN means nothing there");
}

void costly_libraries(subject& s)
{
    object o;
    if (!read(s, o)) return;
    for (const std::string& name : o.libraries)
        for (const char* one : costly)
            if (name.rfind(one, 0) == 0)
                s.warn("", "it needs " + safe_text(name) +
                               ", which each worker then loads; the services of the host do "
                               "what most modules want of it");
}

} // namespace dsreg::check::file

#include "cli/explain.h"

#include "base/nearest.h"
#include "base/text.h"
#include "catalog/codes.h"
#include "catalog/files.h"
#include "catalog/readings.h"
#include "cli/diagnose.h"
#include "cli/locations.h"
#include "cli/quote.h"
#include "cli/terminal.h"

#include <unistd.h>

namespace dsreg::cli {
namespace {

constexpr std::size_t longest_word = 256;

// What the modules that are there declare, bundled ones too: the answer, or the codes for "did you
// mean".
status ask_modules(const options& chosen, const environment& env, const messages& out,
                   std::vector<catalog::entry>& ret, std::vector<std::string>& ret_codes)
{
    surroundings here;
    if (status s = find_surroundings(chosen, env, here); !s) return s;
    std::vector<report::listed_module> modules;
    if (status s = list_modules(chosen, env, here, out, -1, modules); !s) return s;
    for (const report::listed_module& module : modules)
        for (const wire::probe_decl& probe : module.decl.probes)
            for (const wire::finding_decl& finding : probe.findings) {
                ret_codes.push_back(finding.code);
                if (finding.code == chosen.explain_code && ret.empty())
                    ret.push_back(catalog::entry_of(catalog::page_of(finding, probe.id)));
            }
    return {};
}

int unknown(const std::string& word, const std::vector<std::string>& known, const messages& out)
{
    std::string sentence = in_quotes(word) + " is not known";
    const std::string near = nearest(lower_case(word), known);
    if (!near.empty()) sentence += ", the nearest that is: " + near;
    if (const std::string n = catalog::aadsts_digits(word); !n.empty())
        sentence += "; Microsoft explains it at https://login.microsoftonline.com/error?code=" + n;
    out.error(sentence);
    return exit_usage;
}

int broken(const status& s, const messages& out)
{
    out.error(s.text());
    return s.code() == errc::invalid ? exit_usage : exit_broken;
}

} // namespace

int explain(const options& chosen, const environment& env, const messages& out)
{
    const std::string& word = chosen.explain_code;
    if (word.size() > longest_word) return unknown(word, {}, out);
    const std::optional<std::string> prefix = install_prefix();
    if (!prefix) return broken({errc::internal, "dsreg cannot find its own files"}, out);
    const std::string share = *prefix + "/share/dsreg";

    catalog::error_table table;
    if (status s = catalog::load_errors(share, table); !s) return broken(s, out);
    std::vector<catalog::entry> entries = catalog::readings(table, word);
    std::vector<std::string> known = catalog::known_words(table);
    if (catalog::is_finding_code(word)) {
        for (std::string& code : catalog::page_codes(share)) known.push_back(std::move(code));
        catalog::page page;
        const status s = catalog::load_page(share, word, page);
        if (s)
            entries.push_back(catalog::entry_of(page));
        else if (s.code() != errc::not_found)
            return broken(s, out);
        else if (status asked = ask_modules(chosen, env, out, entries, known); !asked)
            return broken(asked, out);
    }
    if (entries.empty()) return unknown(word, known, out);

    catalog::entry_style style;
    style.width = terminal_width(1, env);
    style.ascii = out.ascii();
    style.color = wants_colour(chosen.color, env, ::isatty(1) == 1);
    return print(catalog::text(entries, style), out);
}

} // namespace dsreg::cli

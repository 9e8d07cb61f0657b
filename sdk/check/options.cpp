#include "options.h"

#include "catalog.h"

#include "base/nearest.h"
#include "base/text.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace dsreg::check {
namespace {

status wrong(std::string text)
{
    return status(errc::invalid, std::move(text));
}

status read_format(const std::string& word, options& ret)
{
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    if (name == "text")
        ret.format = form::text;
    else if (name == "json")
        ret.format = form::json;
    else if (name == "junit")
        ret.format = form::junit;
    else
        return wrong("--format is text, json or junit, not \"" + safe_text(name) + "\"");
    if (equals == std::string::npos) return {};
    ret.file = word.substr(equals + 1);
    return ret.file.empty() ? wrong("--format " + name + "= names no file") : status();
}

// Commas part ids; each must mean at least one check.
status read_only(const std::vector<std::string>& words, options& ret)
{
    for (const std::string& word : words) {
        std::size_t at = 0;
        while (at <= word.size()) {
            const std::size_t comma = std::min(word.find(',', at), word.size());
            const std::string id = word.substr(at, comma - at);
            at = comma + 1;
            std::vector<std::string> ids;
            bool any = false;
            for (const check_entry& c : catalog()) {
                ids.emplace_back(c.id);
                any |= glob_match(id, c.id);
            }
            if (!any) {
                const std::string near = nearest(id, ids);
                return wrong("there is no check \"" + safe_text(id) + "\"" +
                             (near.empty() ? "; see --list" : "; is it " + near + "?"));
            }
            ret.only.push_back(id);
        }
    }
    return {};
}

} // namespace

status parse(int argc, const char* const* argv, options& ret)
{
    CLI::App app;
    app.set_help_flag();
    std::vector<std::string> only;
    std::string format = "text";
    unsigned seconds = 10;
    app.add_flag("--help,-h", ret.help);
    app.add_flag("--version", ret.version);
    app.add_flag("--list", ret.list);
    app.add_flag("--verbose,-v", ret.verbose);
    app.add_flag("--bundled", ret.bundled);
    app.add_option("--only", only)->allow_extra_args(false);
    app.add_option("--format", format)->allow_extra_args(false);
    app.add_option("--timeout", seconds)->allow_extra_args(false)->check(CLI::Range(1u, 600u));
    app.add_option("MODULE", ret.modules);
    try {
        std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
        std::reverse(words.begin(), words.end());
        app.parse(words);
    } catch (const CLI::ParseError& e) {
        return wrong(safe_text(e.what()) + "; see --help");
    }
    ret.deadline = std::chrono::seconds(seconds);
    if (ret.help || ret.version) return {};
    if (const status s = read_format(format, ret); !s) return s;
    if (const status s = read_only(only, ret); !s) return s;
    if (ret.list && ret.format == form::junit) return wrong("--list is text or json");
    if (ret.list && !ret.modules.empty()) return wrong("--list takes no module");
    if (!ret.list && ret.modules.empty()) return wrong("say which module; see --help");
    return {};
}

std::string help_text()
{
    return R"(dsreg-probe-check MODULE.probe.so...

Tries whether probe modules keep the contract of dsreg 1.x, each check in a
process of its own. Modules given together know each other's facts.

  --list               the checks, one line each
  --only ID[,ID]       these checks alone; * and ? match, may be repeated
  --format FORM[=FILE] text (default), json or junit, to a file or stdout
  --timeout SECONDS    of one check without progress, 1 to 600 (default 10)
  --bundled            the module is one of dsreg's own, whose keys are short
  --verbose            what passed and what the module wrote, too
  --help, --version

Exit code: 0 no check failed, 1 a check failed, 2 usage, or a file that is no
module at all.
)";
}

} // namespace dsreg::check

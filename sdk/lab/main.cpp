// dsreg-lab list | describe SCENARIO | run SCENARIO -- COMMAND... | shell SCENARIO
#include "base/text.h"
#include "describe.h"
#include "keeper.h"
#include "places.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <sys/prctl.h>

namespace {

using namespace dsreg;
using namespace dsreg::lab;

int complain(const std::string& what)
{
    std::fprintf(stderr, "dsreg-lab: %s\n", what.c_str());
    return 1;
}

int list(const places& where)
{
    std::vector<scenario> all;
    if (status s = all_scenarios(where, all); !s.ok()) return complain(s.text());
    std::size_t widest = 0;
    for (const scenario& s : all) widest = std::max(widest, s.name.size());
    std::string out;
    for (const scenario& s : all) {
        out +=
            s.name + std::string(widest + 2 - s.name.size(), ' ') + safe_text(s.description) + "\n";
    }
    return std::fputs(out.c_str(), stdout) < 0 || std::fflush(stdout) != 0 ? 1 : 0;
}

command shell_command(const scenario& s)
{
    const char* shell = std::getenv("SHELL");
    command what;
    what.argv = {shell && shell[0] == '/' ? shell : "/bin/sh"};
    // The first is what Debian's bash shows in its prompt, the second what plain shells do.
    what.extra_env = {"debian_chroot=lab:" + s.name, "PS1=(lab:" + s.name + ") $ "};
    std::fprintf(stderr, "dsreg-lab: this shell is in the lab \"%s\"; exit leaves it.\n",
                 s.name.c_str());
    return what;
}

int enter(const places& where, const scenario& s, const std::string& file, const command& what)
{
    if (std::getenv("DSREG_LAB")) {
        return complain("this is already inside a lab (DSREG_LAB is set); leave it first");
    }
    return run_in_lab(where, s, file, what);
}

} // namespace

int main(int argc, char** argv)
{
    ::prctl(PR_SET_NAME, "dsreg-lab"); // dsreg knows by it that a lab started it
    CLI::App app{"Runs programs in a simulated Entra tenant, on a simulated device."};
    app.name("dsreg-lab");
    app.require_subcommand(1);
    app.set_version_flag("--version", DSREG_LAB_VERSION);
    std::string wanted;
    CLI::App* const list_them = app.add_subcommand("list", "name the scenarios, one a line");
    CLI::App* tell = app.add_subcommand("describe", "say what a scenario plays");
    CLI::App* run =
        app.add_subcommand("run", "run a command in a scenario: run SCENARIO -- COMMAND...");
    CLI::App* shell = app.add_subcommand("shell", "start $SHELL in a scenario");
    for (CLI::App* one : {tell, run, shell}) {
        one->add_option("SCENARIO", wanted, "a name from the list, or a scenario file")->required();
    }
    // The command is taken as it stands, whatever it looks like.
    const auto dashes = std::find(argv, argv + argc, std::string_view("--"));
    command what;
    if (dashes != argv + argc) what.argv.assign(dashes + 1, argv + argc);
    try {
        app.parse(static_cast<int>(dashes - argv), argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? 0 : 1;
    }
    if (run->parsed() == what.argv.empty()) {
        return complain(run->parsed() ? "run needs a command: dsreg-lab run SCENARIO -- COMMAND..."
                                      : "only run takes a command");
    }

    places where;
    if (status s = find_places(where); !s.ok()) return complain(s.text());
    if (list_them->parsed()) return list(where);
    std::string file;
    scenario s;
    if (status found = find_scenario(where, wanted, file, s); !found.ok()) {
        return complain(found.text());
    }
    if (tell->parsed()) return std::fputs(describe(s).c_str(), stdout) < 0 ? 1 : 0;
    return enter(where, s, file, shell->parsed() ? shell_command(s) : what);
}

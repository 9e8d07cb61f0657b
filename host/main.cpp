// dsreg: parse, wire, run, render.
#include "actions/part.h"
#include "cli/diagnose.h"
#include "cli/environment.h"
#include "cli/explain.h"
#include "cli/help.h"
#include "cli/old_documents.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "cli/where.h"
#include "wire/frame.h"

#include <csignal>
#include <exception>
#include <unistd.h>

namespace {

using namespace dsreg;

int act(const cli::options& chosen, const cli::environment& env, const cli::messages& out)
{
    cli::surroundings here;
    cli::file_rights rights;
    if (cli::names_a_file(chosen.outputs)) {
        // Before it is known whose rights these are (setuid), no file is touched.
        status s = cli::identify_caller(env, here.who);
        if (s) s = cli::check_outputs(chosen, env);
        if (!s) {
            out.error(s.text());
            return cli::exit_usage;
        }
        rights = cli::rights_of(here);
        cli::remove_old(chosen.outputs, rights, out);
    }
    if (const status s = cli::find_surroundings(chosen, env, here); !s) {
        out.error(s.text());
        cli::tell_not_run(chosen, here, rights, s.text(), cli::exit_usage, out);
        return cli::exit_usage;
    }
    if (chosen.what == cli::action::list_probes)
        return cli::list_probes(chosen, env, std::move(here), out);
    if (chosen.what == cli::action::diagnose)
        return cli::diagnose(chosen, env, std::move(here), out);
    // At once: a thread may still wait for a bus or a home that does not answer, and nothing is
    // left that a destructor would do.
    ::_exit(actions::run({chosen, env, here, out}));
}

int start(int argc, const char* const* argv)
{
    cli::keep_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away, and a file size limit, are errors to
    std::signal(SIGXFSZ, SIG_IGN); // handle, not deaths
    const bool elevated = ::geteuid() == 0;
    const cli::environment env = cli::read_environment(elevated);
    if (elevated) cli::rebuild_environment();
    const bool ascii = !cli::is_utf8_locale(env);

    cli::options chosen;
    if (const status s = cli::parse(argc, argv, chosen); !s) {
        cli::messages(2, false, 0, ascii).error(s.text());
        return cli::exit_usage;
    }
    const cli::messages out(2, chosen.quiet, chosen.verbose, ascii);
    switch (chosen.what) {
    case cli::action::help:
        return cli::print(cli::help_text(), out);
    case cli::action::version:
        return cli::print("dsreg " + std::string(wire::version()) + "\n", out);
    case cli::action::explain:
        return cli::explain(chosen, env, out);
    default:
        return act(chosen, env, out);
    }
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return start(argc, argv);
    } catch (const std::exception& e) {
        cli::messages(2, false, 0, true).error(std::string("internal error: ") + e.what());
        return cli::exit_broken;
    }
}

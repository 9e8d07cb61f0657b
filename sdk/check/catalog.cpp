#include "catalog.h"

namespace dsreg::check {

const std::vector<check_entry>& catalog()
{
    static const std::vector<check_entry> list = {
        // The file.
        {"file-permissions", "The file is readable by everybody and writable by its owner alone.",
         needs::file, file::permissions},
        {"one-export", "It exports dsreg_probe_module_v1 and nothing else.", needs::file,
         file::one_export},
        {"descriptor-is-data",
         "dsreg_probe_module_v1 is constant data, complete before any code of the module runs.",
         needs::file, file::data_symbol},
        {"no-search-path", "It names no folder of its own to look for libraries in.", needs::file,
         file::search_path},
        {"cheap-libraries", "It links no library that takes milliseconds to load (a warning).",
         needs::file, file::costly_libraries},
        // Loading.
        {"load-now",
         "It loads in a fresh process with every symbol resolved; more than 100 ms is a warning.",
         needs::file, load::now},
        {"load-in-sandbox",
         "A host loads it in the sandbox of a worker; less than the full sandbox is a warning.",
         needs::object, load::sandbox},
        {"descriptor-well-formed",
         "A host accepts its descriptors; a title that does not end in \"Test\" is a warning.",
         needs::object, load::descriptor},
        {"budget", "No probe asks for more than 60 s; more than 30 s is a warning.",
         needs::readable, load::budget},
        {"finding-pages", "Every finding has a page: a title, a meaning, a remedy that help.",
         needs::readable, load::finding_pages},
        // What a probe says, in every usual world.
        {"concludes-once", "Each probe concludes once, with an outcome that exists.", needs::usual,
         contract::concludes},
        {"declared-only",
         "It uses no fact, finding, service, input, setting or path that it does not declare.",
         needs::usual, contract::declared_only},
        {"facts-match-declaration",
         "Facts have their declared type, a source, and an instance where they are many.",
         needs::usual, contract::facts_fit},
        {"fail-has-finding", "A FAIL has an error finding, a PASS and a SKIP have none.",
         needs::usual, contract::verdict_fits},
        {"skip-says-why",
         "A SKIP has a known reason, a sentence, and names a declared input; nothing but SKIPs is "
         "a warning.",
         needs::usual, contract::skip_says_why},
        {"no-exception", "No exception leaves the body of a probe.", needs::usual,
         contract::no_exception},
        {"valid-utf-8", "Whatever the world answers, what it reports is valid UTF-8.", needs::usual,
         contract::valid_text},
        {"keeps-rules", "It breaks no other rule of the contract.", needs::usual,
         contract::keeps_rules},
        // What it is given.
        {"nothing-optional", "Without any optional service and input, each probe concludes.",
         needs::module, inputs::nothing_optional},
        {"every-input-state",
         "Each optional input may be in each state, and a broken one is not read as absent.",
         needs::module, inputs::every_state},
        {"unknown-inputs", "The reason why an input is unknown is not taken for its value.",
         needs::module, inputs::unknown},
        {"odd-inputs", "Inputs of another type, empty, huge or many do no harm.", needs::module,
         inputs::odd},
        {"service-failures",
         "A question that it needs and that gets no answer leads to no PASS and no SKIP; a service "
         "that is never asked is a warning.",
         needs::usual, answers::failures},
        {"world-errors",
         "Whatever a service reports of the world, each probe concludes; where nobody answers, "
         "none passes.",
         needs::usual, answers::world_errors},
        {"hostile-answers", "Huge, deep, garbled and extreme answers do no harm.", needs::module,
         answers::hostile},
        {"canary",
         "Passwords, tokens, cookies and private keys planted in answers of http, fs, dbus and "
         "journal are in nothing that it reports or logs.",
         needs::module, canary},
        // Time, threads, the process.
        {"cancel-honoured",
         "A run that is cancelled inside a call returns soon and comes to no PASS and no SKIP.",
         needs::usual, moments::cancel},
        {"deadline-past", "A run whose deadline has passed returns and passes nothing unseen.",
         needs::usual, moments::deadline_past},
        {"host-of-1.0", "It touches nothing behind the tables of the first host of 1.0.",
         needs::usual, process::host_of_1_0},
        {"runs-twice-alike", "Two runs in one world have the same outcome, facts and findings.",
         needs::usual, process::twice},
        {"other-thread", "A probe may be run on a thread that is not the first.", needs::usual,
         process::other_thread},
        {"runs-in-sandbox",
         "In the sandbox of a worker each probe comes to the same result; less than the full "
         "sandbox is a warning.",
         needs::usual, process::sandboxed},
        {"process-unchanged",
         "It leaves descriptors, threads, folder, environment, signals and locale as they were.",
         needs::usual, process::unchanged},
        {"silent-output", "It writes nothing to stdout and stderr.", needs::usual, process::silent},
    };
    return list;
}

const check_entry* find_check(std::string_view id)
{
    for (const check_entry& c : catalog())
        if (id == c.id) return &c;
    return nullptr;
}

} // namespace dsreg::check

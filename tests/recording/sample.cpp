// A module for the tests of --record: one probe reads a file and calls its first line a secret, one
// reads it, too, and says it aloud, one crashes.
#include <dsreg/probe.hpp>
#include <dsreg/svc/fs.h>

#include <cstdlib>
#include <string>

namespace {

constexpr dsreg_fact_decl secret_decl = {sizeof secret_decl,
                                         DSREG_T_STR,
                                         DSREG_F_SECRET | DSREG_F_HIDDEN,
                                         1,
                                         "recording.sample.secret",
                                         "",
                                         ""};
constexpr dsreg_fact_decl user_decl = {
    sizeof user_decl, DSREG_T_STR, DSREG_F_PERSONAL, 2, "recording.sample.user", "Sample", "User"};
constexpr dsreg_fact_decl lines_decl = {sizeof lines_decl,        DSREG_T_INT, 0,      3,
                                        "recording.sample.lines", "Sample",    "Lines"};
constexpr const dsreg_fact_decl* outputs[] = {&secret_decl, &user_decl, &lines_decl, nullptr};

constexpr dsreg_finding_decl short_finding = {sizeof short_finding,
                                              DSREG_SEVERITY_ERROR,
                                              "recording.sample.short",
                                              "The file is short",
                                              "It has too few lines.",
                                              "Write more.",
                                              nullptr,
                                              nullptr,
                                              DSREG_RISK_SAFE,
                                              0};
constexpr const dsreg_finding_decl* findings[] = {&short_finding, nullptr};

constexpr const char* services[] = {DSREG_SVC_FS, nullptr};
constexpr const char* read_inputs[] = {"run.user.name", nullptr};
constexpr const char* told_inputs[] = {"?recording.sample.secret", nullptr};
constexpr const char* settings[] = {"least", nullptr};
constexpr const char* paths[] = {"/etc/sample.txt", "/etc/sample.bin", "/etc/sample.none", nullptr};

std::string read(dsreg::host host, const char* path)
{
    const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
    const dsreg_fs_reply* reply = nullptr;
    const dsreg_call how = {sizeof how, DSREG_CALL_OPTIONAL, 5000, 0};
    if (fs->read(host.raw(), &how, path, 4096, &reply) != DSREG_OK) return {};
    return std::string(dsreg::view(reply->bytes));
}

dsreg::result read_body(dsreg::host host)
{
    const std::string text = read(host, "/etc/sample.txt");
    read(host, "/etc/sample.bin");
    read(host, "/etc/sample.none");
    host.fact("recording.sample.secret", dsreg::text(text.substr(0, text.find('\n'))), "the file");
    if (const dsreg_fact* user = host.present("run.user.name"))
        host.fact("recording.sample.user", user->value, "the host");
    int64_t lines = 0, least = 1;
    for (const char c : text) lines += c == '\n';
    host.fact("recording.sample.lines", dsreg::number(lines), "the file");
    if (const dsreg_value* set = host.setting("least"); set != nullptr)
        least = dsreg::as_number(*set).value_or(1);
    if (lines >= least) return dsreg::result::pass();
    host.finding("recording.sample.short", "the file begins with " + text);
    return dsreg::result::fail(0x801c0021u);
}

dsreg::result told_body(dsreg::host host)
{
    static std::string text; // outlives run()
    const std::string read_text = read(host, "/etc/sample.txt");
    text = "they told me " + read_text.substr(0, read_text.find('\n'));
    if (host.input_state("recording.sample.secret") != DSREG_IN_UNKNOWN) text = "it is no secret";
    return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, text);
}

dsreg::result crash_body(dsreg::host)
{
    std::abort();
}

constexpr dsreg_probe read_probe = {sizeof read_probe,
                                    0,
                                    0,
                                    1,
                                    "recording.sample.read",
                                    "Sample",
                                    "Read Test",
                                    services,
                                    read_inputs,
                                    settings,
                                    outputs,
                                    findings,
                                    dsreg::run<read_body>,
                                    paths};
constexpr dsreg_probe told_probe = {sizeof told_probe,
                                    0,
                                    0,
                                    2,
                                    "recording.sample.told",
                                    "Sample",
                                    "Told Test",
                                    services,
                                    told_inputs,
                                    nullptr,
                                    nullptr,
                                    nullptr,
                                    dsreg::run<told_body>,
                                    paths};
constexpr dsreg_probe crash_probe = {sizeof crash_probe,
                                     0,
                                     0,
                                     3,
                                     "recording.sample.crash",
                                     "Sample",
                                     "Crash Test",
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     dsreg::run<crash_body>,
                                     nullptr};

} // namespace

DSREG_MODULE("recording.sample", "1.0.0", "dsreg", nullptr, "MIT", &read_probe, &told_probe,
             &crash_probe);

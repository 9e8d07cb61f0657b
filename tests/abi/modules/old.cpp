// A module that uses what 1.0 has: every type of value, findings, inputs, settings, a service.
#include <dsreg/probe.hpp>
#include <dsreg/svc/fs.h>

namespace {

constexpr const char* section = "Skew";
constexpr dsreg_fact_decl decl(dsreg_type type, const char* key, const char* label,
                               uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, flags, 0, key, section, label};
}
constexpr dsreg_fact_decl yes = decl(DSREG_T_BOOL, "x.skew.yes", "Yes");
constexpr dsreg_fact_decl count = decl(DSREG_T_INT, "x.skew.count", "Count");
constexpr dsreg_fact_decl ratio = decl(DSREG_T_REAL, "x.skew.ratio", "Ratio");
constexpr dsreg_fact_decl name = decl(DSREG_T_STR, "x.skew.name", "Name", DSREG_F_MANY);
constexpr dsreg_fact_decl when = decl(DSREG_T_TIME, "x.skew.when", "When");
constexpr dsreg_fact_decl took = decl(DSREG_T_DURATION, "x.skew.took", "Took");
constexpr dsreg_fact_decl never = decl(DSREG_T_INT, "x.skew.never", "Never");
constexpr const dsreg_fact_decl* values[] = {&yes,  &count, &ratio, &name,
                                             &when, &took,  &never, nullptr};

constexpr dsreg_finding_decl bad = {sizeof bad,
                                    DSREG_SEVERITY_ERROR,
                                    "x.skew.bad",
                                    "It is bad",
                                    "It has to be for the test.",
                                    "Nothing.",
                                    nullptr,
                                    nullptr,
                                    DSREG_RISK_SAFE,
                                    0};
constexpr const dsreg_finding_decl* findings[] = {&bad, nullptr};
constexpr const char* inputs[] = {"x.skew.count",  "run.user.uid",     "?x.skew.name",
                                  "?x.skew.never", "?x.nobody.at-all", nullptr};
constexpr const char* settings[] = {"unset", nullptr};
constexpr const char* services[] = {DSREG_SVC_FS, nullptr};
constexpr const char* paths[] = {"/etc/passwd", nullptr};

dsreg::result report(dsreg::host host)
{
    host.fact("x.skew.yes", dsreg::boolean(true), "test");
    host.fact("x.skew.count", dsreg::number(42), "test");
    host.fact("x.skew.ratio", dsreg::real(0.5), "test");
    host.fact("x.skew.name", dsreg::text("first"), "test", "a");
    host.fact("x.skew.name", dsreg::text("second"), "test", "b");
    host.fact("x.skew.when", dsreg::time(host.now()), "test");
    host.fact("x.skew.took", dsreg::duration(1'500'000'000), "test");
    host.fact("x.skew.never", dsreg::not_applicable("not here"), "test");
    return dsreg::result::pass();
}

dsreg::result read(dsreg::host host)
{
    const bool good = host.input_number("x.skew.count") == 42 &&
                      host.input_number("run.user.uid") &&
                      host.input_text("x.skew.name", 1) == "second" &&
                      host.input_state("x.skew.never") == DSREG_IN_UNKNOWN &&
                      host.input_state("x.nobody.at-all") == DSREG_IN_NO_PROVIDER &&
                      host.setting("unset") == nullptr && host.remaining() > 0;
    return good ? dsreg::result::pass() : dsreg::result::none();
}

dsreg::result fail(dsreg::host host)
{
    host.finding("x.skew.bad", "It is bad.", {{"count", dsreg::number(1)}}, "a");
    return dsreg::result::fail(0x801c0021u, 12029);
}

dsreg::result ask(dsreg::host host)
{
    const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
    const dsreg_call call = dsreg::calling(2000);
    const dsreg_fs_reply* reply = nullptr;
    if (fs->read(host.raw(), &call, "/etc/passwd", 0, &reply) != DSREG_OK)
        return dsreg::result::none();
    if (reply->error == DSREG_X_NONE && reply->count == 1 && reply->bytes.len > 0)
        return dsreg::result::pass();
    return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "no such file");
}

constexpr dsreg_probe probe(const char* id, void (*run)(const dsreg_host*))
{
    dsreg_probe p{};
    p.struct_size = sizeof p;
    p.id = id;
    p.section = section;
    p.title = "Skew Test";
    p.settings = settings;
    p.run = run;
    return p;
}
constexpr dsreg_probe with(dsreg_probe p, const dsreg_fact_decl* const* outputs,
                           const dsreg_finding_decl* const* found, const char* const* in,
                           const char* const* services_of)
{
    p.outputs = outputs;
    p.findings = found;
    p.inputs = in;
    p.services = services_of;
    p.paths = paths;
    return p;
}
constexpr dsreg_probe reports =
    with(probe("x.skew.report", dsreg::run<report>), values, nullptr, nullptr, nullptr);
constexpr dsreg_probe reads =
    with(probe("x.skew.read", dsreg::run<read>), nullptr, nullptr, inputs, nullptr);
constexpr dsreg_probe fails =
    with(probe("x.skew.fail", dsreg::run<fail>), nullptr, findings, nullptr, nullptr);
constexpr dsreg_probe asks =
    with(probe("x.skew.ask", dsreg::run<ask>), nullptr, nullptr, nullptr, services);

} // namespace

DSREG_MODULE("x.skew", "1.0.0", "Tests of dsreg", nullptr, "MIT", &reports, &reads, &fails, &asks);

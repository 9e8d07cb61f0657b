/* A module in plain C11, as a third party writes it: an input, a fact, a warning, evidence. */
#include <dsreg/probe.h>
#include <stddef.h>

#define TEXT(x)                                                                                    \
    {                                                                                              \
        (x), sizeof(x) - 1                                                                         \
    }

static const dsreg_fact_decl answer = {.struct_size = sizeof answer,
                                       .type = DSREG_T_INT,
                                       .order = 10,
                                       .key = "x.plain-c.answer",
                                       .section = "Plain C",
                                       .label = "Answer"};
static const dsreg_fact_decl* const outputs[] = {&answer, NULL};
static const dsreg_finding_decl round_number = {.struct_size = sizeof round_number,
                                                .severity = DSREG_SEVERITY_WARNING,
                                                .code = "x.plain-c.round",
                                                .title = "The answer is round",
                                                .meaning =
                                                    "A round number could be a guess of somebody.",
                                                .remedy = "Ask again.",
                                                .risk = DSREG_RISK_SAFE};
static const dsreg_finding_decl* const findings[] = {&round_number, NULL};

static void run_ask(const dsreg_host* host)
{
    const dsreg_fact fact = {.struct_size = sizeof fact,
                             .key = "x.plain-c.answer",
                             .source = "arithmetic",
                             .value = {.type = DSREG_T_INT, .u = {.i = 40}}};
    const dsreg_pair evidence[] = {
        {.name = "answer", .value = {.type = DSREG_T_INT, .u = {.i = 40}}}};
    const dsreg_finding finding = {.struct_size = sizeof finding,
                                   .evidence_count = 1,
                                   .code = "x.plain-c.round",
                                   .message = TEXT("40 ends in a zero."),
                                   .evidence = evidence};
    const dsreg_result result = {.struct_size = sizeof result, .outcome = DSREG_PASS};
    if (host->fact(host, &fact) != DSREG_OK) return;
    if (host->finding(host, &finding) != DSREG_OK) return;
    host->conclude(host, &result);
}

static void run_check(const dsreg_host* host)
{
    const dsreg_fact* fact = NULL;
    const dsreg_result good = {.struct_size = sizeof good, .outcome = DSREG_PASS};
    const dsreg_result other = {.struct_size = sizeof other,
                                .outcome = DSREG_SKIP,
                                .reason = DSREG_SKIP_NOT_APPLICABLE,
                                .text = TEXT("the answer is another one")};
    host->input(host, "x.plain-c.answer", 0, &fact); /* required: it is present */
    const int expected = fact->value.type == DSREG_T_INT && fact->value.u.i == 40;
    host->conclude(host, expected ? &good : &other);
}

static const dsreg_probe ask = {.struct_size = sizeof ask,
                                .timeout_ms = 2000,
                                .order = 10,
                                .id = "x.plain-c.ask",
                                .section = "Plain C",
                                .title = "Ask Test",
                                .outputs = outputs,
                                .findings = findings,
                                .run = run_ask};
static const char* const inputs[] = {"x.plain-c.answer", NULL};
static const dsreg_probe check = {.struct_size = sizeof check,
                                  .timeout_ms = 2000,
                                  .order = 20,
                                  .id = "x.plain-c.check",
                                  .section = "Plain C",
                                  .title = "Check Test",
                                  .inputs = inputs,
                                  .run = run_check};
static const dsreg_probe* const probes[] = {&ask, &check};

const dsreg_module dsreg_probe_module_v1 = {.struct_size = sizeof(dsreg_module),
                                            .magic = DSREG_MAGIC,
                                            .abi_major = DSREG_ABI_MAJOR,
                                            .needs_minor = DSREG_TARGET_MINOR,
                                            .probe_count = 2,
                                            .probes = probes,
                                            .id = "x.plain-c",
                                            .version = "1.0.0",
                                            .vendor = "Tests of dsreg",
                                            .support = "https://example.org/",
                                            .license = "MIT"};

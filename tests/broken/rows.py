"""What a run with each broken module has to say: the table of broken_test.py."""

PASS, FAIL, PROBLEM, NOTHING, OUTPUT, INTERRUPTED = 0, 9, 10, 11, 12, 130


class Row:
    """What a run with one broken module has to say.

    probes: probe id without "x.NAME." -> "outcome reason", or ("outcome reason", words in its text)
    rejected: part of the module's file name -> code, or (code, words in its text)
    """

    def __init__(self, name, exit_code, probes=None, rejected=None, absent=None, budget_ms=None):
        self.name = name
        self.exit_code = exit_code
        self.probes = probes or {}
        self.rejected = rejected or {}
        self.absent = absent
        self.budget_ms = budget_ms


def fault(name, said, words="", **more):
    """Its probe ends in an error; the second one passes nevertheless."""
    return Row(name, PROBLEM, {"probe": (said, words), "after": "pass"}, **more)


def rejection(name, code, words=""):
    return Row(name, PROBLEM, rejected={"broken-" + name: (code, words)})


ROWS = [
    # Ends of the process.
    fault("segv", "error crashed", "SIGSEGV"),
    fault("abort", "error crashed", "SIGABRT"),
    fault("sigill", "error crashed", "SIGILL"),
    fault("stack-overflow", "error crashed", "SIGSEGV"),
    fault("exit-run", "error exited"),
    fault("quick-exit-run", "error exited"),
    fault("corrupts-heap", "error crashed", "SIGABRT"),
    fault("eats-memory", "error crashed", "SIGABRT"),
    fault("opens-everything", "error internal"),
    # Time.
    fault("sleep", "error timeout", budget_ms=300),
    fault("block-signals", "error timeout", budget_ms=300),
    fault("spin", "error timeout", budget_ms=300),
    # Past the host's functions.
    fault("fork-socket", "error internal"),
    fault("ten-million-facts", "error violation"),
    fault("frame-flood", "error violation"),
    fault("frame-garbage", "error violation"),
    fault("frame-out-of-place", "error violation"),
    fault("frame-too-long", "error violation"),
    fault("frame-zero-length", "error violation"),
    fault("frame-other-probe", "error violation"),
    fault("frame-unknown-type", "error violation", "a kind that is not a probe's"),
    fault("frame-of-host", "error violation", "a kind that is not a probe's"),
    fault("frame-unknown-flags", "error violation", "unknown flags"),
    fault("frame-more-forever", "error violation", "mixed two messages"),
    fault("frame-done-garbage", "error violation", "mixed two messages"),
    fault("frame-more-too-much", "error violation", "more bytes than a run may"),
    fault("frame-fact-garbage", "error violation", "a fact that is none"),
    fault("frame-conclude-garbage", "error violation", "an outcome that is none"),
    fault("frame-call-garbage", "error violation", "a call that is none"),
    fault("frame-two-calls", "error violation"),
    fault("frame-trapped", "error violation", "reboot()"),
    fault("frame-trapped-garbage", "error violation", "SIGSYS"),
    fault("traces", "error violation", "called ptrace(), which no module may"),
    fault("traces-blocked", "error violation", "SIGSYS for a forbidden system call"),
    fault("stdout-flood", "error violation"),
    fault("stderr-flood", "error violation"),
    # Passes over a question that got no answer.
    fault("passes-over-path", "error internal", "/etc/os-release"),
    fault("passes-over-argument", "error internal", "dsreg.fs/1 with a wrong argument"),
    fault("passes-over-limit", "error internal", "more of dsreg.fs/1"),
    fault("passes-over-deadline", "error timeout", "budget was used up before dsreg.fs/1"),
    fault("passes-over-input", "error internal", "the input \"run.elevated\""),
    fault("passes-over-service", "error internal", "the service \"dsreg.fs/1\""),
    fault("passes-over-setting", "error internal", "the setting \"limit\""),
    Row("passes-without", PASS, {"probe": "pass", "after": "pass"}),
    # Refused: the report names it, and holds nothing else of it.
    Row("undeclared-fact", PASS, {"probe": "pass", "after": "pass"}, absent="smuggled"),
    Row("wrong-type", PASS, {"probe": "pass", "after": "pass"}, absent="smuggled"),
    Row("undeclared-finding", PASS, {"probe": "pass", "after": "pass"}, absent="smuggled"),
    # Outcomes that are none.
    fault("throws-std", "error internal"),
    fault("throws-int", "error internal"),
    Row("throws-face", PROBLEM, {"probe": ("error internal", "on purpose")}),
    fault("never-concludes", "error internal", "without an outcome"),
    fault("concludes-twice", "error internal", "more than once"),
    fault("zeroed-outcome", "error internal", "0"),
    fault("unknown-outcome", "error internal", "7"),
    fault("fail-without-finding", "error internal", "without an error finding"),
    fault("pass-with-error", "error internal", "with an error finding"),
    # As it should be.
    Row("good", PASS, {"probe": "pass", "after": "pass"}),
    Row("plain-c", PASS, {"ask": "pass", "check": "pass"}),
    Row("leaves-thread", PASS, {"probe": "pass", "after": "pass"}),
    Row("thread-breaks-next", PROBLEM, {
        "probe": "pass",
        "after": "error crashed"}),
    Row("fails", FAIL, {"probe": "fail", "after": "pass"}),
    Row("skips", PASS, {"probe": "skip not-applicable"}),
    # Inputs and services.
    fault("needs-nobody", "error rejected", "org.example.nothing"),
    fault("unknown-service", "error service", "org.example.oracle/1"),
    # A probe that failed outweighs one that ended in an error.
    Row("needs-failed", FAIL,
        {"a.p-failed": "fail", "a.p-crashed": "error crashed",
         "a.p-skipped": "skip not-applicable",
         "a.p-silent": "pass", "b.failed": "skip missing-input", "b.crashed": "skip missing-input",
         "b.skipped": "skip missing-input", "b.silent": "skip missing-input",
         "b.chained": "skip missing-input"}),
    Row("needs-rejected", PROBLEM,
        {"b.probe": ("skip missing-input", "rejected"), "b.after": "pass"},
        {"needs-rejected--a": "cycle"}),
    # Rejections.
    rejection("no-symbol", "no-symbol", "dsreg_probe_module_v1"),
    rejection("bad-magic", "bad-magic"),
    rejection("bad-major", "bad-major", "install a build of it for contract 1, or a dsreg that"),
    rejection("too-new", "too-new", "install a newer dsreg, one that speaks 1."),
    rejection("truncated-module", "truncated"),
    rejection("truncated-probe", "truncated"),
    rejection("truncated-fact", "truncated"),
    rejection("truncated-finding", "truncated"),
    rejection("no-probes", "no-probes"),
    rejection("undefined-symbol", "dlopen-failed", "dsreg_test_nobody_has_this"),
    rejection("exit-constructor", "died-loading", "exit"),
    rejection("crash-constructor", "died-loading", "SIGSEGV"),
    rejection("throw-constructor", "died-loading"),
    rejection("sleep-constructor", "hung-loading"),
    rejection("trace-constructor", "died-loading", "the module called ptrace()"),
    rejection("duplicate-probe-self", "duplicate-probe"),
    rejection("cycle", "cycle"),
    Row("duplicate-probe", PROBLEM, {"b.probe": "pass", "after": "pass"},
        {"duplicate-probe--b": "duplicate-probe"}),
    Row("duplicate-fact", PROBLEM, {"probe": "pass", "after": "pass"},
        {"duplicate-fact--b": ("duplicate-fact", "x.duplicate-fact.b.value")}),
] + [rejection("bad-descriptor-" + kind, "bad-descriptor", words) for kind, words in (
    ("no-id", "id"), ("no-title", "title"), ("no-run", "run"), ("no-list", "list"),
    ("many", "100000"), ("no-meaning", "meaning"), ("null-probe", "null"), ("long-id", "256"),
    ("endless", "1024"), ("id-characters", ""), ("prefix", "prt.state"),
    ("key-prefix", "device.id"), ("label", "Value : real"), ("label-control", "Value"))]

"""run.py [--update] BUILD [SCENARIO...]: diagnoses lab scenarios, compares with their goldens.

As root it runs twice, as root and as uid 65534, whose report has a golden of its own
(SCENARIO.user.txt, .json) where it differs; as an ordinary user, or with --one-user, it runs once,
as the caller. Each time with --jobs 1 and with --jobs 8, whose reports must be equal but for
`timings` (with --jobs 8 alone where DSREG_FEW is set). The JSON must satisfy the schema, the text
must be readable by text_report.py and say what the JSON says, the exit code is that of
expected.txt, and the lab must leave no file behind.

`--list` compares expected.txt with `dsreg-lab list` instead.
"""
import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile

import jsonschema

import normalise
import text_report

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from few import FEW  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE.parent.parent / "schemas/report-1.schema.json"
GOLDEN = HERE / "golden"
NOBODY = 65534
DEADLINE_S = 90


class Wrong(Exception):
    pass


def expected_codes():
    lines = (HERE / "expected.txt").read_text().splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return {name: int(code) for name, code in pairs}


class Variant:
    """One user that the diagnosis runs as."""

    def __init__(self, name, prefix):
        self.name = name
        self.prefix = prefix

    @staticmethod
    def all():
        if os.geteuid() != 0:
            return [Variant("user", [])]
        nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
        return [Variant("root", []), Variant("user", nobody)]

    def owns(self, folder):
        if self.prefix:
            os.chown(folder, NOBODY, NOBODY)

    def may_run(self, build):
        """Whether this user reaches the build: a checkout below /root is closed to others."""
        test = "test -x $0/bin/dsreg -a -r $0/bin/dsreg && ls $0/lib/dsreg/probes/ >/dev/null"
        return subprocess.run([*self.prefix, "sh", "-c", test, str(build)], check=False,
                              stderr=subprocess.DEVNULL).returncode == 0


class Result:
    def __init__(self, code, text, document, stderr):
        self.code = code
        self.text = text
        self.document = document
        self.stderr = stderr

    def ids(self):
        return normalise.ids_in(self.text) | normalise.ids_in(dump(self.document))


def open_copy(build, folder):
    """The runnable tree where everybody may read it."""
    target = pathlib.Path(folder) / "tree"
    for part in ("bin", "libexec", "lib", "share"):
        if (build / part).exists():
            shutil.copytree(build / part, target / part)
    for path in [target, *target.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o022 | (0o555 if path.is_dir() else 0o444))
    return target


def diagnose(build, scenario, variant, jobs):
    """Runs `dsreg --diagnose` in a lab of its own."""
    with tempfile.TemporaryDirectory(prefix="dsreg-s.") as folder:
        os.chmod(folder, 0o755)
        tree = build if variant.may_run(build) else open_copy(build, folder)
        lab, out = pathlib.Path(folder) / "t", pathlib.Path(folder) / "out"
        for path in (lab, out):
            path.mkdir(mode=0o700)
            variant.owns(path)
        environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8",
                       "TMPDIR": str(lab)}
        environment |= {name: text for name, text in os.environ.items() if "SAN_OPTIONS" in name}
        report = out / "report.json"
        command = [*variant.prefix, str(tree / "bin/dsreg-lab"), "run", scenario, "--",
                   str(tree / "bin/dsreg"), "--diagnose", "--format", "text",
                   "--format", f"json={report}", "--jobs", str(jobs)]
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, cwd="/",
                              capture_output=True, timeout=DEADLINE_S, check=False)
        stderr = done.stderr.decode(errors="replace")
        if not report.exists():
            raise Wrong(f"exit code {done.returncode} and no JSON\n{stderr}")
        left = [str(path.relative_to(lab)) for path in lab.rglob("*")]
        if left:
            raise Wrong(f"the lab left behind: {' '.join(left)}")
        text = done.stdout.decode("utf-8").replace(folder, "/tmp/dsreg")
        raw = report.read_text("utf-8").replace(folder, "/tmp/dsreg").replace(str(tree), "<build>")
        return Result(done.returncode, text.replace(str(tree), "<build>"), json.loads(raw), stderr)


def check_schema(document):
    schema = json.loads(SCHEMA.read_text())
    checker = jsonschema.validators.validator_for(schema)
    checker.check_schema(schema)
    errors = [f"/{'/'.join(map(str, e.absolute_path))}: {e.message}"
              for e in checker(schema).iter_errors(document)]
    if errors:
        raise Wrong("the JSON breaks its schema:\n" + "\n".join(errors))


def check_words(document, sections):
    """What failed and what broke stands in the text, and the two count alike."""
    rows = {(s.title, label): value for s in sections for label, value in s.rows()}
    for probe in document["probes"]:
        word = {"fail": "FAIL", "error": "ERROR"}.get(probe["outcome"])
        shown = rows.get((probe["section"], probe["title"]), "")
        if word and not shown.startswith(word):
            raise Wrong(f"{probe['id']} is {probe['outcome']} and its row says {shown!r}")
    counts = [value for s in sections for _, value in s.rows()
              if re.match(r"\d+ passed, \d+ failed, \d+ skipped, \d+ error", value)]
    summary = document["summary"]
    wanted = [summary[name] for name in ("passed", "failed", "skipped", "errors")]
    if len(counts) != 1 or [int(n) for n in re.findall(r"\d+", counts[0])[:4]] != wanted:
        raise Wrong(f"the text counts {counts}, the JSON {wanted}")
    if sections[-1].title != "Findings":
        raise Wrong(f"the last box is {sections[-1].title}")


def dump(document):
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def difference(before, after, names):
    return "\n".join(difflib.unified_diff(before.splitlines(), after.splitlines(), *names,
                                          lineterm=""))


def check_run(result, code):
    """What must hold of one run alone."""
    if result.code != code or result.document["exit_code"] != code:
        raise Wrong(f"exit code {result.code}, in the JSON {result.document['exit_code']}, "
                    f"expected {code}\n{result.text}{result.stderr}")
    check_schema(result.document)
    try:
        check_words(result.document, text_report.parse(result.text))
    except text_report.BadReport as error:
        raise Wrong(f"the text is unreadable: {error}\n{result.text}") from error


def check_user(document, variant):
    """Who ran it is checked here and taken out, so that one golden serves every user. Whether
    root's rights are played is the scenario's."""
    user = document.pop("user")
    uid = NOBODY if variant.prefix else os.geteuid()
    if user["uid"] != uid:
        raise Wrong(f"ran as uid {uid}, and the JSON says {user}")


def observe(build, scenario, variant, code):
    """The runs of a variant, checked; returns their normalised text and JSON."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda jobs: diagnose(build, scenario, variant, jobs),
                             (8,) if FEW else (1, 8)))
    for result in runs:
        check_run(result, code)
        check_user(result.document, variant)
    # Others are of one run alone.
    known = set.intersection(*(result.ids() for result in runs),
                             *((golden_ids(scenario, variant),) if FEW else ()))
    names = {runs[0].document["tool"]["version"]: "<version>", socket.gethostname(): "<host>"}
    texts, documents = [], []
    for result in runs:
        n = normalise.Normaliser(known, names)
        texts.append(n.text(result.text))
        documents.append(dump(n.value(result.document)))
    for kind, pair in (("text", texts), ("JSON", documents)):
        if pair[0] != pair[-1]:
            raise Wrong(f"the {kind} depends on --jobs:\n"
                        + difference(pair[0], pair[-1], ("--jobs 1", "--jobs 8")))
    return texts[0], documents[0]


def golden_file(scenario, variant, suffix):
    own = GOLDEN / f"{scenario}.{variant.name}.{suffix}"
    return own if variant.name != "root" and own.exists() else GOLDEN / f"{scenario}.{suffix}"


def golden_ids(scenario, variant):
    return set().union(*(normalise.ids_in(golden_file(scenario, variant, suffix).read_text("utf-8"))
                         for suffix in ("txt", "json")))


def compare(scenario, variant, contents):
    for suffix, content in contents.items():
        path = golden_file(scenario, variant, suffix)
        if not path.exists():
            raise Wrong(f"there is no {path.name}; look at the report and run with --update")
        if path.read_text("utf-8") != content:
            raise Wrong(f"as {variant.name}:\n" + difference(
                path.read_text("utf-8"), content, (path.name, "this run")))


def update(scenario, variant, contents):
    GOLDEN.mkdir(exist_ok=True)
    for suffix, content in contents.items():
        common, own = GOLDEN / f"{scenario}.{suffix}", GOLDEN / f"{scenario}.user.{suffix}"
        if variant.name == "root":
            common.write_text(content, "utf-8")
        elif content != common.read_text("utf-8"):
            own.write_text(content, "utf-8")
        else:
            own.unlink(missing_ok=True)


def check_list(build):
    done = subprocess.run([str(build / "bin/dsreg-lab"), "list"], capture_output=True, text=True,
                          check=True)
    listed = [line.split()[0] for line in done.stdout.splitlines()]
    if sorted(listed) != sorted(expected_codes()):
        raise Wrong(f"dsreg-lab list: {listed}\nexpected.txt: {list(expected_codes())}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--update", action="store_true", help="write the golden reports (as root)")
    parser.add_argument("--list", action="store_true", help="compare the names of the scenarios")
    parser.add_argument("--one-user", action="store_true", help="as the caller only")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("scenario", nargs="*", help="default: all")
    options = parser.parse_args()
    build = options.build.resolve()
    if options.update and os.geteuid() != 0:
        sys.exit("--update needs root: it runs as root and as another user")
    codes = expected_codes()
    bad = 0
    for scenario in ["--list"] if options.list else options.scenario or codes:
        try:
            if options.list:
                check_list(build)
                continue
            for variant in Variant.all()[:1 if options.one_user else None]:
                text, document = observe(build, scenario, variant, codes[scenario])
                keep = update if options.update else compare
                keep(scenario, variant, {"txt": text, "json": document})
                print(f"{scenario} as {variant.name}: exit code {codes[scenario]}, as expected")
        except (Wrong, subprocess.SubprocessError) as error:
            bad += 1
            print(f"{scenario}: {error}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()

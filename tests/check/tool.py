"""How the tests start dsreg-probe-check."""
import json
import os
import subprocess

# Of one check; longer than any should take on a machine that has other things to do.
PATIENCE = "120"


def tool(build, *arguments, timeout=PATIENCE):
    command = [os.path.join(build, "bin", "dsreg-probe-check"), "--timeout", timeout, *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=600, check=False,
                          env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})


def checked(build, *arguments, timeout=PATIENCE):
    """The document and the exit code."""
    ended = tool(build, "--format", "json", *arguments, timeout=timeout)
    try:
        return json.loads(ended.stdout), ended.returncode
    except ValueError:
        raise AssertionError(f"no document, exit {ended.returncode}: {ended.stderr}") from None


def results(document, number=0):
    return {c["id"]: c["result"] for c in document["modules"][number]["checks"]}


def messages(document, check, number=0):
    found = [c for c in document["modules"][number]["checks"] if c["id"] == check]
    return [m["text"] for m in found[0]["messages"]]


def unmade(document, number=0):
    """The checks that could not be made, of the module as it is."""
    return {c["id"] for c in document["modules"][number]["checks"] if not c["made"]}


def broken(build, name):
    """One of tests/broken/modules."""
    return os.path.join(build, "tests", "broken", name, f"broken-{name}.probe.so")


def breaks(build, check):
    """The module of tests/broken/checks that fails `check`."""
    return os.path.join(build, "tests", "broken-checks", f"{check}.probe.so")


def more(build, name):
    """One of tests/broken/checks/more."""
    return os.path.join(build, "tests", "broken-checks-more", f"{name}.probe.so")

"""state.py BUILD [SCENARIO...]: a diagnosis changes nothing.

The device root is the same before and after, byte for byte, and the broker was asked nothing but
what the run may ask: with --passive no token and no cookie, else these silently, never by a prompt.
`--inside` is how it runs in the lab.
"""
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SCENARIOS = ("healthy", "himmelblau", "broker-java", "vendor-shaped", "key-missing",
             "not-registered")
LOOKS = {"getLinuxBrokerVersion", "getAccounts", "getState"}
ASKS = {"acquireTokenSilently", "acquirePrtSsoCookie"}


def picture(root):
    """Every name below `root` with what a change would change, but for the times of reading."""
    seen = {}
    for path in sorted(root.rglob("*")):
        info = path.lstat()
        what = [info.st_mode, info.st_uid, info.st_gid]
        if path.is_symlink():
            what.append(os.readlink(path))
        elif path.is_file():
            small = info.st_size < 1 << 20
            what += [info.st_size, info.st_mtime_ns,
                     hashlib.sha256(path.read_bytes()).hexdigest() if small else ""]
        seen[str(path.relative_to(root))] = what
    return seen


def inside(build):
    folder = pathlib.Path(os.environ["DSREG_LAB"]).parent
    wrong = []
    for options, allowed in (["--passive"], LOOKS), ([], LOOKS | ASKS):
        before = picture(folder / "root")
        if not before:
            wrong.append("the device root is empty")
        run = subprocess.run([f"{build}/bin/dsreg", "--diagnose", *options],
                             stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if run.returncode not in (0, 9, 10, 11):
            wrong.append(f"exit code {run.returncode}: {run.stderr.decode(errors='replace')}")
        after = picture(folder / "root")
        for path in sorted(before.keys() | after.keys()):
            if before.get(path) != after.get(path):
                wrong.append(f"{options}: {path}: {before.get(path)} became {after.get(path)}")
        log = folder / "broker.log"
        lines = log.read_text().splitlines() if log.exists() else []
        asked = {json.loads(line)["method"] for line in lines}
        if asked - allowed:
            wrong.append(f"{options}: the broker was asked {sorted(asked - allowed)}")
    print("\n".join(wrong) or "unchanged")
    return 1 if wrong else 0


def main():
    if sys.argv[1] == "--inside":
        return inside(sys.argv[2])
    build, failed = pathlib.Path(sys.argv[1]).resolve(), 0
    for scenario in sys.argv[2:] or SCENARIOS:
        with tempfile.TemporaryDirectory(prefix="dsreg-s.") as folder:
            done = subprocess.run(
                [build / "bin/dsreg-lab", "run", scenario, "--", sys.executable, "-B", __file__,
                 "--inside", build], env=os.environ | {"TMPDIR": folder}, capture_output=True,
                text=True, timeout=120, check=False)
        if done.returncode != 0 or "unchanged" not in done.stdout:
            print(f"{scenario}: {done.stdout}{done.stderr}")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

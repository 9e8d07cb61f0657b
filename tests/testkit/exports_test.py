"""exports_test.py LIBRARY: the testkit shows its own names and no other."""
import subprocess
import sys


def main():
    out = subprocess.run(["nm", "-C", "-g", "--defined-only", sys.argv[1]],
                         capture_output=True, text=True, check=True).stdout
    names = [line.split(maxsplit=2)[2] for line in out.splitlines() if len(line.split()) > 2]
    foreign = [name for name in names if "dsreg::testkit" not in name]
    if not names or foreign:
        sys.exit(f"{len(names)} names, of which these are not the testkit's:\n" +
                 "\n".join(foreign[:20]))
    print(f"{len(names)} names, all of the testkit")


main()

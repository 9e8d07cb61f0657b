"""What the bundled modules declare, from the built dsreg itself."""
import json
import os
import subprocess
import sys


def bundled_modules(build):
    """The bundled modules of `dsreg --list-probes`; ends the program if one of them is refused."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("DSREG_")}
    done = subprocess.run([str(build / "bin/dsreg"), "--list-probes", "--format", "json"], env=env,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        sys.exit(f"dsreg --list-probes: exit {done.returncode}: {done.stderr.strip()}")
    modules = [m for m in json.loads(done.stdout)["modules"] if m["origin"] == "bundled"]
    for module in modules:
        if module["rejected"]:
            sys.exit(f"{module['path']} is refused ({module['rejected']}): {module['text']}")
    if not modules:
        sys.exit(f"{build} has no bundled module")
    return modules

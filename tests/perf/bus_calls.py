"""bus_calls.py FOLDER COMMAND...: which calls does a command make on the buses of its lab?

Run below dsreg-lab. Writes FOLDER/calls, as bare_calls.cpp reads them, and FOLDER/busctl.sh, which
makes the same calls with one busctl process each. It fails when there are none.
"""
import json
import os
import pathlib
import shlex
import subprocess
import sys

MARK = "org.dsreg.Bench"


def addresses():
    names = ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS")
    return [os.environ[name] for name in names if os.environ.get(name)]


class Monitor:
    """Every message of one bus, from when it is there until a name that we ask for shows up."""

    def __init__(self, address):
        self.address = address
        self.process = subprocess.Popen(
            ["busctl", f"--address={address}", "monitor", "--json=short"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.process.stderr.readline()  # "Monitoring bus message stream."

    def calls(self):
        subprocess.run(["busctl", f"--address={self.address}", "call", "org.freedesktop.DBus",
                        "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner", "s", MARK],
                       check=True, stdout=subprocess.DEVNULL)
        seen = []
        for line in self.process.stdout:
            message = json.loads(line)
            if message["type"] != "method_call" or "sender" not in message:
                continue
            if message["payload"]["data"] == [MARK]:
                break
            if message["member"] != "Hello":
                seen.append(message)
        self.process.kill()
        self.process.wait()
        return seen


def row(address, message):
    payload = message["payload"]
    words = [str(int(word)) if isinstance(word, (bool, int)) else word
             for word in payload["data"]]
    return [address, message["destination"], message["path"], message["interface"],
            message["member"], payload["type"], *words]


def main():
    folder = pathlib.Path(sys.argv[1])
    command = sys.argv[2:]
    # Once before: a broker that the first call starts, and what it then asks, is not measured.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    monitors = [Monitor(address) for address in addresses()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    rows = [row(monitor.address, message) for monitor in monitors for message in monitor.calls()]
    if not rows:
        sys.exit("bus_calls: the command made no call")
    (folder / "calls").write_text("".join("\t".join(words) + "\n" for words in rows))
    lines = [shlex.join(["busctl", f"--address={words[0]}", "call", *words[1:6], *words[6:]])
             for words in rows]
    (folder / "busctl.sh").write_text("\n".join(line + " >/dev/null 2>&1" for line in lines) +
                                      "\ntrue\n")


if __name__ == "__main__":
    main()

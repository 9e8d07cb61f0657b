"""faults_test.py BUILD: brokers and buses that break, asked by the shipped dsreg."""
import concurrent.futures
import json

from play import DSREG, Play, few, main

ACTIONS = {"--getdrstoken": "acquireTokenSilently", "--status": "getAccounts"}
UNUSABLE = "the broker's answer cannot be used: "
LEFT = "the broker left the session bus before it answered"

# fault, and what is said of it. Each is tried on the first call and on the last one.
TEXT_FAULTS = {
    "garbage": UNUSABLE + "the answer is not JSON",
    "huge": UNUSABLE + "the answer is longer than 1 MiB",
    "wrong-types": UNUSABLE + "member ",
    "duplicate-keys": UNUSABLE + "the answer names one member twice",
    "surrogate": UNUSABLE + "the answer is not JSON",
    "crash": LEFT,
}


class Brokers(Play):
    def broken(self, fault, methods, **more):
        return self.scenario(broker={"fault": fault, "methods": methods, **more})

    def failed(self, done, sentence, note=""):
        self.assertEqual(done.returncode, 3, note + done.stderr)
        # A status shows what it knows all the same; a token is there or not.
        if not done.stdout.startswith("Device State\n"):
            self.assertEqual(done.stdout, "", note)
        self.clean(done.stdout + done.stderr)
        self.assertRegex(done.stderr, r"\Adsreg: [^\n]", note)
        self.assertIn(sentence, done.stderr, note)
        self.assertLess(len(done.stderr), 6000, note)

    def test_answers_that_cannot_be_read(self):
        for fault, sentence in TEXT_FAULTS.items():
            for method in {"getAccounts", "acquireTokenSilently"}:
                done = self.dsreg(self.broken(fault, [method]), "--getdrstoken")
                self.failed(done, sentence, f"{fault} {method}: ")
            done = self.dsreg(self.broken(fault, ["getAccounts"]), "--status")
            self.failed(done, sentence, f"{fault} --status: ")

    def test_an_empty_object(self):
        done = self.dsreg(self.broken("empty", ["acquireTokenSilently"]), "--getdrstoken")
        self.failed(done, UNUSABLE + "the answer has neither a token nor an error")
        for action in ACTIONS:
            done = self.dsreg(self.broken("empty", ["getAccounts"]), action)
            self.failed(done, UNUSABLE + "the answer has neither accounts nor an error")

    def test_an_error_at_the_top_and_inside(self):
        error = {"status": 3, "tag": 595719680, "suberror": "token_expired",
                 "context": "AADSTS700082: The refresh token has expired."}
        for kind in few(("java", "reference", "cpp")):
            for where in ("top", "inside"):
                for action, method in ACTIONS.items():
                    done = self.dsreg(self.broken("error", [method], kind=kind,
                                                  error={**error, "where": where}), action)
                    for words in ("NoNetwork", "AADSTS700082", "965ya"):
                        self.failed(done, words, f"{kind} {where} {action}: ")

    def test_escape_sequences_of_the_broker_reach_no_terminal(self):
        done = self.dsreg(self.broken("escapes", ["acquireTokenSilently"]), "--getdrstoken")
        self.failed(done, UNUSABLE + "the answer holds no token")
        error = {"context": "\u001b]0;owned\u0007\u001b[2J\nBEL \u009b31m \u202e "
                            "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.c2ln"}
        for action, method in ACTIONS.items():
            self.failed(self.dsreg(self.broken("error", [method], error=error), action),
                        "the broker refused")
        # In the account's name they harm nothing: the token needs no name.
        done = self.dsreg(self.broken("escapes", ["getAccounts"]), "--getdrstoken")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"\A[\w.-]+\n\Z")
        done = self.dsreg(self.broken("escapes", ["getAccounts"]), "--status")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("\x1b", done.stdout + done.stderr)
        self.assertNotIn("\x07", done.stdout + done.stderr)

    def test_a_broker_that_is_gone_before_the_next_call(self):
        for fault in ("restart", "replaced"):
            done = self.dsreg(self.broken(fault, ["getAccounts"]), "--getdrstoken")
            self.failed(done, LEFT, fault)
            done = self.dsreg(self.broken(fault, ["getLinuxBrokerVersion"]), "--status")
            self.failed(done, LEFT, fault)
            # After its last answer nobody misses it, and the next run has another one.
            last = self.broken(fault, ["acquireTokenSilently"])
            done = self.shell(last, '"$1" --getdrstoken && "$1" --getdrstoken', DSREG)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertRegex(done.stdout, r"\A([\w.-]+\n){2}\Z")

    def test_a_broker_that_answers_too_late_is_not_waited_for(self):
        late = self.broken("slow", list(ACTIONS.values()), delay_ms=60000)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            runs = {action: pool.submit(self.dsreg, late, action) for action in ACTIONS}
            for action, run in runs.items():
                done = run.result()
                self.failed(done, "the broker did not answer in time", action)
                self.assertLess(done.seconds, 50, action) # its own deadline is half a minute


# Changes a lab's descriptor and runs dsreg with it; the address comes as the last argument.
WITH_BUS = """
import json, os, subprocess, sys
dsreg, action, address = sys.argv[1:]
world = json.load(open(os.environ["DSREG_LAB"]))
world["session_bus"] = address
path = os.environ["DSREG_LAB"] + ".changed"
with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
    json.dump(world, out)
sys.exit(subprocess.run([dsreg, action, "--lab", path]).returncode)
"""

# Listens at the path, says what it must to every caller, and runs WITH_BUS.
PLAYED_BUS = """
import os, socket, sys, threading
path, answer = sys.argv[3].split("=", 1)[1], sys.argv.pop()
bus = socket.socket(socket.AF_UNIX)
bus.bind(path)
bus.listen(8)
kept = []
def serve():
    while True:
        caller, _ = bus.accept()
        if answer == "hang up":
            caller.close()
        elif answer == "silence":
            kept.append(caller)
        else:
            try:
                caller.recv(4096)
                caller.sendall(answer.encode())
            except OSError:
                pass # it only looked whether somebody listens
            kept.append(caller)
threading.Thread(target=serve, daemon=True).start()
""" + WITH_BUS

class Buses(Play):
    def setUp(self):
        super().setUp()
        self.bus = self.folder / "bus"

    def no_broker(self, script, *more, sentence):
        for action in ACTIONS:
            self.bus.unlink(missing_ok=True)
            if script is None:
                self.bus.write_text("no socket")
            done = self.python("healthy", script or WITH_BUS, action, f"unix:path={self.bus}",
                               *more)
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.clean(done.stderr)
            self.assertRegex(done.stderr, r"\Adsreg: Failed to get broker instance: [^\n]*"
                             + sentence)
            self.assertLess(done.seconds, 50)

    def test_an_address_that_is_no_socket(self):
        self.no_broker(None, sentence="no user session bus at unix:path=")

    def test_an_address_where_nothing_is(self):
        self.no_broker(WITH_BUS, sentence="no user session bus at unix:path=")

    def test_a_bus_that_refuses(self):
        self.no_broker(PLAYED_BUS, "REJECTED EXTERNAL\r\nERROR\r\nERROR\r\n",
                       sentence="the session bus turned this user away")

    def test_a_bus_that_hangs_up_or_talks_nonsense(self):
        for answer in ("hang up", "HTTP/1.1 400 Bad Request\r\n\r\n"):
            self.no_broker(PLAYED_BUS, answer, sentence="")

    def test_a_bus_that_stays_silent(self):
        self.no_broker(PLAYED_BUS, "silence", sentence="the session bus did not answer in time")

    def test_no_session_bus(self):
        for action in ACTIONS:
            done = self.dsreg("no-session-bus", action)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("Failed to get broker instance: no user session bus", done.stderr)


# Takes a token while everything is watched that others may read.
CANARY = r"""
import json, os, pathlib, subprocess, sys, time
dsreg = sys.argv[1]
lab = pathlib.Path(os.environ["DSREG_LAB"]).parent
run = subprocess.Popen([dsreg, "--getdrstoken", "--verbose", "--verbose"],
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
seen, limits = [], ""

def family(pid):
    yield pid
    try:
        for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from family(int(word))
    except OSError:
        pass

def watch():
    global limits
    for pid in family(run.pid):
        for name in ("cmdline", "environ"):
            try:
                seen.append(pathlib.Path(f"/proc/{pid}/{name}").read_bytes())
            except OSError:
                pass # ended, or not to be read: better still
    try:
        limits = pathlib.Path(f"/proc/{run.pid}/limits").read_text()
    except OSError:
        pass

# Its answer is held back for two seconds by the broker.
while run.poll() is None:
    watch()
    time.sleep(0.005)
out, err = run.communicate()
token = out.decode().strip()
parts = token.split(".")
files = [(str(p.relative_to(lab)), p.read_bytes()) for p in lab.rglob("*")
         if p.is_file() and not p.is_symlink()]
found = [name for name, text in files for part in (token, parts[1], out.strip().decode())
         if part.encode() in text]
print(json.dumps({
    "code": run.returncode, "parts": len(parts), "length": len(parts[1]),
    "in_stderr": any(part in err.decode() for part in parts),
    "stderr": err.decode(), "files": len(files), "found": found, "watched": len(seen),
    "in_proc": any(parts[1].encode() in text for text in seen),
    "core": [line for line in limits.splitlines() if line.startswith("Max core file size")]}))
"""


class Secrecy(Play):
    def test_the_token_is_on_stdout_and_nowhere_else(self):
        slow = self.scenario(broker={"fault": "slow", "delay_ms": 2000,
                                     "methods": ["acquireTokenSilently"]})
        done = self.python(slow, CANARY)
        self.assertEqual(done.returncode, 0, done.stderr)
        saw = json.loads(done.stdout)
        self.assertEqual((saw["code"], saw["parts"]), (0, 3), saw["stderr"])
        self.assertGreater(saw["length"], 100)
        self.assertGreater(saw["files"], 5)
        self.assertGreater(saw["watched"], 5)
        self.assertFalse(saw["in_stderr"])
        self.assertFalse(saw["in_proc"])
        self.assertEqual(saw["found"], [])
        self.assertRegex(saw["core"][0], r"^Max core file size +0 +0 ")

    def test_what_the_canary_looks_for_can_be_found(self):
        leaky = CANARY.replace('out, err = run.communicate()',
                               'out, err = run.communicate(); (lab / "leak").write_bytes(out)')
        saw = json.loads(self.python("healthy", leaky).stdout)
        self.assertIn("leak", saw["found"])


if __name__ == "__main__":
    main()

"""Where the hostile modules run: a copy of dsreg that any user can read, a folder with something to
steal in it, listeners that hear whoever gets out, the real machine or a lab."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

NOBODY = 65534
LIMIT = 120  # seconds until a test calls something stuck
CANARY = "canary: nobody reads this\n"

KEY = "drs_7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234.pem"  # of the scenario `healthy`

# A private key in the user's home, and ways to what lies elsewhere; then dsreg, and what the lab
# saw of it.
IN_LAB = r"""
d=$(dirname "$DSREG_LAB"); root=$d/root; key=$1; out=$2; shift 2
home=$root$(/usr/bin/python3 -c 'import json, os
print(json.load(open(os.environ["DSREG_LAB"]))["user"]["home"])')
ln -s /etc/microsoft/identity-broker/private "$root/etc/way"
ln -s "microsoft/identity-broker/private/$key" "$root/etc/key-way"
ln -s ../../../../../../../../etc/passwd "$root/etc/out-way"
dashes=-----
printf '%s\n' "${dashes}BEGIN PRIVATE KEY$dashes" bm90IG9uZQ== >"$home/id_key"
rc=0; "$@" >"$out/report" 2>"$out/errors" || rc=$?
for log in http.log broker.log secrets.json; do cp "$d/$log" "$out/" || true; done
exit $rc
"""


class Run:
    """What came of one run of dsreg."""

    def __init__(self, code, out, err, logs=None):
        self.code, self.out, self.err, self.logs = code, out, err, logs or {}

    def report(self):
        try:
            return json.loads(self.out)
        except ValueError:
            raise AssertionError(f"no report, exit {self.code}: {self.err[:2000]}") from None


class Stage:
    """`user`: the uid that everything runs with."""

    def __init__(self, build, user):
        self.user = user
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-hostile-"))
        self.top.chmod(0o755)
        self.prefix = self.top / "prefix"
        for part in ("bin", "libexec/dsreg", "lib/dsreg", "share/dsreg", "tests/hostile"):
            source = pathlib.Path(build) / part
            shutil.copytree(source, self.prefix / part,
                            ignore=shutil.ignore_patterns("CMakeFiles", "*.cmake", "*.a"))
        subprocess.run(["chmod", "-R", "a+rX,go-w", str(self.prefix)], check=True)
        self.folder = self.owned("folder", 0o700)
        self.tmp = self.owned("tmp", 0o700)
        self.canary = self.folder / "canary"
        self.canary.write_text(CANARY)
        self.canary.chmod(0o600)
        os.chown(self.canary, user, user if user == NOBODY else -1)
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.hidden = socket.socket(socket.AF_UNIX)
        self.name = f"dsreg-hostile-{os.getpid()}-{user}"
        self.hidden.bind("\0" + self.name)
        self.hidden.listen()
        for listener in (self.tcp, self.hidden):
            listener.setblocking(False)

    def owned(self, name, mode):
        path = self.top / name
        path.mkdir(mode=mode)
        if self.user != os.geteuid():
            os.chown(path, self.user, self.user)
        return path

    def close(self):
        self.tcp.close()
        self.hidden.close()
        shutil.rmtree(self.top)

    def visitors(self):
        """Listeners that somebody connected to."""
        found = []
        for name, listener in (("tcp", self.tcp), ("abstract", self.hidden)):
            try:
                listener.accept()
                found.append(name)
            except BlockingIOError:
                pass
        return found

    def config(self):
        path = self.top / "config.json"
        device_key = "/etc/microsoft/identity-broker/private/" + KEY
        settings = {
            "read": {"canary": str(self.canary), "device-key": device_key},
            "write": {"canary": str(self.canary), "folder": str(self.folder)},
            "network": {"abstract": self.name, "port": str(self.tcp.getsockname()[1])}}
        path.write_text(json.dumps(
            {"probes": {f"x.hostile.process.{name}": s for name, s in settings.items()}}))
        path.chmod(0o644)
        return str(path)

    def command(self, modules, *more):
        folders = [w for name in modules
                   for w in ("--plugin-dir", str(self.prefix / "tests/hostile" / name))]
        if "--format" not in more:
            more += ("--format", "json")
        if "doors" in modules:  # settings of a probe that is not there are an error
            more += ("--config", self.config())
        return [str(self.prefix / "bin/dsreg"), "--diagnose", "--probe", "x.hostile.*", *folders,
                *more]

    def execute(self, command):
        drop = []
        if self.user != os.geteuid():
            drop = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
                       "TMPDIR": str(self.tmp), "HOME": str(self.folder)}
        return subprocess.run(drop + command, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=LIMIT, cwd=self.folder, check=False)

    def real(self, modules, *more):
        ended = self.execute(self.command(modules, *more))
        return Run(ended.returncode, ended.stdout.decode(), ended.stderr.decode(errors="replace"))

    def lab(self, modules, *more):
        scenario = self.top / "scenario.json"
        away = {"host": "login.microsoftonline.com", "path": "/away", "status": 302,
                "location": "https://graph.microsoft.com/stolen"}
        scenario.write_text(json.dumps({"format": "dsreg-scenario/1", "name": "hostile",
                                        "description": "of a test", "http": [away]}))
        scenario.chmod(0o644)
        ended = self.execute([str(self.prefix / "bin/dsreg-lab"), "run", str(scenario), "--",
                              "/bin/sh", "-euc", IN_LAB, "sh", KEY, str(self.tmp),
                              *self.command(modules, *more)])
        logs = {}
        for name in ("http.log", "broker.log", "secrets.json"):
            path = self.tmp / name
            logs[name] = path.read_text() if path.exists() else ""
        out = (self.tmp / "report")
        words = ended.stderr.decode(errors="replace") + (self.tmp / "errors").read_text()
        return Run(ended.returncode, out.read_text() if out.exists() else "", words, logs)

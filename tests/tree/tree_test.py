"""The runnable tree and an installation of it: tree_test.py BUILD SANITIZED(0|1)."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

BUILD, SANITIZED = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2] == "1"
PROGRAMS = ["bin/dsreg", "bin/dsreg-lab", "libexec/dsreg/dsreg-worker",
            "libexec/dsreg/dsreg-service"]
MODULES = ["broker", "accounts", "drs-discovery", "connectivity", "certs", "device-state",
           "key-sign", "prt", "token", "join-history", "run", "clock"]
PROBES = [f"lib/dsreg/probes/{name}.probe.so" for name in MODULES]


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def needed(name):
    """Libraries that a file names itself, e.g. "libc.so.6"."""
    return re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "-dW", str(BUILD / name)))


class TreeTest(unittest.TestCase):
    def test_the_tree_is_whole(self):
        for name in PROGRAMS + PROBES:
            self.assertTrue((BUILD / name).is_file(), name)

    def test_the_host_links_nothing_that_touches_the_outside(self):
        for library in needed("bin/dsreg"):
            self.assertNotRegex(library, "curl|ssl|crypto|sdbus|systemd|cares")

    def test_the_worker_links_libc_and_libstdcxx_alone(self):
        sanitizers = r"|libasan|libubsan|libclang_rt\.asan-\w+" if SANITIZED else ""
        for library in needed("libexec/dsreg/dsreg-worker"):
            self.assertRegex(
                library, rf"^(libc|libstdc\+\+|libgcc_s|libm|ld-linux.*{sanitizers})\.so")

    def test_a_module_exports_its_one_symbol(self):
        for name in PROBES:
            symbols = output("nm", "-D", "--defined-only", str(BUILD / name)).split("\n")
            names = [line.split()[2].split("@")[0] for line in symbols if line.split()[1:2] != ["A"]
                     and line]
            self.assertEqual(names, ["dsreg_probe_module_v1"], name)

    def test_nobody_else_may_write_a_module(self):
        for name in PROBES:
            self.assertEqual((BUILD / name).stat().st_mode & 0o022, 0, name)

    def test_an_installation_works_where_it_was_moved_to(self):
        with tempfile.TemporaryDirectory(prefix="dsreg-tree.") as folder:
            first, second = pathlib.Path(folder) / "first", pathlib.Path(folder) / "second"
            subprocess.run(["cmake", "--install", str(BUILD), "--prefix", str(first)], check=True,
                           stdout=subprocess.DEVNULL)
            first.rename(second)
            for name in PROGRAMS + PROBES:
                self.assertTrue((second / name).is_file(), name)
            listed = output(str(second / "bin/dsreg"), "--list-probes")
            self.assertIn(str(second / "lib/dsreg/probes/broker.probe.so"), listed)
            done = subprocess.run([str(second / "bin/dsreg-lab"), "run", "healthy", "--",
                                   str(second / "bin/dsreg"), "--diagnose"],
                                  stdout=subprocess.PIPE, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

"""peer_healthcheck.py FOLDER: freeipa-healthcheck's RunChecks over the checks that FOLDER holds.

Its own command refuses to run outside IPA, so this is its main() with other entry points.
`write_checks` makes such a folder: modules of checks that succeed at once, found as its own are.
"""
import pathlib
import sys


def write_checks(folder, modules, checks):
    package = pathlib.Path(folder) / "perfchecks"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "plugin.py").write_text(
        "from ipahealthcheck.core.plugin import Registry\nregistry = Registry()\n")
    for module in range(modules):
        lines = ["from ipahealthcheck.core import constants",
                 "from ipahealthcheck.core.plugin import Plugin, Result, duration",
                 "from perfchecks.plugin import registry"]
        for check in range(checks):
            lines += ["@registry", f"class Check{check:02}(Plugin):", "    @duration",
                      "    def check(self):", "        yield Result(self, constants.SUCCESS)"]
        (package / f"m{module:04}.py").write_text("\n".join(lines) + "\n")
    entries = [f"m{m:04} = perfchecks.m{m:04}" for m in range(modules)]
    dist = pathlib.Path(folder) / "perfchecks-1.0.dist-info"
    dist.mkdir()
    (dist / "METADATA").write_text("Metadata-Version: 2.1\nName: perfchecks\nVersion: 1.0\n")
    (dist / "entry_points.txt").write_text(
        "[perfchecks.registry]\nperfchecks.all = perfchecks.plugin:registry\n"
        "[perfchecks.all]\n" + "\n".join(entries) + "\n")
    (pathlib.Path(folder) / "healthcheck.conf").write_text("[default]\n")


def main():
    folder = sys.argv.pop(1)
    sys.path.insert(0, folder)
    from ipahealthcheck.core.core import RunChecks
    sys.exit(RunChecks(["perfchecks.registry"], f"{folder}/healthcheck.conf").run_healthcheck())


if __name__ == "__main__":
    main()

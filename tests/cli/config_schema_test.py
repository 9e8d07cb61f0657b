"""config_schema_test.py SOURCE BUILD: the schema and dsreg's reader agree about a configuration."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

SOURCE, BUILD = map(pathlib.Path, sys.argv[1:3])
GOOD = [
    {},
    {"format": 1, "tenant": "contoso.com", "cloud": "china", "timeout": 2.5},
    {"tenant": "01234567-89AB-cdef-0123-456789abcdef", "disabled": [], "timeouts": {"*": 3}},
    {"extra_hosts": [], "probes": {}},
    {"timeout": 1},
    {"timeout": 3600},
]
BAD = [
    [], {"format": 2}, {"tenent": "contoso.com"}, {"tenant": "contoso"}, {"tenant": 1},
    {"tenant": ".com"}, {"cloud": "mars"}, {"timeout": 0}, {"timeout": "5"}, {"timeout": 3601},
    {"disabled": "x"}, {"disabled": [1]}, {"disabled": ["A b"]}, {"disabled": [""]},
    {"timeouts": {"a b": 3}}, {"timeouts": {"a": -1}}, {"timeouts": []}, {"extra_hosts": [""]},
    {"extra_hosts": ["a b"]}, {"extra_hosts": ["-a"]}, {"probes": []}, {"probes": {"A": {}}},
    {"probes": {"a": 1}}, {"probes": {"a": {"b": None}}}, {"probes": {"a": {"b": [1]}}},
    {"probes": {"a": {"b": ["x\ny"]}}}, {"probes": {"a": {"b": {}}}},
]


def accepted(document, folder):
    """What dsreg says: it reads the configuration before it looks for modules."""
    lab, config, root = folder / "lab.json", folder / "config.json", folder / "root"
    root.mkdir(exist_ok=True)
    lab.write_text(json.dumps({"format": "dsreg-lab/1", "scenario": "config",
                               "device_root": str(root),
                               "user": {"uid": os.getuid(), "gid": os.getgid(), "name": "u",
                                        "home": "/"}}))
    config.write_text(json.dumps(document))
    for path in (lab, config):
        os.chmod(path, 0o600)
    done = subprocess.run([BUILD / "bin" / "dsreg", "--list-probes", "--lab", lab, "--config",
                           config], capture_output=True, text=True, timeout=30)
    if done.returncode not in (0, 1):
        raise AssertionError(f"exit {done.returncode}: {done.stderr}")
    return done.returncode == 0


def main():
    schema = json.loads((SOURCE / "schemas" / "config-1.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    valid = jsonschema.Draft202012Validator(schema).is_valid
    wrong = []
    with tempfile.TemporaryDirectory(prefix="dsreg-config-") as name:
        for document, wanted in [(d, True) for d in GOOD] + [(d, False) for d in BAD]:
            if valid(document) != wanted:
                wrong.append(f"schema: {document}")
            if accepted(document, pathlib.Path(name)) != wanted:
                wrong.append(f"dsreg: {document}")
    print("\n".join(wrong) or f"{len(GOOD) + len(BAD)} configurations, schema and dsreg agree")
    sys.exit(1 if wrong else 0)


main()

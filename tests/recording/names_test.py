"""names_test.py SOURCE: the names of recordings are those of wire/, and the schema has them all.

A member of wire/ that gets another name keeps its old one in recordings: that is what RENAMED is
for. Names and members are compared in their order, which the compiler does not see.
"""
import json
import pathlib
import re
import sys
import unittest

SOURCE = pathlib.Path(sys.argv.pop(1))
RENAMED = {}  # "struct.member of wire/": "name in recordings"


def structs(text):
    """{struct: [member]} of a header of wire/."""
    found = {}
    for name, body in re.findall(r"struct (\w+) \{(.*?)\n\};", text, re.S):
        visited = re.search(r"\ba\(([^)]*)\)", body)
        if visited:
            found[name] = [member.strip() for member in visited.group(1).split(",")]
    return found


def read(*paths):
    return "".join((SOURCE / path).read_text("utf-8") for path in paths)


WIRE = structs(read("host/wire/services.h", "host/wire/device.h", "host/wire/journal.h"))
NAMES = {name: re.findall(r'"(\w+)"', words) for name, words in re.findall(
    r"struct names<wire::(\w+)> \{(.*?)\};\n\};",
    read("host/recording/names_services.h", "host/recording/names_identity.h"), re.S)}
SCHEMA = json.loads(read("schemas/recording-1.schema.json"))["$defs"]


class Names(unittest.TestCase):
    def test_they_were_found(self):
        self.assertGreater(len(NAMES), 35)
        self.assertEqual(NAMES["net_target"], ["host", "port", "upto"])

    def test_each_is_that_of_its_member(self):
        for struct, names in NAMES.items():
            wanted = [RENAMED.get(f"{struct}.{member}", member) for member in WIRE[struct]]
            self.assertEqual(names, wanted, struct)

    def test_the_schema_has_each_of_them_and_no_other(self):
        for struct, names in NAMES.items():
            self.assertEqual(list(SCHEMA[struct]["properties"]), names, struct)

    def test_the_schema_knows_every_method(self):
        rows = re.findall(r'row<([\w:]+), wire::(\w+)>\(\s*DSREG_SVC_(\w+),\s*[\w:]+,\s*"(\w+)"\)',
                          read("host/recording/methods.cpp"))
        wanted = {(f"dsreg.{service.lower()}/1", method, request.replace("wire::", ""), reply)
                  for request, reply, service, method in rows}
        self.assertEqual(len(wanted), len(WIRE_METHODS))
        found = set()
        for rule in SCHEMA["call"]["allOf"]:
            when, then = rule["if"]["properties"], rule["then"]["properties"]
            found.add((when["service"]["const"], when["method"]["const"],
                       *(then[part]["$ref"].split("/")[-1] for part in ("request", "reply"))))
        self.assertEqual(found, wanted)


WIRE_METHODS = re.findall(r"constexpr uint16_t \w+ = \d+;", read(
    "host/wire/services.h", "host/wire/device.h", "host/wire/journal.h"))

if __name__ == "__main__":
    unittest.main()

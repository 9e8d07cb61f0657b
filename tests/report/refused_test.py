"""refused_test.py SOURCE BUILD: what a module was refused is named in every format."""
import json
import subprocess
import unittest
import xml.etree.ElementTree as ET

from whole_run import BUILD, LIMIT, SOURCE, Run

UNDECLARED = "it is not declared"
NAMED = [
    ("fact", "x.refused.secret", UNDECLARED, 2),
    ("fact", "x.refused.number", "it is not as declared", 1),
    ("fact", "x.refused.\ufffd[31m<&", UNDECLARED, 1),
    ("finding", "x.refused.other", UNDECLARED, 1),
    ("fact", "x.refused.number", "it is larger than the contract allows, or one too many", 1),
    ("service", "dsreg.net/1", UNDECLARED, 1),
    ("setting", "gateway", UNDECLARED, 1),
    ("input", "device.id", UNDECLARED, 1)]
REFUSED = 11  # two paths found no room among the eight


class Refused(Run):
    def setUp(self):
        super().setUp()
        self.files = {kind: self.folder / kind for kind in ("text", "json", "junit")}
        formats = [word for kind, path in self.files.items()
                   for word in ("--format", f"{kind}={path}")]
        self.done = self.dsreg("--diagnose", "--plugin-dir", BUILD / "tests/report_refused",
                               "--probe", "x.*", "--verbose", *formats)
        self.assertEqual(self.done.returncode, 9, self.done.stderr)

    def test_the_json_names_the_first_eight_and_counts_all(self):
        (probe,) = json.loads(self.files["json"].read_text())["probes"]
        self.assertEqual(probe["outcome"], "fail", "its verdict stands")
        self.assertEqual([tuple(r[k] for k in ("what", "name", "why", "count"))
                          for r in probe["refusals"]], NAMED)
        self.assertEqual(probe["refused"], REFUSED)
        done = subprocess.run(["/usr/bin/python3", SOURCE / "tests/report/validate.py",
                               SOURCE / "schemas/report-1.schema.json", self.files["json"]],
                              capture_output=True, text=True, timeout=LIMIT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_text_names_them_in_the_box_of_findings(self):
        lines = [line for line in self.files["text"].read_text().splitlines()
                 if line.strip().startswith("Refused [")]
        self.assertEqual(len(lines), 1)
        label, said = lines[0].split(" : ", 1)
        self.assertEqual(label.strip(), "Refused [x.refused.probe]")
        self.assertEqual(
            said, "not declared: fact x.refused.secret (2 times), fact x.refused.\ufffd[31m<&, "
            "finding x.refused.other, service dsreg.net/1, setting gateway, input device.id; "
            "not as declared: fact x.refused.number; "
            "larger than the contract allows, or one too many: fact x.refused.number; and 2 more")

    def test_the_junit_document_names_them_beside_the_failure(self):
        self.valid(self.files["junit"])
        (case,) = [c for c in ET.parse(self.files["junit"]).iter("testcase")
                   if c.get("classname") == "x.refused.probe"]
        said = case.find("system-out").text
        self.assertTrue(said.startswith("Refused: not declared: fact x.refused.secret "), said)
        self.assertIn("setting gateway, input device.id; not as declared: ", said)

    def test_no_value_of_theirs_is_anywhere(self):
        for path in self.files.values():
            self.assertNotIn("smuggled", path.read_text())
        self.assertNotIn("smuggled", self.done.stderr)


class Nothing(Run):
    def test_a_run_that_refuses_nothing_says_nothing_of_it(self):
        done = self.dsreg("--diagnose", "--plugin-dir", BUILD / "tests/broken/good", "--probe",
                          "x.*", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        for probe in json.loads(done.stdout)["probes"]:
            self.assertEqual(probe["refused"], 0)
            self.assertNotIn("refusals", probe)


if __name__ == "__main__":
    unittest.main()

"""The checker of the catalog's pages finds what is wrong with one."""
import json
import pathlib
import tempfile
import unittest

import pages

FINDING = {"code": "drs.off", "severity": "error", "title": "Off", "meaning": "It is off.",
           "remedy": "Switch it on.", "command": None, "risk": "safe", "url": None}
BY_HAND = {"impact": "No join.", "verify": "Run again.", "phase": "discover",
           "references": ["https://learn.microsoft.com/entra/"]}


def modules(**changed):
    return [{"probes": [{"id": "drs.discovery", "findings": [{**FINDING, **changed}]}]}]


class Pages(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)
        self.declared = pages.declarations(modules())

    def page(self, **changed):
        page = {**self.declared["drs.off"], **BY_HAND, **changed}
        (self.folder / "drs.off.json").write_text(json.dumps(page))

    def complaints(self, declared=None):
        return [text for _, text in pages.check(declared or self.declared, self.folder)]

    def test_a_whole_page_is_fine(self):
        self.page()
        self.assertEqual(self.complaints(), [])

    def test_a_code_without_a_page(self):
        self.assertIn("has no page", self.complaints()[0])

    def test_a_page_without_a_code(self):
        self.page()
        (self.folder / "drs.gone.json").write_text("{}")
        self.assertEqual(self.complaints(), ["has a page, and no bundled probe declares it"])

    def test_a_changed_declaration(self):
        self.page()
        changed = pages.declarations(modules(remedy="Call somebody."))
        self.assertIn("remedy differs", self.complaints(changed)[0])

    def test_nothing_by_hand(self):
        self.page(impact="", verify="", references=[])
        self.assertEqual(len([c for c in self.complaints() if "references" in c or "impact" in c
                              or "verify" in c]), 3)

    def test_a_reference_that_is_not_public(self):
        for url in ("http://learn.microsoft.com/", "https://intranet/page", "file:///etc/passwd"):
            self.page(references=[url])
            self.assertIn("references/0", self.complaints()[0], url)

    def test_a_command_of_two_lines(self):
        declared = pages.declarations(modules(command="one\ntwo"))
        self.declared = declared
        self.page()
        self.assertIn("command", self.complaints()[0])

    def test_a_command_of_one_packager_or_one_broker(self):
        for command in ("sudo apt-get install --reinstall a", "dnf upgrade a", "intune-portal"):
            self.declared = pages.declarations(modules(command=command))
            self.page()
            self.assertIn("one packager", self.complaints()[0], command)

    def test_a_prejoin_error_names_its_phase(self):
        self.page(phase=None)
        self.assertIn("phase must be discover", self.complaints()[0])

    def test_an_unknown_phase(self):
        self.page(phase="precheck")
        self.assertIn("precheck", self.complaints()[0])

    def test_two_probes_that_disagree_about_a_code(self):
        both = modules() + modules(title="Out")
        with self.assertRaises(SystemExit):
            pages.declarations(both)

    def test_update_keeps_what_is_written_by_hand(self):
        (self.folder / "drs.off.json").write_text(json.dumps({"code": "drs.off", **BY_HAND}))
        pages.update(self.declared, self.folder)
        self.assertEqual(self.complaints(), [])


if __name__ == "__main__":
    unittest.main()

"""The harness notices what it is there to notice."""
import copy
import json
import unittest

import run
from text_report import parse
from text_report_test import box, row

FAILED = {"id": "a.b", "section": "Checks", "title": "A Test", "outcome": "fail"}
DOCUMENT = {"probes": [FAILED], "exit_code": 9,
            "summary": {"passed": 2, "failed": 1, "skipped": 0, "errors": 0}}
CHECKS = box("Checks", row("A Test", "FAIL [0x801c0021]"))
SUMMARY = box("Findings", row("Summary", "2 passed, 1 failed, 0 skipped, 0 errors"))


class RunTest(unittest.TestCase):
    def assert_wrong(self, document, text, words):
        with self.assertRaisesRegex(run.Wrong, words):
            run.check_words(document, parse(text))

    def test_text_and_json_that_agree(self):
        run.check_words(DOCUMENT, parse(CHECKS + SUMMARY))

    def test_a_failure_that_the_text_calls_a_pass(self):
        text = CHECKS.replace("FAIL [0x801c0021]", "PASS") + SUMMARY
        self.assert_wrong(DOCUMENT, text, "a.b is fail and its row says 'PASS'")

    def test_an_error_without_a_row(self):
        document = copy.deepcopy(DOCUMENT)
        document["probes"][0] |= {"outcome": "error", "title": "Another Test"}
        self.assert_wrong(document, CHECKS + SUMMARY, "a.b is error")

    def test_another_count(self):
        self.assert_wrong(DOCUMENT, CHECKS + SUMMARY.replace("2 passed", "3 passed"), "counts")

    def test_no_summary(self):
        self.assert_wrong(DOCUMENT, CHECKS + box("Findings"), "counts")

    def test_a_box_after_the_findings(self):
        self.assert_wrong(DOCUMENT, SUMMARY + CHECKS, "the last box")

    def test_another_exit_code(self):
        result = run.Result(0, CHECKS + SUMMARY, DOCUMENT, "")
        with self.assertRaisesRegex(run.Wrong, "exit code 0, in the JSON 9, expected 9"):
            run.check_run(result, 9)

    def test_another_user_than_the_one_that_ran_it(self):
        nobody = run.Variant("user", ["setpriv"])
        with self.assertRaisesRegex(run.Wrong, "ran as uid 65534"):
            run.check_user({"user": {"name": "x", "uid": 1000}}, nobody)

    def test_a_document_that_breaks_the_schema(self):
        with self.assertRaisesRegex(run.Wrong, "breaks its schema"):
            run.check_schema(DOCUMENT)

    def test_every_golden_is_of_a_scenario(self):
        for path in run.GOLDEN.iterdir():
            self.assertIn(path.name.split(".")[0], run.expected_codes())
            if path.suffix == ".json":
                document = json.loads(path.read_text("utf-8"))
                self.assertEqual(document["exit_code"],
                                 run.expected_codes()[path.name.split(".")[0]])


if __name__ == "__main__":
    unittest.main()

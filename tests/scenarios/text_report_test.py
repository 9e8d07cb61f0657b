"""The line parser takes what the report may be, and refuses everything else."""
import unittest

from text_report import RULE, BadReport, parse


def box(title, *rows):
    return "\n".join([RULE, f"| {title:<69}|", RULE, "", *rows, ""]) + "\n"


def row(label, value):
    return f"{label:>26} : {value}"


GOOD = box("Device State", row("AzureAdJoined", "YES"), row("MdmUrl", ""))


class TextReportTest(unittest.TestCase):
    def assert_bad(self, text, words):
        with self.assertRaisesRegex(BadReport, words):
            parse(text)

    def test_sections_groups_and_rows(self):
        text = GOOD + box("Diagnostic Data", row("A", "1"), "", row("A", "2: 3"))
        first, second = parse(text)
        self.assertEqual(first.title, "Device State")
        self.assertEqual(first.rows(), [("AzureAdJoined", "YES"), ("MdmUrl", "")])
        self.assertEqual(second.groups, [[("A", "1")], [("A", "2: 3")]])

    def test_an_empty_value_may_lose_its_last_blank(self):
        self.assertEqual(parse(box("T", row("MdmUrl", "").rstrip()))[0].rows(), [("MdmUrl", "")])

    def test_a_section_may_be_empty(self):
        self.assertEqual(parse(box("Findings"))[0].rows(), [])

    def test_a_long_label_pushes_the_colon(self):
        label = "login.microsoftonline.com [second instance]"
        self.assertEqual(parse(box("T", f"{label} : reachable"))[0].rows(), [(label, "reachable")])

    def test_text_before_the_first_box(self):
        self.assert_bad(row("Lab", "yes") + "\n" + GOOD, "before the first box")

    def test_a_line_of_prose(self):
        self.assert_bad(box("T", "all is well"), "neither a rule")

    def test_a_colon_in_another_column(self):
        self.assert_bad(box("T", "  label : value"), "the colon stands in column")

    def test_a_padded_label_that_pushes_the_colon(self):
        self.assert_bad(box("T", "  " + "x" * 26 + " : value"), "the colon stands in column")

    def test_two_separators_in_a_row(self):
        self.assert_bad(box("T", row("label", "a : b")), "two separators")

    def test_no_blank_line_after_a_box(self):
        self.assert_bad(GOOD.replace(RULE + "\n\n", RULE + "\n"), "begins no box")

    def test_no_blank_line_before_a_box(self):
        self.assert_bad(GOOD[:-1] + GOOD, "no blank line before the box")

    def test_a_title_of_another_width(self):
        self.assert_bad(GOOD.replace("Device State ", "Device State"), "begins no box")

    def test_a_lone_rule(self):
        self.assert_bad(GOOD + RULE + "\n\n", "begins no box")

    def test_no_blank_line_at_the_end(self):
        self.assert_bad(GOOD[:-1], "does not end with a blank line")

    def test_a_cut_last_line(self):
        self.assert_bad(GOOD + "x", "the last line has no end")

    def test_nothing_at_all(self):
        self.assert_bad("\n", "no box at all")

    def test_a_label_twice_in_a_group(self):
        self.assert_bad(box("T", row("A", "1"), row("A", "2")), "stands twice in a group")

    def test_a_title_twice(self):
        self.assert_bad(GOOD + GOOD, "a title stands twice")


if __name__ == "__main__":
    unittest.main()

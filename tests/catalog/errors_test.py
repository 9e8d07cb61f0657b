"""The checker of the error table finds what is wrong with one."""
import unittest

import errors

HEAD = "\t".join(errors.COLUMNS) + "\n"


def row(code="0x801c001d", symbol="S", phase="discover", meaning="M.", remedy="R.", source="W"):
    return "\t".join((code, symbol, phase, meaning, remedy, source)) + "\n"


def faults(*rows):
    return list(errors.faults(HEAD + "".join(rows)))


class Table(unittest.TestCase):
    def test_every_form_of_a_code(self):
        for code in ("0x801c001d", "AADSTS50126", "12029", "1001", "ErrorType=DirectoryError",
                     "status 2", "DRS HTTP 401", "event 334", "965ya"):
            self.assertEqual(faults(row(code)), [], code)

    def test_what_is_no_code(self):
        for code in ("0x801C001D", "801c001d", "0x1", "AADSTS", "AADSTS050126", "99999", "status",
                     "965y"):
            self.assertIn("is no code", faults(row(code))[0], code)

    def test_faults_of_the_form(self):
        self.assertIn("twice", faults(row(), row())[0])
        self.assertIn("no phase", faults(row(phase="precheck"))[0])
        self.assertIn("columns", faults("0x801c001d\tS\n")[0])
        self.assertIn("empty", faults(row(remedy=""))[0])
        self.assertIn("ASCII", faults(row(meaning="bell\a"))[0])
        self.assertIn("line break", list(errors.faults(HEAD + row()[:-1]))[0])
        self.assertIn("columns are", list(errors.faults("code\tmeaning\n"))[0])

    def test_only_error_codes_are_looked_up(self):
        self.assertEqual(list(errors.codes_in("0x801C0021/0x80072efd 0x00000001 AADSTS50126 0x1")),
                         ["0x801c0021", "0x80072efd", "AADSTS50126"])

    def test_literals_of_cpp_are_codes(self):
        self.assertEqual(list(errors.codes_in("fail(0x800B0101u, 0x8009001au); 0x801c001dx 0x10u")),
                         ["0x800b0101", "0x8009001a"])

    def test_a_literal_of_a_module_is_found(self):
        # Written in plugins/key-sign/sign.cpp, with the suffix only.
        self.assertIn("0x8009001a", errors.printed_codes(errors.ROOT, ["plugins/key-sign"],
                                                         {".cpp"}))

    def test_codes_are_found_in_the_modules(self):
        self.assertIn("0x801c0021", errors.printed_codes(errors.ROOT))


if __name__ == "__main__":
    unittest.main()

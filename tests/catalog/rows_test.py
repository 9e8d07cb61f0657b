"""The checker of the table of rows finds what is wrong with one."""
import unittest

import rows

MODULES = [{"probes": [{"id": "cert.device", "title": "Certificate Test",
                        "inputs": ["?scp.tenant"], "findings": [{"code": "cert.gone"}],
                        "outputs": [{"key": "cert.thumbprint", "label": "Thumbprint", "flags": []},
                                    {"key": "cert.there", "label": "", "flags": ["hidden"]}]}]}]
PLACES = rows.index(MODULES)


def whole(**changed):
    """All rows with a reason, but for W34."""
    lines = [dict(id=w, label="x", where="-", source="-", reason="r") for w in rows.ALL]
    lines[33] = {**dict(id="W34", label="Thumbprint", where="fact cert.thumbprint",
                        source="SHA-1", reason="-"), **changed}
    return lines


def complaints(lines):
    return list(rows.complaints(lines, PLACES))


class Rows(unittest.TestCase):
    def test_a_whole_table_is_fine(self):
        self.assertEqual(complaints(whole()), [])

    def test_every_kind_of_place(self):
        for label, where in (("Certificate Test", "probe cert.device"), ("x", "hidden cert.there"),
                             ("x", "finding cert.gone"), ("x", "input cert.device ?scp.tenant")):
            self.assertEqual(complaints(whole(label=label, where=where)), [], where)

    def test_a_missing_row(self):
        self.assertEqual(complaints(whole()[:-1]), ["W144 has no row"])

    def test_a_row_that_is_none(self):
        extra = {**whole()[0], "id": "W145"}
        self.assertEqual(complaints(whole() + [extra]), ["unknown ids: ['W145']"])

    def test_a_place_that_nobody_declares(self):
        for where in ("fact cert.print", "probe cert.thumbprint", "fact cert.there", "finding x.y"):
            self.assertIn("no bundled module declares", complaints(whole(where=where))[0])

    def test_another_label(self):
        self.assertIn("has the label 'Thumbprint'", complaints(whole(label="ThumbPrint"))[0])

    def test_neither_a_place_nor_a_reason(self):
        self.assertIn("neither", complaints(whole(where="-"))[0])

    def test_rows_out_of_order(self):
        self.assertEqual(complaints(whole()[::-1]), ["the ids are not in their order"])

    def test_the_table_is_written_between_its_markers(self):
        drawn = rows.table(whole(), PLACES)
        self.assertIn("| W34 | `Thumbprint` | `cert.thumbprint` of `cert.device` | SHA-1 |", drawn)
        readme = f"a\n{rows.BEGIN}\nold\n{rows.END}\nb\n"
        self.assertEqual(rows.with_table(readme, drawn),
                         f"a\n{rows.BEGIN}\n{drawn}\n{rows.END}\nb\n")


if __name__ == "__main__":
    unittest.main()

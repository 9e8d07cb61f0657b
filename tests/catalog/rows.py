"""rows.py [--update] BUILD: the README's table of the rows of Windows' dsregcmd.

docs/rows.tsv says for each row W01 to W144 where it comes from on Linux, or why it does not exist.
This compares it with what the bundled modules declare, and the README with both; --update writes
the README's table.
"""
import pathlib
import sys

from listing import bundled_modules

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROWS = ROOT / "docs" / "rows.tsv"
README = ROOT / "README.md"
BEGIN = "<!-- rows: written by tests/catalog/rows.py --update BUILD -->"
END = "<!-- end of rows -->"
COLUMNS = ["id", "label", "where", "source", "reason"]
ALL = [f"W{n:02}" for n in range(1, 145)]


def read(text):
    lines = text.rstrip("\n").split("\n")
    if lines[0].split("\t") != COLUMNS:
        sys.exit(f"rows.tsv: the columns are not {COLUMNS}")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS) or not all(cells):
            sys.exit(f"rows.tsv: line {number} has not {len(COLUMNS)} filled columns")
        rows.append(dict(zip(COLUMNS, cells)))
    return rows


def index(modules):
    """What a row can point at: (kind, name) -> (label, probe)."""
    places = {}
    for probe in (p for m in modules for p in m["probes"]):
        places["probe", probe["id"]] = (probe["title"], probe["id"])
        for fact in probe["outputs"]:
            hidden = "hidden" in fact["flags"]
            places["hidden" if hidden else "fact", fact["key"]] = (fact["label"], probe["id"])
        for finding in probe["findings"]:
            places["finding", finding["code"]] = ("", probe["id"])
        for key in probe["inputs"]:
            places["input", f"{probe['id']} {key}"] = ("", probe["id"])
    return places


def complaints(rows, places):
    ids = [row["id"] for row in rows]
    for missing in [w for w in ALL if w not in ids]:
        yield f"{missing} has no row"
    if sorted(set(ids)) != sorted(set(ids) & set(ALL)):
        yield f"unknown ids: {sorted(set(ids) - set(ALL))}"
    if [ALL.index(i) for i in ids if i in ALL] != sorted(ALL.index(i) for i in ids if i in ALL):
        yield "the ids are not in their order"
    for row in rows:
        if row["where"] == "-":
            if row["reason"] == "-":
                yield f"{row['id']} {row['label']}: neither a place nor a reason"
            continue
        kind, _, name = row["where"].partition(" ")
        if (kind, name) not in places:
            yield f"{row['id']} {row['label']}: no bundled module declares {row['where']}"
        elif kind in ("fact", "probe") and places[kind, name][0] != row["label"]:
            yield (f"{row['id']}: {row['where']} has the label {places[kind, name][0]!r}, "
                   f"not {row['label']!r}")


def table(rows, places):
    lines = ["| row | what | where | source on Linux, or why there is none |", "|---|---|---|---|"]
    for row in rows:
        kind, _, name = row["where"].partition(" ")
        probe = places.get((kind, name), ("", ""))[1]
        where = {"fact": f"`{name}` of `{probe}`", "hidden": f"`{name}` of `{probe}`",
                 "probe": f"`{probe}`", "finding": f"finding `{name}` of `{probe}`",
                 "input": f"`{probe}`"}.get(kind, "")
        label = f"`{row['label']}`" if kind in ("fact", "probe", "hidden") else row["label"]
        why = row["source"] if row["source"] != "-" else row["reason"]
        cells = (row["id"], label, where, why)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def with_table(readme, drawn):
    if readme.count(BEGIN) != 1 or readme.count(END) != 1:
        sys.exit(f"README.md: the markers {BEGIN!r} and {END!r} must stand there once")
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{drawn}\n{END}{after}"


def main():
    words = sys.argv[1:]
    updating = words[:1] == ["--update"]
    places = index(bundled_modules(pathlib.Path(words[1 if updating else 0])))
    rows = read(ROWS.read_text(encoding="utf-8"))
    wrong = list(complaints(rows, places))
    readme = README.read_text(encoding="utf-8")
    wanted = with_table(readme, table(rows, places))
    if updating:
        README.write_text(wanted, encoding="utf-8")
    elif wanted != readme:
        wrong.append("README.md: its table is not the one of rows.tsv and the modules; "
                     "run rows.py --update BUILD")
    for complaint in wrong:
        print(f"rows: {complaint}")
    if wrong:
        sys.exit(1)
    print(f"rows: {len(rows)} lines")


if __name__ == "__main__":
    main()

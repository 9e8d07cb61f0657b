"""errors.py: schemas/errors.tsv is well formed, and holds every code that dsreg can print."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "schemas" / "errors.tsv"

COLUMNS = ["code", "symbol", "phase", "meaning", "remedy", "source"]
PHASES = {"pre-check", "discover", "auth", "join",  # the phases of a join, in Windows' words
          "network", "key", "token", "prt", "policy", "deviceauth", "ngc", "unregister", "broker",
          "local"}
# HRESULT and NTSTATUS, AADSTS number, WinHTTP number, number in a window of Intune's portal, the
# registration service's error types and HTTP status, event of Windows, MSAL status, tag of the
# broker.
CODE = re.compile(r"0x[0-9a-f]{8}|AADSTS[1-9][0-9]*|12[0-9]{3}|[1-9][0-9]{3}|ErrorType=[A-Za-z]+|"
                  r"DRS HTTP [45][0-9]{2}|event [0-9]+|status [0-9]+|(?=.*[a-z])[a-z0-9]{5}")

# Where codes come from: modules, the readers of foreign replies, and what the reports showed.
SOURCES = ["plugins", "host/device", "host/broker", "tests/scenarios/golden"]
KINDS = {".h", ".cpp", ".txt", ".json"}
# A literal of C++ has the suffix u.
PRINTED = re.compile(r"\b0x[0-9a-fA-F]{8}(?=u?\b)|\bAADSTS[0-9]+\b")
# The lab's own number, for an answer that nobody knows (scenario device-unknown-error).
MADE_UP = {"AADSTS999999"}
# To these a module adds an HTTP status or a number of WinINet; --explain derives such a code.
BASES = {"0xcaa30000", "0xcaa80000"}


def read(text):
    """Rows as dictionaries; yields nothing that is not six columns (faults() says so)."""
    lines = text.split("\n")
    return [dict(zip(COLUMNS, line.split("\t"))) for line in lines[1:] if line.count("\t") == 5]


def faults(text):
    if re.search(r"[^\t\n\x20-\x7e]", text):
        yield "holds something else than printable ASCII, tabs and line breaks"
    lines = text.split("\n")
    if lines[0].split("\t") != COLUMNS:
        yield f"the columns are {lines[0].split()}, not {COLUMNS}"
    if lines[-1] != "":
        yield "does not end in a line break"
    seen = set()
    for number, line in enumerate(lines[1:-1], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            yield f"line {number} has {len(cells)} columns"
            continue
        row = dict(zip(COLUMNS, cells))
        for name, cell in row.items():
            if not cell or cell != cell.strip():
                yield f"line {number}: {name} is empty or begins or ends in a blank"
        if not CODE.fullmatch(row["code"]):
            yield f"line {number}: {row['code']} is no code"
        if row["code"] in seen:
            yield f"line {number}: {row['code']} stands there twice"
        seen.add(row["code"])
        if row["phase"] not in PHASES:
            yield f"line {number}: {row['phase']} is no phase"


def codes_in(text):
    """Error codes in a source or a report: AADSTS numbers, and numbers with the error bit set."""
    for code in PRINTED.findall(text):
        if code.startswith("AADSTS") or code[2].lower() in "8c":
            yield code if code.startswith("AADSTS") else code.lower()


def printed_codes(root, folders=tuple(SOURCES), kinds=frozenset(KINDS)):
    found = {}
    for folder in folders:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in kinds and "fixtures" not in file.parts:
                for code in codes_in(file.read_text(encoding="utf-8")):
                    found.setdefault(code, file.relative_to(root))
    return found


def main():
    text = TABLE.read_text(encoding="utf-8")
    complaints = list(faults(text))
    known = {row["code"] for row in read(text)}
    for code, file in sorted(printed_codes(ROOT).items()):
        if code not in known | MADE_UP | BASES:
            complaints.append(f"{code} can be printed ({file}) and is not in the table")
    for complaint in complaints:
        print(f"errors.tsv: {complaint}")
    if complaints:
        sys.exit(1)
    print(f"errors.tsv: {len(known)} codes")


if __name__ == "__main__":
    main()

"""pages.py [--update] BUILD: the pages of the catalog against what the bundled probes declare.

A page is schemas/findings/CODE.json. What the declaration says is copied into it by --update; the
rest is written by hand. Without --update every difference is a complaint and exit 1.
"""
import json
import pathlib
import re
import sys

import jsonschema

from listing import bundled_modules

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ROOT / "schemas" / "findings"
SCHEMA = ROOT / "schemas" / "finding-1.schema.json"

ORDER = ["format", "code", "probes", "severity", "title", "meaning", "impact", "remedy", "command",
         "risk", "verify", "phase", "url", "references"]
DECLARED = ["code", "severity", "title", "meaning", "remedy", "command", "risk", "url"]
BY_HAND = {"impact": "", "verify": "", "phase": None, "references": []}

# The pre-join tests: each failure breaks this phase of a join.
PHASE_OF_PROBE = {"ad.connectivity": "pre-check", "ad.configuration": "discover",
                  "drs.discovery": "discover", "drs.connectivity": "join",
                  "token.acquisition": "auth"}

# Debian's family and Fedora's, Microsoft's broker and Himmelblau are all supported.
ONE_SYSTEM = re.compile(r"\b(apt|apt-get|dpkg|dnf|yum|rpm|intune-portal)\b")


def declarations(modules):
    """Code -> the declared members of its page. Two probes that share a code must agree."""
    pages = {}
    for probe in (p for m in modules for p in m["probes"]):
        for finding in probe["findings"]:
            declared = {key: finding[key] for key in DECLARED}
            first = pages.setdefault(finding["code"], {**declared, "probes": []})
            if {key: first[key] for key in DECLARED} != declared:
                sys.exit(f"{finding['code']}: {probe['id']} declares it otherwise than "
                         f"{', '.join(first['probes'])}")
            first["probes"].append(probe["id"])
    for page in pages.values():
        page["probes"].sort()
        page["format"] = "1.0"
    return pages


def update(declared, folder):
    folder.mkdir(exist_ok=True)
    for code, members in sorted(declared.items()):
        file = folder / f"{code}.json"
        page = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        page = {**BY_HAND, **page, **members}
        ordered = {key: page[key] for key in ORDER + sorted(set(page) - set(ORDER))}
        text = json.dumps(ordered, indent=2, ensure_ascii=False) + "\n"
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"{file.name}: written", file=sys.stderr)


def complaints_about(code, page, declared, schema):
    for key, value in declared.items():
        if page.get(key) != value:
            yield f"{key} differs from the declaration; run pages.py --update BUILD"
    for error in schema.iter_errors(page):
        where = "/".join(str(step) for step in error.absolute_path)
        yield f"{where or 'the page'}: {error.message}"
    if page.get("severity") == "error":
        phases = {PHASE_OF_PROBE[p] for p in declared["probes"] if p in PHASE_OF_PROBE}
        if phases and page.get("phase") not in phases:
            yield f"phase must be {' or '.join(sorted(phases))}: its probe is a pre-join test"
    if ONE_SYSTEM.search(page.get("command") or ""):
        yield "its command is of one packager or one broker: name it in the remedy, with the other"
    # Said twice, it helps nobody.
    texts = [page[key] for key in ("meaning", "impact", "remedy", "verify") if page.get(key)]
    if len(set(texts)) != len(texts):
        yield "two of meaning, impact, remedy and verify are the same"


def check(declared, folder):
    schema = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    pages = {file.stem: json.loads(file.read_text(encoding="utf-8"))
             for file in folder.glob("*.json")}
    for code in sorted(set(declared) | set(pages)):
        if code not in pages:
            yield code, "is declared and has no page; run pages.py --update BUILD"
        elif code not in declared:
            yield code, "has a page, and no bundled probe declares it"
        else:
            for complaint in complaints_about(code, pages[code], declared[code], schema):
                yield code, complaint


def main():
    words = sys.argv[1:]
    updating = words[:1] == ["--update"]
    build = pathlib.Path(words[1 if updating else 0])
    declared = declarations(bundled_modules(build))
    if updating:
        update(declared, PAGES)
    count = 0
    for code, complaint in check(declared, PAGES):
        count += 1
        print(f"{code}: {complaint}")
    if count:
        sys.exit(f"catalog: {count} complaints")
    print(f"catalog: {len(declared)} pages")


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Holds headers of the contract against the frozen ones of each minor, v1_0, v1_1, ...

    guard.py check INCLUDE      what in INCLUDE breaks a module or a host of 1.x; exit 1 if anything
    guard.py freeze INCLUDE TO  makes INCLUDE the frozen headers in TO, and their description

CC names the compiler. What is asked, of each frozen minor: are its files those that were frozen
(frozen.sha256); has what a module of it sees the layout that it had (abidiff, without mercy); has
all else only grown at the end (abidiff, with abi.suppr; and, since that covers other changes of a
struct that grew, the old members one by one); do the names of the preprocessor, which abidiff does
not see, mean what they meant, for whatever minor one builds; and, for all that no tool sees, does
the frozen text stand in the headers, comments aside, with nothing but additions between
(additions.py).
Of the headers alone: does a struct that grows end with its last member, so that the next one does
not come to lie in what an older writer left unset; and has each number of a family one name.
"""
import functools
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import additions

HERE = pathlib.Path(__file__).resolve().parent
FROZEN = HERE / "v1_0"  # the first; frozen_minors() has all of them
DESCRIPTION = "dsreg.abi.xml"
SUMS = "frozen.sha256"

STRUCT = re.compile(r"^(?:typedef )?(struct|union) (dsreg_\w+) \{(.*?)^\}", re.M | re.S)
NUMBER = re.compile(r"^typedef u?int\d+_t (dsreg_\w+);", re.M)
DEFINE = re.compile(r"#define (DSREG_\w+)(\([^)]*\))? ?(.*)")
# Include guards, what a compiler is told from outside, and a helper of the headers themselves.
NO_PROMISE = re.compile(r"DSREG_(\w+_H|TARGET_MINOR|ASSERT_)$")
# Names that stand for numbers which are compared with each other, and those of them that are bits.
FAMILY = re.compile(r"DSREG_(X|E|T|F|P|IN|SKIP|CALL|RISK|SEVERITY)_(?!SIZE_V1_)\w+$")
BITS = ("F", "P", "CALL")


def compiler():
    return os.environ.get("CC", "cc").split()


def headers(include):
    """Those of the binary contract; the C++ face is none."""
    return sorted(p.relative_to(include).as_posix() for p in include.glob("dsreg/**/*.h"))


def declared(include):
    """Every type of the contract: (structs that grow, frozen structs and unions, numbers)."""
    grow, frozen, numbers = [], [], []
    for header in headers(include):
        text = (include / header).read_text(encoding="utf-8")
        for _, name, body in STRUCT.findall(text):
            first = re.sub(r"/\*.*?\*/", "", body, flags=re.S).split(";")[0].split()
            (grow if first == ["uint32_t", "struct_size"] else frozen).append(name)
        numbers += NUMBER.findall(text)
    return grow, frozen, numbers


def witness(include):
    """A C file that takes every type of the contract, so that a compiler describes them all."""
    grow, frozen, numbers = declared(include)
    lines = [f"#include <{header}>" for header in headers(include)]
    lines += ["const dsreg_module dsreg_probe_module_v1 = {.struct_size = sizeof(dsreg_module)};"]
    for name in sorted(grow + frozen):
        lines += [f"const {name} *witness_{name}(const {name} *p);",
                  f"const {name} *witness_{name}(const {name} *p) {{ return p; }}"]
    for name in sorted(numbers):
        lines += [f"{name} witness_{name}({name} n);",
                  f"{name} witness_{name}({name} n) {{ return n; }}"]
    return "\n".join(lines) + "\n"


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


def newest_minor(include):
    text = (include / "dsreg/probe.h").read_text(encoding="utf-8")
    return int(re.search(r"#define DSREG_ABI_MINOR (\d+)", text)[1])


def frozen_minors():
    """(minor, its folder), the oldest first."""
    return sorted((int(p.name[3:]), p) for p in HERE.glob("v1_*")
                  if re.fullmatch(r"v1_\d+", p.name))


def compile_witness(include, minor, folder):
    """Compiled inside `folder`, so that no path of this machine gets into the description."""
    (folder / "witness.c").write_text(witness(include), encoding="utf-8")
    link = folder / "include"
    if not link.exists():
        shutil.copytree(include / "dsreg", link / "dsreg")
    name = f"witness-{minor}.so"
    ended = run([*compiler(), "-std=c11", "-g", "-O0", "-shared", "-fPIC", "-Iinclude",
                 f"-DDSREG_TARGET_MINOR={minor}", f"-fdebug-prefix-map={folder}=.",
                 "-o", name, "witness.c"], cwd=folder)
    if ended.returncode != 0:
        raise ValueError(f"the headers do not compile for minor {minor}:\n{ended.stderr}")
    return name


def abidiff(frozen, folder, library, *suppressions):
    ended = run(["abidiff", "--no-default-suppression", "--no-added-syms", "--no-architecture",
                 "--ignore-soname", "--no-show-locs",
                 *(word for s in suppressions for word in ("--suppressions", str(s))),
                 str(frozen / DESCRIPTION), library], cwd=folder)
    return "" if ended.returncode == 0 else ended.stdout + ended.stderr


def describe(folder, library):
    ended = run(["abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs",
                 "--type-id-style", "hash", "--out-file", DESCRIPTION, library], cwd=folder)
    if ended.returncode != 0:
        raise ValueError("abidw: " + ended.stderr)
    return folder / DESCRIPTION


def members(description):
    """struct -> its members, each with its place and its type; a type's id is made of its name."""
    return {struct.get("name"): [(member.get("layout-offset-in-bits"), member[0].get("name"),
                                  member[0].get("type-id")) for member in struct
                                 if member.tag == "data-member"]
            for struct in xml.parse(description).iter("class-decl")
            if struct.get("is-declaration-only") != "yes"}


def changed_members(before, description):
    """A sentence for each struct whose members are not what they were in the frozen folder
    `before`, then perhaps new ones."""
    new = members(description)
    _, frozen, _ = declared(before / "include")
    for name, old in members(before / DESCRIPTION).items():
        if name in frozen and len(new.get(name, [])) > len(old):
            yield f"{name} is frozen, and grew"
        for was, now in zip(old, new.get(name, []) + [None] * len(old)):
            if was != now:
                yield f"more than growth at the end: {name}, from its member {was[1]} on"
                break


def holes(include, description, minor, folder):
    """A sentence for each growing struct with room behind its last member: the next member would
    come to lie in it, within the size that a writer of this minor gives."""
    grow, _, _ = declared(include)
    lines = [f"#include <{header}>" for header in headers(include)]
    for name, known in members(description).items():
        last = known[-1][1] if known else None
        if name in grow and last:
            lines.append(f"_Static_assert(offsetof({name}, {last}) + sizeof((({name} *)0)->{last}) "
                         f'== sizeof({name}), "{name} ends in a hole");')
    (folder / "holes.c").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ended = run([*compiler(), "-std=c11", "-fsyntax-only", "-Iinclude",
                 f"-DDSREG_TARGET_MINOR={minor}", "holes.c"], cwd=folder)
    found = sorted(set(re.findall(r'"(dsreg_\w+) ends in a hole"', ended.stderr)))
    if ended.returncode != 0 and not found:
        raise ValueError(ended.stderr)
    for name in found:
        yield f"{name} ends in a hole for 1.{minor}: add reserved1"


@functools.lru_cache
def defines(include, minor):
    lines = "".join(f"#include <{header}>\n" for header in headers(include))
    ended = run([*compiler(), "-std=c11", "-E", "-dM", f"-I{include}",
                 f"-DDSREG_TARGET_MINOR={minor}", "-xc", "-"], input=lines)
    if ended.returncode != 0:
        raise ValueError(ended.stderr)
    found = {}
    for name, arguments, value in DEFINE.findall(ended.stdout):
        if not NO_PROMISE.match(name):
            # What a macro with arguments does is compared as text.
            found[name] = arguments.replace(" ", "") or " ".join(value.split())
    return found


def changed_defines(include, folder=FROZEN, frozen=0):
    """A sentence for each name of the frozen folder that is gone or means something else, to whom
    ever."""
    newest = newest_minor(include)
    told = {}
    meant = {}
    if newest < frozen:
        told["DSREG_ABI_MINOR went back"] = True
    for minor in range(newest + 1):
        new = defines(include, minor)
        meant = {**defines(folder / "include", min(minor, frozen)), **meant}
        meant.pop("DSREG_ABI_MINOR", None)
        for name, value in sorted(meant.items()):
            if name not in new:
                told[f"{name} is gone"] = True
            elif new[name] != value:
                told[f"{name} was {value} and is {new[name]}"] = True
        meant = {**new, **meant}
    return list(told)


def collisions(include):
    """A sentence for each two names of a family that are one number, or share a bit."""
    families = {}
    for name, value in sorted(defines(include, newest_minor(include)).items()):
        if family := FAMILY.match(name):
            try:
                number = int(value.strip("()").rstrip("uU"), 0)
            except ValueError:
                yield f"{name} is no plain number: {value}"
                continue
            for other, known in families.setdefault(family[1], []):
                if number == known or (family[1] in BITS and number & known):
                    yield f"{other} and {name} collide: {known} and {number}"
            families[family[1]].append((name, number))


def sums(folder):
    """path -> SHA-256 of every file below."""
    return {p.relative_to(folder.parent).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.glob("**/*")) if p.is_file()}


def pinned(beside):
    lines = (beside / SUMS).read_text(encoding="utf-8").splitlines()
    return {path: known for known, path in (line.split("  ", 1) for line in lines)}


def touched(folder):
    """A sentence for each file of a frozen folder that is not what was frozen."""
    known, now = pinned(folder.parent), sums(folder)
    for path in sorted({*known, *now}):
        if path.startswith(folder.name + "/") and known.get(path) != now.get(path):
            yield f"{path} is not what was frozen: see {SUMS}"


def vanished():
    """A sentence for each file of the list whose folder is gone."""
    here = {folder.name for _, folder in frozen_minors()}
    for path in sorted(pinned(HERE)):
        if path.split("/")[0] not in here:
            yield f"{path} is not what was frozen: see {SUMS}"


def pin(folder):
    """Takes the folder's files into the list; what it says of others stays."""
    path = folder.parent / SUMS
    known = pinned(folder.parent) if path.exists() else {}
    known = {p: s for p, s in known.items() if not p.startswith(folder.name + "/")}
    lines = (f"{s}  {p}\n" for p, s in sorted({**known, **sums(folder)}.items()))
    path.write_text("".join(lines), encoding="utf-8")


def loose_ends(include):
    """Rules that only the headers' text shows."""
    grow, frozen, _ = declared(include)
    listed = re.search(r"name_not_regexp = \^\((.*)\)\$", (HERE / "abi.suppr").read_text())[1]
    newest = newest_minor(include)
    for minor, folder in frozen_minors():
        yield from additions.faults(folder / "include", include, headers(include), (minor, newest))
    text = "".join((include / header).read_text(encoding="utf-8") for header in headers(include))
    unions = set(re.findall(r"^typedef union (dsreg_\w+)", text, re.M))
    for name in sorted(set(listed.split("|")) ^ (set(frozen) - unions)):
        yield f"{name}: frozen in abi.suppr or in the headers, and not in both"
    for name in frozen:
        if f"sizeof({name}) ==" not in text:
            yield f"{name} is frozen, and no assertion holds its size"
    for name in grow:
        size = name.upper() + "_SIZE_V1_"
        if not re.search(rf"#define {size}\d+ \d+u\n", text):
            yield f"{name} grows, and no {size}* says its first size"
        if not re.search(rf"sizeof\({name}\) == {size}", text):
            yield f"{name} grows, and no assertion holds its first size"


def compare(minor, before, libraries, folder):
    """Today's headers, compiled for each minor, beside those that are frozen in `before`."""
    for target, library in enumerate(libraries):
        if target < minor:
            continue  # an older folder knows about it
        if target == minor and (strict := abidiff(before, folder, library)):
            yield f"what a module built for 1.{minor} sees has changed:\n" + strict
        if grown := abidiff(before, folder, library, HERE / "abi.suppr"):
            yield "more than growth at the end:\n" + grown
        yield from changed_members(before, describe(folder, library))


def check(include, look_at_text=True):
    """A list of sentences; empty: a module and a host of any frozen minor notice nothing."""
    frozen = frozen_minors()
    faults = list(vanished())
    for _, folder in frozen:
        faults += touched(folder)
    faults += loose_ends(include) if look_at_text else []
    for minor, folder in frozen:
        faults += changed_defines(include, folder, minor)
    faults += collisions(include)
    with tempfile.TemporaryDirectory(prefix="dsreg-abi-") as name:
        folder = pathlib.Path(name)
        try:
            libraries = [compile_witness(include, minor, folder)
                         for minor in range(newest_minor(include) + 1)]
            for minor, before in frozen:
                faults += compare(minor, before, libraries, folder)
            for minor, library in enumerate(libraries):
                faults += holes(include, describe(folder, library), minor, folder)
        except ValueError as error:
            return faults + [str(error)]
    return list(dict.fromkeys(faults))


def freeze(include, to):
    if to.name != f"v1_{newest_minor(include)}":
        sys.exit(f"{to.name} is not the folder of 1.{newest_minor(include)}")
    with tempfile.TemporaryDirectory(prefix="dsreg-abi-") as name:
        folder = pathlib.Path(name)
        library = compile_witness(include, newest_minor(include), folder)
        (folder / library).rename(folder / "dsreg.so")
        describe(folder, "dsreg.so")
        text = (folder / DESCRIPTION).read_text(encoding="utf-8")
        if str(folder) in text or str(include) in text:
            sys.exit("the description holds a path of this machine")
        shutil.rmtree(to / "include", ignore_errors=True)
        shutil.copytree(include / "dsreg", to / "include/dsreg")
        (to / DESCRIPTION).write_text(text, encoding="utf-8")
        pin(to)


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "check":
        faults = check(pathlib.Path(sys.argv[2]).resolve())
        print("\n".join(faults) or "nothing but growth at the end")
        sys.exit(1 if faults else 0)
    if len(sys.argv) == 4 and sys.argv[1] == "freeze":
        freeze(pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve())
        return
    sys.exit(__doc__)


if __name__ == "__main__":
    main()

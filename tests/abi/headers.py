"""Copies of the contract's headers, changed on purpose."""
import pathlib
import re
import shutil


def copy(include, to):
    shutil.copytree(include / "dsreg", pathlib.Path(to) / "dsreg")
    return pathlib.Path(to)


def edit(include, header, old, new):
    """Replaces `old`, which has to be there once: a test whose anchor went away tests nothing."""
    path = include / "dsreg" / header
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise AssertionError(f"{header} holds {text.count(old)} times:\n{old}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def append(include, header, struct, member, since=None):
    """A member at the end of `struct`; since: for those who build for that minor."""
    lines = f"    {member}\n"
    if since is not None:
        lines = f"#if DSREG_TARGET_MINOR >= {since}\n{lines}#endif\n"
    end = f"}} {struct};\n"
    if struct == "dsreg_host":
        end = "};\n\n/* ---- Descriptors"
    edit(include, header, end, lines + end)


def next_minor(include, now=0):
    edit(include, "probe.h", f"#define DSREG_ABI_MINOR {now} ",
         f"#define DSREG_ABI_MINOR {now + 1} ")


def without_assertions(include):
    """The headers hold some of it themselves; here it is the guard that has to see it."""
    for path in include.glob("dsreg/**/*.h"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^DSREG_ASSERT_\(.*?\);$", "", text, flags=re.M | re.S),
                        encoding="utf-8")

#!/usr/bin/python3
"""filter.py HEADER: the contract's header with its plain comments as Doxygen reads them, on stdout.

The headers are made to be read; so their comments are plain, and this tells Doxygen what belongs to
what: the first comment is about the file, one behind code about that code, one before code about
what follows. Lines stay where they are, so that its warnings point to the right ones.
"""
import re
import sys

# What is the same everywhere is said here.
SAID = [
    (re.compile(r"^\s+uint32_t\s+struct_size;$"), "sizeof of the struct, as its writer knows it"),
    (re.compile(r"^\s+uint(?:16|32)_t\s+reserved0;$"), "fills a hole: 0"),
    (re.compile(r"^#define DSREG_\w+_SIZE_V\d+_\d+ \d+u$"),
     "sizeof as first released; the least that a reader accepts"),
    (re.compile(r'^#define DSREG_SVC_\w+ "[^"]+"$'), "id of the service, for dsreg_probe.services"),
]


def escape(text):
    """Signs that mean something to Doxygen and nothing to a reader of C."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([@\\]|--)", r"\\\1", text)


class Filter:
    def __init__(self, lines):
        self.lines = lines
        self.file_seen = False  # its comment has been opened
        self.inside = False     # a block comment of C
        self.kept = False       # that is no documentation

    def line(self, number):
        line = self.lines[number]
        if self.inside:
            self.inside = "*/" not in line
            return line if self.kept else escape(line)
        if line.startswith(("/* SPDX", "// SPDX")):
            return "/** @file" if line.startswith("/*") else "/// @file"
        for pattern, words in SAID:
            if pattern.match(line):
                return f"{line} /**< {words} */"
        at = self.comment_at(line)
        if at < 0:
            return line
        code, comment = line[:at], line[at:]
        if comment.startswith("//"):
            return code + ("///< " if code.strip() else "/// ") + escape(comment[2:].lstrip())
        self.inside = "*/" not in comment
        self.kept = (comment.startswith("/* ----") or code.startswith("#endif")
                     or self.before_condition(number))
        if self.kept:
            return line
        if not self.file_seen and not code:
            self.file_seen = True  # goes on with what stands for the licence's line
            return " * " + escape(comment[2:].lstrip())
        return code + ("/**< " if code.strip() else "/** ") + escape(comment[2:].lstrip())

    def before_condition(self, number):
        """Whether the comment that begins here is about what the compiler was told."""
        while number < len(self.lines) - 1 and "*/" not in self.lines[number]:
            number += 1
        return self.lines[number + 1:number + 2] == ["#ifndef DSREG_TARGET_MINOR"]

    @staticmethod
    def comment_at(line):
        """Where a comment begins, outside of texts."""
        quoted = False
        for at, sign in enumerate(line):
            if sign == '"' and line[at - 1:at] != "\\":
                quoted = not quoted
            if not quoted and line[at:at + 2] in ("/*", "//"):
                return at
        return -1


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = file.read().splitlines()
    change = Filter(lines)
    for number in range(len(lines)):
        print(change.line(number))


if __name__ == "__main__":
    main()

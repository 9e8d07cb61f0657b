"""Reads the text of `dsreg --diagnose` knowing nothing but its shape.

    +----------------------------------------------------------------------+
    | title                                                                |
    +----------------------------------------------------------------------+
    (blank)
                         label : value

Anything else is an error with its line number: a script that reads the report may rely on no more.
"""
import re

RULE = "+" + "-" * 70 + "+"
TITLE = re.compile(r"^\| (.{69})\|$")
ROW = re.compile(r"^( *)(\S.*?) :(?: (.*))?$")
COLON_AT = 27  # the column of the colon, from 0, unless a longer label pushes it


class BadReport(Exception):
    pass


class Section:
    def __init__(self, title):
        self.title = title
        self.groups = []  # each a list of (label, value)

    def rows(self):
        return [row for group in self.groups for row in group]


def parse_row(number, line):
    match = ROW.match(line)
    if not match:
        raise BadReport(f"line {number} is neither a rule, a title, a row nor blank: {line!r}")
    blanks, label, value = match.groups(default="")
    colon = len(blanks) + len(label) + 1
    if colon != COLON_AT and not (colon > COLON_AT and not blanks):
        raise BadReport(f"line {number}: the colon stands in column {colon}: {line!r}")
    if " : " in value:
        raise BadReport(f"line {number} has two separators: {line!r}")
    return label, value


def parse(text):
    """The sections of a whole report, in order."""
    if not text.endswith("\n"):
        raise BadReport("the last line has no end")
    lines = text[:-1].split("\n")
    if lines[-1] != "":
        raise BadReport("the text does not end with a blank line")
    sections = []
    at = 0
    new_group = True
    while at < len(lines):
        line = lines[at]
        if line == RULE:
            head = lines[at:at + 4]
            title = TITLE.match(head[1]) if len(head) == 4 else None
            if title is None or head[2] != RULE or head[3] != "":
                raise BadReport(f"line {at + 1} begins no box of rule, title, rule and blank line")
            if sections and lines[at - 1] != "":
                raise BadReport(f"line {at + 1}: no blank line before the box")
            sections.append(Section(title.group(1).rstrip()))
            at += 4
            new_group = True
            continue
        if line == "":
            new_group = True
        elif not sections:
            raise BadReport(f"line {at + 1} stands before the first box: {line!r}")
        else:
            if new_group:
                sections[-1].groups.append([])
                new_group = False
            sections[-1].groups[-1].append(parse_row(at + 1, line))
        at += 1
    if not sections:
        raise BadReport("there is no box at all")
    check_unique(sections)
    return sections


def check_unique(sections):
    titles = [section.title for section in sections]
    if len(set(titles)) != len(titles):
        raise BadReport(f"a title stands twice: {titles}")
    for section in sections:
        for group in section.groups:
            labels = [label for label, _ in group]
            for label in labels:
                if labels.count(label) > 1:
                    raise BadReport(f"{section.title}: the label {label!r} stands twice in a group")

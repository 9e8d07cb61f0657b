"""What was put into the headers since 1.0, told from their text.

Compilers and abidiff do not see everything that a source or a module of 1.0 rests on: attributes,
what a macro does, what C++ gets, assertions. So the frozen text has to stand in the headers word
for word (comments aside, but not the [probe-thread] or [any-thread] that begins one), and what
stands between has to be one of these:

    a name       #define DSREG_... with a name that the frozen headers do not hold
    a type       typedef ... dsreg_...; or struct dsreg_... {...}; of such a name
    an assertion DSREG_ASSERT_(...)
    growth       at a struct's end: members in #if DSREG_TARGET_MINOR >= n ... #endif, in the order
                 of their minors: none comes before, or joins, what a frozen minor has

Names, types and assertions may stand in such an #if, too. A new header is made of these and of the
frame of the old ones.
"""
import re

# A directive; or text up to ';' or '{', where '}' begins the next.
UNIT = re.compile(r"^[ \t]*#.*$|\}?[^;{}#]*(?:;|\{|(?=[}#])|\Z)", re.M)
WORD = re.compile(r'"(?:\\.|[^"\\])*"|\w+|[^\w\s]')
# No attribute, no alignment, no bit-field, no pragma.
PLAIN = re.compile(r"(?!(?:alignas|asm|extern)\b)(?:[A-Za-z]\w*|\d+|[*(),;\[\]{}])$")
CONDITION = re.compile(r"# if DSREG_TARGET_MINOR (?:> =|< =|= =) (\d+)$")
SINCE = re.compile(r"# if DSREG_TARGET_MINOR > = ([1-9]\d*)$")
DEFINE = re.compile(r"# define (DSREG_\w+)\b")
OPENS = re.compile(r"(?:typedef )?(struct|union) (dsreg_\w+) \{$")
TYPE = re.compile(r"typedef .*?\b(dsreg_\w+)(?: \) \( .* \))? ;$|struct (dsreg_\w+) ;$")
ASSERTION = re.compile(r"DSREG_ASSERT_ \( .* \) ;$")
INCLUDE = re.compile(r'# include "[\w./]+\.h"$')
GUARD = re.compile(r"# (?:ifndef|define) DSREG_\w+_H$")
LINKAGE = (['# ifdef __cplusplus', 'extern "C" {', "# endif"],
           ["# ifdef __cplusplus", "}", "# endif"])


def units(text):
    """A header as a list of directives and parts of declarations, words parted by a blank."""
    # What a thread may do is a promise, and stands in a comment: it is kept, as a word.
    text = re.sub(r"/\*\s*\[(any|probe)-thread\]", r" \1_thread /*", text.replace("\\\n", " "))
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    found = (" ".join(WORD.findall(unit)) for unit in UNIT.findall(text))
    return ["# error" if unit.startswith("# error") else unit for unit in found if unit]


class Refused(Exception):
    """What stands there is none of the additions."""


class Additions:
    """Reads additions in `new`, beside what the words in `taken` mean already; `minors`: the newest
    one that is frozen, and the newest one that the headers describe."""

    def __init__(self, new, taken, minors):
        self.new = new
        self.taken = taken
        self.frozen, self.newest = minors

    def at(self, place):
        return self.new[place] if place < len(self.new) else "the end"

    def refuse(self, place):
        raise Refused(self.at(place))

    def members(self, place):
        """Past declarations of members, at least one."""
        first = place
        while self.at(place).endswith(" ;") and self.at(place)[0] != "}":
            if not all(map(PLAIN.match, self.at(place).split())):
                self.refuse(place)
            place += 1
        return place if place > first else self.refuse(place)

    def growth(self, place, least):
        """Past members for those who build for `least` or later, up to the struct's end."""
        while not self.at(place).startswith("}"):
            since = SINCE.match(self.at(place))
            if not since or not least <= int(since[1]) <= self.newest:
                self.refuse(place)
            least = int(since[1])
            place = self.members(place + 1)
            if self.at(place) != "# endif":
                self.refuse(place)
            place += 1
        return place

    def fresh(self, name, place):
        if name in self.taken:
            self.refuse(place)

    def one(self, place):
        """Past one addition between declarations."""
        unit = self.at(place)
        if condition := CONDITION.match(unit):
            if int(condition[1]) > self.newest:
                self.refuse(place)
            place += 1
            while self.at(place) != "# endif":
                place = self.one(place)
            return place + 1
        if name := DEFINE.match(unit):
            self.fresh(name[1], place)
            return place + 1
        if ASSERTION.match(unit):
            return place + 1
        if not all(map(PLAIN.match, unit.split())):
            self.refuse(place)
        if name := OPENS.match(unit):
            self.fresh(name[2], place)
            place = self.growth(self.members(place + 1), 1)
            return place + 1 if self.at(place) in ("} ;", f"}} {name[2]} ;") else self.refuse(place)
        if name := TYPE.match(unit):
            self.fresh(name[1] or name[2], place)
            return place + 1
        return self.refuse(place)

    def header(self):
        """A header that is new altogether."""
        place = 0
        while place < len(self.new):
            if self.new[place:place + 3] in LINKAGE:
                place += 3
            elif GUARD.match(self.at(place)) or INCLUDE.match(self.at(place)):
                place += 1
            elif self.new[place:] == ["# endif"]:
                return
            else:
                place = self.one(place)

    def around(self, old):
        """The frozen units and what stands between them."""
        place = 0
        within = None
        for unit in old:
            if within == "struct" and unit.startswith("}") and self.at(place) != unit:
                place = self.growth(place, self.frozen + 1)
            while self.at(place) != unit:
                if re.sub(r"\d+$", "", unit) == "# define DSREG_ABI_MINOR ":
                    if not self.at(place).startswith("# define DSREG_ABI_MINOR "):
                        self.refuse(place)
                    break
                place = self.one(place) if within is None else self.refuse(place)
            if opened := OPENS.match(unit):
                within = opened[1]
            elif unit.startswith("}"):
                within = None
            place += 1
        while place < len(self.new):
            place = self.one(place)


def faults(frozen, include, names, minors):
    """A sentence for each header in `include` that is not the frozen one with additions; `names`
    are those of all headers there, `minors` as above."""
    old = {p.relative_to(frozen).as_posix(): units(p.read_text(encoding="utf-8"))
           for p in frozen.glob("dsreg/**/*.h")}
    taken = {word for text in old.values() for unit in text for word in unit.split()}
    for name in sorted({*old, *names}):
        try:
            if name not in names:
                raise Refused("nothing")
            new = Additions(units((include / name).read_text(encoding="utf-8")), taken,
                            minors)
            if name in old:
                new.around(old[name])
            else:
                new.header()
        except Refused as found:
            yield f"{name}: no addition that 1.x allows: {found}"

"""Takes out of a report what no two runs share: times, ids, temporary paths, ports and the like."""
import re

# What a report says of the run and not of the machine; compared on its own or not at all.
DROPPED = {"timings"}
REPLACED = {"started": "<time>", "ended": "<time>"}
TIME_TYPES = {"time": "<time>", "duration": "<duration>"}

GUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.I)
PSEUDONYM = re.compile(r"\bpersonal-[0-9a-f]{12}\b")
PATTERNS = [(re.compile(pattern), to) for pattern, to in [
    (r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,9})? UTC", "<time>"),
    (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", "<time>"),
    (r"(?:/tmp|/var/tmp|/dev/shm|/run/user/\d+)/[\w.-]*dsreg[\w.-]*", "<lab>"),
    (r"\b((?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):)\d{2,5}\b", r"\1<port>"),
    (r"\b(pid|process|uid|gid)([ =])\d+\b", r"\1\2<n>"),
    (r"\b(port[ =])\d{4,5}\b", r"\1<n>"),
    (r"(?<![\w.]):1\.\d+\b", ":1.<n>"),
    (r"\b\d+(?:\.\d+)? (ns|µs|us|ms|s)\b", r"<n> \1"),
    (r"\b(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40})\b", "<hash>"),
]]


def ids_in(text):
    return {word.lower() for word in GUID.findall(text)}


class Normaliser:
    """`known` are ids that stay as they are (those of the scenario); `names` maps literal texts to
    what stands for them."""

    def __init__(self, known=(), names=None):
        self.known = {word.lower() for word in known}
        self.names = sorted((names or {}).items(), key=lambda pair: -len(pair[0]))
        self.seen = {}
        self.people = {}

    def person(self, match):
        """A pseudonym: its key is new in each run, but equal ones stay equal."""
        return self.people.setdefault(match.group(0), f"<person {len(self.people) + 1}>")

    def guid(self, match):
        word = match.group(0).lower()
        if word in self.known:
            return match.group(0)
        return self.seen.setdefault(word, f"<id {len(self.seen) + 1}>")

    def text(self, text):
        for literal, stand_in in self.names:
            text = re.sub(rf"(?<![\w-]){re.escape(literal)}(?![\w-])", stand_in, text)
        for pattern, to in PATTERNS:
            text = pattern.sub(to, text)
        return GUID.sub(self.guid, PSEUDONYM.sub(self.person, text))

    def value(self, value):
        """A JSON value; objects keep the order of their members."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if not isinstance(value, dict):
            return value
        ret = {}
        for name, item in value.items():
            if name in DROPPED:
                continue
            if name in REPLACED and not isinstance(item, (dict, list)):
                item = REPLACED[name]
            elif name == "value" and value.get("type") in TIME_TYPES and item is not None:
                item = TIME_TYPES[value["type"]]
            else:
                item = self.value(item)
            ret[name] = item
        return ret

"""What each door of the hostile modules has to show: probe -> door -> what may have come of it.

An answer is a set of words, or a pattern for re.fullmatch. Doors that are not named here have to
show what ELSE says for their probe. `open ...` is in no answer but where it is harmless, and said
to be.
"""

CLOSED = {"EPERM", "EACCES", "ENOSYS"}
NOT_THERE = CLOSED | {"ENOENT", "ENXIO", "ENODEV"}

# How dsreg answers a question that it does not carry out.
REFUSED = {"UNDECLARED", "INVALID"}
UNDECLARED = {"UNDECLARED"}
INVALID = {"INVALID"}
LIMIT = {"LIMIT"}
# Carried out, and nothing came of it; DSREG_X_*: 6 not what was asked for, 8 not there, 9 no access
NOTHING = {"world 6", "world 8", "world 9"}
NO_ACCESS = {"world 9"}

ELSE = {
    "process.read": CLOSED,
    "process.write": CLOSED,
    "process.network": CLOSED,
    "process.processes": CLOSED,
    "process.identity": CLOSED,
    "files.fs": NOTHING,
    "files.dbus": REFUSED,
    "asks.http": INVALID,
    "asks.net": "world [1-9][0-9]*",
    "asks.broker": {"claims"},
    "asks.broker-quiet": UNDECLARED,
    "asks.device": "verdict [2-9]",
    "asks.device-quiet": "verdict [2-9]",
    "asks.journal": "world [0-9]",
}

DOORS = {
    "process.read": {
        "device-key": NOT_THERE, "kernel-log": NOT_THERE, "memory-device": NOT_THERE,
        "terminal": NOT_THERE, "relative": NOT_THERE, "host-root": NOT_THERE,
    },
    "process.write": {
        # The file of the module itself is open for reading only.
        "module-write": {"EBADF"}, "module-truncate": {"EINVAL", "EBADF"},
        "module-grow": {"EBADF"}, "stdin-write": {"EBADF"},
        "inherited": {"EBADF"},
    },
    "process.network": {
        # A connected pair of its own takes no address.
        "sendmsg-to-bus": {"EISCONN", "EOPNOTSUPP", "EPERM"},
        # There is nobody to ask.
        "look-up": "E[A-Z]+",
    },
    "process.processes": {"popen": CLOSED | {"ENOMEM"}},  # glibc's words for it
    "files.fs": {
        **dict.fromkeys(("dots", "dot", "two-slashes", "relative", "undeclared", "beside-declared",
                         "home-dots", "home-of-root", "home-bare", "empty"), UNDECLARED),
        "too-much": LIMIT, "long": LIMIT,
        "honest": "(open [0-9]+ )?world [08]",
    },
    "asks.http": {
        **dict.fromkeys(("file", "ftp", "gopher", "dict", "no-scheme", "ssh", "docker", "user",
                         "url-break", "url-blank"), "world 6"),
        **dict.fromkeys(("metadata", "metadata-number", "metadata-octal", "metadata-mapped",
                         "metadata-v6", "link-local", "azure-host"), "world 9"),
        "post": UNDECLARED, "put": UNDECLARED, "delete": UNDECLARED,
        "too-many": LIMIT, "too-large": LIMIT,
        "redirect": {"open 302 world 0"},  # what the server said, and no more
    },
    "asks.net": {
        "port-zero": INVALID, "phase-zero": INVALID, "phase-nine": INVALID, "too-many": LIMIT,
    },
    "asks.broker": {"kind": INVALID},
    "asks.broker-quiet": {"kind": INVALID},
    "asks.device": {f"cloud {cloud}": INVALID for cloud in
                    ("evil.example", "https://evil.example/", "public\r\n", "", "PUBLIC",
                     "../public")},
    "asks.device-quiet": {f"cloud {cloud}": UNDECLARED for cloud in
                          ("evil.example", "https://evil.example/", "public\r\n", "", "PUBLIC",
                           "../public")},
    "asks.journal": {"of-nobody": INVALID, "of-all": INVALID, "too-many": LIMIT},
    "smuggle.call": {
        # The module declares dsreg.device/1 only.
        "file": UNDECLARED, "token": UNDECLARED, "no-service": UNDECLARED,
        "no-method": INVALID, "garbage": INVALID,
        "nul": "open [0-9]+ world 0",  # a verdict about a record of that name: there is none
    },
    "exhaust.descriptors": {"descriptors": {"limited"}},
    "exhaust.threads": {"threads": {"limited"}},
    "exhaust.memory": {"memory": {"limited"}},
    "exhaust.clones": {"clones": {"EAGAIN"}},
}

# How many doors each probe tries: one that quietly tries none would prove nothing.
LEAST = {
    "process.read": 22, "process.write": 26, "process.network": 18, "process.processes": 36,
    "process.identity": 19, "files.fs": 37, "files.dbus": 38, "asks.http": 39, "asks.net": 10,
    "asks.broker": 4, "asks.broker-quiet": 4, "asks.device": 10, "asks.device-quiet": 10,
    "asks.journal": 4, "smuggle.call": 6, "exhaust.descriptors": 1, "exhaust.threads": 1,
    "exhaust.memory": 1, "exhaust.clones": 1,
}

# In the lab there are files behind these, and nobody gets them.
IN_LAB = dict.fromkeys(("key", "keys-list", "key-by-folder-link", "keys-list-by-link",
                        "key-by-link", "key-in-home"), NO_ACCESS)

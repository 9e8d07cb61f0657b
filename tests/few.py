"""What a sanitized build leaves out: the further cases of a kind, of which one run shows a
sanitizer all that the next one would. Who builds for release runs every case."""
import os

FEW = "DSREG_FEW" in os.environ


def few(cases, most=2):
    """All of `cases`, or the first of them."""
    return list(cases)[:most] if FEW else cases

"""What a sanitized build leaves out: cases that differ in what they conclude and hardly in the code
that they run. Never what foreign bytes decide. Who builds for release runs every case."""
import os

FEW = "DSREG_FEW" in os.environ


def few(cases, most=2):
    """All of `cases`, or the first of them."""
    return list(cases)[:most] if FEW else cases

"""status_terminal.py COMMAND...: runs it with two terminals, for stdout and stderr, and prints what
each showed as a JSON list."""
import json
import os
import pty
import select
import subprocess
import sys
import termios

LIMIT = 60  # seconds without a byte


def terminal():
    outer, inner = pty.openpty()
    modes = termios.tcgetattr(inner)
    modes[1] &= ~termios.OPOST  # bytes as they are
    termios.tcsetattr(inner, termios.TCSANOW, modes)
    return outer, inner


def main():
    (out, out_inner), (err, err_inner) = terminal(), terminal()
    with subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=out_inner,
                          stderr=err_inner) as child:
        os.close(out_inner)
        os.close(err_inner)
        seen = {out: b"", err: b""}
        left = {out, err}
        while left:
            ready = select.select(sorted(left), [], [], LIMIT)[0]
            if not ready:
                sys.exit("status_terminal: nothing comes any more")
            for fd in ready:
                try:
                    piece = os.read(fd, 65536)
                except OSError:  # EIO: nobody holds the other side
                    piece = b""
                seen[fd] += piece
                if not piece:
                    left.remove(fd)
        child.wait()
    print(json.dumps([seen[out].decode(), seen[err].decode()]))


if __name__ == "__main__":
    main()

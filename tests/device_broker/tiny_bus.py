"""tiny_bus.py SOCKET < CALLS: says any D-Bus message, also such that libraries refuse to say.

CALLS is a JSON list of {"member", "args" (texts), "signature", "interface", "path", "destination"};
prints what came back, a list of {"error": name or null, "text": first text}. With "leave": true the
call is sent, its answer is not awaited, and the process ends; what it prints is its unique name.
"""
import json
import os
import socket
import struct
import sys

NAME = "org.dsreg.DeviceBroker1"
PATH = "/org/dsreg/DeviceBroker1"
LIMIT = 60  # seconds until a call is stuck


def padded(raw, to):
    return raw + b"\0" * (-len(raw) % to)


def text(s):
    raw = s if isinstance(s, bytes) else s.encode()
    return struct.pack("<I", len(raw)) + raw + b"\0"


def signature(s):
    return bytes([len(s)]) + s.encode() + b"\0"


def field(code, kind, value):
    # What follows is aligned: code and signature are four bytes.
    return bytes([code]) + signature(kind) + (signature(value) if kind == "g" else text(value))


def message(serial, call):
    body = b""
    for arg in call.get("args", []):
        if isinstance(arg, dict):  # so many bytes
            arg = "x" * arg["bytes"]
        body = padded(body, 4)
        body += struct.pack("<I", arg) if isinstance(arg, int) else text(arg)
    kinds = call.get("signature", "s" * len(call.get("args", [])))
    fields = b""
    for code, kind, value in ((1, "o", call.get("path", PATH)),
                              (6, "s", call.get("destination", NAME)),
                              (2, "s", call.get("interface", NAME)), (3, "s", call["member"]),
                              (8, "g", kinds)):
        if not value:
            continue
        fields = padded(fields, 8)
        fields += field(code, kind, value)
    head = struct.pack("<cBBBIII", b"l", 1, 0, 1, len(body), serial, len(fields))
    return padded(head + fields, 8) + body


class Connection:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(LIMIT)
        self.socket.connect(path)
        uid = str(os.geteuid()).encode().hex().encode()
        self.socket.sendall(b"\0AUTH EXTERNAL " + uid + b"\r\n")
        said = b""
        while not said.endswith(b"\r\n"):
            said += self.socket.recv(4096)
        if not said.startswith(b"OK "):
            raise OSError(f"the bus refuses this user: {said}")
        self.socket.sendall(b"BEGIN\r\n")
        self.serial = 0
        self.name = self.call({"member": "Hello", "destination": "org.freedesktop.DBus",
                               "interface": "org.freedesktop.DBus",
                               "path": "/org/freedesktop/DBus"})["text"]

    def send(self, call):
        self.serial += 1
        self.socket.sendall(message(self.serial, call))
        return self.serial

    def take(self, count):
        got = b""
        while len(got) < count:
            piece = self.socket.recv(count - len(got))
            if not piece:
                raise EOFError
            got += piece
        return got

    def receive(self):
        """(serial that is answered, error, first text) of the next message."""
        start = self.take(16)
        order = "<" if start[:1] == b"l" else ">"
        size, _, field_bytes = struct.unpack(order + "III", start[4:])
        fields = self.take(field_bytes + -field_bytes % 8)
        body = self.take(size)
        found, at = {}, 0
        while at < field_bytes:
            at += -at % 8
            code, kind = fields[at], chr(fields[at + 2])
            at += 4
            if kind == "g":
                found[code] = fields[at + 1:at + 1 + fields[at]].decode()
                at += fields[at] + 2
                continue
            at += -at % 4
            number = struct.unpack_from(order + "I", fields, at)[0]
            at += 4
            if kind == "u":
                found[code] = number
            else:
                found[code] = fields[at:at + number].decode()
                at += number + 1
        words = None
        if found.get(8, "").startswith("s"):
            words = body[4:4 + struct.unpack_from(order + "I", body)[0]].decode()
        elif found.get(8) == "v" and body[1:2] == b"s":
            words = body[8:8 + struct.unpack_from(order + "I", body, 4)[0]].decode()
        elif found.get(8) in ("b", "u"):
            words = struct.unpack_from(order + "I", body)[0]
        return found.get(5), found.get(4), words

    def call(self, call):
        return self.answer(self.send(call))

    def answer(self, serial):
        while True:
            try:
                to, error, words = self.receive()
            except (EOFError, ConnectionResetError):
                return {"error": "hung up", "text": None}
            if to == serial:
                return {"error": error, "text": words}


def main():
    calls = json.load(sys.stdin)
    bus = Connection(sys.argv[1])
    answers = []
    for call in calls:
        if call.get("leave"):
            bus.send(call)
            # The bus has read it all when it has answered what came after.
            bus.call({"member": "GetId", "destination": "org.freedesktop.DBus",
                      "interface": "org.freedesktop.DBus", "path": "/org/freedesktop/DBus"})
            answers.append({"error": None, "text": bus.name})
            break
        answers.append(bus.call(call))
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()

"""Asks the lab's name server for addresses: prints response code and address of each."""
import json
import os
import socket
import struct
import sys

host, port = json.load(open(os.environ["DSREG_LAB"]))["dns_server"].rsplit(":", 1)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(5)
    for name in sys.argv[1:]:
        question = b"".join(bytes([len(p)]) + p.encode() for p in name.split(".")) + b"\0"
        head = struct.pack(">6H", 77, 0x100, 1, 0, 0, 0)
        s.sendto(head + question + b"\0\1\0\1", (host, int(port)))
        reply = s.recv(1500)
        answers = struct.unpack(">H", reply[6:8])[0]
        print(reply[3] & 15, ".".join(str(b) for b in reply[-4:]) if answers else "-")

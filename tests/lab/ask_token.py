"""ask_token.py ROOT [KEY]: asks the lab's sign-in service for a device token, as a client would
that has the device's files below the folder ROOT. Prints the HTTP status and the AADSTS number
or 0."""
import base64
import json
import os
import pathlib
import subprocess
import sys

TENANT = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234"
HOST = "login.microsoftonline.com"


def post(path, form):
    lab = pathlib.Path(os.environ["DSREG_LAB"])
    [port] = [h["to_port"] for h in json.loads(lab.read_text())["hosts"]
              if h["name"] == HOST and h["port"] == 443]
    fields = [arg for pair in form for arg in ("--data-urlencode", pair)]
    out = subprocess.run(
        ["curl", "-sS", "-m", "9", "--noproxy", "*", "--cacert", lab.parent / "ca.pem",
         "--connect-to", f"{HOST}:443:127.0.0.1:{port}", "-w", "\n%{http_code}", *fields,
         f"https://{HOST}/{path}/oauth2/token"], check=True, capture_output=True, text=True)
    body, status = out.stdout.rsplit("\n", 1)
    return int(status), json.loads(body)


def url64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def main():
    files = pathlib.Path(sys.argv[1]) / "etc/microsoft/identity-broker"
    pem = (files / f"certs/drs_{TENANT}.pem").read_text()
    der = "".join(line for line in pem.split("-----")[2].split())
    key = sys.argv[2] if len(sys.argv) > 2 else files / f"private/drs_{TENANT}.pem"
    nonce = post("common", ["grant_type=srv_challenge"])[1]["Nonce"]
    header = {"alg": "RS256", "typ": "JWT", "x5c": [der]}
    payload = {"resource": "https://graph.windows.net", "request_nonce": nonce,
               "client_id": "1b730954-1685-4b74-9bfd-dac224a7b894", "grant_type": "device_token",
               "iss": "aad:brokerplugin"}
    text = ".".join(url64(json.dumps(part).encode()) for part in (header, payload))
    signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key], check=True,
                               input=text.encode(), capture_output=True).stdout
    status, reply = post(TENANT, ["grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer",
                                  f"request={text}.{url64(signature)}"])
    print(status, reply.get("error_codes", [0])[0])


main()

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A role asks for a second factor, and whoever holds it has none: only the page opens on which one
is enrolled, and a report can be made. Over the API and in pages, on both engines.

proves AUD-CPCS-10.4"""
import base64
import hashlib
import hmac
import http.client
import os
import shutil
import struct
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(__file__))
from serve import PASSWORD, SOURCE, House, Points, Serving, engines, request  # noqa: E402

points = Points()
ok = points.ok
GIVEN = "a sentence that Ada made"
WORD = "a sentence that Ana made"


def pack_strict(folder):
    """The policy, with a second factor for analysts of the SOC."""
    pack = shutil.copytree(f"{SOURCE}/policy/us-ma", f"{folder}/pack")
    path = f"{pack}/roles.yaml"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("  - code: SOC_ANALYST\n",
                                "  - code: SOC_ANALYST\n    second_factor: true\n", 1))
    return pack


def code_of(secret):
    """RFC 6238: SHA-1, six digits, thirty seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


def page(port, method, path, cookie=None, form=None):
    """Status, place to go to, cookie set, and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Origin": f"http://127.0.0.1:{port}"}
    if cookie:
        headers["Cookie"] = cookie
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, urllib.parse.urlencode(form) if form else None, headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
    return answer.status, answer.getheader("Location") or "", cookie, body


def sign_in(port, name, password, **more):
    said = request(port, "POST", "/api/v1/sessions",
                   {"name": name, "password": password, **more})[1]
    return said, {"Authorization": f"Bearer {said.get('token')}"}


def appointed(port):
    """Ana, an analyst of the SOC with a password and nothing more; and a case."""
    _, ada = sign_in(port, "ada@example.org", PASSWORD)
    request(port, "POST", "/api/v1/persons",
            {"name": "Ana Analyst", "mail": "ana@example.org", "password": GIVEN}, ada)
    status, said = request(port, "POST", "/api/v1/roles",
                           {"role": "SOC_ANALYST", "person": "Ana Analyst",
                            "kind": "incumbent"}, ada)
    ok(status in (200, 201), "an analyst is appointed", said)
    _, ana = sign_in(port, "Ana Analyst", GIVEN)
    status, said = request(port, "POST", "/api/v1/me/totp", {"password": GIVEN}, ana)
    ok(status == 403 and "change it first" in str(said),
       "nobody enrols anything with a password that others have seen", said)
    status, said = request(port, "POST", "/api/v1/me/password", {"old": GIVEN, "password": WORD},
                           ana)
    ok(status in (200, 201), "she chooses her own", said)
    said = request(port, "POST", "/api/v1/reports",
                   {"what": "the pumps stand still", "organisation": "DPH"})[1]
    return said["number"]


def pages_shut(engine, port, number):
    status, place, cookie, body = page(port, "POST", "/sign-in",
                                       form={"name": "Ana Analyst", "password": WORD})
    ok(status == 303 and place == "/forms/totp.enrol", f"{engine}: the sign-in leads to one page",
       f"{status} {place} {body[:500]}")
    status, _, _, body = page(port, "GET", place, cookie)
    ok(status == 200 and "Enrol a second factor" in body, f"{engine}: it opens", body[:500])
    for path in ("/", "/incidents", f"/incidents/{number}", f"/incidents/{number}/review",
                 "/forms/incident.evaluate", "/actions"):
        status, _, _, body = page(port, "GET", path, cookie)
        ok(status != 200 or ("pumps" not in body and number not in body),
           f"{engine}: {path} shows nothing of a case", f"{status} {body[:500]}")


def interface_shut(engine, port, number, bearer):
    for method, path, body in (("GET", "/api/v1/incidents", None),
                               ("GET", f"/api/v1/incidents/{number}", None),
                               ("GET", f"/api/v1/incidents/{number}/timeline", None),
                               ("GET", "/api/v1/obligations", None),
                               ("GET", "/api/v1/organisations", None),
                               ("GET", "/api/v1/me/reports", None),
                               ("POST", "/api/v1/tokens", {"name": "a program"})):
        status, answer = request(port, method, path, body, bearer)
        ok(status in (403, 404) and "pumps" not in str(answer), f"{engine}: nor does {path}",
           f"{status} {answer}")
    status, answer = request(port, "GET", "/api/v1/incidents", None, bearer)
    ok(status == 403 and "enrol it first" in str(answer), f"{engine}: and it says what to do",
       answer)
    status, answer = request(port, "POST", "/api/v1/reports", {"what": "another thing"}, bearer)
    ok(status in (200, 201), f"{engine}: a report is taken all the same", answer)


def opened(engine, port, number, bearer):
    status, answer = request(port, "POST", "/api/v1/me/totp", {"password": WORD}, bearer)
    ok(status in (200, 201) and "secret" in answer, f"{engine}: one is enrolled", answer)
    secret = answer["secret"]
    status, _ = request(port, "GET", f"/api/v1/incidents/{number}", None, bearer)
    ok(status in (403, 404), f"{engine}: which opens nothing until its first code was right")
    status, answer = request(port, "POST", "/api/v1/me/totp/confirmation",
                             {"code": code_of(secret)}, bearer)
    ok(status in (200, 201), f"{engine}: it is confirmed", answer)
    status, _ = request(port, "GET", f"/api/v1/incidents/{number}", None, bearer)
    ok(status in (403, 404), f"{engine}: nor for a sign-in that was without it")
    said, bearer = sign_in(port, "Ana Analyst", WORD, code=answer["recovery_codes"][0])
    ok("enrol_second_factor" not in said, f"{engine}: she signs in with it", said)
    status, answer = request(port, "GET", f"/api/v1/incidents/{number}", None, bearer)
    ok(status == 200 and answer["number"] == number, f"{engine}: and works", answer)


def play(engine, folder):
    house = House(folder, engine, pack_strict(f"{folder}"))
    serving = Serving(["--house", house.folder, "--port", "0"])
    port = serving.ready()
    number = appointed(port)
    said, bearer = sign_in(port, "Ana Analyst", WORD)
    ok(said.get("enrol_second_factor") is True, f"{engine}: the sign-in says what is missing", said)
    pages_shut(engine, port, number)
    interface_shut(engine, port, number, bearer)
    opened(engine, port, number, bearer)
    ok(serving.end() == 0, f"{engine}: the house ends in order", serving.errors)
    house.drop()


for each in engines():
    with tempfile.TemporaryDirectory() as place_of_all:
        play(each, place_of_all)
sys.exit(points.end())

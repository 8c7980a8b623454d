# SPDX-License-Identifier: Apache-2.0
"""A house that serves, for the tests that start the program itself."""
import http.client
import json
import os
import socket
import subprocess
import time

REVERE = os.path.join(os.environ["REVERE_BUILD"], "revere")
SOURCE = os.environ["REVERE_SOURCE"]
POSTGRES = os.environ.get("REVERE_TEST_POSTGRES")
PASSWORD = "a long sentence of its own"


class Points:
    """TAP."""

    def __init__(self):
        self.count = 0
        self.bad = 0

    def ok(self, good, name, more=""):
        self.count += 1
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)
        if not good:
            self.bad += 1
            for line in str(more).splitlines():
                print(f"# {line}")
        return good

    def end(self):
        print(f"1..{self.count}")
        return 1 if self.bad else 0


def engines():
    if POSTGRES is None:
        print("# PostgreSQL: skipped, REVERE_TEST_POSTGRES is not set")
        return ["sqlite"]
    return ["sqlite", "postgres"]


def server_do(statement):
    subprocess.run(["psql", "-q", "-X", POSTGRES, "-c", statement], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """Made in a folder on an engine, with Ada as its administrator."""

    def __init__(self, folder, engine, pack=f"{SOURCE}/policy/us-ma"):
        self.folder = f"{folder}/{engine}"
        self.engine = engine
        self.database = None
        words = []
        if engine == "postgres":
            self.database = f"revere_serve_{os.getpid()}_{time.monotonic_ns()}"
            server_do(f"CREATE DATABASE {self.database} TEMPLATE template0 LC_COLLATE 'C' "
                      "LC_CTYPE 'C' ENCODING 'UTF8'")
            address = POSTGRES.replace("dbname=postgres", f"dbname={self.database}")
            words = ["--store", f"postgresql:{address}"]
        made = subprocess.run([REVERE, "house", "create", "--house", self.folder, *words, "--pack",
                               pack, "--administrator", "Ada Admin", "--mail", "ada@example.org",
                               "--password-file", "-"], input=PASSWORD, capture_output=True,
                              text=True, check=False)
        if made.returncode != 0:
            raise RuntimeError(made.stderr)

    def drop(self):
        if self.database:
            server_do(f"DROP DATABASE {self.database} WITH (FORCE)")

    def ask(self, *words, given=None):
        return subprocess.run([REVERE, *words, "--house", self.folder], input=given,
                              capture_output=True, text=True, check=False)


class Serving:
    """revere serve, started; `said` is what it has written to standard error so far."""

    def __init__(self, words, environment=None, sockets=(), program=REVERE):
        self.errors = None
        self.out = subprocess.PIPE
        self.process = subprocess.Popen([program, "serve", *words], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, pass_fds=sockets,
                                        env={**os.environ, **(environment or {})})

    def ready(self):
        """The port, or None when it ends before it is ready."""
        line = self.process.stdout.readline()
        return int(line.rsplit(":", 1)[1]) if line.startswith("ready ") else None

    def end(self, signal=15, seconds=30):
        if self.process.poll() is None:
            self.process.send_signal(signal)
        try:
            self.errors = self.process.communicate(timeout=seconds)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.errors = self.process.communicate()[1]
            return None
        return self.process.returncode


def request(port, method, path, body=None, headers=None):
    """Status and body (JSON as it is read)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text,
                           {**({"Content-Type": "application/json"} if text else {}),
                            **(headers or {})})
        answer = connection.getresponse()
        data = answer.read()
        kind = answer.getheader("Content-Type") or ""
        return answer.status, json.loads(data) if "json" in kind else data.decode()
    finally:
        connection.close()

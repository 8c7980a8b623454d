# SPDX-License-Identifier: Apache-2.0
"""A watch that runs, for the tests that start the program itself, and what it kept."""
import base64
import collections
import json
import os
import select
import signal
import socket
import subprocess
import time

REVERE = os.environ.get("REVERE_WATCH") or os.path.join(os.environ["REVERE_BUILD"], "revere")


class Watch:
    """Started with a configuration, ready when it says so."""

    def __init__(self, folder, config, stdin=subprocess.DEVNULL, program=REVERE, nice=0):
        self.data = f"{folder}/data"
        self.path = f"{folder}/watch.yaml"
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(f"data: {self.data}\n{config}")
        gentle = ["nice", "-n", str(nice)] if nice > 0 else []
        self.process = subprocess.Popen([*gentle, program, "watch", "--config", self.path],
                                        stdin=stdin,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.ports = {}
        self.errors = ""
        self.ready = False
        for line in self.process.stdout:
            words = line.split()
            if len(words) == 3:
                self.ports[words[1]] = int(words[2])
            elif words == ["ready"]:
                self.ready = True
                break

    def counts(self, said):
        said = [json.loads(line) for line in said.splitlines()]
        self.history = ([count["history"] for count in said if "history" in count] or [None])[-1]
        return {count["source"]: count for count in said if "source" in count}

    def end(self, how=signal.SIGTERM):
        """The counts it ends with; none when it is killed."""
        if self.process.poll() is None and how is not None:
            self.process.send_signal(how)
        said, self.errors = self.process.communicate(timeout=120)
        self.code = self.process.returncode
        return self.counts(said) if how != signal.SIGKILL and self.code in (0, 1) else {}

    def now(self):
        """The counts while it runs: it is asked by a signal, and says a line for each source, and
        one for history behind them."""
        end = self.process.stdout.fileno()
        self.process.send_signal(signal.SIGUSR1)
        said = b""
        until = time.monotonic() + 60
        while not said.endswith(b"}}\n") and time.monotonic() < until:
            if not select.select([end], [], [], 1)[0]:
                continue
            more = os.read(end, 1 << 20)
            if not more:
                break
            said += more
        return self.counts(said.decode())


def kept(data):
    """Every line that is kept, by source, as revere search finds them: also of one that runs."""
    said = subprocess.run([REVERE, "search", "", "--data", f"{data}/events", "--json"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    found = []
    for line in said.splitlines():
        hit = json.loads(line)
        found.append((hit["segment"], hit["index"], hit))
    lines = collections.defaultdict(list)
    for _, _, hit in sorted(found, key=lambda item: item[:2]):
        raw = hit["raw"].encode() if "raw" in hit else base64.b64decode(hit["raw_base64"])
        lines[hit["source"]].append(raw)
    return lines


def total(counts, key):
    return sum(count[key] for count in counts.values())


def tcp_send(port, data, patience=60):
    """Sends, ends its side, and waits for the end of the other: then all of it is stored."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(patience)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return connection.recv(1) == b""


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False

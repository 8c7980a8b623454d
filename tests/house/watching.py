# SPDX-License-Identifier: Apache-2.0
"""A watch that runs, for the tests that start the program itself, and what it kept."""
import collections
import json
import os
import signal
import socket
import struct
import subprocess
import time

REVERE = os.environ.get("REVERE_WATCH") or os.path.join(os.environ["REVERE_BUILD"], "revere")
HEAD = struct.Struct("<II16sqIIII")
LINE = struct.Struct("<IIII")


class Watch:
    """Started with a configuration, ready when it says so."""

    def __init__(self, folder, config, stdin=subprocess.DEVNULL, program=REVERE):
        self.data = f"{folder}/data"
        self.path = f"{folder}/watch.yaml"
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(f"data: {self.data}\n{config}")
        self.process = subprocess.Popen([program, "watch", "--config", self.path], stdin=stdin,
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
        return {count["source"]: count for count in map(json.loads, said.splitlines())}

    def end(self, how=signal.SIGTERM):
        """The counts it ends with; none when it is killed."""
        if self.process.poll() is None and how is not None:
            self.process.send_signal(how)
        said, self.errors = self.process.communicate(timeout=120)
        self.code = self.process.returncode
        return self.counts(said) if how != signal.SIGKILL and self.code in (0, 1) else {}

    def now(self):
        """The counts while it runs: it is asked by a signal, and says a line for each source."""
        os.set_blocking(self.process.stdout.fileno(), False)
        self.process.send_signal(signal.SIGUSR1)
        time.sleep(0.5)
        said = os.read(self.process.stdout.fileno(), 1 << 20).decode()
        os.set_blocking(self.process.stdout.fileno(), True)
        return self.counts(said)


def kept(data):
    """Every line that is kept, by source: read by another program than the one that wrote."""
    lines = collections.defaultdict(list)
    for name in sorted(os.listdir(f"{data}/events")):
        if not name.endswith(".events"):
            continue
        names = {}
        with open(f"{data}/events/{name}", "rb") as file:
            while head := file.read(HEAD.size):
                _, size, _, _, count, data_bytes, marks_bytes, names_bytes = HEAD.unpack(head)
                body = file.read(size)
                at = count * LINE.size + marks_bytes
                for row in body[at:at + names_bytes].decode().splitlines():
                    number, source = row.split("\t")
                    names[int(number)] = source
                data_at = size - data_bytes
                for i in range(count):
                    start, length, source, _ = LINE.unpack_from(body, i * LINE.size)
                    lines[names[source]].append(body[data_at + start:data_at + start + length])
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

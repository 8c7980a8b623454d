# SPDX-License-Identifier: Apache-2.0
"""The watch itself, started as an administrator would, and lines for it and its peers."""
import contextlib
import json
import os
import signal
import socket
import subprocess
import time

from beside.measure import RT, Program, Skipped

SYSLOG_BYTES = 300  # of each line of the kind syslog
TRAIN = 64  # datagrams that are handed to the kernel at once, its most
UDP_SEGMENT = 103


class Watch(Program):
    """Ready when it says so; with the ports that it chose."""

    def __init__(self, bench, folder, config):
        self.data = f"{folder}/data"
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/watch.yaml", "w", encoding="utf-8") as file:
            file.write(f"data: {self.data}\n{config}")
        super().__init__([f"{bench.build}/revere", "watch", "--config", f"{folder}/watch.yaml"],
                         f"{folder}/watch.log")
        self.wait_for(lambda: "\nready\n" in f"\n{self.said()}", "ready", 60)
        self.ports = {words[1]: int(words[2]) for words in map(str.split, self.said().splitlines())
                      if len(words) == 3 and words[0] == "ready"}

    def counted(self):
        """What it has counted since it began, over all sources."""
        before = self.said().count('{"history"')
        self.process.send_signal(signal.SIGUSR1)
        self.wait_for(lambda: self.said().count('{"history"') > before, "its counts")
        said = self.said().split('{"history"')[-2]
        total = {}
        for line in said.splitlines():
            if line.startswith('{"source"'):
                for key, value in json.loads(line).items():
                    total[key] = total.get(key, 0) + value if key != "source" else 0
        return total


def lines_make(bench, kind, megabytes):
    """A file of lines of a kind of watch_lines, made once; its path and how many they are."""
    path = f"{bench.scratch}/{kind}-{megabytes}.log"
    if not os.path.exists(path):
        with open(path, "wb") as out:
            made = subprocess.run(["nice", f"{bench.build}/bench/watch_lines", kind,
                                   str(megabytes)], stdout=out, stderr=subprocess.PIPE, check=False)
        if made.returncode != 0:
            raise Skipped(made.stderr.decode().strip())
    return path, lines_count(path)


def lines_count(path):
    with open(path, "rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))


@contextlib.contextmanager
def at_real_time():
    """This process beside what it measures."""
    if RT:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    try:
        yield
    finally:
        if RT:
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def tcp_send(port, path, closes):
    """The whole file over one connection; where the receiver then closes, it has stored it."""
    with at_real_time(), socket.create_connection(("127.0.0.1", port)) as line:
        with open(path, "rb") as file:
            line.sendfile(file)
        line.shutdown(socket.SHUT_WR)
        line.settimeout(300)
        return line.recv(1) == b"" if closes else True


def udp_send(port, path, rate, seconds):
    """Datagrams of the file's lines, so many a second; how many were sent."""
    with open(path, "rb") as file:
        lines = file.read(int(rate * seconds) * SYSLOG_BYTES)
    sent, size = 0, TRAIN * SYSLOG_BYTES
    with at_real_time(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, SYSLOG_BYTES)
        line.connect(("127.0.0.1", port))
        begun = time.monotonic()
        for at in range(0, len(lines) - size + 1, size):
            line.send(lines[at:at + size])
            sent += TRAIN
            ahead = begun + sent / rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
    return sent


def settled(size, quiet=1.0, patience=120):
    """When size() stopped growing: the moment of its last growth, by the monotonic clock."""
    last, since = size(), time.monotonic()
    until = since + patience
    while time.monotonic() < min(since + quiet, until):
        time.sleep(0.02)
        now = size()
        if now != last:
            last, since = now, time.monotonic()
    return since

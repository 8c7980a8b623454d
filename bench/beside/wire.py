# SPDX-License-Identifier: Apache-2.0
"""(f) From a line on the wire to the alert at the house: the house's own instant of the alert less
the instant at which the line was given to the kernel, while the watch takes in half of what it can
take, with all rules."""
import glob
import os
import socket
import sqlite3
import sys
import threading
import time

from beside.measure import Program, Skipped, say
from beside.product import SYSLOG_BYTES, Watch, at_real_time, lines_make, tcp_send

MEGABYTES = 200
PROBES = 300
PROBE_S = 0.1
STEP_S = 0.005


def house_start(bench, folder):
    """A house on SQLite, which hears watches on a socket; its program and its folder."""
    sys.path.insert(0, f"{bench.source}/tests/house")
    from serve import House  # it asks for the environment that bench/watch has set
    house = House(folder, "sqlite")
    program = Program([f"{bench.build}/revere", "serve", "--house", house.folder, "--port", "0",
                       "--watch-socket", f"{folder}/w"], f"{folder}/serve.log")
    program.wait_for(lambda: "ready " in program.said(), "ready")
    return program, house.folder


def probe(name):
    stamp = time.strftime("%b %e %H:%M:%S", time.localtime())
    return (f"<30>{stamp} {name} clamd[71]: /srv/mail/x.exe: Win.Test.EICAR-1 FOUND\n"
            .encode())


def load(port, path, rate, ended, sent):
    """Lines over one connection, so many a second, until it is told to end."""
    with open(path, "rb") as file:
        lines = file.read()
    step = max(1, int(rate * STEP_S)) * SYSLOG_BYTES
    with socket.create_connection(("127.0.0.1", port)) as line:
        begun, at = time.monotonic(), 0
        while not ended.is_set():
            line.sendall(lines[at:at + step])
            sent[0] += step // SYSLOG_BYTES
            at = at + step if at + 2 * step <= len(lines) else 0
            ahead = begun + sent[0] / rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)


def probes_send(port, word):
    """When each was handed over, in microseconds of the wall's clock; each is an alert of its
    own."""
    sent = {}
    with socket.create_connection(("127.0.0.1", port)) as line:
        for number in range(PROBES):
            time.sleep(PROBE_S)
            words = probe(f"{word}{number}")
            sent[f"{word}{number}"] = time.time_ns() // 1000
            line.sendall(words)
    return sent


def heard(folder, word):
    """When the house wrote each alert down first."""
    (path,) = [name for name in glob.glob(f"{folder}/**/*", recursive=True) if os.path.isfile(name)
               and open(name, "rb").read(15) == b"SQLite format 3"]
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
        return dict(store.execute("SELECT entity, MIN(entry_us) FROM alert"
                                  " WHERE entity LIKE ? GROUP BY entity", [f"{word}%"]))


def measured(watch, folder, path, rate, word):
    ended, sent = threading.Event(), [0]
    with at_real_time():
        behind = threading.Thread(target=load, args=(watch.ports["t"], path, rate, ended, sent))
        begun = time.monotonic()
        behind.start()
        probes = probes_send(watch.ports["t"], word)
        taken = time.monotonic() - begun
        ended.set()
        behind.join()
    until = time.monotonic() + 60
    while len(found := heard(folder, word)) < PROBES and time.monotonic() < until:
        time.sleep(0.5)
    late = sorted(found[name] - probes[name] for name in found)
    if not late:
        raise Skipped("no alert came to the house")
    return late, sent[0] / taken


def line_to_alert(bench):
    folder = f"{bench.scratch}/wire"
    os.makedirs(folder, exist_ok=True)
    path, count = lines_make(bench, "syslog", MEGABYTES)
    house, house_folder = house_start(bench, folder)
    rules = ", ".join(f'"{rule}"' for rule in [*bench.rules(),
                                               f"{bench.source}/policy/us-ma/sigma"])
    watch = Watch(bench, f"{folder}/watch", f"house: {folder}/w\nrules: [{rules}]\n"
                  "inputs: [{name: t, kind: tcp, listen: '127.0.0.1:0'}]\n")
    try:
        begun = time.monotonic()
        tcp_send(watch.ports["t"], path, True)
        whole = count / (time.monotonic() - begun)
        for share, word in ((0.5, "half"), (0.02, "fiftieth")):
            late, rate = measured(watch, house_folder, path, whole * share, word)
            say("f", f"line on the wire to alert at the house, at a {word} of {whole:,.0f} lines/s"
                f" ({rate:,.0f}/s reached): p50 {late[len(late) // 2] / 1000:.1f} ms,"
                f" p99 {late[len(late) * 99 // 100] / 1000:.1f} ms, most {late[-1] / 1000:.1f} ms;"
                f" {len(late)} of {PROBES} alerts came")
    finally:
        watch.end()
        house.end()

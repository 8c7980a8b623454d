# SPDX-License-Identifier: Apache-2.0
"""(c) The whole chain: a followed file's lines read, parsed, detected with all rules, put under a
Merkle root, filtered, compressed and made durable; beside ClickHouse and SQLite's FTS5, which load
the same lines and do no more than that."""
import glob
import os
import shutil
import sqlite3
import subprocess
import sys
import time

from beside.measure import (Skipped, bytes_of, judged, run_timed, say, skipped,
                            yardstick_twice)
from beside.peers import ClickHouse
from beside.product import Watch, at_real_time, lines_make

MEGABYTES = 300
CORE_AIM = 70000  # lines a second a core, of 1.2 KB
WORKERS_AIM = 1.8
DISK_AIM = 0.25
TAIL_BYTES, RAW_BYTES_AT = 256, 80  # of a sealed segment: docs/segment.5
TABLE = "CREATE TABLE line (n UInt64 DEFAULT 0, raw String) ENGINE = MergeTree ORDER BY n"
ESCAPE = r"s/\\/\\\\/g; s/\t/\\t/g"


def disk_ratio(segments):
    """Bytes of sealed segments for each of their lines' bytes, which their tails tell: of what is
    still open the filters are not on the disk yet."""
    raw = 0
    for name in segments:
        with open(name, "rb") as file:
            file.seek(-TAIL_BYTES, os.SEEK_END)
            raw += int.from_bytes(file.read(TAIL_BYTES)[RAW_BYTES_AT:RAW_BYTES_AT + 8], "little")
    return sum(map(os.path.getsize, segments)) / raw if raw > 0 else float("nan")


def watched(bench, path, count, workers):
    """Lines a second of the processor and of the wall, and the bytes on the disk for each."""
    folder = f"{bench.scratch}/chain"
    shutil.rmtree(folder, ignore_errors=True)
    rules = ", ".join(f'"{rule}"' for rule in bench.rules())
    watch = Watch(bench, folder, f"workers: {workers}\nrules: [{rules}]\n"
                  f"inputs: [{{name: f, kind: file, path: '{folder}/in*.log'}}]\n")
    try:
        before = watch.cpu_s()
        os.link(path, f"{folder}/in.log")
        first = stored = 0
        begun = ended = time.monotonic()
        while stored < count:
            time.sleep(0.05)
            stored, ended = watch.counted()["stored"], time.monotonic()
            if first == 0 and stored > 0:
                first, begun = stored, ended
            if ended - begun > 300:
                raise Skipped(f"after {ended - begun:.0f} s only {stored} of {count} are stored")
        cpu = watch.cpu_s() - before
    finally:
        watch.end()
    disk = disk_ratio(glob.glob(f"{watch.data}/events/*.segment"))
    shutil.rmtree(folder, ignore_errors=True)
    return {"cpu": count / cpu, "wall": (count - first) / (ended - begun), "disk": disk}


def product(bench):
    with at_real_time():
        limit = yardstick_twice()
    say("c", f"two copies of the yardstick at once: {limit:.2f} times one by the wall, the most"
        " that two workers can be here")
    for kind, aim in (("windows", CORE_AIM), ("mix", CORE_AIM)):
        path, count = lines_make(bench, kind, MEGABYTES)
        mean = os.path.getsize(path) / count
        one = watched(bench, path, count, 1)
        two = watched(bench, path, count, 2)
        say("c", f"{kind}, {count:,} lines of {mean:.0f} bytes, one worker: {one['cpu']:,.0f} lines"
            f" a CPU-second ({one['cpu'] * mean / 1e6:.0f} MB), {one['wall']:,.0f} wall;"
            f" {judged(one['cpu'], aim)}")
        say("c", f"{kind}, two workers: {two['cpu']:,.0f} lines a CPU-second,"
            f" {two['wall']:,.0f} wall, times one worker's wall {two['wall'] / one['wall']:.2f};"
            f" {judged(two['wall'] / one['wall'], WORKERS_AIM)};"
            f" {two['wall'] / one['wall'] / limit:.2f} of what two yardsticks reach")
        say("c", f"{kind}, bytes on disk a raw byte, filters included: {one['disk']:.3f};"
            f" {judged(one['disk'], DISK_AIM, False)}")
        if kind == "mix":
            peers(bench, path, count, one["cpu"])


def clickhouse_load(server, source):
    """Lines into its table; its processor seconds. Those of the escaping before it do not count."""
    server.ask("DROP TABLE IF EXISTS line")
    server.ask(TABLE)
    before = server.program.cpu_s()
    with subprocess.Popen(["bash", "-c", f"{source} | LC_ALL=C sed '{ESCAPE}'"],
                          stdout=subprocess.PIPE) as lines:
        client = subprocess.Popen(server.words("INSERT INTO line (raw) FORMAT TabSeparated"),
                                  stdin=lines.stdout, env=server.environment)
        lines.stdout.close()
        _, status, used = os.wait4(client.pid, 0)
        client.returncode = os.waitstatus_to_exitcode(status)
    if client.returncode != 0:
        raise Skipped(f"clickhouse-client ended with {client.returncode}")
    return server.program.cpu_s() - before + used.ru_utime + used.ru_stime


def fts5_load(database):
    """Standard input, a line a row; run as a program of its own, so that its time is known."""
    store = sqlite3.connect(database, isolation_level=None)
    store.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                        "CREATE VIRTUAL TABLE line USING fts5(raw, tokenize = 'unicode61'); BEGIN;")
    store.executemany("INSERT INTO line (raw) VALUES (?)",
                      ((line.decode("utf-8", "replace"),) for line in sys.stdin.buffer))
    store.execute("COMMIT")
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


def fts5_words(database):
    where = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    return (f"{sys.executable} -B -c \"import sys; sys.path.insert(0, '{where}');"
            f" from beside.chain import fts5_load; fts5_load('{database}')\"")


def peers(bench, path, count, ours):
    raw = os.path.getsize(path)
    try:
        server = ClickHouse(bench.peers, bench.scratch)
        try:
            cpu = clickhouse_load(server, f"cat {path}")
            said = int(server.ask("SELECT count() FROM line"))
            disk = bytes_of(f"{server.data}/data") / raw
            say("c", f"ClickHouse loads {said:,} of {count:,} lines: {count / cpu:,.0f} a"
                f" CPU-second, {disk:.3f} of raw on disk; ours, which also reads them and detects,"
                f" {ours * cpu / count:.2f} times as many")
        finally:
            server.end()
    except Skipped as why:
        skipped("c", "ClickHouse", why)
    database = f"{bench.scratch}/fts5.sqlite"
    done, cpu, _ = run_timed(f"{fts5_words(database)} < {path}")
    if done.returncode != 0:
        skipped("c", "SQLite FTS5", done.stderr.strip()[-300:])
        return
    say("c", f"SQLite FTS5 loads {count:,} lines: {count / cpu:,.0f} a CPU-second,"
        f" {os.path.getsize(database) / raw:.3f} of raw on disk; ours {ours * cpu / count:.1f}"
        " times as many")
    os.remove(database)

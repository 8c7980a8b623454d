# SPDX-License-Identifier: Apache-2.0
"""(d) Search: a needle, an address, a common word, a substring, a field and an expression, files
not in memory (cold) and in memory (warm); beside zstdcat | rg, ClickHouse and SQLite's FTS5 over
the same lines. Each prints the lines that it finds, into a pipe that counts them."""
import os
import re
import shlex
import subprocess
import time

from beside.chain import clickhouse_load, fts5_words
from beside.measure import (Skipped, bytes_of, forget, judged, run_timed, say, skipped)
from beside.peers import ClickHouse

SCAN_AIM_GB_S = 1
SKIP_AIM = 50  # times zstdcat | rg,
AIM_GB = 10  # of at least so much

# What is looked for: ours, rg's, ClickHouse's, FTS5's; None: it cannot be asked so.
CASES = (
    ("needle", "needle-7f3a9c21d4e5", "-F -i needle-7f3a9c21d4e5",
     "positionCaseInsensitive(raw, 'needle-7f3a9c21d4e5') > 0",
     "line MATCH '\"needle-7f3a9c21d4e5\"'"),
    ("absent address", "203.0.113.77", "-F 203.0.113.77",
     "position(raw, '203.0.113.77') > 0", "line MATCH '\"203.0.113.77\"'"),
    ("common word", "failed", "-w -i failed",
     "match(raw, '(?i)(^|[^a-z0-9_])failed($|[^a-z0-9_])')", "line MATCH 'failed'"),
    ("substring", "*imikat*", "-F -i imikat",
     "positionCaseInsensitive(raw, 'imikat') > 0", "raw LIKE '%imikat%'"),
    ("field", "EventID=4688", "'\"EventID\": *\"*4688\"*'",
     "match(raw, '\"EventID\": *\"*4688\"*')", "line MATCH '\"EventID 4688\"'"),
    ("regex", "/user [a-z]+ from 1[0-9]+/", "'user [a-z]+ from 1[0-9]+'",
     "match(raw, 'user [a-z]+ from 1[0-9]+')", None),
    ("many lines", "/[0-9]x[0-9]/", "'[0-9]x[0-9]'", "match(raw, '[0-9]x[0-9]')", None),
    ("every line read", "/[0-9]q[0-9]z/", "'[0-9]q[0-9]z'", "match(raw, '[0-9]q[0-9]z')", None),
)


class Ours:
    name = "revere"

    def __init__(self, bench, corpus):
        self.bench = bench
        self.files = f"{bench.scratch}/found"
        done, cpu, wall = run_timed([f"{bench.build}/revere", "event", "keep", corpus, "--data",
                                     self.files])
        if done.returncode != 0:
            raise Skipped(done.stderr.strip()[-300:])
        loaded(self.name, bench, cpu, wall, bytes_of(self.files))

    def ask(self, case):
        done, cpu, wall = run_timed(f"'{self.bench.build}/revere' search '{case[1]}' --data"
                                    f" '{self.files}' | wc -l")
        found = re.search(r"of (\d+) blocks (\d+) passed by", done.stderr)
        if found is None:
            raise Skipped(done.stderr.strip()[-300:])
        blocks, passed = map(int, found.groups())
        return {"cpu": cpu, "wall": wall, "lines": int(done.stdout),
                "passed": passed / max(blocks, 1)}

    def end(self):
        pass


class Pipe:
    name = "zstdcat | rg"

    def __init__(self, bench, corpus):
        self.tool = bench.peers.program("ripgrep")
        self.files = corpus

    def ask(self, case):
        done, cpu, wall = run_timed(f"zstdcat {self.files} | {self.tool} -a {case[2]} | wc -l")
        return {"cpu": cpu, "wall": wall, "lines": int(done.stdout or 0)}

    def end(self):
        pass


class House:
    name = "ClickHouse"

    def __init__(self, bench, corpus):
        self.server = ClickHouse(bench.peers, bench.scratch)
        self.files = f"{self.server.data}/data"
        begun = time.monotonic()
        try:
            cpu = clickhouse_load(self.server, f"zstdcat {corpus}")
        except Skipped:
            self.end()
            raise
        loaded(self.name, bench, cpu, time.monotonic() - begun, bytes_of(self.files))

    def ask(self, case):
        before = self.server.program.cpu_s()
        words = self.server.words(f"SELECT raw FROM line WHERE {case[3]}")
        done, cpu, wall = run_timed(f"{shlex.join(words)} | wc -l", env=self.server.environment)
        if done.returncode != 0:
            raise Skipped(done.stderr.strip()[-300:])
        return {"cpu": cpu + self.server.program.cpu_s() - before, "wall": wall,
                "lines": int(done.stdout)}

    def end(self):
        self.server.end()


class Full:
    name = "SQLite FTS5"

    def __init__(self, bench, corpus):
        self.files = f"{bench.scratch}/fts5.sqlite"
        done, cpu, wall = run_timed(f"zstdcat {corpus} | {fts5_words(self.files)}")
        if done.returncode != 0:
            raise Skipped(done.stderr.strip()[-300:])
        loaded(self.name, bench, cpu, wall, os.path.getsize(self.files))

    def ask(self, case):
        if case[4] is None:
            return None
        words = ["sqlite3", "-readonly", self.files, f"SELECT raw FROM line WHERE {case[4]}"]
        done, cpu, wall = run_timed(f"{shlex.join(words)} | wc -l")
        if done.returncode != 0:
            raise Skipped(done.stderr.strip()[-300:])
        return {"cpu": cpu, "wall": wall, "lines": int(done.stdout)}

    def end(self):
        os.remove(self.files)


def loaded(name, bench, cpu, wall, size):
    say("d", f"{name} has loaded it: {cpu:.0f} s of the processor, {wall:.0f} s wall,"
        f" {size / bench.corpus_bytes:.3f} of raw on disk")


def corpus_make(bench):
    """The lines, packed; they are never on the disk as they are."""
    path = f"{bench.scratch}/corpus.zst"
    megabytes = int(bench.corpus_gb * 1000)
    made = subprocess.run(["bash", "-c", f"set -o pipefail; nice '{bench.build}/bench/watch_lines'"
                           f" mix {megabytes} | nice zstd -q -1 -T1 -o {path}"],
                          capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise Skipped(made.stderr.strip()[-300:])
    bench.corpus_bytes = megabytes * 1000000
    say("d", f"{bench.corpus_gb:g} GB of the mix, {os.path.getsize(path) / 1e9:.2f} GB by zstd -1")
    return path


def asked(side):
    """Each case cold and warm."""
    found = {}
    for case in CASES:
        forget(side.files)
        cold = side.ask(case)
        found[case[0]] = (cold, side.ask(case))
    return found


def shown(name, case, pair):
    if pair[0] is None:
        skipped("d", f"{case}, {name}", "it has no expressions")
        return
    cold, warm = pair
    passed = f", {warm['passed'] * 100:.1f} % of blocks passed by" if "passed" in warm else ""
    say("d", f"{case}, {name}: {warm['lines']:,} lines; cold {cold['wall']:.3f} s wall"
        f" ({cold['cpu']:.3f} s of the processor), warm {warm['wall']:.3f} ({warm['cpu']:.3f})"
        f"{passed}")


def search(bench):
    corpus = corpus_make(bench)
    found = {}
    for side in (Ours, Pipe, House, Full):
        try:
            began = side(bench, corpus)
            try:
                found[side.name] = asked(began)
            finally:
                began.end()
        except Skipped as why:
            skipped("d", side.name, why)
            continue
        for case in CASES:
            shown(side.name, case[0], found[side.name][case[0]])
    judge(bench, found)


def judge(bench, found):
    """By processor time, files in memory, and beside it by the wall."""
    ours = found.get(Ours.name)
    if ours is None:
        return
    scan = ours["every line read"][1]
    rate = bench.corpus_bytes * (1 - scan["passed"]) / scan["cpu"] / 1e9
    say("d", f"what is not passed by, a core: {rate:.2f} GB/s; {judged(rate, SCAN_AIM_GB_S)}")
    for name, cases in found.items():
        if name == Ours.name:
            continue
        for case in CASES:
            theirs, mine = cases[case[0]], ours[case[0]]
            if theirs[0] is None:
                continue
            times = [theirs[i][key] / max(mine[i][key], 1e-3) for i, key in
                     ((1, "cpu"), (1, "wall"), (0, "wall"))]
            verdict = ""
            if name == Pipe.name and case[0] in ("needle", "absent address"):
                verdict = (f"; {judged(times[0], SKIP_AIM)}" if bench.corpus_gb >= AIM_GB else
                           f"; the aim, {SKIP_AIM}, is for {AIM_GB} GB: of less, starting counts")
            say("d", f"{case[0]}, ours beside {name}: {times[0]:.1f} times by processor time warm,"
                f" {times[1]:.1f} by the wall warm, {times[2]:.1f} cold{verdict}")

# SPDX-License-Identifier: Apache-2.0
"""What all parts of bench/watch share: the yardstick, processor time of a program and all that it
started, programs run at real-time priority, and how a result is said."""
import hashlib
import multiprocessing
import os
import re
import resource
import shutil
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")
YARD = b"\0" * (32 << 20)
YARD_GB_S = 1.43  # SHA-256 where the aims were set
RT = ["chrt", "-f", "10"] if shutil.which("chrt") and subprocess.run(
    ["chrt", "-f", "10", "true"], capture_output=True, check=False).returncode == 0 else []


class Skipped(Exception):
    """A peer, or a part, that cannot be had here, and why."""


def yardstick():
    """SHA-256 in GB a second of the processor: the host is now and then half as fast."""
    best = 0
    for _ in range(3):
        start = time.thread_time()
        hashlib.sha256(YARD).digest()
        best = max(best, len(YARD) / (time.thread_time() - start) / 1e9)
    return best


def hash_until(until):
    """How many pieces were hashed by then."""
    done = 0
    while time.monotonic() < until:
        hashlib.sha256(YARD[:4 << 20]).digest()
        done += 1
    return done


def yardstick_twice(seconds=1.0, rounds=3):
    """How many times one copy of the yardstick two of them do at once, by the wall: what two
    workers can reach here, where both processors may be threads of one core."""
    best = 0
    with multiprocessing.Pool(2) as pool:
        for _ in range(rounds):
            one = pool.apply(hash_until, [time.monotonic() + seconds])
            two = sum(pool.map(hash_until, [time.monotonic() + seconds] * 2, 1))
            best = max(best, two / max(one, 1))
    return best


JUDGED = []  # every line that says an aim, for the end


def say(part, text):
    line = f"watch ({part}): {text}"
    if re.search(r"\baim (at|[0-9])", text):
        JUDGED.append(line)
    print(line, flush=True)


def say_all_judged():
    """Every aim again, those that are missed last."""
    missed = [line for line in JUDGED if ", missed" in line]
    for line in [line for line in JUDGED if line not in missed] + missed:
        print(f"{'MISSED' if line in missed else 'met'}: {line}")
    print(f"watch: {len(JUDGED) - len(missed)} of {len(JUDGED)} lines with an aim meet it")


def say_yardstick(part):
    rate = yardstick()
    say(part, f"yardstick: SHA-256 {rate:.2f} GB/s, {rate / YARD_GB_S:.2f} of where the aims were"
        f" set; load {os.getloadavg()[0]:.1f}")


def judged(value, aim, least=True):
    """What the aim is, what part of it was reached, and whether it is met."""
    met = value >= aim if least else value <= aim
    shown = f"{aim:,.0f}" if aim >= 100 else f"{aim:g}"
    return (f"aim {'at least' if least else 'at most'} {shown}:"
            f" {value / aim:.2f}, {'met' if met else 'missed'}")


def skipped(part, name, why):
    say(part, f"{name}: SKIPPED, {why}")


def stat_of(process):
    """The parent of a process, and the processor time of it and of its children that ended."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            words = file.read().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(words[1]), sum(map(int, words[11:15])) / TICK


def tree_s(root):
    """Processor seconds of a process and of all that it started."""
    found = {int(name): stat_of(name) for name in os.listdir("/proc") if name.isdigit()}
    members, more = {root}, True
    while more:
        new = {one for one, stat in found.items() if stat and stat[0] in members} - members
        members |= new
        more = bool(new)
    return sum(found[one][1] for one in members if found.get(one))


class Program:
    """Started at real-time priority, where that may be, with its output in a file."""

    def __init__(self, words, log, **more):
        with open(log, "w", encoding="utf-8") as out:
            self.process = subprocess.Popen([*RT, *words], stdout=out, stderr=subprocess.STDOUT,
                                            **more)
        self.log = log
        self.words = words

    def cpu_s(self):
        return tree_s(self.process.pid)

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def wait_for(self, condition, what, seconds=30):
        until = time.monotonic() + seconds
        while not condition():
            if self.process.poll() is not None or time.monotonic() > until:
                self.end()
                raise Skipped(f"{os.path.basename(self.words[0])}: {what} did not come:"
                              f" {self.said()[-300:].strip()}")
            time.sleep(0.02)

    def end(self, seconds=60):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def children_s():
    """Processor seconds of all children that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_timed(words, **more):
    """Output, processor seconds of the command and all its children, wall seconds; at real-time
    priority. The command is a list, or one text for the shell."""
    shell = isinstance(words, str)
    before, wall = children_s(), time.monotonic()
    done = subprocess.run([*RT, "bash", "-c", words] if shell else [*RT, *words], check=False,
                          capture_output=True, text=True, **more)
    wall = time.monotonic() - wall
    return done, children_s() - before, wall


def forget(*paths):
    """The page cache lets go of these files, and of all under these folders: the next is cold."""
    for path in paths:
        files = [path] if os.path.isfile(path) else [
            os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
        for name in files:
            try:
                handle = os.open(name, os.O_RDONLY)
            except OSError:
                continue
            try:
                os.fsync(handle)
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)


def bytes_of(folder):
    """What a folder takes on the disk."""
    return sum(os.stat(os.path.join(where, name)).st_blocks * 512
               for where, _, names in os.walk(folder) for name in names)

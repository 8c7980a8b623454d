# SPDX-License-Identifier: Apache-2.0
"""(b) Syslog over TCP and UDP, received, parsed and stored, beside rsyslog and syslog-ng, which
receive the same into a file; and with detection, beside sec."""
import os
import shutil
import time

from beside import peers as peer
from beside.measure import Skipped, judged, run_timed, say, skipped
from beside.product import Watch, lines_count, lines_make, settled, tcp_send, udp_send

MEGABYTES = 300
UDP_RATE = 80000  # datagrams a second, which each of them can take
UDP_SECONDS = 5
SEC_RULES = 50
SEC_MEGABYTES = 30
SEC_AIM = 20

INPUTS = """inputs:
  - {name: tcp, kind: tcp, listen: '127.0.0.1:0'}
  - {name: udp, kind: udp, listen: '127.0.0.1:0', gro: true}
"""


class Product:
    """The watch, as a receiver among others."""

    def __init__(self, bench, rules):
        self.folder = f"{bench.scratch}/intake"
        shutil.rmtree(self.folder, ignore_errors=True)
        config = INPUTS + (f"rules: {bench.rules()}\n".replace("'", '"') if rules else "")
        self.program = Watch(bench, self.folder, config)
        self.ports = self.program.ports
        self.closes = True

    def stored(self):
        return self.program.counted()["stored"]

    grown = stored

    def lost(self):
        return f", {self.program.counted()['dropped']} counted as dropped"


class Peer:
    """A daemon that writes into a file."""

    def __init__(self, bench, start):
        self.folder = f"{bench.scratch}/peer"
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.program, self.ports, self.out = start(bench.peers, self.folder)
        self.closes = False

    def grown(self):
        return os.path.getsize(self.out) if os.path.exists(self.out) else 0

    def stored(self):
        return lines_count(self.out) if os.path.exists(self.out) else 0

    def lost(self):
        return ""


def measured(receiver, kind, path, count):
    """Lines stored a second of its processor time, and of the wall."""
    time.sleep(0.5)
    before, begun, had = receiver.program.cpu_s(), time.monotonic(), receiver.stored()
    if kind == "tcp":
        tcp_send(receiver.ports["tcp"], path, receiver.closes)
        ended = time.monotonic() if receiver.closes else settled(receiver.grown)
    else:
        count = udp_send(receiver.ports["udp"], path, UDP_RATE, UDP_SECONDS)
        ended = settled(receiver.grown)
    cpu = receiver.program.cpu_s() - before
    stored = receiver.stored() - had
    return {"cpu": stored / cpu, "wall": stored / (ended - begun), "sent": count, "stored": stored,
            "lost": receiver.lost()}


def receivers(bench, path, count):
    """Each by itself, over both ways: how it did."""
    starts = {"revere": lambda: Product(bench, False),
              "revere with all rules": lambda: Product(bench, True),
              "rsyslog": lambda: Peer(bench, peer.rsyslog),
              "syslog-ng": lambda: Peer(bench, peer.syslog_ng)}
    found = {}
    for name, start in starts.items():
        try:
            receiver = start()
        except Skipped as why:
            skipped("b", name, why)
            continue
        try:
            found[name] = {kind: measured(receiver, kind, path, count) for kind in ("tcp", "udp")}
        finally:
            receiver.program.end()
            shutil.rmtree(receiver.folder, ignore_errors=True)
        for kind, done in found[name].items():
            said = (f"{done['wall']:,.0f} wall" if kind == "tcp"
                    else f"sent at {UDP_RATE:,}/s")
            say("b", f"{name}, {kind}: {done['cpu']:,.0f} lines a CPU-second, {said};"
                f" {done['sent']:,} sent, {done['stored']:,} stored{done['lost']}")
    return found


def sec_rules(path):
    """As many as wanted, of the kind that people write for logs of Linux."""
    with open(path, "w", encoding="utf-8") as file:
        for number in range(SEC_RULES):
            file.write("type=Single\nptype=RegExp\n"
                       rf"pattern=\S+\s+\S+\[(\d+)\]: (?:Failed|Refused) word{number} for "
                       r"(?:invalid user )?(\S+) from ([\d.]+) port (\d+)" "\n"
                       f"desc=word{number} of $2\naction=write - word{number} $2 $3\n\n")


def sec(bench):
    """Lines a second of its processor time."""
    program = bench.peers.program("sec")
    path, count = lines_make(bench, "syslog", SEC_MEGABYTES)
    sec_rules(f"{bench.scratch}/sec.conf")
    done, cpu, _ = run_timed(["perl", program, f"--conf={bench.scratch}/sec.conf",
                              f"--input={path}", "--fromstart", "--notail"])
    if done.returncode != 0:
        raise Skipped(done.stderr.strip()[-300:])
    say("b", f"sec, {SEC_RULES} rules, lines of a file: {count / cpu:,.0f} a CPU-second")
    return count / cpu


def beside(bench):
    path, count = lines_make(bench, "syslog", MEGABYTES)
    found = receivers(bench, path, count)
    for name in ("rsyslog", "syslog-ng"):
        for kind in ("tcp", "udp"):
            if name in found:
                say("b", f"{kind}, lines a CPU-second, revere beside {name}:"
                    f" {judged(found['revere'][kind]['cpu'], found[name][kind]['cpu'])}")
    try:
        rate = sec(bench)
        say("b", "with detection, lines a CPU-second over TCP, beside"
            f" {SEC_AIM} times sec's: "
            f"{judged(found['revere with all rules']['tcp']['cpu'], SEC_AIM * rate)}")
    except Skipped as why:
        skipped("b", "sec", why)

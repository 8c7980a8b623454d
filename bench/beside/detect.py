# SPDX-License-Identifier: Apache-2.0
"""(a) Detection on one core, and what an event costs with ever more rules; (e) loading rules."""
import os
import re

from beside.measure import Skipped, forget, judged, run_timed, say

ROUNDS = 5
PARSE_AIMS_NS = {"RFC 3164": 150, "RFC 5424, two elements": 250}
LOAD_AIM_S = 1
CACHE_AIM_S = 0.1


def parsing(bench):
    """Syslog alone, from the line's bytes to its fields."""
    for what, aim in PARSE_AIMS_NS.items():
        done, _, _ = run_timed([f"{bench.build}/bench/bench_event", what])
        found = re.search(rf"event {re.escape(what)} +(\d+) ns/line .* ([\d.]+) x SHA-256",
                          done.stdout)
        if found is None:
            raise Skipped(done.stdout + done.stderr)
        say("a", f"parsing {what}: {found[1]} ns a line, {found[2]} times SHA-256 of it;"
            f" {judged(float(found[1]), aim, False)}")


def events(bench):
    """The program of this folder does it; here it runs at real-time priority."""
    done, cpu, wall = run_timed([f"{bench.build}/bench/watch_sigma"])
    for line in done.stdout.splitlines():
        say("a", line.removeprefix("bench sigma: "))
    if done.returncode != 0:
        raise Skipped(done.stdout + done.stderr)
    say("a", f"measured in {cpu:.1f} s of the processor, {wall:.1f} s wall")


def loaded(bench, before):
    """Processor and wall seconds of a command that loads all rules and looks at no event."""
    words = [f"{bench.build}/revere", "sigma", "eval"]
    for folder in bench.rules():
        words += ["--rules", folder]
    taken = []
    for _ in range(ROUNDS):
        before()
        done, cpu, wall = run_timed([*words, "/dev/null"])
        if done.returncode not in (0, 1):
            raise Skipped(done.stderr.strip()[-300:])
        taken.append((wall, cpu))
    return sorted(taken)[ROUNDS // 2]


def loading(bench):
    cold, cold_cpu = loaded(bench, lambda: forget(*bench.rules()))
    warm, warm_cpu = loaded(bench, lambda: None)
    say("e", f"all rules loaded by a program from its start to its end, files not in memory:"
        f" {cold:.2f} s wall, {cold_cpu:.2f} s of the processor; {judged(cold, LOAD_AIM_S, False)}")
    say("e", f"the same, files in memory: {warm:.2f} s wall, {warm_cpu:.2f} s of the processor;"
        f" compiled rules are not kept (docs/decisions/0026), so from a cache:"
        f" {judged(warm, CACHE_AIM_S, False)}")


def there(bench):
    if not os.path.isdir(f"{bench.data}/sigma-rules"):
        raise Skipped(f"there are no rules in {bench.data}")

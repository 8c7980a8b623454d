# SPDX-License-Identifier: Apache-2.0
"""The duties of a policy pack, what there is to say of each, and packs that are wrong in one thing.

A *part* is a step of a served rule, and an *aspect* what there is to say of it: the fact that opens
it, where its clock starts, its due, who answers, to whom, what fulfils it, what calls it off. Of
most aspects a *mutant* can be made, a pack that has another due, another role, a rung less; a story
that asserts the aspect fails on it.
"""
import copy
import json
import os
import re

import yaml

# Facts of no incident, roles that owe and get nothing in the pack: what stands in for the true one.
NEVER = ("source.returned", "role.filled")
STRANGERS = {"enterprise": "CDO", "secretariat": "SEC_ISO", "organisation": "SPENDING_APPROVER"}
# Facts that know when the case was told, so that a clock could start there by mistake.
TOLD = ("report.received", "incident.told", "incident.rated", "incident.evaluated",
        "incident.provisional", "incident.detected")
# By which words an expectation about a duty says something of an aspect.
SAYS = {
    "opened": r"^expect (?!no\b|nobody\b)",
    "start": r"\bstarts\b|\bdue\b",
    "due": r"\bdue\b",
    "owed_by": r"\bowed by\b|\bowes\b",
    "owed_to": r"\bowed to\b|\bnotice to\b",
    "met": r"\bfulfilled\b",
    "called-off": r"\bcancelled\b|\bsuperseded by\b",
    "ladder": r"\blevel [1-9]",
    "warning": r"\bnotice to\b.*\babout\b.*\bat\b|\bserves contains\b",
    "told": r"\bnotice to\b.*\babout\b|\bserves contains\b",
    "superseded": r"\bsuperseded\b",
    "again": r"^expect \d+ |\bstarts\b|\bdue\b",
    "authority": r"\bwaived\b|\bsuspended\b",
    "on-time": r"\bfulfilled on time\b",
    "late": r"\bfulfilled late\b|\blate \d",
    "explained": r"\bexplained\b",
    "waived": r"\bwaived\b",
    "suspended": r"\bsuspended\b",
    "missed": r"\bmissed\b",
}
# Those that come by people and time, not by the rule.
STATES = ("on-time", "late", "explained", "waived", "suspended", "missed")


class Loader(yaml.SafeLoader):
    """YAML as the program reads it: yes and 09:00 are words."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[0-9]+$"), list("0123456789"))


def pack_read(folder):
    """What mutants are made of: {"obligations": ..., "ladders": ...}."""
    pack = {}
    for name in ("obligations", "ladders"):
        with open(f"{folder}/{name}.yaml", encoding="utf-8") as file:
            pack[name] = yaml.load(file, Loader)
    return pack


def pack_write(pack, origin, folder):
    """A pack in a folder of its own; what is not changed is that of origin. JSON is YAML."""
    for name in sorted(os.listdir(origin)):
        there = f"{folder}/{name}"
        if name[:-len(".yaml")] not in pack and not os.path.lexists(there):
            os.symlink(f"{origin}/{name}", there)
    for name, content in pack.items():
        with open(f"{folder}/{name}.yaml", "w", encoding="utf-8") as file:
            json.dump(content, file)


class Part:
    """A step of a rule."""

    def __init__(self, pack, rule, step):
        self.rule, self.step = rule, step
        found = pack["obligations"]["rules"][rule]
        self.alone = len(found["steps"]) == 1
        self.id = found["id"]
        name = found["steps"][step].get("name")
        self.name = self.id if name is None else f"{self.id}.{name}"

    def of(self, pack):
        """The rule and the step, in a pack."""
        rule = pack["obligations"]["rules"][self.rule]
        return rule, rule["steps"][self.step]

    def named_in(self, line):
        """Does a statement name this duty? The bare name of a rule is its first step."""
        named = re.escape(self.name)
        if self.step == 0 and self.name != self.id:
            named = rf"(?:{named}|{re.escape(self.id)}(?!\.\w))"
        return re.search(rf"(?<![\w.]){named}(?![\w-]|\.\w)", line) is not None

    def spoken_of(self, line):
        """Is it an expectation about this duty?"""
        return line.startswith("expect") and self.named_in(line)

    def leans_on(self, pack):
        """The rules that this one has to do with: it follows them, takes their place, hears of
        them."""
        rule, step = self.of(pack)
        said = [step.get("supersedes", []), [self.id]]
        said += [[term.get("is", "")] for key in ("open", "stop", "cancel")
                 for trigger in step.get(key, []) for term in trigger.get("when", [])
                 if term.get("field") == "rule"]
        return {name.split(".")[0] for names in said for name in names} | {rule["id"]}


def parts(pack, served):
    """The steps that are served: served is told a name ("B2", "B5.first")."""
    return [part
            for i, rule in enumerate(pack["obligations"]["rules"])
            for part in (Part(pack, i, j) for j in range(len(rule["steps"])))
            if served(part.name)]


class Mutant:
    """A policy that is wrong in one thing: part, aspect, and what, in words."""

    def __init__(self, part, aspect, what, change):
        self.part, self.aspect, self.what, self.change = part, aspect, what, change
        self.leans = set()

    def __str__(self):
        return f"{self.part.name} {self.aspect}: {self.what}"

    def meets(self, other):
        """May one of the two be seen by what the other does? Whoever may not waive one duty of a
        case waives none behind it."""
        return ("authority" in (self.aspect, other.aspect) or self.part.id in other.leans
                or other.part.id in self.leans)


def changed(sound, wrong):
    """A pack that is wrong as all these mutants are."""
    pack = copy.deepcopy(sound)
    for mutant in wrong:
        mutant.change(pack)
    return pack


# ---- mutations ----


def never(part):
    return NEVER[1] if part.id in ("C20",) else NEVER[0]


def trigger_name(trigger):
    said = [str(value) for key in ("when", "unless") for term in trigger.get(key, [])
            for value in [term.get("is") or term.get("in") or term.get("at_least")] if value]
    return " ".join([trigger["fact"]] + said)


def triggers(part, pack, key, aspect):
    """A fact that opens, stops or cancels: another one in its place; its conditions left out."""
    for i, trigger in enumerate(part.of(pack)[1].get(key, [])):
        def replaced(other, i=i):
            here = part.of(other)[1][key][i]
            part.of(other)[1][key][i] = {"fact": never(part)} | {
                name: here[name] for name in ("start", "basis") if name in here}
            if "start" in here:
                part.of(other)[1][key][i]["start"] = "at_us"
        yield Mutant(part, aspect, f"not by {trigger_name(trigger)}, {i + 1}", replaced)
        for word in ("when", "unless"):
            terms = trigger.get(word, [])
            # A notice speaks of the duty that it was sent for, whatever the rule says.
            if not terms or any(term.get("field") in ("rule", "step") for term in terms):
                continue

            def loosened(other, i=i, word=word):
                del part.of(other)[1][key][i][word]
            yield Mutant(part, aspect, f"{trigger_name(trigger)}, {i + 1}, whatever {word} says",
                         loosened)


def starts(part, pack):
    for i, trigger in enumerate(part.of(pack)[1]["open"]):
        start = trigger["start"]
        other_start = "at_us" if start != "at_us" else "told_us"
        if start == "at_us" and trigger["fact"] not in TOLD:
            continue

        def moved(other, i=i, other_start=other_start):
            part.of(other)[1]["open"][i]["start"] = other_start
        yield Mutant(part, "start", f"{trigger_name(trigger)}, {i + 1}, from {other_start}", moved)


def due_moved(due):
    """Another due, by about an hour."""
    function, span = due["function"], {"elapsed": "amount", "every": "amount"}.get(due["function"])
    if span is not None:
        number, unit = due[span].split()
        return due | {span: f"{int(number) * {'d': 24, 'h': 1}[unit] * 60 + 60} min"
                      if unit in "dh" else f"{int(number) + 60} {unit}"}
    if function == "day_time":
        return due | {"time": "18:00"}
    if function == "day_end":
        return due | {"days": due.get("days", 0) + 1}
    keep = {key: due[key] for key in ("target", "product_default") if key in due}
    if function == "daily":
        return keep | {"function": "day_end", "days": 1}
    return keep | {"function": "elapsed", "amount": "26 h" if function == "next_business_day"
                   else "60 min"}


def dues(part, pack):
    step = part.of(pack)[1]
    if "due" in step:
        def moved(other):
            here = part.of(other)[1]
            here["due"] = due_moved(here["due"])
        yield Mutant(part, "due", f"not {step['due']['function']}", moved)
    for rating in step.get("due_by_rating", {}):
        def moved_at(other, rating=rating):
            here = part.of(other)[1]["due_by_rating"]
            here[rating] = due_moved(here[rating])
        yield Mutant(part, "due", f"not {step['due_by_rating'][rating]['function']} of {rating}",
                     moved_at)


def own(part, pack, key):
    """The step's own list of parties, made of the rule's where it has none."""
    rule, step = part.of(pack)
    if key not in step and key in rule:
        step[key] = copy.deepcopy(rule[key])
    return step.get(key, [])


def parties(part, pack, key):
    listed = own(part, copy.deepcopy(pack), key)
    for i, party in enumerate(listed):
        def another(other, i=i):
            here = own(part, other, key)
            scope = here[i]["scope"] if here[i]["scope"] in STRANGERS else "organisation"
            here[i] = here[i] | {"role": STRANGERS[scope], "scope": scope}
        yield Mutant(part, key, f"not {party['role']}", another)
        if party.get("each"):
            def one(other, i=i):
                del own(part, other, key)[i]["each"]
            yield Mutant(part, key, f"{party['role']} of one alone", one)


def rungs(part, pack):
    step = part.of(pack)[1]
    if "ladder" not in step:
        return
    ladder = next(one for one in pack["ladders"]["ladders"] if one["name"] == step["ladder"])
    for i, rung in enumerate(ladder["rungs"]):
        def shorter(other, i=i, name=step["ladder"]):
            whole = next(one for one in other["ladders"]["ladders"] if one["name"] == name)
            mine = copy.deepcopy(whole) | {"name": f"{name}.{part.name}"}
            del mine["rungs"][i]
            other["ladders"]["ladders"].append(mine)
            part.of(other)[1]["ladder"] = mine["name"]
        at = " ".join(str(value) for key, value in rung.items()
                      if key in ("after", "before", "share", "due_day_at", "next_business_day_at"))
        yield Mutant(part, "warning" if rung.get("warning")
                     else "ladder", f"rung {i + 1} ({at}) left out", shorter)


# Members of a step that can be left out, and the aspect that they are.
LEFT_OUT = {"notice": "told", "supersedes": "superseded", "earliest": "superseded",
            "per": "again", "about": "again", "after": "again", "series": "again",
            "missed_after": "missed"}


def left_out(part, pack):
    for key, aspect in LEFT_OUT.items():
        step = part.of(pack)[1]
        if key not in step:
            continue

        def without(other, key=key):
            here = part.of(other)[1]
            del here[key]
            if key == "supersedes":
                here.pop("earliest", None)
                for trigger in here["open"]:
                    trigger.pop("instead", None)
            if key == "series":
                here.pop("missed_after", None)
        yield Mutant(part, aspect, f"without {key}", without)
    for i, trigger in enumerate(part.of(pack)[1]["open"]):
        for key in ("anew", "instead"):
            if key in trigger:
                def plain(other, i=i, key=key):
                    del part.of(other)[1]["open"][i][key]
                yield Mutant(part, "again", f"{trigger_name(trigger)}, {i + 1}, without {key}",
                             plain)


def authorities(part, pack):
    def another(other):
        part.of(other)[0]["authority"] = [STRANGERS["enterprise"]]
    yield Mutant(part, "authority", "somebody else's to waive", another)


def mutants(part, pack):
    """Every mutant of a part."""
    made = [*triggers(part, pack, "open", "opened"), *starts(part, pack), *dues(part, pack),
            *parties(part, pack, "owed_by"), *parties(part, pack, "owed_to"),
            *triggers(part, pack, "stop", "met"), *triggers(part, pack, "cancel", "called-off"),
            *rungs(part, pack), *left_out(part, pack), *authorities(part, pack)]
    for mutant in made:
        mutant.leans = part.leans_on(pack)
    return made


def states(part, pack):
    """The aspects of a part that the words of an expectation tell."""
    step = part.of(pack)[1]
    return [state for state in STATES if state != "missed" or step.get("series")]

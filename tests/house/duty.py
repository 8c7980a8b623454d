# SPDX-License-Identifier: Apache-2.0
"""Which story asserts what of each duty: the table tests/duties.tsv, and how its claims are tried.

A line of the table is a part, an aspect, and a file of stories that asserts it:
"B2<tab>due<tab>B-high". A line "B10<tab>late<tab>-<tab>why" says why there is no such story.
"""
import json
import os
import re
import shutil
import subprocess
import tempfile

import mutants

REVERE = os.path.join(os.environ["REVERE_BUILD"], "revere")
SOURCE = os.environ["REVERE_SOURCE"]
PACK = f"{SOURCE}/policy/us-ma"
STORIES = f"{SOURCE}/tests/stories"
TABLE = f"{SOURCE}/tests/duties.tsv"
HEAD = """# SPDX-License-Identifier: Apache-2.0
# Which stories assert what of each duty that is served: a duty, an aspect, a file of stories; where
# there is none a dash, and why. "tests/house/duties table" writes it; house/duties reads it against
# the policy and the stories; "make duties" plays these under policies that are wrong in one thing.
"""


def served():
    """Tells of a name ("B2", "B5.first") whether the program serves that step of the policy."""
    run = subprocess.run([REVERE, "policy", "check", PACK, "--json"], capture_output=True,
                         text=True, check=True)
    waits = {item["duty"] for item in json.loads(run.stdout)["not_served"]}
    return lambda name: name not in waits


class Table:
    """duties.tsv: claims {(part, aspect): a file of stories}, excused {(part, aspect): why}."""

    def __init__(self, text):
        self.claims, self.excused, self.faults = {}, {}, []
        for number, line in enumerate(text.splitlines(), 1):
            cells = line.split("\t")
            if line.startswith("#"):
                continue
            if len(cells) == 3 and cells[2] != "-":
                self.claims[cells[0], cells[1]] = cells[2]
            elif len(cells) == 4 and cells[2] == "-" and cells[3]:
                self.excused[cells[0], cells[1]] = cells[3]
            else:
                self.faults.append(f"line {number} is neither a claim nor an excuse: {line}")

    def text(self, order):
        """order: the (part, aspect) in which the lines stand."""
        lines = [(*key, self.claims[key]) if key in self.claims else (*key, "-", self.excused[key])
                 for key in order if key in self.claims or key in self.excused]
        return HEAD + "".join("\t".join(line) + "\n" for line in lines)


def table_read():
    with open(TABLE, encoding="utf-8") as file:
        return Table(file.read())


class Story:
    """A story of a file: its text, and its statements, each on a line."""

    def __init__(self, text):
        self.text = text
        self.lines = re.sub(r"(,|\\)\n|\n(?=\s*(?:and|with|but|where)\b)", r"\1 ",
                            text).splitlines()

    def speaks_of(self, part):
        return any(part.spoken_of(line) for line in self.lines)

    def says(self, part, aspect):
        """Does an expectation say something of that aspect of the duty?"""
        return any(part.spoken_of(line) and re.search(mutants.SAYS[aspect], line)
                   for line in self.lines)


def stories_read():
    """{name of a file: its stories}."""
    stories = {}
    for name in sorted(os.listdir(STORIES)):
        with open(f"{STORIES}/{name}", encoding="utf-8") as file:
            texts = re.split(r"^(?=story )", file.read(), flags=re.MULTILINE)[1:]
            stories[name[:-len(".story")]] = [Story(text) for text in texts]
    return stories


class Stage:
    """Plays stories under mutants, in a folder of its own."""

    def __init__(self, sound):
        self.sound = sound
        # In memory where that can be: what a mutant's house has written nobody reads again.
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix="revere-duties-", dir=memory)
        os.mkdir(f"{self.folder}/houses")

    def close(self):
        shutil.rmtree(self.folder)

    def set(self, wrong):
        """From now on the policy is wrong as all these mutants are; why it is none, or None."""
        folder = f"{self.folder}/us-ma"
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        mutants.pack_write(mutants.changed(self.sound, wrong), PACK, folder)
        run = subprocess.run([REVERE, "policy", "check", folder], capture_output=True, text=True,
                             check=False)
        return None if run.returncode == 0 else run.stdout + run.stderr

    def play(self, parts, stories):
        """Plays those stories that speak of one of the parts: the statements that fail."""
        written = f"{self.folder}/a.story"
        with open(written, "w", encoding="utf-8") as file:
            file.write("".join(story.text for story in stories
                               if any(story.speaks_of(part) for part in parts)))
        run = subprocess.run([REVERE, "story", "--pack", f"{self.folder}/us-ma", written],
                             capture_output=True, text=True, check=False,
                             env=os.environ | {"TMPDIR": f"{self.folder}/houses"})
        if run.returncode not in (0, 1):
            raise RuntimeError(f"exit {run.returncode}: {run.stderr}")
        return [line for line in run.stdout.splitlines() if line.startswith("not ok")]


# ---- in company ----


def rounds(everything):
    """Mutants in companies of which no two are of duties that have to do with one another."""
    companies = []
    for mutant in everything:
        for company in companies:
            if not any(mutant.meets(other) for other in company):
                company.append(mutant)
                break
        else:
            companies.append([mutant])
    return companies


def seen(stage, company, stories, names):
    """Which of a company the stories of these files see: {mutant: the first file}. In company a
    mutant is seen by a statement about its duty that fails; who is not is tried alone, where
    whatever fails has seen it. A policy that is none raises an error.
    """
    found = {}
    if len(company) > 1:
        attempt(stage, company, stories, names, found)
    for mutant in company:
        if mutant not in found:
            attempt(stage, [mutant], stories, names, found)
    return found


def attempt(stage, company, stories, names, found):
    broken = stage.set(company)
    if broken:
        raise RuntimeError(f"{company[0]} and {len(company) - 1} more: no policy: {broken}")
    for name in dict.fromkeys(name for mutant in company for name in names(mutant)):
        asking = [mutant for mutant in company if mutant not in found and name in names(mutant)]
        if not asking:
            continue
        failed = stage.play([mutant.part for mutant in asking], stories[name])
        for mutant in asking:
            if failed and (len(company) == 1
                           or any(mutant.part.named_in(line) for line in failed)):
                found[mutant] = name

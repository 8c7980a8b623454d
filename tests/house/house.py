# SPDX-License-Identifier: Apache-2.0
"""The rules of the house, each a function of a source tree that yields what breaks it.

A rule takes a Tree and yields findings as (path, line, what is wrong); line 0 means the whole file.
What a rule must put up with stands in tests/house/allow with its reason.
"""
import os
import re
import subprocess

FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 100

# The folders that hold work of ours, and the endings of files that can carry a comment.
FOLDERS = ("src", "tests", "tools", "bench", "policy", "web", "docs", ".ci")
SKIPPED = ("node_modules", "__pycache__", "dist")
COMMENTED = (".c", ".h", ".sql", ".yaml", ".yml", ".py", ".sh", ".css", ".ts", ".tsx", ".js",
             ".go", ".story", ".1", ".5", ".7", "meson.build", "meson_options.txt", "Makefile")

# Each outside library, by the headers that bring it in.
LIBRARIES = {
    "libmicrohttpd": r"microhttpd\.h", "libcrypto": r"openssl/(?!ssl|err|x509).*",
    "libssl": r"openssl/(ssl|err|x509).*", "jansson": r"jansson\.h",
    "libyaml": r"yaml\.h", "SQLite": r"sqlite3\.h", "libpq": r"libpq-fe\.h|postgresql/.*",
    "libcurl": r"curl/.*", "libcrypt": r"crypt\.h", "libseccomp": r"seccomp\.h",
    "GMime": r"gmime/.*|glib.*\.h", "zlib": r"zlib\.h", "zstd": r"zstd\.h", "PCRE2": r"pcre2\.h",
}

SQL = re.compile(r"\s*(?:(?:SELECT|UPDATE|INSERT|DELETE|CREATE|ALTER|DROP|PRAGMA|SAVEPOINT|WITH"
                 r"|ROLLBACK TO|RELEASE|BEGIN)\s"
                 r"|(?i:insert\s+into|delete\s+from|alter\s+table|create\s+(?:table|index|unique"
                 r"|view|trigger)|drop\s+(?:table|index|view)|update\s+\w+\s+set\b"
                 r"|select\s.*\sfrom\s)|(?:COMMIT|ROLLBACK|BEGIN)$)")
SQL_CLOCK = re.compile(r"(?i)\bcurrent_(?:timestamp|time|date)\b|\bnow\s*\(|\bclock_timestamp\b"
                       r"|'now'|\bgetdate\b|\bunixepoch\s*\(\s*\)")
CLOCK = re.compile(r"(?<![\w.>])(time|gettimeofday|clock_gettime|clock|ftime|timespec_get|localtime"
                   r"|localtime_r|gmtime|mktime)\s*\(")
ENDS = re.compile(r"(?<![\w.>])(exit|_exit|_Exit|quick_exit|abort)\s*\(")
LEFT_OVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
DUMPING_GROUND = re.compile(r"^(utils?|commons?|misc|helpers?)([._-]|$)"
                            r"|[_-](utils?|misc|helpers?)\.")
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


class Tree:
    """A source tree: its files, and the C in them without comments and strings."""

    def __init__(self, root, build=None):
        self.root = root
        self.build = build
        self.texts = {}
        for folder in ("",) + FOLDERS:
            for place, folders, names in os.walk(os.path.join(root, folder)):
                folders[:] = [] if folder == "" else [f for f in folders if f not in SKIPPED]
                for name in names:
                    self.read(os.path.relpath(os.path.join(place, name), root))
        wiring = self.texts.get("meson.build", "")
        found = re.search(r"^rooms = \[(.*?)\]", wiring, re.DOTALL | re.MULTILINE)
        self.rooms = re.findall(r"'(\w+)'", found.group(1)) if found else []

    def read(self, path):
        try:
            with open(os.path.join(self.root, path), encoding="utf-8") as file:
                self.texts[path] = file.read()
        except (UnicodeDecodeError, FileNotFoundError):
            pass  # bytes of a corpus, or a picture; a link to nowhere

    def files(self, folder, *endings):
        return sorted(path for path in self.texts
                      if path.startswith(folder) and path.endswith(endings))

    def c_files(self):
        return self.files("src/", ".c", ".h")

    def bare(self, path):
        """The C of a file with comments and strings blanked out, every line where it was."""
        return TOKEN.sub(lambda token: re.sub(r"[^\n]", " ", token.group()), self.texts[path])

    def strings(self, path):
        """Every string literal of a C file, neighbours joined: (line, text)."""
        text, joined = self.texts[path], []
        end = None
        for token in TOKEN.finditer(text):
            if token.group()[0] != '"':
                continue
            if end is not None and text[end:token.start()].strip() == "":
                joined[-1][1] += token.group()[1:-1]
            else:
                joined.append([text.count("\n", 0, token.start()) + 1, token.group()[1:-1]])
            end = token.end()
        return joined


def room_of(path):
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def matches(tree, path, pattern):
    """Where a pattern stands in the C of a file: (line, match)."""
    for number, line in enumerate(tree.bare(path).split("\n"), 1):
        for match in pattern.finditer(line):
            yield number, match


def room_order(tree):
    """a room includes its own faces and those of the rooms before it"""
    for path in tree.c_files():
        own = room_of(path)
        if own is not None and own not in tree.rooms:
            yield path, 0, f"{own} is no room: the rooms stand in meson.build"
            continue
        for number, line in enumerate(tree.texts[path].split("\n"), 1):
            included = INCLUDE.match(line)
            if not included or included.group(1) != '"':
                continue
            room = included.group(2).split("/")[0]
            if "/" not in included.group(2):
                yield path, number, f'"{included.group(2)}" is not named by its room (ROOM/FACE.h)'
            elif room not in tree.rooms:
                yield path, number, f"{room} is no room"
            elif own is not None and tree.rooms.index(room) > tree.rooms.index(own):
                yield path, number, f"{own} stands before {room} and may not include it"


def faces_only(tree):
    """another room is known by its faces, never by its inside.h"""
    for path in tree.c_files():
        for number, line in enumerate(tree.texts[path].split("\n"), 1):
            included = INCLUDE.match(line)
            if included and re.search(r"inside\.h$", included.group(2)):
                room = included.group(2).split("/")[0]
                if room != room_of(path):
                    yield path, number, f"the inside of {room} is not for others"


def sql_in_place(tree):
    """SQL stands in rows.c, tables.sql and src/store/ only"""
    for path in tree.c_files():
        if path.startswith("src/store/") or re.search(r"/(\w+_)?rows\.[ch]$", path):
            continue
        for number, text in tree.strings(path):
            if SQL.match(text):
                yield path, number, f'SQL outside rows.c: "{text[:40]}"'


def no_writable_globals(tree):
    """no writable global: every static and global thing is const"""
    if tree.build is None or not os.path.isdir(tree.build):
        return
    libraries = [name for name in sorted(os.listdir(tree.build)) if re.match(r"lib\w+\.a$", name)]
    for library in libraries:
        listing = subprocess.run(["nm", "--format=sysv", os.path.join(tree.build, library)],
                                 capture_output=True, text=True, check=True).stdout
        member = "?"
        for line in listing.split("\n"):
            named = re.match(r"Symbols from .*\[(.*)\]:", line)
            member = named.group(1) if named else member
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) == 7 and writable(cells[0], cells[2], cells[6]):
                yield f"{library}:{member}", 0, f"{cells[0]} is writable, in {cells[6]}"


def writable(name, kind, section):
    """True for a symbol of ours in memory that can be written (not what a sanitizer adds)."""
    if re.match(r"__odr_asan|__asan|__ubsan|__tsan|\.L|_GLOBAL_|completed", name):
        return False
    if section.startswith((".data.rel.ro", ".data.rel.local.ro")):
        return False
    return kind.upper() == "C" or section.startswith((".data", ".bss", ".tdata", ".tbss", "*COM*"))


def one_name(tree):
    """no two rooms have a function of one name: the linker would take the first it finds"""
    if tree.build is None or not os.path.isdir(tree.build):
        return
    owners = {}
    for library in sorted(os.listdir(tree.build)):
        if not re.match(r"lib\w+\.a$", library):
            continue
        listing = subprocess.run(["nm", "--defined-only", os.path.join(tree.build, library)],
                                 capture_output=True, text=True, check=True).stdout
        for name in sorted(set(re.findall(r"^[0-9a-f]+ T (\w+)$", listing, re.MULTILINE))):
            if name in owners:
                yield f"{library}:{name}", 0, f"{name} stands in {owners[name]} as well"
            owners.setdefault(name, library)


def faces_documented(tree):
    """every function of a face has its comment right above it, beside it, or above its group"""
    for path in tree.files("src/", ".h"):
        if path.endswith("/inside.h"):
            continue
        told = False
        text, bare = tree.texts[path].split("\n"), tree.bare(path).split("\n")
        statement, start = "", 0
        for number, (line, code) in enumerate(zip(text, bare), 1):
            if line.strip() == "" or line.startswith("#"):
                told, statement = False, ""
            elif code.strip() == "" and statement == "":
                told = True
            elif statement or re.match(r"[A-Za-z_]", code):
                start = number if statement == "" else start
                statement += code + " "
                if not re.search(r"[;{]\s*$", code):
                    continue
                beside = line.rstrip().endswith("*/")
                if prototype(statement) and not told and not beside:
                    yield path, start, f"{prototype(statement)} has no comment above it"
                statement = ""


def prototype(statement):
    """The name of the function that a statement at the left margin declares, or None."""
    if re.match(r"(typedef|struct\s+\w+\s*[{;]|enum|union\s+\w*\s*\{|static|extern\s+const|\})",
                statement) or not statement.rstrip().endswith(";"):
        return None
    name = re.search(r"(?<!_)\b(?!__attribute__)(\w+)\s*\(", statement)
    return name.group(1) if name else None


def no_dumping_ground(tree):
    """no file or folder is named util, common, misc or helper"""
    for path in sorted(tree.texts):
        if any(DUMPING_GROUND.search(part) for part in path.split("/")):
            yield path, 0, "a name that says nothing: name it for the one idea it holds"


def sizes(tree):
    """files of at most 600 lines, functions of at most 70, lines of at most 100 columns"""
    ours = [path for path in sorted(tree.texts)
            if path.endswith((".c", ".h", ".py", ".ts", ".tsx"))
            or path.startswith(("tools/", ".ci/", "tests/house/"))
            or path in ("meson.build", "Makefile")]
    for path in ours:
        lines = tree.texts[path].split("\n")
        if len(lines) - 1 > FILE_LINES_MAX:
            yield path, 0, f"{len(lines) - 1} lines, more than {FILE_LINES_MAX}"
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS_MAX:
                yield path, number, f"{len(line)} columns, more than {COLUMNS_MAX}"
        if path.endswith(".c"):
            yield from long_functions(path, tree.bare(path).split("\n"))


def long_functions(path, lines):
    name, opened = "?", 0
    for number, line in enumerate(lines, 1):
        head = re.match(r"[A-Za-z_].*?(\w+)\s*\(", line)
        name = head.group(1) if head else name
        if line.rstrip() == "{":
            opened = number
        elif line.rstrip() == "}" and opened:
            if number - opened - 1 > FUNCTION_LINES_MAX:
                yield path, opened, f"{name}: {number - opened - 1} lines, more than 70"
            opened = 0


def licence_named(tree):
    """every file that can carry a comment names the licence in its first lines"""
    for path in sorted(tree.texts):
        program = tree.texts[path].startswith("#!")
        if not (path.endswith(COMMENTED) or program) or re.match(r"tests/fuzz/\w+/", path):
            continue
        if "SPDX-License-Identifier: Apache-2.0" not in "".join(
                tree.texts[path].splitlines(True)[:3]):
            yield path, 1, "no SPDX-License-Identifier: Apache-2.0"


def nothing_left_over(tree):
    """no note of work left undone: do it, or open an issue"""
    for path in sorted(tree.texts):
        if not path.startswith(("src/", "tests/", "tools/", "bench/", "web/")):
            continue
        for number, line in enumerate(tree.texts[path].split("\n"), 1):
            if LEFT_OVER.search(line):
                yield path, number, "a note of work left undone"


def only_main_ends(tree):
    """only main.c ends the process"""
    for path in tree.c_files():
        if path in ("src/main.c", "src/base/arena.c"):
            continue
        for number, match in matches(tree, path, ENDS):
            yield path, number, f"{match.group(1)}() outside main.c"


def one_clock(tree):
    """the clock is read in base/clock.c only, by C and by SQL"""
    for path in tree.c_files() + tree.files("src/", ".sql"):
        if path == "src/base/clock.c":
            continue
        if path.endswith(".sql"):
            for number, line in enumerate(tree.texts[path].split("\n"), 1):
                if SQL_CLOCK.search(line):
                    yield path, number, "SQL reads the clock"
            continue
        for number, match in matches(tree, path, CLOCK):
            yield path, number, f"{match.group(1)}() outside base/clock.c"
        for number, text in tree.strings(path):
            if SQL.match(text) and SQL_CLOCK.search(text):
                yield path, number, "SQL reads the clock"


def one_caller(tree):
    """an outside library is called from one file"""
    for library, headers in LIBRARIES.items():
        callers = [path for path in tree.c_files()
                   if any(included and re.fullmatch(headers, included.group(2))
                          for included in map(INCLUDE.match, tree.texts[path].split("\n")))]
        for path in callers[1:]:
            yield path, 0, f"{library} is called here and in {callers[0]}"


def no_policy_words(tree):
    """no rule, role or clause of a policy stands in src/: those are words of the pack"""
    words = {}
    for path in tree.files("policy/", ".yaml"):
        kind = {"obligations.yaml": "rule", "rating.yaml": "rule", "roles.yaml": "role",
                "clauses.yaml": "clause"}.get(os.path.basename(path))
        if kind is None:
            continue
        pattern = r'^\s*-\s*\{?\s*(?:id|code|rule|role):\s*"?([A-Z][\w-]*)"?'
        found = re.findall(pattern, tree.texts[path], re.MULTILINE)
        if not found:
            yield path, 0, f"no {kind} is found in it: teach no_policy_words how it is written"
        words.update(dict.fromkeys(found, kind))
    for path in tree.c_files():
        for number, text in tree.strings(path):
            if text in words:
                yield path, number, f'"{text}" is a {words[text]} of the policy'
            elif re.fullmatch(r"[A-D]([1-9]|1\d|2[0-3])", text):
                yield path, number, f'"{text}" looks like a rule of the policy'


RULES = (room_order, faces_only, sql_in_place, no_writable_globals, one_name, faces_documented,
         no_dumping_ground, sizes, licence_named, nothing_left_over, only_main_ends, one_clock,
         one_caller, no_policy_words)

# People, courses and rooms whose names are programs: terminals, spreadsheets, browsers and calendars get them as text.
import contextlib
import csv
import fcntl
import html.parser
import io
import json
import os
import pty
import re
import select
import sqlite3
import struct
import termios
import time
import zipfile

from wire import ask

ESCAPES = "\x1b[31;5;77m\x1b]0;OWNED\x07\x1bPOWNED\x1b\\\x9b77m\x85\u202eDENWO\u2066\x08\x7f"
MARKUP = "<script>OWNED</script><img src=x onerror=OWNED>\"'><svg/onload=OWNED>{{OWNED}}]]>-->"
LINES = "\r\nBEGIN:VEVENT\r\nX-OWNED:1\r\nSet-Cookie: OWNED=1\r\n\r\n"
NAMES = {
    "escapes": "Eve" + ESCAPES, "markup": "Eve" + MARKUP, "lines": "Eve" + LINES,
    "equals": "=HYPERLINK(\"http://OWNED\")",
    "plus": "+1+OWNED", "minus": "-1-OWNED", "at": "@SUM(OWNED)", "tab": "\t=OWNED", "return": "\r=OWNED",
    "nul": "Eve\0OWNED", "wide": "\uff1dOWNED", "long": "Eve" + "W" * 65_536,
    "bars": "|OWNED|calc|", "quotes": "'; DROP TABLE user; --OWNED",
}
FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
SEQUENCES = (b"\x1b[31;5;77m", b"\x1b]0;OWNED", b"\x1bPOWNED", "\x9b77m".encode(), b"\x9b77m", b"\x07OWNED",
             "\u202e".encode(),
             "\u2066".encode(), b"\x7f", "\x85".encode())


def plant(school):
    """Into the database itself, past whatever an import would mend: what is shown must not rest on that."""
    codes = dict(zip(NAMES, school.codes))
    bad = ESCAPES + MARKUP + LINES
    with contextlib.closing(sqlite3.connect(school.database, isolation_level=None)) as database:
        for name, code in codes.items():
            database.execute("UPDATE user SET given_name = ?1, family_name = ?1, full_name = ?1, student_class = ?1 "
                             "WHERE code = ?2", (NAMES[name], code))
        database.execute("UPDATE course SET name = ?1, class_name = ?2 WHERE course_code = 'MATH101'", ("=" + bad, bad))
    return codes


def on_a_terminal(school, codes):
    """All that a door writes to a real terminal while the hostile come in."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(school.rig.arguments.program, ["kiosk", "run", "--room", "A 1", "--listen", "off"],
                  school.environment | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "KIOSK_DISPLAY_NAME": "full"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    drawn = b""

    def until(word, after, within=30):
        nonlocal drawn
        deadline = time.monotonic() + within
        while word not in drawn[after:]:
            if time.monotonic() > deadline:
                raise SystemExit(f"the door never showed {word}: {drawn[-300:]}")
            if select.select([terminal], [], [], 0.2)[0]:
                drawn += os.read(terminal, 65_536)
    try:
        until(b" present", 0)
        for name in ("escapes", "markup", "lines", "long"):
            after = len(drawn)
            os.write(terminal, codes[name].encode() + b"\r")
            until(b"Eve", after)
    finally:
        os.kill(child, 15)
        try:
            while part := os.read(terminal, 65_536):
                drawn += part
        except OSError:
            pass
        os.waitpid(child, 0)
    return drawn


def sequences(text):
    """Control sequences and characters of direction that came through raw."""
    return [sequence for sequence in SEQUENCES if sequence in text]


def controls(text, is_shown=False):
    """Any control character but the end of a line; where it is shown as it is, also those that turn the direction."""
    turns = "\u202a-\u202e\u2066-\u2069" if is_shown else ""
    return re.findall(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{turns}]", text.decode(errors="replace"))


class Markup(html.parser.HTMLParser):
    """Elements and attributes that came of a name."""

    def __init__(self):
        super().__init__()
        self.found, self.element = [], ""

    def handle_starttag(self, tag, attributes):
        self.element = tag
        is_named = any("OWNED" in key.upper() or key.startswith("on") for key, _ in attributes)
        if is_named or tag in ("img", "svg") and "OWNED" in str(attributes):
            self.found.append(f"<{tag} {attributes}>")

    def handle_data(self, data):
        if self.element == "script" and "OWNED" in data:
            self.found.append(data)

    def handle_endtag(self, tag):
        self.element = ""


def elements(page):
    parser = Markup()
    parser.feed(page)
    return parser.found


def commands(rig, school, codes):
    """What commands print, and the files that they write."""
    read = [["user", "list"], ["user", "show", codes["escapes"]], ["schedule", codes["lines"]], ["course", "list"],
            ["course", "show", "MATH101"], ["session", "list"], ["session", "show", school.session], ["report"],
            ["report", "--untaken"], ["occurrence", "list"], ["token", "list"], ["verify"]]
    printed = {" ".join(map(str, one)): school.run(*one) for one in read}
    wrong = [f"{name}: {controls(text, is_shown=True)[:5]}" for name, done in printed.items()
             if controls(text := (done.stdout + done.stderr).encode(), is_shown=True)]
    rig.zero("commands that print a control character raw", wrong, len(printed))
    table = school("export")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    rig.zero("cells of CSV that begin a formula, or are none", [cell[:60] for cell in cells if FORMULA.match(cell)],
             sum("OWNED" in cell for cell in cells))
    book = school.folder / "names.xlsx"
    school("export", "-o", book)
    with zipfile.ZipFile(book) as parts:
        sheets = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")}
    formulas = [text for sheet in sheets.values() for text in re.findall(r"<f[ >][^<]*OWNED[^<]*", sheet)]
    formulas += [name for name, text in sheets.items() if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)]
    rig.zero("formulas and raw controls in the workbook", formulas, sum("OWNED" in text for text in sheets.values()))
    calendar = school("calendar", "--student", codes["lines"])
    lines = re.split(r"\r?\n", calendar)
    added = [line for line in lines if re.match(r"X-OWNED|Set-Cookie", line) or controls(line.encode())]
    rig.zero("lines that a name added to the calendar", added, calendar.count("OWNED"))
    page = school("register", "MATH101")
    rig.zero("elements that a name made in the register", elements(page), page.count("OWNED"))


def over_http(rig, school, service, tokens, cookie):
    paths = ["/teach", f"/teach/{school.session}", "/api/v1/checkin-sessions",
             f"/api/v1/checkin-sessions/{school.session}/roster",
             "/api/v1/checkin-records?per_page=200", "/v2p1/students", "/v2p1/classes"]
    lesson = f"/teach/{school.sides['math']['occurrence']}"
    wrong, seen = [], 0
    for path in [*paths, lesson]:
        token = tokens["classes:read"][0] if path.startswith("/v2p1") else tokens["teacher"][0]
        status, fields, text = ask(service, "GET", path, None if path.startswith("/teach") else token, Cookie=cookie)
        seen += "OWNED" in text
        if fields.get("content-type", "").startswith("text/html"):
            wrong += [f"{path}: {one}" for one in elements(text)]
        elif status == 200 and (controls(text.encode()) or not json.loads(text)):
            wrong.append(f"{path}: {controls(text.encode())[:5]}")
        if any("OWNED" in value for value in fields.values()):
            wrong.append(f"{path}: {fields}")
    rig.zero("pages and JSON that a name broke out of", wrong, seen)


def names(rig, school, codes):
    drawn = on_a_terminal(school, codes)
    rig.zero(f"sequences of a name in {len(drawn):,} bytes of the screen", sequences(drawn), drawn.count(b"Eve"))
    rig.row("control: the same name raw", f"{len(sequences(ESCAPES.encode()))} found", "more than 0",
            bool(sequences(ESCAPES.encode())) and bool(elements(MARKUP)))
    door = school.door(environment={"KIOSK_DISPLAY_NAME": "full"})
    hostile = [*codes.values(), ESCAPES.replace("\r", ""), MARKUP, "9" * 65_536, "=1+1", "\u202e7000000", "A\x00B"]
    answers = b""
    for line in hostile:
        door.send(line)
        answers += (door.line() or "").encode()
    door.end()
    rig.zero("control characters in answers and log of a door in a pipe",
             controls(answers) + controls(door.said().encode(), is_shown=True), len(hostile))
    commands(rig, school, codes)

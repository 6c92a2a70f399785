# What the rigs beside this share: a school on the disk, the real program as door, service and command, and the
# one line that each figure is told in. Python's own library only.
import argparse
import contextlib
import csv
import datetime
import http.client
import json
import os
import pathlib
import random
import selectors
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOM = "A 1"


class Rig:
    """One rig's run: how much of it, by which chance, and what it found."""

    def __init__(self, title):
        parser = argparse.ArgumentParser(description=title)
        parser.add_argument("program")
        parser.add_argument("assets")
        parser.add_argument("--long", action="store_true", help="all of it, instead of what kiosk/test runs")
        parser.add_argument("--seed", type=int, default=1)
        self.arguments = parser.parse_args()
        self.long = self.arguments.long
        self.dice = random.Random(self.arguments.seed)
        self.missed = 0

    def row(self, what, figure, goal, good):
        """A figure against its goal, in one line; a goal missed fails the run."""
        self.missed += not good
        print(f"{'ok    ' if good else 'MISSED'}  {what:<58} {figure!s:>24}   {goal}", flush=True)

    def zero(self, what, found, of):
        """Something that must never be, of so many in which it could have been; of none proves nothing."""
        found = list(found) if not isinstance(found, int) else found
        count = found if isinstance(found, int) else len(found)
        self.row(what, f"{count} of {of:,}", "0", count == 0 and of > 0)
        if count and not isinstance(found, int):
            for one in found[:5]:
                print(f"        {one}", flush=True)

    def skipped(self, what, why):
        print(f"skip    {what}: {why}", flush=True)

    def done(self):
        raise SystemExit(1 if self.missed else 0)

    @contextlib.contextmanager
    def folder(self):
        """A directory that goes when the rig is done with it."""
        with tempfile.TemporaryDirectory(prefix="kiosk-rig-") as folder:
            yield pathlib.Path(folder)

    @contextlib.contextmanager
    def school(self, students, **settings):
        """A school of its own, with a session open all day in one room."""
        with self.folder() as folder:
            yield School(self, folder, students, settings)


class School:
    def __init__(self, rig, folder, students, settings, data=None):
        self.rig = rig
        self.folder = folder
        self.data = pathlib.Path(data or folder / "data")
        self.settings = {"DATA": self.data, "ASSETS": rig.arguments.assets, "RATE_LIMIT": "1000000/s", "SOUND": "off"}
        self.settings |= {name.upper(): value for name, value in settings.items()}
        self.codes = [str(7_000_000 + number * 13) for number in range(students)]
        self("import", "oneroster", self.roster())
        listed = json.loads(self("occurrence", "list", "--json"))
        self.occurrence = (listed["occurrences"] if isinstance(listed, dict) else listed)[0]["id"]
        self.session = self.opened(self.occurrence)

    def opened(self, occurrence):
        opened = json.loads(self("session", "open", "--occurrence", occurrence, "--json"))
        return opened["id"]

    def today(self):
        return datetime.date.today()

    def starts(self):
        """When the course begins, `HH:MM`; it lasts until midnight."""
        return "00:00"

    def roster(self):
        """OneRoster 1.1 of one course that meets today, all day, and of whoever is in it."""
        roster = self.folder / "roster"
        roster.mkdir()
        today = self.today()
        year = today.replace(month=1, day=1), today.replace(month=12, day=31)
        tables = {
            "manifest": [["propertyName", "value"], ["manifest.version", "1.0"], ["oneroster.version", "1.1"]]
            + [[f"file.{name}", "bulk"] for name in
               ("academicSessions", "orgs", "users", "courses", "classes", "enrollments")],
            "orgs": [["sourcedId", "name", "type"], ["o", "School", "school"]],
            "academicSessions": [["sourcedId", "title", "type", "startDate", "endDate", "schoolYear"],
                                 ["t", "Term", "term", *year, today.year]],
            "courses": [["sourcedId", "title", "courseCode", "orgSourcedId"], ["c", "Calculus", "MATH101", "o"]],
            "classes": [["sourcedId", "title", "courseSourcedId", "classCode", "classType", "location",
                         "schoolSourcedId", "termSourcedIds"],
                        ["k", "CS 2024", "c", "MATH101", "scheduled", ROOM, "o", "t"]],
            "users": [["sourcedId", "enabledUser", "orgSourcedIds", "role", "username", "givenName", "familyName",
                       "identifier"]]
            + [["T1", "true", "o", "teacher", "T1001", "Tea", "Cher", "T1001"]]
            + [[code, "true", "o", "student", code, "Ann", "Lee", code] for code in self.codes],
            "enrollments": [["sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary"],
                            ["e", "k", "o", "T1", "teacher", "true"]]
            + [["e" + code, "k", "o", code, "student", "false"] for code in self.codes],
            "meetings": [["classSourcedId", "weekday", "weeks", "sections", "startTime", "endTime", "building", "room",
                          "teacherSourcedId"],
                         ["k", today.strftime("%a").upper(), "", "1", self.starts(), "24:00", *ROOM.split(), "T1"]],
        }
        for name, rows in tables.items():
            with open(roster / f"{name}.csv", "w", newline="") as file:
                csv.writer(file).writerows(rows)
        return roster

    @property
    def environment(self):
        return os.environ | {f"KIOSK_{name}": str(value) for name, value in self.settings.items()}

    @property
    def database(self):
        return self.data / "kiosk.sqlite"

    def run(self, *arguments, wrap=(), timeout=120, lines="", **more):
        """A command of the program, whatever comes of it; `lines` are on its standard input."""
        return subprocess.run([*wrap, self.rig.arguments.program, *map(str, arguments)], env=self.environment,
                              input=lines, text=True, errors="replace", capture_output=True, timeout=timeout, **more)

    def __call__(self, *arguments):
        done = self.run(*arguments)
        if done.returncode:
            raise SystemExit(f"kiosk {' '.join(map(str, arguments))}: {done.stderr or done.stdout}")
        return done.stdout

    def sql(self, query, database=None):
        """Rows as sqlite3 prints them, of the database or of a copy; another program than ours."""
        done = subprocess.run(["sqlite3", "-cmd", ".timeout 10000", str(database or self.database), query],
                              capture_output=True, text=True, errors="replace")
        if done.returncode:
            raise SystemExit(f"sqlite3: {done.stderr}")
        return done.stdout.splitlines()

    def copy(self, name):
        """The data directory as it stands, beside it."""
        return shutil.copytree(self.data, self.folder / name, ignore=lambda _, names: [n for n in names if "sock" in n])

    def door(self, wrap=(), **more):
        return Program(self, ["run", "--room", ROOM, "--screen", "json", "--listen", "off"], wrap, **more)

    def door_and_service(self, wrap=(), **more):
        return self.serving(["run", "--room", ROOM, "--screen", "json"], wrap, **more)

    def service(self, wrap=(), **more):
        return self.serving(["serve"], wrap, **more)

    def serving(self, arguments, wrap, **more):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        program = Program(self, [*arguments, "--listen", f"127.0.0.1:{port}"], wrap, **more)
        program.port = port
        program.expect("Serving on")
        return program

    def token(self, *arguments):
        return self("token", "create", *arguments).strip()


class Program:
    """The program running: a door in a pipe, or a service. What it says comes line by line, with a deadline."""

    def __init__(self, school, arguments, wrap=(), environment=None, stderr=None):
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [*wrap, school.rig.arguments.program, *arguments], env=school.environment | (environment or {}),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr or self.log, start_new_session=True)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.rest = b""

    def send(self, *lines):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write("".join(line + "\n" for line in lines).encode())
            self.process.stdin.flush()

    def line(self, within=30):
        """The next line it says; nothing once it has ended, or where it says none in time."""
        deadline = time.monotonic() + within
        while b"\n" not in self.rest:
            left = deadline - time.monotonic()
            if left <= 0 or not self.selector.select(left):
                return None
            read = self.process.stdout.read()
            if read == b"":
                return None
            self.rest += read or b""
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode(errors="replace")

    def answer(self, within=30):
        """The next answer, as JSON."""
        line = self.line(within)
        return line and json.loads(line)

    def expect(self, text, within=60):
        """Waits until its log holds a text."""
        deadline = time.monotonic() + within
        while text not in self.said():
            if time.monotonic() > deadline or self.process.poll() is not None and text not in self.said():
                raise SystemExit(f"it never said '{text}': {self.said()}")
            time.sleep(0.02)

    def said(self):
        """All that its standard error held so far."""
        return os.pread(self.log.fileno(), 10_000_000, 0).decode(errors="replace")

    def signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def kill(self):
        """Dies at once; what it had said before is still to be read."""
        self.signal(signal.SIGKILL)
        self.process.wait(30)

    def end(self):
        """Ends as an administrator ends it; its exit status."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise SystemExit(f"{self.process.args} did not end within 30 s of SIGTERM: {self.said()[-2000:]}")

    def request(self, method, path, token=None, body=None, timeout=30, **fields):
        """Status and body of one request to a service."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        if token:
            fields["Authorization"] = f"Bearer {token}"
        if body is not None:
            fields["Content-Type"] = "application/json"
        try:
            connection.request(method, path, None if body is None else json.dumps(body), fields)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        return answer.status, json.loads(text) if text[:1] in "{[" and text else text

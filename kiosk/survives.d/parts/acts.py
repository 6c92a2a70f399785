# What is done to a school, each as one run of the program from a state of its own: what it did so far, told by another
# program, and how to do it again.
import http.client
import json
import pathlib
import re
import shutil
import signal
import subprocess

from parts import agree, load
from rig import ROOM

SCHEMAS = pathlib.Path(__file__).resolve().parents[3] / "Tests" / "LedgerSQLiteTests"


class Act:
    """`run` does it, `state` says how much of it is there: 0 none, 1 all, anything else a half."""

    def __init__(self, name, school, state=None):
        self.name, self.school = name, school
        self.start = state or school.copy(f"start of {name}")

    def again(self):
        """Back to where it starts."""
        shutil.rmtree(self.school.data)
        shutil.copytree(self.start, self.school.data)

    def heard(self, done):
        self.said = done.stdout + done.stderr
        # strace ends as what it watched.
        self.died = done.returncode == -signal.SIGKILL
        self.crashed = done.returncode < 0

    def count(self, query, all_of):
        """Nothing, all, or what there is of it."""
        found = int(self.school.sql(query)[0])
        return {0: 0, all_of: 1}.get(found, f"{found} of {all_of}")

    def halves(self):
        return agree.halves(self.school)


class CheckIn(Act):
    def run(self, wrap=()):
        """Whether it was answered as done."""
        done = self.school.run("run", "--room", ROOM, "--screen", "json", "--listen", "off", wrap=wrap,
                               lines=self.school.codes[-1] + "\n")
        self.heard(done)
        return '"outcome":"accepted"' in done.stdout or '"outcome":"repeated"' in done.stdout

    def state(self):
        # Present, or late where the rig has come to it later than ten minutes after the start.
        return self.count("SELECT count(*) FROM record r JOIN user u ON u.id = r.user_id "
                          f"WHERE u.code = '{self.school.codes[-1]}' AND number IN (1, 2)", 1)


class Post(Act):
    """The same by the API: a scan, answered by 200, or by an error that says what is the matter."""

    def __init__(self, name, school, state):
        super().__init__(name, school, state)
        self.token = None

    def again(self):
        super().again()
        self.token = self.school.token("--device", "Door", "--room", ROOM)

    def run(self, wrap=()):
        program, self.said, status = None, "", 0
        try:
            program = self.school.service(wrap)
            status, answer = program.request("POST", "/api/v1/checkin-records/scan", self.token,
                                             {"scan": self.school.codes[-1]})
            self.said = json.dumps(answer)
        except (SystemExit, OSError, http.client.HTTPException) as fault:
            self.said = str(fault)
        finally:
            self.died = self.crashed = False
            if program:
                program.end()
                self.said += program.said()
        return status == 200 and '"outcome": "accepted"' in self.said or '"outcome": "repeated"' in self.said

    state = CheckIn.state


class Command(Act):
    """An act that is a command, which says by its exit status that it is done."""

    def run(self, wrap=()):
        done = self.school.run(*self.arguments(), wrap=wrap)
        self.heard(done)
        return done.returncode == 0


class Close(Command):
    def arguments(self):
        return "session", "close", self.school.session

    def state(self):
        closed = self.school.sql(f"SELECT status FROM checkin_session WHERE id = {self.school.session}") == ["closed"]
        there = self.count("SELECT count(*) FROM record WHERE number IS NOT NULL "
                           f"AND occurrence_id = {self.school.occurrence}", len(self.school.codes))
        if closed:
            return 1 if there == 1 else f"closed with {there}"
        return 0 if there != 1 else "not closed, but everybody has something"


class Import(Command):
    def arguments(self):
        file = load.write_list(self.school.folder, "L0001")
        return "import", "table", file, "--yes", "--course", "MATH101"

    def state(self):
        users = self.count("SELECT count(*) FROM user WHERE code LIKE 'L0001%'", load.LIST)
        enrolments = self.count("SELECT count(*) FROM enrolment n JOIN user u ON u.id = n.user_id "
                                "WHERE u.code LIKE 'L0001%'", load.LIST)
        return users if users == enrolments else f"{users} of the people, {enrolments} of the enrolments"


class Migration(Command):
    """The whole way from the oldest schema; each step is a transaction of its own."""

    def __init__(self, name, school):
        # As many as a school that is made now has.
        self.steps = int(school.sql("SELECT count(*) FROM grdb_migrations")[0])
        state = school.folder / "old"
        state.mkdir(mode=0o700)
        sql = "".join(part + ";\n" for part in (SCHEMAS / "schema-2.sql").read_text().split(";\n")
                      if part.strip() and "sqlite_sequence" not in part)
        subprocess.run(["sqlite3", str(state / "kiosk.sqlite")], input=sql + HELD, text=True, check=True)
        super().__init__(name, school, state)
        self.goal = None

    def arguments(self):
        return "occurrence", "list"

    def state(self):
        done = self.school.sql("SELECT identifier FROM grdb_migrations ORDER BY rowid")
        numbers = [int(one.split()[0]) for one in done]
        if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < 2:
            return f"steps {numbers}"
        return 1 if len(numbers) == self.steps else 0

    def halves(self):
        """Once it is whole it is what a migration without a death makes; its secrets are new each time."""
        if self.state() != 1:
            return [line for line in self.school.sql("PRAGMA integrity_check") if line != "ok"]
        self.goal = self.goal or self.dump()
        return [] if self.dump() == self.goal else ["what was brought forward is not the same"]

    def dump(self):
        return [line for line in self.school.sql(".dump") if not re.match(r"INSERT INTO (secret|audit_anchor)", line)]


class Copy(Command):
    """A backup: either there by its name and whole, or not there."""

    def arguments(self):
        return ("backup",)

    def state(self):
        folder = self.school.data / "backups"
        made = sorted(folder.glob("kiosk-*.sqlite")) if folder.exists() else []
        for one in made:
            if unclean := agree.unclean(self.school, one):
                return f"{one.name}: {unclean}"
        return min(len(made), 1)


HELD = """
INSERT INTO grdb_migrations VALUES ('1 school'), ('2 attendance');
INSERT INTO device VALUES (1, x'00112233445566778899aabbccddeeff', 'this database');
INSERT INTO classroom VALUES (1, '5A', 'C317', NULL);
INSERT INTO user (id, code, code_key, tail_key, code_length, given_name, family_name, full_name, role, student_class,
  created_at, updated_at) VALUES (1, 'A1', 'A1', 'A1', 2, 'A', 'B', 'A B', 'student', '09, 10', 0, 0);
INSERT INTO term (id, source, source_id, title, kind, start_date, end_date, school_year)
  VALUES (1, 's', 't', 'Spring', 'term', '2026-03-01', '2026-06-30', 2026);
INSERT INTO course (id, name, course_code, class_name, created_at, updated_at) VALUES (1, 'Calculus', 'M', '', 0, 0);
INSERT INTO course_term VALUES (1, 1);
INSERT INTO occurrence (id, course_id, date, sections, first_section, start_minute, end_minute, status, source_type)
  VALUES (1, 1, '2026-03-09', '1,2', 1, 480, 580, 'scheduled', 'generated');
INSERT INTO record (occurrence_id, user_id, number, settled_row, created_at, updated_at) VALUES (1, 1, 2, 4, 0, 0);
INSERT INTO audit (seq, moment, origin, action, object, object_id, after)
  VALUES (1, 5, 'local:0', 'settle', 'record', 1, 'number=2');
INSERT INTO attempt (id, device_id, classroom_id, moment, kind, byte_count, from_reader, outcome)
  VALUES (x'00112233445566778899aabbccddeeff', 1, 1, 5, 'token', 10, 0, 'staff');
"""


def all_of(rig, school):
    """Every act, on a school in which some are there already, as it was left and as a death left it."""
    door = school.door()
    half = len(school.codes) // 2
    door.send(*school.codes[:half])
    for _ in range(half):
        door.answer()
    killed = school.copy("killed")
    door.kill()
    door = school.door()
    door.end()
    clean = school.copy("clean")
    return [CheckIn("a check-in", school, clean), CheckIn("a check-in after a death", school, killed),
            Close("a session's close", school, clean), Close("a session's close after a death", school, killed),
            Import("an import", school, clean), Import("an import after a death", school, killed),
            Migration("a migration", school), Copy("a backup", school, killed)]

# A school at work: a door in a pipe, requests to the API beside it, and commands, all on one data directory. Each keeps
# what was answered as done, and goes on until its program is killed.
import contextlib
import datetime
import http.client
import itertools
import json
import os
import signal
import subprocess
import threading

from rig import ROOM

BATCH = 16
LIST = 12


class Work:
    """One school's students dealt out to those who work on it, and what each was told is done."""

    def __init__(self, rig, school):
        self.rig, self.school = rig, school
        self.device = school.token("--device", "Door", "--room", ROOM)
        self.teacher = school.token("--user", "T1001")
        ids = dict(line.split("|") for line in school.sql("SELECT code, id FROM user"))
        self.ids = {code: int(ids[code]) for code in school.codes}
        share = len(school.codes) // 10
        self.scanned = iter(school.codes[:share * 7])
        self.posted = iter(school.codes[share * 7:share * 8])
        self.marked = iter(school.codes[share * 8:share * 9])
        self.commanded = iter(school.codes[share * 9:])
        self.lists = itertools.count(1)
        self.lessons = itertools.count(1)
        self.present, self.marks, self.created, self.imported = set(), {}, set(), set()
        # What each session may be: what was answered last, and what was asked since.
        self.sessions = {}
        self.listed = {}
        for where in "API", "command":
            self.sessions[self.lesson_open()] = {"open"}
        self.of_api, self.of_command = self.sessions

    def lesson(self):
        hour, part = divmod(next(self.lessons), 2)
        day = datetime.date.today() + datetime.timedelta(days=hour // 23)
        start = f"{hour % 23:02}:{part * 30:02}"
        end = f"{hour % 23:02}:{part * 30 + 20:02}"
        return ["occurrence", "create", "--course", "MATH101", "--date", day, "--start", start, "--end", end,
                "--sections", 2 + hour * 2 + part, "--json"]

    def lesson_open(self):
        return self.school.opened(json.loads(self.school(*self.lesson()))["id"])

    def lost(self):
        """What was answered as done and is not there, and what is there in part."""
        sql = self.school.sql
        main = self.school.occurrence
        kept = dict(line.split("|") for line in sql(
            f"SELECT u.code, r.number FROM record r JOIN user u ON u.id = r.user_id WHERE occurrence_id = {main}"))
        lost = [f"{code} was accepted" for code in self.present if kept.get(code) != "1"]
        lost += [f"{code} was marked" for code, number in self.marks.items() if kept.get(code) != number]
        there = set(sql("SELECT id FROM occurrence"))
        lost += [f"lesson {one} was made" for one in self.created if str(one) not in there]
        states = dict(line.split("|") for line in sql("SELECT id, status FROM checkin_session"))
        lost += [f"session {one} is {states.get(str(one))}, not {may}" for one, may in self.sessions.items()
                 if states.get(str(one)) not in may]
        for one, state in states.items():
            if int(one) in self.sessions:
                self.sessions[int(one)] = {state}
        counts = dict(line.split("|") for line in sql(
            "SELECT substr(code, 1, 5), count(*) FROM user WHERE code LIKE 'L%' GROUP BY 1"))
        lost += [f"list {one} was imported" for one in self.imported if counts.get(one) != str(LIST)]
        lost += [f"{count} of {LIST} of list {one}" for one, count in counts.items() if count != str(LIST)]
        return lost

    @property
    def answered(self):
        return len(self.present) + len(self.marks) + len(self.created) + len(self.imported)


class Working(threading.Thread):
    """Does deeds one after another, and counts those that were answered."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work, self.done, self.isEnding, self.fault = work, 0, False, None

    def run(self):
        try:
            for deed in self.deeds():
                if self.isEnding:
                    return
                if not deed():
                    return
                self.done += 1
        except (OSError, http.client.HTTPException):
            # What it asked died under it.
            return
        except Exception as fault:
            self.fault = fault


class Scanning(Working):
    """The door's pipe: so many cards at once, answered in their order."""

    def __init__(self, work, door):
        super().__init__(work)
        self.door = door

    def deeds(self):
        while batch := list(itertools.islice(self.work.scanned, BATCH)):
            self.door.send(*batch)
            for code in batch:
                yield lambda code=code: self.hear(code)

    def hear(self, code):
        answer = self.door.answer(within=20)
        if answer and answer["outcome"] == "accepted":
            self.work.present.add(code)
        return answer is not None


class Asking(Working):
    """Posts scans and marks, and opens and closes a session."""

    def __init__(self, work, door):
        super().__init__(work)
        self.door = door

    def deeds(self):
        for turn in itertools.count():
            yield (self.scan, self.mark, self.scan, self.mark, self.turn)[turn % 5]

    def post(self, path, token, body):
        status, answer = self.door.request("POST", f"/api/v1/{path}", token, body, timeout=20)
        if status not in (200, 201):
            raise AssertionError(f"{path}: {status} {answer}")
        return answer["data"]

    def scan(self):
        code = next(self.work.posted, None)
        if code and self.post("checkin-records/scan", self.work.device, {"scan": code})["outcome"] == "accepted":
            self.work.present.add(code)
        return code

    def mark(self):
        code = next(self.work.marked, None)
        if code:
            self.post("checkin-records/manual", self.work.teacher,
                      {"session_id": self.work.school.session, "student_id": self.work.ids[code], "status": "late"})
            self.work.marks[code] = "2"
        return code

    def turn(self):
        one, states = self.work.of_api, self.work.sessions
        isOpen = states[one] == {"open"}
        states[one] = {"open", "closed"}
        verb = "close" if isOpen else "open"
        self.post(f"checkin-sessions/{one}/{verb}", self.work.teacher, {"reopen": True})
        states[one] = {"closed" if isOpen else "open"}
        return True


class Commanding(Working):
    """Runs commands beside the door, one after another; `kill` takes the one that runs."""

    def __init__(self, work, door):
        super().__init__(work)
        self.process = None
        self.lock = threading.Lock()

    def deeds(self):
        deeds = [self.mark, self.lesson, self.turn, self.table]
        self.work.rig.dice.shuffle(deeds)
        return itertools.cycle(deeds)

    def command(self, *arguments):
        """What it printed, and whether it ended as done; neither where it was killed."""
        school = self.work.school
        with self.lock:
            if self.isEnding:
                return None
            self.process = subprocess.Popen(
                [school.rig.arguments.program, *map(str, arguments)], env=school.environment, text=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        printed, said = self.process.communicate()
        if self.process.returncode > 0:
            raise AssertionError(f"kiosk {arguments}: {said}")
        return printed if self.process.returncode == 0 else None

    def kill(self):
        with self.lock:
            self.isEnding = True
            if self.process and self.process.returncode is None:
                # It may have ended by itself in the meantime.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)

    def mark(self):
        code = next(self.work.commanded, None)
        if code is None or self.command("mark", code, "leave", "--session", self.work.school.session) is None:
            return False
        self.work.marks[code] = "13"
        return True

    def lesson(self):
        made = self.command(*self.work.lesson())
        if made:
            self.work.created.add(json.loads(made)["id"])
        return made

    def turn(self):
        one, states = self.work.of_command, self.work.sessions
        isOpen = states[one] == {"open"}
        states[one] = {"open", "closed"}
        if self.command("session", "close" if isOpen else "reopen", one) is None:
            return False
        states[one] = {"closed" if isOpen else "open"}
        return True

    def table(self):
        name = f"L{next(self.work.lists):04}"
        file = write_list(self.work.school.folder, name)
        # So many of so few: each list is of a source of its own.
        if self.command("import", "table", file, "--yes", "--source", name) is None:
            return False
        self.work.imported.add(name)
        return True


def write_list(folder, name, count=LIST):
    """A list of students whose codes begin with its name."""
    file = folder / f"{name}.csv"
    rows = "".join(f"{name}{number:03},Bo,Li\n" for number in range(count))
    file.write_text("Student No,First name,Last name\n" + rows)
    return file

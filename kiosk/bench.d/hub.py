# A hub as a campus has it: a school of 500 rooms in a PostgreSQL of its own, which keeps what it answers, the service
# beside it, and the tokens of its doors. What starts servers and programs stands with the rigs of kiosk/survives.
import contextlib
import csv
import datetime
import hashlib
import http.client
import json
import os
import shutil
import time

from parts.cluster import Node, children
from rig import School

ROOMS = int(os.environ.get("KIOSK_BENCH_ROOMS", 500))
LESSONS, EACH, STUDENTS = 10, 30, ROOMS * 100
COURSES = ROOMS * LESSONS
# Of a lesson held today by the hub itself, beside those of the doors.
OWN = "own"
DAY = datetime.date.today() - datetime.timedelta(days=1)
DURABLE = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"


class Server(Node):
    """PostgreSQL as it comes, and surely durable."""

    def begin(self):
        super().begin()
        with open(self.data / "postgresql.conf", "a") as conf:
            conf.write(DURABLE)

    def copied(self, table, rows):
        """Rows into a table, all at once; how many seconds it took."""
        file = self.folder / f"{table.split()[0]}.copy"
        with open(file, "w") as out:
            out.writelines("\t".join(map(str, row)) + "\n" for row in rows)
        began = time.monotonic()
        self.sql(f"\\copy {table} FROM '{file}'")
        return time.monotonic() - began

    def pids(self):
        return [self.process.pid, *children(self.process.pid)]


def name(*words):
    """What a row is called everywhere, after what its files call it (LedgerSQL/KnownAs.swift)."""
    text = "".join(f"{len(word.encode())}:{word}" for word in words)
    digest = bytearray(hashlib.sha256(text.encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return bytes(digest)


class Hub(School):
    """The school, imported; yesterday each room had its lessons, one after another."""

    def __init__(self, rig, folder, server):
        self.rig, self.folder, self.server = rig, folder, server
        self.data = folder / "data"
        self.settings = {"DATA": self.data, "ASSETS": rig.arguments.assets, "RATE_LIMIT": "off", "SOUND": "off",
                         "DATABASE": server.address, "TIME_ZONE": "UTC"}
        done = self.run("import", "oneroster", self.roster(), timeout=900)
        if done.returncode:
            raise SystemExit(f"kiosk import: {done.stderr}")
        # As the server does by itself within minutes. Of tables that are still empty it knows nothing then, either.
        self.sql('VACUUM ANALYZE "user", course, classroom, enrolment, occurrence, term, course_term')

    def sql(self, query, database=None):
        return self.server.sql(query)

    def roster(self):
        folder = self.folder / "roster"
        folder.mkdir()
        term = DAY, DAY + datetime.timedelta(days=5)
        students = [f"s{number}" for number in range(STUDENTS)]
        sits = [(course, f"s{(course * EACH + seat) % STUDENTS}") for course in range(COURSES) for seat in range(EACH)]
        sits += [(OWN, student) for student in students[:EACH]]
        courses = [*range(COURSES), OWN]
        meetings = [[f"k{course}", DAY.strftime("%a").upper(), "", course // ROOMS + 1, f"{8 + course // ROOMS:02}:00",
                     f"{8 + course // ROOMS:02}:45", "B", course % ROOMS, ""] for course in range(COURSES)]
        meetings.append([f"k{OWN}", datetime.date.today().strftime("%a").upper(), "", 1, "00:00", "24:00", "B", OWN, ""])
        tables = {
            "manifest": [["propertyName", "value"], ["manifest.version", "1.0"], ["oneroster.version", "1.1"]]
            + [[f"file.{table}", "bulk"] for table in
               ("academicSessions", "orgs", "users", "courses", "classes", "enrollments")],
            "orgs": [["sourcedId", "name", "type"], ["o", "Bench", "school"]],
            "academicSessions": [["sourcedId", "title", "type", "startDate", "endDate", "schoolYear"],
                                 ["t", "Term", "term", *term, DAY.year]],
            "courses": [["sourcedId", "title", "courseCode", "orgSourcedId"]]
            + [[f"c{course}", f"Course {course}", f"C{course}", "o"] for course in courses],
            "classes": [["sourcedId", "title", "courseSourcedId", "classCode", "classType", "schoolSourcedId",
                         "termSourcedIds"]]
            + [[f"k{course}", f"Course {course}", f"c{course}", f"C{course}", "scheduled", "o", "t"]
               for course in courses],
            "users": [["sourcedId", "enabledUser", "orgSourcedIds", "role", "username", "givenName", "familyName",
                       "identifier", "grades"]]
            + [[student, "true", "o", "student", student, f"Given{place}", f"Family{place}", 2024000000 + place * 7,
                f"Group {place // 300}"] for place, student in enumerate(students)],
            "enrollments": [["sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"]]
            + [[f"e{course}-{student}", f"k{course}", "o", student, "student"] for course, student in sits],
            "meetings": [["classSourcedId", "weekday", "weeks", "sections", "startTime", "endTime", "building", "room",
                          "teacherSourcedId"]] + meetings,
        }
        for table, rows in tables.items():
            with open(folder / f"{table}.csv", "w", newline="") as file:
                csv.writer(file).writerows(rows)
        return folder

    def name_all(self):
        """As the feed does that tells doors of it."""
        origins = {
            "user": "SELECT id, 'user', source, source_id FROM \"user\" WHERE source_id IS NOT NULL",
            "course": "SELECT id, 'course', source, source_id FROM course",
            "classroom": "SELECT id, 'classroom', building, room_number FROM classroom",
            "occurrence": "SELECT o.id, 'course', c.source, c.source_id, o.source_type, planned_date, planned_section "
                          "FROM occurrence o JOIN course c ON c.id = o.course_id",
        }
        rows = []
        for kind, query in origins.items():
            for row in self.sql(query):
                number, *words = row.split("|")
                rows.append((kind, number, "\\\\x" + name(*words).hex()))
        self.server.copied("known_as (kind, id, uid)", rows)

    def doors(self, service):
        """A door for each room, joined with a code as each is: its tokens, by room."""
        rooms = [row.split("|") for row in self.sql("SELECT id, room_number FROM classroom WHERE room_number <> 'own'")]
        self.server.copied("device (uid, name, classroom_id)",
                           [("\\\\x" + os.urandom(16).hex(), f"Door {number}", room) for room, number in rooms])
        alphabet = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
        codes = {}
        for row in self.sql("SELECT d.id, c.room_number FROM device d JOIN classroom c ON c.id = d.classroom_id"):
            device, number = row.split("|")
            codes[number] = device, "".join(alphabet[byte % len(alphabet)] for byte in os.urandom(10))
        self.server.copied("enrolment_code (digest, device_id, expires_at)",
                           [("\\\\x" + hashlib.sha256(code.encode()).hexdigest(), device, (int(time.time()) + 900) * 1000)
                            for device, code in codes.values()])
        connection = http.client.HTTPConnection("127.0.0.1", service.port)
        tokens = {}
        for number, (_, code) in codes.items():
            connection.request("POST", "/api/v1/sync/enrol", json.dumps({"code": code}),
                               {"Content-Type": "application/json"})
            answer = json.loads(connection.getresponse().read())
            if "data" not in answer:
                raise SystemExit(f"room {number} did not join: {answer}")
            tokens[int(number)] = answer["data"]["token"]
        return tokens


def served(rig, stack):
    """A server in a folder of its own, which ends with the stack."""
    folder = stack.enter_context(rig.folder())
    # Whoever the server runs as must reach it.
    folder.chmod(0o755)
    servers = folder / "servers"
    servers.mkdir()
    if os.getuid() == 0:
        shutil.chown(servers, "nobody", "nogroup")
    server = Server(servers, "one")
    server.begin()
    server.start()
    stack.callback(server.end)
    return folder, server


def made(rig, stack):
    """A school in a server of its own."""
    folder, server = served(rig, stack)
    rig.say(f"a school of {STUDENTS:,} students and {COURSES:,} lessons is made")
    return Hub(rig, folder, server)


@contextlib.contextmanager
def joined(rig):
    """A school, its service, and the tokens of its doors."""
    with contextlib.ExitStack() as stack:
        hub = made(rig, stack)
        hub.name_all()
        service = hub.service()
        stack.callback(service.end)
        yield hub, service, hub.doors(service)

# A large school that is served: every lesson of today is open, and whoever asks has a token.
import json

from loads import Asks, Load, asked, hello


class Served:
    """A school's service, what can be asked of it, and wrk to ask with."""

    def __init__(self, suite, school, folder):
        self.suite, self.school, self.folder = suite, school, folder
        self.open_all()
        school("user", "add", "--code", "OFFICE", "--name", "Office", "--role", "superadmin")
        self.office = school.token("--user", "OFFICE")
        self.hello = hello(folder)
        self.schedule = self.asks("my-schedule", self.days())
        self.toggle = self.asks("toggle-status", self.marks())
        self.roster = asked(folder, "roster", f"/api/v1/checkin-sessions/{school.session}/roster", self.office)

    def asks(self, name, requests):
        return Asks(self.folder, name, requests)

    def open_all(self):
        """The same student marked a hundred times in one class is nobody's day; and each is held all day, so that its
        door takes check-ins now."""
        self.school.sql("""
            UPDATE occurrence SET start_minute = 0, end_minute = 1440 WHERE date = date('now', 'localtime');
            INSERT OR IGNORE INTO checkin_session (occurrence_id, status, code, grace_minutes, created_at, updated_at,
              proof_key)
            SELECT id, 'open', printf('Q%05d', id % 100000), 10, 0, 0, randomblob(32) FROM occurrence
              WHERE date = date('now', 'localtime');
            INSERT OR IGNORE INTO checkin_interval (session_id, position, opened_at)
              SELECT id, 0, created_at FROM checkin_session""")

    def pairs(self, what, odd):
        """Of today's lessons and those in them: marks are made in every other course, and scans come in those between,
        so that each finds a student of whom nothing is known. The first course is left to its own door."""
        return [row.split("|") for row in self.school.sql(f"""
            SELECT {what} FROM checkin_session s JOIN occurrence o ON o.id = s.occurrence_id
              JOIN enrolment e ON e.course_id = o.course_id JOIN user u ON u.id = e.user_id
              JOIN classroom r ON r.id = o.classroom_id JOIN course c ON c.id = o.course_id
            WHERE o.date = date('now', 'localtime') AND c.course_code <> 'C0' AND c.id % 2 = {odd}
            ORDER BY e.user_id, s.id""")]

    def days(self):
        codes = self.school.sql("SELECT code FROM user WHERE role = 'student' ORDER BY id % 97, id LIMIT 64")
        path = f"/api/v1/checkin-records/my-schedule?date={self.school.today()}"
        return [("GET", path, self.school.token("--user", code), "") for code in codes]

    def marks(self):
        """Everybody late, then everybody present: each changes a record."""
        pairs = self.pairs("s.id, e.user_id", odd=0)
        return [("POST", f"/api/v1/checkin-sessions/{session}/toggle-status", self.office,
                 json.dumps({"student_id": int(student), "status": status}))
                for status in ("late", "present") for session, student in pairs]

    def scans(self):
        """Each student's card once at the door of each of their rooms, by that room's device."""
        rooms = {}
        for room, code in self.pairs("r.building || ' ' || r.room_number, u.code", odd=1):
            if room not in rooms:
                rooms[room] = self.school.token("--device", f"Reader {room}", "--room", room)
            yield "POST", "/api/v1/checkin-records/scan", rooms[room], json.dumps({"scan": code})

    def start(self, stack, program=None):
        """With what it was prepared on, or with a program that serves a copy of that."""
        self.program = program or self.school.service()
        stack.callback(self.program.end)
        self.pid, self.load = self.program.process.pid, Load(self.suite, self.program.port)
        for asks in self.hello, self.schedule, self.roster:
            self.load.rate(asks, 4, seconds=1)
        return self

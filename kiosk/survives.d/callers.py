# A school of two courses, each with a teacher, students, a room and a session that is open, and everybody who can ask.
import csv
import datetime

from rig import School

SCOPES = ("classes:read", "classes:write", "homeroom:read", "homeroom:write", "excusals")
OTHER_ROOM = "B 2"
PUBLIC = "http://kiosk.school.example"
ARTISTS = ["8100001", "8100014", "8100027"]


class TwoCourses(School):
    """As School, with a course of drawing beside it; `sides` holds the ids of what belongs to each."""

    def __init__(self, rig, folder, students, **settings):
        super().__init__(rig, folder, students, {"PUBLIC_URL": PUBLIC} | settings)
        for code, role in ("S1", "superadmin"), ("O1", "secretary"), ("A1", "assistant"):
            self("user", "add", "--code", code, "--name", f"Office {code}", "--role", role)
        for number, code in enumerate((self.codes[0], ARTISTS[0])):
            self("user", "add", "--code", f"P{number}", "--name", "Par Ent", "--role", "parent", "--parent-of", code)
            self.write(f"INSERT INTO year_group (grade) VALUES ('{9 + number}'); UPDATE user SET year_group_id = "
                       f"(SELECT id FROM year_group WHERE grade = '{9 + number}') WHERE code = '{code}'")
        self.opened(self.id("SELECT o.id FROM occurrence o JOIN course c ON c.id = course_id "
                            f"WHERE course_code = 'ART1' AND date = '{datetime.date.today()}'"))
        self.sides = {"math": self.side("MATH101", self.codes[0], "P0"), "art": self.side("ART1", ARTISTS[0], "P1")}

    def write(self, query):
        """Straight into the database, for what no command makes; while nothing else runs on it."""
        self.sql(query)

    def id(self, query):
        return int(self.sql(query)[0])

    def roster(self):
        folder, today = super().roster(), datetime.date.today()
        more = {
            "courses": [["d", "Drawing", "ART1", "o"]],
            "classes": [["l", "Art 2024", "d", "ART1", "scheduled", OTHER_ROOM, "o", "t"]],
            "users": [["T2", "true", "o", "teacher", "T1002", "Dra", "Wer", "T1002"]]
            + [[code, "true", "o", "student", code, "Bob", "Roe", code] for code in ARTISTS],
            "enrollments": [["f", "l", "o", "T2", "teacher", "true"]]
            + [["e" + code, "l", "o", code, "student", "false"] for code in ARTISTS],
            "meetings": [["l", today.strftime("%a").upper(), "", "1", "00:00", "24:00", *OTHER_ROOM.split(), "T2"]],
        }
        for name, rows in more.items():
            with open(folder / f"{name}.csv", "a", newline="") as file:
                csv.writer(file).writerows(rows)
        return folder

    def side(self, course, student, parent):
        today = datetime.date.today()
        of = f"FROM occurrence o JOIN course c ON c.id = o.course_id WHERE c.course_code = '{course}' " \
            f"AND o.date = '{today}'"
        return {
            "session": self.id(f"SELECT (SELECT id FROM checkin_session WHERE occurrence_id = o.id) {of}"),
            "room": self.id(f"SELECT o.classroom_id {of}"),
            "occurrence": self.id(f"SELECT o.id {of}"), "course": self.id(f"SELECT c.id {of}"),
            "student": self.id(f"SELECT id FROM user WHERE code = '{student}'"), "code": student,
            "teacher": self.id(f"SELECT teacher_id FROM course WHERE course_code = '{course}'"),
            "parent": self.id(f"SELECT id FROM user WHERE code = '{parent}'"),
            "session_code": self.sql(f"SELECT code FROM checkin_session s JOIN occurrence o ON o.id = s.occurrence_id "
                                     f"WHERE o.id = (SELECT o.id {of})")[0],
            "group": self.id(f"SELECT year_group_id FROM user WHERE code = '{student}'"),
            "term": self.id("SELECT id FROM term WHERE is_term = 1"),
            "year": self.id("SELECT coalesce(year_id, id) FROM term WHERE is_term = 1"), "date": str(today),
        }

    MISSING = {"session": 999_999, "occurrence": 999_999, "course": 999_999, "student": 999_999, "teacher": 999_999,
               "parent": 999_999, "session_code": "ZZ9ZZ9", "group": 999_999, "term": 999_999, "year": 999_999,
               "record": 999_999, "excusal": 999_999, "room": 999_999, "code": "999999999"}

    def tokens(self):
        """Everybody who can ask, by name: the token, and whose side they are on. None of them shows a token."""
        made = {"none": (None, ""), "rubbish": ("kiosk_" + "a" * 32 + "_aaaaaa", "")}
        for name, code, side in (("student", self.codes[0], "math"), ("other student", ARTISTS[0], "art"),
                                 ("teacher", "T1001", "math"), ("other teacher", "T1002", "art"),
                                 ("parent", "P0", "math"), ("superadmin", "S1", ""), ("secretary", "O1", ""),
                                 ("assistant", "A1", "")):
            made[name] = self.token("--user", code), side
        made["revoked"] = self.token("--user", "S1"), ""
        last = self.id("SELECT max(id) FROM token")
        self("token", "revoke", last)
        for name, room, side in ("device", "A 1", "math"), ("other device", OTHER_ROOM, "art"):
            made[name] = self.token("--device", name.replace(" ", "-"), "--room", room), side
        made["projector"] = self.token("--projector", self.sides["math"]["session"]), "math"
        made["calendar"] = self.token("--calendar", self.codes[0]), "math"
        made["room's calendar"] = self.token("--calendar-room", "A 1"), "math"
        for scope in SCOPES:
            made[scope] = self.token("--integration", "sis", "--scope", scope), ""
        return made

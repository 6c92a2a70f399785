# Large schools: rosters with history, and a session that is open all day.
import csv
import datetime
import json
import shutil

from rig import School

ROOM, DEMO_ROOM = "B 0", "5A C317"


class BenchSchool(School):
    """A school in a data directory; `session` is one that is open all day."""

    def __init__(self, suite, data, **settings):
        self.rig, self.folder, self.data = suite, data.parent, data
        self.settings = {"DATA": data, "ASSETS": suite.arguments.assets, "RATE_LIMIT": "off", "SOUND": "off"} | settings

    def hold(self, course, room, sections):
        """A lesson that lasts all of today, with an open session."""
        made = self("occurrence", "create", "--course", course, "--date", self.today(), "--start", "00:00",
                    "--end", "24:00", "--sections", sections, "--room", room, "--json")
        self.session = self.opened(json.loads(made)["id"])

    def door_and_service(self, *_):
        return self.serving(["run", "--room", ROOM, "--screen", "json"], ())

    def copied(self, name):
        """The same school once more, by itself."""
        data = self.data.with_name(name)
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.data, data, ignore=lambda _, names: [name for name in names if "sock" in name])
        twin = BenchSchool(self.rig, data)
        twin.session = self.session
        return twin


def demo_school(suite, folder):
    """The one that is shipped, with a session open all day."""
    school = BenchSchool(suite, folder / "demo")
    school("import", "oneroster", f"{suite.arguments.assets}/demo-school", "--grant-roles")
    school.hold("MATH101", DEMO_ROOM, 98)
    return school


class LargeSchool(BenchSchool):
    """Students spread evenly over the courses, each in `each` of them; year groups of 300. A student's courses meet
    every day, one after the other, or with `is_daily` for two sections; a single one meets on one day of the week."""

    def __init__(self, suite, data, students, courses, records=0, each=1, is_daily=False):
        super().__init__(suite, data)
        suite.say(f"making a school of {students:,} students, {courses:,} courses and {records:,} records")
        with suite.folder() as files:
            done = self.run("import", "oneroster", roster(files, students, courses, each, is_daily), timeout=1800)
        if done.returncode:
            raise SystemExit(f"kiosk import: {done.stderr}")
        if records:
            self.remember(records)
        self.hold("C0", ROOM, 9)

    def remember(self, records):
        """So many check-ins of the past, as the ledger would have kept them."""
        self.sql(f"""INSERT OR IGNORE INTO record (occurrence_id, user_id, number, checkin_time, method, settled_row,
              created_at, updated_at)
            SELECT o.id, e.user_id, 1, (unixepoch(o.date) + o.start_minute * 60 + e.user_id * 7919 % 900) * 1000,
              'card', 3, 0, 0 FROM occurrence o
            JOIN enrolment e ON e.course_id = o.course_id WHERE o.date < date('now') LIMIT {records}""")

    def codes(self, course="C0"):
        return self.sql(f"""SELECT u.code FROM user u JOIN enrolment e ON e.user_id = u.id
            JOIN course c ON c.id = e.course_id WHERE c.course_code = '{course}'""")


def meetings(courses, each, is_daily):
    for course in range(courses):
        place = "B", course, ""
        if is_daily:
            yield from ([f"c{course}", day, "", "1-2", "08:00", "09:40", *place] for day in range(1, 8))
        elif each == 1:
            yield [f"c{course}", course % 5 + 1, "", 1, "08:00", "08:45", *place]
        else:
            section = course % each
            yield from ([f"c{course}", day, "", section + 1, f"{8 + section:02}:00", f"{8 + section:02}:45", *place]
                        for day in range(1, 8))


def roster(folder, students, courses, each, is_daily=False, has_meetings=True):
    """OneRoster 1.1 of it, in a folder of its own."""
    folder = folder / "roster"
    folder.mkdir()
    first, last = (datetime.date.today() + datetime.timedelta(days=days) for days in (-180, 60))
    groups = max(1, students // 300)
    tables = {
        "manifest": [["propertyName", "value"], ["manifest.version", "1.0"], ["oneroster.version", "1.1"]]
        + [[f"file.{name}", "bulk"] for name in
           ("orgs", "academicSessions", "courses", "classes", "users", "enrollments")],
        "orgs": [["sourcedId", "name", "type"], ["o", "Bench", "school"]],
        "academicSessions": [["sourcedId", "title", "type", "startDate", "endDate", "schoolYear"],
                             ["t", "Term", "term", first, last, last.year]],
        "courses": [["sourcedId", "title", "courseCode", "orgSourcedId"]]
        + [[f"k{course}", f"Course {course}", f"C{course}", "o"] for course in range(courses)],
        "classes": [["sourcedId", "title", "grades", "courseSourcedId", "classCode", "classType", "schoolSourcedId",
                     "termSourcedIds"]]
        + [[f"c{course}", f"Course {course}", f"Year {course % 4}", f"k{course}", f"C{course}", "scheduled", "o", "t"]
           for course in range(courses)],
        "users": [["sourcedId", "enabledUser", "orgSourcedIds", "role", "username", "givenName", "familyName",
                   "identifier", "grades"]]
        + [[f"s{place}", "true", "o", "student", f"s{place}", f"Given{place}", f"Family{place}",
            f"{2024000000 + place * 7:010}", f"Group {place % groups}"] for place in range(students)],
        "enrollments": [["sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"]]
        + [[f"e{place}-{more}", f"c{(place + more) % courses}", "o", f"s{place}", "student"]
           for place in range(students) for more in range(each)],
    }
    if has_meetings:
        tables["meetings"] = [["classSourcedId", "weekday", "weeks", "sections", "startTime", "endTime", "building",
                               "room", "teacherSourcedId"], *meetings(courses, each, is_daily)]
    for name, rows in tables.items():
        with open(folder / f"{name}.csv", "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return folder

# The attendance API: what summaries of a term cost beside hello, and how fast rows are put beside sqlite3's own import.
import contextlib
import csv
import http.client
import json
import subprocess
import time

from figures import Goal
from loads import Load, asked, hello
from schools import LargeSchool

ROWS = 5_000


class Summaries:
    """Classes of 30 that meet every day for two periods, and 90 days of their attendance, put class by class."""

    def __init__(self, suite, folder, courses, stack):
        self.school = LargeSchool(suite, folder / f"classes-{courses}", courses * 30, courses, is_daily=True)
        self.sis = self.school.token("--integration", "sis", "--scope", "classes:read,classes:write,homeroom:read")
        self.program = self.school.service()
        stack.callback(self.program.end)
        self.load, self.hello = Load(suite, self.program.port), hello(folder)
        one = self.school.sql("SELECT u.year_group_id FROM enrolment e JOIN user u ON u.id = e.user_id "
                              "WHERE e.course_id = 1 LIMIT 1")[0]
        term = self.school.sql("SELECT id FROM term WHERE is_term = 1")[0]
        self.classes = self.school.sql(f"SELECT DISTINCT e.course_id FROM user u JOIN enrolment e ON e.user_id = u.id "
                                       f"WHERE u.year_group_id = {one}")
        self.asks = [asked(folder, f"{name}-{courses}", f"/v2p1/{path}/attendance/term/{term}", self.sis)
                     for name, path in (("class", "classes/1"), ("year", f"year-groups/{one}/homeroom"))]

    def cost(self, asks):
        return self.load.cost(asks, self.program.process.pid)

    def rows(self, course):
        """So many rows of a class, as a PUT has them."""
        return self.school.sql(f"""
            WITH member AS (SELECT user_id FROM enrolment WHERE course_id = {course}),
              held AS (SELECT date FROM occurrence WHERE course_id = {course} AND sections = '1,2' ORDER BY date
                LIMIT 90)
            SELECT json_object('student_id', user_id, 'date', date, 'period', period, 'status', 1)
            FROM held, (SELECT 1 AS period UNION SELECT 2), member LIMIT {ROWS}""")

    def put(self, course):
        """Rows a second."""
        rows = self.rows(course)
        body = '{"attendances":[' + ",".join(rows) + "]}"
        connection = http.client.HTTPConnection("127.0.0.1", self.program.port, timeout=60)
        with contextlib.closing(connection):
            began = time.perf_counter()
            connection.request("PUT", f"/v2p1/classes/{course}/attendance", body, {
                "Authorization": f"Bearer {self.sis}", "Content-Type": "application/json"})
            answer = connection.getresponse()
            said = answer.read()
            seconds = time.perf_counter() - began
        if answer.status != 200 or said.count(b'"status":"ok"') != len(rows):
            raise SystemExit(f"rows were refused: {answer.status} {said[:300]}")
        return len(rows) / seconds

    def imported(self, folder):
        """Rows a second that sqlite3 takes of the same into a bare table, durably."""
        file = folder / "rows.csv"
        with open(file, "w", newline="") as out:
            csv.writer(out).writerows(json.loads(row).values() for row in self.rows(1))
        began = time.perf_counter()
        subprocess.run(["sqlite3", folder / "rows.db", "PRAGMA synchronous = FULL",
                        "CREATE TABLE IF NOT EXISTS bare (student, date, period, status)",
                        f".import --csv {file} bare"], check=True, stdout=subprocess.DEVNULL)
        return ROWS / (time.perf_counter() - began)


def measure(suite, folder):
    with contextlib.ExitStack() as stack:
        few, many = (Summaries(suite, folder, courses, stack) for courses in (40, 800))
        fresh = {school: [school.put(course) for course in school.classes] for school in (few, many)}
        again, plain = suite.in_turn(lambda: few.put("1"), lambda: few.imported(folder))
        ways = [(school, asks) for school in (few, many) for asks in [*school.asks, school.hello]]
        costs = dict(zip(ways, suite.in_turn(*(lambda way=way: way[0].cost(way[1]) for way in ways))))
    for place, (name, most) in enumerate((("class of 30 over 90 days", 3), ("year group of 300 over 90 days", 10))):
        small, large = costs[few, few.asks[place]], costs[many, many.asks[place]]
        suite.figure(f"CPU of a term summary, {name}", "ms", small, "hello", costs[few, few.hello], Goal("ratio", most))
        suite.figure(f"the same beside 800 classes, {name}", "ms", large, "beside 40", small, Goal("ratio", 1.2))
    for name, rates in (("new", fresh[few]), ("that are there", again), ("new, beside 800 classes", fresh[many])):
        suite.figure(f"bulk PUT of {ROWS:,} rows {name}", "/s", rates, "sqlite3 .import", plain,
                     Goal("seen", 20_000, more=True))

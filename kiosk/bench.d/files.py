# Files in and out, beside what sqlite3 does with the same: in processor time, since that counts nobody else's work.
import datetime
import shutil

from figures import Goal
from processes import timed
from schools import LargeSchool, roster


def used(folder, *command):
    """Seconds of the clock and of the processor, and the most memory in MB. That is asked of time: a process that was
    started from here has had, for its first moment, all of ours."""
    most = folder / "most"
    seconds, cpu = timed("time", "-f", "%M", "-o", most, *command)
    return seconds, cpu, int(most.read_text()) / 1024


def measure(suite, folder):
    imports(suite, folder)
    exports(suite, folder)


def imports(suite, folder):
    """50,000 students, 5,000 courses, 500,000 enrolments."""
    files = roster(folder, 50_000, 5_000, 10, has_meetings=False)
    tables = [f".import {files}/{name}.csv {name}" for name in ("users", "classes", "courses", "enrollments")]

    def ours():
        data = fresh(folder / "imported")
        return used(folder, suite.arguments.program, "import", "oneroster", files, "--data", data)

    def plain():
        file = folder / "plain.db"
        file.unlink(missing_ok=True)
        return used(folder, "sqlite3", file, ".mode csv", *tables)

    imported, bare = suite.in_turn(ours, plain)
    suite.figure("CPU of an import of 555,000 rows", "s", [cpu for _, cpu, _ in imported], "sqlite3 .import",
                 [cpu for _, cpu, _ in bare], Goal("ratio", 10))
    suite.figure("memory of the import", "MB", [most for *_, most in imported], "sqlite3 .import",
                 [most for *_, most in bare], Goal("seen", 200))
    again = [used(folder, suite.arguments.program, "import", "oneroster", files, "--data", folder / "imported")
             for _ in range(3)]
    suite.figure("CPU of the same again, nothing changed", "s", [cpu for _, cpu, _ in again], "the first time",
                 [cpu for _, cpu, _ in imported])
    shutil.rmtree(files)


def fresh(data):
    shutil.rmtree(data, ignore_errors=True)
    return data


# The same columns out of the same tables; what a name or a moment is written as is left to sqlite3.
PLAIN = """SELECT o.date, c.course_code, c.name, o.sections, u.code, u.full_name, r.number, r.checkin_time, r.method,
    r.remark
  FROM record r JOIN occurrence o ON o.id = r.occurrence_id JOIN course c ON c.id = o.course_id
  JOIN user u ON u.id = r.user_id ORDER BY o.date, c.id, u.id"""


def exports(suite, folder):
    """A year's attendance, and a tenth of it: memory must not grow with it."""
    records = 300_000, 3_000_000
    schools = [LargeSchool(suite, folder / f"year-{count}", 20_000, 200, count, each=5) for count in records]
    start, out = datetime.date.today() - datetime.timedelta(days=200), folder / "year.csv"

    def ours(school):
        seconds, _, most = used(folder, suite.arguments.program, "export", "--from", start, "--data", school.data,
                                "-o", out)
        return out.stat().st_size / 1e6 / seconds, most

    def plain():
        seconds, *_ = used(folder, "sqlite3", "-csv", schools[1].database, f".output {out}", PLAIN)
        return out.stat().st_size / 1e6 / seconds

    small, large, bare = suite.in_turn(lambda: ours(schools[0]), lambda: ours(schools[1]), plain)
    suite.figure("export of 3,000,000 records as CSV", "MB/s", [rate for rate, _ in large], "sqlite3 -csv", bare,
                 Goal("seen", 100, more=True))
    suite.figure("memory of the export", "MB", [most for _, most in large], "of a tenth", [most for _, most in small],
                 Goal("ratio", 1.1))

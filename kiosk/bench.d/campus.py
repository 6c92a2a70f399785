# A campus brought into a hub on PostgreSQL: by the clock, since nobody else writes meanwhile; beside COPY of as many rows
# into a table with two indexes and nothing else, and the same again when nothing has changed.
import contextlib

from hub import served
from processes import timed
from schools import roster

STUDENTS, COURSES, EACH, ROUNDS = 20_000, 2_000, 10, 3
BARE = "bare (owner bigint, name text, day text, PRIMARY KEY (owner, day)); CREATE INDEX ON bare (name)"


def measure(suite, folder):
    files = roster(folder, STUDENTS, COURSES, EACH)
    firsts, agains, copies = [], [], []
    for number in range(ROUNDS):
        with contextlib.ExitStack() as stack:
            place, server = served(suite, stack)
            command = [suite.arguments.program, "import", "oneroster", files, "--data", place / "data", "--database",
                       server.address]
            firsts.append(timed(*command)[0])
            agains.append(timed(*command)[0])
            lessons = int(server.sql("SELECT count(*) FROM occurrence")[0])
            rows = STUDENTS * (1 + EACH) + COURSES + lessons
            server.sql(f"CREATE TABLE {BARE}")
            copies.append(server.copied("bare", ((row // 300, f"name-{row}", f"day-{row % 300}") for row in range(rows))))
    suite.figure(f"import of {rows:,} rows into PostgreSQL, {lessons:,} of them lessons", "s", firsts, "COPY", copies)
    suite.figure("the same again, nothing changed", "s", agains, "the first time", firsts)

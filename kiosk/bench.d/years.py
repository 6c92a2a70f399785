# A hub that remembers years: a student's day out of 57,000,000 records, beside the same out of 1,000,000 in a database
# of its own on the same PostgreSQL.
import contextlib
import copy
import datetime
import os

from figures import Goal
from hub import COURSES, DAY, EACH, OWN, STUDENTS, made
from loads import Asks, Load

FEW, MANY = 1_000_000, int(os.environ.get("KIOSK_BENCH_RECORDS", 57_000_000))
PEOPLE, DATES, CONNECTIONS = 64, 32, 4


def days(records):
    """So many days with every lesson held make so many records, or a few more."""
    return -(-records // (COURSES * EACH))


def remember(hub, first, last):
    """The lessons of so many days before, and who was there, as the ledger would have kept them."""
    oldest, newest = (str(DAY - datetime.timedelta(days=back)) for back in (last - 1, first))
    hub.sql(f"""
        SET session_replication_role = replica;
        DROP INDEX record_user;
        INSERT INTO occurrence (course_id, classroom_id, date, sections, first_section, start_minute, end_minute, status,
            source_type)
          SELECT o.course_id, o.classroom_id, to_char(date '{DAY}' - back, 'YYYY-MM-DD'), o.sections, o.first_section,
            o.start_minute, o.end_minute, 'scheduled', 'imported'
          FROM generate_series({max(first, 1)}, {last - 1}) back, occurrence o JOIN course c ON c.id = o.course_id
          WHERE o.date = '{DAY}' AND c.course_code <> 'C{OWN}' ORDER BY back DESC, o.id;
        INSERT INTO record (occurrence_id, user_id, number, checkin_time, method, settled_row, created_at, updated_at)
          SELECT o.id, e.user_id, 1, extract(epoch FROM o.date::date) * 1000 + o.start_minute * 60000, 'card', 3, 0, 0
          FROM occurrence o JOIN enrolment e ON e.course_id = o.course_id
          WHERE o.date BETWEEN '{oldest}' AND '{newest}' AND e.is_teacher = 0;
        CREATE INDEX record_user ON record (user_id);""")
    hub.sql("VACUUM ANALYZE occurrence, record")
    hub.sql("CHECKPOINT")


def asked(hub, folder, back):
    """Students who each ask for days out of all that are remembered."""
    codes = [2024000000 + place * (STUDENTS // PEOPLE) * 7 for place in range(PEOPLE)]
    tokens = [hub.token("--user", str(code)) for code in codes]
    dates = [DAY - datetime.timedelta(days=place * back // DATES) for place in range(DATES)]
    return Asks(folder, f"days-{back}", [
        ("GET", f"/api/v1/checkin-records/my-schedule?date={date}", token, "") for date in dates for token in tokens])


def measure(suite, folder):
    with contextlib.ExitStack() as stack:
        many = made(suite, stack)
        remember(many, 0, days(FEW))
        # The copy of a database is made while nobody uses it.
        many.server.sql("CREATE DATABASE few TEMPLATE postgres", database="template1")
        few = copy.copy(many)
        few.data = many.folder / "few"
        few.settings = many.settings | {
            "DATA": few.data, "DATABASE": many.settings["DATABASE"].rsplit("/", 1)[0] + "/few"}
        suite.say(f"{MANY:,} records are made")
        remember(many, days(FEW), days(MANY))
        held = [int(many.server.sql("SELECT count(*) FROM record", database=name)[0]) for name in ("postgres", "few")]
        size = many.sql("SELECT pg_size_pretty(pg_total_relation_size('record'))")[0]
        suite.say(f"{held[0]:,} records ({size} with their indexes) and {held[1]:,}")
        ways = []
        for hub, back in (many, days(MANY)), (few, days(FEW)):
            asks, service = asked(hub, folder, back), hub.service()
            stack.callback(service.end)
            ways.append((Load(suite, service.port), asks))
            # Once through all of it: what is asked for often is in memory, as that of a term is.
            ways[-1][0].rate(asks, CONNECTIONS, seconds=4)
        found = suite.in_turn(*(lambda load=load, asks=asks: load.rate(asks, CONNECTIONS) for load, asks in ways))
    suite.figure(f"my-schedule, {held[0]:,} records on PostgreSQL", "/s", found[0], f"on {held[1]:,}", found[1],
                 Goal("ratio", 1 / 1.2, more=True), more_is_better=True)

# How fast a hub takes its doors' backlog: 500 doors come back at once, each with a day of its room, while people ask
# beside them. The hub is the release program on a PostgreSQL of its own that syncs each commit.
import asyncio
import json
import os
import subprocess
import time

from askers import Beside, Caller, Drain, beside
from figures import Goal
from hub import DAY, EACH, LESSONS, OWN, ROOMS, joined
from journals import THERE, Journal
from processes import cpu

READERS, READS_EVERY, MARKS_EVERY = 8, 0.2, 0.5


def ceilings(server, journals):
    """Lines a second of COPY into a table with an index and nothing else, and durable commits of one row."""
    server.sql("CREATE TABLE bare (journal bigint, seq bigint, line text, PRIMARY KEY (journal, seq))")
    seconds = server.copied("bare", ((journal.room, seq, line.decode()) for journal in journals
                                     for seq, line in enumerate(journal.lines)))
    server.sql("TRUNCATE bare")
    script = server.folder / "row.sql"
    script.write_text("INSERT INTO bare VALUES (1, nextval('bare_seq'), 'line');")
    server.sql("CREATE SEQUENCE bare_seq")
    done = subprocess.run(
        ["pgbench", "-n", "-c", "1", "-T", "4", "-f", script, server.address], capture_output=True, text=True)
    server.sql("DROP TABLE bare")
    commits = next(float(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("tps"))
    return sum(len(journal.lines) for journal in journals) / seconds, commits


def asks(hub, service):
    """What students and a teacher ask: a day, a roster; and a mark."""
    own = json.loads(hub("occurrence", "list", "--json", "--course", f"C{OWN}"))
    own = (own["occurrences"] if isinstance(own, dict) else own)[0]["id"]
    session = hub.opened(own)
    hub("user", "add", "--code", "OFFICE", "--name", "Office", "--role", "superadmin")
    office = hub.token("--user", "OFFICE")
    student = hub.sql("SELECT id FROM \"user\" WHERE code = '2024000000'")[0]
    reads = [(Caller(service.port, hub.token("--user", str(2024000000 + place * 7 * 97))), "GET",
              f"/api/v1/checkin-records/my-schedule?date={DAY}") for place in range(READERS // 2)]
    reads += [(Caller(service.port, office), "GET", f"/api/v1/checkin-sessions/{session}/roster")
              for _ in range(READERS // 2)]
    mark = json.dumps({"student_id": int(student), "status": "late"}).encode()
    return reads, [(Caller(service.port, office), "POST", f"/api/v1/checkin-sessions/{session}/toggle-status", mark)]


def stands(hub):
    """What there is of the doors' day: scans, marks of the clock, records by number, sessions that are closed."""
    return hub.sql(f"""
        SELECT 'scans', count(*) FROM evidence WHERE kind = 'scan' UNION ALL
        SELECT 'attempts', count(*) FROM attempt UNION ALL
        SELECT 'closed', count(*) FROM checkin_session WHERE status = 'closed' UNION ALL
        SELECT 'flagged', count(*) FROM record WHERE flags <> '' UNION ALL
        SELECT 'audited', count(*) FROM audit WHERE origin LIKE 'door:%' AND object = 'record' UNION ALL
        (SELECT 'number ' || r.number, count(*) FROM record r JOIN occurrence o ON o.id = r.occurrence_id
          WHERE o.date = '{DAY}' GROUP BY r.number ORDER BY 1) UNION ALL
        SELECT 'tallied ' || number, sum(count) FROM tally WHERE course_id <>
          (SELECT id FROM course WHERE course_code = 'C{OWN}') GROUP BY number""")


def wanted():
    """What must stand of the doors' day: nothing less, and nothing twice."""
    lessons = ROOMS * LESSONS
    late = sum(seat % 10 == 9 for seat in range(THERE)) * lessons
    rows = {"scans": THERE * lessons, "attempts": THERE * lessons, "closed": lessons, "flagged": 0,
            "number 0": (EACH - THERE) * lessons, "number 1": THERE * lessons - late, "number 2": late}
    return rows | {f"tallied {number}": rows[f"number {number}"] for number in range(3)}


def measure(suite, _):
    with joined(suite) as (hub, service, tokens):
        source = hub.sql("SELECT DISTINCT source FROM course")[0]
        journals = [Journal(room, source) for room in range(ROOMS)]
        drained(suite, hub, service, tokens, journals)
        kept = stands(hub)
        found = {key: int(value) for key, value in (row.split("|") for row in kept)}
        suite.zero("of what the doors did is not there, or more", [
            f"{key}: {found.get(key)} and not {value}" for key, value in wanted().items() if found.get(key) != value],
            len(wanted()))
        come_again(suite, hub, service, tokens, journals, kept)
        verified = hub.run("verify", timeout=600)
        suite.row("`kiosk verify` after it", verified.returncode, "0", verified.returncode == 0)


def drained(suite, hub, service, tokens, journals):
    """All doors at once, and people beside them."""
    server, count = hub.server, sum(len(journal.lines) for journal in journals)
    reads, marks = asks(hub, service)
    copied, commits = ceilings(server, journals)
    server.sql("CHECKPOINT")
    quiet = Beside(READS_EVERY)
    asyncio.run(beside(asyncio.sleep(5), (quiet, reads)))
    turn, before = int(server.sql("SELECT number FROM turn")[0]), (cpu([service.process.pid]), cpu(server.pids()))
    drain, reading, marking = Drain(service.port, tokens, journals), Beside(READS_EVERY), Beside(MARKS_EVERY)
    suite.say(f"{len(journals)} doors with {count:,} lines begin; load of the machine {os.getloadavg()[0]:.1f}")
    seconds = asyncio.run(beside(drain.run(), (reading, reads), (marking, marks)))
    used = [after - before for after, before in zip((cpu([service.process.pid]), cpu(server.pids())), before)]
    turns = int(server.sql("SELECT number FROM turn")[0]) - turn
    suite.say(f"{seconds:.1f} s; {drain.answers} batches and {drain.busy} times busy; {turns} commits of "
              f"{count / turns:.0f} lines; {sum(used) / seconds:.2f} cores, "
              f"CPU of kiosk {used[0] / count * 1e6:.0f} us a line, of postgres {used[1] / count * 1e6:.0f}")
    suite.figure(f"lines of {ROOMS} doors, each durable when it is answered", "/s", [count / seconds], "COPY", [copied],
                 Goal("seen", 10_000, more=True))
    suite.figure("the same, beside commits of one row", "/s", [count / seconds], "pgbench", [commits],
                 more_is_better=True)
    suite.figure("reads beside it, p99", "ms", [reading.percentile(.99)], "without it", [quiet.percentile(.99)],
                 Goal("seen", 1000))
    suite.figure("marks beside it, p99", "ms", [marking.percentile(.99)], "reads without it", [quiet.percentile(.99)])
    suite.zero("reads and marks that were refused", quiet.refused + reading.refused + marking.refused,
               len(reading.waits) + len(marking.waits))


def come_again(suite, hub, service, tokens, journals, kept):
    """Everything once more, as if no answer had come."""
    count = sum(len(journal.lines) for journal in journals)
    for journal in journals:
        journal.acked = 0
    again = Drain(service.port, tokens, journals)
    began = time.monotonic()
    asyncio.run(again_from_zero(again))
    suite.say(f"{count / (time.monotonic() - began):,.0f} duplicates a second")
    suite.zero("lines that are not duplicates when they come again", count - again.kinds.get("duplicate", 0), count)
    suite.zero("changed by that", sorted(set(stands(hub)) ^ set(kept)), len(kept))


async def again_from_zero(drain):
    """All of it again, whatever the hub says it has."""
    async def door(caller, journal):
        sent = 0
        while sent < len(journal.lines):
            journal.acked = sent
            if await drain.send(caller, journal, 500):
                sent = min(sent + 500, len(journal.lines))
        caller.close()
    await asyncio.gather(*(door(*one) for one in drain.doors))
